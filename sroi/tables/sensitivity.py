"""What a result depends on, as a page to read."""

import math
from collections.abc import Mapping

from sroi.measures import MEASURES, nothing_known_in
from sroi.schema.scenario import Scenario
from sroi.sensitivity import Choice, OneWay, Swing
from sroi.tables.cells import (
    Cell,
    Money,
    Page,
    Row,
    Table,
    measure_text,
    money_for,
    present_value_note,
    result_cell,
    view_in_text,
    view_name,
    years_in_words,
)
from sroi.tables.labels import shared_label, value_text
from sroi.variance import Driver
from sroi.wording import Wording

NAMED = 3  # how many numbers the sentence names


def sensitivity_page(
    scenario: Scenario, made: OneWay, drivers: Mapping[str, Driver], wording: Wording
) -> Page:
    """Return the page of one-way ranges, choices of method and shares of the variance."""
    ends = [end for swing in made.swings for end in (swing.low, swing.high)]
    money = money_for([made.base, *ends], wording)
    tables = [_choices(scenario, made, money)]
    if made.swings:
        tables.insert(0, _swings(scenario, made, drivers, money))
    return Page(
        title=scenario.name,
        subtitle=years_in_words(scenario, wording),
        sentences=tuple(_sentences(scenario, made, wording)),
        tables=tuple(tables),
    )


def _sentences(scenario: Scenario, made: OneWay, wording: Wording) -> list[str]:
    name = view_in_text(scenario, made.view, wording)
    if nothing_known_in(scenario, made.view):
        return [wording.term("sentence.only_cost_varies", view=name)]
    moving = [swing for swing in made.swings if swing.width > 0.0]
    if not moving:
        return [wording.term("sentence.nothing_varies")]
    most = [shared_label(scenario, swing.paths, wording) for swing in moving[:NAMED]]
    told = [wording.term("sentence.moves_most", numbers="; ".join(most))]
    if MEASURES[made.measure].kind != "money" or not MEASURES[made.measure].decided_by_effect:
        return told
    turning = [
        shared_label(scenario, swing.paths, wording)
        for swing in moving
        if min(swing.low, swing.high, made.base) < 0.0 < max(swing.low, swing.high, made.base)
    ]
    key = "sentence.turns" if turning else "sentence.none_turns"
    return [*told, wording.term(key, numbers="; ".join(turning), view=name)]


def _swings(scenario: Scenario, made: OneWay, drivers: Mapping[str, Driver], money: Money) -> Table:
    wording = money.wording
    indexed = any(driver.index for driver in drivers.values())
    columns = ["low", "high", "width", "rank"]
    columns += ["first_order", "total_order"] * indexed
    return Table(
        wording.term("table.swings"),
        f"{_note(scenario, made, money)}. {wording.term('unit.swings')}",
        tuple(wording.term(f"column.{column}") for column in columns),
        tuple(
            Row(
                shared_label(scenario, swing.paths, wording),
                (
                    *_swing(swing, made.measure, money),
                    *_driver(drivers[swing.number.key], indexed, wording),
                ),
            )
            for swing in made.swings
        ),
    )


def _note(scenario: Scenario, made: OneWay, money: Money) -> str:
    name = view_name(scenario, made.view, money.wording)
    measure = money.wording.term(f"measure.{made.measure}")
    base = measure_text(made.measure, money)(made.base)
    told = money.wording.term("unit.base_result", measure=measure, view=name, base=base)
    if not MEASURES[made.measure].is_amount:
        return told
    return f"{told}. {present_value_note(scenario, money)}"


def _swing(swing: Swing, measure: str, money: Money) -> tuple[Cell, ...]:
    """Return the results at both ends, the number's value below each, and the swing."""
    number, wording = swing.number, money.wording
    ends = ((swing.low, swing.low_value), (swing.high, swing.high_value))
    return (
        *(result_cell(measure, x, money, value_text(number, v, wording)) for x, v in ends),
        result_cell(measure, swing.width, money),
    )


def _driver(driver: Driver, indexed: bool, wording: Wording) -> tuple[Cell, ...]:
    rank = Cell(wording.number(driver.rank, 2), value=driver.rank)
    if not indexed or driver.index is None:
        return (rank,)
    found = driver.index
    return (
        rank,
        _share(found.first, found.first_error, wording),
        _share(found.total, found.total_error, wording),
    )


def _share(x: float, error: float, wording: Wording) -> Cell:
    """Return a share of the variance; what sampling leaves below 0 reads as 0."""
    if not math.isfinite(error) or not x:
        return Cell(wording.percent(max(x, 0.0)), value=x)
    return Cell(wording.percent(max(x, 0.0)), f"± {wording.percent(error)}", x)


def _choices(scenario: Scenario, made: OneWay, money: Money) -> Table:
    wording = money.wording
    return Table(
        wording.term("table.choices"),
        _note(scenario, made, money),
        (wording.term("column.result"), wording.term("column.change")),
        tuple(
            Row(
                _choice(choice, wording),
                (
                    result_cell(made.measure, choice.result, money),
                    result_cell(made.measure, choice.result - made.base, money),
                ),
            )
            for choice in made.choices
        ),
    )


def _choice(choice: Choice, wording: Wording) -> str:
    """Return a choice in words, such as ``Discount rate 3.5 %``."""
    setting = choice.setting
    if choice.choice == "discount_rate":
        setting = wording.percent(float(setting))
    if choice.choice == "horizon":
        setting = wording.term("word.horizon", years=setting)
    if isinstance(choice.setting, str):
        setting = wording.term(f"setting.{choice.setting}")
    return f"{wording.term(f'choice.{choice.choice}')} {setting}"
