"""The fill-in workbook: a sheet per part, drop-downs, units, help, and an example row."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from sroi.report.columns import PROGRAMME, TABLES, Column
from sroi.report.files import BOOK_OPTIONS, FIXED
from sroi.wording import Wording

ROWS = 60  # rows with drop-downs
KEYS, HELP, FIRST = 1, 2, 3  # the rows of keys, of help, and of the first entry
Example = Mapping[str, Any]
EXAMPLES: dict[str, Example] = {
    "payers": {"id": "social", "name": "Socialnämnden", "sector": "municipality"},
    "staffing": {
        "id": "socionom", "role": "Socionom", "fte": 1, "monthly_salary": 40_000,
        "oncost_rate": 0.4453, "payer": "social",
    },
    "costs": {"id": "lokal", "name": "Lokal", "amount": 120_000, "per": "year", "payer": "social"},
    "funding": {},
    "outcomes": {
        "id": "anmalan", "name": "Orosanmälningar", "baseline": 0.3, "effect.kind": "unknown",
        "lasts": 2, "unit_cost": (5_000, 7_000, 10_000), "payer": "social",
    },
}  # fmt: skip


def template(answers: Mapping[str, Any], wording: Wording) -> bytes:
    """Return the workbook to fill in, with answers to some keys of the programme."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as book:
        book.set_properties({"title": "sroi", "created": FIXED})
        styles = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "key": book.add_format({"font_color": "#777777", "font_size": 8}),
            "help": book.add_format({"italic": True, "text_wrap": True, "valign": "top"}),
            "input": book.add_format({"bg_color": "#FFF9E0", "border": 1}),
        }
        page = book.add_worksheet(wording.term("fill.programme"))
        _programme(page, answers, wording, styles)
        for name, columns in TABLES.items():
            page = book.add_worksheet(wording.term(f"fill.{name}"))
            _table(page, columns, EXAMPLES[name], wording, styles)
    return buffer.getvalue()


def _programme(
    page: Worksheet, answers: Mapping[str, Any], wording: Wording, styles: Mapping[str, Any]
) -> None:
    """Write the questions about the programme as rows: key, question, value, low, high, help."""
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 24, styles["key"])
    page.set_column(1, 1, 40)
    page.set_column(2, 4, 16)
    page.set_column(5, 5, 60)
    heads = ("", "fill.question", "book.value", "book.low", "book.high", "fill.help")
    for column, head in enumerate(heads):
        page.write_string(0, column, wording.term(head) if head else "", styles["heading"])
    for row, asked in enumerate(PROGRAMME, start=1):
        page.write_string(row, 0, asked.key, styles["key"])
        page.write_string(row, 1, wording.term(asked.term))
        page.write(row, 2, answers.get(asked.key, ""), styles["input"])
        if asked.kind == "number":
            page.write_blank(row, 3, "", styles["input"])
            page.write_blank(row, 4, "", styles["input"])
        page.write_string(row, 5, _help(asked, wording), styles["help"])
        page.set_row(row, 45)
        _choose(page, asked, row, 2, row)


def _table(
    page: Worksheet,
    columns: Sequence[Column],
    example: Example,
    wording: Wording,
    styles: Mapping[str, Any],
) -> None:
    """Write the columns of a part: heading, key, help, and an example row to overwrite."""
    page.freeze_panes(FIRST, 1)
    page.set_row(0, 48)
    page.set_row(HELP, 130)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    place = 0
    for asked in columns:
        label = wording.term(asked.term)
        shown = [(label, asked.key)]
        if asked.kind == "number":
            words = [wording.term("book.low"), wording.term("book.high")]
            shown += [(words[0], f"{asked.key}.low"), (words[1], f"{asked.key}.high")]
        given = example.get(asked.key, "")
        low, base, high = given if isinstance(given, tuple) else ("", given, "")
        for offset, (text, key) in enumerate(shown):
            page.write_string(0, place + offset, text, styles["heading"])
            page.write_string(KEYS, place + offset, key, styles["key"])
            page.write(FIRST, place + offset, (base, low, high)[offset], styles["input"])
        page.write_string(HELP, place, _help(asked, wording), styles["help"])
        page.set_column(place, place + len(shown) - 1, 12 if asked.kind == "number" else 18)
        _choose(page, asked, FIRST, place, FIRST + ROWS)
        place += len(shown)


def _choose(page: Worksheet, asked: Column, row: int, column: int, last: int) -> None:
    if asked.choices:
        page.data_validation(
            row, column, last, column, {"validate": "list", "source": list(asked.choices)}
        )


def _help(asked: Column, wording: Wording) -> str:
    return wording.term(f"fill.help_{asked.kind}")
