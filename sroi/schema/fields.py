"""What fields of a scenario are made of: numbers of each quantity, and marks for the loader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Protocol, cast

from pydantic import Field
from pydantic_core import core_schema

from sroi.arithmetic.distributions import Certain
from sroi.arithmetic.quantities import AMOUNT, MONEY, RATE, SHARE
from sroi.schema.forms import Bounded, Part
from sroi.schema.library import Id
from sroi.schema.number_types import FORMS, Calculated, Once, SourcedOnce, Yearly, form_tag
from sroi.schema.numbers import Number

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo, ValidatorFunctionWrapHandler

    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.schema.calculations import Parameters
    from sroi.schema.numbers import ByYear


@dataclass(frozen=True)
class Located:
    """A number as written, with the path it stands at; the loader wraps every number so."""

    path: str
    raw: Any


class Resolver(Protocol):
    """What turns the numbers of a file into numbers of the scenario while pydantic reads it."""

    @property
    def parameters(self) -> Parameters:
        """Return the parameters by id."""

    def number(self, field: NumberField, path: str, written: Raw) -> Number | ByYear:
        """Return the number that is validly written at a path."""


Counted = tuple[str, ...]
COUNTED_BY_YEAR: Counted = ("months", "years")
COUNTED_BY_PERSON: Counted = ("person_months", "person_years")


@dataclass(frozen=True)
class NumberField:
    """Marks a field that holds a number of some quantity."""

    quantity: Quantity
    yearly: bool = False  # one number per calendar year is allowed
    schedule: bool = False  # one certain number per year since start is allowed
    may_be_unpriced: bool = False  # the cost is real and nobody knows it
    last: bool = False  # younger than other fields: its draws come after all of theirs
    counted: Counted = ()  # the times during which events may be counted here

    @property
    def written(self) -> Any:  # noqa: ANN401 - a union type
        """Return the type of what may be written here."""
        return Yearly if self.yearly or self.schedule else Once

    def part_of(self, raw: Raw) -> type[Part]:
        """Return what holds the keys of a number as it is written."""
        forms: dict[str, type[Part]] = {**FORMS, "calc": Calculated}
        return forms.get(form_tag(raw) or "", SourcedOnce)

    def laid(self, base: Raw, over: Raw) -> Raw:
        """Return a number with what a variant says of it: a variant replaces it whole."""
        return over

    def resolved(self, path: str, written: Raw, context: Resolver) -> Number | ByYear:
        """Return the number that is validly written at a path."""
        return context.number(self, path, written)

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate the form as written, then resolve it."""

        def number(
            located: Located, validated: ValidatorFunctionWrapHandler, info: ValidationInfo
        ) -> Number | ByYear:
            if located.raw == "unpriced" and self.may_be_unpriced:
                path = located.path
                return Number(path, path, self.quantity, 0.0, Certain(0.0), unpriced=True)
            raw = validated(located.raw)
            return self.resolved(located.path, raw, cast("Resolver", info.context))

        written = handler.generate_schema(self.written)
        return core_schema.with_info_wrap_validator_function(number, written)


CalendarYear = Annotated[int, Field(ge=1000, le=9999)]
WholeYears = Annotated[int, Field(ge=0, le=120)]
GROUPS = "participants.groups"  # the section of groups
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
    """Marks a field whose ids stand for the keys of another section, by its dotted path."""

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
