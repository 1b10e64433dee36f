"""The tables of a comparison: scenarios side by side, their differences, who pays and gains."""

from collections.abc import Mapping

from sroi.comparison import Comparison
from sroi.projection import Projection
from sroi.tables.cells import (
    HEADLINE,
    MONEY,
    Cell,
    Row,
    Table,
    finite,
    measure_cell,
    measure_text,
    money_scale,
    present_value_note,
    range_text,
    view_name,
)
from sroi.wording import Wording


def comparison(made: Comparison, wording: Wording) -> Table:
    """Return one column per scenario, one row per result, in the comparison's perspective."""
    scenario = made.projections[made.reference].scenario
    amounts = [p.basefinite(m, made.perspective) for p in made.projections.values() for m in MONEY]
    money = money_scale(amounts, wording)
    rows = [
        Row(
            wording.term(f"measure.{measure}"),
            tuple(
                measure_cell(p, measure, made.perspective, money) for p in made.projections.values()
            ),
            strong=measure == "npv",
        )
        for measure in HEADLINE
    ]
    name = view_name(scenario, made.perspective, wording)
    note = present_value_note(scenario, wording, money.unit)
    return Table(
        f"{wording.term('table.comparison')}: {name}",
        f"{note}. {wording.term('unit.range')}",
        tuple(made.projections),
        tuple(rows),
    )


def differences(made: Comparison, wording: Wording) -> Table:
    """Return each scenario's difference from the reference, with the probability of being better."""
    others = [name for name in made.projections if name != made.reference]
    scenario = made.projections[made.reference].scenario
    amounts = [made.difference(n, m).base for n in others for m in MONEY]
    money = money_scale(amounts, wording)
    rows = []
    for measure in ("pv_costs", "pv_benefits", "npv", "npv_cashable", "bcr"):
        write = measure_text(measure, money)
        found = [made.difference(name, measure) for name in others]
        cells = [Cell(write(d.base), range_text(d.summary, write), finite(d.base)) for d in found]
        rows.append(Row(wording.term(f"measure.{measure}"), tuple(cells), measure == "npv"))
        better = [d.probability_better for d in found]
        chances = [
            Cell(wording.term("word.none") if p is None else wording.percent(p), value=p)
            for p in better
        ]
        rows.append(Row(f"  {wording.term('column.better')}", tuple(chances)))
    title = wording.term("table.differences", reference=made.reference)
    note = present_value_note(scenario, wording, money.unit)
    return Table(title, f"{note}. {wording.term('unit.range')}", tuple(others), tuple(rows))


def gains(made: Mapping[str, Projection], wording: Wording) -> Table:
    """Return what each payer pays, gains and nets in each scenario, in the base case."""
    first = next(iter(made.values())).scenario
    payers = dict.fromkeys(payer for p in made.values() for payer in p.scenario.payers)
    kinds = ("pv_costs", "pv_benefits", "npv", "pv_cashable")
    amounts = [p.basefinite(k, "society") for p in made.values() for k in kinds]
    money = money_scale(amounts, wording)
    rows = []
    for payer in payers:
        named = next(p.scenario for p in made.values() if payer in p.scenario.payers)
        name = view_name(named, payer, wording)
        for kind in kinds:
            values = [
                p.basefinite(kind, payer) if payer in p.scenario.payers else 0.0
                for p in made.values()
            ]
            cells = tuple(Cell(money.text(x), value=x) for x in values)
            rows.append(Row(f"{name}: {wording.term(f'measure.{kind}')}", cells, kind == "npv"))
    note = present_value_note(first, wording, money.unit)
    return Table(wording.term("table.gains"), note, tuple(made), tuple(rows))
