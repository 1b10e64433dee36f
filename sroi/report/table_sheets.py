"""Tables as sheets of a workbook: numbers as numbers, in the unit their table names."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING

from xlsxwriter.format import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from sroi.tables.cells import Cell, Row, Table

WHOLE, DECIMAL, SHARE, WORDS = "#,##0", "#,##0.00", "0.0%", "@"
HEADING = "heading"
LONGEST = 31  # characters of the name of a sheet
Forms = Mapping[tuple[str, bool], Format]


def write_tables(book: Workbook, tables: Sequence[Table], first: int) -> None:
    """Write each table on a sheet of its own; the sheets are numbered from ``first``."""
    bold, forms = _formats(book)
    for index, table in enumerate(tables, start=first):
        sheet = book.add_worksheet(sheet_name(index, table.title))
        _prepare(sheet, len(table.columns))
        sheet.freeze_panes(3, 1)
        _write(sheet, 0, table, bold, forms)


def write_on_one_sheet(book: Workbook, sheet: Worksheet, tables: Sequence[Table]) -> None:
    """Write tables under each other."""
    bold, forms = _formats(book)
    _prepare(sheet, max(len(table.columns) for table in tables))
    top = 0
    for table in tables:
        top = _write(sheet, top, table, bold, forms) + 1


def _formats(book: Workbook) -> tuple[Format, Forms]:
    bold = book.add_format({"bold": True})
    return bold, {
        (kind, strong): book.add_format({"num_format": kind, "bold": strong, "align": "right"})
        for kind in (WHOLE, DECIMAL, SHARE, WORDS)
        for strong in (False, True)
    } | {(HEADING, True): book.add_format({"bold": True, "align": "right", "text_wrap": True})}


def _prepare(sheet: Worksheet, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 2 * columns, 16)


def _write(sheet: Worksheet, top: int, table: Table, bold: Format, forms: Forms) -> int:
    """Write a table from a row on; return the row after it."""
    sheet.write_string(top, 0, table.title, bold)
    sheet.write_string(top + 1, 0, table.note)
    ranged = any(cell.range for row in table.rows for cell in row.cells)
    step = 2 if ranged else 1
    for index, column in enumerate(table.columns):
        sheet.write_string(top + 2, 1 + step * index, column, forms[HEADING, True])
        if ranged:
            sheet.write_string(top + 2, 2 + step * index, _beside(table), forms[HEADING, True])
    line = top + 3
    for line, row in enumerate(table.rows, start=top + 3):
        _write_row(sheet, line, row, step, bold, forms)
    return line + 1


def _write_row(
    sheet: Worksheet, line: int, row: Row, step: int, bold: Format, forms: Forms
) -> None:
    sheet.write_string(line, 0, row.label, bold if row.strong else None)
    for index, cell in enumerate(row.cells):
        place = 1 + step * index
        if isinstance(cell.value, int | float) and "(" not in cell.text:
            sheet.write_number(line, place, cell.value, forms[_kind(cell), row.strong])
        else:
            sheet.write_string(line, place, cell.text, forms[WORDS, row.strong])
        if step == 2:
            sheet.write_string(line, place + 1, cell.range, forms[WORDS, row.strong])


def _beside(table: Table) -> str:
    """Return what the column beside the numbers holds: 90 % of the draws, or a difference."""
    ranges = [cell.range for row in table.rows for cell in row.cells if cell.range]
    return "90 %" if any(" " in text for text in ranges) else "+/\u2212"


def _kind(cell: Cell) -> str:
    """Return the number format that shows a cell as its text does."""
    if cell.text.endswith("%"):
        return SHARE
    return DECIMAL if "," in cell.text[-3:] or "." in cell.text[-3:] else WHOLE


def sheet_name(index: int, title: str) -> str:
    """Return a title as the name of a sheet, without what Excel forbids, in whole words.

    >>> sheet_name(1, "Comparison of scenarios: Public sector")
    '1 Comparison of scenarios'
    """
    allowed = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    words = shorten(f"{index} {allowed}", LONGEST, placeholder="")
    return words if words != str(index) else f"{index} {allowed}"[:LONGEST].strip()
