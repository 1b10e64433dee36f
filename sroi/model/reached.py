"""What each group of participants gains in the base case, one group at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.engine import results_of as flows_of
from sroi.model.totals import totals

if TYPE_CHECKING:
    from sroi.model.totals import Totals
    from sroi.schema.scenario import Scenario


def base_by_group(scenario: Scenario) -> dict[str, Totals]:
    """Return by group the base case's totals where only that group counts for the outcomes."""
    return {group: totals(flows_of(_only(scenario, group)), ()) for group in scenario.groups}


def _only(scenario: Scenario, group: str) -> Scenario:
    """Return the scenario in which no other group counts, where this one does."""
    outcomes = {
        name: outcome.model_copy(update={"groups": [group]})
        if outcome.follows is None and group in scenario.counting(name)
        else outcome
        for name, outcome in scenario.outcomes.items()
    }
    return scenario.changed(outcomes=outcomes)
