"""The sheet of questions about the programme: a row for each, and what belongs nowhere in it."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from sroi.loader.sheets import Rows, filled
from sroi.report.frame import ENDS, helps, is_heading, known, labels_of, question_headings
from sroi.report.layout import NEW_ONE, Sheet, Stray, column_keys, twice

PART = "programme"


def question_sheet(name: str, rows: Rows) -> tuple[Sheet, Mapping[str, int]]:
    """Return the sheet of questions, and the row of each question by its key."""
    columns = [list(column) for column in zip_longest(*rows)]
    keys_at, at = column_keys(PART, columns)
    ends = _ends(rows, columns)
    numbers = {key: number for number, key in keys_at.items()}
    if "base" not in ends or not numbers:
        what = "the keys of the questions, or the headings over the answers, are missing"
        strays = [Stray(0, 0, what, NEW_ONE)]
    else:
        strays = [Stray(s.place, s.row, s.what, s.hint) for s in twice(keys_at, at or 0)]
        strays += _unasked(rows, keys_at, ends, at)
    return Sheet(name, rows, dict.fromkeys(numbers, ends), (), strays), numbers


def _ends(rows: Rows, columns: Rows) -> dict[str, int]:
    """Return where answers stand, with low and high: under their headings, or by the questions."""
    headings = question_headings()
    row = next((row for row in rows if is_heading(row, headings)), None)
    if row is not None:
        labels = {headings[cell]: place for place, cell in enumerate(row) if cell in headings}
        return {end: labels[end] for end in ENDS if end in labels}
    labelled = labels_of(PART)
    questions = [place for place, column in enumerate(columns) if is_heading(column, labelled)]
    return {end: questions[0] + n for n, end in enumerate(ENDS, 1)} if questions else {}


def _unasked(
    rows: Rows, keys_at: Mapping[int, str], ends: Mapping[str, int], keys: int | None
) -> Iterator[Stray]:
    """Yield answers to no question, and what stands beside the columns of the workbook."""
    texts = {place for place in range(len(max(rows, key=len))) if _holds_text(rows, place)}
    for number, row in filled(rows):
        for place, cell in enumerate(row):
            if cell is None or is_heading(row, question_headings()):
                continue
            if place in ends.values():
                if number not in keys_at:
                    hint = "give the row the key it had, or delete it"
                    yield Stray(number, place, "an answer to no question of this sheet", hint)
            elif place not in {keys, *texts} or not isinstance(cell, str):
                hint = "move it to the column of answers, or delete it"
                yield Stray(number, place, "a cell beside the questions and their answers", hint)


def _holds_text(rows: Rows, place: int) -> bool:
    """Return whether a column is the workbook's questions or help, whatever it is called now."""
    column = [row[place] for row in rows if place < len(row)]
    return known(column, {*labels_of(PART), *question_headings(), *helps()}) > 0
