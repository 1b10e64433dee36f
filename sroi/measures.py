"""What the flows mean: present values, npv, bcr, payback, break-even, per perspective.

Every measure is a vector over draws, shape (D,) or, where certain, (1,), in currency units
unless it says otherwise; what does not exist is NaN. The definitions are those of
docs/reference/equations.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sroi import flows
from sroi import formulas as f
from sroi.flows import Array
from sroi.formulas import Indices
from sroi.results import Results
from sroi.schema.scenario import Scenario

Vectors = Mapping[str, Array]
View = Mapping[str, float]  # what each payer's money counts for


@dataclass(frozen=True)
class Totals:
    """What is kept of each draw: present values and quantities by line, paybacks by view.

    ``late`` is the part of ``benefits`` after the last year followed; ``unit_`` is with an effect
    x of 1; ``magnitudes`` are present values of absolute flows, for lines whose sign varies;
    ``payback`` holds indices of years, or ``NEVER``.
    """

    scenario: Scenario
    participants: Array
    costs: Vectors
    benefits: Vectors
    cashable: Vectors
    late: Vectors
    quantity: Vectors
    load: Vectors
    unit_quantity: Vectors
    unit_benefits: Vectors
    baseline: Vectors
    magnitudes: Vectors
    payback: Mapping[str, Indices]


def totals(results: Results, views: Iterable[str] | None = None) -> Totals:
    """Return what is kept of the results; ``views`` limits the paybacks to some perspectives."""
    scenario, v, outcomes = results.scenario, results.discount, results.outcomes
    priced = {n: o for n, o in outcomes.items() if scenario.outcomes[n].unit_cost is not None}
    costs = {name: flows.product(flow, v) for name, flow in results.costs.items()}
    benefits = {name: flows.product(outcome.value, v) for name, outcome in priced.items()}
    after = sum(year <= scenario.last_followed for year in scenario.years)
    discounted = costs | benefits
    made = Totals(
        scenario=scenario,
        participants=flows.total(results.participants),
        costs={name: flows.total(flow) for name, flow in costs.items()},
        benefits={name: flows.total(flow) for name, flow in benefits.items()},
        cashable={name: f.present_value(o.cashable, v) for name, o in priced.items()},
        late={name: flows.total(flow[:, after:]) for name, flow in benefits.items()},
        quantity={name: flows.total(o.quantity) for name, o in outcomes.items()},
        load={name: flows.total(o.load) for name, o in outcomes.items()},
        unit_quantity={name: flows.total(o.unit_quantity) for name, o in outcomes.items()},
        unit_benefits={name: f.present_value(o.unit_value, v) for name, o in priced.items()},
        baseline={n: o.baseline for n, o in outcomes.items() if o.baseline is not None},
        magnitudes={
            name: flows.total(np.abs(flow))
            for name, flow in discounted.items()
            if flow.min() < 0.0 < flow.max()
        },
        payback={},
    )
    asked = scenario.views if views is None else tuple(views)
    return _with_paybacks(made, discounted, asked, results.draws)


def _with_paybacks(made: Totals, discounted: Vectors, views: Iterable[str], draws: int) -> Totals:
    """Return the totals with the paybacks of the views; views that weigh alike share one."""
    known: dict[tuple[float, ...], Indices] = {}
    paybacks: dict[str, Indices] = {}
    for view in views:
        weights = {name: _weight(made.scenario, name, view)[0] for name in discounted}
        key = tuple(weights.values())
        if key not in known:
            known[key] = _payback(made, discounted, weights, view, draws)
        paybacks[view] = known[key]
    return replace(made, payback=paybacks)


def _payback(made: Totals, discounted: Vectors, weights: View, view: str, draws: int) -> Indices:
    """Return the first year from which the cumulative discounted net stays at or above 0."""
    net = {name: -w if name in made.costs else w for name, w in weights.items() if w}
    dust = f.TOLERANCE * (
        _magnitude(made, made.costs, view) + _magnitude(made, made.benefits, view)
    )
    cumulative = np.zeros(draws)

    def balanced(t: int) -> f.Flags:
        for name, weight in net.items():
            np.add(cumulative, weight * discounted[name][:, t], out=cumulative)
        return np.asarray(cumulative >= -dust)

    first = f.first_year_that_stays(balanced, made.scenario.horizon, draws)
    return np.where(pv_costs(made, view) > 0.0, first, np.int16(f.NEVER))


def joined(parts: Sequence[Totals]) -> Totals:
    """Return the totals of several blocks of draws as one; what is certain stays one number."""
    names = [field.name for field in fields(Totals) if field.name != "magnitudes"]
    kept = {name: _joined([getattr(part, name) for part in parts]) for name in names}
    mixed = dict.fromkeys(name for part in parts for name in part.magnitudes)
    kept["magnitudes"] = {name: _join([_flow_magnitude(p, name) for p in parts]) for name in mixed}
    return Totals(**kept)


def _joined(values: Sequence[Any]) -> Any:  # noqa: ANN401 - a scenario, vectors or a vector
    if isinstance(values[0], Mapping):
        return {key: _join([value[key] for value in values]) for key in values[0]}
    return _join(values) if isinstance(values[0], np.ndarray) else values[0]


def _join(vectors: Sequence[Any]) -> Any:  # noqa: ANN401 - money or indices
    return vectors[0] if all(v.size == 1 for v in vectors) else np.concatenate(vectors)


def _flow_magnitude(made: Totals, name: str) -> Array:
    """Return the present value of a line's absolute flows."""
    if name in made.magnitudes:
        return made.magnitudes[name]
    return np.abs(made.costs[name] if name in made.costs else made.benefits[name])


