"""Which uncertain numbers the spread of a result comes from: Sobol' indices, rank correlations."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from sroi.model.projection import evaluated
from sroi.model.sampling import Draws, worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.model.projection import Projection

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # SALib's own imports
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as design

EDGE = 1e-9  # shares of the design are kept this far from 0 and 1


@dataclass(frozen=True)
class Index:
    """Shares of the variance: by the number alone, and with all its interactions.

    The ``_error`` fields are half widths of 95 % confidence intervals (bootstrap).
    """

    first: float
    first_error: float
    total: float
    total_error: float


def sobol_indices(
    model: Callable[[Array], Array], numbers: int, base_samples: int, seed: int
) -> list[Index]:
    """Return the indices of a model of independent shares, one per number.

    ``model`` takes shares of shape (runs, numbers), uniform between 0 and 1, and returns runs
    results; it is asked ``base_samples`` (numbers + 2) times. Saltelli (2010), by SALib.
    """
    problem = {"num_vars": numbers, "names": list(range(numbers)), "bounds": [[0.0, 1.0]] * numbers}
    shares = design.sample(problem, base_samples, calc_second_order=False, seed=seed)
    results = model(np.clip(shares, EDGE, 1.0 - EDGE))
    if np.ptp(results) == 0.0:
        return [Index(0.0, 0.0, 0.0, 0.0)] * numbers
    with np.errstate(all="ignore"):
        indices = analysis.analyze(problem, results, calc_second_order=False, seed=seed)
    columns = (indices["S1"], indices["S1_conf"], indices["ST"], indices["ST_conf"])
    return [Index(*map(float, row)) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class Driver:
    """What one uncertain number has to do with the spread of a measure.

    ``rank`` is Spearman's correlation of the number's draws with the measure's; ``index`` is
    None where only that was asked for.
    """

    rank: float
    index: Index | None


def drivers(
    projection: Projection, measure: str, view: str, base_samples: int | None = None
) -> dict[str, Driver]:
    """Return what drives a measure of a perspective, by the key of each uncertain number.

    Rank correlations come from the projection's own draws. With ``base_samples`` the model is
    also run on a design of its own, without the correlations: under them a variance has no
    unique parts.
    """
    sharing = projection.scenario.sharing
    keys = [key for key, numbers in sharing.items() if not numbers[0].certain]
    ranks = rank_correlations(projection, keys, measure, view)
    indices: Sequence[Index | None] = [None] * len(keys)
    if base_samples:
        indices = _indices(projection, keys, measure, view, base_samples)
    rows = zip(keys, ranks, indices, strict=True)
    return {key: Driver(rank, index) for key, rank, index in rows}


def _indices(
    projection: Projection, keys: Sequence[str], measure: str, view: str, base_samples: int
) -> list[Index]:
    def model(shares: Array) -> Array:
        uniforms = {key: shares[:, i] for i, key in enumerate(keys)}
        return evaluated(projection.scenario, Draws(len(shares), uniforms), measure, view)

    return sobol_indices(model, len(keys), base_samples, projection.seed) if keys else []


def rank_correlations(
    projection: Projection, keys: Sequence[str], measure: str, view: str
) -> list[float]:
    """Return Spearman's rank correlation of each number's draws with a measure's."""
    values = projection.values(measure, view)
    finite = np.isfinite(values)
    if not finite.any() or np.ptp(values[finite]) == 0.0:
        return [0.0] * len(keys)
    blocks = list(worlds([projection.scenario], projection.draws, projection.seed))
    ranked = stats.rankdata(values[finite])
    vectors = (np.concatenate([block.uniforms[key] for (block,) in blocks]) for key in keys)
    return [_correlation(stats.rankdata(vector[finite]), ranked) for vector in vectors]


def _correlation(one: Array, other: Array) -> float:
    return float(np.corrcoef(one, other)[0, 1])
