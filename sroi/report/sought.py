"""What is applied for and of whom, and what is left to ordinary budgets, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.model import payers
from sroi.tables.cells import VISIBLE, and_more, bounded, name_of
from sroi.tables.labels import readable
from sroi.wording import cut_name, spans

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.projection import Projection
    from sroi.schema.parts import Funding
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

STATUSES = ("applied", "granted", "in_kind")  # what is asked for first
NAMED, NAME = 2, 46  # names in a line, and characters of each


def sought(projection: Projection, most: int, wording: Wording) -> list[str]:
    """Return a line for each funding: how much, when, by whom, and, with room, for what."""
    scenario = projection.scenario
    order = sorted(scenario.funding.items(), key=lambda item: STATUSES.index(item[1].status))
    return [
        wording.term(
            f"brief.sought_{funding.status}",
            payer=_cut(name_of(scenario, funding.payer, wording)),
            amount=_amount(scenario, projection.base.funding[name].values[0], wording),
            covers=_covered(scenario, funding, most, wording) if most else "",
        )
        for name, funding in order
    ]


def _amount(scenario: Scenario, flow: Array, wording: Wording) -> str:
    """Return how much in which years, and what it comes to."""
    places = np.flatnonzero(np.abs(flow) >= VISIBLE)
    words = {
        "total": wording.money(float(flow.sum())),
        "yearly": wording.money(float(flow[places[0]]) if places.size else 0.0),
        "years": spans(scenario.years[int(t)] for t in places),
    }
    if places.size < 2:
        key = "amount_once" if places.size else "amount_none"
    else:
        key = "amount_yearly" if np.ptp(flow[places]) < VISIBLE else "amount_varying"
    return wording.term(f"brief.{key}", **words)


def _covered(scenario: Scenario, funding: Funding, most: int, wording: Wording) -> str:
    """Return in words which cost a funding is for."""
    if not funding.covers:
        return wording.term("brief.covers", lines=wording.term("brief.covers_all"))
    named = [readable(scenario, line) for line in scenario.covered_by(funding)]
    lines = ", ".join(and_more([_cut(name) for name in named], most, wording))
    return wording.term("brief.covers", lines=lines)


def own_budgets(projection: Projection, wording: Wording) -> list[str]:
    """Return in a line what is left to each payer's ordinary budget; none where nothing is."""
    scenario = projection.scenario
    sums = {p: float(x.sum()) for p, x in payers.own_budget(projection.base).items()}
    left = sorted((p for p in sums if sums[p] >= VISIBLE), key=lambda payer: -sums[payer])
    least = {p: bounded(scenario, p, "least", wording.money(sums[p]), wording) for p in left}
    budgets = [f"{_cut(name_of(scenario, p, wording))} {least[p]}" for p in left]
    if not budgets:
        return []
    key = "own_budgets" if scenario.funding else "own_budgets_alone"
    return [wording.term(f"brief.{key}", payers=", ".join(and_more(budgets, NAMED, wording)))]


def _cut(name: str) -> str:
    return cut_name(name, NAME)
