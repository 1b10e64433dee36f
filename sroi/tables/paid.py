"""Who pays, in so few rows and columns that it fits beside other things on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.flows import Array
from sroi.model import payers as payer_sums
from sroi.model.payers import payments_by_source
from sroi.tables.cells import VISIBLE, Cell, Row, Table, name_of
from sroi.wording import cut_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

Groups = list[tuple[str, list[int]]]  # years by what they are called: places in the projection
AmountsByPayer = list[tuple[str, Array]]  # amounts by year of each payer, or of several together


@dataclass(frozen=True)
class Limits:
    """How much there is room for; what is more is summed, or said to be left out."""

    payers: int
    years: int
    outcomes: int
    boards: int
    points: int
    covered: int
    known: int
    bars: int
    name: int


def in_year_groups(projection: Projection, most: int) -> Groups:
    """Return the years with a cost, each alone, or the last of them together."""
    scenario = projection.scenario
    costs = payer_sums.costs(projection.base).values()
    used = [
        t
        for t in range(scenario.horizon)
        if any(abs(float(cost[0, t])) >= VISIBLE for cost in costs)
    ]
    if len(used) <= most:
        return [(str(scenario.years[t]), [t]) for t in used]
    alone, rest = used[: most - 1], used[most - 1 :]
    label = f"{scenario.years[rest[0]]}–{scenario.years[rest[-1]]}"
    return [*((str(scenario.years[t]), [t]) for t in alone), (label, rest)]


def largest_payers(
    projection: Projection, most: int, name: int, wording: Wording
) -> AmountsByPayer:
    """Return what each payer bears by year, the smallest ones together; who bears nothing not."""
    borne = {
        payer: cost[0]
        for payer, cost in payer_sums.costs(projection.base).items()
        if float(np.abs(cost).max()) >= VISIBLE
    }
    order = sorted(borne, key=lambda payer: -abs(float(borne[payer].sum())))
    largest = order if len(order) <= most else order[: most - 1]
    shares = [(_marked(projection, p, name, wording), borne[p]) for p in borne if p in largest]
    rest = [borne[payer] for payer in order if payer not in largest]
    if rest:
        shares.append((wording.term("brief.other_payers", n=len(rest)), np.sum(rest, axis=0)))
    return shares


def _marked(projection: Projection, payer: str, most: int, wording: Wording) -> str:
    """Return a payer's name, with the status of the grants where they are all that it pays."""
    sums = {k: abs(float(x.sum())) for k, x in payments_by_source(projection.base, payer).items()}
    seen = [source for source, x in sums.items() if x >= VISIBLE]
    name = cut_name(name_of(projection.scenario, payer, wording), most)
    if len(seen) != 1 or seen[0] == "own_budget":
        return name
    return f"{name} ({wording.term(f'brief.mark_{seen[0]}')})"


def paid_by_year(projection: Projection, limits: Limits, money: Money) -> Table:
    """Return what each payer bears by year, in all, and per participant."""
    wording, scenario = money.wording, projection.scenario
    groups = in_year_groups(projection, limits.years)
    shares = largest_payers(projection, limits.payers, limits.name, wording)
    participants = float(projection.base.participants.values.sum())
    rows = [
        Row(label, _amounts(flow, groups, participants, money), strong)
        for label, flow, strong in _with_sum(shares, scenario, wording)
    ]
    total = (wording.term("column.total"),) if len(groups) > 1 else ()
    each = wording.term("brief.each", unit=wording.unit())
    return Table(
        wording.term("brief.pays", unit=money.unit, price_year=scenario.price_year),
        "",
        (*(label for label, _ in groups), *total, each),
        tuple(rows),
    )


def _with_sum(
    shares: AmountsByPayer, scenario: Scenario, wording: Wording
) -> Iterator[tuple[str, Array, bool]]:
    yield from ((label, flow, False) for label, flow in shares)
    whole = sum((flow for _, flow in shares), np.zeros(scenario.horizon))
    yield wording.term("word.all_costs"), whole, True


def _amounts(flow: Array, groups: Groups, participants: float, money: Money) -> tuple[Cell, ...]:
    """Return a payer's amounts: by group of years, their sum where they are several, and each."""
    sums = [float(flow[places].sum()) for _, places in groups]
    total = float(flow.sum())
    cells = [money.cell(x) for x in (*sums, *([total] if len(groups) > 1 else []))]
    if not participants:
        return (*cells, Cell(money.wording.term("word.none")))
    each = total / participants
    return (*cells, Cell(money.wording.number(each), value=each))
