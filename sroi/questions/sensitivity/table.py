"""What a result depends on, as a page to read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sroi.model.measures import MEASURES, nothing_known_in
from sroi.tables.cells import (
    Cell,
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
from sroi.tables.labels import shared_label, value_text, without_price

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.questions.sensitivity.compute import Choice, OneWay, Swing
    from sroi.questions.sensitivity.drivers import Driver
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

NAMED = 3  # how many numbers the sentence names


def sensitivity_page(
    scenario: Scenario, sensitivity: OneWay, drivers: Mapping[str, Driver], wording: Wording
) -> Page:
    """Return the page of one-way ranges, choices of method and shares of the variance."""
    ends = [end for swing in sensitivity.swings for end in (swing.low, swing.high)]
    money = money_for([sensitivity.base, *ends], wording)
    tables = [_choices(scenario, sensitivity, money)]
    if sensitivity.swings:
        tables.insert(0, _swings(scenario, sensitivity, drivers, money))
    return Page(
        title=scenario.name,
        subtitle=years_in_words(scenario, wording),
        sentences=(
            *_sentences(scenario, sensitivity, wording),
            *without_price([scenario], sensitivity.view, wording),
        ),
        tables=tuple(tables),
    )


def _sentences(scenario: Scenario, sensitivity: OneWay, wording: Wording) -> list[str]:
    name = view_in_text(scenario, sensitivity.view, wording)
    if nothing_known_in(scenario, sensitivity.view):
        return [wording.term("sentence.only_cost_varies", view=name)]
    moving = [swing for swing in sensitivity.swings if swing.width > 0.0]
    if not moving:
        return [wording.term("sentence.nothing_varies")]
    most = [shared_label(scenario, swing.paths, wording) for swing in moving[:NAMED]]
    sentences = [wording.term("sentence.moves_most", numbers="; ".join(most))]
    if (
        MEASURES[sensitivity.measure].kind != "money"
        or not MEASURES[sensitivity.measure].decided_by_effect
    ):
        return sentences
    turning = [
        shared_label(scenario, swing.paths, wording)
        for swing in moving
        if min(swing.low, swing.high, sensitivity.base)
        < 0.0
        < max(swing.low, swing.high, sensitivity.base)
    ]
    key = "sentence.turns" if turning else "sentence.none_turns"
    return [*sentences, wording.term(key, numbers="; ".join(turning), view=name)]


def _swings(
    scenario: Scenario, sensitivity: OneWay, drivers: Mapping[str, Driver], money: Money
) -> Table:
    wording = money.wording
    indexed = any(driver.index for driver in drivers.values())
    columns = ["low", "high", "width", "rank"]
    columns += ["first_order", "total_order"] * indexed
    return Table(
        wording.term("table.swings"),
        f"{_note(scenario, sensitivity, money)}. {wording.term('unit.swings')}",
        tuple(wording.term(f"column.{column}") for column in columns),
        tuple(
            Row(
                shared_label(scenario, swing.paths, wording),
                (
                    *_swing(swing, sensitivity.measure, money),
                    *_driver(drivers[swing.number.key], indexed, wording),
                ),
            )
            for swing in sensitivity.swings
        ),
    )


def _note(scenario: Scenario, sensitivity: OneWay, money: Money) -> str:
    name = view_name(scenario, sensitivity.view, money.wording)
    measure = money.wording.term(f"measure.{sensitivity.measure}")
    base = measure_text(sensitivity.measure, money)(sensitivity.base)
    base_result = money.wording.term("unit.base_result", measure=measure, view=name, base=base)
    if not MEASURES[sensitivity.measure].is_amount:
        return base_result
    return f"{base_result}. {present_value_note(scenario, money)}"


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
    index = driver.index
    return (
        rank,
        _share(index.first, index.first_error, wording),
        _share(index.total, index.total_error, wording),
    )


def _share(x: float, error: float, wording: Wording) -> Cell:
    """Return a share of the variance; what sampling leaves below 0 reads as 0."""
    if not math.isfinite(error) or not x:
        return Cell(wording.percent(max(x, 0.0)), value=x)
    return Cell(wording.percent(max(x, 0.0)), f"± {wording.percent(error)}", x)


def _choices(scenario: Scenario, sensitivity: OneWay, money: Money) -> Table:
    wording = money.wording
    return Table(
        wording.term("table.choices"),
        _note(scenario, sensitivity, money),
        (wording.term("column.result"), wording.term("column.change")),
        tuple(
            Row(
                _choice(choice, wording),
                (
                    result_cell(sensitivity.measure, choice.result, money),
                    result_cell(sensitivity.measure, choice.result - sensitivity.base, money),
                ),
            )
            for choice in sensitivity.choices
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
