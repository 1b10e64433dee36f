"""What the sheets of a comparison are called: by their alternative, in words that are whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 31  # characters of the name of a sheet
FORBIDDEN = r"[\[\]:*?/\\'()]"  # by Excel; parentheses, so that a formula is easy to read
SMALL = 3  # letters of a word that a name does not end in


def sheet_names(alternatives: Sequence[str], kinds: Sequence[str]) -> list[list[str]]:
    """Return for every alternative the names of its sheets, one of each kind.

    >>> sheet_names(["as applied", "half a nurse for two years"], ["results"])
    [['as applied, results'], ['half a nurse, results']]
    """
    room = LONGEST - 2 - max(map(len, kinds))
    return [[f"{name}, {kind}" for kind in kinds] for name in short_names(alternatives, room)]


def short_names(names: Sequence[str], room: int) -> list[str]:
    """Return names of whole words that differ and have room; numbered where words do not do.

    >>> short_names(["what if as in a trial", "what if as in a register"], 14)
    ['trial', 'register']
    """
    names_in_use: list[str] = []
    clean = [" ".join(re.sub(FORBIDDEN, " ", name).split()) for name in names]
    others = [[n for n in clean if n != name] for name in clean]
    for name, rest in zip(clean, others, strict=True):
        taken = {n.lower() for n in names_in_use}
        names_in_use.append(
            next(c for c in _candidates(name, rest, room) if c.lower() not in taken)
        )
    return names_in_use


def _candidates(name: str, others: Sequence[str], room: int) -> Iterator[str]:
    """Yield short forms of a name, best first: its beginning or its end, then with a number."""
    head, tail = _fitting(name.split(), room), _fitting(name.split()[::-1], room)[::-1]
    ends = [" ".join(head), " ".join(tail)]
    if len(ends[0]) < room // 2:
        ends.sort(key=len, reverse=True)
    heads = {" ".join(_fitting(other.split(), room)) for other in others}
    yield from (part for part in ends if part and (part == name or part not in heads))
    for count in range(2, 1000):
        cut = " ".join(_fitting(name.split(), room - 4)) or name[: room - 4].strip()
        yield f"{cut} {count}".strip()


def _fitting(words: Sequence[str], room: int) -> list[str]:
    """Return as many words as have room; none that looks cut off at the end."""
    words_left: list[str] = []
    for word in words:
        if len(" ".join([*words_left, word])) > room:
            break
        words_left.append(word)
    whole = len(words_left) == len(words)
    while not whole and len(words_left) > 1 and len(words_left[-1]) <= SMALL:
        words_left.pop()
    return (
        [*words_left[:-1], words_left[-1].rstrip(",;:")] if words_left and not whole else words_left
    )
