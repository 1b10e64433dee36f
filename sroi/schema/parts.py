"""The parts of a scenario that say who pays for what, and when."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from sroi.arithmetic.distributions import Certain
from sroi.arithmetic.quantities import AMOUNT, FEE, MONEY, ONCOST, RATE, SHARE
from sroi.schema.fields import (
    COUNTED_BY_YEAR,
    PAYER_OR_PAYERS,
    CalendarYear,
    NumberField,
    PayerId,
    PayerShares,
    Rate,
    Refers,
)
from sroi.schema.forms import ExclusiveKeys, Factor, Part
from sroi.schema.library import ID, Id, Sector
from sroi.schema.months import MonthField, Months
from sroi.schema.numbers import ByYear, Number
from sroi.schema.years import YearsField

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_RATE = 0.03
Price = Annotated[Number | ByYear, NumberField(MONEY, yearly=True, may_be_unpriced=True)]
YoungPrice = Annotated[
    Number | ByYear, NumberField(MONEY, yearly=True, may_be_unpriced=True, last=True)
]
Counting = Annotated[
    Number | ByYear, NumberField(AMOUNT, yearly=True, last=True, counted=COUNTED_BY_YEAR)
]
ONE_STRETCH: ExclusiveKeys = ((frozenset({"years"}), frozenset({"from", "to"})),)
PASSED = {"start": 0.0, "mid": 0.5, "end": 1.0}  # of the year when money flows


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


def certain_rate(rate: float) -> Number:
    """Return a certain discount rate."""
    return Number("discounting.rate", "discounting.rate", RATE, rate, Certain(rate))


class Borne(Part):
    """Something one payer bears, or several share."""

    payer: PayerId | None = Field(
        default=None,
        description="who answers for it, before any grant, or who gains: an id in payers",
    )
    payers: PayerShares | None = Field(
        default=None, description="the same, shared: id to share; shares sum to 1"
    )

    @property
    def shares(self) -> Mapping[str, float]:
        """Return the share of every payer named."""
        if self.payers is not None:
            return self.payers
        return {self.payer: 1.0} if self.payer else {}


class Payer(Part):
    """Someone who pays or gains."""

    name: str | None = Field(default=None, description="name shown in tables; default the id")
    sector: Sector = Field(default="other", description="which sector the payer belongs to")
    note: str | None = None


class Perspective(Part):
    """A perspective of one's own: whose money counts together."""

    name: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="name shown in tables; default the id"
    )
    payers: list[PayerId] = Field(description="who counts in it: ids of payers")


class Discounting(Part):
    """How later years count less."""

    rate: Annotated[Number | ByYear, NumberField(RATE, schedule=True)] | None = Field(
        default=None,
        description="real yearly rate, or a schedule by year since start: {0: 0.035, 30: 0.03}",
    )
    timing: Literal["start", "mid", "end"] = Field(
        default="start", description="when in the year money flows"
    )

    @property
    def yearly_rate(self) -> Number | ByYear:
        """Return the rate, 3 % if none is given."""
        return certain_rate(DEFAULT_RATE) if self.rate is None else self.rate

    @property
    def first_rate(self) -> Number:
        """Return the rate of the first year."""
        rate = self.yearly_rate
        return rate.numbers[0] if isinstance(rate, ByYear) else rate

    @property
    def passed(self) -> float:
        """Return how much of the year has passed when money flows."""
        return PASSED[self.timing]


class Lasting(Part):
    """Something that goes on for some years, or from one month to another."""

    alternatives: ClassVar[ExclusiveKeys] = ONE_STRETCH
    years: YearsField | None = Field(default=None, description="default: programme.years")
    from_: MonthField | None = Field(
        default=None, alias="from", description="instead of years: the first month, such as 2016-08"
    )
    to: MonthField | None = Field(default=None, description="the last month, itself included")

    @property
    def own_months(self) -> Months | None:
        """Return the months it states, those of its years too; None where it states none."""
        if self.years is not None:
            return Months.of(self.years)
        return Months(self.from_, self.to) if self.from_ and self.to else None


class Programme(Lasting):
    """When the programme runs."""

    years: YearsField | None = Field(
        default=None, description="years of every cost, and in which participants start"
    )

    @property
    def months(self) -> Months:
        """Return the months of the programme."""
        months = self.own_months
        assert months is not None  # the rules demand years, or a first and a last month
        return months


