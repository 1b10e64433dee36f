"""What the flows mean: present values, npv, bcr, payback, break-even, per perspective.

Every measure is a vector over draws, shape (D,) or, where certain, (1,), in currency units
unless it says otherwise; what does not exist is NaN. The definitions are those of
docs/reference/equations.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Array
from sroi.model.totals import Totals, magnitude_in, sum_in

if TYPE_CHECKING:
    from sroi.model.totals import Vectors
    from sroi.schema.scenario import Scenario

MeasureFunction = Callable[[Totals, str], Array]
MeasureKind = Literal[
    "money", "money_each", "ratio", "factor", "share", "year"
]  # each: per participant
Bound = Literal["", "least", "most", "earliest"]  # what a figure is where a cost has no price
NO_COST, NEVER = -np.inf, np.inf  # where there is nothing to pay back; where it is not paid back

# Measures of a perspective -------------------------------------------------------------------


def pv_costs(totals: Totals, view: str) -> Array:
    """Return the present value of costs borne, after grants; in society before them."""
    return sum_in(totals, totals.borne, view)


def pv_benefits(totals: Totals, view: str) -> Array:
    """Return the present value of benefits."""
    return sum_in(totals, totals.benefits, view)


def pv_cashable(totals: Totals, view: str) -> Array:
    """Return the present value of what budgets can be cut by."""
    return sum_in(totals, totals.cashable, view)


def _net(totals: Totals, gains: Vectors, view: str) -> Array:
    magnitude = magnitude_in(totals, gains, view) + magnitude_in(totals, totals.borne, view)
    return f.settled(sum_in(totals, gains, view) - pv_costs(totals, view), magnitude)


def npv(totals: Totals, view: str) -> Array:
    """Return pv_benefits - pv_costs."""
    return _net(totals, totals.benefits, view)


def npv_cashable(totals: Totals, view: str) -> Array:
    """Return pv_cashable - pv_costs."""
    return _net(totals, totals.cashable, view)


def bcr(totals: Totals, view: str) -> Array:
    """Return pv_benefits / pv_costs, where costs are above 0."""
    costs, benefits = pv_costs(totals, view), pv_benefits(totals, view)
    return f.ratio_where(benefits, costs, costs > 0.0)


def unknown_in(scenario: Scenario, view: str) -> list[str]:
    """Return the outcomes whose money counts in a view and whose effect is unknown."""
    return [name for name in felt(scenario, view) if scenario.unknown(name)]


def nothing_known_in(scenario: Scenario, view: str) -> bool:
    """Return whether money of outcomes counts in a view, but all their effects are unknown."""
    outcomes = felt(scenario, view)
    return bool(outcomes) and len(unknown_in(scenario, view)) == len(outcomes)


def felt(scenario: Scenario, view: str) -> list[str]:
    """Return the outcomes whose money counts in a view."""
    weights = scenario.weights[view]
    return [n for n, o in scenario.outcomes.items() if o.unit_cost is not None and weights[n][1]]


def unpriced_in(scenario: Scenario, view: str) -> list[str]:
    """Return the cost lines of which somebody in a view bears a part, and that have no price."""
    return [name for name in scenario.unpriced if scenario.weights[view][name][1]]


def unvaried_in(scenario: Scenario, view: str) -> list[str]:
    """Return the outcomes with a known effect that counts in a view but has no range."""
    counted = [name for name in felt(scenario, view) if not scenario.unknown(name)]
    roots = dict.fromkeys(scenario.root(name) for name in counted)
    return [root for root in roots if not _effect_varies(scenario, root)]


def none_varies_in(scenario: Scenario, view: str) -> bool:
    """Return whether effects count in a view, but none of them has a range."""
    unvaried = unvaried_in(scenario, view)
    counted = [name for name in felt(scenario, view) if not scenario.unknown(name)]
    return bool(unvaried) and {scenario.root(name) for name in counted} == set(unvaried)


def _effect_varies(scenario: Scenario, root: str) -> bool:
    starts = tuple(f"{path}." for path in scenario.effects(root))
    return any(not n.certain for path, n in scenario.numbers.items() if path.startswith(starts))


def payback_year(totals: Totals, view: str) -> Array:
    """Return the first year from which the cumulative discounted net stays at or above 0."""
    first = totals.payback[view]
    return np.where(first == f.NEVER, np.nan, totals.scenario.first_year + first.astype(float))


def payback(totals: Totals, view: str) -> Array:
    """Return the payback year, ``NO_COST`` (before any year) or ``NEVER`` (after every year)."""
    year = payback_year(totals, view)
    paid = np.where(np.isnan(year), NEVER, year)
    return np.where(pv_costs(totals, view) > 0.0, paid, NO_COST)


def cost_per_participant(totals: Totals, view: str) -> Array:
    """Return pv_costs per participant who starts."""
    return f.ratio_where(pv_costs(totals, view), totals.participants, totals.participants > 0.0)


def breakeven(totals: Totals, view: str) -> Array:
    """Return the factor on all quantities at which npv is 0, where it is a question."""
    costs, benefits = pv_costs(totals, view), pv_benefits(totals, view)
    return f.ratio_where(costs, benefits, (costs > 0.0) & (benefits > 0.0))


def extrapolated(totals: Totals, view: str) -> Array:
    """Return the share of pv_benefits that falls after the last year followed."""
    benefits = pv_benefits(totals, view)
    return f.ratio_where(sum_in(totals, totals.late, view), benefits, benefits > 0.0)


@dataclass(frozen=True)
class Measure:
    """One result of a perspective, and all that tables, books, figures and files ask of it.

    ``row`` is its place in the table of results. The mean of a ratio with ``terms`` is the ratio
    of their means.
    """

    of: MeasureFunction
    kind: MeasureKind
    row: int
    decided_by_effect: bool = True
    lower_is_better: bool = False
    unpriced: Bound = ""
    terms: tuple[MeasureFunction, MeasureFunction] | None = None

    @property
    def name(self) -> str:
        """Return the measure's key in files and terms."""
        return self.of.__name__

    @property
    def is_amount(self) -> bool:
        """Return whether the measure is in units of money."""
        return self.kind in ("money", "money_each")


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            pv_costs,
            "money",
            1,
            decided_by_effect=False,
            lower_is_better=True,
            unpriced="least",
        ),
        Measure(pv_benefits, "money", 2),
        Measure(pv_cashable, "money", 5),
        Measure(npv, "money", 3, unpriced="most"),
        Measure(npv_cashable, "money", 6, unpriced="most"),
        Measure(bcr, "ratio", 4, unpriced="most", terms=(pv_benefits, pv_costs)),
        Measure(payback_year, "year", 7, lower_is_better=True, unpriced="earliest"),
        Measure(
            cost_per_participant,
            "money_each",
            9,
            decided_by_effect=False,
            lower_is_better=True,
            unpriced="least",
        ),
        Measure(breakeven, "factor", 8, lower_is_better=True, unpriced="least"),
        Measure(extrapolated, "share", 10),
    )
}
ROWS = sorted(MEASURES, key=lambda name: MEASURES[name].row)  # as the table of results shows them


