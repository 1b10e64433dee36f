"""Intervals of what was observed, and of changes in it: 90 %, five on either side.

Each function names its source; docs/explanation/follow-up-method.md prints the formulas.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

TAIL = 0.05
Z = 1.6448536269514722  # the normal quantile at 0.95
Interval = tuple[float, float]


def wilson(events: float, of: float) -> Interval:
    """Return the interval of a share (Wilson 1927, score).

    >>> tuple(round(end, 4) for end in wilson(108, 115))
    (0.8914, 0.9667)
    """
    share, z2 = events / of, Z * Z / of
    middle = (share + z2 / 2) / (1 + z2)
    half = Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of)) / (1 + z2)
    low = 0.0 if events == 0 else max(0.0, middle - half)
    return low, 1.0 if events == of else min(1.0, middle + half)


def garwood(count: float, exposure: float = 1.0) -> Interval:
    """Return the exact interval of a Poisson count, by exposure (Garwood 1936).

    >>> tuple(round(end, 2) for end in garwood(10))
    (5.43, 16.96)
    """
    low = float(special.gammaincinv(count, TAIL)) if count else 0.0
    return low / exposure, float(special.gammaincinv(count + 1, 1 - TAIL)) / exposure


def student(mean: float, sd: float, n: float) -> Interval:
    """Return the interval of a mean, Student's t with n - 1 degrees of freedom."""
    half = float(special.stdtrit(n - 1, 1 - TAIL)) * sd / math.sqrt(n)
    return mean - half, mean + half


def newcombe(after: tuple[float, float], before: tuple[float, float]) -> Interval:
    """Return the interval of a difference of shares, each as events and of (Newcombe 1998, 10)."""
    p1, p0 = after[0] / after[1], before[0] / before[1]
    (low1, high1), (low0, high0) = wilson(*after), wilson(*before)
    down, up = math.hypot(p1 - low1, high0 - p0), math.hypot(high1 - p1, p0 - low0)
    return p1 - p0 - down, p1 - p0 + up


def welch(after: tuple[float, float, float], before: tuple[float, float, float]) -> Interval:
    """Return the interval of a difference of means, each as mean, sd and n (Welch 1947)."""
    (m1, s1, n1), (m0, s0, n0) = after, before
    v1, v0 = s1 * s1 / n1, s0 * s0 / n0
    if v1 + v0 == 0:
        return m1 - m0, m1 - m0
    freedom = (v1 + v0) ** 2 / (v1 * v1 / (n1 - 1) + v0 * v0 / (n0 - 1))
    half = float(special.stdtrit(freedom, 1 - TAIL)) * math.sqrt(v1 + v0)
    return m1 - m0 - half, m1 - m0 + half


def exact_ratio(after: tuple[float, float], before: tuple[float, float]) -> Interval:
    """Return the interval of a ratio of rates, each as count and exposure (Clopper-Pearson).

    Given x1 + x0, x1 is binomial (Przyborowski and Wilenski 1940); an end may be infinite.
    """
    (x1, t1), (x0, t0) = after, before
    low = float(special.betaincinv(x1, x0 + 1, TAIL)) if x1 else 0.0
    high = float(special.betaincinv(x1 + 1, x0, 1 - TAIL)) if x0 else 1.0
    return _odds(low) * t0 / t1, _odds(high) * t0 / t1


def _odds(p: float) -> float:
    return p / (1 - p) if p < 1 else math.inf


def sd_of_union(groups: Sequence[tuple[float, float, float]]) -> float:
    """Return the standard deviation of groups together, each as mean, sd and n.

    >>> sd_of_union([(1.0, 0.0, 1.0), (3.0, 0.0, 1.0)]) == math.sqrt(2)
    True
    """
    n = sum(each[2] for each in groups)
    mean = sum(m * k for m, _, k in groups) / n
    squares = sum((k - 1) * s * s + k * (m - mean) ** 2 for m, s, k in groups)
    return math.sqrt(squares / (n - 1))
