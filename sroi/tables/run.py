"""The tables of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.flows import Array, total_flow
from sroi.model import measures
from sroi.model import payers as payer_sums
from sroi.model.measures import ROWS
from sroi.model.payers import payments_by_source
from sroi.tables.cells import (
    PAID,
    Cell,
    Row,
    Table,
    breakeven_cells,
    measure_cell,
    outcome_cell,
    present_value_note,
    shown_views,
    view_in_text,
    view_name,
    with_ranges,
)
from sroi.tables.labels import left_out, of_events, outcome_label, part_label
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sroi.model.balance import Balance
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money, TotalsVector
    from sroi.wording import Wording


def headline(projection: Projection, money: Money) -> Table:
    """Return the results of every perspective: measures down, perspectives across."""
    scenario, wording = projection.scenario, money.wording
    views = shown_views(scenario)
    rows = [
        Row(
            wording.term(f"measure.{measure}"),
            tuple(measure_cell(projection, measure, view, money) for view in views),
            strong=measure == "npv",
        )
        for measure in ROWS
    ]
    return Table(
        wording.term("table.headline"),
        with_ranges(present_value_note(scenario, money), rows, wording),
        tuple(view_name(scenario, view, wording) for view in views),
        tuple(rows),
    )


def results_by_view(projection: Projection, money: Money, measures: Sequence[str]) -> Table:
    """Return some results of every perspective: perspectives down, measures across."""
    scenario, term = projection.scenario, money.wording.term
    columns = {measure: term(f"measure.{measure}") for measure in measures}
    rows = _rows_of_views(projection, money, shown_views(scenario), columns)
    return _of_present_values(projection, money, term("table.headline"), columns, rows)


def payers(projection: Projection, money: Money) -> Table:
    """Return who pays and who gains: a row per payer, then the headline and society."""
    scenario, wording = projection.scenario, money.wording
    sums = dict.fromkeys((scenario.headline, "society"))
    views = [*scenario.payers, *(view for view in sums if view not in scenario.payers)]
    columns = {measure: wording.term(f"column.{word}") for measure, word in PAID.items()}
    rows = _rows_of_views(projection, money, views, columns)
    return _of_present_values(projection, money, wording.term("table.gains"), columns, rows)


def _rows_of_views(
    projection: Projection, money: Money, views: Iterable[str], measures: Iterable[str]
) -> list[Row]:
    """Return a row of some measures for each perspective; one of several payers is a sum."""
    scenario = projection.scenario
    return [
        Row(
            view_name(scenario, view, money.wording),
            tuple(measure_cell(projection, measure, view, money) for measure in measures),
            strong=view not in scenario.payers,
        )
        for view in views
    ]


def _of_present_values(
    projection: Projection, money: Money, title: str, columns: Mapping[str, str], rows: list[Row]
) -> Table:
    note = with_ranges(present_value_note(projection.scenario, money), rows, money.wording)
    return Table(title, note, tuple(columns.values()), tuple(rows))


def other_results(projection: Projection, money: Money) -> Table:
    """Return what the table of payers does not say of the headline perspective."""
    scenario, wording, view = projection.scenario, money.wording, projection.scenario.headline
    rows = [
        Row(wording.term(f"measure.{name}"), (measure_cell(projection, name, view, money),))
        for name in ROWS
        if name not in PAID
    ]
    column = {view: view_name(scenario, view, wording)}
    return _of_present_values(projection, money, wording.term("table.other"), column, rows)


def money_by_year(projection: Projection, money: Money) -> Table:
    """Return who pays by year in the base case: grants by status, own budgets, and their sum."""
    scenario, base, wording = projection.scenario, projection.base, money.wording
    rows: list[_Flow] = []
    for payer in scenario.payers:
        name = view_name(scenario, payer, wording)
        rows += [
            (f"{name}: {wording.term(f'column.{source}')}", flow, False)
            for source, flow in payments_by_source(base, payer).items()
            if _visible(flow)
        ]
    costs = {name: flow.values for name, flow in base.costs.items()}
    rows.append((wording.term("word.all_costs"), _sum_of((c, 1.0) for c in costs.values()), True))
    in_kind = _sum_of((costs[n], float(line.in_kind)) for n, line in scenario.lines.items())
    surplus = _sum_of((flow, 1.0) for flow in payer_sums.surplus(base).values())
    for key, flow in (("in_kind", in_kind), ("surplus", surplus)):
        if _visible(flow):
            rows.append((capital(wording.term(f"column.{key}")), flow, False))
    return _by_year(scenario, money, wording.term("table.money"), rows)


def _visible(flow: Array) -> bool:
    """Return whether a flow is more than rounding: half a unit of the currency in some year."""
    return bool(np.abs(flow).max() >= 0.5)


def gains_by_year(projection: Projection, money: Money) -> Table | None:
    """Return what each payer saves by year and how much of it is cashable; None if nothing."""
    scenario, base, wording = projection.scenario, projection.base, money.wording
    rows: list[_Flow] = []
    cashable = payer_sums.cashable(base)
    for payer, benefit in payer_sums.benefits(base).items():
        if benefit.any():
            name = view_name(scenario, payer, wording)
            rows.append((f"{name}: {wording.term('column.benefit')}", benefit, False))
            rows.append((f"{name}: {wording.term('column.cashable')}", cashable[payer], False))
    return _by_year(scenario, money, wording.term("table.gains_by_year"), rows) if rows else None


_Flow = tuple[str, Array, bool]  # label, base case by year, whether it is a sum


def _sum_of(parts: Iterable[tuple[Array, float | None]]) -> Array:
    """Return the weighted sum of base case flows, shape (1, years), or (1, 1) without any."""
    return sum((flow * weight for flow, weight in parts if weight), np.zeros((1, 1)))


def balance_by_year(scenario: Scenario, balance: Balance, money: Money) -> Table:
    """Return the cumulative discounted net by year: base case, and 90 % of the draws."""
    wording, spread = money.wording, zip(balance.cuts[0], balance.cuts[-1], strict=True)
    ends = ((money.text(float(low)), money.text(float(high))) for low, high in spread)
    ranges = [wording.range(*words) for words in ends]
    rows = [
        Row(str(year), (money.cell(float(x), range_),))
        for year, x, range_ in zip(balance.years, balance.base, ranges, strict=True)
    ]
    return Table(
        wording.term("figure.fan", view=view_in_text(scenario, balance.view, wording)),
        with_ranges(present_value_note(scenario, money), rows, wording),
        (wording.term("column.net"),),
        tuple(rows),
    )


def lines_by_year(projection: Projection, money: Money) -> Table:
    """Return what every cost line costs by year, in the base case."""
    scenario, wording = projection.scenario, money.wording
    costs = {name: flow.values for name, flow in projection.base.costs.items()}
    rows = [(part_label(scenario, name), flow, False) for name, flow in costs.items()]
    rows.append((wording.term("word.all_costs"), _sum_of((c, 1.0) for c in costs.values()), True))
    return _by_year(scenario, money, wording.term("table.lines"), rows)


def _by_year(scenario: Scenario, money: Money, title: str, flows: Sequence[_Flow]) -> Table:
    """Return a column for every year in which something happens, and their sum."""
    full = [(label, flow + np.zeros((1, scenario.horizon)), s) for label, flow, s in flows]
    used = [t for t in range(scenario.horizon) if any(flow[0, t] for _, flow, _ in full)]
    wording = money.wording

    def cells(flow: Array) -> tuple[Cell, ...]:
        amounts = [*(float(flow[0, t]) for t in used), float(total_flow(flow)[0])]
        return tuple(money.cell(x) for x in amounts)

    return Table(
        title,
        wording.term("unit.undiscounted", unit=money.unit, price_year=scenario.price_year),
        (*(str(scenario.years[t]) for t in used), wording.term("column.total")),
        tuple(Row(label, cells(flow), strong) for label, flow, strong in full),
    )


def outcomes(projection: Projection, money: Money) -> Table:
    """Return what happens, what it is worth, and what would have to happen, by outcome."""
    scenario, wording = projection.scenario, money.wording
    keys = ("quantity", "load", "pv", "cost_per_unit", "breakeven_quantity", "breakeven_reduction")
    columns = {
        key: capital(of_events(f"outcome.{key}", scenario, scenario.outcomes, wording))
        for key in keys
    }
    rows = [
        Row(_outcome_row(scenario, name, wording), _outcome(projection, name, money))
        for name in scenario.outcomes
    ]
    return _of_present_values(projection, money, wording.term("table.outcomes"), columns, rows)


def _outcome_row(scenario: Scenario, name: str, wording: Wording) -> str:
    """Return an outcome's name, and the groups that its row leaves out."""
    label, groups = outcome_label(scenario, name, wording), left_out(scenario, name, wording)
    return wording.term("word.without", name=label, groups=groups) if groups else label


def _outcome(projection: Projection, name: str, money: Money) -> tuple[Cell, ...]:
    """Return the cells of one outcome; an unknown effect claims nothing."""
    scenario, wording = projection.scenario, money.wording
    view, unknown = scenario.headline, scenario.unknown(name)
    claimed: tuple[tuple[TotalsVector, Callable[[float], str]], ...] = (
        (lambda totals: totals.quantity[name], wording.significant),
        (lambda totals: totals.load[name], wording.significant),
        (lambda totals: totals.benefits.get(name), money.text),
        (lambda totals: measures.cost_per_unit(totals, name), money.text),
    )
    if unknown:
        cells = [Cell(wording.term("word.unknown"))] * len(claimed)
    else:
        cells = [outcome_cell(projection, of, write, wording) for of, write in claimed]
    return (*cells, *breakeven_cells(projection, name, view, wording))
