"""The sheet of assumptions: every number the base case rests on, each in a cell with a name."""

from dataclasses import dataclass, field

from sroi.report.book.formula import ZERO, Term
from sroi.report.book.sheet import Sheet
from sroi.schema.numbers import ByYear, Number, each
from sroi.schema.parts import Borne
from sroi.schema.scenario import Scenario
from sroi.tables.cells import capital
from sroi.tables.labels import number_label, part_label, source_of, unit_text
from sroi.wording import Wording

COLUMNS = ("path", "name", "value", "low", "high", "unit", "price_year", "grade", "source", "cell")
GENERAL = "#,##0.######"


@dataclass
class Inputs:
    """The input cells, by path."""

    cells: dict[str, Term] = field(default_factory=dict)

    def of(self, number: Number | None, default: Term = ZERO) -> Term:
        """Return the cell of a number, or its default where the file leaves it out."""
        return default if number is None else self.cells[number.path]

    def in_year(self, number: Number | ByYear, year: int, there: bool) -> Term:
        """Return a number's cell in a year, or nothing; a number by year has its own years."""
        if isinstance(number, ByYear):
            return self.cells[number.numbers[year].path] if year in number.numbers else ZERO
        return self.cells[number.path] if there else ZERO

    def share(self, path: str, payer: str) -> Term:
        """Return the cell of a payer's share of a line or outcome."""
        cell = self.cells.get(f"{path}.payers.{payer}")
        return ZERO if cell is None else cell


def write_inputs(sheet: Sheet, scenario: Scenario, wording: Wording) -> Inputs:
    """Write every number, share and setting with its label, range, unit and source."""
    inputs = Inputs()
    for column, width in enumerate((40, 58, 16, 12, 12, 20, 10, 10, 60, 44)):
        sheet.page.set_column(column, column, width)
    sheet.line(wording.term("table.assumptions"), "title")
    sheet.line(wording.term("book.inputs"), "note")
    for index, heading in enumerate(COLUMNS):
        sheet.text(wording.term(f"book.{heading}"), "heading", index)
    sheet.row += 1
    sheet.page.freeze_panes(sheet.row, 3)
    for path, number in scenario.numbers.items():
        inputs.cells[path] = _number(sheet, scenario, number, wording)
    for rate in each(scenario.discounting.yearly_rate):  # one that the file leaves out
        if rate.path not in inputs.cells:
            label = wording.term("field.discounting_rate")
            inputs.cells[rate.path] = _setting(sheet, rate.path, label, rate.base)
    for path, label, value in _settings(scenario, wording):
        inputs.cells[path] = _setting(sheet, path, label, value)
    return inputs


def _number(sheet: Sheet, scenario: Scenario, number: Number, wording: Wording) -> Term:
    origin = number.origin
    texts = {
        0: number.path,
        1: number_label(scenario, number.path, wording),
        5: unit_text(number, wording),
        6: str(scenario.price_year) if number.quantity.money else "",
        7: origin.grade or "",
        8: source_of(number, scenario),
    }
    for column, text in texts.items():
        sheet.text(text, column=column)
    if not number.certain:
        sheet.value(3, number.quantile(0.05), GENERAL)
        sheet.value(4, number.quantile(0.95), GENERAL)
    return _named(sheet, number.path, number.base)


def _settings(scenario: Scenario, wording: Wording) -> list[tuple[str, str, float]]:
    """Return what is certain by its nature: shares of payers, profiles, steps, tax factor."""
    borne: dict[str, Borne] = {**scenario.lines}
    borne |= {f"outcomes.{name}": outcome for name, outcome in scenario.outcomes.items()}
    found = [("tax_factor", wording.term("section.tax_factor"), scenario.tax_factor)]
    for path, part in borne.items():
        label = part_label(scenario, path)
        for payer, share in part.shares.items():
            named = scenario.payers[payer].name or payer
            text = wording.term("book.share_of", part=label, payer=named)
            found.append((f"{path}.payers.{payer}", text, share))
    for name, outcome in scenario.outcomes.items():
        if outcome.cashable is not None and outcome.cashable.step is not None:
            text = f"{outcome.name}: {wording.term('book.step')}"
            found.append((f"outcomes.{name}.cashable.step", text, outcome.cashable.step))
        for year, share in (outcome.profile or {}).items():
            text = f"{outcome.name}: {wording.term('book.profile', year=year)}"
            found.append((f"outcomes.{name}.profile.{year}", text, share))
    return found


def _setting(sheet: Sheet, path: str, label: str, value: float) -> Term:
    sheet.text(path)
    sheet.text(capital(label), column=1)
    return _named(sheet, path, value)


def _named(sheet: Sheet, path: str, value: float) -> Term:
    """Write an input cell, give it a name and go on to the next row."""
    cell = sheet.value(2, value, GENERAL, "input")
    name = sheet.book.name(path.replace(".", "_"), sheet.place(sheet.row, 2))
    sheet.text(name, "note", 9)
    sheet.row += 1
    return Term(name, cell.value)
