"""What the fill-in workbook asks for: its sheets, their columns, and where each goes in a scenario.

The names of columns are keys of the scenario file; a dot leads to a key inside. A column of kind
``number`` has two more beside it, for low and high.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sroi.arithmetic.quantities import AMOUNT
from sroi.schema.claims import Claim
from sroi.schema.outcomes import Effect
from sroi.schema.parts import HOURS_PER, Cost, Funding, Payer
from sroi.schema.scenario import ROOT, ScenarioFile
from sroi.schema.tree import choices_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.arithmetic.quantities import Quantity

ColumnKind = Literal[
    "id",
    "name",
    "text",
    "number",
    "whole",
    "year",
    "years",
    "month",
    "choice",
    "reference",
    "shares",
    "count",
]
YEARS = ("år", "year", "years")
MONTHLY = ("kr/mån", "kr/månad", "kr per månad", "kr i månaden", "sek/month", "sek per month")
HOURS = ("h", "timmar", "tim", "hours")
HOURLY = ("kr/h", "kr/timme", "kr/tim", "kr per timme", "kr i timmen", "sek/hour", "sek per hour")
SPOKEN = ("says", "direction")  # choices with a section of terms of their own
SECTIONS = {"groups": ("participants", "groups")}  # of parts that stand within another
YOUNG = ("services", "groups", "claims")  # parts that workbooks in use may lack
YEARLY = ("kr/år", "kr per år", "kr om året", "sek/year", "sek per year")


@dataclass(frozen=True)
class Column:
    """One thing asked for."""

    key: str
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()
    label: str = ""  # where it is called something else than elsewhere
    refers: str = ""  # the sheet whose names may stand here
    units: tuple[str, ...] = ()  # what may be typed after the number and changes nothing
    seldom: bool = False  # asked after what everybody fills in
    young: bool = False  # not asked in workbooks that may still be in use

    @property
    def name(self) -> str:
        """Return what its terms are called by."""
        return self.label or self.key.replace(".", "_")

    @property
    def term(self) -> str:
        """Return the term that asks for it."""
        return f"field.{self.name}_long"

    def option(self, word: str, section: str = "option") -> str:
        """Return the term of one of its choices."""
        if section == "option" and self.key in SPOKEN:
            return f"{self.key}.{word}"
        return f"{section}.{self.key.rpartition('.')[2]}_{word}"


def column_path(part: str, column: Column, ident: str = "entry") -> tuple[str, ...]:
    """Return the path of what a column says of an entry; the programme has no entries.

    >>> column_path("costs", Column("amount"), "rent"), column_path("programme", Column("horizon"))
    (('costs', 'rent', 'amount'), ('horizon',))
    """
    keys = tuple(column.key.split("."))
    return keys if part == "programme" else (*SECTIONS.get(part, (part,)), ident, *keys)


def entry_path(part: str, ident: str) -> tuple[str, ...]:
    """Return the path of an entry of a part.

    >>> entry_path("groups", "referred")
    ('participants', 'groups', 'referred')
    """
    return (*SECTIONS.get(part, (part,)), ident)


def quantity_of(part: str, column: Column, effect: str = "") -> Quantity:
    """Return what kind of number stands in a column; ``effect`` is how an effect is stated."""
    path = column_path(part, column)
    if column.key == "effect.value":
        path = (*path[:-1], effect)
    place = ROOT.at(path).number
    return place.quantity if place else AMOUNT


# The effects that one number says; fewer than the file format knows.
EFFECTS = (
    "unknown",
    "relative_risk",
    "relative_reduction",
    "odds_ratio",
    "risk_difference",
    "per_year",
)
OWN_MONTHS = (
    Column("from", "month", seldom=True, young=True),
    Column("to", "month", seldom=True, young=True),
)
SERVES = Column("serves", "shares", refers="services", seldom=True, young=True)
PROGRAMME = (
    Column("name"),
    Column("programme.years", "years"),
    Column("participants.unit"),
    Column("participants.per_year", "number"),
    Column("participants.completion", "number"),
    Column("first_year", "year"),
    Column("horizon", "whole", units=YEARS),
    Column("followed_until", "year"),
    Column("price_year", "year"),
    Column("discounting.rate", "number"),
    Column("currency"),
    Column("language", "choice", choices_of(ScenarioFile, "language")),
    Column("programme.from", "month", young=True),
    Column("programme.to", "month", young=True),
    Column("participants.places", "number", young=True),
    Column("participants.stay_months", "number", units=("månader", "mån", "months"), young=True),
    Column("full_time_hours", "whole", units=HOURS, young=True),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "payers": (
        Column("id", "id"),
        Column("name", "name"),
        Column("sector", "choice", choices_of(Payer, "sector")),
    ),
    "staffing": (
        Column("id", "id"),
        Column("role", "name"),
        Column("fte", "number"),
        Column("annual_cost", "number", units=YEARLY, seldom=True),
        Column("monthly_salary", "number", units=MONTHLY),
        Column("oncost_rate", "number"),
        Column("years", "years", seldom=True),
        Column("payer", "reference", refers="payers"),
        Column("employer", seldom=True),
        Column("note", seldom=True),
        Column("hours", "number", units=HOURS, seldom=True, young=True),
        Column("per", "choice", HOURS_PER, "hours_per", "services", seldom=True, young=True),
        Column("hourly_cost", "number", units=HOURLY, seldom=True, young=True),
        Column("full_time_hours", "whole", units=HOURS, seldom=True, young=True),
        Column("vacancy", "number", seldom=True, young=True),
        *OWN_MONTHS,
        SERVES,
    ),
    "costs": (
        Column("id", "id"),
        Column("name", "name"),
        Column("amount", "number"),
        Column("per", "choice", choices_of(Cost, "per"), refers="services"),
        Column("years", "years", seldom=True),
        Column("payer", "reference", refers="payers"),
        Column("note", seldom=True),
        *OWN_MONTHS,
        SERVES,
    ),
    "funding": (
        Column("id", "id"),
        Column("name", "name"),
        Column("payer", "reference", label="giver", refers="payers"),
        Column("amount", "number", label="given_yearly", units=YEARLY),
        Column("years", "years", seldom=True),
        Column("status", "choice", choices_of(Funding, "status")),
        Column("note", seldom=True),
        Column("per", "choice", choices_of(Funding, "per"), "given_per", seldom=True, young=True),
        *OWN_MONTHS,
    ),
    "outcomes": (
        Column("id", "id"),
        Column("name", "name"),
        Column("baseline", "number"),
        Column("effect.kind", "choice", EFFECTS),
        Column("effect.value", "number"),
        Column("effect.basis", "choice", choices_of(Effect, "basis")),
        Column("follows.outcome", "reference", refers="outcomes", seldom=True),
        Column("follows.per_event", "number", seldom=True),
        Column("follows.after", "whole", units=YEARS, seldom=True),
        Column("persons", "number", seldom=True),
        Column("starts_after", "whole", units=YEARS, seldom=True),
        Column("lasts", "number", units=YEARS),
        Column("drop_off", "number", seldom=True),
        Column("deadweight", "number", seldom=True),
        Column("attribution", "number", seldom=True),
        Column("displacement", "number", seldom=True),
        Column("episode.years", "number", units=YEARS, seldom=True),
        Column("unit_cost", "number"),
        Column("cashable.share", "number"),
        Column("cashable.after", "whole", units=YEARS, seldom=True),
        Column("cashable.step", "number", seldom=True),
        Column("payer", "reference", label="gainer", refers="payers"),
        Column("note", seldom=True),
        Column("rate", "number", seldom=True, young=True),
    ),
    "services": (
        Column("id", "id"),
        Column("name", "name"),
        Column("unit", label="service_unit"),
        Column("per_year", "number", label="service_per_year"),
        Column("per_participant", "number", label="service_per_participant"),
        Column("persons", "number", label="service_persons"),
        Column("note", seldom=True),
    ),
    "groups": (
        Column("id", "id"),
        Column("name", "name"),
        Column("per_year", "number", label="group_per_year"),
        Column("completion", "number", label="group_completion"),
    ),
    "claims": (
        Column("id", "id"),
        Column("text", "name", label="claim_text"),
        Column("says", "choice", choices_of(Claim, "says"), "claim_says"),
        Column("direction", "choice", choices_of(Claim, "direction"), "claim_direction"),
        Column("of", "count", label="claim_of"),
        Column("about.outcome", "reference", label="claim_about", refers="outcomes"),
        Column("note", seldom=True),
    ),
}
