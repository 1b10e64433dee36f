"""The logic of a programme: resources, what is delivered, who is reached, what changes, who gains.

Everything is what the file says. Where it says nothing, there is nothing to draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sroi.model import payers
from sroi.model.engine import results_of
from sroi.schema.claims import AboutOutcome

if TYPE_CHECKING:
    from sroi.model.results import Results
    from sroi.schema.outcomes import Outcome
    from sroi.schema.parts import Line
    from sroi.schema.scenario import Scenario

COLUMNS = ("resources", "delivered", "reached", "changes", "gains")
PROGRAMME, PARTICIPANTS = "programme", "participants"  # what there is where nothing is divided
ROUNDING = 1e-6  # of shares that sum to 1
State = Literal["counted", "unknown", "unpriced", "uncounted"]


@dataclass(frozen=True)
class LogicNode:
    """One part of the programme, at its path in the file; ``under`` is what it follows.

    ``states`` say how it enters the figures: an outcome may be both unknown and without a price.
    """

    path: str
    column: str
    states: tuple[State, ...] = ("counted",)
    under: str | None = None


@dataclass(frozen=True)
class Arrow:
    """What leads to what, and the share of it where only a part does."""

    source: str
    target: str
    share: float = 1.0
    state: State = "counted"


@dataclass(frozen=True)
class Logic:
    """The parts of a programme in order, what leads to what, and amounts of the base case.

    ``amounts`` are those of a path over all years: cost, funding, volume, who start, events and
    what a payer gains, not discounted. There are none while some number is missing.
    """

    scenario: Scenario
    nodes: tuple[LogicNode, ...]
    arrows: tuple[Arrow, ...]
    amounts: Mapping[str, float]


def logic(scenario: Scenario) -> Logic:
    """Return the logic of a programme."""
    arrows = (
        *_to_deliveries(scenario),
        *_to_people(scenario),
        *_to_outcomes(scenario),
        *_to_payers(scenario),
    )
    nodes = (*_before(scenario), *_changes(scenario), *_gainers(scenario, arrows))
    missing = any(number.missing for number in scenario.numbers.values())
    return Logic(scenario, nodes, arrows, {} if missing else _amounts(results_of(scenario)))


def _before(scenario: Scenario) -> Iterator[LogicNode]:
    """Yield the resources, what is delivered, and who is reached."""
    for path in scenario.lines:
        yield LogicNode(path, "resources", (_price_state(scenario, path),))
    for path in _deliveries(scenario):
        yield LogicNode(path, "delivered")
    for path in _people(scenario).values():
        yield LogicNode(path, "reached")


def _price_state(scenario: Scenario, line: str) -> State:
    return "unpriced" if line in scenario.unpriced else "counted"


def _deliveries(scenario: Scenario) -> list[str]:
    """Return the services, and the programme as a whole where some line serves none of them."""
    services = [f"services.{name}" for name in scenario.services]
    whole = not services or any(_unallocated(line) for line in scenario.lines.values())
    return [*services, *([PROGRAMME] if whole else [])]


def _unallocated(line: Line) -> float:
    """Return the share of a line that is spent on no service."""
    rest = 1.0 - sum(line.served.values())
    return rest if rest > ROUNDING else 0.0


def _people(scenario: Scenario) -> dict[str, str]:
    """Return the paths of the groups of participants, or of all where they are alike."""
    groups = {name: f"{PARTICIPANTS}.groups.{name}" for name in scenario.groups}
    return groups or dict.fromkeys(scenario.participants.starting, PARTICIPANTS)


def _changes(scenario: Scenario) -> Iterator[LogicNode]:
    """Yield the outcomes, each before those that follow it, and what is said beneath each."""
    followers: dict[str | None, list[str]] = {}
    for name, outcome in scenario.outcomes.items():
        parent = outcome.follows.outcome if outcome.follows else None
        followers.setdefault(parent, []).append(name)

    def branch(name: str, under: str | None) -> Iterator[LogicNode]:
        path = f"outcomes.{name}"
        yield LogicNode(path, "changes", _states(scenario, name), under)
        yield from _claims(scenario, name)
        for follower in followers.get(name, ()):
            yield from branch(follower, path)

    for root in followers.get(None, ()):
        yield from branch(root, None)
    yield from _claims(scenario, None)


def _claims(scenario: Scenario, outcome: str | None) -> Iterator[LogicNode]:
    """Yield what is said of an outcome and counted nowhere, or of something else."""
    for name, claim in scenario.claims.items():
        about = claim.about.outcome if isinstance(claim.about, AboutOutcome) else None
        if about == outcome:
            yield LogicNode(
                f"claims.{name}", "changes", ("uncounted",), about and f"outcomes.{about}"
            )


def _states(scenario: Scenario, name: str) -> tuple[State, ...]:
    """Return how an outcome enters the figures."""
    unpriced = scenario.outcomes[name].unit_cost is None
    states: dict[State, bool] = {"unknown": scenario.unknown(name), "unpriced": unpriced}
    return tuple(state for state, holds in states.items() if holds) or ("counted",)


def _gainers(scenario: Scenario, arrows: tuple[Arrow, ...]) -> Iterator[LogicNode]:
    """Yield the payers on whom something falls, and how all of it enters the figures."""
    for payer in scenario.payers:
        path = f"payers.{payer}"
        states = tuple(dict.fromkeys(arrow.state for arrow in arrows if arrow.target == path))
        if states:
            yield LogicNode(path, "gains", states)


def _to_deliveries(scenario: Scenario) -> Iterator[Arrow]:
    for path, line in scenario.lines.items():
        targets = {f"services.{name}": share for name, share in line.served.items()}
        targets[PROGRAMME] = _unallocated(line)
        for target, share in targets.items():
            if share:
                yield Arrow(path, target, share, _price_state(scenario, path))


def _to_people(scenario: Scenario) -> Iterator[Arrow]:
    for delivery in _deliveries(scenario):
        for path in _people(scenario).values():
            yield Arrow(delivery, path)


def _to_outcomes(scenario: Scenario) -> Iterator[Arrow]:
    people = _people(scenario)
    for name, outcome in scenario.outcomes.items():
        unknown = scenario.unknown_groups(name)
        sources: dict[str, bool] = {people[g]: g in unknown for g in scenario.counting(name)}
        if outcome.follows:
            sources = {f"outcomes.{outcome.follows.outcome}": scenario.unknown(name)}
        for source, nothing_known in sources.items():
            state: State = "unknown" if nothing_known else "counted"
            yield Arrow(source, f"outcomes.{name}", state=state)


def _to_payers(scenario: Scenario) -> Iterator[Arrow]:
    for name, outcome in scenario.outcomes.items():
        state = _states(scenario, name)[0]
        for payer, share in _falls_on(outcome).items():
            yield Arrow(f"outcomes.{name}", f"payers.{payer}", share, state)


def _falls_on(outcome: Outcome) -> Mapping[str, float]:
    return {payer: share for payer, share in outcome.shares.items() if share}


def _amounts(results: Results) -> dict[str, float]:
    """Return what each part comes to over all years, by its path."""
    scenario = results.scenario
    flows = {p: flow for p, flow in results.costs.items() if p not in scenario.unpriced}
    flows |= {f"funding.{name}": f for name, f in results.funding.items()}
    flows |= {f"services.{name}": flow for name, flow in results.volumes.items()}
    people = _people(scenario)
    flows |= {people[group]: flow for group, flow in results.starts.by_group.items()}
    for name, outcome in results.outcomes.items():
        if not scenario.unknown(name):
            flows[f"outcomes.{name}"] = outcome.actual.quantity
    gains = {f"payers.{payer}": float(x.sum()) for payer, x in payers.benefits(results).items()}
    return {path: float(flow.total[0]) for path, flow in flows.items()} | gains
