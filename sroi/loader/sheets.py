"""A filled-in workbook as the data of a scenario, with the cell of every value.

Formulas are never evaluated: the value the spreadsheet last showed is what counts.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from sroi.errors import Mark, Problem, ScenarioError
from sroi.loader.explain import how_to_write

MAX_BYTES, MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 5 << 20, 60 << 20, 200, 500
MAX_ROWS, MAX_COLUMNS = 500, 120
Rows = list[list[Any]]


def sheets(path: Path) -> list[tuple[str, Rows]]:
    """Return the name and the rows of every sheet of a workbook.

    Raises ``ScenarioError`` for what is no workbook, or one too large to be a scenario.
    """
    _refuse_bombs(path)
    content = io.BytesIO(path.read_bytes())  # so that no file stays open if it is broken
    try:
        with closing(openpyxl.load_workbook(content, read_only=True, data_only=True)) as book:
            return [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
    except Exception as error:  # a damaged file fails wherever it is damaged
        raise _stop(path, f"not a workbook: {error}", "save it as .xlsx") from None


def _rows(sheet: Any) -> Rows:  # noqa: ANN401 - openpyxl has two kinds
    rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    return [list(row) for row in rows]


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


def number_in(value: Any) -> float | int | None:  # noqa: ANN401 - whatever a cell holds
    """Return the number in a cell, or None where it is not one."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def not_a_number(value: Any, path: str, mark: Mark) -> Problem:  # noqa: ANN401
    """Return the problem of a cell that should hold a number."""
    return Problem(path, mark, f"{value!r} is not a number", how_to_write(str(value)))


def filled(rows: Rows, first: int) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows from the first entry on that hold anything, with their number."""
    for number, row in enumerate(rows[first:], start=first):
        if any(cell not in (None, "") for cell in row):
            yield number, row
