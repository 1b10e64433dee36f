"""What each payer bears, is given and gains, by year: the one place where payers' sums are taken.

Each function returns by payer an array of shape (draws or 1, years), in currency units of the
price year, undiscounted.
"""

from collections.abc import Mapping

import numpy as np

from sroi.flows import Array
from sroi.results import Results

ByPayer = dict[str, Array]


def costs(results: Results) -> ByPayer:
    """Return what each payer bears."""
    lines = results.scenario.lines
    values = {name: flow.values for name, flow in results.costs.items()}
    return _summed(results, values, {name: line.shares for name, line in lines.items()})


def funding(results: Results) -> ByPayer:
    """Return what each payer funds the programme with."""
    values = {name: flow.values for name, flow in results.funding.items()}
    payers = {name: {part.payer: 1.0} for name, part in results.scenario.funding.items()}
    return _summed(results, values, payers)


def benefits(results: Results) -> ByPayer:
    """Return the benefit to each payer."""
    flows = {name: outcome.actual.value for name, outcome in results.outcomes.items()}
    values = {name: flow.values for name, flow in flows.items() if flow is not None}
    return _of_outcomes(results, values)


def cashable(results: Results) -> ByPayer:
    """Return what each payer's budget can be cut by."""
    return _of_outcomes(results, {n: o.cashable.values for n, o in results.outcomes.items()})


def _of_outcomes(results: Results, values: Mapping[str, Array]) -> ByPayer:
    outcomes = results.scenario.outcomes
    return _summed(results, values, {name: outcomes[name].shares for name in values})


def _summed(
    results: Results, values: Mapping[str, Array], shares: Mapping[str, Mapping[str, float]]
) -> ByPayer:
    """Return the sum of the shares of each payer in the values."""
    sums = {payer: np.zeros((1, results.scenario.horizon)) for payer in results.scenario.payers}
    for name, array in values.items():
        for payer, share in shares[name].items():
            sums[payer] = sums[payer] + share * array
    return sums
