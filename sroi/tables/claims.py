"""What is said and not counted: each claim with who says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.schema.claims import AboutOutcome
from sroi.tables.cells import Cell, Row, Table
from sroi.tables.labels import source_named

if TYPE_CHECKING:
    from sroi.schema.claims import Claim
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording


def claims_table(scenario: Scenario, wording: Wording) -> Table | None:
    """Return what is said and carries no number, with who says it; None where nothing is."""
    if not scenario.claims:
        return None
    cells = {
        claim.text: {
            "says": wording.term(f"says.{claim.says}"),
            "direction": wording.term(f"direction.{claim.direction}"),
            "claimed_of": _counted(claim, wording),
            "strength": claim.strength or "",
            "about": _subject(scenario, claim),
            "source": source_named(scenario, claim.source or ""),
        }
        for claim in scenario.claims.values()
    }
    columns = [key for key in next(iter(cells.values())) if any(row[key] for row in cells.values())]
    return Table(
        wording.term("table.claims"),
        wording.term("unit.claims"),
        tuple(wording.term(f"column.{key}") for key in columns),
        tuple(Row(text, tuple(Cell(row[key]) for key in columns)) for text, row in cells.items()),
    )


def _counted(claim: Claim, wording: Wording) -> str:
    if claim.of is None:
        return ""
    events, of = wording.number(claim.of.events), wording.number(claim.of.of)
    return wording.term("word.counted_of", events=events, of=of)


def _subject(scenario: Scenario, claim: Claim) -> str:
    if isinstance(claim.about, AboutOutcome):
        return scenario.outcomes[claim.about.outcome].name
    return claim.about or ""
