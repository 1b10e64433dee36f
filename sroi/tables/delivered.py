"""The tables of what is delivered, and what one costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sroi.model import measures
from sroi.model.services import unallocated_cost
from sroi.tables.cells import Cell, Row, Table, outcome_cell, short, with_ranges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording


def tables_of_services(projection: Projection, money: Money) -> list[Table]:
    """Return what is delivered and what one costs, and the same by year; nothing of no services."""
    if not projection.scenario.services:
        return []
    return [delivered(projection, money), delivered_by_year(projection, money)]


def delivered(projection: Projection, money: Money) -> Table:
    """Return the volume of every service over the horizon, its cost, and what one costs."""
    scenario, wording = projection.scenario, money.wording
    none = Cell(wording.term("word.none"))
    rows = [
        Row(service_label(scenario, name), _service(projection, name, money))
        for name in scenario.services
    ]
    rest = money.cell(float(unallocated_cost(projection.base)[0]))
    rows.append(Row(wording.term("word.unallocated"), (none, rest, none)))
    note = _undiscounted(scenario, money)
    columns = ("volume", "cost", "cost_of_one")
    return Table(
        wording.term("table.services"),
        with_ranges(note, rows, wording),
        tuple(wording.term(f"column.{key}") for key in columns),
        tuple(rows),
    )


def _undiscounted(scenario: Scenario, money: Money) -> str:
    price_year = scenario.price_year
    return money.wording.term("unit.undiscounted", unit=money.unit, price_year=price_year)


def _service(projection: Projection, name: str, money: Money) -> tuple[Cell, ...]:
    wording = money.wording
    cost = money.cell(float(projection.base_totals.service_cost[name][0]))
    cost = _least(projection.scenario, name, cost, wording)
    volume = outcome_cell(projection, lambda totals: totals.volume[name], wording.short, wording)
    return volume, cost, cost_of_one(projection, name, money)


def cost_of_one(projection: Projection, name: str, money: Money) -> Cell:
    """Return what one unit of a service costs, in whole currency units."""
    cell = outcome_cell(
        projection,
        lambda totals: measures.cost_per_service(totals, name),
        money.wording.money,
        money.wording,
    )
    return _least(projection.scenario, name, cell, money.wording)


def _least(scenario: Scenario, service: str, cell: Cell, wording: Wording) -> Cell:
    """Return a cost as at least so much where a line without a price serves a service."""
    if not any(service in scenario.lines[line].served for line in scenario.unpriced):
        return cell
    return replace(cell, text=wording.term("bound.least", figure=cell.text))


def service_label(scenario: Scenario, name: str) -> str:
    """Return what a service is called: its name, else its id, and its unit where that is other."""
    service = scenario.services[name]
    label, unit = service.name or name, service.unit
    return f"{label} ({unit})" if unit and unit.lower() != label.lower() else label


def delivered_by_year(projection: Projection, money: Money) -> Table:
    """Return what is delivered each year, and beside it the different people reached."""
    base, scenario, wording = projection.base, projection.scenario, money.wording
    rows = []
    for name, volume in base.volumes.items():
        label = service_label(scenario, name)
        flows = {label: volume}
        if name in base.reached:
            flows[f"{label}: {wording.term('column.reached')}"] = base.reached[name]
        for words, flow in flows.items():
            cells = (Cell(wording.short(float(x)), value=float(x)) for x in flow.values[0])
            rows.append(Row(words, tuple(cells)))
    used = [t for t in range(scenario.horizon) if any(row.cells[t].value for row in rows)]
    return Table(
        wording.term("table.services_by_year"),
        wording.term("unit.reached") if base.reached else "",
        tuple(str(scenario.years[t]) for t in used),
        tuple(Row(row.label, tuple(row.cells[t] for t in used)) for row in rows),
    )


def compared_services(projections: Mapping[str, Projection], money: Money) -> Table | None:
    """Return what one of each service costs in every scenario; None where there are none."""
    owners = {name: p.scenario for p in projections.values() for name in p.scenario.services}
    none = Cell(money.wording.term("word.none"))
    rows = tuple(
        Row(
            service_label(owner, name),
            tuple(
                cost_of_one(p, name, money) if name in p.scenario.services else none
                for p in projections.values()
            ),
        )
        for name, owner in owners.items()
    )
    if not rows:
        return None
    scenario = next(iter(owners.values()))
    note = with_ranges(_undiscounted(scenario, money), rows, money.wording)
    return Table(money.wording.term("table.cost_of_one"), note, short(projections), rows)
