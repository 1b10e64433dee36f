"""What cannot be a formula: the simulation, one-way ranges, the run record; and the charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sroi.model.measures import MEASURES, ROWS, none_varies_in, nothing_known_in, unclaimed
from sroi.model.statistics import PERCENTILES
from sroi.questions.sensitivity.compute import one_way
from sroi.report.book.formula import Answer, Cells, Term, less, magnitude, total
from sroi.report.book.inputs import number_form
from sroi.report.book.sheet import AMOUNT, FORMS, SHARE, unknown_form
from sroi.tables.cells import Money, present_value_note, view_name
from sroi.tables.labels import shared_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsxwriter.chart import Chart

    from sroi.model.projection import Projection
    from sroi.report.book.places import CellPlace
    from sroi.report.book.present import RowsByPayer
    from sroi.report.book.results import ResultCells
    from sroi.report.book.sheet import Sheet, TermRow
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Page
    from sroi.wording import Wording

STATISTICS = ("mean", "sd", "se", *(f"p{percent}" for percent in PERCENTILES), "exists")


def present_value_words(scenario: Scenario, wording: Wording) -> str:
    """Return the unit, price year and rate behind the present values."""
    return present_value_note(scenario, Money(wording, 1))


def check(
    sheet: Sheet,
    projection: Projection,
    results: ResultCells,
    wording: Wording,
) -> None:
    """Write whether the inputs are still those of the run."""
    view = projection.scenario.headline
    npv = results[view]["npv"]
    assert isinstance(npv, Term)
    sheet.line()
    sheet.text(wording.term("book.npv_of_run"))
    hidden = unclaimed(projection.scenario, "npv", view)
    form = unknown_form(wording) if hidden else AMOUNT
    run = sheet.value(1, projection.base_value("npv", view), form, "values")
    sheet.row += 1
    apart = less(npv, run)
    size = total([magnitude(npv), magnitude(run)])
    same, other = wording.term("book.same"), wording.term("book.changed")
    text = f'IF({magnitude(apart).text}<=1E-9*{size.text}+1E-6,"{same}","{other}")'
    sheet.cell(0, Answer(text, same), "General")
    sheet.row += 1


def charts(
    sheet: Sheet,
    scenario: Scenario,
    heading: CellPlace,
    flows: Mapping[str, RowsByPayer],
    cumulated: Mapping[str, Cells],
    wording: Wording,
) -> None:
    """Draw who pays and who gains by year, and the net as it grows; Excel's own, of live cells.

    ``heading`` is where the years of the sheet begin. Where no effect is known only the cost is
    drawn: a net of it would say that there is no effect.
    """
    costs, gains = flows["costs"].values(), flows["benefits"].values()
    unit = wording.term("unit.money_axis", unit=wording.unit(), price_year=scenario.price_year)
    if nothing_known_in(scenario, scenario.headline):
        chart = _chart(sheet, {"type": "column", "subtype": "stacked"}, heading, costs)
        _insert(sheet, chart, wording.term("book.chart_costs"), unit, 0)
        return
    chart = _chart(sheet, {"type": "column"}, heading, [*costs, *gains])
    _insert(sheet, chart, wording.term("book.chart"), unit, 0)
    chart = _chart(sheet, {"type": "line"}, heading, [cumulated[scenario.headline]])
    _insert(sheet, chart, wording.term("book.cumulative"), unit, 5)


def _chart(
    sheet: Sheet, kind: dict[str, str], heading: CellPlace, rows: Iterable[TermRow]
) -> Chart:
    chart = sheet.book.file.add_chart(kind)
    for row in rows:
        if isinstance(row, Cells):
            first, last = row.first, row.first.column + len(row) - 1
            years = (heading.sheet, heading.row, heading.column, heading.row, last)
            chart.add_series(
                {
                    "name": [first.sheet, first.row, 0],
                    "categories": [*years],
                    "values": [first.sheet, first.row, first.column, first.row, last],
                }
            )
    return chart


def _insert(sheet: Sheet, chart: Chart, title: str, unit: str, column: int) -> None:
    if not chart.series:  # nobody pays or gains anything
        return
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_y_axis({"name": unit, "num_format": "#,##0"})
    chart.set_x_axis({"label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 700, "height": 380})
    sheet.page.insert_chart(sheet.row + 1, column, chart, {"description": title})


def of_run(
    sheet: Sheet, projection: Projection, record: Mapping[str, Any], page: Page, wording: Wording
) -> None:
    """Write what the run gave and cannot be a formula, what to know of it, and which run it was."""
    sheet.line(wording.term("sheet.run"), "title")
    sheet.line(wording.term("book.values"), "note")
    write_sensitivity(sheet, projection, wording)
    simulation(sheet, projection, record, wording)
    run_record(sheet, record, page, wording)


def write_sensitivity(sheet: Sheet, projection: Projection, wording: Wording) -> None:
    """Write one-way ranges of npv as values from the run."""
    scenario = projection.scenario
    analysis = one_way(scenario, "npv", scenario.headline)
    name = view_name(scenario, scenario.headline, wording)
    sheet.line()
    sheet.line(wording.term("table.swings"), "title")
    measured = wording.term(f"measure.{analysis.measure}")
    unit = present_value_words(scenario, wording)
    sheet.line(f"{measured}, {name}. {unit}", "note")
    heads = ("book.low", "book.high", "column.low", "column.high", "column.width")
    sheet.headings(wording.term("book.name"), *map(wording.term, heads))
    for swing in analysis.swings:
        sheet.text(shared_label(scenario, swing.paths, wording))
        number = scenario.numbers[swing.paths[0]]
        for column, x in enumerate((swing.low_value, swing.high_value), start=1):
            sheet.value(column, x, number_form(number, x, wording), "values")
        for column, x in enumerate((swing.low, swing.high, swing.width), start=3):
            sheet.value(column, x, AMOUNT, "values")
        sheet.row += 1


def simulation(
    sheet: Sheet, projection: Projection, record: Mapping[str, Any], wording: Wording
) -> None:
    """Write the statistics of every result of every perspective as values from the run."""
    drawn, scenario = record["simulation"], projection.scenario
    sheet.line()
    sheet.line(wording.term("sheet.simulation"), "title")
    subtitle = wording.term("book.draws", draws=wording.number(drawn["draws"]), seed=drawn["seed"])
    sheet.line(subtitle, "note")
    heads = [_statistic(statistic, wording) for statistic in STATISTICS]
    sheet.headings(wording.term("book.result"), *heads)
    unknown = {"mean": wording.term("word.unknown")}
    unvaried = {"mean": wording.term("book.unvaried")}
    for view, results in drawn["perspectives"].items():
        sheet.line(view_name(scenario, view, wording), "heading")
        for measure in ROWS:
            form = FORMS[MEASURES[measure].kind]
            figures = results[measure] or unknown
            _statistics(sheet, wording.term(f"measure.{measure}"), form, figures)
        chance = results["probability_npv_positive"]
        share = unknown if chance is None else {"mean": chance}
        if none_varies_in(scenario, view):
            share = unvaried
        _statistics(sheet, wording.term("book.chance"), SHARE, share)


def _statistic(name: str, wording: Wording) -> str:
    """Return what a statistic is called; a percentile by its share."""
    share = name.removeprefix("p")
    return wording.percent(int(share) / 100) if share.isdigit() else wording.term(f"book.{name}")


def _statistics(
    sheet: Sheet, label: str, form: str, figures: Mapping[str, float | str | None]
) -> None:
    sheet.text(label)
    for column, statistic in enumerate(STATISTICS, start=1):
        x = figures.get(statistic)
        if isinstance(x, str):
            sheet.text(x, "values", column)
        elif x is not None:
            written = SHARE if statistic == "exists" else form
            sheet.value(column, float(x), written, "values")
    sheet.row += 1


def run_record(sheet: Sheet, record: Mapping[str, Any], page: Page, wording: Wording) -> None:
    """Write what to know before using the figures, and which scenario was run by which version."""
    sheet.line()
    sheet.line(page.warnings_title, "title")
    for place, message in page.warnings:
        sheet.line(f"{place}: {message}" if place else message)
    sheet.line()
    sheet.line(wording.term("sheet.run_record"), "title")
    drawn = record["simulation"]
    summary = {key: record[key] for key in ("name", "currency", "price_year", "sroi", "digest")}
    for key, value in {**summary, "draws": drawn["draws"], "seed": drawn["seed"]}.items():
        sheet.text(wording.term(f"book.record_{key}"))
        sheet.text(str(value), column=1)
        sheet.row += 1
