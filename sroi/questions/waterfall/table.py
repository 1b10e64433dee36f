"""From gross value to cashable savings, as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import nothing_known_in
from sroi.tables.cells import (
    Page,
    Row,
    Table,
    bounded,
    money_for,
    present_value_note,
    view_in_text,
    view_name,
    years_in_words,
)
from sroi.tables.labels import without_groups, without_price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.questions.waterfall.compute import Waterfall
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording


def waterfall_page(
    scenario: Scenario,
    base: Mapping[str, Waterfall],
    mean: Mapping[str, Waterfall],
    view: str,
    chosen: Sequence[str],
    wording: Wording,
) -> Page:
    """Return the page of one perspective's steps, and of the others shown beside it."""
    money = money_for(
        (amount for waterfall in base.values() for amount in _amounts(waterfall)), wording
    )
    columns = {wording.term("column.base"): base[view], wording.term("column.mean"): mean[view]}
    others = {view_name(scenario, other, wording): base[other] for other in chosen}
    name = view_name(scenario, view, wording)
    title = wording.term("table.waterfall")
    tables = (
        _table(scenario, columns, f"{title}: {name}", money),
        _table(scenario, others, f"{title}: {wording.term('word.all_views')}", money),
    )
    return Page(
        title=scenario.name,
        subtitle=years_in_words(scenario, wording),
        sentences=(
            waterfall_sentence(scenario, base[view], wording),
            *without_price([scenario], view, wording),
        ),
        tables=() if nothing_known_in(scenario, view) else tables,
    )


def step_label(scenario: Scenario, step: str, wording: Wording) -> str:
    """Return what a step is called."""
    return wording.term(f"step.{step}", year=scenario.last_followed)


def waterfall_sentence(scenario: Scenario, waterfall: Waterfall, wording: Wording) -> str:
    """Return what is left of the gross value, beside the cost."""
    name = view_in_text(scenario, waterfall.view, wording)
    cost = bounded(scenario, waterfall.view, "least", wording.money(waterfall.costs), wording)
    if nothing_known_in(scenario, waterfall.view):
        return wording.term("sentence.unknown", cost=cost, view=name)
    sentence = wording.term(
        "sentence.waterfall",
        view=name,
        gross=wording.money(waterfall.gross),
        cashable=wording.money(waterfall.cashable),
        year=scenario.last_followed,
        cost=cost,
    )
    return " ".join([sentence, *without_groups(scenario, waterfall.view, wording)])


def _amounts(waterfall: Waterfall) -> list[float]:
    return [waterfall.gross, *waterfall.steps.values(), waterfall.cashable, waterfall.costs]


def _table(scenario: Scenario, columns: Mapping[str, Waterfall], title: str, money: Money) -> Table:
    wording = money.wording
    first, *_ = columns.values()
    labels = [
        wording.term("step.gross"),
        *(step_label(scenario, step, wording) for step in first.steps),
        wording.term("step.cashable", year=scenario.last_followed),
        wording.term("step.costs"),
    ]
    amounts = zip(*map(_amounts, columns.values()), strict=True)
    last = len(labels) - 2
    return Table(
        title,
        present_value_note(scenario, money),
        tuple(columns),
        tuple(
            Row(label, tuple(money.cell(x) for x in row), strong=index in (0, last))
            for index, (label, row) in enumerate(zip(labels, amounts, strict=True))
        ),
    )
