"""The tables of a comparison: scenarios side by side, their differences, who pays and gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import MEASURES, ROWS, unclaimed
from sroi.tables.cells import (
    PAID,
    Cell,
    Row,
    Table,
    breakeven_cells,
    measure_cell,
    measure_text,
    present_value_note,
    range_text,
    rate_in_words,
    result_cell,
    short,
    view_name,
    with_ranges,
)
from sroi.tables.labels import of_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording


def comparison_table(comparison: Comparison, money: Money) -> Table:
    """Return one column per scenario, one row per result, in the comparison's perspective."""
    scenario, wording = comparison.projections[comparison.reference].scenario, money.wording
    scenarios = {name: p.scenario for name, p in comparison.projections.items()}
    rows = [
        Row(
            wording.term(f"measure.{measure}"),
            tuple(
                measure_cell(p, measure, comparison.perspective, money)
                for p in comparison.projections.values()
            ),
            strong=measure == "npv",
        )
        for measure in ROWS
    ]
    rows += _breakeven(comparison, money)
    name = view_name(scenario, comparison.perspective, wording)
    note, sentences = present_value_notes(scenarios, money), informative(rows)
    return Table(
        f"{wording.term('table.comparison')}: {name}",
        with_ranges(note, sentences, wording),
        short(comparison.projections),
        sentences,
    )


def present_value_notes(scenarios: Mapping[str, Scenario], money: Money) -> str:
    """Return what stands behind present values, for each scenario where it is not the same."""
    wording, first = money.wording, next(iter(scenarios.values()))
    timings = {scenario.discounting.timing for scenario in scenarios.values()}
    each_timing = [_years_and_rate(s, wording, len(timings) > 1) for s in scenarios.values()]
    if len(set(each_timing)) == 1:
        return present_value_note(first, money)
    named = zip(short(scenarios), each_timing, strict=True)
    each = "; ".join(f"{name} {timing}" for name, timing in named)
    return wording.term(
        "unit.present_values", unit=money.unit, price_year=first.price_year, each=each
    )


def _years_and_rate(scenario: Scenario, wording: Wording, timed: bool) -> str:
    """Return a scenario's years and discount rate, with when in the year money counts if asked."""
    years, rate = scenario.years, rate_in_words(scenario, wording)
    timing = wording.term(f"option.timing_{scenario.discounting.timing}")
    return f"{years[0]}–{years[-1]}, {rate}" + (f" {timing}" if timed else "")


def _breakeven(comparison: Comparison, money: Money) -> list[Row]:
    """Return what would have to be true of each outcome for a scenario to break even."""
    wording, view = money.wording, comparison.perspective
    owners = {
        name: p.scenario
        for p in comparison.projections.values()
        for name, outcome in p.scenario.outcomes.items()
        if outcome.follows is None
    }
    rows = []
    for name, owner in owners.items():
        label = owner.outcomes[name].name
        none = Cell(wording.term("word.none"))
        pairs = [
            breakeven_cells(p, name, view, wording) if name in p.scenario.outcomes else (none, none)
            for p in comparison.projections.values()
        ]
        for key, cells in zip(("quantity", "reduction"), zip(*pairs, strict=True), strict=True):
            words = of_events(f"outcome.breakeven_{key}", owner, [name], wording)
            rows.append(Row(f"{label}: {words}", cells))
    return rows


def informative(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows that say something: a figure, or that the net is unknown."""
    return tuple(
        row for row in rows if row.strong or any(cell.value is not None for cell in row.cells)
    )


def differences(comparison: Comparison, money: Money) -> Table:
    """Return how each scenario differs from the reference, and how probably it is better."""
    others = [name for name in comparison.projections if name != comparison.reference]
    scenario, wording = comparison.projections[comparison.reference].scenario, money.wording
    rows = []
    for measure in ("pv_costs", "pv_benefits", "npv", "npv_cashable", "bcr"):
        pairs = [_difference(comparison, name, measure, money) for name in others]
        changes, chances = zip(*pairs, strict=True)
        name = wording.term(f"measure.{measure}")
        better = "lower" if MEASURES[measure].lower_is_better else "better"
        rows.append(Row(name, changes, measure == "npv"))
        rows.append(Row(f"  {name}: {wording.term(f'column.{better}')}", chances))
    reference = dict(zip(comparison.projections, short(comparison.projections), strict=True))[
        comparison.reference
    ]
    view = view_name(scenario, comparison.perspective, wording)
    title = f"{wording.term('table.differences', reference=reference)}: {view}"
    note = present_value_notes(
        {name: p.scenario for name, p in comparison.projections.items()}, money
    )
    columns = short(comparison.projections)
    headings = tuple(
        c for c, name in zip(columns, comparison.projections, strict=True) if name in others
    )
    return Table(title, with_ranges(note, informative(rows), wording), headings, informative(rows))


def _difference(comparison: Comparison, name: str, measure: str, money: Money) -> tuple[Cell, Cell]:
    """Return a difference and the probability of being better; unknown where an effect is."""
    wording = money.wording
    pair = (comparison.projections[name], comparison.projections[comparison.reference])
    if any(unclaimed(p.scenario, measure, comparison.perspective) for p in pair):
        return Cell(wording.term("word.unknown")), Cell(wording.term("word.none"))
    gap, write = comparison.difference(name, measure), measure_text(measure, money)
    better = gap.probability_better
    if gap.base == 0.0 and gap.summary.sd == 0.0:
        return result_cell(measure, 0.0, money), Cell(wording.term("word.same"))
    chance = wording.term("word.none") if better is None else wording.percent(better)
    spread = range_text(gap.summary, write, wording)
    change = result_cell(measure, gap.base, money, spread)
    return change, Cell(chance, value=better)


def gains(projections: Mapping[str, Projection], money: Money) -> Table:
    """Return what each payer pays, gains and nets in each scenario, in the base case."""
    wording = money.wording
    payers = dict.fromkeys(payer for p in projections.values() for payer in p.scenario.payers)
    rows = []
    for payer in payers:
        paying = [p.scenario for p in projections.values() if payer in p.scenario.payers]
        name = " / ".join(dict.fromkeys(view_name(s, payer, wording) for s in paying))
        for kind, word in PAID.items():
            cells = tuple(_of_payer(p, kind, payer, money) for p in projections.values())
            rows.append(Row(f"{name}: {wording.term(f'column.{word}')}", cells, kind == "npv"))
    note = present_value_notes({name: p.scenario for name, p in projections.items()}, money)
    return Table(wording.term("table.gains"), note, short(projections), tuple(rows))


def _of_payer(projection: Projection, kind: str, payer: str, money: Money) -> Cell:
    if payer not in projection.scenario.payers:
        return Cell(money.wording.term("word.none"))
    if unclaimed(projection.scenario, kind, payer):
        return Cell(money.wording.term("word.unknown"))
    amount = projection.base_value(kind, payer)
    return money.cell(amount)
