"""Sensitivity against a plain run; Sobol' indices against SALib and a hand-written model.

The hand-written model gets the same design; only SALib's analysis of its results is timed with it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as design

from sroi.model.projection import evaluated
from sroi.model.sampling import Draws
from sroi.questions.sensitivity.drivers import EDGE, sobol_indices
from tests.benchmarks.command import seconds
from tests.benchmarks.engine import by_hand_npv, inputs, scenario

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array

EXAMPLE = "docs/examples/home-visits.yaml"  # 23 uncertain numbers
BASE_SAMPLES = 4096


def sensitivity(runs=5):
    """Return the best seconds of sroi sensitivity and sroi run, taken in turn."""
    asked, run = [], []
    for _ in range(runs):
        asked.append(seconds("-m", "sroi", "sensitivity", EXAMPLE))
        run.append(seconds("-m", "sroi", "run", EXAMPLE))
    return min(asked), min(run)


def engine_model(made, numbers):
    """Return npv of the engine as a function of shares."""

    def model(shares: Array) -> Array:
        uniforms = {number.key: shares[:, i] for i, number in enumerate(numbers)}
        return evaluated(made, Draws(len(shares), uniforms), "npv", "public")

    return model


def indices(runs=3):
    """Return the best seconds of our indices and of SALib's with a model written by hand."""
    made = scenario()
    numbers = [number for number in made.numbers.values() if not number.certain]
    problem = {
        "num_vars": len(numbers),
        "names": list(range(len(numbers))),
        "bounds": [[0.0, 1.0]] * len(numbers),
    }
    shares = design.sample(problem, BASE_SAMPLES, calc_second_order=False, seed=1)
    columns = np.clip(shares, EDGE, 1.0 - EDGE).T
    ours, theirs = [], []
    for _ in range(runs):
        began = time.perf_counter()
        found = sobol_indices(engine_model(made, numbers), len(numbers), BASE_SAMPLES, seed=1)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        uniforms = {n.key: column for n, column in zip(numbers, columns, strict=True)}
        results = by_hand_npv(inputs(made, uniforms))
        expected = analysis.analyze(problem, results, calc_second_order=False, seed=1)
        theirs.append(time.perf_counter() - began)
    assert np.allclose([index.total for index in found], expected["ST"], rtol=1e-6)
    return min(ours), min(theirs)


def main():
    """Print both comparisons."""
    asked, run = sensitivity()
    print(f"sroi sensitivity, 23 uncertain numbers: {asked:.2f} s; sroi run {run:.2f} s")
    print(f"  ratio {asked / run:.2f} (at most 4)")
    ours, theirs = indices()
    print(f"Sobol' indices, N = {BASE_SAMPLES}: {ours:.2f} s; SALib and by hand {theirs:.2f} s")
    print(f"  ratio {ours / theirs:.2f} (at most 2)")
