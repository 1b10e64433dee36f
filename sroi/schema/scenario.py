"""What a scenario file may say: one programme under one funding arrangement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from sroi.distributions import (
    AMOUNT,
    DIFFERENCE,
    EFFECT,
    FEE,
    MONEY,
    RATE,
    RATIO,
    REDUCTION,
    SHARE,
)
from sroi.errors import Mark
from sroi.schema.forms import Finite, Part, Positive
from sroi.schema.library import Id, Sector, Source
from sroi.schema.numbers import ByYear, Number, each
from sroi.schema.places import Place
from sroi.schema.written import Once
from sroi.schema.years import YearsField

DEFAULT_RATE = 0.03
PUBLIC_SECTORS = ("municipality", "region", "state")
CalendarYear = Annotated[int, Field(ge=1000, le=9999)]
WholeYears = Annotated[int, Field(ge=0, le=120)]
Shares = dict[Id, Finite]
Share = Annotated[Number, Place(SHARE)]
Amount = Annotated[Number, Place(AMOUNT)]
Money = Annotated[Number, Place(MONEY)]
Rate = Annotated[Number, Place(RATE)]


@dataclass(frozen=True)
class Whole:
    """Marks a field that a variant replaces whole instead of merging into."""


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


PayerId = Annotated[Id, Refers("payers")]
PayerShares = Annotated[Shares, Refers("payers")]
PAYER_OR_PAYERS = (frozenset({"payer"}), frozenset({"payers"}))


class Borne(Part):
    """Something one payer bears, or several share."""

    payer: PayerId | None = Field(default=None, description="who bears it: an id in payers")
    payers: PayerShares | None = Field(
        default=None, description="who shares it: id to share; shares sum to 1"
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


class Discounting(Part):
    """How later years count less."""

    rate: Annotated[Number | ByYear, Place(RATE, schedule=True)] | None = Field(
        default=None,
        description="real yearly rate, or a schedule by year since start: {0: 0.035, 30: 0.03}",
    )
    timing: Literal["start", "mid", "end"] = Field(
        default="start", description="when in the year money flows"
    )

    @property
    def yearly_rate(self) -> Number | ByYear | float:
        """Return the rate, 3 % if none is given."""
        return DEFAULT_RATE if self.rate is None else self.rate


class Programme(Part):
    """When the programme runs."""

    years: YearsField = Field(description="years of every cost, and in which participants start")


class Participants(Part):
    """Who takes part."""

    unit: str = Field(default="participant", description="what one participant is called")
    per_year: Annotated[Number | ByYear, Place(AMOUNT, yearly=True)] = Field(
        description="participants who start, per year"
    )
    completion: Share | None = Field(default=None, description="share who complete; default 1")
    note: str | None = None


class Line(Borne):
    """A cost line."""

    years: YearsField | None = Field(default=None, description="default: programme.years")
    growth: Rate | None = Field(default=None, description="real growth per year; default 0")
    in_kind: bool = Field(default=False, description="counts as cost, shown apart")
    note: str | None = None


class Staffing(Line):
    """A post."""

    alternatives = (
        PAYER_OR_PAYERS,
        (frozenset({"annual_cost"}), frozenset({"monthly_salary", "oncost_rate"})),
    )
    role: str | None = Field(default=None, description="profession, shown in tables")
    fte: Annotated[Number | ByYear, Place(AMOUNT, yearly=True)] = Field(
        description="full-time equivalents (1 = one full-time post)"
    )
    annual_cost: Annotated[Number | ByYear, Place(MONEY, yearly=True)] | None = Field(
        default=None, description="cost of one full-time post per year, in money"
    )
    monthly_salary: Annotated[Number | ByYear, Place(MONEY, yearly=True)] | None = Field(
        default=None, description="monthly salary of a full-time post, in money"
    )
    oncost_rate: Amount | None = Field(
        default=None, description="employer's on-costs as a share of salary"
    )
    employer: str | None = Field(default=None, description="who employs; only shown")


class Cost(Line):
    """A cost that is not a post."""

    alternatives = (PAYER_OR_PAYERS, (frozenset({"year"}), frozenset({"years"})))
    name: str | None = Field(default=None, description="name shown in tables; default the id")
    amount: Annotated[Number | ByYear, Place(FEE, yearly=True)] = Field(
        description="money; a certain amount may be negative (a fee, a saving)"
    )
    per: Literal["year", "participant", "once", "total"] = Field(
        default="year",
        description="per year, per participant who starts, once, or in total over the years",
    )
    year: CalendarYear | None = Field(default=None, description="the year of a cost borne once")


class Funding(Part):
    """Money somebody gives or has been asked for; never part of npv."""

    name: str | None = Field(default=None, description="name shown in tables; default the id")
    payer: PayerId = Field(description="who gives the money: an id in payers")
    amount: Annotated[Number | ByYear, Place(MONEY, yearly=True)] = Field(
        description="money per year, without growth"
    )
    years: YearsField | None = Field(default=None, description="default: programme.years")
    status: Literal["granted", "applied", "in_kind"] = Field(
        default="applied", description="granted, applied for, or in kind"
    )
    covers: Annotated[list[str], Refers("lines")] = Field(
        default=[], description="cost lines it pays for, such as staffing.nurse"
    )
    note: str | None = None


class Effect(Part):
    """What the programme changes: exactly one way to say it."""

    relative_risk: Annotated[Number, Place(RATIO)] | None = Field(
        default=None, description="risk with the programme over risk without"
    )
    relative_reduction: Annotated[Number, Place(REDUCTION)] | None = Field(
        default=None, description="share of the events avoided"
    )
    odds_ratio: Annotated[Number, Place(RATIO)] | None = Field(
        default=None, description="odds with the programme over odds without"
    )
    standardised_mean_difference: Annotated[Number, Place(EFFECT)] | None = Field(
        default=None, description="Cohen's d; negative = fewer events"
    )
    risk_difference: Annotated[Number, Place(DIFFERENCE)] | None = Field(
        default=None, description="risk without the programme less risk with it"
    )
    programme: Share | None = Field(default=None, description="risk with the programme")
    comparison: Share | None = Field(default=None, description="risk without, beside programme")
    per_year: Annotated[Number | ByYear, Place(EFFECT, yearly=True)] | None = Field(
        default=None, description="events avoided by each year's intake as a whole"
    )
    unknown: Literal[True] | None = Field(
        default=None, description="nothing is claimed; only break-even is reported"
    )
    basis: Literal["comparative", "before_after", "expert"] | None = Field(
        default=None, description="what the effect rests on; required unless unknown"
    )
    note: str | None = None


class Follows(Part):
    """An outcome that is avoided because another one is."""

    outcome: Annotated[Id, Refers("outcomes")] = Field(description="the outcome followed: its id")
    per_event: Amount = Field(description="events per event of the outcome followed")
    after: WholeYears = Field(default=0, description="whole years later")


class Recurrence(Part):
    """Events that come back."""

    probability: Share = Field(description="probability that an event leads to one more")
    after: Annotated[int, Field(ge=1, le=120)] = Field(default=1, description="whole years later")


class Episode(Part):
    """How long an event lasts."""

    years: Amount = Field(description="years an event goes on")


class Cashable(Part):
    """What a budget can really be cut by."""

    share: Share = Field(description="share of the value that can be cut")
    after: WholeYears = Field(default=0, description="whole years until it can be cut")
    step: Positive | None = Field(default=None, description="it is cut in whole steps of this load")


class Outcome(Borne):
    """Something that happens less often, or more often, because of the programme."""

    alternatives = (
        PAYER_OR_PAYERS,
        (frozenset({"profile"}), frozenset({"starts_after", "lasts", "drop_off"})),
        (frozenset({"follows"}), frozenset({"effect", "baseline", "rate"})),
        (frozenset({"baseline"}), frozenset({"rate"})),
    )
    name: str = Field(description="name shown in tables")
    desired: bool = Field(default=False, description="the events are wanted, such as employment")
    baseline: Share | None = Field(
        default=None, description="probability per person and year without the programme"
    )
    rate: Amount | None = Field(
        default=None, description="instead of baseline: events per person and year without it"
    )
    effect: Annotated[Effect, Whole()] | None = Field(
        default=None, description="what the programme changes"
    )
    follows: Follows | None = Field(default=None, description="instead of an effect of its own")
    persons: Amount | None = Field(
        default=None, description="persons at risk per participant; default 1"
    )
    starts_after: WholeYears | None = Field(
        default=None, description="whole years from start to effect; default 0"
    )
    lasts: Amount | None = Field(default=None, description="years the effect lasts; default 1")
    drop_off: Share | None = Field(
        default=None, description="share of the effect lost per year; default 0"
    )
    profile: Annotated[dict[WholeYears, Finite], Whole()] | None = Field(
        default=None, description="instead of the three: effect by year since start, linear between"
    )
    deadweight: Share | None = Field(
        default=None, description="share that would have happened anyway; default 0"
    )
    attribution: Share | None = Field(default=None, description="share due to others; default 0")
    displacement: Share | None = Field(default=None, description="share moved to others; default 0")
    recurrence: Recurrence | None = Field(default=None, description="events that come back")
    episode: Episode | None = Field(default=None, description="events that go on for years")
    unit_cost: Money | None = Field(
        default=None, description="money per event (with episode: per event and year)"
    )
    growth: Rate | None = Field(
        default=None, description="real growth of the unit cost per year; default 0"
    )
    cashable: Annotated[Cashable, ShortFor("share")] | None = Field(
        default=None, description="what a budget can be cut by; default nothing"
    )
    note: str | None = None

    @property
    def unknown(self) -> bool:
        """Return whether the effect is marked unknown."""
        return self.effect is not None and bool(self.effect.unknown)


class Correlation(Part):
    """Numbers that tend to be high together, or one high when the other is low."""

    between: Annotated[list[str], Field(min_length=2)] = Field(description="paths of numbers")
    rank: Annotated[float, Field(gt=-1, lt=1)] = Field(description="rank correlation")


class Simulation(Part):
    """How many draws, and which."""

    draws: Annotated[int, Field(ge=1, le=10_000_000)] = Field(
        default=16_384, description="number of draws"
    )
    seed: Annotated[int, Field(ge=0)] = Field(default=1, description="chooses the draws")


class ScenarioFile(Part):
    """One programme under one funding arrangement."""

    sroi: Literal[1] = Field(description="version of the file format")
    extends: str | None = Field(default=None, description="file this one is a variant of")
    name: str = Field(description="name shown in tables")
    note: str | None = None
    language: Literal["sv", "en"] = Field(default="en", description="language of labels")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(description="such as SEK")
    price_year: CalendarYear = Field(description="all amounts are in this year's prices")
    first_year: CalendarYear = Field(description="first calendar year of the projection")
    horizon: Annotated[int, Field(ge=1, le=120)] = Field(description="calendar years projected")
    followed_until: CalendarYear | None = Field(
        default=None, description="last year with real follow-up; default the last programme year"
    )
    perspective: str | None = Field(
        default=None, description="headline view; default public, or society if no payer is public"
    )
    perspectives: dict[Id, Annotated[list[PayerId], Whole()]] = Field(
        default={}, description="further views: name to payers"
    )
    discounting: Discounting = Field(
        default=Discounting(), description="default 3 %, start of year"
    )
    tax_factor: Positive = Field(
        default=1.0, description="multiplies public payers' money in the view society"
    )
    uses: list[str] = Field(default=[], description="libraries: se, or a file")
    indices: dict[Id, dict[CalendarYear, Positive]] = Field(
        default={}, description="price indices of one's own"
    )
    payers: Annotated[dict[Id, Payer], Field(min_length=1)] = Field(
        description="who pays and who gains"
    )
    programme: Programme
    participants: Participants
    staffing: dict[Id, Staffing] = Field(default={}, description="posts")
    costs: dict[Id, Cost] = Field(default={}, description="costs that are not posts")
    funding: dict[Id, Funding] = Field(default={}, description="money given or applied for")
    outcomes: dict[Id, Outcome] = Field(default={}, description="what the programme changes")
    correlations: dict[Id, Correlation] = Field(default={}, description="numbers that go together")
    sources: dict[Id, Source] = Field(default={}, description="where the numbers come from")
    simulation: Simulation = Field(default=Simulation())

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Return every number by its path."""
        return {number.path: number for number in _numbers(self)}

    @property
    def ranks(self) -> dict[frozenset[str], float]:
        """Return the rank correlation of every pair of uncertain numbers, by the keys of draws."""
        numbers = self.numbers
        pairs: dict[frozenset[str], float] = {}
        for part in self.correlations.values():
            paths = [path if path in numbers else f"{path}.share" for path in part.between]
            found = [numbers[path].key for path in paths if path in numbers]
            uncertain = [numbers[path].certain for path in paths if path in numbers]
            keys = [key for key, certain in zip(found, uncertain, strict=True) if not certain]
            pairs |= {frozenset(pair): part.rank for pair in combinations(keys, 2)}
        return {pair: rank for pair, rank in pairs.items() if len(pair) == 2}


