"""What would have to be true, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.errors import UsageError
from sroi.figures import bars, grids, projections
from sroi.figures.projections import axis_title
from sroi.model.measures import breakeven_share
from sroi.tables.cells import Money, view_in_text
from sroi.tables.labels import number_label, of_events, outcome_label, value_texts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.model.totals import Totals
    from sroi.questions.breakeven.grid import TwoWay
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


def breakeven_figure(
    scenario: Scenario, totals: Totals, view: str, over: TwoWay | None, wording: Wording
) -> Figure:
    """Return npv over two numbers, or else the share that each outcome would have to avoid."""
    if over is not None:
        return grid(scenario, over, wording)
    roots = [name for name, outcome in scenario.outcomes.items() if outcome.follows is None]
    shares = {root: float(breakeven_share(totals, root, view)[0]) for root in roots}
    needed = {root: share for root, share in shares.items() if np.isfinite(share)}
    if not needed:
        raise UsageError(wording.term("figure.no_baseline"))
    rows = [
        (outcome_label(scenario, root, wording), share, _needed_text(share, wording))
        for root, share in needed.items()
    ]
    name = view_in_text(scenario, view, wording)
    title = of_events("figure.needed", scenario, needed, wording, view=name)
    axis = of_events("figure.needed_axis", scenario, needed, wording)
    limit = of_events("figure.all_expected", scenario, needed, wording)
    broken = wording.term("figure.broken", most=wording.percent(bars.CUT))
    words = bars.Words(title, axis, (broken,))
    return bars.needed(rows, limit, words, Money(wording, 1))


def _needed_text(share: float, wording: Wording) -> str:
    """Return a share in words: over all is impossible, nothing is paid for already."""
    if share > 1.0:
        return wording.term("word.impossible", share=wording.percent(share))
    return wording.percent(share) if share > 0.0 else wording.term("word.break_even_zero")


def grid(scenario: Scenario, grid: TwoWay, wording: Wording) -> Figure:
    """Return a measure over two numbers as coloured cells; values that read alike stand once."""
    money = projections.scenario_money(scenario, grid.results.ravel().tolist(), wording)
    names = [number_label(scenario, number.path, wording) for number in grid.numbers]
    down, across = (
        value_texts(number, values, wording)
        for number, values in zip(grid.numbers, grid.values, strict=True)
    )
    results = grid.results[np.ix_(list(down.values()), list(across.values()))]
    title = axis_title(scenario, grid.measure, grid.view, money)
    texts = (title, names[1], names[0])
    turn = wording.term("figure.turns")
    return grids.heat(results, (list(down), list(across)), texts, turn, money)
