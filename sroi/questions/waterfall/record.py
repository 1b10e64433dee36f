"""From gross value to cashable savings as plain data: the JSON, and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import unclaimed
from sroi.records.run import heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.questions.waterfall.compute import Waterfall
    from sroi.records.run import Record
    from sroi.schema.scenario import Scenario


def waterfall_record(
    scenario: Scenario, base: Mapping[str, Waterfall], mean: Mapping[str, Waterfall], view: str
) -> Record:
    """Return the steps from gross to cashable by perspective, base case and simulated mean."""
    return heading(scenario, view) | {
        "followed_until": scenario.last_followed,
        "perspectives": {
            name: {"base": None, "mean": None}
            if unclaimed(scenario, "npv", name)
            else {"base": _steps(base[name]), "mean": _steps(mean[name])}
            for name in base
        },
    }


def _steps(waterfall: Waterfall) -> Record:
    sides = {"gross": waterfall.gross, "steps": waterfall.steps}
    return sides | {"cashable": waterfall.cashable, "pv_costs": waterfall.costs}


def waterfall_rows(record: Record) -> Iterator[Record]:
    """Yield the amounts of a waterfall's record, one row each."""
    for view, sides in record["perspectives"].items():
        for statistic, figures in sides.items():
            if figures is None:
                yield {"perspective": view, "statistic": statistic, "step": "gross", "value": None}
                continue
            amounts = {
                "gross": figures["gross"],
                **figures["steps"],
                "cashable": figures["cashable"],
            }
            for step, value in (amounts | {"pv_costs": figures["pv_costs"]}).items():
                yield {"perspective": view, "statistic": statistic, "step": step, "value": value}
