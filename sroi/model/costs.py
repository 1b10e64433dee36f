"""What the lines of a scenario cost and its fundings give, year by year in given draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow
from sroi.model.drawn_numbers import ONE, always
from sroi.model.price_levels import price_levels_of
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost, Staffing

if TYPE_CHECKING:
    from sroi.model.drawn_numbers import DrawnNumbers, YearShare
    from sroi.schema.months import Months
    from sroi.schema.numbers import Number
    from sroi.schema.parts import Funding, Lasting, Line

PARTICIPANT = "participant"


class Costs:
    """What every line costs, with growth, where so many participants start."""

    def __init__(self, numbers: DrawnNumbers, starts: Flow, volumes: Mapping[str, Flow]) -> None:
        """Take the numbers, the participants who start and the services delivered, by year."""
        scenario = numbers.scenario
        self.scenario, self.numbers = scenario, numbers
        self.delivered = {PARTICIPANT: starts, **volumes}
        self.programme = scenario.programme.months

    def line(self, line: Line) -> Flow:
        """Return what a line costs, with growth."""
        flow = self.staffing(line) if isinstance(line, Staffing) else self.other(line)
        return flow.times(self.numbers.growth(line.growth))

    def months_of(self, part: Lasting) -> Months:
        """Return the months of a line or a funding: its own, else the programme's."""
        return part.own_months or self.programme

    def staffing(self, line: Staffing) -> Flow:
        """Return posts times the annual cost of one, or hours times the cost of one."""
        worked = self.worked(line)
        if line.vacancy is not None:
            worked = worked.scaled(1.0 - self.numbers.value(line.vacancy, 0.0))
        if line.hourly_cost is not None:
            return worked.times(self.numbers.active(line.hourly_cost, always))
        if line.fte is None:
            worked = worked.scaled(f.part_of_full_time(self.full_time_hours(line)))
        return worked.times(self.annual_cost(line))

    def worked(self, line: Staffing) -> Flow:
        """Return the posts or hours of a line, by year, as if none stood empty."""
        prices = (line.annual_cost, line.monthly_salary, line.hourly_cost)
        by_year = any(isinstance(number, ByYear) for number in prices)
        alone = by_year and line.own_months is None
        share = always if alone else self.months_of(line).share_of
        if line.fte is not None:
            return self.numbers.active(line.fte, share)
        assert line.hours is not None
        if line.per == "total":
            return self.spread(line.hours, self.months_of(line))
        if line.per in (None, "year"):
            return self.numbers.active(line.hours, share)
        return self.per_unit(line, line.hours, line.per)

    def full_time_hours(self, line: Staffing) -> float:
        """Return the hours of one full-time post in a year."""
        hours = line.full_time_hours or self.scenario.full_time_hours
        assert hours is not None  # the rules demand it
        return hours

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
        if line.per == "once":
            falls = line.year or months.first.year
            return self.numbers.active(line.amount, lambda year: float(year == falls))
        if line.per == "total":
            return self.spread(line.amount, months)
        if line.per == "year":
            return self.numbers.active(line.amount, months.share_of)
        return self.per_unit(line, line.amount, line.per)

    def spread(self, total: Number | ByYear, months: Months) -> Flow:
        """Return a total spread evenly over months."""
        flow = self.numbers.active(total, months.share_of)
        return flow.scaled(f.even_share(months.in_years))

    def per_unit(self, line: Line, each: Number | ByYear, unit: str) -> Flow:
        """Return what a line comes to where it is counted per participant or service."""
        return self.numbers.active(each, self.covered(line)).times(self.delivered[unit])

    def covered(self, line: Line) -> YearShare:
        """Return how much a line covers of the programme's months of a year."""
        months = line.own_months
        return always if months is None else lambda year: self.programme.covered(year, months)

    def grant(self, funding: Funding) -> Flow:
        """Return what a funder gives, year by year, without growth, in the price year's money."""
        months = self.months_of(funding)
        total = funding.per == "total"
        flow = (
            self.spread(funding.amount, months)
            if total
            else self.numbers.active(funding.amount, months.share_of)
        )
        if not funding.nominal:
            return flow
        levels = price_levels_of(self.scenario, self.numbers.draws)
        return flow.times(Flow(1.0 / levels, ONE))
