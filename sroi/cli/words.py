"""The words a command uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.wording import Wording

if TYPE_CHECKING:
    from sroi.schema.scenario import Scenario


def wording_of(scenario: Scenario, language: str | None) -> Wording:
    """Return the words of the language asked for, else the scenario's."""
    return Wording(language or scenario.language, scenario.currency)
