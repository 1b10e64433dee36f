"""What is kept of each draw: present values and quantities by line, paybacks by perspective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.families import LARGEST
from sroi.arithmetic.flows import Array, Flow
from sroi.errors import SroiError, Text
from sroi.model.services import service_costs
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sroi.arithmetic.formulas import Flags, Indices
    from sroi.model.results import Results
    from sroi.schema.scenario import Scenario

Vectors = Mapping[str, Array]


@dataclass(frozen=True)
class Totals:
    """What is kept of each draw: present values and quantities by line, paybacks by view.

    ``moved`` is the cost that grants move to a payer, as ``payers.ID``; ``late`` is the part of
    ``benefits`` after the last year followed; ``unit_`` is with an effect x of 1; ``magnitudes``
    are present values of absolute flows, for lines whose sign varies; ``payback`` holds indices of
    years, or ``NEVER``.
    """

    scenario: Scenario
    participants: Array
    volume: Vectors  # by service, over the horizon
    service_cost: Vectors  # undiscounted
    costs: Vectors
    moved: Vectors
    benefits: Vectors
    cashable: Vectors
    late: Vectors
    quantity: Vectors
    load: Vectors
    unit_quantity: Vectors
    unit_benefits: Vectors
    baseline: Vectors
    at_risk: Vectors  # events with an x of 1, of outcomes whose ``unit_`` is another
    magnitudes: Vectors
    payback: Mapping[str, Indices]
    impossible: Mapping[str, Flags]  # draws in which an outcome's effect was cut
    outside: Mapping[str, Flags]  # draws in which a calculated number left its domain

    @property
    def borne(self) -> Vectors:
        """Return all that makes up what payers bear: the cost lines, and what grants move."""
        return {**self.costs, **self.moved}


def totals(results: Results, views: Iterable[str] | None = None) -> Totals:
    """Return what is kept of the results; ``views`` limits the paybacks to some perspectives.

    Raises ``SroiError`` if a number has grown beyond what can be counted.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _totals(results, views)


def _totals(results: Results, views: Iterable[str] | None) -> Totals:
    scenario, outcomes, now = results.scenario, results.outcomes, _Discounting(results)
    costs = {name: now.flow(flow) for name, flow in results.costs.items()}
    moved = {name: now.flow(flow) for name, flow in results.moved.items()}
    values = {n: o.actual.value for n, o in outcomes.items() if o.actual.value is not None}
    benefits = {name: now.flow(flow) for name, flow in values.items()}
    sums = Totals(
        scenario=scenario,
        participants=results.participants.total,
        volume={name: flow.total for name, flow in results.volumes.items()},
        service_cost=service_costs(results),
        costs={name: flow.total for name, flow in costs.items()},
        moved={name: flow.total for name, flow in moved.items()},
        benefits={name: flow.total for name, flow in benefits.items()},
        cashable={name: now.flow(outcomes[name].cashable).total for name in values},
        late=_late(scenario, benefits),
        quantity={name: _settled(o.actual.quantity) for name, o in outcomes.items()},
        load={name: o.actual.load.total for name, o in outcomes.items()},
        unit_quantity={name: o.unit.quantity.total for name, o in outcomes.items()},
        unit_benefits=_unit_benefits(results, now),
        baseline={n: o.baseline for n, o in outcomes.items() if o.baseline is not None},
        at_risk={n: o.at_risk.total for n, o in outcomes.items() if o.at_risk is not None},
        magnitudes=_magnitudes(scenario, costs | moved | benefits),
        payback={},
        impossible={n: o.impossible for n, o in outcomes.items() if o.impossible is not None},
        outside=results.outside,
    )
    _refuse_infinite(sums)
    perspectives = scenario.views if views is None else tuple(views)
    return _with_paybacks(sums, costs | moved | benefits, perspectives, results.draws)


def _unit_benefits(results: Results, now: _Discounting) -> Vectors:
    """Return what outcomes would be worth with an x of 1."""
    units = {name: outcome.unit.value for name, outcome in results.outcomes.items()}
    return {name: now.flow(flow).total for name, flow in units.items() if flow is not None}


def _late(scenario: Scenario, discounted: Mapping[str, Flow]) -> Vectors:
    """Return the present values of what comes after the last year followed."""
    after = sum(year <= scenario.last_followed for year in scenario.years)
    return {n: Flow(flow.pattern[:, after:], flow.size).total for n, flow in discounted.items()}


def _magnitudes(scenario: Scenario, discounted: Mapping[str, Flow]) -> Vectors:
    """Return the present values of absolute flows, of the lines whose sign varies."""
    return {
        name: Flow(np.abs(flow.pattern), np.abs(flow.size)).total
        for name, flow in discounted.items()
        if _sign_varies(scenario, name)
    }


def _settled(flow: Flow) -> Array:
    """Return the sum over years; what is left of years that cancel is 0."""
    if flow.pattern.min() >= 0.0 or flow.pattern.max() <= 0.0:
        return flow.total
    return f.settled(flow.total, Flow(np.abs(flow.pattern), np.abs(flow.size)).total)


