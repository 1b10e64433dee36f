"""What would have to be true: the value of each number, or the nearest few, that turns the sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

from sroi.arithmetic.copula import correlation_matrix, mixing
from sroi.arithmetic.quantities import RATE
from sroi.model.projection import evaluated, refuse_missing
from sroi.model.sampling import Draws

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario

GRID = 48  # values tried on each side of the base before a root is bracketed
REACH = 1e6  # how many times the base an unbounded number is followed
FASTEST = 10.0  # the highest yearly rate tried
FARTHEST = 6.0  # standard deviations beyond which a joint flip is no answer


@dataclass(frozen=True)
class Switch:
    """The value of one number at which npv is 0, all else at base; None if none in its domain.

    ``base_share`` and ``value_share`` are where base and value lie in the number's own
    distribution (shares below); None for a certain number.
    """

    paths: tuple[str, ...]
    number: Number
    value: float | None
    base_share: float | None
    value_share: float | None


@dataclass(frozen=True)
class Move:
    """A number and where it would have to go: its value, and how far in standard deviations."""

    number: Number
    value: float
    score: float


@dataclass(frozen=True)
class Flip:
    """The most probable combination of values that turns the sign of npv.

    ``distance`` is in standard deviations from the middle of all distributions.
    """

    distance: float
    moves: tuple[Move, ...]  # farthest moved first


def switches(scenario: Scenario, view: str) -> list[Switch]:
    """Return the switching value of each number, or of those that share one library value."""
    refuse_missing(scenario)
    groups = list(scenario.sharing.values())
    tried = [_existing(scenario, numbers, _values_to_try(numbers[0])) for numbers in groups]
    size = sum(map(len, tried))
    starts = np.cumsum([0, *map(len, tried)])
    vectors: dict[str, Array] = {}
    for numbers, values, start in zip(groups, tried, starts, strict=False):
        for number in numbers:
            vector = np.full(size, number.base)
            vector[start : start + len(values)] = _moved(numbers[0], number, values)
            vectors[number.path] = vector
    npv = evaluated(scenario, Draws(size, {}, vectors), "npv", view)
    flips = []
    for numbers, values, start in zip(groups, tried, starts, strict=False):
        root = _root(scenario, numbers, values, npv[start : start + len(values)], view)
        flips.append(_switch(numbers, root))
    return flips


def _existing(scenario: Scenario, numbers: Sequence[Number], values: Array) -> Array:
    """Return the values with which everything that is calculated is a number."""
    draws = Draws(values.size, {}, {n.path: _moved(numbers[0], n, values) for n in numbers})
    exists = [np.isfinite(draws.of(number)) for number in scenario.calculated]
    return values[np.logical_and.reduce(np.broadcast_arrays(*exists, values == values))]


def _moved(first: Number, number: Number, values: Array) -> Array:
    """Return what another number that shares the first one's value becomes."""
    if number is first:
        return values
    return values * (number.base / first.base) if first.base else values


def _values_to_try(number: Number) -> Array:
    """Return values over the number's domain, in order, its base among them."""
    low, high, base = number.quantity.low, number.quantity.high, number.base
    if number.quantity is RATE:
        high = max(FASTEST, base)
    scale = abs(base) or 1.0
    steps = scale * np.geomspace(1e-4, REACH, GRID)
    below = base - steps[::-1] if np.isinf(low) else np.linspace(low, base, GRID, endpoint=False)
    above = base + steps if np.isinf(high) else np.linspace(base, high, GRID + 1)[1:]
    values = np.concatenate([below, [base], above])
    return np.unique(values[values > low if number.quantity.open_low else values >= low])


def _root(
    scenario: Scenario, numbers: Sequence[Number], values: Array, npv: Array, view: str
) -> float | None:
    """Return the root of npv nearest to the base, refined on the model itself."""
    changes = np.nonzero(np.sign(npv[:-1]) != np.sign(npv[1:]))[0]
    if not changes.size:
        return None
    middle = int(np.searchsorted(values, numbers[0].base))
    at = int(changes[np.argmin(np.abs(changes + 0.5 - middle))])

    def net(value: float) -> float:
        vectors = {n.path: _moved(numbers[0], n, np.array([value])) for n in numbers}
        return float(evaluated(scenario, Draws(1, {}, vectors), "npv", view)[0])

    return float(optimize.brentq(net, values[at], values[at + 1], xtol=1e-14, rtol=1e-12))


