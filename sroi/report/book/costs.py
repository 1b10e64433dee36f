"""Years, discounting, participants and costs, as formulas on the input cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.model.measures import nothing_known_in
from sroi.report.book.formula import ONE, ZERO, number, power, product, ratio, total
from sroi.report.book.sheet import (
    AMOUNT,
    COUNT,
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
    from collections.abc import Collection, Mapping

    from sroi.report.book.formula import Cells, Term
    from sroi.report.book.inputs import Inputs
    from sroi.report.book.sheet import (
        Sheet,
        TermRow,
    )
    from sroi.schema.numbers import Number
    from sroi.schema.parts import Line
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


@dataclass
class Frame:
    """What every other row builds on."""

    scenario: Scenario
    inputs: Inputs
    wording: Wording

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

    def active(self, stated: Number | ByYear, years: Collection[int]) -> TermRow:
        """Return a number in the years given, or in its own years if it is given by year."""
        return [self.inputs.in_year(stated, year, year in years) for year in self.years]


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


def participants(frame: Frame, sheet: Sheet) -> Cells:
    """Write and return the participants who start each year."""
    assert frame.scenario.participants.per_year is not None
    starting = frame.active(
        frame.scenario.participants.per_year, frame.scenario.programme.months.years
    )
    return sheet.years(frame.wording.term("column.participants"), starting, COUNT)


def cost_lines(frame: Frame, sheet: Sheet, starts: TermRow) -> dict[str, Cells]:
    """Write and return every cost line by year."""
    rows = {}
    for path, line in frame.scenario.lines.items():
        amounts = (
            _staffing(frame, line) if isinstance(line, Staffing) else _cost(frame, line, starts)
        )
        grown = [product(x, frame.growth(line.growth, t)) for t, x in enumerate(amounts)]
        remark = frame.wording.term("column.in_kind") if line.in_kind else ""
        rows[path] = sheet.years(part_label(frame.scenario, path), grown, AMOUNT, remark)
    return rows


def _staffing(frame: Frame, line: Staffing) -> TermRow:
    years: Collection[int] = list(line.years or frame.scenario.programme.months.years)
    stated = (line.fte, line.annual_cost, line.monthly_salary)
    if any(isinstance(part, ByYear) for part in stated):
        years = frame.years
    assert line.fte is not None  # hours are refused beforehand
    posts = frame.active(line.fte, years)
    if line.annual_cost is not None:
        prices = frame.active(line.annual_cost, frame.years)
    else:
        assert line.monthly_salary is not None
        oncosts = total([ONE, frame.inputs.of(line.oncost_rate)])
        salaries = frame.active(line.monthly_salary, frame.years)
        prices = [product(salary, number(12.0), oncosts) for salary in salaries]
    return [product(post, price) for post, price in zip(posts, prices, strict=True)]


def _cost(frame: Frame, line: Line, starts: TermRow) -> TermRow:
    assert isinstance(line, Cost)
    programme = frame.scenario.programme.months.years
    if line.per == "participant":
        amounts = frame.active(line.amount, list(line.years or frame.years))
        return [product(x, n) for x, n in zip(amounts, starts, strict=True)]
    if line.per == "once":
        return frame.active(line.amount, [line.year or programme.first])
    years = line.years or programme
    amounts = frame.active(line.amount, list(years))
    if line.per == "total":
        return [ZERO if x is ZERO else ratio(x, number(len(years))) for x in amounts]
    return amounts


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