# Sums over the lines of a view ---------------------------------------------------------------


def _weight(scenario: Scenario, name: str, view: str) -> tuple[float, float]:
    """Return what a line's money counts for in a view, and the sum of the absolute parts."""
    counted = scenario.views[view]
    line = scenario.outcomes[name] if name in scenario.outcomes else scenario.lines[name]
    parts = [share * counted.get(payer, 0.0) for payer, share in line.shares.items()]
    return sum(parts), sum(map(abs, parts))


def _magnitude(made: Totals, vectors: Vectors, view: str) -> Array:
    """Return the sum of absolute terms behind a view's sum over lines."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        _, absolute = _weight(made.scenario, name, view)
        if absolute:
            result = result + absolute * made.magnitudes.get(name, np.abs(vector))
    return result


def _sum(made: Totals, vectors: Vectors, view: str) -> Array:
    """Return a view's sum over lines; rounding dust is 0."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        weight, _ = _weight(made.scenario, name, view)
        if weight:
            result = result + weight * vector
    return f.settled(result, _magnitude(made, vectors, view))


# Measures of a perspective -------------------------------------------------------------------


def pv_costs(made: Totals, view: str) -> Array:
    """Return the present value of costs borne."""
    return _sum(made, made.costs, view)


def pv_benefits(made: Totals, view: str) -> Array:
    """Return the present value of benefits."""
    return _sum(made, made.benefits, view)


def pv_cashable(made: Totals, view: str) -> Array:
    """Return the present value of what budgets can be cut by."""
    return _sum(made, made.cashable, view)


def _net(made: Totals, gains: Vectors, view: str) -> Array:
    magnitude = _magnitude(made, gains, view) + _magnitude(made, made.costs, view)
    return f.settled(_sum(made, gains, view) - pv_costs(made, view), magnitude)


def npv(made: Totals, view: str) -> Array:
    """Return pv_benefits - pv_costs."""
    return _net(made, made.benefits, view)


def npv_cashable(made: Totals, view: str) -> Array:
    """Return pv_cashable - pv_costs."""
    return _net(made, made.cashable, view)


def bcr(made: Totals, view: str) -> Array:
    """Return pv_benefits / pv_costs, where costs are above 0 and some priced effect is known."""
    costs, benefits = pv_costs(made, view), pv_benefits(made, view)
    exists = (costs > 0.0) & (not nothing_known(made.scenario))
    return f.ratio_where(benefits, costs, exists)


def nothing_known(scenario: Scenario) -> bool:
    """Return whether there are outcomes with a price, and the effect of all of them is unknown."""
    priced = [name for name, outcome in scenario.outcomes.items() if outcome.unit_cost is not None]
    return bool(priced) and all(scenario.outcomes[scenario.root(name)].unknown for name in priced)


def payback_year(made: Totals, view: str) -> Array:
    """Return the first year from which the cumulative discounted net stays at or above 0."""
    first = made.payback[view]
    return np.where(first == f.NEVER, np.nan, made.scenario.first_year + first.astype(float))


def cost_per_participant(made: Totals, view: str) -> Array:
    """Return pv_costs per participant who starts."""
    return f.ratio_where(pv_costs(made, view), made.participants, made.participants > 0.0)


def breakeven(made: Totals, view: str) -> Array:
    """Return the factor on all quantities at which npv is 0, where it is a question."""
    costs, benefits = pv_costs(made, view), pv_benefits(made, view)
    return f.ratio_where(costs, benefits, (costs > 0.0) & (benefits > 0.0))


def extrapolated(made: Totals, view: str) -> Array:
    """Return the share of pv_benefits that falls after the last year followed."""
    benefits = pv_benefits(made, view)
    return f.ratio_where(_sum(made, made.late, view), benefits, benefits > 0.0)


MEASURES: dict[str, Callable[[Totals, str], Array]] = {
    measure.__name__: measure
    for measure in (
        pv_costs,
        pv_benefits,
        pv_cashable,
        npv,
        npv_cashable,
        bcr,
        payback_year,
        cost_per_participant,
        breakeven,
        extrapolated,
    )
}


# Measures of an outcome ----------------------------------------------------------------------


def cost_per_unit(made: Totals, outcome: str) -> Array:
    """Return society's pv_costs per event avoided."""
    quantity = made.quantity[outcome]
    return f.ratio_where(pv_costs(made, "society"), quantity, quantity > 0.0)


def breakeven_quantity(made: Totals, root: str, view: str) -> Array:
    """Return how many events must be avoided for npv to be 0; 0 if all else pays already."""
    return _needed_x(made, root, view) * made.unit_quantity[root]


def breakeven_reduction(made: Totals, root: str, view: str) -> Array:
    """Return the share of the baseline to be avoided for npv to be 0; over 1 = impossible."""
    if root not in made.baseline:
        return np.array([np.nan])
    baseline = made.baseline[root]
    return f.ratio_where(_needed_x(made, root, view), baseline, baseline > 0.0)


def _needed_x(made: Totals, root: str, view: str) -> Array:
    """Return the effect x at which npv is 0: (pv_costs - R) / B."""
    tree = {name for name in made.benefits if made.scenario.root(name) == root}
    own = {name: made.unit_benefits[name] for name in tree}
    rest = {name: made.benefits[name] for name in made.benefits if name not in tree}
    needed = np.maximum(-_net(made, rest, view), 0.0)
    gained = _sum(made, own, view)
    return f.ratio_where(needed, gained, gained > 0.0)
