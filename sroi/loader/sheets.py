"""A filled-in workbook as the data of a scenario, with the cell of every value.

Formulas are never evaluated: the value the spreadsheet last showed is what counts.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from sroi.errors import Mark, Problem, ScenarioError, SheetCell, Text, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time, timedelta
    from pathlib import Path

    from sroi.errors import Message, Raw

MAX_BYTES, MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 5 << 20, 60 << 20, 200, 500
MAX_ROWS, MAX_COLUMNS = 500, 120
LAST_ROW, MAX_FORMATTED = 1 << 20, 20_000  # a sheet may be formatted far below its contents
Rows = list[list[Any]]
YEAR_FORMAT = re.compile("y+|å+", re.IGNORECASE)
SMALLER = "a filled-in workbook is smaller"


@dataclass(frozen=True)
class Unusable:
    """A cell that holds neither text nor a number: what it holds, and what mends it if we know."""

    what: Message
    hint: Message = ""


@dataclass(frozen=True)
class Day(Unusable):
    """A cell whose format makes it a date; ``serial`` is the number that it holds."""

    date: date = date.min
    only_year: bool = False  # it shows its year alone, or is the first day of it
    serial: float = 0.0


NO_VALUE = Unusable(
    "the formula has no value yet",
    "open the workbook in Excel or LibreOffice and save it there, or type what belongs here",
)


def sheets(path: Path) -> list[tuple[str, Rows]]:
    """Return the name and the rows of every sheet of a workbook.

    Raises ``ScenarioError`` for what is no workbook, or one too large to be a scenario.
    """
    return _sheets(path, None, MAX_ROWS)


def first_sheet(path: Path, most: int) -> tuple[str, Rows]:
    """Return the name and the rows, at most so many, of the first sheet of a workbook."""
    return _sheets(path, 1, most)[0]


def _sheets(path: Path, count: int | None, most: int) -> list[tuple[str, Rows]]:
    _refuse_bombs(path)
    content = path.read_bytes()  # so that no file stays open if it is broken
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # a date out of range is told by its cell
            closing(_book(content, as_shown=True)) as shown_book,
            closing(_book(content, as_shown=False)) as formulas,
        ):
            pairs = list(zip(shown_book.worksheets, formulas.worksheets, strict=True))
            return [(v.title, _rows(path, v, entered, most)) for v, entered in pairs[:count]]
    except ScenarioError:
        raise
    except Exception as error:  # a damaged file fails wherever it is damaged
        what = Text("not a workbook: {reason}", reason=str(error))
        raise _stop(path, what, "save it as .xlsx") from None


def _book(content: bytes, as_shown: bool) -> openpyxl.Workbook:
    """Return a workbook with the values last shown, or with the formulas behind them."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=as_shown)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
    return book


def _rows(path: Path, values: Raw, sources: Raw, most: int) -> Rows:
    """Return the contents of a sheet, from its values and what was entered to get them."""
    rows, formatted = list[list[Any]](), 0
    both = zip(*(sheet.iter_rows(max_row=LAST_ROW) for sheet in (values, sources)), strict=True)
    for number, pair in enumerate(both):
        row = [_content(cell, source) for cell, source in zip(*pair, strict=True)]
        _refuse_beyond(path, values.title, number, row, most)
        formatted += bool(row)
        if formatted > max(MAX_FORMATTED, most):
            template = "the sheet {name} has more than {n} rows"
            what = Text(template, name=values.title, n=max(MAX_FORMATTED, most))
            raise _stop(path, what, SMALLER)
        if number < most:
            rows.append(row)
    return rows


def _content(cell: Raw, source: Raw) -> Raw:
    """Return the text or the number in a cell, None for nothing, or why it is unusable."""
    value = cell.value
    if value is None:
        return NO_VALUE if source.data_type == "f" and cell.data_type != "str" else None
    if cell.data_type == "e":
        hint = "mend the formula, or type what belongs here"
        return Unusable(Text("the cell shows an error, {given}", given=str(value)), hint)
    if isinstance(value, bool):
        what = "the cell holds {given}, neither a number nor text"
        return Unusable(Text(what, given=Text(str(value).upper())))
    if isinstance(value, str):
        return value if value.strip() else None
    return value if isinstance(value, int | float) else _moment(value, cell.number_format)


def _moment(value: date | time | timedelta, form: str) -> Unusable:
    """Return what a cell holds that its format makes a date or a time."""
    if not isinstance(value, date):
        return Unusable(Text("the cell is a time of day, {given}", given=str(value)))
    what = Text("the cell is a date, {given}", given=f"{value:%Y-%m-%d}")
    shows_year = YEAR_FORMAT.fullmatch(re.sub(r"\[[^]]*\]|;@|\"", "", form)) is not None
    only_year = shows_year or (value.month, value.day) == (1, 1)
    return (
        Unusable(what)
        if value.year < 1900
        else Day(what, date=value, only_year=only_year, serial=float(to_excel(value)))
    )


def _refuse_beyond(path: Path, sheet: str, number: int, row: list[Any], most: int) -> None:
    """Refuse contents farther out than a filled-in sheet has any."""
    for place, cell in enumerate(row):
        if cell is not None and (number >= most or place >= MAX_COLUMNS):
            mark, hint = cell_mark(path, sheet, number, place), "move it in among the others"
            column = get_column_letter(MAX_COLUMNS)
            what = Text("contents beyond row {row} or column {column}", row=most, column=column)
            raise ScenarioError([Problem("", mark, what, hint)])


def _refuse_bombs(path: Path) -> None:
    """Refuse a file that is too large, or that unpacks to too much."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _stop(path, Text("the file has {n} bytes", n=size), SMALLER)
        if not size:
            raise _stop(path, "the file is empty", "fetch or save it again: nothing came through")
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except ScenarioError:
        raise
    except OSError as error:
        what = Text("the file cannot be read: {reason}", reason=reason_of(error))
        raise _stop(path, what, "check the name") from None
    except Exception:  # a damaged file fails wherever it is damaged
        raise _stop(path, "not a workbook", "save it as .xlsx") from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > min(MAX_UNPACKED, MAX_RATIO * max(size, 1)):
        raise _stop(path, Text("it unpacks to {n} bytes", n=unpacked), SMALLER)


def _stop(path: Path, what: Message, hint: Message) -> ScenarioError:
    return ScenarioError([Problem("", Mark(str(path)), what, hint)])


def cell_mark(path: Path, sheet: str, row: int, column: int, heading: str = "") -> Mark:
    """Return where a cell is, counted from 0, and what its column is called."""
    cell = f"{get_column_letter(column + 1)}{row + 1}"
    address = f"{sheet}!{cell}" if sheet else cell  # a CSV file has no sheets
    return Mark(str(path), cell=SheetCell(sheet, row, column, address, heading))


def filled(rows: Rows) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows that hold anything, with their number."""
    for number, row in enumerate(rows):
        if any(cell is not None for cell in row):
            yield number, row
