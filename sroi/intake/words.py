"""The words that may be typed in a cell: choices, what is not known, and examples."""

from __future__ import annotations

import difflib
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sroi.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sroi.intake.columns import Column
    from sroi.wording import Wording

UNPRICED = "unpriced"  # what a scenario file says of a cost that nobody has priced
MISSING = "missing"  # what a scenario file says of a number that is not known

APART = " | "  # between words of a term that is a list of them


def bare(text: str) -> str:
    """Return text as it is compared: without case, accents, extra blanks or a mark at its end.

    >>> bare(" Sökt. "), bare("Före  och efter:"), bare("?")
    ('sokt', 'fore och efter', '?')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.split()).rstrip(" .:;!")


def texts(term: str) -> Iterator[str]:
    """Yield a term in every language."""
    return (wording.term(term) for wording in wordings("SEK"))


def listed_words(term: str) -> Iterator[str]:
    """Yield the words of a term that lists them, in every language that has it."""
    for wording in wordings("SEK"):
        if wording.has(term):
            yield from wording.term(term).split(APART)


@cache
def choices(column: Column) -> Mapping[str, str]:
    """Return what each word of a choice stands for, by the word compared.

    >>> from sroi.intake.columns import Column
    >>> kind = Column("per", "choice", ("year", "once"))
    >>> choices(kind)["per ar"], choices(kind)["en gang"], choices(kind)["once"]
    ('year', 'once', 'once')
    """
    words: dict[str, str] = {}
    for key in column.choices:
        named = (text for s in ("synonym", "fill") for text in listed_words(column.option(key, s)))
        for text in (key, key.replace("_", " "), *texts(column.option(key)), *named):
            short = text.partition(" (")[0].partition(":")[0]
            words |= {bare(text): key, bare(short): key}
    return words


def offered_word(column: Column, key: str, wording: Wording) -> str:
    """Return one of the words to choose from: short for a list in a cell, or the page's own."""
    short = column.option(key, "fill")
    return wording.term(short if wording.has(short) else column.option(key))


@cache
def not_known() -> Collection[str]:
    """Return the words that say that a number is not known, as they are compared."""
    return {"missing", *map(bare, listed_words("synonym.not_known"))}


@cache
def unpriced() -> Collection[str]:
    """Return the words that say that nobody has priced a cost, as they are compared."""
    return {UNPRICED, *map(bare, listed_words("synonym.unpriced"))}


def is_example(text: str) -> bool:
    """Return whether a cell holds an example of the workbook's own.

    >>> is_example("t.ex. 41 500"), is_example("Textil")
    (True, False)
    """
    return any(text.casefold().startswith(f"{begins} ") for begins in texts("fill.example"))


def closest_words(typed: str, known: Iterable[str]) -> str:
    """Return the known text that is most like the one given, empty where none is.

    >>> closest_words("socialnamden", ["Regionen", "Socialnämnden"])
    'Socialnämnden'
    """
    words = {bare(word): word for word in known}
    close = difflib.get_close_matches(bare(typed), words, 1)
    return words[close[0]] if close else ""
