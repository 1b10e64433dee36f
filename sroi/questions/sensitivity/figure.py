"""What the result depends on, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.figures import bars, projections
from sroi.figures.bars import MOST_BARS
from sroi.figures.projections import axis_title
from sroi.tables.labels import shared_label, value_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from sroi.questions.sensitivity.compute import OneWay, Swing
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

ALIKE = 0.95  # two numbers whose ranges are closer than this matter alike


def sensitivity_figure(scenario: Scenario, sensitivity: OneWay, wording: Wording) -> Figure:
    """Return the tornado of the widest swings; ``UsageError`` where nothing moves the result."""
    swings = [swing for swing in sensitivity.swings if swing.width > 0.0][:MOST_BARS]
    if not swings:
        raise UsageError(wording.term("sentence.nothing_varies"))
    results = [sensitivity.base, *(end for s in swings for end in (s.low, s.high))]
    money = projections.scenario_money(scenario, results, wording)
    spans = [
        bars.Span(
            shared_label(scenario, s.paths, wording),
            s.low,
            s.high,
            value_text(s.number, s.low_value, wording),
            value_text(s.number, s.high_value, wording),
        )
        for s in swings
    ]
    base = (sensitivity.base, wording.term("figure.base_at", x=money.text(sensitivity.base)))
    key = (wording.term("figure.low_value"), wording.term("figure.high_value"))
    title = _finding(swings, spans[0].label, wording)
    axis = axis_title(scenario, sensitivity.measure, sensitivity.view, money)
    return bars.tornado(spans, base, key, bars.Words(title, axis), money)


def _finding(swings: Sequence[Swing], widest: str, wording: Wording) -> str:
    """Return what the tornado shows: which number matters most, where one does."""
    title = wording.term("table.swings")
    if len(swings) < 2 or swings[1].width > ALIKE * swings[0].width:
        return title
    return f"{title}: {wording.term('figure.matters_most', number=widest)}"
