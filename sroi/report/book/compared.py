"""Scenarios side by side, each column leading to the sheets of its own base case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.model.measures import MEASURES, ROWS, felt, unclaimed
from sroi.report.book.formula import ZERO, Term, less, total
from sroi.report.book.sheet import AMOUNT, FORMS, unknown_form
from sroi.tables.cells import VISIBLE, Money, short, view_name
from sroi.tables.compared import present_value_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.model.comparison import Comparison
    from sroi.report.book.results import ResultCells
    from sroi.report.book.sheet import Sheet, TermRow
    from sroi.wording import Wording

SOURCES = ("own_budget", "granted", "applied", "given_in_kind")


@dataclass
class BaseCase:
    """The cells of one scenario: its results, who pays by source, and what is cashable, by year."""

    results: ResultCells
    sources: Mapping[str, Mapping[str, TermRow]]
    cashable: Mapping[str, TermRow]


def write_comparison(
    sheet: Sheet,
    comparison: Comparison,
    cases: Sequence[BaseCase],
    sentences: Sequence[str],
    wording: Wording,
) -> None:
    """Write who pays and who saves in each scenario, then its results, each from its sheets."""
    sheet.line(wording.term("table.comparison"), "title")
    for sentence in sentences:
        sheet.line(sentence)
    sheet.line(wording.term("book.compared"), "note")
    sheet.page.set_column(1, 2 * len(cases), 24)
    sheet.width = 16  # as far as headings go: long words leave room unused
    side = _Side(sheet, comparison, cases, wording)
    side.heading("table.who_pays")
    side.who_pays()
    side.heading("table.who_saves")
    side.who_saves()
    sheet.line()
    _results(sheet, comparison, cases, wording)
    _differences(sheet, comparison, cases, wording)


class _Side:
    """Writes rows of years, a column for each alternative, then its difference to the reference."""

    def __init__(
        self, sheet: Sheet, comparison: Comparison, cases: Sequence[BaseCase], wording: Wording
    ) -> None:
        self.sheet, self.comparison, self.cases, self.wording = sheet, comparison, cases, wording
        self.scenarios = [projection.scenario for projection in comparison.projections.values()]
        self.reference = list(comparison.projections).index(comparison.reference)
        self.others = [i for i in range(len(cases)) if i != self.reference]

    def heading(self, title: str) -> None:
        """Write the title of a table, its unit, and the names of the alternatives."""
        term, names = self.wording.term, short(self.comparison.projections)
        self.sheet.line()
        self.sheet.line(term(title), "heading")
        year = self.scenarios[self.reference].price_year
        unit = term("unit.undiscounted", unit=self.wording.unit(), price_year=year)
        self.sheet.line(unit, "note")
        differences = [f"{term('column.difference')}: {names[i]}" for i in self.others]
        self.sheet.headings("", *names, *differences)

    def payers(self) -> Iterator[tuple[str, str]]:
        """Yield everybody who pays or gains in some alternative, with the name."""
        names: dict[str, str] = {}
        for scenario in self.scenarios:
            for payer in scenario.payers:
                names.setdefault(payer, view_name(scenario, payer, self.wording))
        yield from names.items()

    def who_pays(self) -> None:
        """Write what each payer pays, by where it is from and year."""
        for payer, name in self.payers():
            for source in SOURCES:
                rows = [case.sources.get(payer, {}).get(source, []) for case in self.cases]
                if not any(list(self.seen(i, row)) for i, row in enumerate(rows)):
                    continue
                self.block(f"{name}: {self.wording.term(f'column.{source}')}", rows)
        self.block(self.wording.term("word.all_costs"), [all_costs(case) for case in self.cases])

    def who_saves(self) -> None:
        """Write what each payer's budget can be cut by, by year."""
        for payer, name in self.payers():
            hidden = [
                payer in scenario.payers and unclaimed(scenario, "pv_cashable", payer)
                for scenario in self.scenarios
            ]
            if any(payer in s.payers and felt(s, payer) for s in self.scenarios):
                rows = [case.cashable.get(payer, []) for case in self.cases]
                self.block(f"{name}: {self.wording.term('column.cashable')}", rows, hidden)

    def block(self, label: str, rows: Sequence[TermRow], hidden: Sequence[bool] = ()) -> None:
        """Write the sum of some rows, and each of their years where there are several."""
        unknown = list(hidden) or [False] * len(rows)
        years = sorted({year for i in range(len(rows)) for year in self.seen(i, rows[i])})
        self.line(label, [total(row) for row in rows], unknown, "strong")
        for year in years if len(years) > 1 else ():
            self.line(f"  {year}", [self.of(i, row, year) for i, row in enumerate(rows)], unknown)

    def seen(self, i: int, row: TermRow) -> Iterator[int]:
        """Yield the calendar years in which a row of an alternative holds more than rounding."""
        years = zip(self.scenarios[i].years, row, strict=False)
        yield from (year for year, term in years if abs(term.value) >= VISIBLE)

    def of(self, i: int, row: TermRow, year: int) -> Term:
        """Return what a row of an alternative holds in a calendar year."""
        years = self.scenarios[i].years
        return row[years.index(year)] if year in years and row else ZERO

    def line(
        self, label: str, terms: Sequence[Term], hidden: Sequence[bool], style: str = "label"
    ) -> None:
        """Write an amount of every alternative, and how much more it is than the reference's."""
        form = unknown_form(self.wording)
        self.sheet.text(label, style)
        cells = []
        for column, (term, unknown) in enumerate(zip(terms, hidden, strict=True), start=1):
            cells.append(self.sheet.cell(column, term, form if unknown else AMOUNT, style))
        for column, i in enumerate(self.others, start=1 + len(cells)):
            unknown = hidden[i] or hidden[self.reference]
            apart = less(cells[i], cells[self.reference])
            self.sheet.cell(column, apart, form if unknown else AMOUNT, style)
        self.sheet.row += 1


