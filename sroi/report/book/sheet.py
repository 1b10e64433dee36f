"""Sheets of the book: rows with a label and one cell per year, written as formulas with values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from sroi.report.book.formula import ZERO, Cells, Term, cell
from sroi.report.book.places import CellPlace, quoted_sheet, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from sroi.model.measures import MeasureKind
    from sroi.report.book.formula import Answer
    from sroi.wording import Wording

TermRow = list[Term]

NARROWEST, WIDEST = 14, 28  # characters across of a column of numbers
FIRST_YEAR_COLUMN = 3  # label, remark, total, then the years
LAST_COLUMN = 130
TOTAL_COLUMN = FIRST_YEAR_COLUMN - 1
AMOUNT, COUNT, SHARE, FACTOR = "#,##0", "#,##0.00", "0.0%", "0.0000"
# How each kind of measure is written.
FORMS: dict[MeasureKind, str] = {
    "money": AMOUNT,
    "money_each": AMOUNT,
    "ratio": COUNT,
    "factor": COUNT,
    "share": SHARE,
    "year": "0",
}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "number_heading": {
        "bold": True,
        "bottom": 1,
        "text_wrap": True,
        "valign": "top",
        "align": "right",
    },
    "label": {},
    "strong": {"bold": True, "top": 1},
    "note": {"italic": True, "font_color": "#555555"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "input": {"font_color": "#0000FF", "bg_color": "#FFF9E0", "border": 1, "locked": False},
    "values": {"bg_color": "#F0F0F0"},
    "path": {"font_color": "#8C8C8C", "font_size": 8},
}


def unknown_form(wording: Wording) -> str:
    """Return a format that shows any number or text as unknown; the formula is still there."""
    return ";".join([f'"{wording.term("word.unknown")}"'] * 4)


@dataclass
class Book:
    """The workbook, with its styles and the names it has given."""

    file: Workbook
    years: Sequence[int]
    formats: dict[tuple[str, str], Format] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def style(self, name: str, number: str = "General") -> Format:
        """Return a style with a number format, made once."""
        key = (name, number)
        if key not in self.formats:
            aligned = {} if number == "General" else {"align": "right"}
            form = {**STYLES[name], **aligned, "num_format": number}
            self.formats[key] = self.file.add_format(form)
        return self.formats[key]

    def name(self, wanted: str, place: CellPlace) -> str:
        """Give a cell a name, with a number behind it if the name is taken; return it."""
        clean = "".join(c if c.isalnum() or c == "_" else "_" for c in wanted)
        unique, count = clean, 1
        while unique.lower() in self.names:
            count += 1
            unique = f"{clean}_{count}"
        self.names[unique.lower()] = place.text
        cell = xl_rowcol_to_cell(place.row, place.column, row_abs=True, col_abs=True)
        self.file.define_name(unique, f"={quoted_sheet(place.sheet)}!{cell}")
        return unique


@dataclass
class Sheet:
    """One sheet, filled from the top."""

    book: Book
    name: str
    page: Worksheet
    row: int = 0
    width: int = NARROWEST

    def place(self, column: int, row: int | None = None) -> CellPlace:
        """Return where a cell is, in this row if no other is given."""
        return CellPlace(self.name, self.row if row is None else row, column)

    def text(self, text: str, style: str = "label", column: int = 0) -> None:
        """Write text in this row."""
        self.page.write_string(self.row, column, text, self.book.style(style))

    def line(self, text: str = "", style: str = "label") -> None:
        """Write text in this row and go on to the next."""
        if text:
            self.text(text, style)
        self.row += 1

    def headings(self, label: str, *numbers: str) -> None:
        """Write the headings of a column of labels and of columns of numbers."""
        self.text(label, "heading")
        for column, text in enumerate(numbers, start=1):
            self.text(text, "number_heading", column)
        self.widen(max((len(word) for text in numbers for word in text.split()), default=0))
        lines = max((1 + len(text) // (self.width - 2) for text in numbers), default=1)
        self.page.set_row(self.row, 15.0 * lines)
        self.row += 1

    def widen(self, letters: int) -> None:
        """Make the columns of numbers so wide that a heading's longest word is not broken."""
        wanted = min(WIDEST, letters + 3)  # bold letters are wider
        if wanted > self.width:
            self.width = wanted
            self.page.set_column(1, LAST_COLUMN, wanted)

    def cell(self, column: int, term: Term | Answer, number: str, style: str = "label") -> Term:
        """Write a formula with its value in this row; return the cell as a term."""
        form = self.book.style(style, number)
        value: Any = term.value
        if isinstance(value, float) and value != value:
            value = ""
        text = without_parentheses(term.text).replace(
            f"{quoted_sheet(self.name)}!", ""
        )  # its own sheet is understood
        self.page.write_formula(self.row, column, f"={text}", form, value)
        known = float(term.value) if isinstance(term.value, float | int) else math.nan
        return cell(self.place(column), known)

    def value(self, column: int, x: float, number: str, style: str = "label") -> Term:
        """Write a number that is no formula; return the cell as a term."""
        self.page.write_number(self.row, column, x, self.book.style(style, number))
        return cell(self.place(column), float(x))

    def years(
        self,
        label: str,
        terms: Sequence[Term],
        number: str,
        remark: str = "",
        summed: bool = True,
        style: str = "label",
    ) -> Cells:
        """Write a row of years and its total; return the years' cells, ZERO where nothing is."""
        self.text(label, style)
        self.text(remark, "note", 1)
        cells = Cells(
            [self.year(t, term, number, style) for t, term in enumerate(terms)],
            self.place(FIRST_YEAR_COLUMN),
        )
        if summed:
            cells.total = self.summed(cells, number, style)
        self.row += 1
        return cells

    def year(self, t: int, term: Term, number: str, style: str = "label") -> Term:
        """Write what a year of this row holds; return its cell, or ZERO where nothing is."""
        if term is not ZERO:
            return self.cell(FIRST_YEAR_COLUMN + t, term, number, style)
        self.value(FIRST_YEAR_COLUMN + t, 0.0, number, style)
        return ZERO

    def summed(self, cells: Cells, number: str, style: str = "label") -> Term:
        """Write the sum over the years of this row; return its cell, or ZERO if all are nothing."""
        whole = Term(f"SUM({cells.span()})", sum(term.value for term in cells))
        written = self.cell(TOTAL_COLUMN, whole, number, style)
        return ZERO if all(term is ZERO for term in cells) else written

    def inputs(self, label: str, values: Sequence[float], name: str) -> list[Term]:
        """Write a row of inputs that a reader may change, each named by its year; return them."""
        self.text(label)
        cells = []
        for t, x in enumerate(values):
            cells.append(self.value(FIRST_YEAR_COLUMN + t, x, "0", "input"))
            self.book.name(f"{name}_{self.book.years[t]}", self.place(FIRST_YEAR_COLUMN + t))
        self.row += 1
        return cells

    def year_headings(self, label: str, total_label: str) -> None:
        """Write the headings of rows of years."""
        self.headings(label, "", total_label, *map(str, self.book.years))
