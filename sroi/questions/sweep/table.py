"""A grid of scenarios, as a page to read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sroi.model.measures import MEASURES
from sroi.tables.cells import (
    Cell,
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
from sroi.tables.labels import has_part, number_label, part_label, value_text, without_price

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.errors import Raw
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

SHOWN = ("pv_costs", "pv_benefits", "npv", "npv_cashable", "bcr")
YEARS = {"first_year", "horizon"}  # what the subtitle says
DATED = {"first_year", "price_year", "discounting"}  # what the note says
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
        f"{_note(scenario, paths, money)}. {wording.term('unit.range')}",
        (*labels, *(wording.term(f"measure.{measure}") for measure in SHOWN)),
        tuple(
            _row(scenario, number, paths, point, money) for number, point in enumerate(points, 1)
        ),
    )
    return Page(
        title=scenario.name,
        subtitle="" if YEARS & set(paths) else years_in_words(scenario, wording),
        sentences=(
            wording.term("sentence.sweep", n=len(points)),
            *without_price([scenario], view, wording),
        ),
        tables=(table,),
    )


def _note(scenario: Scenario, paths: Sequence[str], money: Money) -> str:
    """Return what stands behind present values, without what varies from row to row."""
    if DATED & {path.partition(".")[0] for path in paths}:
        return money.wording.term("unit.swept", unit=money.unit)
    return present_value_note(scenario, money)


def axis_label(scenario: Scenario, path: str, wording: Wording) -> str:
    """Return what a swept value is called: a number, or another field with the form's words."""
    if path in scenario.numbers:
        return number_label(scenario, path, wording)
    names = (path.replace(".", "_"), path.rpartition(".")[2])
    keys = [f"field.{name}_long" for name in names]
    known = [wording.term(key) for key in keys if wording.has(key)]
    if not known:
        return path
    part = ".".join(path.split(".")[:2])
    return f"{part_label(scenario, part)}: {known[0]}" if has_part(scenario, part) else known[0]


def axis_text(scenario: Scenario, path: str, value: Raw, wording: Wording) -> str:
    """Return a swept value as text: a number, or the form's word for a choice."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if path in scenario.numbers:
            return value_text(scenario.numbers[path], float(value), wording)
        return str(value) if isinstance(value, int) else wording.short(value)
    if value in scenario.payers:
        return part_label(scenario, f"payers.{value}")
    option = f"option.{path.rpartition('.')[2]}_{value}"
    return wording.term(option) if wording.has(option) else str(value)


def _row(
    scenario: Scenario, number: int, paths: Sequence[str], point: Sequence[Result], money: Money
) -> Row:
    first, wording = point[0], money.wording
    where = [
        Cell(axis_text(scenario, path, first[path], wording), value=first[path]) for path in paths
    ]
    values = {row["measure"]: row for row in point}
    return Row(str(number), (*where, *(_result(values[measure], money) for measure in SHOWN)))


def _result(row: Result, money: Money) -> Cell:
    write, measure = measure_text(str(row["measure"]), money), str(row["measure"])
    base = float("nan") if row["base"] is None else float(row["base"])
    return result_cell(measure, base, money, between(row["p5"], row["p95"], write, money.wording))