class Line(Lasting, Borne):
    """A cost line."""

    alternatives = (PAYER_OR_PAYERS, *ONE_STRETCH)
    growth: Rate | None = Field(default=None, description="real growth per year; default 0")
    serves: Serves | None = Field(
        default=None, description="services it is spent on: id to share of the line; sum at most 1"
    )
    in_kind: bool = Field(default=False, description="counts as cost, shown apart")
    note: str | None = None

    @property
    def per_service(self) -> str | None:
        """Return the service that the line is counted per, or None where it is not."""
        per = getattr(self, "per", None)
        return None if per in (None, *COST_PER) else per

    @property
    def served(self) -> Mapping[str, float]:
        """Return the share of the line that is spent on each service."""
        return {self.per_service: 1.0} if self.per_service else self.serves or {}


SALARY = frozenset({"monthly_salary", "oncost_rate"})
PRICES = (frozenset({"annual_cost"}), SALARY, frozenset({"hourly_cost"}))


class Staffing(Line):
    """A post."""

    alternatives = (
        *Line.alternatives,
        *combinations(PRICES, 2),
        (frozenset({"fte"}), frozenset({"hours", "per"})),
    )
    role: str | None = Field(default=None, description="profession, shown in tables")
    fte: Annotated[Number | ByYear, NumberField(AMOUNT, yearly=True)] | None = Field(
        default=None, description="full-time equivalents (1 = one full-time post)"
    )
    hours: Annotated[Number | ByYear, NumberField(AMOUNT, yearly=True, last=True)] | None = Field(
        default=None, description="instead of fte: hours worked"
    )
    per: Per | None = Field(
        default=None,
        description="hours per year (default), per participant who starts, in total, "
        "or per a service: its id",
    )
    annual_cost: Price | None = Field(
        default=None, description="cost of one full-time post per year, in money"
    )
    monthly_salary: Price | None = Field(
        default=None, description="monthly salary of a full-time post, in money"
    )
    oncost_rate: Annotated[Number, NumberField(ONCOST)] | None = Field(
        default=None, description="employer's on-costs as a share of salary"
    )
    hourly_cost: YoungPrice | None = Field(
        default=None, description="instead of a salary: cost of one hour, in money"
    )
    full_time_hours: Factor | None = Field(
        default=None,
        description="hours really worked by one full-time post in a year; default the file's",
    )
    vacancy: Annotated[Number, NumberField(SHARE, last=True)] | None = Field(
        default=None, description="share of the posts or hours that stands empty; default 0"
    )
    employer: str | None = Field(default=None, description="who employs; only shown")


class Cost(Line):
    """A cost that is not a post."""

    alternatives = (*Line.alternatives, (frozenset({"year"}), frozenset({"years", "from", "to"})))
    name: str | None = Field(default=None, description="name shown in tables; default the id")
    amount: Annotated[Number | ByYear, NumberField(FEE, yearly=True, may_be_unpriced=True)] = Field(
        description="money; a certain amount may be negative (a fee, a saving)"
    )
    per: Per = Field(
        default="year",
        description="per year, per participant who starts, once, in total over the years, "
        "or per a service: its id",
    )
    year: CalendarYear | None = Field(default=None, description="the year of a cost borne once")


class Funding(Lasting):
    """Money somebody gives or has been asked for; it takes over what it covers, year by year."""

    name: str | None = Field(default=None, description="name shown in tables; default the id")
    payer: PayerId = Field(description="who gives the money: an id in payers")
    amount: Annotated[Number | ByYear, NumberField(MONEY, yearly=True)] = Field(
        description="money per year, without growth; what is more than the cost is left over"
    )
    per: Literal["year", "total"] | None = Field(
        default=None, description="per year (default), or in total over the years"
    )
    status: Literal["granted", "applied", "in_kind"] = Field(
        default="applied", description="granted, applied for, or in kind"
    )
    covers: Annotated[list[str], Refers("lines")] = Field(
        default=[],
        description="cost lines it pays for, such as staffing.nurse; default: all not in kind",
    )
    nominal: bool = Field(
        default=False, description="the amount is in the money of its year; needs inflation"
    )
    note: str | None = None


class Service(Part):
    """Something the programme delivers: visits, talks, meetings."""

    alternatives = ((frozenset({"per_year"}), frozenset({"per_participant"})),)
    name: str | None = Field(default=None, description="name shown in tables; default the id")
    unit: str | None = Field(default=None, description="what one is called; default the name")
    per_year: Counting | None = Field(default=None, description="how many are delivered, per year")
    per_participant: Annotated[Number, NumberField(AMOUNT, last=True)] | None = Field(
        default=None, description="instead of per_year: how many each who starts is given"
    )
    persons: Counting | None = Field(
        default=None,
        description="different people reached, per year; shown, never summed or multiplied",
    )
    source: str | None = Field(
        default=None, description="where it comes from: an id in sources, or words"
    )
    note: str | None = None
