"""What would have to be true, as plain data: the JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.measures import breakeven_quantity, breakeven_reduction, expected_without
from sroi.records.run import heading, plain_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.model.totals import Totals
    from sroi.questions.breakeven.compute import Flip, Switch
    from sroi.questions.breakeven.grid import TwoWay
    from sroi.records.run import Record
    from sroi.schema.scenario import Scenario


def breakeven_record(
    scenario: Scenario,
    totals: Totals,
    view: str,
    switches: Sequence[Switch],
    flip: Flip | None,
    grid: TwoWay | None,
) -> Record:
    """Return what would have to be true, by perspective and outcome, number, and together."""
    roots = [name for name, outcome in scenario.outcomes.items() if outcome.follows is None]
    return heading(scenario, view) | {
        "perspectives": {
            each: {root: _needed(totals, root, each) for root in roots} for each in scenario.views
        },
        "switching": [_switch(switch) for switch in switches],
        "flip": None if flip is None else _flip(flip),
        "grid": None if grid is None else _grid(grid),
    }


def _needed(totals: Totals, root: str, view: str) -> Record:
    return {
        "quantity": plain_number(float(breakeven_quantity(totals, root, view)[0])),
        "reduction": plain_number(float(breakeven_reduction(totals, root, view)[0])),
        "expected_without": plain_number(float(expected_without(totals, root)[0])),
    }


def _switch(switch: Switch) -> Record:
    return {
        "path": switch.paths[0],
        "paths": list(switch.paths),
        "base": switch.number.base,
        "value": plain_number(switch.value),
        "base_percentile": switch.base_share,
        "value_percentile": switch.value_share,
    }


def _flip(flip: Flip) -> Record:
    moves = {
        move.number.path: {"base": move.number.base, "value": move.value, "score": move.score}
        for move in flip.moves
    }
    return {"distance": flip.distance, "moves": moves}


def _grid(grid: TwoWay) -> Record:
    return {
        "measure": grid.measure,
        "paths": [plain_number.path for plain_number in grid.numbers],
        "values": [values.tolist() for values in grid.values],
        "results": [[plain_number(x) for x in row] for row in grid.results.tolist()],
    }
