"""The words a command uses."""

from sroi.schema.scenario import Scenario
from sroi.wording import Wording


def wording_of(scenario: Scenario, language: str | None) -> Wording:
    """Return the words of the language asked for, else the scenario's."""
    return Wording(language or scenario.language, scenario.currency)
