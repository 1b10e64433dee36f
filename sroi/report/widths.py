"""How wide the columns of a printed table are: by what they hold, so that no word is broken."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sroi.tables.cells import Row
from sroi.wording import VOWELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.tables.cells import Table

ACROSS = 96  # characters on a line

ROOM = 470.0  # points across a page of A4 within its margins
SIZES = (8.5, 8.0, 7.5, 7.0)  # points of the letters, the greatest that fits
PADDING = 13.0  # points beside the text of a cell
MOST, LONGEST = 0.5, (0.4, 0.2)  # of the room, for a column and for a word without a hyphen
HYPHEN = "\u00ad"  # shown only where a line ends
PIECE = 12  # letters of a word too long for any column, between two places to break it
# Widths of letters in Arial, in parts of the letter's height; Arial is never the narrowest.
LETTERS = {
    **dict.fromkeys("ijl'|", 0.23),
    **dict.fromkeys("tfI.,:;/\\![] \u00a0", 0.28),
    **dict.fromkeys("r-()", 0.34),
    **dict.fromkeys("cksvxyzJ", 0.5),
    "w": 0.73,
    "m": 0.84,
    **dict.fromkeys("ABEKPSVXYÅÄ", 0.67),
    **dict.fromkeys("CDHNRUwGOQÖ", 0.78),
    **dict.fromkeys("MW%", 0.95),
}
OTHER, BOLD = 0.56, 1.1
WORDS = 40  # characters of a column of words at most, on a page that is one
LEAST, DIGIT = 9, 1.12  # characters of a column of numbers there; how wide a digit is


@dataclass(frozen=True)
class Fitted:
    """A table that fits the page: its columns' widths and its letters' size, in points."""

    table: Table
    widths: tuple[float, ...]
    size: float


def fitted(table: Table) -> list[Fitted]:
    """Return a table with its widths, in parts below each other where it is wider than a page."""
    for longest in LONGEST:
        whole = _breakable(table, longest)
        for size in SIZES:
            least, wanted = _columns(whole, size)
            if sum(least) <= ROOM:
                return [Fitted(whole, _shared(least, wanted), size)]
    size = SIZES[-1]
    return [Fitted(part, _shared(*_columns(part, size)), size) for part in _parts(whole)]


def _shared(least: Sequence[float], wanted: Sequence[float]) -> tuple[float, ...]:
    """Return widths: what each column wants, or an equal share of what is beyond the least."""
    more, room = sum(wanted) - sum(least), ROOM - sum(least)
    share = min(1.0, room / more) if more > 0.0 else 0.0
    return tuple(x + share * (y - x) for x, y in zip(least, wanted, strict=True))


def _columns(table: Table, size: float) -> tuple[list[float], list[float]]:
    """Return the least and the wanted width of every column: its widest word, and line."""
    least, wanted = [], []
    for texts in _texts(table):
        lines = [line for text in texts for line in text.split("\n")] or [""]
        words = [word for line in lines for word in re.split(f"[ \t{HYPHEN}]", line)]
        least.append(PADDING + size * BOLD * max(map(width, words)))
        wanted.append(PADDING + size * BOLD * max(map(width, lines)))
    return least, [min(x, max(ROOM * MOST, y)) for x, y in zip(wanted, least, strict=True)]


def _texts(table: Table) -> Iterator[list[str]]:
    """Yield what stands in every column, headings in as few lines as their words allow."""
    yield [row.label for row in table.rows]
    for index, heading in enumerate(table.columns):
        cells = [row.cells[index] for row in table.rows]
        words = re.split("[ \t]", heading)
        yield [*words, *(cell.text for cell in cells), *(cell.range for cell in cells)]


def width(text: str) -> float:
    """Return how wide text is, in parts of the height of its letters."""
    return sum(LETTERS.get(letter, OTHER) for letter in text)


def _parts(table: Table) -> Iterator[Table]:
    """Yield the table in parts whose columns fit the page, each with the labels."""
    least, _ = _columns(table, SIZES[-1])
    start, used = 0, least[0]
    for index, needed in enumerate(least[1:]):
        if index > start and used + needed > ROOM:
            yield _part(table, start, index)
            start, used = index, least[0]
        used += needed
    yield _part(table, start, len(table.columns))


def _part(table: Table, start: int, stop: int) -> Table:
    rows = tuple(replace(row, cells=row.cells[start:stop]) for row in table.rows)
    return replace(table, columns=table.columns[start:stop], rows=rows)


def _breakable(table: Table, longest: float) -> Table:
    """Return a table in which a word longer than a share of the page may be broken."""
    rows = tuple(
        Row(
            hyphenated(row.label, longest),
            tuple(replace(cell, text=hyphenated(cell.text, longest)) for cell in row.cells),
            row.strong,
        )
        for row in table.rows
    )
    columns = tuple(hyphenated(column, longest) for column in table.columns)
    return replace(table, columns=columns, rows=rows)


def hyphenated(text: str, longest: float) -> str:
    r"""Return text with hidden hyphens in the words longer than a share of the page.

    >>> hyphenated("Barnhälsovårdssjuksköterska", 0.4) == "Barnhälsovårdssjuksköterska"
    True
    >>> hyphenated("Barnhälsovårdssjuksköterska", 0.2).replace("\u00ad", "-")
    'Barnhälso-vårdssjukskö-terska'
    """
    most = (ROOM * longest - PADDING) / SIZES[0] / BOLD
    words = re.split("([ \t\n])", text)
    return "".join(_broken(word) if width(word) > most else word for word in words)


def _broken(word: str) -> str:
    """Return a word with a hidden hyphen now and then, where a new syllable may begin."""
    pieces = re.findall(rf".{{4,{PIECE}}}(?=[^{VOWELS}][{VOWELS}].{{2}})|.{{1,{PIECE}}}", word)
    return HYPHEN.join(pieces)


def _needed(table: Table, column: int) -> int:
    """Return the characters that a column of numbers needs for its heading's words and amounts."""
    texts = [*table.columns[column].split(), *(row.cells[column].text for row in table.rows)]
    return max(LEAST, math.ceil(DIGIT * max(map(len, texts))) + 2)


def room_shares(table: Table) -> list[int]:
    """Return the characters of each column of a table: of numbers what they need, of words alike.

    The first column has the rest.
    """
    places = range(len(table.columns))
    numbers = [c for c in places if any(row.cells[c].value is not None for row in table.rows)]
    words = max(1, len(places) - len(numbers))
    others = [
        _needed(table, c) if c in numbers else min(WORDS, ACROSS // (words + 1)) for c in places
    ]
    return [ACROSS - sum(others), *others]
