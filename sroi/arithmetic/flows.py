"""Flows: what happens by draw and year, stored so that each year is one block of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Array = NDArray[np.float64]
FlowChange = Callable[[Array], Array]


def by_year(vectors: Sequence[Array | float]) -> Array:
    """Return the array whose columns are the given vectors, one per year.

    >>> by_year([np.array([1.0]), np.array([2.0])])
    array([[1., 2.]])
    """
    draws = max((np.size(vector) for vector in vectors), default=1)
    array = np.empty((draws, len(vectors)), order="F")
    for t, vector in enumerate(vectors):
        array[:, t] = vector
    return array


def shares_of(years: Iterable[int], share: Callable[[int], float]) -> Array:
    """Return a share of every year, shape (1, years).

    >>> shares_of([2016, 2017], lambda year: 0.5 if year == 2016 else 1.0)
    array([[0.5, 1. ]])
    """
    return np.array([[share(year) for year in years]])


def product_flow(array: Array, other: Array) -> Array:
    """Return two arrays by year multiplied."""
    return np.multiply(array, other, order="F")


def positive_flow(array: Array) -> Array:
    """Return 1 where an array is above 0, else 0."""
    return np.asarray((array > 0.0) * 1.0, order="F")


def total_flow(array: Array) -> Array:
    """Return the sum over years as a vector.

    The years are added in calendar order, so that the sum never depends on the number of draws.
    """
    result = np.zeros(array.shape[0])
    for t in range(array.shape[1]):
        result += array[:, t]
    return result


@dataclass(frozen=True)
class Flow:
    """What happens by draw and year: ``pattern`` (D or 1, years) times ``size`` (D or 1).

    When only the size is uncertain, the pattern has one row, and what is done to years is done
    once instead of once per draw.
    """

    pattern: Array
    size: Array

    @property
    def values(self) -> Array:
        """Return the flow written out, shape (D or 1, years)."""
        return np.multiply(self.pattern, self.size[:, np.newaxis], order="F")

    @property
    def total(self) -> Array:
        """Return the sum over years, undiscounted, as a vector."""
        return self.size * total_flow(self.pattern)

    def changed(self, change: FlowChange) -> Flow:
        """Return the flow with its years changed; the change must be linear."""
        return Flow(change(self.pattern), self.size)

    def scaled(self, factor: Array) -> Flow:
        """Return every year times a vector."""
        return Flow(self.pattern, self.size * factor)

    def times(self, other: Flow) -> Flow:
        """Return two flows multiplied year by year."""
        return Flow(product_flow(self.pattern, other.pattern), self.size * other.size)


def flow_sum(parts: Sequence[Flow]) -> Flow:
    """Return the sum of flows; those of one pattern add up their sizes.

    >>> years = np.array([[1.0, 0.0]])
    >>> flow_sum([Flow(years, np.array([2.0])), Flow(years, np.array([3.0]))]).values
    array([[5., 0.]])
    """
    first, *more = parts
    if not more:
        return first
    if all(part.pattern is first.pattern for part in more):
        return Flow(first.pattern, _added([part.size for part in parts]))
    return Flow(_added([part.values for part in parts]), np.ones(1))


def _added(arrays: Sequence[Array]) -> Array:
    """Return the sum of arrays of as many draws, or of one, in their order."""
    draws = max(array.shape[0] for array in arrays)
    result = np.zeros((draws, *arrays[0].shape[1:]), order="F")
    for array in arrays:
        result += array
    return result


def nothing(years: int) -> Flow:
    """Return the flow in which nothing happens."""
    return Flow(np.zeros((1, years)), np.zeros(1))
