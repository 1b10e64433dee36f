"""The results of every perspective, as formulas that lead back to the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import MEASURES, ROWS, unclaimed
from sroi.report.book.formula import Answer, Term, above_zero, both, less, ratio, where
from sroi.report.book.present import view_labels
from sroi.report.book.sheet import FORMS, unknown_form

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sroi.report.book.formula import Cells
    from sroi.report.book.present import Present
    from sroi.report.book.sheet import Sheet

ResultCells = dict[str, dict[str, Term | Answer]]  # by perspective, by measure


def write_results(
    present: Present, sheet: Sheet, views: Sequence[str], starts: Cells, paybacks: dict[str, Answer]
) -> ResultCells:
    """Write the results of all perspectives, measures down; name every cell."""
    frame, wording = present.frame, present.frame.wording
    sheet.headings(wording.term("table.headline"), *view_labels(frame, views).values())
    written: dict[str, dict[str, Term]] = {view: {} for view in views}
    results: ResultCells = {view: {} for view in views}
    for measure in ROWS:
        style = "strong" if measure == "npv" else "label"
        sheet.text(wording.term(f"measure.{measure}"), style)
        for column, view in enumerate(views, start=1):
            result = _result(present, measure, view, written[view], starts.total, paybacks)
            form = FORMS[MEASURES[measure].kind]
            if unclaimed(frame.scenario, measure, view):
                form = unknown_form(wording)
            cell = written[view][measure] = sheet.cell(column, result, form, style)
            answered = isinstance(result, Answer)
            results[view][measure] = Answer(cell.text, result.value) if answered else cell
            sheet.book.name(f"{measure}_{view}", sheet.place(column))
        sheet.row += 1
    return results


def _result(
    present: Present,
    measure: str,
    view: str,
    above: Mapping[str, Term],
    starts: Term,
    paybacks: Mapping[str, Answer],
) -> Term | Answer:
    """Return the formula of one result; most are made of those written above it."""
    sums = {kind: present.sums[kind][view] for kind in ("costs", "benefits", "cashable", "late")}
    if measure.startswith("pv_"):
        return sums[measure.removeprefix("pv_")]
    if measure == "payback_year":
        return paybacks[view]
    costs, benefits = above["pv_costs"], above["pv_benefits"]
    if measure == "npv":
        return less(benefits, costs)
    if measure == "npv_cashable":
        return less(above["pv_cashable"], costs)
    pays = above_zero(costs)
    return {
        "bcr": where(pays, ratio(benefits, costs)),
        "cost_per_participant": where(above_zero(starts), ratio(costs, starts)),
        "breakeven": where(both(pays, above_zero(benefits)), ratio(costs, benefits)),
        "extrapolated": where(above_zero(benefits), ratio(sums["late"], benefits)),
    }[measure]
