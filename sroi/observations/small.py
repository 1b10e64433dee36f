"""Which numbers of people are so small that somebody could be recognised by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sroi.observations.tallies import Tally


def too_few(tally: Tally, below: int) -> bool:
    """Return whether a cell has fewer people than may be shown: some, the others, or all of few.

    >>> from sroi.observations.tallies import Tally
    >>> [too_few(Tally("share", x / n, x, n), 5) for x, n in ((3, 40), (0, 40), (38, 40), (9, 9))]
    [True, False, True, True]
    """
    if tally.kind == "count":
        return _few(tally.events, below)
    if tally.kind == "money":
        return False
    if tally.events is None or tally.of is None:
        return _few(tally.of, below)
    everybody = tally.events == tally.of and _few(tally.of, 2 * below)
    numbers = (tally.of, tally.events, tally.of - tally.events)
    return everybody or any(_few(number, below) for number in numbers)


def _few(number: float | None, below: int) -> bool:
    return number is not None and 0 < number < below
