"""What the fill-in workbook asks for: its sheets, their columns, and where each goes in a scenario.

The names of columns are keys of the scenario file; a dot leads to a key inside. A column of kind
``number`` has two more beside it, for low and high.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sroi.schema.forms import Part
from sroi.schema.outcomes import Effect
from sroi.schema.parts import Cost, Funding, Payer
from sroi.schema.scenario import ScenarioFile

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
        return f"field.{self.label or self.key.replace('.', '_')}_long"


def words_of(part: type[Part], field: str) -> tuple[str, ...]:
    """Return the words that may be written in a field.

    >>> words_of(Funding, "status")
    ('granted', 'applied', 'in_kind')
    """
    return tuple(_words(part.model_fields[field].annotation))


def _words(kind: Any) -> Iterator[str]:  # noqa: ANN401 - a type, or a word of a Literal
    if isinstance(kind, str):
        yield kind
    for inner in get_args(kind):
        yield from _words(inner)


# The effects that one number says; fewer than the file format knows.
EFFECTS = (
    "unknown", "relative_risk", "relative_reduction", "odds_ratio", "risk_difference", "per_year",
)  # fmt: skip
PROGRAMME = (
    Column("name"),
    Column("language", "choice", words_of(ScenarioFile, "language")),
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
    "payers": (
        Column("id", "id"),
        Column("name"),
        Column("sector", "choice", words_of(Payer, "sector")),
    ),
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
        Column("per", "choice", words_of(Cost, "per")),
        Column("years", "years"),
        Column("payer"),
        Column("note"),
    ),
    "funding": (
        Column("id", "id"),
        Column("name"),
        Column("payer", label="giver"),
        Column("amount", "number", label="given_yearly"),
        Column("years", "years"),
        Column("status", "choice", words_of(Funding, "status")),
        Column("note"),
    ),
    "outcomes": (
        Column("id", "id"),
        Column("name"),
        Column("baseline", "number"),
        Column("effect.kind", "choice", EFFECTS),
        Column("effect.value", "number"),
        Column("effect.basis", "choice", words_of(Effect, "basis")),
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
        Column("payer", label="gainer"),
        Column("note"),
    ),
}
