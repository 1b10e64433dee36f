"""What the result depends on, as plain data: the JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.records.run import heading, plain_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.questions.sensitivity.compute import Choice, OneWay, Swing
    from sroi.questions.sensitivity.drivers import Driver
    from sroi.records.run import Record
    from sroi.schema.scenario import Scenario


def sensitivity_record(
    scenario: Scenario, sensitivity: OneWay, drivers: Mapping[str, Driver]
) -> Record:
    """Return one-way ranges, with variance shares by path where they were asked for."""
    return heading(scenario, sensitivity.view) | {
        "measure": sensitivity.measure,
        "base": plain_number(sensitivity.base),
        "swings": [_swing(swing, drivers.get(swing.number.key)) for swing in sensitivity.swings],
        "choices": [_choice(choice) for choice in sensitivity.choices],
    }


def _swing(swing: Swing, driver: Driver | None) -> Record:
    plain: Record = {
        "path": swing.paths[0],
        "paths": list(swing.paths),
        "base_value": swing.number.base,
        "low_value": swing.low_value,
        "high_value": swing.high_value,
        "low": plain_number(swing.low),
        "high": plain_number(swing.high),
    }
    if driver is None:
        return plain
    plain["rank_correlation"] = driver.rank
    if driver.index is not None:
        index = driver.index
        plain["first_order"] = {"value": index.first, "ci95": index.first_error}
        plain["total"] = {"value": index.total, "ci95": index.total_error}
    return plain


def _choice(choice: Choice) -> Record:
    return {
        "choice": choice.choice,
        "setting": choice.setting,
        "result": plain_number(choice.result),
    }
