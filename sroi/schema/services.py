"""What a programme delivers, and what the lines that serve it are counted per."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from sroi.arithmetic.quantities import AMOUNT
from sroi.schema.fields import NumberField, Refers
from sroi.schema.forms import Part
from sroi.schema.library import ID, Id
from sroi.schema.numbers import ByYear, Number

COST_PER = ("year", "participant", "once", "total")
HOURS_PER = ("year", "participant", "total")
ShareServed = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Serves = Annotated[dict[Id, ShareServed], Refers("services")]


def _word_or_service(raw: object) -> str:
    return "word" if raw in COST_PER else "service"


Per = Annotated[
    Annotated[Literal["year", "participant", "once", "total"], Tag("word")]
    | Annotated[Annotated[str, Field(pattern=ID)], Tag("service")],
    Discriminator(_word_or_service),
    WithJsonSchema(
        {"anyOf": [{"enum": list(COST_PER)}, {"type": "string", "pattern": ID}]}
    ),  # both at once is no fault: a word looks like an id
]


class Service(Part):
    """Something the programme delivers: visits, talks, meetings."""

    alternatives = ((frozenset({"per_year"}), frozenset({"per_participant"})),)
    name: str | None = Field(default=None, description="name shown in tables; default the id")
    unit: str | None = Field(default=None, description="what one is called; default the name")
    per_year: Annotated[Number | ByYear, NumberField(AMOUNT, yearly=True, last=True)] | None = (
        Field(default=None, description="how many are delivered, per year")
    )
    per_participant: Annotated[Number, NumberField(AMOUNT, last=True)] | None = Field(
        default=None, description="instead of per_year: how many each who starts is given"
    )
    persons: Annotated[Number | ByYear, NumberField(AMOUNT, yearly=True, last=True)] | None = Field(
        default=None,
        description="different people reached, per year; shown, never summed or multiplied",
    )
    source: str | None = Field(
        default=None, description="where it comes from: an id in sources, or words"
    )
    note: str | None = None
