"""The worth of knowing more, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.figures import bars, curves
from sroi.figures.bars import MOST_BARS
from sroi.questions.information.table import knowledge_label, worth_nothing
from sroi.tables.cells import money_for, view_name
from sroi.tables.labels import of_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from sroi.questions.information.compute import Acceptability, Information
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


def information_figure(
    scenarios: Sequence[Scenario],
    information: Information,
    curve: Acceptability | None,
    wording: Wording,
) -> Figure:
    """Return who is best at which willingness to pay, or else what knowing each number is worth."""
    if curve is not None:
        owner = next(s for s in scenarios if curve.outcome in s.outcomes)
        return acceptability_figure(owner, curve, wording)
    if worth_nothing(information):
        key = "evpi_nothing" if information.evpi.value > 0.0 else "no_information"
        raise UsageError(wording.term(f"sentence.{key}"))
    money = money_for([*information.expected.values(), information.evpi.value], wording)
    worths = sorted(information.evppi.items(), key=lambda item: -item[1].value)
    rows = [
        (knowledge_label(scenarios, name, wording), worth.value, worth.error)
        for name, worth in worths[:MOST_BARS]
        if worth.value > 0.0
    ]
    line = (
        information.evpi.value,
        f"{wording.term('word.evpi')}: {money.text(information.evpi.value)}",
    )
    first = scenarios[0]
    unit = wording.term("unit.money_axis", unit=money.unit, price_year=first.price_year)
    title = f"{wording.term('table.evppi')}: {view_name(first, information.view, wording)}"
    return bars.values(rows, line, bars.Words(title, unit), money)


def acceptability_figure(
    scenario: Scenario, acceptability: Acceptability, wording: Wording
) -> Figure:
    """Return the probability of being best against the willingness to pay."""
    outcome, money = (
        scenario.outcomes[acceptability.outcome].name,
        money_for(acceptability.prices, wording),
    )
    of = [acceptability.outcome]
    axis = of_events("figure.price", scenario, of, wording, unit=money.unit, outcome=outcome)
    words, same = (wording.term("column.best"), axis, ""), wording.term("figure.same_line")
    return curves.acceptability_curve(acceptability.prices, acceptability.best, words, same, money)
