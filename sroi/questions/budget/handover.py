"""When the last funding ends and the costs go on: the month that ordinary budgets take over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sroi.schema.months import IN_A_YEAR, Month
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost, Staffing

if TYPE_CHECKING:
    from sroi.model.results import Results
    from sroi.schema.parts import Funding, Line
    from sroi.schema.scenario import Scenario


PER_TIME = (None, "year", "total", "once")


def handover(base: Results) -> Month | None:
    """Return the first month after the last with funding in cash, if costs in cash go on then."""
    scenario = base.scenario
    ends = [_last_month(scenario, f) for f in scenario.funding.values() if f.status != "in_kind"]
    if not ends:
        return None
    after = max(ends) + 1
    going_on = any(
        month >= after for name in scenario.lines for month in _months_of_cash(base, name)
    )
    first = Month(after // IN_A_YEAR, after % IN_A_YEAR + 1)
    return first if going_on and first.year in scenario.years else None


def _last_month(scenario: Scenario, funding: Funding) -> int:
    """Return the last month with money of a funding, by index; given by year, a December."""
    if isinstance(funding.amount, ByYear):
        used = [year for year, number in funding.amount.numbers.items() if number.base > 0.0]
        return (max(used, default=0) + 1) * IN_A_YEAR - 1
    return (funding.own_months or scenario.programme.months).last.index


def _months_of_cash(base: Results, name: str) -> Iterable[int]:
    """Return the months in which a line costs somebody money, by index."""
    line = base.scenario.lines[name]
    if line.in_kind:
        return ()
    costs = zip(base.scenario.years, base.costs[name].values[0].tolist(), strict=True)
    return [m for year, cost in costs if cost > 0.0 for m in _months(base.scenario, line, year)]


def _months(scenario: Scenario, line: Line, year: int) -> range:
    """Return the months of a year with a cost in which a line costs."""
    whole = range(year * IN_A_YEAR, (year + 1) * IN_A_YEAR)
    programme = scenario.programme.months
    if _by_year(line):
        return whole
    if isinstance(line, Cost | Staffing) and line.per not in PER_TIME:  # per who or what is reached
        return programme.within(year) or whole
    months = line.own_months or programme
    if isinstance(line, Cost) and line.per == "once":
        first = months.first.index
        return whole if line.year is not None else range(first, first + 1)
    return months.within(year)


def _by_year(line: Line) -> bool:
    fields = type(line).model_fields
    return line.own_months is None and any(isinstance(getattr(line, n), ByYear) for n in fields)
