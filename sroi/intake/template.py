"""The fill-in workbook: a sheet that says what to do, and one per part, with lists and help."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from sroi.intake.columns import PROGRAMME, TABLES, quantity_of
from sroi.intake.frame import ENDS, has_ends, help_of
from sroi.intake.words import APART, offered_word
from sroi.report.files import BOOK_OPTIONS, FIXED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from sroi.errors import Raw
    from sroi.intake.columns import Column
    from sroi.wording import Wording

ROWS = 40  # rows to fill in
TITLE, HEADINGS, KEYS, HELP, EXAMPLES, FIRST = range(6)  # the rows of a sheet
KEY, QUESTION, VALUE, LOW, HIGH, ABOUT = range(6)  # the columns of the questions
END_WIDTH = 9
WIDTHS = {
    "name": 28,
    "number": 13,
    "choice": 19,
    "reference": 22,
    "years": 13,
    "month": 13,
    "shares": 30,
    "count": 13,
    "whole": 13,
}
OWN_WIDTHS = {"effect.kind": 34, "effect.basis": 22, "note": 36, "employer": 20}
ACROSS = 190  # characters beside each other that can be read on paper
LINE = 12.5  # points of height a line of help takes
GREY, PALE, YELLOW, BLUE = "#666666", "#FFFDF3", "#FFF6D0", "#DCE6F1"
HEADING = {"text_wrap": True, "valign": "vcenter", "bg_color": BLUE, "border": 1}
INPUT = {"border": 1, "border_color": "#BBBBBB"}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 13},
    "band": {"italic": True, "font_color": GREY},
    "heading": {**HEADING, "bold": True},
    "end": {**HEADING, "font_size": 9},
    "key": {"font_color": GREY, "font_size": 8},
    "help": {"text_wrap": True, "valign": "top", "font_size": 9, "font_color": "#404040"},
    "example": {"italic": True, "font_color": GREY, "font_size": 9},
    "question": {"valign": "vcenter", "text_wrap": True},
    "line": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True},
    "about": {"text_wrap": True, "valign": "vcenter", "font_size": 9, "font_color": "#404040"},
    "answer": {**INPUT, "bg_color": YELLOW, "align": "left", "valign": "vcenter"},
    "input": {**INPUT, "bg_color": YELLOW},
    "ends": {**INPUT, "bg_color": PALE},
}


@dataclass(frozen=True)
class ColumnPlace:
    """A column of a sheet: what it asks for, of which end, and where it stands."""

    column: Column
    end: str
    at: int


@dataclass
class FillInBook:
    """A workbook being written, in one language."""

    file: xlsxwriter.Workbook
    wording: Wording

    def __post_init__(self) -> None:
        """Note the formats as they are first used."""
        self.formats: dict[tuple[str, str], Any] = {}
        self.lists: dict[Column, str] = {}

    def style(self, name: str, number: str = "General") -> Raw:
        """Return a format of cells."""
        if (name, number) not in self.formats:
            self.formats[name, number] = self.file.add_format(
                {**STYLES[name], "num_format": number}
            )
        return self.formats[name, number]

    def sheet(self, part: str) -> Worksheet:
        """Return a new sheet."""
        page = self.file.add_worksheet(self.wording.term(f"fill.{part}"))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page


def template(answers: Mapping[str, Any], wording: Wording) -> bytes:
    """Return the workbook to fill in, with answers to some keys of the programme."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as file:
        file.set_properties({"title": "sroi", "created": FIXED})
        book = FillInBook(file, wording)
        _guide(book)
        pages = {part: book.sheet(part) for part in ("programme", *TABLES)}
        _lists(book)
        _programme(book, pages["programme"], answers)
        for part, columns in TABLES.items():
            _table(book, pages[part], part, columns)
    return buffer.getvalue()


def _guide(book: FillInBook) -> None:
    """Write what this is, what to do, and how numbers are written."""
    page = book.sheet("start")
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    title, *lines = book.wording.term("fill.guide").split(APART)
    page.write_string(0, 0, title, book.style("title"))
    for row, line in enumerate(lines, start=2):
        heading = line.endswith(":")
        page.write_string(row, 0, line, book.style("strong" if heading else "line"))
        page.set_row(row, 15 * math.ceil(len(line) / 98) + 6)


def _lists(book: FillInBook) -> None:
    """Write the words of every choice on a sheet of their own, hidden, to choose from."""
    page = book.file.add_worksheet(book.wording.term("fill.lists"))
    page.hide()
    columns = [column for columns in (PROGRAMME, *TABLES.values()) for column in columns]
    for at, column in enumerate(column for column in columns if column.choices):
        for row, word in enumerate(column.choices):
            page.write_string(row, at, offered_word(column, word, book.wording))
        cells = xl_range_abs(0, at, len(column.choices) - 1, at)
        book.lists[column] = f"='{page.get_name()}'!{cells}"


