"""The budget of a programme: the money of each calendar year, undiscounted, in cash, by payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Array
from sroi.model import payers
from sroi.model.engine import results_of as flows_of
from sroi.model.price_levels import price_levels_of
from sroi.model.projection import refuse_missing
from sroi.model.sampling import simulation_of, worlds
from sroi.questions.budget.cash import ALL, cash_flows
from sroi.questions.budget.handover import handover

if TYPE_CHECKING:
    from sroi.model.projection import Progress
    from sroi.model.results import Results
    from sroi.schema.months import Month
    from sroi.schema.scenario import Scenario

COLUMNS = ("cost", "grants", "applied", "own_budget", "benefit", "cashable", "net", "cumulative")
MOST = 16_384  # draws looked at: enough for the percentiles of every year
LATER = 3  # years after the hand-over that are summed
YearsByColumn = Mapping[str, Array]  # each of shape (draws or 1, years)


@dataclass(frozen=True)
class PayerBudget:
    """The budget of one payer, or of all together, in the money of each year.

    ``base`` has one value per year and column, ``p5`` and ``p95`` the 5th and 95th percentiles.
    """

    years: Sequence[int]
    base: Mapping[str, Array]
    p5: Mapping[str, Array]
    p95: Mapping[str, Array]
    over_budget: Mapping[int, float]  # probability that own_budget is above what is set aside

    @cached_property
    def dust(self) -> float:
        """Return what is nothing beside the sums of the table."""
        parts = np.abs(self.base["cost"]).sum() + np.abs(self.base["cashable"]).sum()
        return float(f.TOLERANCE * parts)

    @property
    def lowest(self) -> tuple[int, float] | None:
        """Return the first year at the lowest cumulated point, and its amount if below 0."""
        cumulative = self.base["cumulative"]
        amount = float(cumulative.min())
        if amount >= -self.dust:
            return None
        return self.years[int(np.argmax(cumulative <= amount + self.dust))], amount

    @property
    def balanced_from(self) -> int | None:
        """Return the first year from which the cumulated stays at or above 0; None: never."""
        if not any(self.base[name].any() for name in ("cost", "cashable")):
            return None
        below = np.flatnonzero(self.base["cumulative"] < -self.dust)
        first = int(below[-1]) + 1 if below.size else 0
        return self.years[first] if first < len(self.years) else None

    def taken_over(self, month: Month) -> tuple[float, float]:
        """Return own_budget in the year of a hand-over, and its sum over the years after it."""
        ordinary, t = self.base["own_budget"], list(self.years).index(month.year)
        return float(ordinary[t]), float(ordinary[t + 1 : t + 1 + LATER].sum())


@dataclass(frozen=True)
class Budget:
    """The budgets of all payers, and how they come from what a run says."""

    scenario: Scenario
    index: Array  # the price level of each year, the price year's being 1
    payers: Mapping[str, PayerBudget]  # ``all`` last
    handover: Month | None
    reconciliation: Mapping[str, Mapping[str, Mapping[str, float]]]


def budget(
    scenario: Scenario,
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Budget:
    """Return the budget of a scenario: the base case, with 90 % ranges of the simulation."""
    return budgets([scenario], draws, seed, progress)[0]


def budgets(
    scenarios: Sequence[Scenario],
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> list[Budget]:
    """Return the budgets of scenarios looked at together, on common draws."""
    for scenario in scenarios:
        refuse_missing(scenario)
    draws, seed = simulation_of(scenarios[0], draws, seed)
    size = min(draws, MOST)
    drawn: list[list[Mapping[str, YearsByColumn]]] = [[] for _ in scenarios]
    done = 0
    for block in worlds(scenarios, size, seed):
        for scenario, values, parts in zip(scenarios, block, drawn, strict=True):
            parts.append(_nominal(flows_of(scenario, values), price_levels_of(scenario, values)))
        done += block[0].size
        if progress:
            progress(done, size)
    return [_budget(scenario, parts) for scenario, parts in zip(scenarios, drawn, strict=True)]


def _budget(scenario: Scenario, drawn: Sequence[Mapping[str, YearsByColumn]]) -> Budget:
    base, levels = flows_of(scenario), price_levels_of(scenario)
    nominal = _nominal(base, levels)
    return Budget(
        scenario,
        levels[0],
        {
            payer: _of_payer(scenario, payer, nominal[payer], [part[payer] for part in drawn])
            for payer in nominal
        },
        handover(base),
        _reconciliation(base, nominal),
    )


def _nominal(results: Results, levels: Array) -> dict[str, dict[str, Array]]:
    """Return every column of every payer in the money of each year."""
    budgets_of: dict[str, dict[str, Array]] = {}
    for payer, real in cash_flows(results).items():
        columns = {name: flows.product_flow(flow, levels) for name, flow in real.items()}
        cost, cashable = columns["cost"], columns["cashable"]
        columns["net"] = f.settled(cashable - cost, np.abs(cashable) + np.abs(cost))
        columns["cumulative"] = np.cumsum(columns["net"], axis=1)
        budgets_of[payer] = columns
    return budgets_of


def _of_payer(
    scenario: Scenario, payer: str, base: YearsByColumn, drawn: Sequence[YearsByColumn]
) -> PayerBudget:
    worlds_of = {name: _joined([part[name] for part in drawn]) for name in COLUMNS}
    low, high = (
        {name: np.quantile(world, share, axis=0) for name, world in worlds_of.items()}
        for share in (0.05, 0.95)
    )
    ordinary, years = worlds_of["own_budget"], list(scenario.years)
    aside = (scenario.budgeted or {}).get(payer, {})
    over = {
        year: float((ordinary[:, years.index(year)] > amount).mean())
        for year, amount in sorted(aside.items())
        if year in scenario.years
    }
    return PayerBudget(years, {name: base[name][0] for name in COLUMNS}, low, high, over)


def _joined(parts: Sequence[Array]) -> Array:
    """Return blocks of draws as one; what is certain stays one row."""
    if all(part.shape[0] == 1 for part in parts):
        return parts[0]
    return np.concatenate(parts)


def _reconciliation(
    base: Results, nominal: Mapping[str, YearsByColumn]
) -> dict[str, dict[str, dict[str, float]]]:
    """Return the steps from the sums of the budget to the present values of a run, by payer."""
    whole = {
        "cost": payers.costs(base),
        "benefit": payers.benefits(base),
        "cashable": payers.cashable(base),
    }
    real = cash_flows(base)
    steps: dict[str, dict[str, dict[str, float]]] = {}
    for payer, columns in nominal.items():
        steps[payer] = {}
        for name, by_payer in whole.items():
            every = by_payer.values() if payer == ALL else [by_payer[payer]]
            borne = np.asarray(sum(every, np.zeros((1, 1))))
            steps[payer][name] = _steps(columns[name], real[payer][name], borne, base)
        for name in ("benefit", "cashable"):
            steps[payer][name].pop("in_kind")
    return steps


def _steps(nominal: Array, real: Array, whole: Array, base: Results) -> dict[str, float]:
    in_money, in_cash, in_all = (float(flow.sum()) for flow in (nominal, real, whole))
    pv = float(flows.total_flow(flows.product_flow(whole, base.discount))[0])
    return {
        "nominal": in_money,
        "inflation": in_cash - in_money,
        "real": in_cash,
        "in_kind": in_all - in_cash,
        "discounting": pv - in_all,
        "pv": pv,
    }
