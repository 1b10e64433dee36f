"""The logic of a programme as a table: each part, what the file says of it, what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sroi.questions.logic.compute import COLUMNS
from sroi.questions.logic.words import grant_lines, logic_note, logic_words
from sroi.tables.cells import Cell, Page, Row, Table, years_in_words

if TYPE_CHECKING:
    from sroi.questions.logic.compute import Logic
    from sroi.questions.logic.words import NodeWords
    from sroi.wording import Wording

STEP = "\u2003"  # before the name of what follows another


def logic_page(logic: Logic, wording: Wording) -> Page:
    """Return the page of a programme's logic."""
    return Page(
        title=logic.scenario.name,
        subtitle=years_in_words(logic.scenario, wording),
        sentences=tuple(logic_sentences(logic, wording)),
        tables=(logic_table(logic, wording),),
    )


def logic_sentences(logic: Logic, wording: Wording) -> Iterator[str]:
    """Yield what is unknown, what has no price, and whether numbers are missing."""
    words = logic_words(logic, wording)
    for state in ("unknown", "unpriced"):
        names = [
            words[node.path].name
            for node in logic.nodes
            if node.column in ("resources", "changes") and state in node.states
        ]
        if names:
            yield wording.term(f"logic.sentence_{state}", names="; ".join(names))
    if not logic.amounts:
        yield wording.term("logic.sentence_missing")
    yield from grant_lines(logic, wording)


def logic_table(logic: Logic, wording: Wording) -> Table:
    """Return the parts under the headings of their columns."""
    words = logic_words(logic, wording)
    return Table(
        wording.term("logic.title"),
        logic_note(logic, wording),
        (wording.term("logic.says"), wording.term("logic.leads_to")),
        tuple(row for column in COLUMNS for row in _rows(logic, column, words, wording)),
    )


def _rows(
    logic: Logic, column: str, words: Mapping[str, NodeWords], wording: Wording
) -> Iterator[Row]:
    """Yield the heading of a column and its parts."""
    yield Row(wording.term(f"logic.{column}"), (Cell(""), Cell("")), strong=True)
    parts = [node for node in logic.nodes if node.column == column]
    for node in parts:
        says = "; ".join(words[node.path].lines)
        names = [words[arrow.target].name for arrow in logic.arrows if arrow.source == node.path]
        indent = STEP if node.under else ""
        yield Row(f"{indent}{words[node.path].name}", (Cell(says), Cell("; ".join(names))))
    if not parts:
        yield Row("", (Cell(wording.term("logic.nothing")), Cell("")))
