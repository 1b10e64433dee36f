"""What the fill-in workbook asks for: its sheets, their columns, and where each goes in a scenario.

The names of columns are keys of the scenario file; a dot leads to a key inside. A column of kind
``number`` has two more beside it, for low and high.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "text", "number", "plain", "years", "choice"]


@dataclass(frozen=True)
class Column:
    """One thing asked for."""

    key: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    label: str = ""  # where it is called something else than elsewhere

    @property
    def term(self) -> str:
        """Return the term that asks for it."""
        return f"ask.{self.label or self.key.replace('.', '_')}"


SECTORS = ("municipality", "region", "state", "household", "other")
EFFECTS = (
    "unknown", "relative_risk", "relative_reduction", "odds_ratio", "risk_difference", "per_year",
)  # fmt: skip
PROGRAMME = (
    Column("name"),
    Column("language", "choice", ("sv", "en")),
    Column("currency"),
    Column("price_year", "plain"),
    Column("first_year", "plain"),
    Column("horizon", "plain"),
    Column("followed_until", "plain"),
    Column("discounting.rate", "number"),
    Column("programme.years", "years"),
    Column("participants.unit"),
    Column("participants.per_year", "number"),
    Column("participants.completion", "number"),
)
TABLES: dict[str, tuple[Column, ...]] = {
    "payers": (Column("id", "id"), Column("name"), Column("sector", "choice", SECTORS)),
    "staffing": (
        Column("id", "id"),
        Column("role"),
        Column("fte", "number"),
        Column("annual_cost", "number"),
        Column("monthly_salary", "number"),
        Column("oncost_rate", "number"),
        Column("years", "years"),
        Column("payer"),
        Column("employer"),
        Column("note"),
    ),
    "costs": (
        Column("id", "id"),
        Column("name"),
        Column("amount", "number"),
        Column("per", "choice", ("year", "participant", "once", "total")),
        Column("years", "years"),
        Column("payer"),
        Column("note"),
    ),
    "funding": (
        Column("id", "id"),
        Column("name"),
        Column("payer", label="giver"),
        Column("amount", "number"),
        Column("years", "years"),
        Column("status", "choice", ("granted", "applied", "in_kind")),
        Column("note"),
    ),
    "outcomes": (
        Column("id", "id"),
        Column("name"),
        Column("baseline", "number"),
        Column("effect.kind", "choice", EFFECTS),
        Column("effect.value", "number"),
        Column("effect.basis", "choice", ("comparative", "before_after", "expert")),
        Column("follows.outcome"),
        Column("follows.per_event", "number"),
        Column("follows.after", "plain"),
        Column("persons", "number"),
        Column("starts_after", "plain"),
        Column("lasts", "number"),
        Column("drop_off", "number"),
        Column("deadweight", "number"),
        Column("attribution", "number"),
        Column("displacement", "number"),
        Column("episode.years", "number"),
        Column("unit_cost", "number"),
        Column("cashable", "number"),
        Column("payer"),
        Column("note"),
    ),
}
