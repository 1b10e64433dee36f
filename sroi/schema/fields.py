"""What fields of a scenario are made of: numbers of each quantity, and marks for the loader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from pydantic_core import core_schema

from sroi.arithmetic.quantities import AMOUNT, MONEY, RATE, SHARE
from sroi.schema.forms import Bounded, Part
from sroi.schema.library import Id
from sroi.schema.numbers import Number
from sroi.schema.places import NumberField
from sroi.schema.written import Once

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

CalendarYear = Annotated[int, Field(ge=1000, le=9999)]
WholeYears = Annotated[int, Field(ge=0, le=120)]
SharesById = dict[Id, Bounded]
ShareNumber = Annotated[Number, NumberField(SHARE)]
Amount = Annotated[Number, NumberField(AMOUNT)]
MoneyNumber = Annotated[Number, NumberField(MONEY)]
Rate = Annotated[Number, NumberField(RATE)]


@dataclass(frozen=True)
class Whole:
    """Marks a field that a variant replaces whole instead of merging into."""


@dataclass(frozen=True)
class ListFor:
    """Marks a part that may be written as a list, short for a mapping with that key."""

    key: str

    def __get_pydantic_core_schema__(
        self, source: type[Part], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Accept and describe both ways; a list becomes the part."""
        listed = handler.generate_schema(source.model_fields[self.key].annotation)
        choices = {"full": handler(source), "short": listed}
        either = core_schema.tagged_union_schema(
            choices, lambda raw: "short" if isinstance(raw, list) else "full"
        )

        def written_out(raw: object) -> object:
            return source(**{self.key: raw}) if isinstance(raw, list) else raw

        return core_schema.no_info_after_validator_function(written_out, either)


@dataclass(frozen=True)
class Refers:
    """Marks a field whose ids stand for the keys of another section."""

    section: str


@dataclass(frozen=True)
class ShortFor:
    """Marks a field that may be written as one number, short for a mapping with that key."""

    key: str

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Offer both ways in the JSON Schema; the loader has already written the short one out."""
        choices = {"full": handler(source), "short": handler.generate_schema(Once)}
        return core_schema.tagged_union_schema(choices, lambda raw: "full")


class CountedEvents(Part):
    """How many, of how many."""

    events: Annotated[int, Field(ge=0)] = Field(description="how many")
    of: Annotated[int, Field(ge=1)] = Field(description="of how many")


PayerId = Annotated[Id, Refers("payers")]
PayerShares = Annotated[SharesById, Refers("payers")]
PAYER_OR_PAYERS = (frozenset({"payer"}), frozenset({"payers"}))