def _programme(book: FillInBook, page: Worksheet, answers: Mapping[str, Any]) -> None:
    """Write the questions about the programme as rows: question, answer, low, high, help."""
    term = book.wording.term
    for at, width in enumerate((0, 40, 22, END_WIDTH, END_WIDTH, 78)):
        page.set_column(at, at, width, None, {"hidden": at == KEY})
    page.write_string(TITLE, QUESTION, term("fill.title_programme"), book.style("title"))
    heads = {QUESTION: "question", VALUE: "value", LOW: "low", HIGH: "high", ABOUT: "help"}
    for at, head in heads.items():
        page.write_string(HEADINGS, at, term(f"fill.{head}"), book.style("heading"))
    page.freeze_panes(HEADINGS + 1, 0)
    for row, column in enumerate(PROGRAMME, start=HEADINGS + 1):
        page.write_string(row, KEY, column.key, book.style("key"))
        page.write_string(row, QUESTION, term(column.term), book.style("question"))
        form = _format("programme", column)
        answer = answers.get(column.key, "")
        text = offered_word(column, answer, book.wording) if column.choices and answer else answer
        page.write(row, VALUE, text, book.style("answer", form))
        for at in (LOW, HIGH) if has_ends(column) else ():
            page.write_blank(row, at, None, book.style("ends", form))
        page.write_string(
            row, ABOUT, help_of("programme", column, book.wording), book.style("about")
        )
        page.set_row(row, 26)
        _choose(book, page, column, (row, VALUE, row, VALUE))


def _table(book: FillInBook, page: Worksheet, part: str, columns: Sequence[Column]) -> None:
    """Write the columns of a part: heading, key, help, an example, and the rows to fill in."""
    term, places = book.wording.term, list(_places(columns))
    page.freeze_panes(KEYS + 1, 1)
    page.repeat_rows(HEADINGS)
    page.repeat_columns(0)
    page.fit_to_pages(math.ceil(sum(map(_width, places)) / ACROSS), 1)
    page.set_row(HEADINGS, 16 * max(_heading_lines(book, place) for place in places))
    page.set_row(KEYS, None, None, {"hidden": True})
    page.set_row(HELP, LINE * max(_lines(book, part, place) for place in places))
    page.write_string(TITLE, 0, term(f"fill.title_{part}"), book.style("title"))
    rest = next((place.at for place in places if place.column.seldom), None)
    if rest is not None:
        page.write_string(TITLE, rest, term("fill.seldom"), book.style("band"))
    for place in places:
        _column(book, page, part, place)
    last = FIRST + ROWS - 1
    for place in places:
        if place.end == "base":
            _choose(book, page, place.column, (FIRST, place.at, last, place.at))


def _places(columns: Sequence[Column]) -> Iterator[ColumnPlace]:
    """Yield the columns of a sheet with their ends, those asked for seldom last."""
    at = 0
    for column in sorted(columns, key=lambda column: column.seldom):
        for end in () if column.kind == "id" else ENDS if has_ends(column) else ("base",):
            yield ColumnPlace(column, end, at)
            at += 1


def _column(book: FillInBook, page: Worksheet, part: str, place: ColumnPlace) -> None:
    """Write one column: its heading, its key, what is said of it, and its empty cells."""
    column, end, at = place.column, place.end, place.at
    base, term = end == "base", book.wording.term
    page.set_column(at, at, _width(place))
    heading = term(column.term) if base else term(f"fill.{end}")
    page.write_string(HEADINGS, at, heading, book.style("heading" if base else "end"))
    key = column.key if base else f"{column.key}.{end}"
    page.write_string(KEYS, at, key, book.style("key"))
    page.write_string(HELP, at, _about(book, part, place), book.style("help"))
    example = f"example.{part}_{column.name}" if base else ""
    if book.wording.has(example):
        text = f"{term('fill.example')} {term(example)}"
        page.write_string(EXAMPLES, at, text, book.style("example"))
    style = book.style("input" if base else "ends", _format(part, column))
    for row in range(FIRST, FIRST + ROWS):
        page.write_blank(row, at, None, style)


def _about(book: FillInBook, part: str, place: ColumnPlace) -> str:
    """Return what is said below a heading."""
    if place.end != "base":
        return book.wording.term(f"fill.help_{place.end}")
    return help_of(part, place.column, book.wording)


def _lines(book: FillInBook, part: str, place: ColumnPlace) -> int:
    """Return how many lines the help of a column takes."""
    return math.ceil(len(_about(book, part, place)) / (_width(place) * 1.15)) + 1


def _heading_lines(book: FillInBook, place: ColumnPlace) -> int:
    """Return how many lines a heading takes, and one for the air around it."""
    heading = book.wording.term(place.column.term) if place.end == "base" else ""
    return math.ceil(len(heading) / (_width(place) * 0.8)) + 1


def _width(place: ColumnPlace) -> int:
    if place.end != "base":
        return END_WIDTH
    return OWN_WIDTHS.get(place.column.key, WIDTHS.get(place.column.kind, 18))


def _format(part: str, column: Column) -> str:
    """Return how Excel shows what is typed in a column."""
    if column.kind == "number":
        if column.key == "effect.value":
            return "General"
        quantity = quantity_of(part, column)
        return "0.0%" if quantity.in_percent else "#,##0" if quantity.money else "General"
    return "0" if column.kind in ("year", "whole") else "@"


def _choose(
    book: FillInBook, page: Worksheet, column: Column, cells: tuple[int, int, int, int]
) -> None:
    """Offer a list in some cells; other words may be typed, and are understood or told."""
    source = book.lists.get(column, "")
    if (column.refers or column.key == "employer") and column.kind in ("reference", "text"):
        source = _names(book, column.refers or "payers")
    if source:
        offer = {"validate": "list", "source": source, "show_error": False}
        page.data_validation(*cells, offer)


def _names(book: FillInBook, part: str) -> str:
    """Return the formula of the names that are filled in on a sheet."""
    sheet, letter = book.wording.term(f"fill.{part}"), xl_col_to_name(0)
    first, last = FIRST + 1, FIRST + ROWS
    names = f"'{sheet}'!${letter}${first}:${letter}${last}"
    return f"=OFFSET('{sheet}'!${letter}${first},0,0,MAX(1,COUNTA({names})),1)"
