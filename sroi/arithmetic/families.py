"""How moments, ranges and counts become distributions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from sroi.arithmetic import truncated
from sroi.arithmetic.distributions import Beta, Gamma, Lognormal, Normal, Truncated

if TYPE_CHECKING:
    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.quantities import Quantity

LARGEST = 1e100  # what can still be squared and summed
LEAST_SHARE = 1e-6  # of a distribution, that must lie in the domain it is cut to
EXTREMES = np.array([2.0**-33, 0.05, 0.5, 0.95, 1.0 - 2.0**-33])  # shares; no draw lies beyond
CLOSEST = 1e-6  # how near its widest, relatively, a standard deviation may come


def beta_pert(low: float, mode: float, high: float) -> Beta:
    """Return the beta-PERT with shape 4: a = 1 + 4 (mode - min)/(max - min) (Malcolm et al. 1959).

    >>> beta_pert(0.0, 0.5, 1.0)
    Beta(a=3.0, b=3.0, low=0.0, high=1.0)
    """
    width = high - low
    return Beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, high)


def beta_of_moments(mean: float, sd: float) -> Beta:
    """Return the beta distribution with this mean and standard deviation.

    >>> beta_of_moments(0.5, 0.25)
    Beta(a=1.5, b=1.5, low=0.0, high=1.0)
    """
    weight = mean * (1 - mean) / sd**2 - 1
    return Beta(mean * weight, (1 - mean) * weight)


def gamma_of_moments(mean: float, sd: float) -> Gamma:
    """Return the gamma distribution with this mean and standard deviation.

    >>> gamma_of_moments(100.0, 50.0)
    Gamma(shape=4.0, scale=25.0)
    """
    return Gamma((mean / sd) ** 2, sd**2 / mean)


def lognormal_of_moments(mean: float, sd: float) -> Lognormal:
    """Return the lognormal distribution whose own mean and standard deviation these are."""
    variance = np.log1p((sd / mean) ** 2)
    return Lognormal(float(np.log(mean) - variance / 2), float(np.sqrt(variance)))


def widest_sd(mean: float, quantity: Quantity) -> float:
    """Return the standard deviation that the quantity's own family stays below at this mean.

    >>> from sroi.arithmetic.quantities import SHARE
    >>> widest_sd(0.5, SHARE)
    0.5
    """
    if not quantity.holds(mean):
        return math.inf
    if quantity.scale == "identity":
        return widest_normal_sd(mean, quantity)
    if quantity.scale == "logit":
        return math.sqrt(mean * (1.0 - mean))
    return math.inf if mean else 0.0


def widest_normal_sd(mean: float, quantity: Quantity) -> float:
    """Return the standard deviation that a normal cut to the domain stays below at this mean."""
    inside = quantity.holds(mean)
    return truncated.widest_sd_within(mean, quantity.low, quantity.high) if inside else math.inf


def normal_of_moments(mean: float, sd: float, quantity: Quantity) -> Distribution:
    """Return the normal with this mean and sd; cut to the quantity's domain it still has them."""
    if truncated.is_cut(mean, sd, quantity.low, quantity.high):
        return truncated.truncated_normal(mean, sd, quantity.low, quantity.high)
    return Normal(mean, sd)


def beta_of_counts(events: float, of: float) -> Beta:
    """Return the posterior of a share after ``events`` among ``of``, under Jeffreys' prior.

    Beta(events + 1/2, of - events + 1/2) (Brown, Cai & DasGupta 2001).

    >>> beta_of_counts(0, 12)
    Beta(a=0.5, b=12.5, low=0.0, high=1.0)
    """
    return Beta(events + 0.5, of - events + 0.5)


def gamma_of_counts(events: float, exposure: float) -> Gamma:
    """Return the posterior of what happens per year, after ``events`` in ``exposure`` years.

    Gamma(events + 1/2, exposure), under Jeffreys' prior of a Poisson rate.

    >>> gamma_of_counts(47, 4.0)
    Gamma(shape=47.5, scale=0.25)
    """
    return Gamma(events + 0.5, 1.0 / exposure)


def exact_interval(events: int, of: int, level: float = 0.9) -> tuple[float, float]:
    """Return the exact interval of a share after ``events`` among ``of`` (Clopper & Pearson 1934).

    >>> low, high = exact_interval(0, 12)
    >>> low, round(high, 3)
    (0.0, 0.221)
    """
    tail = (1.0 - level) / 2.0
    low = special.betaincinv(events, of - events + 1, tail) if events else 0.0
    high = special.betaincinv(events + 1, of - events, 1.0 - tail) if events < of else 1.0
    return float(low), float(high)


def countable(distribution: Distribution) -> bool:
    """Return whether floats can hold a distribution: its most extreme draws, and that it varies.

    >>> countable(Gamma(4.0, 25.0)), countable(Lognormal(0.0, 1e3))
    (True, False)
    """
    if isinstance(distribution, Truncated) and not distribution.share > LEAST_SHARE:
        return False
    inner = getattr(distribution, "inner", None)
    if inner is not None:
        return countable(inner)
    with np.errstate(over="ignore", invalid="ignore"):
        quantiles = getattr(distribution, "exact_ppf", distribution.ppf)(EXTREMES)
        rising = bool(np.all(np.diff(quantiles) >= 0.0)) and quantiles[0] < quantiles[-1]
    return rising and bool(np.abs(quantiles).max() <= LARGEST)


def within(distribution: Distribution, quantity: Quantity) -> Distribution:
    """Return the distribution cut to the quantity's domain, or itself where nothing lies outside.

    >>> from sroi.arithmetic.quantities import AMOUNT, SHARE
    >>> within(Gamma(4.0, 25.0), AMOUNT)
    Gamma(shape=4.0, scale=25.0)
    >>> type(within(Gamma(4.0, 0.1), SHARE)).__name__
    'Truncated'
    """
    bounds = np.array([quantity.low, quantity.high])
    below, upto = distribution.cdf(bounds)
    if below <= 0.0 and upto >= 1.0:
        return distribution
    return Truncated(distribution, quantity.low, quantity.high)