def unclaimed(scenario: Scenario, measure: str, view: str) -> bool:
    """Return whether a measure is unknown: effects decide it, and none that counts is known."""
    return MEASURES[measure].decided_by_effect and nothing_known_in(scenario, view)


# Measures of an outcome ----------------------------------------------------------------------


def cost_per_unit(totals: Totals, outcome: str) -> Array:
    """Return society's pv_costs per event avoided."""
    quantity = totals.quantity[outcome]
    return f.ratio_where(pv_costs(totals, "society"), quantity, quantity > 0.0)


def breakeven_quantity(totals: Totals, root: str, view: str) -> Array:
    """Return how many events must be avoided for npv to be 0; 0 if all else pays already."""
    return _needed_x(totals, root, view) * totals.unit_quantity[root]


def breakeven_reduction(totals: Totals, root: str, view: str) -> Array:
    """Return the share of the baseline to be avoided for npv to be 0; over 1 = impossible."""
    if root not in totals.baseline:
        return np.array([np.nan])
    baseline = totals.baseline[root]
    return f.ratio_where(_needed_x(totals, root, view), baseline, baseline > 0.0)


def expected_without(totals: Totals, root: str) -> Array:
    """Return how many events are expected without the programme; NaN where it is not said."""
    baseline = totals.baseline.get(root, np.array([np.nan]))
    return np.asarray(baseline * totals.unit_quantity[root])


def attainable(totals: Totals, root: str) -> Array:
    """Return how many events can be avoided at most, or gained; NaN where it is not said."""
    expected = expected_without(totals, root)
    outcome = totals.scenario.outcomes[root]
    if not outcome.desired:
        return expected
    if totals.scenario.counts_events(root):
        return expected + np.inf
    return totals.at_risk.get(root, totals.unit_quantity[root]) - expected


def cost_per_service(totals: Totals, name: str) -> Array:
    """Return what one unit of a service costs; NaN where nothing of it is delivered."""
    cost, volume = totals.service_cost[name], totals.volume[name]
    return f.ratio_where(cost, volume, volume > 0.0)


def breakeven_share(totals: Totals, root: str, view: str) -> Array:
    """Return the share of what is attainable that makes npv 0; over 1 = impossible."""
    if not totals.scenario.outcomes[root].desired:
        return breakeven_reduction(totals, root, view)
    most = attainable(totals, root)
    return f.ratio_where(
        breakeven_quantity(totals, root, view), most, np.isfinite(most) & (most > 0)
    )


def breakeven_views(scenario: Scenario) -> list[str]:
    """Return the perspectives in which outcomes' break-even is reported."""
    return list(dict.fromkeys([scenario.headline, "society"]))


def _needed_x(totals: Totals, root: str, view: str) -> Array:
    """Return the effect x at which npv is 0: (pv_costs - R) / B."""
    tree = [name for name in totals.benefits if totals.scenario.root(name) == root]
    tree_benefits = {name: totals.unit_benefits[name] for name in tree}
    rest = {name: totals.benefits[name] for name in totals.benefits if name not in tree}
    needed = np.maximum(-_net(totals, rest, view), 0.0)
    gained = sum_in(totals, tree_benefits, view)
    return f.ratio_where(needed, gained, gained > 0.0)
