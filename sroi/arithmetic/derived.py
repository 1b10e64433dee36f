"""Distributions of what is calculated from one number: a multiple of it, or a yearly risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.arithmetic.formulas import yearly_risk

if TYPE_CHECKING:
    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.flows import Array


@dataclass(frozen=True)
class YearlyRisk:
    """A risk over several years as a yearly one (formulas.yearly_risk)."""

    inner: Distribution
    years: float

    def ppf(self, u: Array) -> Array:
        """Return quantiles."""
        return yearly_risk(self.inner.ppf(u), self.years)

    def cdf(self, x: Array) -> Array:
        """Return shares."""
        return self.inner.cdf(1.0 - (1.0 - x) ** self.years)


@dataclass(frozen=True)
class Times:
    """Another distribution times a positive constant."""

    inner: Distribution
    factor: float

    def ppf(self, u: Array) -> Array:
        """Return quantiles."""
        return self.factor * self.inner.ppf(u)

    def cdf(self, x: Array) -> Array:
        """Return shares."""
        return self.inner.cdf(x / self.factor)
