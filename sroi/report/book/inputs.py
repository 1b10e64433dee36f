"""The sheet of assumptions: every number the base case rests on, each in a cell with a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sroi.arithmetic.quantities import RATE
from sroi.report.book.calculated import calculated_term
from sroi.report.book.formula import ZERO, Term, product, twelfths
from sroi.schema.numbers import ByYear, each
from sroi.tables.labels import number_label, part_label, source_of, unit_text
from sroi.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.report.book.sheet import Sheet
    from sroi.schema.numbers import Grade, Number
    from sroi.schema.parts import Borne
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

COLUMNS = {
    "name": 62,
    "unit": 18,
    "value": 14,
    "low": 13,
    "high": 13,
    "source": 60,
    "grade": 9,
    "price_year": 9,
    "cell": 34,
    "path": 34,
}
NAME, UNIT, VALUE, LOW, HIGH, SOURCE, GRADE, PRICE_YEAR, CELL, PATH = range(len(COLUMNS))
WHOLE, MONEY = "#,##0", "#,##0.00"
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")
Setting = tuple[str, str, float, str]  # path, label, value, format
DIGITS = 4  # that are shown of a number with decimals


@dataclass
class Inputs:
    """The input cells, by path."""

    cells: dict[str, Term] = field(default_factory=dict)

    def of(self, number: Number | None, default: Term = ZERO) -> Term:
        """Return the cell of a number, or its default where the file leaves it out."""
        return default if number is None else self.cells[number.path]

    def in_year(self, number: Number | ByYear, year: int, share: float) -> Term:
        """Return a number's cell times a share of a year; a number by year has its own years."""
        if isinstance(number, ByYear):
            return self.cells[number.numbers[year].path] if year in number.numbers else ZERO
        return product(twelfths(share), self.cells[number.path])

    def share(self, path: str, payer: str) -> Term:
        """Return the cell of a payer's share of a line or outcome."""
        cell = self.cells.get(f"{path}.payers.{payer}")
        return ZERO if cell is None else cell


def write_inputs(sheet: Sheet, scenario: Scenario, wording: Wording) -> Inputs:
    """Write every number, share and setting with its label, range, unit and source."""
    inputs = Inputs()
    for column, width in enumerate(COLUMNS.values()):
        sheet.page.set_column(column, column, width)
    sheet.line(wording.term("table.assumptions"), "title")
    sheet.line(wording.term("book.inputs"), "note")
    for index, heading in enumerate(COLUMNS):
        numeric = index in (VALUE, LOW, HIGH)
        sheet.text(
            capital(wording.term(f"book.{heading}")),
            "number_heading" if numeric else "heading",
            index,
        )
    sheet.row += 1
    sheet.page.freeze_panes(sheet.row, 1)
    for path, number in _in_order(scenario).items():
        if number.calculation is None:
            inputs.cells[path] = _number(sheet, scenario, number, wording)
        else:
            inputs.cells[path] = _calculated(sheet, scenario, number, inputs, wording)
    for rate in each(scenario.discounting.yearly_rate):  # one that the file leaves out
        if rate.path not in inputs.cells:
            label = wording.term("field.discounting_rate")
            inputs.cells[rate.path] = _setting(
                sheet, rate.path, label, rate.base, percent_form(wording)
            )
    for path, label, value, form in _settings(scenario, wording):
        inputs.cells[path] = _setting(sheet, path, label, value, form)
    return inputs


def percent_form(wording: Wording) -> str:
    """Return the format of a share: 3.0%, with more decimals where there are any."""
    return f"0.0##{wording.locale.percent}".replace("\u00a0", " ")


def plain_form(value: float) -> str:
    """Return the format of a number: whole, or with as many decimals as say something.

    >>> plain_form(7.0), plain_form(9.1), plain_form(0.2553191489)
    ('#,##0', '#,##0.0##', '#,##0.0###')
    """
    if float(value).is_integer():
        return WHOLE
    before = len(f"{abs(value):.0f}") if abs(value) >= 1 else 0
    return "#,##0.0" + "#" * max(0, DIGITS - 1 - before)


def number_form(number: Number, value: float, wording: Wording) -> str:
    """Return the format of a number by its kind: a share in per cent, money with two decimals."""
    if number.quantity.in_percent:
        return percent_form(wording)
    if number.quantity.money:
        return WHOLE if round(value, 2).is_integer() else MONEY
    return plain_form(value)


def _unit(number: Number, wording: Wording) -> str:
    """Return the unit of a number as the book shows it: a share is in per cent."""
    if number.quantity.in_percent:
        yearly = number.quantity is RATE
        return wording.term("book.percent_a_year" if yearly else "book.percent")
    return unit_text(number, wording)


def _in_order(scenario: Scenario) -> dict[str, Number]:
    """Return the numbers in the file's order, each after those it is calculated from."""
    ordered: dict[str, Number] = {}
    for number in scenario.numbers.values():
        waiting = [number]
        while waiting:
            calculation = waiting[-1].calculation
            parameters = calculation.parameters if calculation else ()
            new = [each for each in parameters if each.path not in ordered]
            if new:
                waiting += new
            else:
                ordered.setdefault(waiting[-1].path, waiting.pop())
    return ordered


