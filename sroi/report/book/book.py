"""The book of one run: its sheets in order, the live base case, and what the simulation gave."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from sroi.comparison import Comparison
from sroi.projection import Projection
from sroi.report.book import values
from sroi.report.book.compared import write_comparison
from sroi.report.book.costs import (
    Frame,
    Row,
    by_payer,
    cost_lines,
    discount_factors,
    participants,
    shared_by_payer,
)
from sroi.report.book.funding import Borne, funding_rows
from sroi.report.book.inputs import write_inputs
from sroi.report.book.outcomes import Made, outcome_rows
from sroi.report.book.results import (
    Results,
    present_values,
    write_outcome_results,
    write_paybacks,
    write_results,
)
from sroi.report.book.sheet import Book, Sheet
from sroi.report.files import BOOK_OPTIONS, FIXED
from sroi.report.table_sheets import write_tables
from sroi.tables.cells import Page, years_in_words
from sroi.tables.sentences import sentences
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
LIVE = SHEETS[:6]  # what recalculates


def book(projection: Projection, record: Mapping[str, Any], page: Page, wording: Wording) -> bytes:
    """Return the Excel book of a run."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as file:
        scenario = projection.scenario
        about = {"title": scenario.name, "comments": f"digest {scenario.digest}", "created": FIXED}
        file.set_properties(about)
        made = Book(file, scenario.years)
        sheets = {key: _sheet(made, wording.term(f"sheet.{key}")) for key in SHEETS}
        _base_case(projection, sheets, wording)
        values.sensitivity(sheets["sensitivity"], projection, wording)
        values.simulation(sheets["simulation"], projection, record, wording)
        values.run_record(sheets["run_record"], record, page, wording)
    return buffer.getvalue()


def comparison_book(made: Comparison, page: Page, wording: Wording) -> bytes:
    """Return the Excel book of a comparison: live results side by side, and each base case.

    The sheets and cells of the first scenario have the names they have in the book of a run,
    those of the second end in 2, and so on.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, BOOK_OPTIONS) as file:
        digests = " ".join(p.scenario.digest for p in made.projections.values())
        file.set_properties({"title": page.title, "comments": digests[:250], "created": FIXED})
        first = Book(file, [])
        front = _sheet(first, wording.term("table.comparison")[:31])
        results = []
        for number, projection in enumerate(made.projections.values(), start=1):
            own = Book(file, projection.scenario.years, first.formats, first.names)
            titles = {key: f"{wording.term(f'sheet.{key}')} {number}" for key in LIVE}
            sheets = {key: _sheet(own, title) for key, title in titles.items()}
            results.append(_base_case(projection, sheets, wording))
        write_comparison(front, made, results, wording)
        write_tables(file, page.tables, 1)
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


def _base_case(projection: Projection, sheets: Mapping[str, Sheet], wording: Wording) -> Results:
    """Write the sheets that recalculate; return the cells of the results."""
    scenario = projection.scenario
    inputs = write_inputs(sheets["assumptions"], scenario, wording)
    frame = Frame(scenario, inputs, wording)
    _undiscounted(sheets["staffing"], frame, "table.lines")
    factors = discount_factors(frame, sheets["staffing"])
    starts = participants(frame, sheets["staffing"])
    costs = cost_lines(frame, sheets["staffing"], starts)
    _undiscounted(sheets["outcomes"], frame, "table.outcomes")
    made = outcome_rows(frame, sheets["outcomes"], starts)
    _undiscounted(sheets["funding"], frame, "table.money")
    borne = funding_rows(frame, sheets["funding"], costs)
    cash, summary = sheets["cash_flow"], sheets["summary"]
    _undiscounted(cash, frame, "book.cash_flow")
    first, flows = cash.row, _flows(frame, cash, borne, made)
    present, views = present_values(frame, cash, factors, flows, made), list(scenario.views)
    headline = cash.row + 3 + 3 * views.index(scenario.headline)  # its cumulative net
    paybacks = write_paybacks(frame, cash, views, flows, present)
    _introduction(summary, frame, sentences(projection, wording))
    results = write_results(present, summary, views, starts, paybacks)
    write_outcome_results(present, summary, made)
    values.check(summary, projection, results, wording)
    values.charts(summary, cash, scenario, first, headline, wording)
    return results


def _flows(
    frame: Frame, cash: Sheet, borne: Borne, made: dict[str, Made]
) -> dict[str, dict[str, Row]]:
    """Write what each payer bears, gains and can cut by year."""
    paths = {name: f"outcomes.{name}" for name in made}
    gains = {paths[name]: outcome.actual.value for name, outcome in made.items()}
    cuts = {paths[name]: outcome.cashable for name, outcome in made.items()}
    return {
        "costs": by_payer(frame, cash, borne.after, "cost"),
        "before": borne.before,
        "benefits": by_payer(frame, cash, shared_by_payer(frame, gains), "benefit"),
        "cashable": by_payer(frame, cash, shared_by_payer(frame, cuts), "cashable"),
    }


def _introduction(summary: Sheet, frame: Frame, told: Sequence[str]) -> None:
    """Write what the run says in words, and what the figures are."""
    scenario, wording = frame.scenario, frame.wording
    summary.line(scenario.name, "title")
    summary.line(years_in_words(scenario, wording), "note")
    for sentence in told:
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
