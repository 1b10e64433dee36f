"""Addresses of cells, and the parentheses that a formula can do without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class CellPlace:
    """Where a cell is: its sheet, row and column, counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def text(self) -> str:
        """Return the address of the cell from anywhere in the book."""
        return f"{quoted_sheet(self.sheet)}!{xl_rowcol_to_cell(self.row, self.column)}"

    def to(self, last: CellPlace) -> str:
        """Return the address of the cells from this one to another of the same sheet."""
        return f"{self.text}:{xl_rowcol_to_cell(last.row, last.column)}"


def quoted_sheet(sheet: str) -> str:
    """Return the name of a sheet as it stands in a formula."""
    return "'" + sheet.replace("'", "''") + "'"


def runs(places: Sequence[CellPlace]) -> Iterator[str]:
    """Yield the addresses of cells, those beside or under each other as one."""
    first = last = places[0]
    for place in places[1:]:
        step = (place.row - last.row, place.column - last.column)
        before = (last.row - first.row, last.column - first.column)
        along = step in ((0, 1), (1, 0)) and (first is last or before[step.index(0)] == 0)
        if place.sheet == last.sheet and along:
            last = place
            continue
        yield first.to(last) if first is not last else first.text
        first = last = place
    yield first.to(last) if first is not last else first.text


def without_parentheses(text: str) -> str:
    """Return a piece without the parentheses around all of it, for where nothing stands beside it.

    >>> without_parentheses("(A1+B1)"), without_parentheses("(A1+B1)*(C1+D1)")
    ('A1+B1', '(A1+B1)*(C1+D1)')
    """
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1] if text.startswith("(") else text


def unless(text: str, signs: str) -> str:
    """Return a piece without its parentheses, unless one of some signs stands loose in it."""
    inner, depth = without_parentheses(text), 0
    for letter in re.sub(r"'[^']*'|E[+-]\d+", "", inner):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter in signs:
            return text
    return inner