class _Discounting:
    """Discounts flows; a pattern that several flows share is discounted once."""

    def __init__(self, results: Results) -> None:
        self.factors = results.discount
        self.known: dict[int, tuple[Array, Array]] = {}

    def flow(self, flow: Flow) -> Flow:
        """Return the flow with every year times its discount factor."""
        if id(flow.pattern) not in self.known:
            discounted = flows.product_flow(flow.pattern, self.factors)
            self.known[id(flow.pattern)] = (flow.pattern, discounted)
        return Flow(self.known[id(flow.pattern)][1], flow.size)


def _sign_varies(scenario: Scenario, name: str) -> bool:
    """Return whether a line may be positive in one year and negative in another."""
    if name.startswith("payers."):
        return True
    if name in scenario.lines:
        line = scenario.lines[name]
        return isinstance(line, Cost) and isinstance(line.amount, ByYear)
    stated = list(scenario.of_groups[scenario.root(name)].values())
    first = stated[0]
    drawn = first.profile is not None and min(first.profile.values()) < 0
    by_year = first.effect is not None and isinstance(first.effect.per_year, ByYear)
    return drawn or by_year or len(stated) > 1


def _refuse_infinite(sums: Totals) -> None:
    groups = (sums.costs, sums.benefits, sums.unit_benefits, sums.unit_quantity, sums.load)
    for name, vector in (item for vectors in groups for item in vectors.items()):
        if not np.abs(vector).max() <= LARGEST:
            raise SroiError(
                Text(
                    "{name} grows beyond what can be counted; check its amounts and growth, "
                    "the number of participants and the discount rate",
                    name=name,
                )
            )


def _with_paybacks(
    sums: Totals, discounted: Mapping[str, Flow], views: Iterable[str], draws: int
) -> Totals:
    """Return the totals with the paybacks of the views; views that weigh alike share one."""
    known: dict[tuple[float, ...], Indices] = {}
    paybacks: dict[str, Indices] = {}
    for view in views:
        weights = {name: _weight(sums.scenario, view, name)[0] for name in discounted}
        key = tuple(weights.values())
        if key not in known:
            signed = {name: -w if name in sums.borne else w for name, w in weights.items()}
            net = [discounted[n].scaled(np.array([w])) for n, w in signed.items() if w]
            known[key] = _payback(sums, net, view, draws)
        paybacks[view] = known[key]
    return replace(sums, payback=paybacks)


def _payback(sums: Totals, net: Sequence[Flow], view: str, draws: int) -> Indices:
    """Return the first year from which the cumulative discounted net stays at or above 0."""
    magnitude = magnitude_in(sums, sums.borne, view) + magnitude_in(sums, sums.benefits, view)
    dust, cumulative = f.TOLERANCE * magnitude, np.zeros(draws)

    def balanced(t: int) -> f.Flags:
        for flow in net:
            if flow.pattern[:, t].any():
                np.add(cumulative, flow.size * flow.pattern[:, t], out=cumulative)
        return np.asarray(cumulative >= -dust)

    first = f.first_year_that_stays(balanced, sums.scenario.horizon, draws)
    return np.where(sum_in(sums, sums.borne, view) > 0.0, first, np.int16(f.NEVER))


def joined_totals(parts: Sequence[Totals]) -> Totals:
    """Return the totals of several blocks of draws as one; what is certain stays one number."""
    names = [field.name for field in fields(Totals) if field.name != "magnitudes"]
    together = {name: _joined([getattr(part, name) for part in parts]) for name in names}
    mixed = dict.fromkeys(name for part in parts for name in part.magnitudes)
    together["magnitudes"] = {
        name: _join([_flow_magnitude(p, name) for p in parts]) for name in mixed
    }
    return Totals(**together)


def _joined(values: Sequence[Any]) -> Any:  # noqa: ANN401 - a scenario, vectors or a vector
    if isinstance(values[0], Mapping):
        return {key: _join([value[key] for value in values]) for key in values[0]}
    return _join(values) if isinstance(values[0], np.ndarray) else values[0]


def _join(vectors: Sequence[Any]) -> Any:  # noqa: ANN401 - money or indices
    return vectors[0] if all(v.size == 1 for v in vectors) else np.concatenate(vectors)


def _flow_magnitude(sums: Totals, name: str) -> Array:
    """Return the present value of a line's absolute flows."""
    if name in sums.magnitudes:
        return sums.magnitudes[name]
    return np.abs(sums.borne[name] if name in sums.borne else sums.benefits[name])


# Sums over the lines of a view ---------------------------------------------------------------


def _weight(scenario: Scenario, view: str, name: str) -> tuple[float, float]:
    """Return what the money of a line counts for in a view: nothing where it is not weighed."""
    return scenario.weights[view].get(name, (0.0, 0.0))


def magnitude_in(sums: Totals, vectors: Vectors, view: str) -> Array:
    """Return the sum of absolute terms behind a view's sum over lines."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        _, absolute = _weight(sums.scenario, view, name)
        if absolute:
            result = result + absolute * sums.magnitudes.get(name, np.abs(vector))
    return result


def sum_in(sums: Totals, vectors: Vectors, view: str) -> Array:
    """Return a view's sum over lines; rounding dust is 0."""
    result = np.zeros(1)
    for name, vector in vectors.items():
        weight, _ = _weight(sums.scenario, view, name)
        if weight:
            result = result + weight * vector
    return f.settled(result, magnitude_in(sums, vectors, view))
