"""Who takes part: how many start each year, all alike or in groups whose risk differs."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sroi.arithmetic.quantities import AMOUNT, POSITIVE, SHARE
from sroi.schema.fields import COUNTED_BY_YEAR, NumberField, ShareNumber
from sroi.schema.forms import Part
from sroi.schema.library import Id
from sroi.schema.numbers import ByYear, Number

EVERYBODY = ""  # the one group of a file that knows no groups


class ParticipantGroup(Part):
    """Some of the participants, whose risk is another than that of the rest."""

    name: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="name shown in tables; default the id"
    )
    per_year: Annotated[
        Number | ByYear, NumberField(AMOUNT, yearly=True, last=True, counted=COUNTED_BY_YEAR)
    ] = Field(description="participants of the group who start, per year")
    completion: Annotated[Number, NumberField(SHARE, last=True)] | None = Field(
        default=None, description="share who complete; default participants.completion"
    )
    note: str | None = None


class Participants(Part):
    """Who takes part."""

    alternatives = ((frozenset({"per_year"}), frozenset({"groups"})),)
    unit: str = Field(default="participant", description="what one participant is called")
    per_year: (
        Annotated[Number | ByYear, NumberField(AMOUNT, yearly=True, counted=COUNTED_BY_YEAR)] | None
    ) = Field(default=None, description="participants who start, per year")
    groups: Annotated[dict[Id, ParticipantGroup], Field(min_length=1)] | None = Field(
        default=None, description="instead of per_year: groups whose risk differs, by id"
    )
    completion: ShareNumber | None = Field(
        default=None, description="share who complete; default 1"
    )
    places: Annotated[Number | ByYear, NumberField(POSITIVE, yearly=True, last=True)] | None = (
        Field(default=None, description="how many can take part at a time, beside stay_months")
    )
    stay_months: Annotated[Number, NumberField(POSITIVE, last=True)] | None = Field(
        default=None, description="months a participant takes up a place, beside places"
    )
    note: str | None = None

    @property
    def starting(self) -> Mapping[str, Number | ByYear]:
        """Return how many start per year, by group."""
        if self.groups is not None:
            return {name: group.per_year for name, group in self.groups.items()}
        return {} if self.per_year is None else {EVERYBODY: self.per_year}

    def completing(self, group: str) -> Number | None:
        """Return the share of a group who complete; None where all do."""
        stated = self.groups[group].completion if self.groups is not None else None
        return stated or self.completion

    def group_name(self, group: str) -> str:
        """Return what a group is called: its name, else its id."""
        named = self.groups[group].name if self.groups is not None else None
        return named or group
