"""Pages as an Excel book: one sheet per table, numbers as numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from sroi.report.files import BOOK_OPTIONS, FIXED
from sroi.report.table_sheets import sheet_name, write_tables

if TYPE_CHECKING:
    from sroi.tables.cells import Page


def workbook(page: Page) -> bytes:
    """Return a page as an Excel book: the sentences, the tables, the warnings."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as book:
        book.set_properties({"title": page.title, "created": FIXED})
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(sheet_name(0, page.title))
        sheet.set_column(0, 0, 110, wrap)
        texts = [page.title, page.subtitle, *page.sentences, page.warnings_title]
        texts += [f"{path}: {text}" if path else text for path, text in page.warnings]
        for index, text in enumerate(texts):
            sheet.write_string(index, 0, text, bold if index == 0 else wrap)
        write_tables(book, page.tables, 1)
    return buffer.getvalue()
