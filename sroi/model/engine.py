"""From a scenario and draws to flows: composes the formulas, with no arithmetic of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.model.drawn import ONE, DrawnNumbers
from sroi.model.grants import grants
from sroi.model.outcomes import flows_of_outcomes
from sroi.model.results import Results
from sroi.model.sampling import Draws
from sroi.model.starts import starts
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost, Staffing

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array, Flow
    from sroi.model.starts import Starts
    from sroi.schema.parts import Funding, Line
    from sroi.schema.scenario import Scenario
    from sroi.schema.years import Years


def results_of(scenario: Scenario, draws: Draws = Draws()) -> Results:  # noqa: B008 - frozen
    """Return every flow of the scenario in the given draws (default: the base case)."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        model = _Model(scenario, draws)
        costs = {name: model.cost(line) for name, line in scenario.lines.items()}
        funding = {name: model.grant(part) for name, part in scenario.funding.items()}
        return Results(
            scenario=scenario,
            draws=draws.size,
            starts=model.starts,
            costs=costs,
            funding=funding,
            grants=grants(scenario, costs, funding),
            outcomes=flows_of_outcomes(model, model.starts),
            discount=model.discount(),
        )


class _Model(DrawnNumbers):
    """The scenario's costs and grants in the given draws, composed by the formulas."""

    @cached_property
    def starts(self) -> Starts:
        """Return who starts, by group."""
        return starts(self)

    def discount(self) -> Array:
        """Return the discount factors."""
        rate = self.scenario.discounting.yearly_rate
        timing = self.scenario.discounting.passed
        if isinstance(rate, ByYear):
            steps = sorted(rate.numbers)
            held = [rate.numbers[max(s for s in steps if s <= t)] for t in range(self.horizon)]
            return f.discount_factors(flows.by_year([self.draws.of(step) for step in held]), timing)
        return f.discount_factors(flows.by_year([self.draws.of(rate)] * self.horizon), timing)

    # Costs and funding -----------------------------------------------------------------------

    def cost(self, line: Line) -> Flow:
        """Return what a line costs, with growth."""
        flow = self.staffing(line) if isinstance(line, Staffing) else self.other(line)
        return flow.times(self.growth(line.growth))

    def staffing(self, line: Staffing) -> Flow:
        """Return posts times the annual cost of one."""
        years: Years | Sequence[int] = line.years or self.scenario.programme.years
        stated = (line.fte, line.annual_cost, line.monthly_salary)
        if any(isinstance(number, ByYear) for number in stated):
            years = self.years
        return self.active(line.fte, years).times(self.annual_cost(line))

    def annual_cost(self, line: Staffing) -> Flow:
        """Return the annual cost of one post."""
        if line.annual_cost is not None:
            return self.active(line.annual_cost, self.years)
        assert line.monthly_salary is not None
        oncosts = self.value(line.oncost_rate, 0.0)
        return self.active(line.monthly_salary, self.years).scaled(f.annual_cost(ONE, oncosts))

    def other(self, line: Line) -> Flow:
        """Return a cost line's amount in the years it falls."""
        assert isinstance(line, Cost)
        programme = self.scenario.programme.years
        if line.per == "participant":
            return self.active(line.amount, line.years or self.years).times(self.starts.total)
        if line.per == "once":
            return self.active(line.amount, [line.year or programme.first])
        years = line.years or programme
        flow = self.active(line.amount, years)
        return flow.scaled(f.even_share(len(years))) if line.per == "total" else flow

    def grant(self, funding: Funding) -> Flow:
        """Return what a funder gives, year by year, without growth."""
        return self.active(funding.amount, funding.years or self.scenario.programme.years)
