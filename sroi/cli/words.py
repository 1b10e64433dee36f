"""The words a command uses."""

from typing import cast

from sroi.locales import Language
from sroi.schema.scenario import Scenario
from sroi.wording import Wording


def wording_of(scenario: Scenario, language: str | None) -> Wording:
    """Return the words of the language asked for, else the scenario's."""
    return Wording(cast("Language", language or scenario.language), scenario.currency)
