"""Budgets as plain data: the JSON defined in docs/reference/json.md, and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sroi.questions.budget.compute import COLUMNS

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.questions.budget.compute import Budget, PayerBudget
    from sroi.schema.months import Month

BudgetRecord = dict[str, Any]


def budgets_record(budgets: Sequence[Budget], names: Sequence[str]) -> BudgetRecord:
    """Return one budget as it is, and several by the names of their scenarios."""
    records = [budget_record(each) for each in budgets]
    if len(records) == 1:
        return records[0]
    return {"scenarios": dict(zip(names, records, strict=True))}


def budget_record(budget: Budget) -> BudgetRecord:
    """Return the budget of every payer by year, and how it comes from what a run says."""
    scenario, month = budget.scenario, budget.handover
    years = map(str, scenario.years)
    return {
        "name": scenario.name,
        "digest": scenario.digest,
        "currency": scenario.currency,
        "price_year": scenario.price_year,
        "index": dict(zip(years, budget.index.tolist(), strict=True)),
        "handover": None if month is None else str(month),
        "payers": {name: _payer(each, month) for name, each in budget.payers.items()},
        "reconciliation": budget.reconciliation,
    }


def _payer(payer: PayerBudget, month: Month | None) -> BudgetRecord:
    lowest = payer.lowest
    year, later = (None, None) if month is None else payer.taken_over(month)
    return {
        "years": [
            {"year": year}
            | _columns(payer.base, t)
            | {"p5": _columns(payer.p5, t), "p95": _columns(payer.p95, t)}
            for t, year in enumerate(payer.years)
        ],
        "lowest": None if lowest is None else {"year": lowest[0], "amount": lowest[1]},
        "balanced_from": payer.balanced_from,
        "handover": None if month is None else {"own_budget": year, "own_budget_next_3": later},
        "probability_over_budget": {str(year): p for year, p in payer.over_budget.items()},
    }


def _columns(values: Mapping[str, Array], t: int) -> dict[str, float]:
    return {name: float(values[name][t]) + 0.0 for name in COLUMNS}


def budget_rows(record: BudgetRecord) -> Iterator[BudgetRecord]:
    """Yield the amounts of a budget's record, one row each."""
    for scenario, one in record.get("scenarios", {record.get("name"): record}).items():
        for payer, budget in one["payers"].items():
            for row in budget["years"]:
                for statistic, values in (("base", row), ("p5", row["p5"]), ("p95", row["p95"])):
                    for name in COLUMNS:
                        yield {
                            "scenario": scenario,
                            "payer": payer,
                            "year": row["year"],
                            "column": name,
                            "statistic": statistic,
                            "value": values[name],
                        }
