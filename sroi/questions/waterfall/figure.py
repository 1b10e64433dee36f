"""From gross value to cashable savings, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.figures import bars, projections
from sroi.questions.waterfall.table import step_label
from sroi.tables.cells import view_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from sroi.questions.waterfall.compute import Waterfall
    from sroi.schema.outcomes import Cashable
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

NOTES = 4  # outcomes whose terms are told beneath a figure


def waterfall_figure(scenario: Scenario, waterfall: Waterfall, wording: Wording) -> Figure:
    """Return the way from the gross value to cashable savings, where there is a gross value."""
    if not waterfall.gross:
        raise UsageError(wording.term("figure.unknown"))
    money = projections.scenario_money(
        scenario, [waterfall.gross, *waterfall.left.values()], wording
    )
    steps = [(step_label(scenario, s, wording), x) for s, x in waterfall.steps.items() if x]
    last = wording.term("figure.cashable", year=scenario.last_followed)
    rows = [(wording.term("step.gross"), waterfall.gross), *steps, (last, waterfall.cashable)]
    unit = wording.term("unit.money_axis", unit=money.unit, price_year=scenario.price_year)
    title = f"{wording.term('table.waterfall')}: {view_name(scenario, waterfall.view, wording)}"
    notes = [wording.term("figure.followed", year=scenario.last_followed)]
    if waterfall.steps["not_cashable"]:
        notes += list(_cashable_terms(scenario, waterfall.view, wording))[:NOTES]
    return bars.cascade(rows, bars.Words(title, unit, tuple(notes)), money)


def _cashable_terms(scenario: Scenario, view: str, wording: Wording) -> Iterator[str]:
    """Yield on what terms each outcome that is worth something here can be cashed."""
    for name, outcome in scenario.outcomes.items():
        if outcome.unit_cost is None or not scenario.weights[view][name][0]:
            continue
        terms = list(_terms(outcome.cashable, wording))
        yield wording.term("figure.cashable_of", outcome=outcome.name, terms=", ".join(terms))


def _terms(cashable: Cashable | None, wording: Wording) -> Iterator[str]:
    if cashable is None:
        yield wording.term("figure.cashable_none")
        return
    yield wording.term("figure.cashable_share", share=wording.percent(cashable.share.base))
    if cashable.after:
        yield wording.term("figure.cashable_after", years=cashable.after)
    if cashable.step:
        yield wording.term("figure.cashable_steps", step=wording.short(cashable.step))
