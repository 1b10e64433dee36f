"""The parts of a scenario that say what the programme changes, and what that is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field

from sroi.arithmetic.formulas import drawn_profile
from sroi.arithmetic.quantities import (
    AMOUNT,
    DIFFERENCE,
    EFFECT,
    RATIO,
    REDUCTION,
    SHARE,
    STANDARDISED,
)
from sroi.schema.fields import (
    COUNTED_BY_PERSON,
    GROUPS,
    PAYER_OR_PAYERS,
    Amount,
    MoneyNumber,
    NumberField,
    Rate,
    Refers,
    ShareNumber,
    ShortFor,
    Whole,
    WholeYears,
)
from sroi.schema.forms import Bounded, Factor, Part
from sroi.schema.library import Id
from sroi.schema.numbers import ByYear, Number, each
from sroi.schema.parts import Borne

if TYPE_CHECKING:
    from sroi.schema.numbers import Grade

RatePerPerson = Annotated[Number, NumberField(AMOUNT, counted=COUNTED_BY_PERSON)]


class Evidence(Part):
    """How good the evidence of an effect is, on a scale of evidence; shown, never counted with."""

    scale: Literal["maryland", "grade", "nesta", "own"] = Field(
        description="which scale: maryland (1-5), grade, nesta (1-5), or one of one's own"
    )
    level: str | int = Field(description="the level on the scale")


class Effect(Part):
    """What the programme changes: exactly one way to say it."""

    relative_risk: Annotated[Number, NumberField(RATIO)] | None = Field(
        default=None, description="risk with the programme over risk without"
    )
    relative_reduction: Annotated[Number, NumberField(REDUCTION)] | None = Field(
        default=None, description="share of the events avoided"
    )
    odds_ratio: Annotated[Number, NumberField(RATIO)] | None = Field(
        default=None, description="odds with the programme over odds without"
    )
    standardised_mean_difference: Annotated[Number, NumberField(STANDARDISED)] | None = Field(
        default=None, description="Cohen's d; negative = fewer events"
    )
    risk_difference: Annotated[Number, NumberField(DIFFERENCE)] | None = Field(
        default=None, description="risk without the programme less risk with it"
    )
    programme: ShareNumber | None = Field(default=None, description="risk with the programme")
    comparison: ShareNumber | None = Field(
        default=None, description="risk without, beside programme"
    )
    per_year: Annotated[Number | ByYear, NumberField(EFFECT, yearly=True)] | None = Field(
        default=None,
        description="events avoided, or gained if desired, by each year's intake as a whole",
    )
    unknown: Literal[True] | None = Field(
        default=None, description="nothing is claimed; only break-even is reported"
    )
    basis: Literal["comparative", "before_after", "expert"] | None = Field(
        default=None, description="what the effect rests on; required unless unknown"
    )
    evidence: Evidence | None = Field(
        default=None, description="how good the evidence is; shown, never counted with"
    )
    note: str | None = None

    @property
    def grade(self) -> Grade:
        """Return the worst grade among the numbers of the effect; D if one of them has none."""
        fields = [getattr(self, name) for name in type(self).model_fields]
        numbers = [
            one for field in fields if isinstance(field, Number | ByYear) for one in each(field)
        ]
        grades: list[Grade] = [number.origin.grade or "D" for number in numbers]
        return max(grades, default="D")

    @property
    def change(self) -> Number | None:
        """Return the number that changes a baseline and could take it beyond what is possible."""
        return self.relative_risk or self.relative_reduction or self.risk_difference


class Follows(Part):
    """An outcome that is avoided because another one is."""

    outcome: Annotated[Id, Refers("outcomes")] = Field(description="the outcome followed: its id")
    per_event: Amount = Field(description="events per event of the outcome followed")
    after: WholeYears = Field(default=0, description="whole years later")


class Recurrence(Part):
    """Events that come back."""

    probability: ShareNumber = Field(description="probability that an event leads to one more")
    after: Annotated[int, Field(ge=1, le=120)] = Field(default=1, description="whole years later")


class Episode(Part):
    """How long an event lasts."""

    years: Amount = Field(description="years an event goes on")


class Cashable(Part):
    """What a budget can really be cut by."""

    share: ShareNumber = Field(description="share of the value that can be cut")
    after: WholeYears = Field(default=0, description="whole years until it can be cut")
    step: Factor | None = Field(default=None, description="it is cut in whole steps of this load")


BASELINE_OR_RATE = (frozenset({"baseline"}), frozenset({"rate"}))
YoungShare = Annotated[Number, NumberField(SHARE, last=True)]


class OfGroup(Part):
    """What is different about an outcome in a group of the participants."""

    alternatives = (BASELINE_OR_RATE,)
    baseline: YoungShare | None = Field(
        default=None, description="probability per person and year without the programme"
    )
    rate: Annotated[Number, NumberField(AMOUNT, last=True, counted=COUNTED_BY_PERSON)] | None = (
        Field(
            default=None, description="instead of baseline: events per person and year without it"
        )
    )
    effect: Annotated[Effect, Whole()] | None = Field(
        default=None, description="what the programme changes in the group"
    )
    persons: Annotated[Number, NumberField(AMOUNT, last=True)] | None = Field(
        default=None, description="persons at risk per participant"
    )
    deadweight: YoungShare | None = Field(
        default=None, description="share that would have happened anyway"
    )
    attribution: YoungShare | None = Field(default=None, description="share due to others")
    displacement: YoungShare | None = Field(default=None, description="share moved to others")
    note: str | None = None

    @property
    def stated(self) -> dict[str, Number | Effect | None]:
        """Return what the group states for itself; its baseline takes the place of a rate."""
        values = {name: getattr(self, name) for name in type(self).model_fields if name != "note"}
        stated = {name: value for name, value in values.items() if value is not None}
        return ({"baseline": None, "rate": None} if self.risk else {}) | stated

    @property
    def risk(self) -> Number | None:
        """Return the probability or rate that the group states, if it does."""
        return self.baseline or self.rate


class Outcome(Borne):
    """Something that happens less often, or more often, because of the programme."""

    alternatives = (
        PAYER_OR_PAYERS,
        (frozenset({"profile"}), frozenset({"starts_after", "lasts", "drop_off"})),
        (
            frozenset({"follows"}),
            frozenset({"effect", "baseline", "rate", "groups", "by_group"}),
        ),
        BASELINE_OR_RATE,
    )
    name: str = Field(description="name shown in tables")
    desired: bool = Field(default=False, description="the events are wanted, such as employment")
    baseline: ShareNumber | None = Field(
        default=None, description="probability per person and year without the programme"
    )
    rate: RatePerPerson | None = Field(
        default=None, description="instead of baseline: events per person and year without it"
    )
    effect: Annotated[Effect, Whole()] | None = Field(
        default=None, description="what the programme changes"
    )
    follows: Follows | None = Field(default=None, description="instead of an effect of its own")
    groups: Annotated[list[Id], Refers(GROUPS)] | None = Field(
        default=None, description="groups of participants that count; default all"
    )
    by_group: Annotated[dict[Id, OfGroup], Refers(GROUPS)] | None = Field(
        default=None, description="what is different in some groups, by the id of the group"
    )
    persons: Amount | None = Field(
        default=None, description="persons at risk per participant; default 1"
    )
    starts_after: WholeYears | None = Field(
        default=None, description="whole years from start to effect; default 0"
    )
    lasts: Amount | None = Field(default=None, description="years the effect lasts; default 1")
    drop_off: ShareNumber | None = Field(
        default=None, description="share of the effect lost per year; default 0"
    )
    profile: Annotated[dict[WholeYears, Bounded], Whole()] | None = Field(
        default=None, description="instead of the three: effect by year since start, linear between"
    )
    deadweight: ShareNumber | None = Field(
        default=None, description="share that would have happened anyway; default 0"
    )
    attribution: ShareNumber | None = Field(
        default=None, description="share due to others; default 0"
    )
    displacement: ShareNumber | None = Field(
        default=None, description="share moved to others; default 0"
    )
    recurrence: Recurrence | None = Field(default=None, description="events that come back")
    episode: Episode | None = Field(default=None, description="events that go on for years")
    unit_cost: MoneyNumber | None = Field(
        default=None, description="money per event (with episode: per event and year)"
    )
    growth: Rate | None = Field(
        default=None, description="real growth of the unit cost per year; default 0"
    )
    cashable: Annotated[Cashable, ShortFor("share")] | None = Field(
        default=None, description="what a budget can be cut by; default nothing"
    )
    note: str | None = None

    def in_group(self, group: str) -> Self:
        """Return the outcome as it is in a group: what the group states, else the outcome's own."""
        part = (self.by_group or {}).get(group)
        return self if part is None else self.model_copy(update=part.stated)

    def effect_path(self, group: str) -> str:
        """Return where the effect in a group is stated, below the outcome."""
        part = (self.by_group or {}).get(group)
        return "effect" if part is None or part.effect is None else f"by_group.{group}.effect"

    @property
    def unknown(self) -> bool:
        """Return whether the effect is marked unknown."""
        return self.effect is not None and bool(self.effect.unknown)

    @property
    def by_intake(self) -> bool:
        """Return whether the effect is that of each year's intake as a whole."""
        return self.effect is not None and self.effect.per_year is not None

    @property
    def risk(self) -> Number | None:
        """Return the probability or rate of the events without the programme, where it is said."""
        return self.baseline or self.rate

    @property
    def greatest_risk(self) -> float | None:
        """Return the most events per person and year there can be; None where nothing says."""
        if self.risk is None or self.effect is None or self.effect.change is None:
            return None
        return math.inf if self.baseline is None else 1.0

    def at_work(self, horizon: int) -> bool:
        """Return whether the effect is above 0 in some year of the base case."""
        if self.profile:
            return bool((drawn_profile(self.profile, horizon) > 0.0).any())
        lasts = 1.0 if self.lasts is None else self.lasts.base
        return lasts > 0.0 and (self.starts_after or 0) < horizon
