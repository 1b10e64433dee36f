"""How the balance of a perspective develops year by year, with its spread over the draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.model.engine import results_of as flows_of
from sroi.model.sampling import worlds

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.projection import Projection
    from sroi.model.results import Results

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST = 65_536  # draws looked at: enough for the percentiles of a picture


@dataclass(frozen=True)
class Balance:
    """Cumulative discounted net by year, in currency units.

    ``cuts`` has a row for each of ``SHARES``; every vector has one value per year.
    """

    view: str
    years: tuple[int, ...]
    base: Array
    mean: Array
    cuts: Array


def balance(projection: Projection, view: str) -> Balance:
    """Return how the balance of a perspective develops, in the base case and over the draws."""
    scenario, size = projection.scenario, min(projection.draws, MOST)
    blocks = worlds([scenario], size, projection.seed)
    drawn = np.concatenate([_cumulated(flows_of(scenario, block), view) for (block,) in blocks])
    return Balance(
        view=view,
        years=tuple(scenario.years),
        base=_cumulated(projection.base, view)[0],
        mean=drawn.mean(axis=0),
        cuts=np.quantile(drawn, SHARES, axis=0),
    )


def _cumulated(results: Results, view: str) -> Array:
    """Return the cumulative discounted net, shape (draws or 1, years)."""
    weights = results.scenario.weights[view]
    net = np.zeros((1, results.scenario.horizon))
    for name, flow in {**results.costs, **results.moved}.items():
        weight, _ = weights.get(name, (0.0, 0.0))
        net = net - weight * flow.values
    for name, outcome in results.outcomes.items():
        if outcome.actual.value is not None:
            net = net + weights[name][0] * outcome.actual.value.values
    return np.cumsum(flows.product_flow(net, results.discount), axis=1)
