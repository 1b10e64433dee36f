"""The result over the values of two numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.errors import Text, UsageError, nearest
from sroi.model.measures import nothing_known_in
from sroi.model.projection import evaluated, refuse_missing
from sroi.model.sampling import Draws
from sroi.schema.parameters import calculated_there

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario

SHOWN = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)  # percentiles of a grid


@dataclass(frozen=True)
class TwoWay:
    """A measure of a perspective over a grid; ``results`` has shape (first, second)."""

    measure: str
    view: str
    numbers: tuple[Number, Number]
    values: tuple[Array, Array]
    results: Array


def two_way(scenario: Scenario, paths: tuple[str, str], measure: str, view: str) -> TwoWay:
    """Return the measure with two numbers at each of their values to try, all else at base.

    Raises ``UsageError`` for a path that is no number.
    """
    refuse_missing(scenario)
    if nothing_known_in(scenario, view):
        raise UsageError("the effect is unknown: over any two numbers there is only the cost")
    if paths[0] == paths[1]:
        raise UsageError(Text("the same number twice, {paths}; name two", paths=paths[0]))
    first, second = (_number_at(scenario, path) for path in paths)
    down, across = _values_to_show(first), _values_to_show(second)
    grid = np.meshgrid(down, across, indexing="ij")
    values = {first.path: grid[0].ravel(), second.path: grid[1].ravel()}
    results = evaluated(scenario, Draws(grid[0].size, {}, values), measure, view)
    return TwoWay(measure, view, (first, second), (down, across), results.reshape(grid[0].shape))


def _number_at(scenario: Scenario, path: str) -> Number:
    if path not in scenario.numbers:
        raise UsageError(
            Text("no number {path}; {advice}", path=path, advice=nearest(path, scenario.numbers))
        )
    number = scenario.numbers[path]
    if number.calculation is not None:
        what, hint = calculated_there(number)
        raise UsageError(Text("{what}; {advice}", what=what, advice=hint))
    return number


def _values_to_show(number: Number) -> Array:
    """Return nine values: from the 1st to the 99th percentile, or from nothing to twice a base."""
    if not number.certain:
        return np.array([number.quantile(share) for share in SHOWN])
    low, high = sorted((0.0, 2.0 * number.base or 1.0))
    return np.linspace(max(low, number.quantity.low), min(high, number.quantity.high), 9)
