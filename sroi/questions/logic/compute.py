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
    from sroi.schema.scenario import Scenario

COLUMNS = ("resources", "delivered", "reached", "changes", "gains")
PROGRAMME, PARTICIPANTS = "programme", "participants"  # what there is where nothing is divided
State = Literal["counted", "unknown", "unpriced", "uncounted"]


@dataclass(frozen=True)
class Node:
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

    ``amounts`` are those of a path over all years: cost, funding, participants who start, events
    and what a payer gains, not discounted. There are none while some number is missing.
    """

    scenario: Scenario
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    amounts: Mapping[str, float]


def logic(scenario: Scenario) -> Logic:
    """Return the logic of a programme."""
    arrows = (*_to_participants(scenario), *_to_outcomes(scenario), *_to_payers(scenario))
    nodes = (*_before(scenario), *_changes(scenario), *_gainers(scenario, arrows))
    missing = any(number.missing for number in scenario.numbers.values())
    return Logic(scenario, nodes, arrows, {} if missing else _amounts(results_of(scenario)))


def _before(scenario: Scenario) -> Iterator[Node]:
    """Yield the resources, the programme and its participants."""
    for path in scenario.lines:
        yield Node(path, "resources")
    yield Node(PROGRAMME, "delivered")
    yield Node(PARTICIPANTS, "reached")


def _changes(scenario: Scenario) -> Iterator[Node]:
    """Yield the outcomes, each before those that follow it, and what is said beneath each."""
    followers: dict[str | None, list[str]] = {}
    for name, outcome in scenario.outcomes.items():
        parent = outcome.follows.outcome if outcome.follows else None
        followers.setdefault(parent, []).append(name)

    def branch(name: str, under: str | None) -> Iterator[Node]:
        path = f"outcomes.{name}"
        yield Node(path, "changes", _states(scenario, name), under)
        yield from _claims(scenario, name)
        for follower in followers.get(name, ()):
            yield from branch(follower, path)

    for root in followers.get(None, ()):
        yield from branch(root, None)
    yield from _claims(scenario, None)


def _claims(scenario: Scenario, outcome: str | None) -> Iterator[Node]:
    """Yield what is said of an outcome and counted nowhere, or of something else."""
    for name, claim in scenario.claims.items():
        about = claim.about.outcome if isinstance(claim.about, AboutOutcome) else None
        if about == outcome:
            yield Node(f"claims.{name}", "changes", ("uncounted",), about and f"outcomes.{about}")


def _states(scenario: Scenario, name: str) -> tuple[State, ...]:
    """Return how an outcome enters the figures."""
    unpriced = scenario.outcomes[name].unit_cost is None
    states: dict[State, bool] = {"unknown": scenario.unknown(name), "unpriced": unpriced}
    return tuple(state for state, holds in states.items() if holds) or ("counted",)


def _gainers(scenario: Scenario, arrows: tuple[Arrow, ...]) -> Iterator[Node]:
    """Yield the payers on whom something falls, and how all of it enters the figures."""
    for payer in scenario.payers:
        path = f"payers.{payer}"
        states = tuple(dict.fromkeys(arrow.state for arrow in arrows if arrow.target == path))
        if states:
            yield Node(path, "gains", states)


def _to_participants(scenario: Scenario) -> Iterator[Arrow]:
    for path in scenario.lines:
        yield Arrow(path, PROGRAMME)
    yield Arrow(PROGRAMME, PARTICIPANTS)


def _to_outcomes(scenario: Scenario) -> Iterator[Arrow]:
    for name, outcome in scenario.outcomes.items():
        parent = f"outcomes.{outcome.follows.outcome}" if outcome.follows else PARTICIPANTS
        state: State = "unknown" if scenario.unknown(name) else "counted"
        yield Arrow(parent, f"outcomes.{name}", state=state)


def _to_payers(scenario: Scenario) -> Iterator[Arrow]:
    for name, outcome in scenario.outcomes.items():
        state = _states(scenario, name)[0]
        for payer, share in _falls_on(outcome).items():
            yield Arrow(f"outcomes.{name}", f"payers.{payer}", share, state)


def _falls_on(outcome: Outcome) -> Mapping[str, float]:
    return {payer: share for payer, share in outcome.shares.items() if share}


def _amounts(results: Results) -> dict[str, float]:
    """Return what each part comes to over all years, by its path."""
    amounts = {path: float(flow.values.sum()) for path, flow in results.costs.items()}
    amounts |= {f"funding.{n}": float(flow.values.sum()) for n, flow in results.funding.items()}
    amounts[PARTICIPANTS] = float(results.participants.values.sum())
    for name, outcome in results.outcomes.items():
        if not results.scenario.unknown(name):
            amounts[f"outcomes.{name}"] = float(outcome.actual.quantity.values.sum())
    for payer, benefit in payers.benefits(results).items():
        amounts[f"payers.{payer}"] = float(benefit.sum())
    return amounts
