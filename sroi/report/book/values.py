"""What cannot be a formula: the simulation, one-way ranges, the run record; and the charts."""

from collections.abc import Mapping
from typing import Any

from sroi.projection import PERCENTILES, Projection
from sroi.report.book.formula import Term, less, magnitude, total
from sroi.report.book.sheet import AMOUNT, COUNT, FIRST_YEAR_COLUMN, Sheet
from sroi.schema.scenario import Scenario
from sroi.sensitivity import one_way
from sroi.tables.cells import Money, Page, present_value_note, view_name
from sroi.tables.labels import shared_label
from sroi.wording import Wording

STATISTICS = ("mean", "sd", "se", *(f"p{percent}" for percent in PERCENTILES), "exists")


def present_value_words(scenario: Scenario, wording: Wording) -> str:
    """Return the unit, price year and rate behind the present values."""
    return present_value_note(scenario, Money(wording, 1))


def check(
    sheet: Sheet,
    projection: Projection,
    results: Mapping[str, Mapping[str, Term]],
    wording: Wording,
) -> None:
    """Write a cell that tells whether the inputs are still those of the run."""
    view = projection.scenario.headline
    npv = results[view]["npv"]
    sheet.line()
    sheet.text(wording.term("book.npv_of_run"))
    run = sheet.value(1, projection.base_value("npv", view), AMOUNT, "values")
    sheet.row += 1
    sheet.text(wording.term("book.check"))
    apart = less(npv, run)
    size = total([magnitude(npv), magnitude(run)])
    same, other = wording.term("book.same"), wording.term("book.changed")
    text = f'IF(ABS({apart.text})<=1E-9*{size.text}+1E-6,"{same}","{other}")'
    sheet.page.write_formula(sheet.row, 1, f"={text}", sheet.book.style("label"), same)
    sheet.row += 1


def charts(sheet: Sheet, cash: Sheet, scenario: Scenario, first: int, wording: Wording) -> None:
    """Draw cost and benefit by payer and year, as Excel's own chart over the live cells."""
    file, years = sheet.book.file, len(scenario.years)
    chart = file.add_chart({"type": "column", "subtype": "stacked"})
    last = FIRST_YEAR_COLUMN + years - 1
    heading = first - 1
    for index in range(2 * len(scenario.payers)):
        row = first + index
        chart.add_series(
            {
                "name": [cash.name, row, 0],
                "categories": [cash.name, heading, FIRST_YEAR_COLUMN, heading, last],
                "values": [cash.name, row, FIRST_YEAR_COLUMN, row, last],
            }
        )
    unit = wording.term("unit.money_axis", unit=wording.unit(), price_year=scenario.price_year)
    chart.set_title({"name": wording.term("book.cash_flow"), "name_font": {"size": 11}})
    chart.set_y_axis({"name": unit, "num_format": "#,##0"})
    chart.set_size({"width": 760, "height": 320})
    sheet.page.insert_chart(
        sheet.row + 1, 0, chart, {"description": wording.term("book.cash_flow")}
    )


def sensitivity(sheet: Sheet, projection: Projection, wording: Wording) -> None:
    """Write one-way ranges of npv as values from the run."""
    scenario = projection.scenario
    made = one_way(scenario, "npv", scenario.headline)
    name = view_name(scenario, scenario.headline, wording)
    sheet.line(wording.term("table.swings"), "title")
    sheet.line(
        f"{wording.term('measure.npv')}, {name}. {present_value_words(scenario, wording)}", "note"
    )
    sheet.line(wording.term("book.values"), "note")
    heads = ("book.low", "book.high", "column.low", "column.high", "column.width")
    sheet.headings(wording.term("book.name"), *map(wording.term, heads))
    sheet.page.freeze_panes(sheet.row, 1)
    for swing in made.swings:
        sheet.text(shared_label(scenario, swing.paths, wording))
        numbers = (swing.low_value, swing.high_value, swing.low, swing.high, swing.width)
        for column, x in enumerate(numbers, start=1):
            sheet.value(column, x, COUNT if column < 3 else AMOUNT, "values")
        sheet.row += 1


def simulation(sheet: Sheet, record: Mapping[str, Any], wording: Wording) -> None:
    """Write the statistics of every result of every perspective as values from the run."""
    drawn = record["simulation"]
    sheet.line(wording.term("sheet.simulation"), "title")
    told = wording.term("book.draws", draws=wording.number(drawn["draws"]), seed=drawn["seed"])
    sheet.line(told, "note")
    sheet.line(wording.term("book.values"), "note")
    sheet.headings(wording.term("book.view"), wording.term("book.result"), *STATISTICS)
    sheet.page.freeze_panes(sheet.row, 2)
    for view, results in drawn["perspectives"].items():
        for measure, statistics in results.items():
            if measure == "payback":
                continue
            sheet.text(view)
            sheet.text(measure, column=1)
            found = statistics if isinstance(statistics, Mapping) else {"mean": statistics}
            for column, statistic in enumerate(STATISTICS, start=2):
                x = found.get(statistic)
                if x is not None:
                    sheet.value(column, float(x), "#,##0.00##", "values")
            sheet.row += 1


def run_record(sheet: Sheet, record: Mapping[str, Any], page: Page, wording: Wording) -> None:
    """Write which scenario was run by which version, and what to know before using it."""
    sheet.line(wording.term("sheet.run_record"), "title")
    drawn = record["simulation"]
    rows = {
        **{key: record[key] for key in ("name", "digest", "sroi", "currency", "price_year")},
        "draws": drawn["draws"],
        "seed": drawn["seed"],
    }
    for key, value in rows.items():
        sheet.text(key)
        sheet.text(str(value), column=1)
        sheet.row += 1
    sheet.line()
    sheet.line(page.warnings_title, "heading")
    for path, message in page.warnings:
        sheet.line(f"{path}: {message}" if path else message)
