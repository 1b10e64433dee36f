"""What the lines of a scenario cost and its fundings give, year by year in given draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow
from sroi.model.drawn_numbers import ONE, DrawnNumbers, always
from sroi.model.price_levels import price_levels_of
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost, Staffing

if TYPE_CHECKING:
    from sroi.model.drawn_numbers import YearShare
    from sroi.model.sampling import Draws
    from sroi.schema.months import Months
    from sroi.schema.parts import Funding, Lasting, Line
    from sroi.schema.scenario import Scenario


class Costs:
    """What every line costs, with growth, where so many participants start."""

    def __init__(self, scenario: Scenario, draws: Draws, starts: Flow) -> None:
        """Take the scenario, its draws and the participants who start by year."""
        self.scenario, self.starts = scenario, starts
        self.numbers = DrawnNumbers(scenario, draws)
        self.programme = scenario.programme.months

    def line(self, line: Line) -> Flow:
        """Return what a line costs, with growth."""
        flow = self.staffing(line) if isinstance(line, Staffing) else self.other(line)
        return flow.times(self.numbers.growth(line.growth))

    def months_of(self, part: Lasting) -> Months:
        """Return the months of a line or a funding: its own, else the programme's."""
        return part.own_months or self.programme

    def staffing(self, line: Staffing) -> Flow:
        """Return posts times the annual cost of one."""
        prices = (line.annual_cost, line.monthly_salary)
        by_year = any(isinstance(number, ByYear) for number in prices)
        alone = by_year and line.own_months is None
        share = always if alone else self.months_of(line).share_of
        return self.numbers.active(line.fte, share).times(self.annual_cost(line))

    def annual_cost(self, line: Staffing) -> Flow:
        """Return the annual cost of one post."""
        if line.annual_cost is not None:
            return self.numbers.active(line.annual_cost, always)
        assert line.monthly_salary is not None
        oncosts = self.numbers.value(line.oncost_rate, 0.0)
        return self.numbers.active(line.monthly_salary, always).scaled(f.annual_cost(ONE, oncosts))

    def other(self, line: Line) -> Flow:
        """Return a cost line's amount in the years it falls."""
        assert isinstance(line, Cost)
        months = self.months_of(line)
        if line.per == "participant":
            return self.numbers.active(line.amount, self.covered(line)).times(self.starts)
        if line.per == "once":
            falls = line.year or months.first.year
            return self.numbers.active(line.amount, lambda year: float(year == falls))
        flow = self.numbers.active(line.amount, months.share_of)
        return flow.scaled(f.even_share(months.in_years)) if line.per == "total" else flow

    def covered(self, line: Line) -> YearShare:
        """Return how much a line covers of the programme's months of a year."""
        months = line.own_months
        return always if months is None else lambda year: self.programme.covered(year, months)

    def grant(self, funding: Funding) -> Flow:
        """Return what a funder gives, year by year, without growth, in the price year's money."""
        flow = self.numbers.active(funding.amount, self.months_of(funding).share_of)
        if not funding.nominal:
            return flow
        levels = price_levels_of(self.scenario, self.numbers.draws)
        return flow.times(Flow(1.0 / levels, ONE))
