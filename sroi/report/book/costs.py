"""Years, discounting, participants and costs, as formulas on the input cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sroi.model.measures import nothing_known_in
from sroi.report.book.formula import ONE, ZERO, less, number, power, product, ratio, total
from sroi.report.book.sheet import (
    AMOUNT,
    FACTOR,
    FIRST_YEAR_COLUMN,
    SHARE,
    unknown_form,
)
from sroi.schema.numbers import ByYear
from sroi.schema.parts import Cost, Staffing
from sroi.tables.labels import part_label
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.model.drawn_numbers import YearShare
    from sroi.report.book.formula import Cells, Term
    from sroi.report.book.inputs import Inputs
    from sroi.report.book.sheet import (
        Sheet,
        TermRow,
    )
    from sroi.schema.months import Months
    from sroi.schema.numbers import Number
    from sroi.schema.parts import Lasting, Line
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


@dataclass
class Frame:
    """What every other row builds on."""

    scenario: Scenario
    inputs: Inputs
    wording: Wording
    levels: TermRow = field(default_factory=list)  # of prices, where they rise

    @property
    def years(self) -> range:
        """Return the calendar years of the projection."""
        return self.scenario.years

    def growth(self, rate: Number | None, t: int) -> Term:
        """Return the growth factor of a price in a year."""
        if rate is None:
            return ONE
        years = self.years[t] - self.scenario.price_year
        return power(total([ONE, self.inputs.of(rate)]), years)

    def form_of_outcome(self, name: str, form: str = AMOUNT) -> str:
        """Return the format of what an outcome gives: unknown where its effect is."""
        return unknown_form(self.wording) if self.scenario.unknown(name) else form

    def form_of(self, view: str) -> str:
        """Return the format of what a payer or a perspective gains."""
        known = not nothing_known_in(self.scenario, view)
        return AMOUNT if known else unknown_form(self.wording)

    def payer_name(self, payer: str) -> str:
        """Return what a payer is called."""
        return self.scenario.payers[payer].name or payer

    def every_year(self, stated: Number | ByYear) -> TermRow:
        """Return a number in every year, or in its own years if it is given by year."""
        return self.active(stated, lambda _: 1.0)

    def active(self, stated: Number | ByYear, share: YearShare) -> TermRow:
        """Return a number times a share of every year, or by itself if it is given by year."""
        return [self.inputs.in_year(stated, year, share(year)) for year in self.years]


def discount_row(frame: Frame, sheet: Sheet) -> Cells:
    """Write the rate of each year and the discount factors; return the factors."""
    rate, wording = frame.scenario.discounting.yearly_rate, frame.wording
    share = frame.scenario.discounting.passed
    rates: TermRow = []
    for t in range(len(frame.years)):
        if isinstance(rate, ByYear):
            start = max(step for step in rate.numbers if step <= t)
            rates.append(frame.inputs.of(rate.numbers[start]))
        else:
            rates.append(frame.inputs.of(rate))
    label = wording.term("field.discounting_rate")
    cells = sheet.years(capital(label), rates, SHARE, summed=False)
    return _cumulated(sheet, wording, cells, share)


def _cumulated(sheet: Sheet, wording: Wording, rates: TermRow, share: float) -> Cells:
    """Write the factors at the start of each year, then when in the year money flows."""
    starts: TermRow = []
    sheet.text(wording.term("book.factor_at_start"))
    for t, _ in enumerate(rates):
        before = ratio(starts[-1], total([ONE, rates[t - 1]])) if t else ONE
        starts.append(sheet.cell(FIRST_YEAR_COLUMN + t, before, FACTOR))
    sheet.row += 1
    factors = [
        product(start, power(total([ONE, rate]), -share))
        for start, rate in zip(starts, rates, strict=True)
    ]
    return sheet.years(wording.term("book.factor"), factors, FACTOR, summed=False)


def level_row(frame: Frame, sheet: Sheet) -> TermRow:
    """Write the price level of every year, where prices rise."""
    scenario, inputs = frame.scenario, frame.inputs
    inflation = scenario.inflation
    if inflation is None:
        return []

    def grown(year: int) -> Term:
        """Return the level of a year's prices where those of the year before are 1."""
        if not isinstance(inflation, ByYear):
            return total([ONE, inputs.of(inflation)])
        earliest = min(inflation.numbers)
        held = max((y for y in inflation.numbers if y <= year), default=earliest)
        return total([ONE, inputs.of(inflation.numbers[held])])

    first, price_year = scenario.first_year, scenario.price_year
    level = product(*(grown(k) for k in range(price_year + 1, first + 1)))
    for k in range(first + 1, price_year + 1):
        level = ratio(level, grown(k))
    sheet.text(frame.wording.term("book.price_level"))
    levels: TermRow = []
    for t, year in enumerate(frame.years):
        level = product(levels[-1], grown(year)) if t else level
        levels.append(sheet.cell(FIRST_YEAR_COLUMN + t, level, FACTOR))
    sheet.row += 1
    return levels


def cost_lines(
    frame: Frame, sheet: Sheet, starts: TermRow, volumes: Mapping[str, TermRow]
) -> dict[str, Cells]:
    """Write and return every cost line by year, for who starts and what is delivered."""
    rows: dict[str, Cells] = {}
    delivered = {"participant": starts, **volumes}
    for path, line in frame.scenario.lines.items():
        price = _Price(frame, path, delivered)
        amounts = price.staffing(line) if isinstance(line, Staffing) else price.other(line)
        grown = [product(x, frame.growth(line.growth, t)) for t, x in enumerate(amounts)]
        rows[path] = sheet.years(
            part_label(frame.scenario, path), grown, AMOUNT, _remark(frame, path, line)
        )
    return rows


