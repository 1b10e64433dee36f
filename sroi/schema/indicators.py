"""The parts of a scenario that say what is observed: indicators, and how few may be shown."""

from typing import Annotated, Literal

from pydantic import Field

from sroi.schema.fields import Refers
from sroi.schema.forms import Bounded, Part, Positive
from sroi.schema.library import Id
from sroi.schema.periods import PeriodField

IndicatorKind = Literal["share", "count", "mean", "money"]
Size = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
FEWEST = 5


class SmallCells(Part):
    """Below how many people nothing is shown."""

    below: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=FEWEST, description="a number of people from 1 to one less is hidden; 0: nothing is"
    )
    because: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="why protection is turned off; required with below: 0, and shown"
    )


class Baseline(Part):
    """What it was before: periods of the table, or a value, or a range."""

    alternatives = (
        (frozenset({"periods"}), frozenset({"value", "events", "of", "sd", "low", "base", "high"})),
        (frozenset({"value", "events", "of", "sd"}), frozenset({"low", "base", "high"})),
    )
    periods: PeriodField | None = Field(
        default=None, description="the periods of the table that are before, such as 2015-2016"
    )
    value: Bounded | None = Field(default=None, description="a share, count, mean or amount")
    events: Size | None = Field(default=None, description="of a share: how many of `of`")
    of: Size | None = Field(default=None, description="how many were asked, or the exposure")
    sd: Size | None = Field(default=None, description="standard deviation of a mean")
    low: Bounded | None = Field(default=None, description="low end, where only a range is known")
    base: Bounded | None = Field(default=None, description="what a change is counted from")
    high: Bounded | None = Field(default=None, description="high end")
    source: str | None = None
    note: str | None = None


class Target(Part):
    """What it should be, and by when."""

    value: Bounded = Field(
        description="a share as 0.25; of counts without exposure and of money, per year"
    )
    by: PeriodField | None = Field(default=None, description="the last period that counts")


class Reference(Part):
    """What it is elsewhere: shown as a line, never added or tested."""

    value: Bounded = Field(description="a share as 0.25, a count, a mean or an amount")
    of: Size | None = Field(default=None, description="how many it is of")
    where: str | None = Field(default=None, description="where, such as the region")


class Indicator(Part):
    """Something observed over time, in aggregates."""

    name: Annotated[str, Field(min_length=1)] = Field(description="name shown in tables")
    kind: IndicatorKind = Field(description="share, count, mean or money")
    people: bool | None = Field(
        default=None,
        description="it counts people, so that few are protected; default true, of money false",
    )
    per_person: Positive | None = Field(
        default=None, description="of visits or talks: about how many each person makes"
    )
    better: Literal["lower", "higher", "neither"] = Field(
        default="neither", description="what is better; neither: no verdict"
    )
    baseline: Baseline | None = Field(
        default=None, description="default: the first year that can be used since the last break"
    )
    target: Target | None = None
    first_effect: PeriodField | None = Field(
        default=None,
        description="earliest period in which the programme can show; default from the outcome",
    )
    same_people: bool = Field(
        default=False, description="the same people before and after: a change has no interval"
    )
    chosen_high: bool = Field(default=False, description="places were chosen because they were bad")
    reference: Reference | None = None
    outcome: Annotated[Id, Refers("outcomes")] | None = Field(
        default=None, description="the outcome that it shows: its id"
    )
    predicts: str | None = Field(
        default=None, description="what it is a forecast of, such as outcomes.placement.with"
    )
    definition: str | None = Field(default=None, description="exactly what is counted, of whom")
    source: str | None = Field(default=None, description="where the numbers come from")
    note: str | None = None

    @property
    def of_people(self) -> bool:
        """Return whether it counts people."""
        return self.kind != "money" if self.people is None else self.people

    @property
    def deliveries(self) -> bool:
        """Return whether it counts visits or the like, and not how many each person makes."""
        return self.kind == "count" and not self.of_people and self.per_person is None

    @property
    def each(self) -> float:
        """Return how many of what is counted one person makes."""
        return self.per_person or 1.0
