"""The answers of the analyses as pictures, with the words and units of their tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sroi.balance import balance
from sroi.comparison import Comparison, told_apart
from sroi.difference import Explained
from sroi.errors import UsageError
from sroi.figures import bars, curves, projections
from sroi.information import Acceptability, Information
from sroi.measures import breakeven_share, nothing_known_in
from sroi.projection import Projection
from sroi.schema.scenario import Scenario
from sroi.sensitivity import OneWay, TwoWay
from sroi.tables.cells import Money, money_for, view_in_text, view_name
from sroi.tables.difference import part_name
from sroi.tables.information import knowledge_label
from sroi.tables.labels import number_label, of_events, outcome_label, shared_label, value_text
from sroi.tables.sweep import axis_label, axis_text
from sroi.tables.waterfall import step_label
from sroi.totals import Totals
from sroi.waterfall import Waterfall
from sroi.wording import Wording

MOST = 12  # bars that fit and matter


def _axis(scenario: Scenario, measure: str, view: str, money: Money) -> str:
    """Return the title of an axis: measure, perspective, unit and price year."""
    wording = money.wording
    return wording.term(
        "unit.axis",
        measure=wording.term(f"measure.{measure}"),
        view=view_name(scenario, view, wording),
        unit=money.unit if measure != "bcr" else "",
        price_year=scenario.price_year,
    )


def run(projection: Projection, wording: Wording) -> Figure:
    """Return the balance by year of the headline perspective; of an unknown effect the costs."""
    if nothing_known_in(projection.scenario, projection.scenario.headline):
        return projections.payers_by_year(projection, wording)
    return projections.fan(projection, balance(projection, projection.scenario.headline), wording)


def comparison(made: Comparison, wording: Wording) -> Figure:
    """Return npv of every scenario."""
    return projections.intervals(made, wording)


def sensitivity(scenario: Scenario, made: OneWay, wording: Wording) -> Figure:
    """Return the tornado of the widest swings; ``UsageError`` where nothing moves the result."""
    swings = [swing for swing in made.swings if swing.width > 0.0][:MOST]
    if not swings:
        raise UsageError(wording.term("sentence.nothing_varies"))
    money = money_for([made.base, *(end for s in swings for end in (s.low, s.high))], wording)
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
    title = wording.term("table.swings")
    return bars.tornado(
        spans, made.base, title, _axis(scenario, made.measure, made.view, money), money
    )


def breakeven(
    scenario: Scenario, made: Totals, view: str, over: TwoWay | None, wording: Wording
) -> Figure:
    """Return npv over two numbers, or else the share that each outcome would have to avoid."""
    if over is not None:
        return grid(scenario, over, wording)
    roots = [name for name, outcome in scenario.outcomes.items() if outcome.follows is None]
    shares = {root: float(breakeven_share(made, root, view)[0]) for root in roots}
    needed = {root: share for root, share in shares.items() if np.isfinite(share)}
    if not needed:
        raise UsageError(wording.term("figure.no_baseline"))
    name = view_in_text(scenario, view, wording)
    return bars.needed(
        [(outcome_label(scenario, root, wording), share) for root, share in needed.items()],
        of_events("figure.all_expected", scenario, needed, wording),
        of_events("figure.needed", scenario, needed, wording, view=name),
        of_events("figure.needed_axis", scenario, needed, wording),
        Money(wording, 1),
    )


def grid(scenario: Scenario, made: TwoWay, wording: Wording) -> Figure:
    """Return a measure over two numbers as coloured cells."""
    money = money_for(made.results.ravel().tolist(), wording)
    names = [number_label(scenario, number.path, wording) for number in made.numbers]
    texts = [
        [value_text(number, x, wording) for x in values]
        for number, values in zip(made.numbers, made.values, strict=True)
    ]
    title = _axis(scenario, made.measure, made.view, money)
    return curves.heat(made.results, texts[0], texts[1], (title, names[1], names[0]), money)


def waterfall(scenario: Scenario, made: Waterfall, wording: Wording) -> Figure:
    """Return the way from the gross value to cashable savings, where there is a gross value."""
    if not made.gross:
        raise UsageError(wording.term("figure.unknown"))
    money = money_for([made.gross, *made.left.values()], wording)
    steps = [(step_label(scenario, s, wording), x) for s, x in made.steps.items() if x]
    last = wording.term("step.cashable", year=scenario.last_followed)
    rows = [(wording.term("step.gross"), made.gross), *steps, (last, made.cashable)]
    unit = wording.term("unit.money_axis", unit=money.unit, price_year=scenario.price_year)
    name = view_name(scenario, made.view, wording)
    return bars.cascade(rows, f"{wording.term('table.waterfall')}: {name}", unit, money)


def difference(before: Scenario, after: Scenario, made: Explained, wording: Wording) -> Figure:
    """Return the way from one scenario's npv to the other's; nothing of an unknown effect."""
    if any(nothing_known_in(scenario, made.view) for scenario in (before, after)):
        raise UsageError(wording.term("figure.unknown"))
    money = money_for([made.before, made.after], wording)
    told = [(part_name(before, after, s, wording), s.value) for s in made.shares if s.value]
    steps, rest = told[:MOST], sum(value for _, value in told[MOST:])
    if len(told) > MOST:
        steps.append((wording.term("word.more", n=len(told) - MOST), rest))
    names = told_apart([before, after])
    rows = [(names[0], made.before), *steps, (names[1], made.after)]
    axis = _axis(after, "npv", made.view, money)
    return bars.cascade(rows, wording.term("table.explained"), axis, money)


def information(
    scenarios: Sequence[Scenario], made: Information, curve: Acceptability | None, wording: Wording
) -> Figure:
    """Return who is best at which willingness to pay, or else what knowing each number is worth."""
    if curve is not None:
        owner = next(s for s in scenarios if curve.outcome in s.outcomes)
        return acceptability(owner, curve, wording)
    if not made.evpi.value > 0.0:
        raise UsageError(wording.term("sentence.no_information"))
    money = money_for([made.evpi.value], wording)
    worths = sorted(made.evppi.items(), key=lambda item: -item[1].value)
    rows = [
        (knowledge_label(scenarios, name, wording), worth.value, worth.error)
        for name, worth in worths[:MOST]
        if worth.value > 0.0
    ]
    line = (made.evpi.value, f"{wording.term('word.evpi')}: {money.text(made.evpi.value)}")
    first = scenarios[0]
    unit = wording.term("unit.money_axis", unit=money.unit, price_year=first.price_year)
    name = view_name(first, made.view, wording)
    return bars.values(rows, line, f"{wording.term('table.evppi')}: {name}", unit, money)


def acceptability(scenario: Scenario, made: Acceptability, wording: Wording) -> Figure:
    """Return the probability of being best against the willingness to pay."""
    outcome = scenario.outcomes[made.outcome].name
    of = [made.outcome]
    axis = of_events("figure.price", scenario, of, wording, unit=wording.unit(), outcome=outcome)
    title = wording.term("column.best")
    return curves.acceptability(made.prices, made.best, title, axis, Money(wording, 1))


def sweep(
    scenario: Scenario, paths: Sequence[str], rows: Sequence[Mapping[str, Any]], wording: Wording
) -> Figure:
    """Return npv along one path, or over two."""
    net = [row for row in rows if row["measure"] == "npv"]
    if any(row["base"] is None for row in net):
        raise UsageError(wording.term("figure.unknown"))
    money = money_for([row["base"] for row in net], wording)
    title = _axis(scenario, "npv", str(net[0]["perspective"]), money)
    labels = [axis_label(scenario, path, wording) for path in paths]
    if len(paths) == 1:
        (path,), label = paths, labels[0]
        write = FuncFormatter(lambda x, _: axis_text(scenario, path, float(x), wording))
        columns = [[row[name] for row in net] for name in (path, "base", "p5", "p95")]
        x, base, low, high = columns
        return curves.band(x, base, low, high, (title, label, money.unit), money, write)
    down, across = (list(dict.fromkeys(row[path] for row in net)) for path in paths)
    shape = np.array([row["base"] for row in net]).reshape(len(down), len(across))
    texts = [
        [axis_text(scenario, path, value, wording) for value in values]
        for path, values in zip(paths, (down, across), strict=True)
    ]
    return curves.heat(shape, texts[0], texts[1], (title, labels[1], labels[0]), money)
