"""Which numbers of people are so small that somebody could be recognised by them, or give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.observations.protection import CellTable, SumOfParts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.observations.series import CellPart, PeriodPoint
    from sroi.observations.tallies import Tally

DUST = 1e-6
ALL: CellPart = ("", "")


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


def hidden_parts(point: PeriodPoint, below: int) -> frozenset[CellPart]:
    """Return the parts of a period that are not shown: the small, and what would give them away.

    Of means all parts are hidden where one is small.
    """
    small = frozenset(part for part, tally in point.parts.items() if too_few(tally, below))
    if not small:
        return small
    layers = _layers(point.parts)
    if not layers or not small <= layers[0].keys():
        return frozenset(point.parts)
    table = CellTable(layers, [], small, below)
    for number, (whole, parts) in enumerate(_sums(point.parts)):
        _add_sum(table, whole, parts, number)
    return table.hidden()


def _layers(parts: Mapping[CellPart, Tally]) -> list[dict[CellPart, float]]:
    """Return the numbers that add up, by layer: events and the others, or the count."""
    kind = next(iter(parts.values())).kind
    known = {part: t for part, t in parts.items() if t.events is not None and t.value is not None}
    events = {part: tally.events or 0.0 for part, tally in known.items()}
    if kind == "count":
        return [events]
    if kind != "share":
        return []
    return [events, {part: (t.of or 0.0) - events[part] for part, t in known.items()}]


def _sums(parts: Mapping[CellPart, Tally]) -> Iterator[tuple[CellPart, list[CellPart]]]:
    """Yield every cell that is of others, with those others."""
    units = [part for part in parts if part[0] and not part[1]]
    groups = [part for part in parts if part[1] and not part[0]]
    yield ALL, units
    yield ALL, groups
    for unit, _ in units:
        yield (unit, ""), [part for part in parts if part[0] == unit and part[1]]
    for _, group in groups:
        yield ("", group), [part for part in parts if part[1] == group and part[0]]


def _add_sum(table: CellTable, whole: CellPart, parts: list[CellPart], number: int) -> None:
    """Let a table know a sum; what is in the total and in no part is a cell that nobody knows."""
    known = [part for part in parts if part in table.layers[0]]
    if whole not in table.layers[0] or not known:
        return
    rests = [layer[whole] - sum(layer[part] for part in known) for layer in table.layers]
    if min(rests) < -DUST:
        return  # the parts are more than the total: it is no sum
    if max(rests) > DUST:
        rest = ("", f"\0{number}")
        table.add_rest(rest, [max(0.0, x) for x in rests])
        known = [*known, rest]
    table.sums.append(SumOfParts(whole, tuple(known)))
