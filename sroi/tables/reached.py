"""Which groups of participants are reached, and what each of them gains, in the base case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.reached import base_by_group
from sroi.tables.cells import Cell, Row, Table, present_value_note
from sroi.tables.labels import outcome_label

if TYPE_CHECKING:
    from sroi.model.projection import Projection
    from sroi.model.totals import Totals, Vectors
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money


def reached(projection: Projection, money: Money) -> Table:
    """Return the participants of each group, and by outcome what happens to them and its worth."""
    scenario, wording = projection.scenario, money.wording
    columns = [*map(scenario.participants.group_name, scenario.groups), wording.term("word.all")]
    by_group = base_by_group(scenario)
    rows = [_participants(projection, money)]
    for name in scenario.outcomes:
        rows += _outcome(projection, by_group, name, money)
    note = present_value_note(scenario, money)
    return Table(wording.term("table.reached"), note, tuple(columns), tuple(rows))


def _participants(projection: Projection, money: Money) -> Row:
    starts, wording = projection.base.starts, money.wording
    counts = [float(flow.total[0]) for flow in (*starts.by_group.values(), starts.total)]
    cells = tuple(Cell(wording.significant(x), value=x) for x in counts)
    return Row(wording.term("column.participants"), cells, strong=True)


def _outcome(
    projection: Projection, by_group: dict[str, Totals], name: str, money: Money
) -> list[Row]:
    """Return what happens of an outcome in each group, and its worth where it has a price."""
    scenario, wording = projection.scenario, money.wording
    label, base = outcome_label(scenario, name, wording), projection.base_totals
    sums = {group: totals.quantity for group, totals in by_group.items()}
    rows = [Row(label, _cells(scenario, sums, base.quantity, name, None, money))]
    if name in base.benefits:
        sums = {group: totals.benefits for group, totals in by_group.items()}
        worth = f"{label}: {wording.term('outcome.pv')}"
        rows.append(Row(worth, _cells(scenario, sums, base.benefits, name, money, money)))
    return rows


def _cells(
    scenario: Scenario,
    sums: dict[str, Vectors],
    whole: Vectors,
    name: str,
    amounts: Money | None,
    money: Money,
) -> tuple[Cell, ...]:
    """Return a number for each group, and for all; words where it is unknown or does not count."""
    wording, counting = money.wording, scenario.counting(name)
    unknown = scenario.unknown_groups(name)

    def cell(x: float) -> Cell:
        return Cell(wording.significant(x), value=x) if amounts is None else amounts.cell(x)

    cells = []
    for group, vectors in sums.items():
        if group in unknown:
            cells.append(Cell(wording.term("word.unknown")))
        elif group not in counting:
            cells.append(Cell(wording.term("word.none")))
        else:
            cells.append(cell(float(vectors[name][0])))
    all_unknown = scenario.unknown(name)
    total = Cell(wording.term("word.unknown")) if all_unknown else cell(float(whole[name][0]))
    return (*cells, total)
