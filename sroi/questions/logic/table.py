"""The logic of a programme as a table: each part, what the file says of it, what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sroi.questions.logic.compute import COLUMNS
from sroi.questions.logic.words import logic_words
from sroi.tables.cells import Cell, Page, Row, Table, view_name, years_in_words

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
    for state in ("unknown", "unpriced"):
        names = [
            logic.scenario.outcomes[node.path.partition(".")[2]].name
            for node in logic.nodes
            if node.column == "changes" and state in node.states
        ]
        if names:
            yield wording.term(f"logic.sentence_{state}", names="; ".join(names))
    if not logic.amounts:
        yield wording.term("logic.sentence_missing")
    yield from grant_lines(logic, wording)


def grant_lines(logic: Logic, wording: Wording) -> Iterator[str]:
    """Yield who gives money for it, and whether it is granted."""
    scenario = logic.scenario
    for name, funding in scenario.funding.items():
        payer = view_name(scenario, funding.payer, wording)
        giver = f"{payer} ({funding.name})" if funding.name else payer
        status = wording.term(f"status.{funding.status}")
        amount = logic.amounts.get(f"funding.{name}")
        money = [] if amount is None else [wording.money(amount)]
        words = ", ".join((giver, status, *money))
        yield wording.term("logic.grant", words=words)


def logic_note(logic: Logic, wording: Wording) -> str:
    """Return what the amounts are, or that there are none."""
    years = logic.scenario.years
    return wording.term(
        "logic.note" if logic.amounts else "logic.note_missing",
        first=years[0],
        last=years[-1],
        price_year=logic.scenario.price_year,
    )


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
