"""A table in a file, CSV or Excel, as cells under known columns; nothing is yet understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sroi.errors import Mark, Problem, ScenarioError, Text, reason_of
from sroi.languages import LANGUAGES
from sroi.loader.sheets import MAX_BYTES, cell_mark, first_sheet
from sroi.loader.terms import terms
from sroi.observations.persons import unified

if TYPE_CHECKING:
    from sroi.errors import Message, Raw

MAX_ROWS = 50_000
COLUMNS = (
    *("indicator", "period", "unit", "group", "events", "of", "value", "sd", "about"),
    *("cohort", "reporting", "expected", "mark", "source", "note"),
)
NEEDED = ("indicator", "period")
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
AS_UTF8 = "save it as CSV UTF-8 (comma delimited), or as .xlsx"
SMALLER = "split it, or add up rows: it holds aggregates only"
RawCells = Sequence[Any]


@dataclass(frozen=True)
class RawTable:
    """The rows of a table under the columns it has; rows count from 1, which is the header.

    ``decimal`` is the mark before decimals, empty where both are read.
    """

    file: str
    sheet: str
    places: Mapping[str, int]  # by column, where it stands
    headings: Sequence[str]
    rows: Sequence[tuple[int, RawCells]]
    decimal: str

    def where(self, row: int, column: str) -> Mark:
        """Return where a cell is; a column the table lacks is where a row begins."""
        place = self.places.get(column, 0)
        return cell_mark(Path(self.file), self.sheet, row - 1, place, column)

    def cell(self, cells: RawCells, column: str) -> Raw:
        """Return what stands in a row under a column, None for nothing."""
        place = self.places.get(column)
        return None if place is None or place >= len(cells) else cells[place]


def raw_table(path: Path) -> tuple[RawTable | None, list[Problem]]:
    """Return the table in a file, None where it cannot be read, and what is wrong with its form."""
    try:
        sheet, rows, decimal = _rows_of(path)
    except ScenarioError as error:
        return None, list(error.problems)
    if not rows:
        return None, [_of_file(path, "the table is empty", "write the columns in the first row")]
    header = [_plain(str(cell or "")) for cell in rows[0][1]]
    places = {column: place for place, column in enumerate(map(named, header)) if column}
    problems = list(_header_problems(path, sheet, header))
    if not any(column in places for column in NEEDED):
        problems = problems[-len(NEEDED) :]
        return None, problems
    table = RawTable(str(path), sheet, places, header, rows[1:], decimal)
    return table, [*problems, *_row_problems(path, table)]


def named(heading: str) -> str:
    """Return the column that a heading names in any language, empty for none.

    >>> named("indikator"), named("antal"), named("namn")
    ('indicator', 'events', '')
    """
    return _aliases().get(heading, "")


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, str]:
    return meanings("observation") | {column: column for column in COLUMNS}


def meanings(section: str) -> dict[str, str]:
    """Return what each word of a section of the terms, in any language, stands for."""
    return {
        word.strip().casefold(): name
        for language in LANGUAGES
        for name, listed in terms(language)[section].items()
        for word in listed.split("|")
    }


def _header_problems(path: Path, sheet: str, header: Sequence[str]) -> Iterator[Problem]:
    columns = [named(heading) for heading in header]
    known = ", ".join(COLUMNS)
    for place, column in enumerate(columns):
        mark = cell_mark(path, sheet, 0, place, column)
        if not column and header[place]:
            hint = Text("take the column away, or name it as one of {names}", names=known)
            yield Problem("", mark, "the column is unknown", hint)
        elif not column:
            yield Problem("", mark, "a column without a name", "name it, or take it away")
        elif column in columns[:place]:
            what = Text("the column {name} stands twice", name=column)
            yield Problem("", mark, what, "keep one of them")
    for column in NEEDED:
        if column not in columns:
            what = Text("the column {name} is missing", name=column)
            hint = Text("the first row names the columns: {names}", names=known)
            yield Problem("", cell_mark(path, sheet, 0, 0), what, hint)


def _row_problems(path: Path, table: RawTable) -> Iterator[Problem]:
    """Yield what makes it uncertain which cell is under which column."""
    width = len(table.headings)
    if len(table.rows) > MAX_ROWS:
        yield _of_file(path, Text("the table has more than {n} rows", n=MAX_ROWS), SMALLER)
    for row, cells in table.rows[:MAX_ROWS]:
        if len(cells) > width and any(cell is not None for cell in cells[width:]):
            what = Text("the row has {n} cells and the header {most}", n=len(cells), most=width)
            hint = 'write text with the separator in it within "", and a number without it'
            yield Problem("", cell_mark(path, table.sheet, row - 1, width), what, hint)


def _rows_of(path: Path) -> tuple[str, list[tuple[int, RawCells]], str]:
    """Return the name of the sheet, the rows that hold anything, and the mark before decimals."""
    content = _content(path)
    if content.startswith(WORKBOOK):
        sheet, rows = first_sheet(path, MAX_ROWS + 1)
        return sheet, _filled(rows), ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError([_of_file(path, "the file is not UTF-8", AS_UTF8)]) from None
    if "\0" in text:
        raise ScenarioError([_of_file(path, "the file is no text", AS_UTF8)])
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        rows = [[cell.strip() or None for cell in row] for row in reader]
    except csv.Error:
        what = Text("quotation marks that do not match, at row {n}", n=reader.line_num)
        hint = 'write a quotation mark within text as "", or take it away'
        raise ScenarioError([_of_file(path, what, hint)]) from None
    return "", _filled(rows), "," if separator == ";" else "."


def _content(path: Path) -> bytes:
    """Return what a file holds; ``ScenarioError`` for none, too much, or what is no table."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        what = Text("the file cannot be read: {reason}", reason=reason_of(error))
        raise ScenarioError([_of_file(path, what, "check the name")]) from None
    if not content.strip():
        hint = "fetch or save it again: nothing came through"
        raise ScenarioError([_of_file(path, "the file is empty", hint)])
    if len(content) > MAX_BYTES:
        what = Text("the file has more than {n} bytes", n=MAX_BYTES)
        raise ScenarioError([_of_file(path, what, SMALLER)])
    if content.startswith(OLD_WORKBOOK):
        raise ScenarioError([_of_file(path, "a workbook of an old kind", "save it as .xlsx")])
    return content


def _separator(text: str) -> str:
    """Return what stands between the cells of the header: where it is, more columns are known."""
    header = text.split("\n", 1)[0]

    def known(sign: str) -> int:
        return sum(bool(named(_plain(cell.strip(' "\r')))) for cell in header.split(sign))

    return max(",;", key=known)


def _plain(heading: str) -> str:
    return unified(heading).casefold()


def _filled(rows: Sequence[RawCells]) -> list[tuple[int, RawCells]]:
    """Return the rows that hold anything, with their number from 1."""
    numbered = enumerate(rows, start=1)
    return [(n, cells) for n, cells in numbered if any(cell is not None for cell in cells)]


def _of_file(path: Path, what: Message, hint: Message) -> Problem:
    return Problem("", Mark(str(path)), what, hint)
