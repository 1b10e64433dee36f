"""The answers of the analyses as pictures, with the words and units of their tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sroi.difference import Explained
from sroi.errors import UsageError
from sroi.figures import bars, curves, grids, projections
from sroi.figures.alternatives import who_pays
from sroi.information import Acceptability, Information
from sroi.model.balance import balance
from sroi.model.comparison import Comparison, told_apart
from sroi.model.measures import MEASURES, breakeven_share, nothing_known_in
from sroi.model.projection import Projection
from sroi.model.totals import Totals
from sroi.schema.outcomes import Cashable
from sroi.schema.scenario import Scenario
from sroi.sensitivity import OneWay, Swing, TwoWay
from sroi.tables.alternatives import agreement
from sroi.tables.cells import Money, money_for, view_in_text, view_name
from sroi.tables.difference import part_name
from sroi.tables.information import knowledge_label, worth_nothing
from sroi.tables.labels import (
    number_label,
    of_events,
    outcome_label,
    shared_label,
    value_text,
    value_texts,
)
from sroi.tables.sweep import axis_label, axis_text
from sroi.tables.waterfall import step_label
from sroi.waterfall import Waterfall
from sroi.wording import Wording

MOST = 12  # bars that fit and matter
NOTES = 4  # outcomes whose terms are told beneath a figure
ALIKE = 0.95  # two numbers whose ranges are closer than this matter alike


def _axis(scenario: Scenario, measure: str, view: str, money: Money) -> str:
    """Return the title of an axis: measure, perspective, unit and price year."""
    wording = money.wording
    return wording.term(
        "unit.axis",
        measure=wording.term(f"measure.{measure}"),
        view=view_name(scenario, view, wording),
        unit=money.unit if MEASURES[measure].is_amount else "",
        price_year=scenario.price_year,
    )


def run(projection: Projection, wording: Wording) -> Figure:
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


def sensitivity_figure(scenario: Scenario, sensitivity: OneWay, wording: Wording) -> Figure:
    """Return the tornado of the widest swings; ``UsageError`` where nothing moves the result."""
    swings = [swing for swing in sensitivity.swings if swing.width > 0.0][:MOST]
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
    axis = _axis(scenario, sensitivity.measure, sensitivity.view, money)
    return bars.tornado(spans, base, key, bars.Words(title, axis), money)


def _finding(swings: Sequence[Swing], widest: str, wording: Wording) -> str:
    """Return what the tornado shows: which number matters most, where one does."""
    title = wording.term("table.swings")
    if len(swings) < 2 or swings[1].width > ALIKE * swings[0].width:
        return title
    return f"{title}: {wording.term('figure.matters_most', number=widest)}"


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
    title = _axis(scenario, grid.measure, grid.view, money)
    texts = (title, names[1], names[0])
    turn = wording.term("figure.turns")
    return grids.heat(results, (list(down), list(across)), texts, turn, money)


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


def difference_figure(
    before: Scenario, after: Scenario, difference: Explained, wording: Wording
) -> Figure:
    """Return the way from one scenario's npv to the other's; nothing of an unknown effect."""
    if any(nothing_known_in(scenario, difference.view) for scenario in (before, after)):
        raise UsageError(wording.term("figure.unknown"))
    money = money_for([difference.before, difference.after], wording)
    shares = [(part_name(before, after, s, wording), s.value) for s in difference.shares if s.value]
    steps, rest = shares[:MOST], sum(value for _, value in shares[MOST:])
    if len(shares) > MOST:
        steps.append((wording.term("word.more", n=len(shares) - MOST), rest))
    names = told_apart([before, after])
    rows = [(names[0], difference.before), *steps, (names[1], difference.after)]
    words = bars.Words(wording.term("table.explained"), _axis(after, "npv", difference.view, money))
    return bars.cascade(rows, words, money)


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
        for name, worth in worths[:MOST]
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


def sweep_figure(
    scenario: Scenario, paths: Sequence[str], rows: Sequence[Mapping[str, Any]], wording: Wording
) -> Figure:
    """Return npv along one path, or over two."""
    net = [row for row in rows if row["measure"] == "npv"]
    if any(row["base"] is None for row in net):
        raise UsageError(wording.term("figure.unknown"))
    money = projections.scenario_money(scenario, [row["base"] for row in net], wording)
    title = _axis(scenario, "npv", str(net[0]["perspective"]), money)
    labels = [axis_label(scenario, path, wording) for path in paths]
    values = [list(dict.fromkeys(row[path] for row in net)) for path in paths]
    texts = [
        [axis_text(scenario, path, value, wording) for value in swept]
        for path, swept in zip(paths, values, strict=True)
    ]
    if len(paths) == 1:
        return _along(net, values[0], texts[0], (title, labels[0], money.unit), money)
    shape = np.array([row["base"] for row in net]).reshape(len(values[0]), len(values[1]))
    words, turn = (title, labels[1], labels[0]), wording.term("figure.turns")
    return grids.heat(shape, (texts[0], texts[1]), words, turn, money)


def _along(
    net: Sequence[Mapping[str, Any]],
    values: Sequence[Any],
    texts: Sequence[str],
    words: tuple[str, str, str],
    money: Money,
) -> Figure:
    """Return npv along one path; what is no number stands at even distances."""
    plain = all(isinstance(x, int | float) and not isinstance(x, bool) for x in values)
    x = sorted(values) if plain else list(range(len(values)))
    order = [values.index(value) for value in x] if plain else x
    base, low, high = ([net[i][name] for i in order] for name in ("base", "p5", "p95"))
    names = [
        money.wording.term(f"figure.{key}", x=money.text(ends[-1]))
        for key, ends in (("base_at", base), ("lowest", low), ("highest", high))
    ]
    named = ([texts[i] for i in order], names)
    return curves.band(x, base, (low, high), named, words, money)
