"""A grid of scenarios, as a page to read."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sroi.measures import MEASURES
from sroi.schema.scenario import Scenario
from sroi.tables.cells import (
    Cell,
    Money,
    Page,
    Row,
    Table,
    between,
    measure_text,
    money_for,
    present_value_note,
    result_cell,
    view_name,
    years_in_words,
)
from sroi.tables.labels import number_label, value_text
from sroi.wording import Wording

SHOWN = ("pv_costs", "pv_benefits", "npv", "npv_cashable", "bcr")
Result = Mapping[str, Any]


def sweep_page(
    scenario: Scenario, paths: Sequence[str], rows: Sequence[Result], wording: Wording
) -> Page:
    """Return the page of a sweep: one row per point, the first perspective's measures across."""
    amounts = [row["base"] or 0.0 for row in rows if MEASURES[row["measure"]].kind == "money"]
    money = money_for(amounts, wording)
    view = str(rows[0]["perspective"])
    points = [list(group) for _, group in groupby(rows, lambda row: [row[path] for path in paths])]
    labels = [axis_label(scenario, path, wording) for path in paths]
    table = Table(
        f"{wording.term('table.sweep')}: {view_name(scenario, view, wording)}",
        f"{present_value_note(scenario, money)}. {wording.term('unit.range')}",
        (*labels, *(wording.term(f"measure.{measure}") for measure in SHOWN)),
        tuple(
            _row(scenario, number, paths, point, money) for number, point in enumerate(points, 1)
        ),
    )
    return Page(
        title=scenario.name,
        subtitle=years_in_words(scenario, wording),
        sentences=(wording.term("sentence.sweep", n=len(points)),),
        tables=(table,),
    )


def axis_label(scenario: Scenario, path: str, wording: Wording) -> str:
    """Return what a swept value is called."""
    return number_label(scenario, path, wording) if path in scenario.numbers else path


def axis_text(scenario: Scenario, path: str, value: Any, wording: Wording) -> str:  # noqa: ANN401
    """Return a swept value as text."""
    if path in scenario.numbers and isinstance(value, int | float):
        return value_text(scenario.numbers[path], float(value), wording)
    return str(value)


def _row(
    scenario: Scenario, number: int, paths: Sequence[str], point: Sequence[Result], money: Money
) -> Row:
    first, wording = point[0], money.wording
    where = [
        Cell(axis_text(scenario, path, first[path], wording), value=first[path]) for path in paths
    ]
    found = {row["measure"]: row for row in point}
    return Row(str(number), (*where, *(_result(found[measure], money) for measure in SHOWN)))


def _result(row: Result, money: Money) -> Cell:
    write, measure = measure_text(str(row["measure"]), money), str(row["measure"])
    base = float("nan") if row["base"] is None else float(row["base"])
    return result_cell(measure, base, money, between(row["p5"], row["p95"], write, money.wording))