def _calculated(
    sheet: Sheet, scenario: Scenario, number: Number, inputs: Inputs, wording: Wording
) -> Term:
    """Write a number that is calculated from others as a formula on their cells."""
    assert number.calculation is not None
    _described(sheet, scenario, number, wording)
    sheet.text(f"= {number.calculation.expression.text}", column=LOW)
    form = number_form(number, number.base, wording)
    cells = [inputs.of(each) for each in number.calculation.parameters]
    term = calculated_term(number.calculation, number.quantity, cells)
    return _named_cell(sheet, number.path, sheet.cell(VALUE, term, form))


def _described(sheet: Sheet, scenario: Scenario, number: Number, wording: Wording) -> None:
    """Write what a number is called, its unit, source, grade and price year."""
    origin = number.origin
    texts = {
        NAME: number_label(scenario, number.path, wording),
        UNIT: _unit(number, wording),
        SOURCE: source_of(number, scenario),
        GRADE: origin.grade or "",
        PRICE_YEAR: str(scenario.price_year) if number.quantity.money else "",
    }
    for column, text in texts.items():
        sheet.text(text, column=column)


def _number(sheet: Sheet, scenario: Scenario, number: Number, wording: Wording) -> Term:
    """Write a number as an input."""
    _described(sheet, scenario, number, wording)
    if not number.certain:
        for column, share in ((LOW, 0.05), (HIGH, 0.95)):
            x = number.quantile(share)
            sheet.value(column, x, number_form(number, x, wording))
    form = number_form(number, number.base, wording)
    if number.unpriced:  # until somebody writes a price into the cell
        form = f'{WHOLE};-{WHOLE};"{wording.term("word.unpriced")}"'
    return _named(sheet, number.path, number.base, form)


def _settings(scenario: Scenario, wording: Wording) -> Iterator[Setting]:
    """Yield what has no range by its nature: shares of payers, profiles, steps, tax factor."""
    tax = scenario.tax_factor
    yield "tax_factor", wording.term("section.tax_factor"), tax, plain_form(tax)
    yield from _hours(scenario, wording)
    if scenario.optimism is not None:
        for grade in GRADES:
            text = wording.term(f"field.optimism_{grade}_long")
            share = scenario.optimism.share(grade)
            yield f"optimism.{grade}", text, share, percent_form(wording)
    yield from _served(scenario, wording)
    yield from _borne(scenario, wording)
    yield from _of_outcomes(scenario, wording)


def _served(scenario: Scenario, wording: Wording) -> Iterator[Setting]:
    """Yield what share of each line is spent on each service."""
    for path, line in scenario.lines.items():
        for service, share in (line.serves or {}).items():
            named = scenario.services[service].name or service
            text = wording.term("book.serves", part=part_label(scenario, path), service=named)
            yield f"{path}.serves.{service}", text, share, percent_form(wording)


def _borne(scenario: Scenario, wording: Wording) -> Iterator[Setting]:
    """Yield what share of each line and outcome each payer has."""
    borne: dict[str, Borne] = {**scenario.lines}
    borne |= {f"outcomes.{name}": outcome for name, outcome in scenario.outcomes.items()}
    for path, part in borne.items():
        label = part_label(scenario, path)
        for payer, share in part.shares.items():
            named = scenario.payers[payer].name or payer
            text = wording.term("book.share_of", part=label, payer=named)
            yield f"{path}.payers.{payer}", text, share, percent_form(wording)


def _of_outcomes(scenario: Scenario, wording: Wording) -> Iterator[Setting]:
    """Yield the steps and the profiles of outcomes."""
    for name, outcome in scenario.outcomes.items():
        if outcome.cashable is not None and (step := outcome.cashable.step) is not None:
            text = f"{outcome.name}: {wording.term('book.step')}"
            yield f"outcomes.{name}.cashable.step", text, step, plain_form(step)
        for year, share in (outcome.profile or {}).items():
            text = f"{outcome.name}: {wording.term('book.profile', year=year)}"
            yield f"outcomes.{name}.profile.{year}", text, share, percent_form(wording)


def _hours(scenario: Scenario, wording: Wording) -> Iterator[Setting]:
    """Yield the hours of a full-time post, of the file and of posts with hours of their own."""
    label = wording.term("field.full_time_hours")
    if scenario.full_time_hours:
        yield "full_time_hours", label, scenario.full_time_hours, WHOLE
    for name, post in scenario.staffing.items():
        if post.full_time_hours:
            path = f"staffing.{name}"
            text = f"{part_label(scenario, path)}: {label}"
            yield f"{path}.full_time_hours", text, post.full_time_hours, WHOLE


def _setting(sheet: Sheet, path: str, label: str, value: float, form: str) -> Term:
    sheet.text(capital(label))
    return _named(sheet, path, value, form)


def _named(sheet: Sheet, path: str, value: float, form: str) -> Term:
    """Write an input cell, give it a name and go on to the next row."""
    return _named_cell(sheet, path, sheet.value(VALUE, value, form, "input"))


def _named_cell(sheet: Sheet, path: str, cell: Term) -> Term:
    """Give the cell of a number in this row a name and go on to the next row."""
    name = sheet.book.name(path.replace(".", "_"), sheet.place(VALUE))
    sheet.text(name, "path", CELL)
    sheet.text(path, "path", PATH)
    sheet.row += 1
    return Term(name, cell.value)
