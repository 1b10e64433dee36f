"""Flows: what happens by draw and year, stored so that each year is one block of memory."""

from collections.abc import Callable, Container, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Change = Callable[[Array], Array]


def by_year(vectors: Sequence[Array | float]) -> Array:
    """Return the flow whose columns are the given vectors, one per year.

    >>> by_year([np.array([1.0]), np.array([2.0])])
    array([[1., 2.]])
    """
    draws = max((np.size(vector) for vector in vectors), default=1)
    flow = np.empty((draws, len(vectors)), order="F")
    for t, vector in enumerate(vectors):
        flow[:, t] = vector
    return flow


def zero_flow(years: int) -> Array:
    """Return the flow in which nothing happens, shape (1, years)."""
    return np.zeros((1, years), order="F")


def mask(years: Iterable[int], chosen: Container[int]) -> Array:
    """Return 1 in the chosen years and 0 in the others, a certain flow.

    >>> mask([2025, 2026, 2027], [2026])
    array([[0., 1., 0.]])
    """
    return np.array([[1.0 if year in chosen else 0.0 for year in years]])


def scaled(flow: Array, factor: Array) -> Array:
    """Return every year of a flow times a vector."""
    return np.multiply(flow, factor[:, np.newaxis], order="F")


def product(flow: Array, other: Array) -> Array:
    """Return two flows multiplied year by year."""
    return np.multiply(flow, other, order="F")


def indicator(flow: Array) -> Array:
    """Return 1 where a flow is above 0, else 0."""
    return np.asfortranarray((flow > 0.0).astype(float))


def total(flow: Array) -> Array:
    """Return the sum over years, undiscounted, as a vector.

    The years are added in calendar order, so that the sum never depends on the number of draws.
    """
    result = np.zeros(flow.shape[0])
    for t in range(flow.shape[1]):
        result += flow[:, t]
    return result
