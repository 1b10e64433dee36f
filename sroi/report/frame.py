"""What of a fill-in sheet is the workbook's own: its keys, its headings and its help."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sroi.locales import Language
from sroi.report.columns import PROGRAMME, TABLES, Column
from sroi.wording import Wording

Row = Sequence[Any]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
ID = re.compile(r"[a-z][a-z0-9_]*")
ENDS = ("base", "low", "high")  # of an uncertain number


def keys_of(part: str) -> dict[str, tuple[str, str]]:
    """Return the column and the end that each key of a part's sheet stands for.

    >>> keys_of("payers")["sector"], keys_of("costs")["amount.low"]
    (('sector', 'base'), ('amount', 'low'))
    """
    keys = {}
    for column in columns_of(part):
        keys[column.key] = (column.key, "base")
        if has_ends(column):
            keys |= {f"{column.key}.{end}": (column.key, end) for end in ENDS[1:]}
    return keys


def columns_of(part: str) -> Sequence[Column]:
    """Return what a part's sheet asks for."""
    return TABLES.get(part, PROGRAMME)


def has_ends(column: Column) -> bool:
    """Return whether low and high may stand beside a number."""
    return column.kind == "number"


@cache
def part_names() -> Mapping[str, str]:
    """Return the part that each sheet holds, by its name in any language."""
    return {text: part for part in ("programme", *TABLES) for text in _texts(f"fill.{part}")}


@cache
def labels_of(part: str) -> Mapping[str, str]:
    """Return the column, or the end of one, that each heading of a part stands for."""
    terms = {column.term: column.key for column in columns_of(part)} | _end_terms("book.low")
    return {text: key for term, key in terms.items() for text in _texts(term)}


@cache
def question_headings() -> Mapping[str, str]:
    """Return what each heading over the questions about the programme stands for."""
    terms = {"fill.question": "question", "fill.help": "help"} | _end_terms("book.value")
    return {text: key for term, key in terms.items() for text in _texts(term)}


def _end_terms(first: str) -> dict[str, str]:
    terms = {"book.value": "base", "book.low": "low", "book.high": "high"}
    return {term: end for term, end in terms.items() if term == first or end != "base"}


@cache
def helps() -> Collection[str]:
    """Return the help of every kind of column."""
    kinds = {column.kind for part in ("programme", *TABLES) for column in columns_of(part)}
    return {text for kind in kinds for text in _texts(f"fill.help_{kind}")}


def _texts(term: str) -> Iterator[str]:
    return (Wording(language, "SEK").term(term) for language in LANGUAGES)


def known(row: Row, words: Collection[str]) -> int:
    """Return how many cells of a row hold one of the words.

    >>> known(["id", 5, None, "nmae"], {"id", "name"})
    1
    """
    return sum(isinstance(cell, str) and cell in words for cell in row)


def is_heading(row: Row, labels: Collection[str]) -> bool:
    """Return whether most of what a row holds are headings."""
    return known(row, labels) > max(1, sum(cell is not None for cell in row) / 2)


def is_title(row: Row, keys_at: Mapping[int, str]) -> bool:
    """Return whether a row above the keys is text alone, and no entry: its id could be none."""
    ids = [row[place] for place, key in keys_at.items() if key == "id" and place < len(row)]
    texts = all(cell is None or isinstance(cell, str) for cell in row)
    return texts and bool(ids) and ids[0] is not None and not ID.fullmatch(ids[0])


def is_help(row: Row) -> bool:
    """Return whether a row holds help alone."""
    return 0 < known(row, helps()) == sum(cell is not None for cell in row)
