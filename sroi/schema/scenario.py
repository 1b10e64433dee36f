"""What a scenario file may say: one programme under one funding arrangement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from sroi.arithmetic.quantities import RATE
from sroi.errors import Mark, Text, UsageError
from sroi.languages import Language
from sroi.schema.claims import Claim
from sroi.schema.fields import CalendarYear, ListFor, Refers, Whole
from sroi.schema.forms import Bounded, Factor, Part
from sroi.schema.library import Id, Source
from sroi.schema.numbers import ByYear, Number, each
from sroi.schema.outcomes import Outcome
from sroi.schema.parts import (
    Cost,
    Discounting,
    Funding,
    Participants,
    Payer,
    Perspective,
    Programme,
    Staffing,
    certain_rate,
)
from sroi.schema.places import NumberField

if TYPE_CHECKING:
    from sroi.errors import Raw
    from sroi.schema.parts import (
        Borne,
        Line,
    )

SetAside = Annotated[Bounded, Field(ge=0)]
Budgeted = Annotated[dict[CalendarYear, SetAside], Whole()]
CURRENCY = r"^[A-Z]{3}$"
MOST_TOGETHER = 50  # numbers of one correlation; every pair of them is one
PUBLIC_SECTORS = ("municipality", "region", "state")


class Correlation(Part):
    """Numbers that tend to be high together, or one high when the other is low."""

    between: Annotated[list[str], Field(min_length=2, max_length=MOST_TOGETHER)] = Field(
        description="paths of numbers"
    )
    rank: Annotated[float, Field(gt=-1, lt=1)] = Field(description="rank correlation")


class Simulation(Part):
    """How many draws, and which."""

    draws: Annotated[int, Field(ge=2, le=10_000_000)] = Field(
        default=16_384, description="number of draws"
    )
    seed: Annotated[int, Field(ge=0)] = Field(default=1, description="chooses the draws")


class ScenarioFile(Part):
    """One programme under one funding arrangement."""

    sroi: Literal[1] = Field(description="version of the file format")
    extends: str | None = Field(default=None, description="file this one is a variant of")
    name: Annotated[str, Field(min_length=1)] = Field(description="name shown in tables")
    about: Annotated[str, Field(max_length=600)] | None = Field(
        default=None, description="what the programme is, in at most 600 characters"
    )
    by: str | None = Field(default=None, description="who has made the calculation")
    date: str | None = Field(default=None, description="when it was made, as text")
    note: str | None = None
    language: Language = Field(default="en", description="language of labels")
    currency: Annotated[str, Field(pattern=CURRENCY)] = Field(description="such as SEK")
    price_year: CalendarYear = Field(description="all amounts are in this year's prices")
    first_year: CalendarYear = Field(description="first calendar year of the projection")
    horizon: Annotated[int, Field(ge=1, le=120)] = Field(description="calendar years projected")
    followed_until: CalendarYear | None = Field(
        default=None, description="last year with real follow-up; default the last programme year"
    )
    perspective: str | None = Field(
        default=None, description="headline view; default public, or society if no payer is public"
    )
    perspectives: dict[Id, Annotated[Perspective, ListFor("payers"), Whole()]] = Field(
        default={}, description="further views: id to payers, or to a name and payers"
    )
    discounting: Discounting = Field(
        default=Discounting(), description="default 3 %, start of year"
    )
    tax_factor: Factor = Field(
        default=1.0, description="multiplies public payers' money in the view society"
    )
    uses: list[str] = Field(default=[], description="libraries: se, or a file")
    indices: dict[Id, dict[CalendarYear, Factor]] = Field(
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
    inflation: Annotated[Number | ByYear, NumberField(RATE, yearly=True, last=True)] | None = Field(
        default=None, description="rise of the general price level from the year before, by year"
    )
    budgeted: Annotated[dict[Id, Budgeted], Refers("payers")] | None = Field(
        default=None, description="what a payer has set aside, by year, in the money of that year"
    )
    claims: dict[Id, Claim] = Field(
        default={}, description="what is said and carries no number: told, never counted"
    )
    correlations: dict[Id, Correlation] = Field(default={}, description="numbers that go together")
    sources: dict[Id, Source] = Field(default={}, description="where the numbers come from")
    simulation: Simulation = Field(default=Simulation())

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Return every number by its path."""
        return {number.path: number for number in _numbers(self)}

    @cached_property
    def sharing(self) -> dict[str, list[Number]]:
        """Return the numbers by the key of their draws; a library value used twice is one."""
        groups: dict[str, list[Number]] = {}
        for number in self.numbers.values():
            groups.setdefault(number.key, []).append(number)
        return groups

    @cached_property
    def ranks(self) -> dict[frozenset[str], float]:
        """Return the rank correlation of every pair of uncertain numbers, by the keys of draws."""
        numbers = self.numbers
        pairs: dict[frozenset[str], float] = {}
        for part in self.correlations.values():
            paths = [path if path in numbers else f"{path}.share" for path in part.between]
            named = [numbers[path].key for path in paths if path in numbers]
            uncertain = [numbers[path].certain for path in paths if path in numbers]
            keys = [key for key, certain in zip(named, uncertain, strict=True) if not certain]
            pairs |= {frozenset(pair): part.rank for pair in combinations(keys, 2)}
        return {pair: rank for pair, rank in pairs.items() if len(pair) == 2}


