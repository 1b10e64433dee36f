"""A filled-in workbook as the data of a scenario, with the cell of every value.

Formulas are never evaluated: the value the spreadsheet last showed is what counts.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from sroi.errors import Mark, Problem, ScenarioError

MAX_BYTES, MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 5 << 20, 60 << 20, 200, 500
MAX_ROWS, MAX_COLUMNS = 500, 120
LAST_ROW, MAX_FORMATTED = 1 << 20, 20_000  # a sheet may be formatted far below its contents
Rows = list[list[Any]]


@dataclass(frozen=True)
class Unusable:
    """A cell that holds neither text nor a number: what it holds, and what mends it if we know."""

    what: str
    hint: str = ""


NO_VALUE = Unusable(
    "the formula has no value yet",
    "open the workbook in Excel or LibreOffice and save it there, or type what belongs here",
)


def sheets(path: Path) -> list[tuple[str, Rows]]:
    """Return the name and the rows of every sheet of a workbook.

    Raises ``ScenarioError`` for what is no workbook, or one too large to be a scenario.
    """
    _refuse_bombs(path)
    content = path.read_bytes()  # so that no file stays open if it is broken
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # a date out of range is told by its cell
            closing(_book(content, as_shown=True)) as shown,
            closing(_book(content, as_shown=False)) as formulas,
        ):
            pairs = zip(shown.worksheets, formulas.worksheets, strict=True)
            return [(values.title, _rows(path, values, entered)) for values, entered in pairs]
    except ScenarioError:
        raise
    except Exception as error:  # a damaged file fails wherever it is damaged
        raise _stop(path, f"not a workbook: {error}", "save it as .xlsx") from None


def _book(content: bytes, as_shown: bool) -> openpyxl.Workbook:
    """Return a workbook with the values last shown, or with the formulas behind them."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=as_shown)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
    return book


def _rows(path: Path, values: Any, sources: Any) -> Rows:  # noqa: ANN401 - openpyxl has two kinds
    """Return the contents of a sheet, from its values and what was entered to get them."""
    rows, formatted = list[list[Any]](), 0
    both = zip(*(sheet.iter_rows(max_row=LAST_ROW) for sheet in (values, sources)), strict=True)
    for number, pair in enumerate(both):
        row = [_content(cell, source) for cell, source in zip(*pair, strict=True)]
        _refuse_beyond(path, values.title, number, row)
        formatted += bool(row)
        if formatted > MAX_FORMATTED:
            what = f"the sheet {values.title} has more than {MAX_FORMATTED} rows"
            raise _stop(path, what, "a filled-in workbook is smaller")
        if number < MAX_ROWS:
            rows.append(row)
    return rows


def _content(cell: Any, source: Any) -> Any:  # noqa: ANN401 - openpyxl has several kinds
    """Return the text or the number in a cell, None for nothing, or why it is unusable."""
    value = cell.value
    if value is None:
        return NO_VALUE if source.data_type == "f" and cell.data_type != "str" else None
    if cell.data_type == "e":
        hint = "mend the formula, or type what belongs here"
        return Unusable(f"the cell shows an error, {value}", hint)
    if isinstance(value, bool):
        return Unusable(f"the cell holds {str(value).upper()}, neither a number nor text")
    if isinstance(value, str):
        return value if value.strip() else None
    return value if isinstance(value, int | float) else Unusable(_moment(value))


def _moment(value: date | time | timedelta) -> str:
    """Return what a cell holds that its format makes a date or a time."""
    if isinstance(value, date):
        return f"the cell is a date, {value:%Y-%m-%d}"
    return f"the cell is a time of day, {value}"


def _refuse_beyond(path: Path, sheet: str, number: int, row: list[Any]) -> None:
    """Refuse contents farther out than a filled-in sheet has any."""
    for place, cell in enumerate(row):
        if cell is not None and (number >= MAX_ROWS or place >= MAX_COLUMNS):
            mark, hint = cell_mark(path, sheet, number, place), "move it in among the others"
            what = f"contents beyond row {MAX_ROWS} or column {get_column_letter(MAX_COLUMNS)}"
            raise ScenarioError([Problem("", mark, what, hint)])


def _refuse_bombs(path: Path) -> None:
    """Refuse a file that is too large, or that unpacks to too much."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _stop(path, f"the file has {size} bytes", "a filled-in workbook is smaller")
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except ScenarioError:
        raise
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise _stop(path, f"the file cannot be read: {reason}", "check the name") from None
    except Exception:  # a damaged file fails wherever it is damaged
        raise _stop(path, "not a workbook", "save it as .xlsx") from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > min(MAX_UNPACKED, MAX_RATIO * max(size, 1)):
        raise _stop(path, f"it unpacks to {unpacked} bytes", "a filled-in workbook is smaller")


def _stop(path: Path, what: str, hint: str) -> ScenarioError:
    return ScenarioError([Problem("", Mark(str(path)), what, hint)])


def cell_mark(path: Path, sheet: str, row: int, column: int) -> Mark:
    """Return where a cell is, counted from 0."""
    return Mark(f"{path}: {sheet}!{get_column_letter(column + 1)}{row + 1}")


def filled(rows: Rows) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows that hold anything, with their number."""
    for number, row in enumerate(rows):
        if any(cell is not None for cell in row):
            yield number, row
