"""What would have to be true for each board, in whole events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sroi.model import measures
from sroi.model import payers as payer_sums
from sroi.questions.breakeven.table import priced_roots
from sroi.tables.cells import VISIBLE, Cell, Row, Table, bounded, name_of
from sroi.tables.labels import of_events
from sroi.wording import cut_name

if TYPE_CHECKING:
    from sroi.model.projection import Projection
    from sroi.tables.paid import Limits
    from sroi.wording import Wording

DUST = 1e-9  # of an event: rounding, not one more
OUTCOME = 60  # characters of its name
FEW = 10.0  # events expected, below which a decimal is told


def boards(projection: Projection, roots: list[str]) -> list[str]:
    """Return the headline, then who saves something in some of the outcomes, the nearest first."""
    scenario = projection.scenario
    views = dict.fromkeys([scenario.headline, *scenario.payers, *scenario.perspectives])
    seen: dict[tuple[tuple[str, float], ...], str] = {}
    for view in views:
        counted = tuple(sorted((p, x) for p, x in scenario.views[view].items() if x))
        if view == scenario.headline or _saves(projection, view, roots):
            seen.setdefault(counted, view)
    return sorted(
        seen.values(), key=lambda v: (v != scenario.headline, _nearness(projection, v, roots))
    )


def _nearness(projection: Projection, view: str, roots: list[str]) -> float:
    """Return the least share of what is attainable at which some outcome pays for a board."""
    totals = projection.base_totals
    shares = (float(measures.breakeven_share(totals, root, view)[0]) for root in roots)
    return min((share for share in shares if share >= 0.0), default=math.inf)


def _saves(projection: Projection, view: str, roots: list[str]) -> bool:
    totals = projection.base_totals
    return any(
        math.isfinite(float(measures.breakeven_quantity(totals, root, view)[0])) for root in roots
    )


def only_paying(projection: Projection) -> list[str]:
    """Return the payers that bear a cost and save nothing in any outcome."""
    costs, roots = payer_sums.costs(projection.base), priced_roots(projection.scenario)
    return [
        payer
        for payer in projection.scenario.payers
        if float(costs[payer].sum()) >= VISIBLE and not _saves(projection, payer, roots)
    ]


def roots_shown(projection: Projection, most: int) -> tuple[list[str], int]:
    """Return the outcomes with a break-even, nearest to it first, and how many are left out."""
    scenario, totals = projection.scenario, projection.base_totals
    shares = {
        root: float(measures.breakeven_share(totals, root, scenario.headline)[0])
        for root in priced_roots(scenario)
    }
    order = sorted(shares, key=lambda root: shares[root] if shares[root] >= 0 else math.inf)
    return order[:most], max(0, len(order) - most)


def needed_by_board(projection: Projection, limits: Limits, wording: Wording) -> Table:
    """Return what would have to be true: boards down, outcomes across, in whole events."""
    scenario = projection.scenario
    roots, _ = roots_shown(projection, limits.outcomes)
    return Table(
        wording.term("brief.needed"),
        of_events("brief.needed_note", scenario, roots, wording, years=scenario.horizon),
        tuple(cut_name(scenario.outcomes[root].name, OUTCOME) for root in roots),
        tuple(
            Row(
                cut_name(name_of(scenario, view, wording), limits.name),
                tuple(Cell(needed_words(projection, root, view, wording)) for root in roots),
                strong=view == scenario.headline,
            )
            for view in boards(projection, roots)[: limits.boards]
        ),
    )


def needed_words(projection: Projection, root: str, view: str, wording: Wording) -> str:
    """Return in whole events what an outcome would have to bring a board to pay for itself."""
    scenario, totals = projection.scenario, projection.base_totals
    needed = float(measures.breakeven_quantity(totals, root, view)[0])
    most = float(measures.attainable(totals, root)[0])
    key = _verdict(needed, most, float(measures.pv_costs(totals, view)[0]))
    whole = math.ceil(needed - DUST) if math.isfinite(needed) else math.nan
    words = {"needed": _whole(whole, wording), "most": _expected(most, wording)}
    if needed <= most < whole:  # whole ones would say that it cannot be
        words = {"needed": wording.short(needed), "most": wording.short(most)}
    words["needed"] = bounded(scenario, view, "least", words["needed"], wording)
    sentence = of_events(f"brief.{key}", scenario, [root], wording, **words)
    if not key.startswith(("needed", "impossible")) or scenario.unknown(root):
        return sentence
    counted = float(totals.quantity[root][0])
    return wording.term("brief.counted_on", told=sentence, n=_expected(counted, wording))


def _verdict(needed: float, most: float, cost: float) -> str:
    if not math.isfinite(needed):
        return "saves_nothing"
    if needed == 0.0:
        return "pays_anyway" if cost >= VISIBLE else "bears_nothing"
    if not math.isfinite(most):
        return "needed_of_some"
    return "impossible" if needed > most else "needed_of"


def _whole(events: float, wording: Wording) -> str:
    return wording.number(events) if math.isfinite(events) else ""


def _expected(most: float, wording: Wording) -> str:
    """Return how many events are expected: whole ones, or with a decimal where they are few."""
    if not math.isfinite(most):
        return ""
    return wording.number(most) if abs(most) >= FEW else wording.short(round(most, 1))
