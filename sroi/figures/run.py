"""The answers of the analyses as pictures, with the words and units of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.figures import projections
from sroi.figures.alternatives import who_pays
from sroi.model.balance import balance
from sroi.model.measures import nothing_known_in
from sroi.tables.alternatives import agreement

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.wording import Wording


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
