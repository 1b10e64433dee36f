"""Normal distributions cut to a domain that keep the mean and standard deviation written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array

NODES = 400  # of the integrals behind a cut distribution's moments
REACH = 40.0  # standard deviations of the cut distribution: nothing that counts lies beyond
BEYOND = 8.0  # standard deviations within which every draw of a normal distribution falls


@dataclass(frozen=True)
class TruncatedNormal:
    """A normal distribution cut to ``low`` to ``high``; mean and sd are those before the cut."""

    mean: float
    sd: float
    low: float
    high: float

    def ppf(self, u: Array) -> Array:
        """Return quantiles."""
        low, high = self._limits()
        scores = _score(low, high, u) if low + high >= 0.0 else -_score(-high, -low, 1.0 - u)
        return np.clip(self.mean + self.sd * scores, self.low, self.high)

    def cdf(self, x: Array) -> Array:
        """Return shares."""
        low, high = self._limits()
        score = (np.clip(x, self.low, self.high) - self.mean) / self.sd
        if low + high >= 0.0:
            return _share(low, high, score)
        return 1.0 - _share(-high, -low, -score)

    def _limits(self) -> tuple[float, float]:
        return (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd


# The upper tail in logarithms: it stays exact however far out the domain lies.


def _score(low: float, high: float, u: Array) -> Array:
    """Return the standard-normal score below which a share lies between two scores."""
    first, last = special.log_ndtr([-low, -high])
    return np.asarray(-special.ndtri_exp(first + np.log1p(u * np.expm1(last - first))))


def _share(low: float, high: float, score: Array) -> Array:
    """Return the share between two standard-normal scores that lies below another."""
    first, last = special.log_ndtr([-low, -high])
    return np.asarray(np.expm1(special.log_ndtr(-score) - first) / np.expm1(last - first))


def widest_sd_within(mean: float, low: float, high: float) -> float:
    """Return the standard deviation below which some normal cut to the domain has the mean.

    The limit is that of the exponential distribution on the domain with this mean.

    >>> widest_sd_within(10.0, 0.0, math.inf), round(widest_sd_within(0.5, 0.0, 1.0), 4)
    (10.0, 0.2887)
    """
    nearest = min(mean - low, high - mean)
    if math.isinf(nearest) or nearest <= 0.0:
        return max(nearest, 0.0)
    width = high - low
    return nearest if math.isinf(width) else width * _exponential_sd(nearest / width)


def _exponential_sd(mean: float) -> float:
    """Return the sd of the exponential cut to 0 to 1 whose mean this is, at most a half."""
    from scipy import optimize

    def mean_at(rate: float) -> float:
        return 1.0 / rate - 1.0 / math.expm1(rate)

    if mean < 1.0 / 500.0:
        return mean  # the cut at 1 is too far out to matter
    slowest = 1e-3
    if mean >= mean_at(slowest):
        return math.sqrt(1.0 / 12.0)
    rate = float(optimize.brentq(lambda r: mean_at(r) - mean, slowest, 1.0 / mean))
    return math.sqrt(rate**-2 - math.sinh(rate / 2.0) ** -2 / 4.0)


def is_cut(mean: float, sd: float, low: float, high: float) -> bool:
    """Return whether a normal distribution reaches beyond the domain at all."""
    return min(mean - low, high - mean) < BEYOND * sd


@lru_cache(maxsize=1)
def _quadrature() -> tuple[Array, Array]:
    """Return the nodes and weights of Gauss and Legendre; slow to make, and seldom needed."""
    return np.polynomial.legendre.leggauss(NODES)


@lru_cache(maxsize=512)
def truncated_normal(mean: float, sd: float, low: float, high: float) -> TruncatedNormal:
    """Return the normal that, cut to the domain, has this mean and standard deviation.

    In units of sd around the mean its density is exp(a z + b z^2); Newton's method on the convex
    function log(integral) - b finds the a and b that give mean 0 and standard deviation 1.
    """
    lowest, highest = max((low - mean) / sd, -REACH), min((high - mean) / sd, REACH)
    nodes, weights = _quadrature()
    z = (lowest + highest) / 2.0 + (highest - lowest) / 2.0 * nodes
    slope, curve = _fitted(np.stack([z, z * z]), weights)
    variance = -0.5 / curve
    return TruncatedNormal(mean + sd * slope * variance, sd * math.sqrt(variance), low, high)


def _fitted(powers: Array, widths: Array) -> tuple[float, float]:
    """Return a and b of exp(a z + b z^2) with mean 0 and variance 1, from powers of the nodes."""
    wanted, fitted = np.array([0.0, 1.0]), np.array([0.0, -0.5])

    def density(at: Array) -> tuple[Array, float]:
        exponent = at @ powers
        top = float(exponent.max())
        weights = widths * np.exp(exponent - top)
        total = float(weights.sum())
        return weights / total, top + math.log(total) - float(at @ wanted)

    for _ in range(100):
        weights, value = density(fitted)
        moments = powers @ weights
        off = moments - wanted
        if np.abs(off).max() < 1e-13:
            break
        step = np.linalg.solve((powers * weights) @ powers.T - np.outer(moments, moments), off)
        while density(fitted - step)[1] > value and np.abs(step).max() > 1e-12:
            step = step / 2.0
        fitted = fitted - step
    return float(fitted[0]), float(fitted[1])
