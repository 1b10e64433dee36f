"""What cannot be a formula: the simulation, one-way ranges, the run record; and the charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sroi.measures import MEASURES, ROWS, unclaimed
from sroi.projection import Projection
from sroi.report.book.formula import Term, less, magnitude, total
from sroi.report.book.results import Results, unknown_form
from sroi.report.book.sheet import AMOUNT, COUNT, FIRST_YEAR_COLUMN, FORMS, SHARE, Sheet
from sroi.schema.scenario import Scenario
from sroi.sensitivity import one_way
from sroi.statistics import PERCENTILES
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
    results: Results,
    wording: Wording,
) -> None:
    """Write a cell that tells whether the inputs are still those of the run."""
    view = projection.scenario.headline
    npv = results[view]["npv"]
    assert isinstance(npv, Term)
    sheet.line()
    sheet.text(wording.term("book.npv_of_run"))
    hidden = unclaimed(projection.scenario, "npv", view)
    form = unknown_form(wording) if hidden else AMOUNT
    run = sheet.value(1, projection.base_value("npv", view), form, "values")
    sheet.row += 1
    sheet.text(wording.term("book.check"))
    apart = less(npv, run)
    size = total([magnitude(npv), magnitude(run)])
    same, other = wording.term("book.same"), wording.term("book.changed")
    text = f'IF(ABS({apart.text})<=1E-9*{size.text}+1E-6,"{same}","{other}")'
    sheet.page.write_formula(sheet.row, 1, f"={text}", sheet.book.style("label"), same)
    sheet.row += 1


def charts(
    sheet: Sheet, cash: Sheet, scenario: Scenario, first: int, net: int, wording: Wording
) -> None:
    """Draw the cash flow by payer and the cumulative net, Excel's own charts of live cells.

    ``first`` is the row of the first payer's costs, ``net`` that of the headline's cumulative net.
    """
    rows = range(first, first + 2 * len(scenario.payers))
    unit = wording.term("unit.money_axis", unit=wording.unit(), price_year=scenario.price_year)
    kinds: tuple[tuple[dict[str, str], Sequence[int], str, int], ...] = (
        ({"type": "column"}, rows, "book.chart", 0),
        ({"type": "line"}, [net], "book.cumulative", 5),
    )
    last = FIRST_YEAR_COLUMN + len(scenario.years) - 1
    for kind, shown, title, column in kinds:
        chart = sheet.book.file.add_chart(kind)
        for row in shown:
            chart.add_series(
                {
                    "name": [cash.name, row, 0],
                    "categories": [cash.name, first - 1, FIRST_YEAR_COLUMN, first - 1, last],
                    "values": [cash.name, row, FIRST_YEAR_COLUMN, row, last],
                }
            )
        chart.set_title({"name": wording.term(title), "name_font": {"size": 11}})
        chart.set_y_axis({"name": unit, "num_format": "#,##0"})
        chart.set_x_axis({"label_position": "low"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 700, "height": 380})
        about = {"description": wording.term(title)}
        sheet.page.insert_chart(sheet.row + 1, column, chart, about)


def sensitivity(sheet: Sheet, projection: Projection, wording: Wording) -> None:
    """Write one-way ranges of npv as values from the run."""
    scenario = projection.scenario
    made = one_way(scenario, "npv", scenario.headline)
    name = view_name(scenario, scenario.headline, wording)
    sheet.line(wording.term("table.swings"), "title")
    measured = wording.term(f"measure.{made.measure}")
    unit = present_value_words(scenario, wording)
    sheet.line(f"{measured}, {name}. {unit}", "note")
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


def simulation(
    sheet: Sheet, projection: Projection, record: Mapping[str, Any], wording: Wording
) -> None:
    """Write the statistics of every result of every perspective as values from the run."""
    drawn = record["simulation"]
    sheet.line(wording.term("sheet.simulation"), "title")
    told = wording.term("book.draws", draws=wording.number(drawn["draws"]), seed=drawn["seed"])
    sheet.line(told, "note")
    sheet.line(wording.term("book.values"), "note")
    sheet.headings(wording.term("book.view"), wording.term("book.result"), *STATISTICS)
    sheet.page.freeze_panes(sheet.row, 2)
    sheet.page.set_column(0, 1, 30)
    unknown = {"mean": wording.term("word.unknown")}
    for view, results in drawn["perspectives"].items():
        name = view_name(projection.scenario, view, wording)
        for measure in ROWS:
            form = FORMS[MEASURES[measure].kind]
            found = results[measure] or unknown
            _statistics(sheet, name, wording.term(f"measure.{measure}"), form, found)
        chance = results["probability_npv_positive"]
        share = unknown if chance is None else {"mean": chance}
        _statistics(sheet, name, wording.term("book.chance"), SHARE, share)


def _statistics(
    sheet: Sheet, view: str, label: str, form: str, found: Mapping[str, float | str | None]
) -> None:
    sheet.text(view)
    sheet.text(label, column=1)
    for column, statistic in enumerate(STATISTICS, start=2):
        x = found.get(statistic)
        if isinstance(x, str):
            sheet.text(x, "values", column)
        elif x is not None:
            written = SHARE if statistic == "exists" else form
            sheet.value(column, float(x), written, "values")
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
