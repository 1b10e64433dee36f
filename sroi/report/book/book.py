"""The book of one run: its sheets in order, the live base case, and what the simulation gave."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from sroi.projection import Projection
from sroi.report.book import values
from sroi.report.book.costs import (
    Frame,
    Row,
    by_payer,
    cost_lines,
    discount_factors,
    funding_rows,
    participants,
)
from sroi.report.book.inputs import write_inputs
from sroi.report.book.outcomes import Made, outcome_rows
from sroi.report.book.results import (
    present_values,
    write_outcome_results,
    write_paybacks,
    write_results,
)
from sroi.report.book.sheet import Book, Sheet
from sroi.tables.cells import Page, years_in_words
from sroi.wording import Wording

SHEETS = (
    "summary",
    "assumptions",
    "staffing",
    "outcomes",
    "cash_flow",
    "funding",
    "sensitivity",
    "simulation",
    "run_record",
)
FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # so that the same run gives the same bytes


def book(projection: Projection, record: Mapping[str, Any], page: Page, wording: Wording) -> bytes:
    """Return the Excel book of a run."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        scenario = projection.scenario
        about = {"title": scenario.name, "comments": f"digest {scenario.digest}", "created": FIXED}
        file.set_properties(about)
        made = Book(file, scenario.years)
        sheets = {key: _sheet(made, wording.term(f"sheet.{key}")) for key in SHEETS}
        _base_case(projection, sheets, page, wording)
        values.sensitivity(sheets["sensitivity"], projection, wording)
        values.simulation(sheets["simulation"], projection, record, wording)
        values.run_record(sheets["run_record"], record, page, wording)
    return buffer.getvalue()


def _sheet(made: Book, name: str) -> Sheet:
    page = made.file.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 58)
    page.set_column(1, 130, 14)
    page.set_footer("&L&F&R&A, &P / &N")
    return Sheet(made, name, page)


def _base_case(
    projection: Projection, sheets: Mapping[str, Sheet], page: Page, wording: Wording
) -> None:
    scenario, years = projection.scenario, projection.scenario.years
    inputs = write_inputs(sheets["assumptions"], scenario, wording)
    frame = Frame(scenario, inputs, wording, years)
    _undiscounted(sheets["staffing"], frame, "table.lines")
    factors = discount_factors(frame, sheets["staffing"])
    starts = participants(frame, sheets["staffing"])
    costs = cost_lines(frame, sheets["staffing"], starts)
    _undiscounted(sheets["outcomes"], frame, "table.outcomes")
    made = outcome_rows(frame, sheets["outcomes"], starts)
    _undiscounted(sheets["funding"], frame, "table.money")
    funding_rows(frame, sheets["funding"], costs)
    cash, summary = sheets["cash_flow"], sheets["summary"]
    _undiscounted(cash, frame, "book.cash_flow")
    first, flows = cash.row, _flows(frame, cash, costs, made)
    present, views = present_values(frame, cash, factors, flows, made), list(scenario.views)
    headline = cash.row + 3 + 3 * views.index(scenario.headline)  # its cumulative net
    paybacks = write_paybacks(frame, cash, views, flows, present)
    _introduction(summary, frame, page)
    results = write_results(present, summary, views, starts, paybacks)
    write_outcome_results(present, summary, made)
    values.check(summary, projection, results, wording)
    values.charts(summary, cash, scenario, first, headline, wording)


def _flows(
    frame: Frame, cash: Sheet, costs: dict[str, Row], made: dict[str, Made]
) -> dict[str, dict[str, Row]]:
    """Write what each payer bears, gains and can cut by year."""
    paths = {name: f"outcomes.{name}" for name in made}
    gains = {paths[name]: outcome.actual.value for name, outcome in made.items()}
    cuts = {paths[name]: outcome.cashable for name, outcome in made.items()}
    return {
        "costs": by_payer(frame, cash, costs, "cost"),
        "benefits": by_payer(frame, cash, gains, "benefit"),
        "cashable": by_payer(frame, cash, cuts, "cashable"),
    }


def _introduction(summary: Sheet, frame: Frame, page: Page) -> None:
    """Write what the run says in words, and what the figures are."""
    scenario, wording = frame.scenario, frame.wording
    summary.line(page.title, "title")
    summary.line(years_in_words(scenario, wording), "note")
    for sentence in page.sentences:
        summary.line(sentence)
    summary.line(values.present_value_words(scenario, wording), "note")
    summary.line(wording.term("book.live"), "note")


def _undiscounted(sheet: Sheet, frame: Frame, title: str) -> None:
    """Write the title of a sheet of years, its unit, and the years."""
    wording, scenario = frame.wording, frame.scenario
    unit = wording.term("unit.undiscounted", unit=wording.unit(), price_year=scenario.price_year)
    sheet.line(wording.term(title), "title")
    sheet.line(unit, "note")
    sheet.year_headings("", wording.term("column.total"))
    sheet.page.freeze_panes(sheet.row, 3)
