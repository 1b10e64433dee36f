"""Scenarios side by side, each column leading to the sheets of its own base case."""

from collections.abc import Sequence

from sroi.comparison import Comparison
from sroi.measures import MEASURES, ROWS, unclaimed
from sroi.report.book.formula import Term, less
from sroi.report.book.results import Results
from sroi.report.book.sheet import AMOUNT, FORMS, Sheet, unknown_form
from sroi.tables.cells import Money, view_name
from sroi.tables.compared import present_value_notes, short
from sroi.wording import Wording


def write_comparison(
    sheet: Sheet, made: Comparison, results: Sequence[Results], wording: Wording
) -> None:
    """Write the results of every scenario side by side, each leading to its own sheets."""
    names = list(made.projections)
    view, first = made.perspective, made.projections[made.reference].scenario
    sheet.line(wording.term("table.comparison"), "title")
    scenarios = {name: projection.scenario for name, projection in made.projections.items()}
    unit = present_value_notes(scenarios, Money(wording, 1))
    sheet.line(f"{view_name(first, view, wording)}. {unit}", "note")
    sheet.line(wording.term("book.compared"), "note")
    sheet.page.set_column(1, len(names), 24)
    sheet.headings("", *short(names))
    for measure in ROWS:
        sheet.text(wording.term(f"measure.{measure}"), "strong" if measure == "npv" else "label")
        for column, (name, cells) in enumerate(zip(names, results, strict=True), start=1):
            hidden = unclaimed(made.projections[name].scenario, measure, view)
            form = unknown_form(wording) if hidden else FORMS[MEASURES[measure].kind]
            sheet.cell(column, cells[view][measure], form)
        sheet.row += 1
    sheet.text(wording.term("table.differences", reference=made.reference), "heading")
    sheet.row += 1
    base = results[names.index(made.reference)]
    for measure in ("pv_costs", "npv", "npv_cashable"):
        sheet.text(wording.term(f"measure.{measure}"))
        for column, (name, cells) in enumerate(zip(names, results, strict=True), start=1):
            pair = (made.projections[name].scenario, first)
            hidden = any(unclaimed(s, measure, view) for s in pair)
            form = unknown_form(wording) if hidden else AMOUNT
            one, other = cells[view][measure], base[view][measure]
            assert isinstance(one, Term)
            assert isinstance(other, Term)
            sheet.cell(column, less(one, other), form)
        sheet.row += 1
