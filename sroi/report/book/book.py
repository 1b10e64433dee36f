"""The book of one run: its sheets in order, the live base case, and what the simulation gave."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from sroi.report.book import values
from sroi.report.book.budget import write_budget
from sroi.report.book.compared import BaseCase, write_comparison
from sroi.report.book.costs import Frame, cost_lines, discount_row, level_row, shared
from sroi.report.book.funding import funding_rows
from sroi.report.book.inputs import write_inputs
from sroi.report.book.names import sheet_names
from sroi.report.book.needed import needed_effects, write_outcome_results
from sroi.report.book.outcomes import outcome_rows
from sroi.report.book.present import present_values, write_paybacks
from sroi.report.book.results import write_results
from sroi.report.book.sheet import FIRST_YEAR_COLUMN, LAST_COLUMN, NARROWEST, Book, Sheet
from sroi.report.book.starts import service_rows, start_rows, volume_rows
from sroi.report.files import BOOK_OPTIONS, FIXED
from sroi.report.table_sheets import write_on_one_sheet
from sroi.tables.cells import short, years_in_words
from sroi.tables.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.report.book.funding import BorneRows
    from sroi.report.book.outcomes import Made
    from sroi.report.book.places import CellPlace
    from sroi.report.book.sheet import TermRow
    from sroi.tables.cells import Page
    from sroi.wording import Wording

LIVE = ("summary", "budget", "assumptions", "calculation", "payers")  # what recalculates
LABELS = 58  # characters across


def book(projection: Projection, record: Mapping[str, Any], page: Page, wording: Wording) -> bytes:
    """Return the Excel book of a run."""
    buffer, scenario = io.BytesIO(), projection.scenario
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as file:
        about = {"title": scenario.name, "comments": f"digest {scenario.digest}", "created": FIXED}
        file.set_properties(about)
        workbook = Book(file, scenario.years)
        sheets = {key: _sheet(workbook, wording.term(f"sheet.{key}")) for key in (*LIVE, "run")}
        _base_case(projection, sheets, wording)
        values.of_run(sheets["run"], projection, record, page, wording)
    return buffer.getvalue()


def comparison_book(comparison: Comparison, page: Page, wording: Wording) -> bytes:
    """Return the Excel book of a comparison: live results side by side, and each base case.

    The cells of the first scenario have the names they have in the book of a run, those of the
    second end in 2, and so on; sheets are called by their scenario.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as file:
        digests = " ".join(p.scenario.digest for p in comparison.projections.values())
        file.set_properties({"title": page.title, "comments": digests[:250], "created": FIXED})
        first = Book(file, [])
        front = _sheet(first, wording.term("sheet.comparison"))
        kinds = [wording.term(f"sheet.of_{key}") for key in LIVE]
        titles = sheet_names(short(comparison.projections), kinds)
        cases = []
        for projection, names in zip(comparison.projections.values(), titles, strict=True):
            alternative = Book(file, projection.scenario.years, first.formats, first.names)
            sheets = {key: _sheet(alternative, name) for key, name in zip(LIVE, names, strict=True)}
            cases.append(_base_case(projection, sheets, wording))
        write_comparison(front, comparison, cases, page.sentences, wording)
        back = file.add_worksheet(wording.term("sheet.run"))
        write_on_one_sheet(file, back, page.tables)
    return buffer.getvalue()


def _sheet(workbook: Book, name: str) -> Sheet:
    page = workbook.file.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, LABELS)
    page.set_column(1, LAST_COLUMN, NARROWEST)
    page.set_footer("&L&F&R&A, &P / &N")
    return Sheet(workbook, name, page)


def _base_case(projection: Projection, sheets: Mapping[str, Sheet], wording: Wording) -> BaseCase:
    """Write the sheets that recalculate; return the cells of the results, and of who pays."""
    scenario = projection.scenario
    calculation, paying, summary = sheets["calculation"], sheets["payers"], sheets["summary"]
    frame = Frame(scenario, write_inputs(sheets["assumptions"], scenario, wording), wording)
    _undiscounted(calculation, frame, "sheet.calculation")
    factors = discount_row(frame, calculation)
    frame.levels = level_row(frame, calculation)
    starting = start_rows(frame, calculation)
    volumes = volume_rows(frame, calculation, starting.total)
    calculation.line(wording.term("table.lines"), "heading")
    costs = cost_lines(frame, calculation, starting.total, volumes)
    outcomes = outcome_rows(frame, calculation, starting)
    heading = _undiscounted(paying, frame, "sheet.payers")
    borne = funding_rows(frame, paying, costs)
    flows = _flows(frame, paying, borne, outcomes)
    write_budget(frame, sheets["budget"], borne, costs, flows)
    present = present_values(frame, paying, factors, flows, outcomes)
    needed = needed_effects(present, paying)
    views = list(dict.fromkeys([scenario.headline, "society", *scenario.views]))
    paybacks, cumulated = write_paybacks(present, paying, views, flows)
    _introduction(summary, frame, sentences(projection, wording))
    results = write_results(present, summary, views, starting.total, paybacks)
    write_outcome_results(present, summary, outcomes, needed, results["society"]["pv_costs"])
    service_rows(frame, summary, costs, volumes)
    values.check(summary, projection, results, wording)
    values.charts(summary, scenario, heading, flows, cumulated, wording)
    return BaseCase(results, borne.sources, flows["cashable"])


def _flows(
    frame: Frame, sheet: Sheet, borne: BorneRows, outcomes: dict[str, Made]
) -> dict[str, dict[str, TermRow]]:
    """Write what each payer gains and can cut by year; return it with what each bears."""
    paths = {name: f"outcomes.{name}" for name in outcomes}
    gains = {paths[name]: outcome.actual.value for name, outcome in outcomes.items()}
    cuts = {paths[name]: outcome.cashable for name, outcome in outcomes.items()}
    return {
        "costs": borne.after,
        "before": borne.before,
        "benefits": _by_payer(frame, sheet, gains, "benefit"),
        "cashable": _by_payer(frame, sheet, cuts, "cashable"),
    }


def _by_payer(
    frame: Frame, sheet: Sheet, rows: dict[str, TermRow], kind: str
) -> dict[str, TermRow]:
    word = frame.wording.term(f"column.{kind}")
    sheet.line(word, "heading")
    shares = {
        payer: shared(frame, sheet, rows, payer, word, frame.form_of(payer))
        for payer in frame.scenario.payers
    }
    return {payer: whole for payer, (_, whole) in shares.items()}


def _introduction(summary: Sheet, frame: Frame, sentences: Sequence[str]) -> None:
    """Write what the run says in words, and what the figures are."""
    scenario, wording = frame.scenario, frame.wording
    summary.line(scenario.name, "title")
    summary.line(years_in_words(scenario, wording), "note")
    for sentence in sentences:
        summary.line(sentence)
    summary.line(values.present_value_words(scenario, wording), "note")
    summary.line(wording.term("book.live"), "note")


def _undiscounted(sheet: Sheet, frame: Frame, title: str) -> CellPlace:
    """Write the title of a sheet of years, its unit, and the years; return where they begin."""
    wording, scenario = frame.wording, frame.scenario
    unit = wording.term("unit.undiscounted", unit=wording.unit(), price_year=scenario.price_year)
    sheet.line(wording.term(title), "title")
    sheet.line(unit, "note")
    sheet.year_headings("", wording.term("column.total"))
    sheet.page.freeze_panes(sheet.row, FIRST_YEAR_COLUMN)
    return sheet.place(FIRST_YEAR_COLUMN, sheet.row - 1)