def _remark(frame: Frame, path: str, line: Line) -> str:
    """Return what to know of a line: in kind, or that nobody has priced it."""
    term = frame.wording.term
    words = [term("column.in_kind")] if line.in_kind else []
    words += [term("word.unpriced")] if path in frame.scenario.unpriced else []
    return ", ".join(words)


@dataclass
class _Price:
    """The formulas of one cost line, without growth."""

    frame: Frame
    path: str
    delivered: Mapping[str, TermRow]

    def staffing(self, line: Staffing) -> TermRow:
        """Return posts times the annual cost of one, or hours times the cost of one."""
        inputs, years = self.frame.inputs, len(self.frame.years)
        worked = self.worked(line)
        if line.vacancy is not None:
            worked = _each(worked, [less(ONE, inputs.of(line.vacancy))] * years)
        if line.hourly_cost is not None:
            return _each(worked, self.frame.every_year(line.hourly_cost))
        if line.fte is None:
            worked = [ratio(x, self.full_time_hours(line)) for x in worked]
        return _each(worked, self.annual_cost(line))

    def worked(self, line: Staffing) -> TermRow:
        """Return the posts or hours of a line, by year, as if none stood empty."""
        prices = (line.annual_cost, line.monthly_salary, line.hourly_cost)
        by_year = any(isinstance(each, ByYear) for each in prices)
        months = self.months_of(line)
        alone = by_year and line.own_months is None
        share = (lambda _: 1.0) if alone else months.share_of
        if line.fte is not None:
            return self.frame.active(line.fte, share)
        assert line.hours is not None
        if line.per == "total":
            return even_row(self.frame, line.hours, months)
        if line.per in (None, "year"):
            return self.frame.active(line.hours, share)
        return self.per_unit(line, line.hours, line.per)

    def months_of(self, part: Lasting) -> Months:
        """Return the months of a line: its own, else the programme's."""
        return part.own_months or self.frame.scenario.programme.months

    def full_time_hours(self, line: Staffing) -> Term:
        """Return the cell with the hours of one full-time post in a year."""
        prefix = f"{self.path}." if line.full_time_hours else ""
        return self.frame.inputs.cells[f"{prefix}full_time_hours"]

    def annual_cost(self, line: Staffing) -> TermRow:
        """Return the annual cost of one post."""
        if line.annual_cost is not None:
            return self.frame.every_year(line.annual_cost)
        assert line.monthly_salary is not None
        oncosts = total([ONE, self.frame.inputs.of(line.oncost_rate)])
        salaries = self.frame.every_year(line.monthly_salary)
        return [product(salary, number(12.0), oncosts) for salary in salaries]

    def other(self, line: Line) -> TermRow:
        """Return a cost line's amount in the years it falls."""
        assert isinstance(line, Cost)
        months = self.months_of(line)
        if line.per == "once":
            falls = line.year or months.first.year
            return self.frame.active(line.amount, lambda year: float(year == falls))
        if line.per == "total":
            return even_row(self.frame, line.amount, months)
        if line.per == "year":
            return self.frame.active(line.amount, months.share_of)
        return self.per_unit(line, line.amount, line.per)

    def per_unit(self, line: Line, each: Number | ByYear, unit: str) -> TermRow:
        """Return what a line comes to where it is counted per participant or service."""
        programme, months = self.frame.scenario.programme.months, line.own_months
        if months is None:
            return _each(self.frame.every_year(each), self.delivered[unit])
        covered = partial(programme.covered, by=months)
        return _each(self.frame.active(each, covered), self.delivered[unit])


def even_row(frame: Frame, amount: Number | ByYear, months: Months) -> TermRow:
    """Return a total spread evenly over months, those beyond the horizon too."""
    in_months = number(round(months.in_years * 12))
    row = frame.active(amount, lambda year: float(len(months.within(year))))
    if isinstance(amount, ByYear):
        return [ratio(product(x, number(12.0)), in_months) for x in row]
    return [ZERO if x is ZERO else ratio(x, in_months) for x in row]


def _each(one: TermRow, other: TermRow) -> TermRow:
    """Return the products of two rows, year by year."""
    return [product(x, y) for x, y in zip(one, other, strict=True)]


def shared(
    frame: Frame,
    sheet: Sheet,
    rows: Mapping[str, TermRow],
    payer: str,
    word: str,
    form: str = AMOUNT,
) -> tuple[dict[str, TermRow], TermRow]:
    """Write a payer's share of each row, and their sum; return both, nothing where it has none."""
    mine = {
        path: [product(share, x) for x in row]
        for path, row in rows.items()
        if (share := frame.inputs.share(path, payer)) is not ZERO
    }
    name = frame.payer_name(payer)
    parts: dict[str, TermRow] = {}
    if len(mine) > 1:
        for path, row in mine.items():
            label = f"  {name}: {part_label(frame.scenario, path)}"
            section, _, part = path.partition(".")
            known = AMOUNT if section != "outcomes" else frame.form_of_outcome(part)
            parts[path] = sheet.years(label, row, known)
    sums = [total(row[t] for row in (parts or mine).values()) for t in range(len(frame.years))]
    if not mine:
        return {}, sums
    label = f"{name}: {word[:1].lower()}{word[1:]}"
    whole = sheet.years(label, sums, form, style="strong")
    return parts or dict.fromkeys(mine, whole), whole
