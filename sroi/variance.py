"""Which uncertain numbers the spread of a result comes from: Sobol' indices, rank correlations."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from sroi.flows import Array
from sroi.projection import Projection, evaluated, refuse_missing
from sroi.sampling import Draws
from sroi.schema.numbers import Number
from sroi.schema.scenario import Scenario

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
        found = analysis.analyze(problem, results, calc_second_order=False, seed=seed)
    columns = (found["S1"], found["S1_conf"], found["ST"], found["ST_conf"])
    return [Index(*map(float, row)) for row in zip(*columns, strict=True)]


def variance_shares(
    scenario: Scenario,
    groups: Sequence[Sequence[Number]],
    measure: str,
    view: str,
    base_samples: int = 1024,
    seed: int = 1,
) -> list[Index]:
    """Return the indices of each group of uncertain numbers that share their draws.

    Correlations are left out: with them a variance has no unique parts.
    """
    refuse_missing(scenario)
    if not groups:
        return []

    def model(shares: Array) -> Array:
        uniforms = {numbers[0].key: shares[:, i] for i, numbers in enumerate(groups)}
        results = evaluated(scenario, Draws(len(shares), uniforms), measure, view)
        return np.broadcast_to(results, (len(shares),))

    return sobol_indices(model, len(groups), base_samples, seed)


def rank_correlations(
    projection: Projection, uniforms: dict[str, Array], keys: Sequence[str], measure: str, view: str
) -> list[float]:
    """Return Spearman's rank correlation of each number with a measure, from ordinary draws."""
    values = projection.values(measure, view)
    there = np.isfinite(values)
    if values.size == 1 or np.ptp(values[there]) == 0.0:
        return [0.0] * len(keys)
    return [float(stats.spearmanr(uniforms[key][there], values[there])[0]) for key in keys]
