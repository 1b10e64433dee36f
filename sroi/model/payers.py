"""What each payer bears, is given and gains, by year: the one place where payers' sums are taken.

Each function returns by payer an array of shape (draws or 1, years), in currency units of the
price year, undiscounted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.model.results import Results

# What a grant of each status is called where it is told who pays.
STATUSES = {"granted": "granted", "applied": "applied", "in_kind": "given_in_kind"}

ByPayer = dict[str, Array]


def costs(results: Results) -> ByPayer:
    """Return what each payer bears in the end, after grants."""
    before, moved = costs_before_grants(results), results.grants.moved
    return {
        p: f.settled(cost + moved[p], np.abs(cost) + np.abs(moved[p])) if p in moved else cost
        for p, cost in before.items()
    }


def costs_before_grants(results: Results) -> ByPayer:
    """Return what each payer answers for before any grant."""
    lines = results.scenario.lines
    values = {name: flow.values for name, flow in results.costs.items()}
    return _summed(results, values, {name: line.shares for name, line in lines.items()})


def funding(results: Results) -> ByPayer:
    """Return what each payer's fundings amount to, also where they find no cost to pay."""
    return _of_fundings(results, {name: flow.values for name, flow in results.funding.items()})


def grants_paid(results: Results, status: str | None = None) -> ByPayer:
    """Return what each payer's fundings pay of the costs; ``status`` looks at one kind of them."""
    parts = results.scenario.funding
    return _of_fundings(
        results,
        {
            name: grant.paid
            for name, grant in results.grants.fundings.items()
            if status in (None, parts[name].status)
        },
    )


def surplus(results: Results) -> ByPayer:
    """Return what each payer's fundings give beyond the cost they cover."""
    grants = results.grants.fundings
    return _of_fundings(results, {name: grant.surplus for name, grant in grants.items()})


def own_budget(results: Results) -> ByPayer:
    """Return what each payer's ordinary budget must hold: its cost less what its fundings pay."""
    borne, paid = costs(results), grants_paid(results)
    return {p: f.settled(borne[p] - paid[p], np.abs(borne[p]) + paid[p]) for p in borne}


def benefits(results: Results) -> ByPayer:
    """Return the benefit to each payer."""
    flows = {name: outcome.actual.value for name, outcome in results.outcomes.items()}
    values = {name: flow.values for name, flow in flows.items() if flow is not None}
    return _of_outcomes(results, values)


def cashable(results: Results) -> ByPayer:
    """Return what each payer's budget can be cut by."""
    return _of_outcomes(results, {n: o.cashable.values for n, o in results.outcomes.items()})


def _of_fundings(results: Results, values: Mapping[str, Array]) -> ByPayer:
    payers = {name: {results.scenario.funding[name].payer: 1.0} for name in values}
    return _summed(results, values, payers)


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


def payments_by_source(results: Results, payer: str) -> dict[str, Array]:
    """Return what a payer pays by where the money is from: its grants by status, its budget."""
    grants = {word: grants_paid(results, status)[payer] for status, word in STATUSES.items()}
    return grants | {"own_budget": own_budget(results)[payer]}