class Scenario(ScenarioFile):
    """A scenario as loaded: what was asked, with what the loader knows about it.

    ``parameters`` are the keys of the uncertain numbers in order of first appearance; ``merged``
    is the file with everything it extends, ``marks`` where each path stands, ``digest`` the hash
    of what it resolves to.
    """

    file: str
    parameters: tuple[str, ...]
    merged: Mapping[str, Any]
    marks: Mapping[str, Mark]
    digest: str

    @property
    def years(self) -> range:
        """Return the calendar years of the projection."""
        return range(self.first_year, self.first_year + self.horizon)

    @property
    def last_followed(self) -> int:
        """Return the last year with real follow-up."""
        return self.followed_until or self.programme.years.last

    @property
    def lines(self) -> dict[str, Line]:
        """Return every cost line by its path, such as ``staffing.nurse``."""
        staffing = {f"staffing.{name}": line for name, line in self.staffing.items()}
        return staffing | {f"costs.{name}": line for name, line in self.costs.items()}

    @cached_property
    def views(self) -> dict[str, dict[str, float]]:
        """Return every perspective: what each payer's money counts for in it.

        Payers, sectors with a payer, public, society (where public money counts tax_factor) and
        the scenario's own.
        """
        sector = {name: payer.sector for name, payer in self.payers.items()}
        public = [name for name in sector if sector[name] in PUBLIC_SECTORS]
        views = {name: [name] for name in self.payers}
        for kind in dict.fromkeys(sector.values()):
            views[kind] = [name for name in sector if sector[name] == kind]
        views |= {"public": public, "society": list(self.payers), **self.perspectives}
        counted = {view: dict.fromkeys(payers, 1.0) for view, payers in views.items()}
        counted["society"] |= dict.fromkeys(public, self.tax_factor)
        return counted

    def root(self, outcome: str) -> str:
        """Return the outcome that this one follows in the end, or itself."""
        follows = self.outcomes[outcome].follows
        while follows is not None:
            outcome, follows = follows.outcome, self.outcomes[follows.outcome].follows
        return outcome

    @property
    def headline(self) -> str:
        """Return the headline perspective."""
        any_public = any(payer.sector in PUBLIC_SECTORS for payer in self.payers.values())
        return self.perspective or ("public" if any_public else "society")


def _numbers(value: Any) -> Iterator[Number]:  # noqa: ANN401
    if isinstance(value, Number | ByYear):
        yield from each(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _numbers(getattr(value, name))
