"""What the bars of the one page hold: each payer's cost by year, or in each alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model import payers
from sroi.tables.cells import VISIBLE, name_of, short
from sroi.tables.paid import in_year_groups, largest_payers

if TYPE_CHECKING:
    from sroi.figures.stacks import Bars
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.tables.paid import Limits
    from sroi.wording import Wording

PARTS = 5  # of a bar


def bars_by_year(projection: Projection, limits: Limits, wording: Wording) -> Bars:
    """Return what each payer bears in each year; later years as what they are on average."""
    shares = largest_payers(projection, parts_of_a_bar(limits), limits.name, wording)
    bars = []
    for label, places in in_year_groups(projection, limits.bars):
        name = label if len(places) == 1 else wording.term("brief.average", years=label)
        bars.append((name, {payer: float(flow[places].mean()) for payer, flow in shares}))
    return bars


def parts_of_a_bar(limits: Limits) -> int:
    """Return how many payers have a part of a bar, the last of them for all others."""
    return min(PARTS, limits.bars + 2)


def bars_by_alternative(compared: Comparison, limits: Limits, wording: Wording) -> Bars:
    """Return what each payer bears in all in each alternative; who bears little, together."""
    most = parts_of_a_bar(limits)
    sums = [_borne(p, wording) for p in compared.projections.values()][:most]
    everyone = dict.fromkeys(payer for each in sums for payer in each)
    order = sorted(everyone, key=lambda payer: -max(abs(s.get(payer, 0.0)) for s in sums))
    largest = order if len(order) <= most else order[: most - 1]
    names = [payer for payer in everyone if payer in largest]
    rest = [payer for payer in everyone if payer not in largest]
    others = wording.term("brief.other_payers", n=len(rest))
    bars = []
    for label, each in zip(short(compared.projections), sums, strict=False):
        parts = {payer: each.get(payer, 0.0) for payer in names}
        together = {others: sum(each.get(payer, 0.0) for payer in rest)} if rest else {}
        bars.append((label, parts | together))
    return bars


def _borne(projection: Projection, wording: Wording) -> dict[str, float]:
    """Return what each payer bears in all, by its name; who bears nothing not."""
    sums = {p: float(cost.sum()) for p, cost in payers.costs(projection.base).items()}
    return {
        name_of(projection.scenario, payer, wording): x
        for payer, x in sums.items()
        if abs(x) >= VISIBLE
    }
