"""Numbers that go together: rank correlations as a Gaussian copula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.arithmetic.flows import Array

Pair = frozenset[str]


def normal_correlation(rank: float) -> float:
    """Return the correlation of normal scores that gives a rank correlation: 2 sin(pi rank / 6).

    Pearson (1907).

    >>> round(normal_correlation(0.5), 4)
    0.5176
    """
    return float(2.0 * np.sin(np.pi * rank / 6.0))


def correlation_matrix(keys: Sequence[str], ranks: Mapping[Pair, float]) -> Array:
    """Return the matrix of normal correlations between the keys, in their order."""
    matrix = np.eye(len(keys))
    for i, one in enumerate(keys):
        for j, other in enumerate(keys):
            if i != j:
                matrix[i, j] = normal_correlation(ranks.get(frozenset({one, other}), 0.0))
    return matrix


def mixing(matrix: Array) -> Array | None:
    """Return the lower triangle L with L L' = matrix, or None if it is not positive definite."""
    try:
        return np.asarray(np.linalg.cholesky(matrix))
    except np.linalg.LinAlgError:
        return None


def correlated(uniforms: Mapping[str, Array], ranks: Mapping[Pair, float]) -> dict[str, Array]:
    """Return the uniforms, those named in ``ranks`` mixed so that they correlate.

    The first of the correlated keys keeps its draws; each later one is mixed from those before.
    """
    named = {key for pair in ranks for key in pair}
    keys = [key for key in uniforms if key in named]
    lower = mixing(correlation_matrix(keys, ranks))
    if not keys or lower is None:
        return dict(uniforms)
    scores = [special.ndtri(uniforms[key]) for key in keys]
    mixed = dict(uniforms)
    for i, key in enumerate(keys[1:], start=1):
        score = sum((lower[i, j] * scores[j] for j in range(i + 1)), np.zeros(1))
        mixed[key] = special.ndtr(score)
    return mixed
