"""Why two scenarios differ, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.figures import bars
from sroi.figures.bars import MOST_BARS
from sroi.figures.projections import axis_title
from sroi.model.comparison import told_apart
from sroi.model.measures import nothing_known_in
from sroi.questions.difference.table import part_name
from sroi.tables.cells import money_for

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.questions.difference.compute import Explained
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


def difference_figure(
    before: Scenario, after: Scenario, difference: Explained, wording: Wording
) -> Figure:
    """Return the way from one scenario's npv to the other's; nothing of an unknown effect."""
    if any(nothing_known_in(scenario, difference.view) for scenario in (before, after)):
        raise UsageError(wording.term("figure.unknown"))
    money = money_for([difference.before, difference.after], wording)
    shares = [(part_name(before, after, s, wording), s.value) for s in difference.shares if s.value]
    steps, rest = shares[:MOST_BARS], sum(value for _, value in shares[MOST_BARS:])
    if len(shares) > MOST_BARS:
        steps.append((wording.term("word.more", n=len(shares) - MOST_BARS), rest))
    names = told_apart([before, after])
    rows = [(names[0], difference.before), *steps, (names[1], difference.after)]
    words = bars.Words(
        wording.term("table.explained"), axis_title(after, "npv", difference.view, money)
    )
    return bars.cascade(rows, words, money)