def _switch(numbers: Sequence[Number], value: float | None) -> Switch:
    number = numbers[0]
    paths = tuple(each.path for each in numbers)
    if number.certain or number.distribution is None:
        return Switch(paths, number, value, None, None)
    cdf = number.distribution.cdf
    share = None if value is None else float(cdf(np.array([value]))[0])
    return Switch(paths, number, value, float(cdf(np.array([number.base]))[0]), share)


# The nearest joint flip ----------------------------------------------------------------------


def nearest_flip(scenario: Scenario, view: str) -> Flip | None:
    """Return the combination nearest to the middle, in standard-normal space, that flips npv.

    Hasofer & Lind (1974): the smallest distance from the origin to npv = 0, under the
    scenario's correlations, found by sequential quadratic programming from several starts.
    """
    uncertain = [numbers for numbers in scenario.sharing.values() if not numbers[0].certain]
    if not uncertain:
        return None
    search = _Search(scenario, uncertain, view)
    base = float(evaluated(scenario, Draws(), "npv", view)[0])
    flips = [score for start in search.starts(base) if (score := search.flip(start)) is not None]
    if not flips:
        return None
    best = min(flips, key=lambda score: float(np.linalg.norm(score)))
    values = search.values(best[np.newaxis, :])
    scores, firsts = search.lower @ best, [numbers[0] for numbers in uncertain]
    moves = [
        Move(number, float(values[number.path][0]), float(score))
        for number, score in zip(firsts, scores, strict=True)
    ]
    return Flip(float(np.linalg.norm(best)), tuple(sorted(moves, key=lambda m: -abs(m.score))))


class _Search:
    """npv as a function of independent standard-normal scores, one per uncertain number."""

    def __init__(self, scenario: Scenario, groups: list[list[Number]], view: str) -> None:
        self.scenario, self.groups, self.view = scenario, groups, view
        keys = [numbers[0].key for numbers in groups]
        lower = mixing(correlation_matrix(keys, scenario.ranks))
        self.lower = np.eye(len(keys)) if lower is None else lower

    def values(self, scores: Array) -> dict[str, Array]:
        """Return the values of every number at scores of shape (points, numbers)."""
        shares = special.ndtr(np.clip(scores @ self.lower.T, -8.0, 8.0))
        return {
            number.path: number.distribution.ppf(shares[:, i])
            for i, numbers in enumerate(self.groups)
            for number in numbers
            if number.distribution is not None
        }

    def npv(self, scores: Array) -> Array:
        """Return npv at scores of shape (points, numbers)."""
        draws = Draws(len(scores), {}, self.values(scores))
        return evaluated(self.scenario, draws, "npv", self.view)

    def gradient(self, score: Array) -> Array:
        """Return the slope of npv at one point, by central differences, all at once."""
        step = 1e-4 * np.eye(len(score))
        both = self.npv(np.concatenate([score + step, score - step]))
        return np.asarray((both[: len(score)] - both[len(score) :]) / 2e-4)

    def starts(self, base: float) -> Iterator[Array]:
        """Yield the middle, and the nearest points of a cloud on the other side of zero."""
        middle = np.zeros(len(self.groups))
        yield middle
        cloud = np.random.default_rng(1).standard_normal((4096, len(middle))) * 2.0
        flipped = cloud[np.sign(self.npv(cloud)) == -np.sign(base)]
        nearest = np.argsort(np.linalg.norm(flipped, axis=1))[:3]
        yield from flipped[nearest]

    def flip(self, start: Array) -> Array | None:
        """Return the nearest point with npv = 0 that the search from a start leads to."""
        scale = float(np.abs(self.npv(np.zeros((1, len(start))))[0])) or 1.0
        optimum = optimize.minimize(  # type: ignore[call-overload]
            lambda score: (float(score @ score) / 2.0, score),
            start,
            jac=True,
            method="SLSQP",
            constraints={
                "type": "eq",
                "fun": lambda score: float(self.npv(score[np.newaxis, :])[0]) / scale,
                "jac": lambda score: self.gradient(score) / scale,
            },
            options={"maxiter": 200, "ftol": 1e-12},
        )
        score = np.asarray(optimum.x)
        at_zero = abs(float(self.npv(score[np.newaxis, :])[0])) < 1e-6 * scale
        return score if at_zero and np.linalg.norm(score) <= FARTHEST else None
