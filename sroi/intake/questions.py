"""The sheet of questions about the programme: a row for each, and what belongs nowhere in it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from sroi.errors import Text
from sroi.intake.frame import (
    ENDS,
    cells_of,
    is_heading,
    is_remark,
    keys_of,
    labelled,
    labels_of,
    question_headings,
)
from sroi.intake.layout import NEW_ONE, FilledSheet, Stray, cell_at, keys_row
from sroi.intake.words import bare
from sroi.loader.sheets import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.loader.sheets import Rows

PART = "programme"


def question_sheet(name: str, rows: Rows) -> tuple[FilledSheet, Mapping[str, int]]:
    """Return the sheet of questions, and the row of each question by its key."""
    columns = [list(column) for column in zip_longest(*rows)]
    keys = keys_row(PART, columns)
    questions_at = _questions_column(columns)
    ends = _ends(rows, questions_at)
    numbers: dict[str, int] = {}
    strays = list[Stray]()
    for number, row in filled(rows):
        key = _key(row, keys, questions_at)
        if key in numbers:
            what = Text("the question is here twice, also in row {row}", row=numbers[key] + 1)
            strays.append(Stray(number, ends.get("base", 0), what, "keep one of them"))
        elif key:
            numbers[key] = number
    if "base" not in ends or not numbers:
        gone = "the questions, or the headings over the answers, are missing"
        strays = [Stray(0, 0, gone, NEW_ONE)]
    else:
        strays += _unasked(rows, numbers, ends, {keys, questions_at})
    return FilledSheet(name, rows, dict.fromkeys(numbers, ends), (), strays), numbers


def _questions_column(columns: Rows) -> int | None:
    """Return the column that holds the questions."""
    counts = [labelled(column, labels_of(PART)) for column in columns]
    return counts.index(max(counts)) if max(counts, default=0) > 1 else None


def _key(row: list[object], keys: int | None, questions_at: int | None) -> str:
    """Return the question of a row: what its key says, else its words."""
    key = None if keys is None else cell_at(row, keys)
    if key in keys_of(PART):
        return str(key)
    label = None if questions_at is None else cell_at(row, questions_at)
    by_label = labels_of(PART).get(bare(label), "") if isinstance(label, str) else ""
    return by_label if by_label not in ENDS else ""


def _ends(rows: Rows, questions_at: int | None) -> dict[str, int]:
    """Return where answers stand, with low and high: under their headings, or by the questions."""
    headings = question_headings()
    row = next((row for row in rows if is_heading(row, headings)), None)
    if row is not None:
        labels = {headings[bare(c)]: p for p, c in cells_of(row) if bare(str(c)) in headings}
        return {end: labels[end] for end in ENDS if end in labels}
    return {} if questions_at is None else {end: questions_at + n for n, end in enumerate(ENDS, 1)}


def _unasked(
    rows: Rows, numbers: Mapping[str, int], ends: Mapping[str, int], frame: set[int | None]
) -> Iterator[Stray]:
    """Yield answers to no question, and what stands beside the columns of the workbook."""
    helps = {place for row in rows for place, cell in cells_of(row) if is_remark(cell)}
    for number, row in filled(rows):
        if is_heading(row, question_headings()):
            continue
        cells = ((place, cell) for place, cell in cells_of(row) if not is_remark(cell))
        for place, cell in cells:
            if place in ends.values():
                if number not in numbers.values():
                    hint = "give the row its question back, or delete it"
                    yield Stray(number, place, "an answer to no question of this sheet", hint)
            elif place not in {*frame, *helps} or not isinstance(cell, str):
                hint = "move it to the column of answers, or delete it"
                yield Stray(number, place, "a cell beside the questions and their answers", hint)
            elif number not in numbers.values() or place not in frame:
                yield Stray(number, place, Text("“{text}” is not read", text=cell))
