"""What of a fill-in sheet is the workbook's own: its keys, its headings and its help."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sroi.intake.columns import PROGRAMME, TABLES, column_path
from sroi.intake.words import bare, is_example, listed_words, texts
from sroi.schema.scenario import ROOT
from sroi.wording import capital, wordings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sroi.errors import Raw
    from sroi.intake.columns import Column
    from sroi.wording import Wording

SheetRow = Sequence[Any]
ENDS = ("base", "low", "high")  # of an uncertain number
PARTS = ("programme", *TABLES)
EARLIER = {"outcomes": {"cashable": "cashable.share"}}  # keys of earlier workbooks
GUIDE = ("start", "lists")  # sheets of the workbook's own that ask for nothing


def keys_of(part: str) -> dict[str, tuple[str, str]]:
    """Return the column and the end that each key of a part's sheet stands for.

    >>> keys_of("payers")["sector"], keys_of("costs")["amount.low"]
    (('sector', 'base'), ('amount', 'low'))
    """
    names = {column.key: column for column in columns_of(part)}
    known = {key: names[now] for key, now in EARLIER.get(part, {}).items()} | names
    keys = {}
    for key, column in known.items():
        keys[key] = (column.key, "base")
        if has_ends(column):
            keys |= {f"{key}.{end}": (column.key, end) for end in ENDS[1:]}
    return keys


def columns_of(part: str) -> Sequence[Column]:
    """Return what a part's sheet asks for."""
    return TABLES.get(part, PROGRAMME)


def has_ends(column: Column) -> bool:
    """Return whether low and high may stand beside a number."""
    return column.kind == "number"


def help_of(part: str, column: Column, wording: Wording) -> str:
    """Return what is said below the heading of a column."""
    for term in (f"fill.help_{column.name}", f"help.{column.name}"):
        if wording.has(term):
            return wording.term(term)
    return capital(ROOT.description_at(column_path(part, column)))


@cache
def sheet_parts() -> Mapping[str, str]:
    """Return the part that each sheet holds, or what it is for, by its name in any language."""
    return {bare(text): part for part in (*PARTS, *GUIDE) for text in texts(f"fill.{part}")}


@cache
def labels_of(part: str) -> Mapping[str, str]:
    """Return the column, or the end of one, that each heading of a part stands for."""
    terms = {column.term: column.key for column in columns_of(part)} | _ends("low", "high")
    earlier = {
        text: column.key
        for column in columns_of(part)
        for text in listed_words(f"synonym.heading_{column.name}")
    }
    return {bare(text): key for text, key in earlier.items()} | _bare_terms(terms)


@cache
def question_headings() -> Mapping[str, str]:
    """Return what each heading over the questions about the programme stands for."""
    terms = {"fill.question": "question", "fill.help": "help", "fill.value": "base"}
    return _bare_terms(terms | _ends(*ENDS) | {"book.value": "base"})


def _ends(*ends: str) -> dict[str, str]:
    beside = [end for end in ends if end != "base"]
    return {f"{section}.{end}": end for section in ("fill", "book") for end in beside}


def _bare_terms(terms: Mapping[str, str]) -> dict[str, str]:
    return {bare(text): key for term, key in terms.items() for text in texts(term)}


@cache
def remarks() -> Collection[str]:
    """Return what the workbook says that is neither heading nor key: titles and help."""
    every = wordings("SEK")
    helps = {
        help_of(part, column, wording)
        for part in PARTS
        for column in columns_of(part)
        for wording in every
    }
    titles = {text for part in PARTS for text in texts(f"fill.title_{part}")}
    ends = {text for end in ENDS[1:] for text in texts(f"fill.help_{end}")}
    others = {*texts("fill.seldom"), *listed_words("synonym.help_before")}
    return set(map(bare, helps | titles | ends | others)) - {""}


def is_remark(cell: Raw) -> bool:
    """Return whether a cell holds help, a title or an example of the workbook's own."""
    return isinstance(cell, str) and (bare(cell) in remarks() or is_example(cell))


def known_texts(row: SheetRow, words: Collection[str]) -> int:
    """Return how many cells of a row hold one of the words, written exactly so.

    >>> known_texts(["id", 5, None, "nmae"], {"id", "name"})
    1
    """
    return sum(isinstance(cell, str) and cell in words for cell in row)


def labelled(row: SheetRow, labels: Collection[str]) -> int:
    """Return how many cells of a row hold one of the headings."""
    return sum(isinstance(cell, str) and bare(cell) in labels for cell in row)


def is_heading(row: SheetRow, labels: Collection[str]) -> bool:
    """Return whether most of what a row holds are headings."""
    return labelled(row, labels) > max(1, sum(cell is not None for cell in row) / 2)


def is_help(row: SheetRow) -> bool:
    """Return whether most of what a row holds is help, or the title of the sheet."""
    return sum(map(is_remark, row)) > sum(cell is not None for cell in row) / 2


def cells_of(row: SheetRow) -> Iterator[tuple[int, Any]]:
    """Yield the cells of a row that hold anything, with their place."""
    return ((place, cell) for place, cell in enumerate(row) if cell is not None)
