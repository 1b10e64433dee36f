"""What each payer pays, is granted and can cut in cash, by year, in the price year's money.

What nobody has in cash is left out: lines in kind, whatever any funding pays on them, and what
fundings in kind pay on other lines. Arrays have shape (draws or 1, years).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Array
from sroi.model import payers

if TYPE_CHECKING:
    from sroi.model.grants import Payment
    from sroi.model.results import Results
    from sroi.schema.parts import Funding

CashFlows = dict[str, Array]  # by column of the budget
ALL = "all"  # the payers together
SUMS = ("cost", "grants", "applied", "own_budget", "benefit", "cashable")


def cash_flows(results: Results) -> dict[str, CashFlows]:
    """Return the cash of every payer, and of all of them, by column and year."""
    columns = {
        "grants": _granted(results, "granted", "applied"),
        "applied": _granted(results, "applied"),
        "own_budget": _own_cash(results),
        "benefit": payers.benefits(results),
        "cashable": payers.cashable(results),
    }
    flows = {
        payer: {name: by_payer[payer] for name, by_payer in columns.items()}
        for payer in results.scenario.payers
    }
    for each in flows.values():
        each["cost"] = each["own_budget"] + each["grants"]
    flows[ALL] = {name: _sum(each[name] for each in flows.values()) for name in SUMS}
    return {payer: {name: each[name] for name in SUMS} for payer, each in flows.items()}


def _payments(results: Results) -> Iterator[tuple[Funding, Payment]]:
    """Yield what every funding pays of every line that is not in kind."""
    scenario = results.scenario
    for name, grant in results.grants.fundings.items():
        for payment in grant.payments:
            (line, _), _ = payment
            if not scenario.lines[line].in_kind:
                yield scenario.funding[name], payment


def _granted(results: Results, *statuses: str) -> Mapping[str, Array]:
    """Return what each payer's fundings of some statuses pay in cash."""
    by_payer = dict.fromkeys(results.scenario.payers, np.zeros((1, results.scenario.horizon)))
    for funding, (_, amount) in _payments(results):
        if funding.status in statuses:
            by_payer[funding.payer] = by_payer[funding.payer] + amount
    return by_payer


def _own_cash(results: Results) -> Mapping[str, Array]:
    """Return what each payer answers for in cash and no funding pays."""
    nothing = np.zeros((1, results.scenario.horizon))
    answers, paid = (dict.fromkeys(results.scenario.payers, nothing) for _ in range(2))
    size = dict(answers)
    for name, line in results.scenario.lines.items():
        for payer, share in () if line.in_kind else line.shares.items():
            part = share * results.costs[name].values
            answers[payer] = answers[payer] + part
            size[payer] = size[payer] + np.abs(part)
    for _, ((_, payer), amount) in _payments(results):
        paid[payer] = paid[payer] + amount
    return {p: f.settled(answers[p] - paid[p], size[p] + paid[p]) for p in answers}


def _sum(parts: Iterator[Array]) -> Array:
    return np.asarray(sum(parts, np.zeros((1, 1))))
