"""What was planned in the base case beside what it came to, line by line and year by year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.model.costs import Costs
from sroi.model.drawn_numbers import DrawnNumbers
from sroi.model.engine import results_of
from sroi.model.price_levels import price_levels_of
from sroi.model.projection import refuse_missing
from sroi.model.sampling import Draws
from sroi.observations.reading import kinds_of
from sroi.observations.series import series_of
from sroi.observations.small import too_few
from sroi.schema.numbers import ByYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sroi.arithmetic.flows import Flow
    from sroi.model.results import Results
    from sroi.observations.rows import Observation
    from sroi.observations.series import PeriodPoint
    from sroi.schema.months import Months
    from sroi.schema.numbers import Number
    from sroi.schema.parts import Lasting
    from sroi.schema.periods import Period
    from sroi.schema.scenario import Scenario

POSTS, HOURS = ".fte", ".hours"


@dataclass(frozen=True)
class Compared:
    """What was planned of a year, or of a span as written, and what it came to."""

    planned: float | None
    actual: float


@dataclass(frozen=True)
class LineOutcome:
    """A line planned beside what it came to, over the years that are known in full.

    ``posts`` and ``price`` are what of the difference comes from other posts, and from what one
    costs. Of posts the numbers are means over the years, else sums.
    """

    years: Mapping[str, Compared]
    mean: bool = False
    posts: float | None = None
    price: float | None = None
    hidden: bool = False  # of people, and some number of them is too small to be shown

    @property
    def planned(self) -> float | None:
        """Return what was planned for the years that are known, None where nothing was."""
        values = [year.planned for year in self.years.values() if year.planned is not None]
        return self._together(values) if values else None

    @property
    def actual(self) -> float | None:
        """Return what it came to, None where no year is known."""
        values = [year.actual for year in self.years.values()]
        return self._together(values) if values else None

    @property
    def used(self) -> float | None:
        """Return the share of what was planned that was used."""
        return self.actual / self.planned if self.actual is not None and self.planned else None

    def _together(self, values: Sequence[float]) -> float:
        return sum(values) / (len(values) if self.mean else 1)


@dataclass(frozen=True)
class PlanOutcome:
    """Every line of a plan beside what it came to."""

    scenario: Scenario
    lines: Mapping[str, LineOutcome]
    observed: Sequence[str]  # the lines that rows are about

    @property
    def costs(self) -> dict[str, LineOutcome]:
        """Return the cost lines that are known, which may be added up."""
        known = self.lines.items()
        return {name: line for name, line in known if name in self.scenario.lines and line.years}

    @property
    def total(self) -> LineOutcome:
        """Return the cost lines that are known together."""
        sums: dict[str, list[Compared]] = defaultdict(list)
        for line in self.costs.values():
            for name, year in line.years.items():
                sums[name].append(year)
        years = {
            name: Compared(sum(x.planned or 0.0 for x in year), sum(x.actual for x in year))
            for name, year in sorted(sums.items())
        }
        return LineOutcome(years)


def plan_outcome(scenario: Scenario, rows: Sequence[Observation]) -> PlanOutcome | None:
    """Return a plan beside what it came to, None where no row is about what was planned."""
    by_line: dict[str, list[Observation]] = defaultdict(list)
    plannable = kinds_of(scenario).keys() - scenario.indicators.keys()
    for row in rows:
        if row.indicator in plannable:
            by_line[row.indicator].append(row)
    if not by_line:
        return None
    refuse_missing(scenario)
    planned = _Planned(scenario, results_of(scenario))
    known = {name: planned.beside(name, by_line[name]) for name in by_line}
    lines = {name: known.get(name, LineOutcome({})) for name in scenario.lines} | known
    whole = {name: _split(name, line, lines) for name, line in lines.items()}
    return PlanOutcome(scenario, whole, list(by_line))


def _split(name: str, line: LineOutcome, lines: Mapping[str, LineOutcome]) -> LineOutcome:
    """Return a line of posts with its difference split, over years in which posts are known."""
    filled = lines.get(f"{name}{POSTS}")
    both = [] if filled is None else [year for year in line.years if year in filled.years]
    if filled is None or not both or set(both) != set(line.years):
        return line
    posts = price = 0.0
    for name_of_year in both:
        cost, fte = line.years[name_of_year], filled.years[name_of_year]
        if not fte.planned or cost.planned is None:
            return line
        one = cost.planned / fte.planned
        posts += (fte.actual - fte.planned) * one
        price += cost.actual - fte.actual * one
    return LineOutcome(line.years, posts=posts, price=price)


@dataclass(frozen=True)
class _Planned:
    """What a scenario plans, by line and year, and in which months."""

    scenario: Scenario
    results: Results

    def beside(self, name: str, rows: Sequence[Observation]) -> LineOutcome:
        """Return what was planned of a line beside what it came to."""
        points = [
            point
            for point in series_of(rows, kinds_of(self.scenario)[name]).points
            if point.mark != "partial" and point.tally is not None and point.tally.value is not None
        ]
        below = self.scenario.small_cells.below if name == "participants" else 0
        if any(too_few(cell, below) for point in points for cell in point.parts.values()):
            return LineOutcome({}, hidden=True)
        groups: dict[Period, list[PeriodPoint]] = defaultdict(list)
        for point in points:
            groups[point.period.whole].append(point)
        months = self._months(name)
        pairs = ((str(span), self._pair(name, months, span, ps)) for span, ps in groups.items())
        years = {span: pair for span, pair in pairs if pair is not None}
        return LineOutcome(years, mean=name.endswith(POSTS))

    def _pair(
        self, name: str, months: Months, span: Period, points: Sequence[PeriodPoint]
    ) -> Compared | None:
        """Return a year or span planned and actual, None where some month of it is not known."""
        known = {m for point in points for m in range(point.period.first, point.period.last + 1)}
        if not set(self._needed(name, months, span)) <= known:
            return None
        values = [(point.tally.value or 0.0) if point.tally else 0.0 for point in points]
        if not name.endswith(POSTS):
            return Compared(self._in_span(name, months, span), sum(values))
        weights = [point.period.months for point in points]
        mean = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
        return Compared(self._mean_posts(name, span), mean)

    def _needed(self, name: str, months: Months, span: Period) -> Iterable[int]:
        """Return the months of a year for which something was planned; of a span, its own."""
        if span.months != 12:
            return range(span.first, span.last + 1)
        year = span.first // 12
        planned = self._by_year(name).get(year)
        if name.endswith((POSTS, HOURS)):
            planned = 1.0
        return self._when(months, year) if planned else ()

    def _in_span(self, name: str, months: Months, span: Period) -> float | None:
        """Return what was planned within a span, each month of a year alike."""
        total, by_year = 0.0, self._by_year(name)
        if not by_year:
            return None
        for year in range(span.first // 12, span.last // 12 + 1):
            when = self._when(months, year)
            inside = [month for month in when if span.first <= month <= span.last]
            total += by_year.get(year, 0.0) * len(inside) / len(when)
        return total

    def _mean_posts(self, name: str, span: Period) -> float | None:
        """Return the mean of the posts planned to be filled over a span."""
        line = self.scenario.staffing[name.removeprefix("staffing.").removesuffix(POSTS)]
        if line.fte is None:
            return None
        fte, months = line.fte, range(span.first, span.last + 1)
        filled = 1.0 - (line.vacancy.base if line.vacancy else 0.0)
        return filled * sum(_base(fte, month // 12) for month in months) / span.months

    def _by_year(self, name: str) -> dict[int, float]:
        """Return what is planned of a line by year: money undiscounted, in that of each year."""
        results = self.results
        money = {f"funding.{ident}": flow for ident, flow in results.funding.items()}
        money |= results.costs
        counts = {f"services.{ident}": flow for ident, flow in results.volumes.items()}
        counts |= {"participants": results.participants, **self._hours}
        if name in money:
            values = money[name].values[0] * price_levels_of(self.scenario)[0]
        elif name in counts:
            values = counts[name].values[0]
        else:
            return {}
        return dict(zip(self.scenario.years, map(float, values), strict=True))

    @cached_property
    def _hours(self) -> dict[str, Flow]:
        """Return the hours planned to be worked, of lines that state hours."""
        numbers = DrawnNumbers(self.scenario, Draws())
        costs = Costs(numbers, self.results.participants, self.results.volumes)
        worked = {}
        for ident, line in self.scenario.staffing.items():
            if line.hours is not None:
                filled = 1.0 - numbers.value(line.vacancy, 0.0)
                worked[f"staffing.{ident}{HOURS}"] = costs.worked(line).scaled(filled)
        return worked

    def _months(self, name: str) -> Months:
        """Return the months of a line: its own, else the programme's."""
        line: Lasting | None = self.scenario.lines.get(name.removesuffix(POSTS).removesuffix(HOURS))
        if name.startswith("funding."):
            line = self.scenario.funding[name.removeprefix("funding.")]
        own_months = None if line is None else line.own_months
        return own_months or self.scenario.programme.months

    def _when(self, months: Months, year: int) -> range:
        """Return in which months of a year a line is planned: its own, or else any."""
        return months.within(year) or range(12 * year, 12 * year + 12)


def _base(number: Number | ByYear, year: int) -> float:
    if isinstance(number, ByYear):
        return number.numbers[year].base if year in number.numbers else 0.0
    return number.base
