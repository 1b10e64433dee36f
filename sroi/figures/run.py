"""The answers of the analyses as pictures, with the words and units of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.figures import projections
from sroi.figures.alternatives import who_pays
from sroi.model.balance import balance
from sroi.model.measures import MEASURES, nothing_known_in
from sroi.tables.alternatives import agreement
from sroi.tables.cells import view_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

MOST_BARS = 12  # bars that fit and matter


def axis_title(scenario: Scenario, measure: str, view: str, money: Money) -> str:
    """Return the title of an axis: measure, perspective, unit and price year."""
    wording = money.wording
    return wording.term(
        "unit.axis",
        measure=wording.term(f"measure.{measure}"),
        view=view_name(scenario, view, wording),
        unit=money.unit if MEASURES[measure].is_amount else "",
        price_year=scenario.price_year,
    )


def run_figure(projection: Projection, wording: Wording) -> Figure:
    """Return the balance by year of the headline perspective; of an unknown effect the costs."""
    if nothing_known_in(projection.scenario, projection.scenario.headline):
        return projections.payers_by_year(projection, wording)
    return projections.fan(projection, balance(projection, projection.scenario.headline), wording)


def comparison_figure(comparison: Comparison, wording: Wording) -> Figure:
    """Return npv of every scenario; who pays in each, where that is all that tells them apart."""
    if agreement(comparison, wording) or all(
        nothing_known_in(p.scenario, comparison.perspective)
        for p in comparison.projections.values()
    ):
        return who_pays(comparison, wording)
    return projections.intervals(comparison, wording)
