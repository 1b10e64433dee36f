"""The smallest change that so many people or events can show, four times of five.

Power 0.8 where a change is told from none at 10 % two-sided: Z = 1.6449 + 0.8416.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import special

from sroi.arithmetic.intervals import TAIL, Z

POWER = 0.8
ZZ = Z + 0.8416212335729143  # the normal quantiles at 0.95 and 0.8
FEW = 10.0  # expected events, or non-events, below which the formula is too hopeful
STEPS = 40  # halvings of the interval in which the change is sought
Sizes = tuple[float, float]  # after and before: n, or exposure


def detectable_share(before: float, sizes: Sizes, sign: int) -> float | None:
    """Return the least change of a share that can be told, None where not even all of it could.

    >>> round(detectable_share(0.5, (100, 100), -1), 3)
    0.172
    """
    angle = math.asin(math.sqrt(before)) + sign * ZZ / 2 * _root(sizes)
    if not 0 <= angle <= math.pi / 2:
        return None
    after = math.sin(angle) ** 2
    shares = ((before, sizes[1]), (after, sizes[0]))
    if min(n * min(p, 1 - p) for p, n in shares) >= FEW:
        return abs(after - before)
    whole = (round(sizes[0]), round(sizes[1]))
    end = 1.0 if sign > 0 else 0.0
    return _sought(lambda p: _power_of_shares(p, before, whole, sign), before, end)


def detectable_rate(before: float, sizes: Sizes, sign: int) -> float | None:
    """Return the least change of a rate that can be told, None where not even all of it could."""
    root = math.sqrt(before) + sign * ZZ / 2 * _root(sizes)
    if root < 0:
        return None
    after = root * root
    if min(before * sizes[1], after * sizes[0]) >= FEW:
        return abs(after - before)
    end = 0.0 if sign < 0 else 8 * max(after, before, 1 / sizes[0])
    return _sought(lambda rate: _power_of_rates(rate, before, sizes, sign), before, end)


def detectable_mean(sd: float, sizes: Sizes) -> float:
    """Return the least change of a mean that can be told."""
    return ZZ * sd * _root(sizes)


def _root(sizes: Sizes) -> float:
    return math.sqrt(1 / sizes[0] + 1 / sizes[1])


def _sought(power: Callable[[float], float], before: float, end: float) -> float | None:
    """Return how far from ``before`` towards ``end`` the power first is enough."""
    if power(end) < POWER:
        return None
    near, far = before, end
    for _ in range(STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if power(middle) >= POWER else (middle, far)
    return abs(far - before)


def _power_of_shares(after: float, before: float, sizes: tuple[int, int], sign: int) -> float:
    """Return the probability that Newcombe's interval lies wholly on one side of 0."""
    x1, w1 = _binomial(sizes[0], after)
    x0, w0 = _binomial(sizes[1], before)
    p1, low1, high1 = _scores(x1, sizes[0])
    p0, low0, high0 = _scores(x0, sizes[1])
    change = p1[:, None] - p0
    if sign > 0:
        clear = change > np.hypot((p1 - low1)[:, None], high0 - p0)
    else:
        clear = -change > np.hypot((high1 - p1)[:, None], p0 - low0)
    return float(w1 @ clear @ w0)


def _scores(x: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shares with Wilson's limits, as ``intervals.wilson`` does one by one."""
    share, z2 = x / n, Z * Z / n
    middle = (share + z2 / 2) / (1 + z2)
    half = Z * np.sqrt(share * (1 - share) / n + z2 / (4 * n)) / (1 + z2)
    return share, np.where(x == 0, 0.0, middle - half), np.where(x == n, 1.0, middle + half)


def _power_of_rates(after: float, before: float, sizes: Sizes, sign: int) -> float:
    """Return the probability that the exact interval of the ratio lies on one side of 1."""
    x1, w1 = _poisson(after * sizes[0])
    x0, w0 = _poisson(before * sizes[1])
    share = sizes[0] / (sizes[0] + sizes[1])  # of all events, where the rates are equal
    a, b = x1[:, None], x0[None, :]
    if sign > 0:  # P(X >= x1 | x1 + x0) < 5 %
        clear = (a > 0) & (special.betainc(np.maximum(a, 1), b + 1, share) < TAIL)
    else:
        clear = (b > 0) & (special.betainc(np.maximum(b, 1), a + 1, 1 - share) < TAIL)
    return float(w1 @ clear @ w0)


def _binomial(n: int, p: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of events that are at all probable, and how probable."""
    if p in (0.0, 1.0):
        return np.array([n * p]), np.ones(1)
    spread = 7 * math.sqrt(n * p * (1 - p)) + 20
    x = np.arange(max(0, math.floor(n * p - spread)), min(n, math.ceil(n * p + spread)) + 1)
    ways = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    return x, np.exp(ways + x * math.log(p) + (n - x) * math.log1p(-p))


def _poisson(mean: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the counts that are at all probable, and how probable."""
    if mean == 0.0:
        return np.zeros(1), np.ones(1)
    spread = 7 * math.sqrt(mean) + 20
    x = np.arange(max(0, math.floor(mean - spread)), math.ceil(mean + spread) + 1)
    return x, np.exp(x * math.log(mean) - mean - special.gammaln(x + 1))
