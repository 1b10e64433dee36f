"""What the draws of a result amount to: mean, percentiles, and the error of randomisation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sroi.model.sampling import RANDOMISATIONS

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


@dataclass(frozen=True)
class Summary:
    """A distribution in few numbers; None where nothing exists, or (se) where draws are too few."""

    mean: float | None
    sd: float | None
    se: float | None
    percentiles: dict[int, float | None]
    exists: float  # share of the draws in which the measure exists


def summary(values: Array) -> Summary:
    """Return the distribution of a measure's draws; NaN means it does not exist in that draw.

    A mean, or a spread, that has grown beyond what can be counted is None.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _summary(values)


def _summary(values: Array) -> Summary:
    finite = np.isfinite(values)
    existing = values[finite]
    if not existing.size:
        return Summary(None, None, None, dict.fromkeys(PERCENTILES), 0.0)
    if existing.size == values.size and np.ptp(existing) == 0.0:
        value = float(existing[0])
        return Summary(value, 0.0, 0.0, dict.fromkeys(PERCENTILES, value), 1.0)
    cuts = np.quantile(existing, [percent / 100 for percent in PERCENTILES])
    return Summary(
        mean=_counted(existing.mean()),
        sd=_counted(existing.std()),
        se=standard_error(by_randomisation(values)),
        percentiles=dict(zip(PERCENTILES, map(float, cuts), strict=True)),
        exists=float(finite.mean()),
    )


def with_ratio_of_means(drawn: Summary, over: Array, under: Array) -> Summary:
    """Return the distribution of a ratio; its mean is the ratio of the means, not their mean."""
    if drawn.mean is None or not under.mean() > 0.0:
        return replace(drawn, mean=None, se=None)
    with np.errstate(all="ignore"):
        error = standard_error(by_randomisation(over) / by_randomisation(under))
        return replace(drawn, mean=_counted(over.mean() / under.mean()), se=error)


def by_randomisation(values: Array) -> Array:
    """Return the mean over each independent randomisation, NaN where one has nothing."""
    if values.size == 1:
        return np.full(RANDOMISATIONS, values[0])
    groups = [values[start::RANDOMISATIONS] for start in range(RANDOMISATIONS)]
    finite = [group[np.isfinite(group)] for group in groups]
    return np.array([group.mean() if group.size else np.nan for group in finite])


def standard_error(means: Array) -> float | None:
    """Return the standard error of the mean of independent randomisations."""
    means = means[np.isfinite(means)]
    if means.size < 2:
        return None
    return _counted(means.std(ddof=1) / np.sqrt(means.size))


def _counted(x: np.floating) -> float | None:
    """Return a number, or None where it is too large to count."""
    return float(x) if np.isfinite(x) else None
