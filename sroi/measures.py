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
from sroi.errors import SroiError
from sroi.flows import Array
from sroi.formulas import Indices
from sroi.results import Events, OutcomeFlows, Results
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost
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
    """Return what is kept of the results; ``views`` limits the paybacks to some perspectives.

    Raises ``SroiError`` if a number has grown beyond what can be counted.
    """
    scenario, v, outcomes = results.scenario, results.discount, results.outcomes
    costs = {name: flows.product(flow, v) for name, flow in results.costs.items()}
    sums = {name: _sums_of(outcome, results) for name, outcome in outcomes.items()}
    priced = [name for name, o in outcomes.items() if o.per_x.value is not None]
    benefits = {n: flows.scaled(sums[n][0].discounted, outcomes[n].x) for n in priced}
    made = Totals(
        scenario=scenario,
        participants=flows.total(results.participants),
        costs={name: flows.total(flow) for name, flow in costs.items()},
        benefits={n: outcomes[n].x * (sums[n][0].early + sums[n][0].late) for n in priced},
        cashable={n: f.present_value(outcomes[n].cashable, v) for n in priced},
        late={n: outcomes[n].x * sums[n][0].late for n in priced},
        quantity={name: o.x * sums[name][0].quantity for name, o in outcomes.items()},
        load={name: o.x * sums[name][0].load for name, o in outcomes.items()},
        unit_quantity={name: sums[name][1].quantity for name in outcomes},
        unit_benefits={name: sums[name][1].early + sums[name][1].late for name in priced},
        baseline={n: o.baseline for n, o in outcomes.items() if o.baseline is not None},
        magnitudes={
            name: flows.total(np.abs(flow))
            for name, flow in (costs | benefits).items()
            if _sign_varies(scenario, name)
        },
        payback={},
    )
    _refuse_infinite(made)
    asked = scenario.views if views is None else tuple(views)
    return _with_paybacks(made, costs | benefits, asked, results.draws)


@dataclass(frozen=True)
class _Sums:
    """Sums over years of an outcome's events: present values until and after the last followed."""

    quantity: Array
    load: Array
    discounted: Array
    early: Array
    late: Array


def _sums_of(outcome: OutcomeFlows, results: Results) -> tuple[_Sums, _Sums]:
    """Return the sums of an outcome's events per x and with an effect of 1, often the same."""
    per_x = _sums(outcome.per_x, results)
    return per_x, per_x if outcome.unit is outcome.per_x else _sums(outcome.unit, results)


def _sums(events: Events, results: Results) -> _Sums:
    scenario, quantity = results.scenario, flows.total(events.quantity)
    load = quantity if events.load is events.quantity else flows.total(events.load)
    if events.value is None:
        return _Sums(quantity, load, events.load, np.zeros(1), np.zeros(1))
    discounted = flows.product(events.value, results.discount)
    after = sum(year <= scenario.last_followed for year in scenario.years)
    early, late = flows.total(discounted[:, :after]), flows.total(discounted[:, after:])
    return _Sums(quantity, load, discounted, early, late)


def _sign_varies(scenario: Scenario, name: str) -> bool:
    """Return whether a line may be positive in one year and negative in another."""
    if name in scenario.lines:
        line = scenario.lines[name]
        return isinstance(line, Cost) and isinstance(line.amount, ByYear)
    root = scenario.outcomes[scenario.root(name)]
    drawn = root.profile is not None and min(root.profile.values()) < 0
    return drawn or (root.effect is not None and isinstance(root.effect.per_year, ByYear))


def _refuse_infinite(made: Totals) -> None:
    for name, vector in (*made.costs.items(), *made.unit_benefits.items(), *made.load.items()):
        if not np.isfinite(vector).all():
            raise SroiError(
                f"{name} grows beyond what can be counted; "
                "check its amounts, growth and discount rate"
            )


def _with_paybacks(made: Totals, discounted: Vectors, views: Iterable[str], draws: int) -> Totals:
    """Return the totals with the paybacks of the views; views that weigh alike share one."""
    known: dict[tuple[float, ...], Indices] = {}
    paybacks: dict[str, Indices] = {}
    for view in views:
        weights = {name: made.scenario.weights[view][name][0] for name in discounted}
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


def _magnitude(made: Totals, vectors: Vectors, view: str) -> Array:
    """Return the sum of absolute terms behind a view's sum over lines."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        _, absolute = made.scenario.weights[view][name]
        if absolute:
            result = result + absolute * made.magnitudes.get(name, np.abs(vector))
    return result


def _sum(made: Totals, vectors: Vectors, view: str) -> Array:
    """Return a view's sum over lines; rounding dust is 0."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        weight, _ = made.scenario.weights[view][name]
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