class Scenario(ScenarioFile):
    """A scenario as loaded: what was asked, with what the loader knows about it.

    ``parameters`` are the keys of the uncertain numbers in order of first appearance, those of
    younger fields last; ``merged`` is the file with everything it extends, ``marks`` where each
    path stands, ``digest`` the hash of what it resolves to.
    """

    file: str
    parameters: tuple[str, ...]
    merged: Mapping[str, Any]
    marks: Mapping[str, Mark]
    digest: str

    def changed(self, **parts: Any) -> Scenario:  # noqa: ANN401 - fields of the scenario
        """Return the scenario with some of its parts replaced."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**fields | parts)

    def discounted_at(self, rate: float) -> Scenario:
        """Return the scenario with one certain discount rate."""
        update = {"rate": certain_rate(rate)}
        return self.changed(discounting=self.discounting.model_copy(update=update))

    @property
    def years(self) -> range:
        """Return the calendar years of the projection."""
        return range(self.first_year, self.first_year + self.horizon)

    @property
    def last_followed(self) -> int:
        """Return the last year with real follow-up."""
        return self.followed_until or self.programme.months.last.year

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Return every cost line by its path, such as ``staffing.nurse``."""
        staffing = {f"staffing.{name}": line for name, line in self.staffing.items()}
        return staffing | {f"costs.{name}": line for name, line in self.costs.items()}

    def covered_by(self, funding: Funding) -> list[str]:
        """Return the cost lines a funding pays for: those it names, or all that are not in kind."""
        named = funding.covers or [name for name, line in self.lines.items() if not line.in_kind]
        return [name for name in self.lines if name in named]

    @cached_property
    def moving(self) -> list[str]:
        """Return the payers whose cost some funding may move to or from them."""
        moving = set()
        for funding in self.funding.values():
            bearers = {p for name in self.covered_by(funding) for p in self.lines[name].shares}
            if others := bearers - {funding.payer}:
                moving |= {funding.payer, *others}
        return [payer for payer in self.payers if payer in moving]

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
        named = {name: perspective.payers for name, perspective in self.perspectives.items()}
        views |= {"public": public, "society": list(self.payers), **named}
        counted = {view: dict.fromkeys(payers, 1.0) for view, payers in views.items()}
        counted["society"] |= dict.fromkeys(public, self.tax_factor)
        return counted

    @cached_property
    def weights(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Return by view what money counts for, and its absolute parts.

        Of each line and outcome, and, as ``payers.ID``, of cost that grants move to a payer. In
        society grants count nothing: its costs are those before grants.
        """
        borne: dict[str, Borne] = {**self.lines, **self.outcomes}
        weights: dict[str, dict[str, tuple[float, float]]] = {}
        for view, counted in self.views.items():
            parts = {
                name: [share * counted.get(payer, 0.0) for payer, share in part.shares.items()]
                for name, part in borne.items()
            }
            if view != "society":
                parts |= {f"payers.{payer}": [counted.get(payer, 0.0)] for payer in self.moving}
            weights[view] = {name: (sum(p), sum(map(abs, p))) for name, p in parts.items()}
        return weights

    @cached_property
    def outcomes_in_order(self) -> list[str]:
        """Return the outcomes so that each comes after the one it follows."""
        waiting, done = list(self.outcomes), dict[str, None]()
        while waiting:
            for name in waiting:
                follows = self.outcomes[name].follows
                if follows is None or follows.outcome in done:
                    done[name] = None
            waiting = [name for name in waiting if name not in done]
        return list(done)

    def root(self, outcome: str) -> str:
        """Return the outcome that this one follows in the end, or itself."""
        follows = self.outcomes[outcome].follows
        while follows is not None:
            outcome, follows = follows.outcome, self.outcomes[follows.outcome].follows
        return outcome

    def unknown(self, outcome: str) -> bool:
        """Return whether the effect of an outcome, or of what it follows, is unknown."""
        return self.outcomes[self.root(outcome)].unknown

    def gained(self, outcome: str) -> bool:
        """Return whether the outcome, or the one it follows in the end, is something wanted."""
        return self.outcomes[self.root(outcome)].desired

    def named_in_file(self, view: str) -> str | None:
        """Return what the file calls a payer or a perspective of its own; None for a built-in."""
        if view in self.payers:
            return self.payers[view].name or view
        if view in self.perspectives:
            words = view.replace("_", " ")
            return self.perspectives[view].name or words[:1].upper() + words[1:]
        return None

    def view_named(self, name: str | None) -> str:
        """Return the perspective asked for, else the headline; ``UsageError`` for an unknown."""
        view = name or self.headline
        if view not in self.views:
            known = ", ".join(self.views)
            raise UsageError(
                Text(
                    "{file} has no perspective {given}; choose one of {names}",
                    file=self.file,
                    given=view,
                    names=known,
                )
            )
        return view

    @property
    def headline(self) -> str:
        """Return the headline perspective."""
        any_public = any(payer.sector in PUBLIC_SECTORS for payer in self.payers.values())
        return self.perspective or ("public" if any_public else "society")


def _numbers(value: Raw) -> Iterator[Number]:
    if isinstance(value, Number | ByYear):
        yield from each(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _numbers(getattr(value, name))
