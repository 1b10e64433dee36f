"""Pages as an Excel book: one sheet per table, numbers as numbers."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sroi.tables.cells import Cell, Page, Row, Table

WHOLE, DECIMAL, SHARE = "#,##0", "#,##0.00", "0.0%"
Forms = Mapping[tuple[str, bool], Format]


def workbook(page: Page) -> bytes:
    """Return a page as an Excel book: the sentences, the tables, the warnings."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": page.title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        forms = {
            (kind, strong): book.add_format({"num_format": kind, "bold": strong, "align": "right"})
            for kind in (WHOLE, DECIMAL, SHARE)
            for strong in (False, True)
        }
        sheet = book.add_worksheet(_sheet_name(0, page.title))
        sheet.set_column(0, 0, 110, wrap)
        texts = [page.title, page.subtitle, *page.sentences, page.warnings_title]
        texts += [f"{path}: {text}" if path else text for path, text in page.warnings]
        for index, text in enumerate(texts):
            sheet.write_string(index, 0, text, bold if index == 0 else wrap)
        for index, table in enumerate(page.tables, start=1):
            _write(book.add_worksheet(_sheet_name(index, table.title)), table, bold, forms)
    return buffer.getvalue()


def _write(sheet: Worksheet, table: Table, bold: Format, forms: Forms) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(3, 1)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 2 * len(table.columns), 16)
    sheet.write_string(0, 0, table.title, bold)
    sheet.write_string(1, 0, table.note)
    ranged = any(cell.range for row in table.rows for cell in row.cells)
    step = 2 if ranged else 1
    for index, column in enumerate(table.columns):
        sheet.write_string(2, 1 + step * index, column, bold)
        if ranged:
            sheet.write_string(2, 2 + step * index, f"{column} (90 %)", bold)
    for line, row in enumerate(table.rows, start=3):
        _write_row(sheet, line, row, step, bold, forms)


def _write_row(
    sheet: Worksheet, line: int, row: Row, step: int, bold: Format, forms: Forms
) -> None:
    sheet.write_string(line, 0, row.label, bold if row.strong else None)
    for index, cell in enumerate(row.cells):
        place = 1 + step * index
        if isinstance(cell.value, int | float) and "(" not in cell.text:
            sheet.write_number(line, place, cell.value, forms[_kind(cell), row.strong])
        else:
            sheet.write_string(line, place, cell.text, bold if row.strong else None)
        if step == 2:
            sheet.write_string(line, place + 1, cell.range)


def _kind(cell: Cell) -> str:
    """Return the number format that shows a cell as its text does."""
    if cell.text.endswith("%"):
        return SHARE
    return DECIMAL if "," in cell.text[-3:] or "." in cell.text[-3:] else WHOLE


def _sheet_name(index: int, title: str) -> str:
    kept = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    return f"{index} {kept}"[:31].strip()
