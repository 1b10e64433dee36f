"""What services cost: the lines that serve them over the horizon, and what serves none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.results import Results


def service_costs(results: Results) -> dict[str, Array]:
    """Return what each service costs over the horizon in every draw, a vector.

    Undiscounted, in prices of the price year, whoever pays, in kind included.
    """
    costs = {name: np.zeros(1) for name in results.scenario.services}
    for path, line in results.scenario.lines.items():
        for name, share in line.served.items():
            costs[name] = costs[name] + share * results.costs[path].total
    return costs


def unallocated_cost(results: Results) -> Array:
    """Return what the lines cost that serve no service, or serve them with a part only."""
    lines = results.scenario.lines.items()
    parts = {path: 1.0 - sum(line.served.values()) for path, line in lines}
    return sum((part * results.costs[path].total for path, part in parts.items()), np.zeros(1))
