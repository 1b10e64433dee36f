"""What a scenario file may say: one programme under one funding arrangement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from sroi.arithmetic.quantities import EFFECT, RATE
from sroi.errors import Mark, Text, UsageError
from sroi.languages import Language
from sroi.schema.claims import Claim
from sroi.schema.fields import CalendarYear, ListFor, NumberField, Refers, Whole
from sroi.schema.forms import Bounded, Factor, Part
from sroi.schema.indicators import Indicator, SmallCells
from sroi.schema.library import CURRENCY, Id, Source
from sroi.schema.numbers import ByYear, Number, each
from sroi.schema.outcomes import Outcome
from sroi.schema.parameters import ParameterField
from sroi.schema.participants import Participants
from sroi.schema.parts import (
    Cost,
    Discounting,
    Funding,
    Payer,
    Perspective,
    Programme,
    Service,
    Staffing,
    certain_rate,
)
from sroi.schema.tree import Node
from sroi.schema.uncertainty import Correlation, Optimism, Simulation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import Raw
    from sroi.schema.participants import ParticipantGroup
    from sroi.schema.parts import Borne, Line

SetAside = Annotated[Bounded, Field(ge=0)]
Budgeted = Annotated[dict[CalendarYear, SetAside], Whole()]
PUBLIC_SECTORS = ("municipality", "region", "state")


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
    full_time_hours: Factor | None = Field(
        default=None,
        description="hours really worked by one full-time post in a year, such as 1650",
    )
    services: dict[Id, Service] = Field(default={}, description="what the programme delivers")
    staffing: dict[Id, Staffing] = Field(default={}, description="posts")
    costs: dict[Id, Cost] = Field(default={}, description="costs that are not posts")
    funding: dict[Id, Funding] = Field(default={}, description="money given or applied for")
    outcomes: dict[Id, Outcome] = Field(default={}, description="what the programme changes")
    optimism: Optimism | None = Field(
        default=None, description="what is taken off good effects, by their grade; default nothing"
    )
    inflation: Annotated[Number | ByYear, NumberField(RATE, yearly=True, last=True)] | None = Field(
        default=None, description="rise of the general price level from the year before, by year"
    )
    budgeted: Annotated[dict[Id, Budgeted], Refers("payers")] | None = Field(
        default=None, description="what a payer has set aside, by year, in the money of that year"
    )
    claims: dict[Id, Claim] = Field(
        default={}, description="what is said and carries no number: told, never counted"
    )
    parameters: dict[Id, Annotated[Number, ParameterField(EFFECT, last=True)]] = Field(
        default={}, description="numbers with names, of which others are made with calc"
    )
    correlations: dict[Id, Correlation] = Field(default={}, description="numbers that go together")
    sources: dict[Id, Source] = Field(default={}, description="where the numbers come from")
    simulation: Simulation = Field(default=Simulation())
    small_cells: SmallCells = Field(default=SmallCells(), description="default: below 5")
    indicators: dict[Id, Indicator] = Field(default={}, description="what is followed up")

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Return every number by its path."""
        used = {f"parameters.{name}" for name in self.used_parameters}
        numbers = {number.path: number for number in _numbers(self)}
        return {
            path: number
            for path, number in numbers.items()
            if path in used or not path.startswith("parameters.")
        }

    @cached_property
    def used_parameters(self) -> dict[str, Number]:
        """Return the parameters that some number of another section is made of, in file order."""
        used: set[str] = set()
        waiting = [number for number in _numbers(self) if not number.path.startswith("parameters.")]
        while waiting:
            calculation = waiting.pop().calculation
            new = [n for n in (calculation.parameters if calculation else ()) if n.path not in used]
            used |= {number.path for number in new}
            waiting += new
        return {name: n for name, n in self.parameters.items() if f"parameters.{name}" in used}

    @cached_property
    def groups(self) -> Mapping[str, ParticipantGroup]:
        """Return the groups of participants; none where all are alike."""
        return self.participants.groups or {}

    def counting(self, outcome: str) -> list[str]:
        """Return the groups that count for an outcome or what it follows, in the file's order."""
        named = self.outcomes[self.root(outcome)].groups
        groups = list(self.participants.starting)
        return groups if named is None else [group for group in groups if group in named]

    @cached_property
    def of_groups(self) -> dict[str, dict[str, Outcome]]:
        """Return every outcome with an effect of its own as it is in each group that counts."""
        return {
            name: {group: outcome.in_group(group) for group in self.counting(name)}
            for name, outcome in self.outcomes.items()
            if outcome.follows is None
        }

    def root(self, outcome: str) -> str:
        """Return the outcome that this one follows in the end, or itself."""
        follows = self.outcomes[outcome].follows
        while follows is not None:
            outcome, follows = follows.outcome, self.outcomes[follows.outcome].follows
        return outcome

    def effects(self, outcome: str) -> dict[str, Outcome]:
        """Return by the path of each effect of an outcome the outcome as it is where it counts."""
        part = self.outcomes[outcome]
        return {
            f"outcomes.{outcome}.{part.effect_path(group)}": stated
            for group, stated in self.of_groups.get(outcome, {}).items()
        }

    def shares_reduction(self, outcome: str) -> bool:
        """Return whether break-even asks for the same relative reduction in groups that count."""
        stated = self.of_groups[outcome].values()
        risks = [one.risk for one in stated]
        ways = {one.by_intake for one in stated}
        stated_in_all = all(risk is not None for risk in risks)
        some = any(risk is not None and risk.base != 0.0 for risk in risks)
        return bool(self.groups) and stated_in_all and some and len(ways) == 1

    @property
    def guessed(self) -> bool:
        """Return whether some effect is a judgement."""
        stated = [one for of_group in self.of_groups.values() for one in of_group.values()]
        return any(one.effect is not None and one.effect.basis == "expert" for one in stated)

    def counts_events(self, outcome: str) -> bool:
        """Return whether the outcome has a rate, of which there may be any number, in a group."""
        return any(one.rate is not None for one in self.of_groups[outcome].values())

    @cached_property
    def sharing(self) -> dict[str, list[Number]]:
        """Return numbers by the key of their draws; a library value used twice is one.

        Those calculated from others have none.
        """
        groups: dict[str, list[Number]] = {}
        for number in self.numbers.values():
            if number.calculation is None:
                groups.setdefault(number.key, []).append(number)
        return groups

    @cached_property
    def calculated(self) -> list[Number]:
        """Return the numbers that are calculated from parameters."""
        return [number for number in self.numbers.values() if number.calculation is not None]

    @cached_property
    def ranks(self) -> dict[frozenset[str], float]:
        """Return the rank correlation of every pair of uncertain numbers, by the keys of draws."""
        numbers = self.numbers
        pairs: dict[frozenset[str], float] = {}
        for part in self.correlations.values():
            paths = [path if path in numbers else f"{path}.share" for path in part.between]
            named = [numbers[path].key for path in paths if path in numbers]
            drawn = [numbers[path].drawn for path in paths if path in numbers]
            keys = [key for key, is_drawn in zip(named, drawn, strict=True) if is_drawn]
            pairs |= {frozenset(pair): part.rank for pair in combinations(keys, 2)}
        return {pair: rank for pair, rank in pairs.items() if len(pair) == 2}


ROOT = Node(part=ScenarioFile)  # of the tree of what a scenario file may say


class Scenario(ScenarioFile):
    """A scenario as loaded: what was asked, with what the loader knows about it.

    ``dimensions`` are the keys of the uncertain numbers in order of first appearance, those of
    younger fields last; ``merged`` is the file with everything it extends, ``marks`` where each
    path stands, ``digest`` the hash of what it resolves to.
    """

    file: str
    dimensions: tuple[str, ...]
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

    @cached_property
    def unpriced(self) -> list[str]:
        """Return the cost lines that cost something which nobody has priced."""
        paths = [number.path for number in self.numbers.values() if number.unpriced]
        return [name for name in self.lines if any(p.startswith(f"{name}.") for p in paths)]

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

    def unknown_groups(self, outcome: str) -> list[str]:
        """Return the groups that count in which the effect, or of what it follows, is unknown."""
        stated = self.of_groups[self.root(outcome)]
        return [group for group in stated if stated[group].unknown]

    def unknown(self, outcome: str) -> bool:
        """Return whether the effect of an outcome, or of what it follows, is unknown throughout."""
        return len(self.unknown_groups(outcome)) == len(self.of_groups[self.root(outcome)])

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
