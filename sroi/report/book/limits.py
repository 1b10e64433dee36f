"""What a scenario may say that the book cannot recalculate yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import Text, UsageError

if TYPE_CHECKING:
    from sroi.schema.scenario import Scenario

LIMITS = ("participants.groups", "participants.places", "optimism")


def not_in_book(scenario: Scenario) -> list[str]:
    """Return the paths of what the scenario says and the book cannot recalculate."""
    people = scenario.participants
    stated = (people.groups, people.places, scenario.optimism)
    return [path for path, value in zip(LIMITS, stated, strict=True) if value is not None]


def refuse_unheld(scenario: Scenario) -> None:
    """Raise ``UsageError`` where the book would calculate something else than the run."""
    if paths := not_in_book(scenario):
        what = (
            "{file}: the workbook with formulas does not hold {names} yet; "
            "write another kind of file: .md, .csv, .tex, or sroi report to .docx or .html"
        )
        raise UsageError(Text(what, file=scenario.file, names=", ".join(paths)))