def all_costs(case: BaseCase) -> TermRow:
    """Return what everybody pays, by year."""
    rows = [row for sources in case.sources.values() for row in sources.values()]
    return [total(terms) for terms in zip(*rows, strict=True)]


def _results(
    sheet: Sheet, comparison: Comparison, cases: Sequence[BaseCase], wording: Wording
) -> None:
    names = list(comparison.projections)
    view, first = comparison.perspective, comparison.projections[comparison.reference].scenario
    scenarios = {name: projection.scenario for name, projection in comparison.projections.items()}
    unit = present_value_notes(scenarios, Money(wording, 1))
    sheet.line(f"{view_name(first, view, wording)}. {unit}", "note")
    sheet.headings("", *short(names))
    for measure in ROWS:
        sheet.text(wording.term(f"measure.{measure}"), "strong" if measure == "npv" else "label")
        for column, (name, case) in enumerate(zip(names, cases, strict=True), start=1):
            hidden = unclaimed(comparison.projections[name].scenario, measure, view)
            form = unknown_form(wording) if hidden else FORMS[MEASURES[measure].kind]
            sheet.cell(column, case.results[view][measure], form)
        sheet.row += 1


def _differences(
    sheet: Sheet, comparison: Comparison, cases: Sequence[BaseCase], wording: Wording
) -> None:
    names, view = list(comparison.projections), comparison.perspective
    first = comparison.projections[comparison.reference].scenario
    sheet.text(wording.term("table.differences", reference=comparison.reference), "heading")
    sheet.row += 1
    base = cases[names.index(comparison.reference)].results
    for measure in ("pv_costs", "npv", "npv_cashable"):
        sheet.text(wording.term(f"measure.{measure}"))
        for column, (name, case) in enumerate(zip(names, cases, strict=True), start=1):
            pair = (comparison.projections[name].scenario, first)
            hidden = any(unclaimed(s, measure, view) for s in pair)
            form = unknown_form(wording) if hidden else AMOUNT
            one, other = case.results[view][measure], base[view][measure]
            assert isinstance(one, Term)
            assert isinstance(other, Term)
            sheet.cell(column, less(one, other), form)
        sheet.row += 1
