"""What happens to every outcome in the given draws: events, what they are worth, and cashable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow, flow_sum
from sroi.model.drawn_numbers import ONE
from sroi.model.exposure import exposures, profile
from sroi.model.results import Events, OutcomeFlows

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.drawn_numbers import DrawnNumbers
    from sroi.model.exposure import Exposure
    from sroi.model.starts import Starts
    from sroi.schema.outcomes import Cashable, Outcome

EventsChange = Callable[[Flow], Flow]


def flows_of_outcomes(numbers: DrawnNumbers, starts: Starts) -> dict[str, OutcomeFlows]:
    """Return the flows of every outcome, in the file's order."""
    return _Outcomes(numbers, starts).flows()


@dataclass(frozen=True)
class _Events:
    """Events per x, and with the effect that break-even asks about.

    The same flow unless an effect is given by year; ``needed_x`` is what the effect is taken to
    be for break-even, 1 where the file knows no groups.
    """

    per_x: Flow
    unit: Flow
    x: Array
    needed_x: Array | None = None  # None: 1
    baseline: Array | None = None  # what the needed effect is a share of
    impossible: f.Flags | None = None  # draws in which x was cut; None where it never is
    at_risk: Flow | None = None  # events if x were 1, where the needed effect is another

    @property
    def actual(self) -> Flow:
        """Return what happens."""
        return self.per_x.scaled(self.x)

    @property
    def needed(self) -> Flow:
        """Return what happens with the effect that break-even asks about."""
        return self.unit if self.needed_x is None else self.unit.scaled(self.needed_x)

    def changed(self, change: EventsChange) -> _Events:
        """Return the events changed; what is the same is changed once."""
        unit = change(self.unit)
        per_x = unit if self.per_x is self.unit else change(self.per_x)
        return _Events(per_x, unit, self.x, self.needed_x)


def _alone(part: Exposure, over_cohorts: EventsChange) -> _Events:
    """Return the events of participants who are all alike."""
    unit = over_cohorts(part.unit)
    per_x = unit if part.per_x is part.unit else over_cohorts(part.per_x)
    return _Events(per_x, unit, part.x, None, part.baseline, part.impossible)


@dataclass(frozen=True)
class _Together:
    """The groups of an outcome: their events are flow_sum before anything else is asked of them.

    For break-even either the same share of every group's baseline is avoided
    (``shares_reduction``), or an effect x of 1 is taken in all.
    """

    parts: Sequence[Exposure]
    shares_reduction: bool
    over_cohorts: EventsChange

    def events(self, desired: bool) -> _Events:
        """Return the events of all groups."""
        per_x, unit, x, needed_x = self._summed()
        at_risk = None
        if self.shares_reduction and desired:
            at_risk = self.over_cohorts(flow_sum([part.unit for part in self.parts]))
        baseline = ONE if self.shares_reduction else None
        return _Events(per_x, unit, x, needed_x, baseline, self._impossible(), at_risk)

    def _summed(self) -> tuple[Flow, Flow, Array, Array | None]:
        """Return events and those needed, by way of one flow where all begin in the same years."""
        actual = flow_sum([part.actual for part in self.parts])
        needed = flow_sum([self._needed(part) for part in self.parts])
        if actual.pattern is needed.pattern:
            per_size = self.over_cohorts(Flow(actual.pattern, ONE))
            return per_size, per_size, actual.size, needed.size
        return self.over_cohorts(actual), self.over_cohorts(needed), ONE, None

    def _needed(self, part: Exposure) -> Flow:
        if not self.shares_reduction:
            return part.unit
        assert part.baseline is not None
        return part.unit.scaled(part.baseline)

    def _impossible(self) -> f.Flags | None:
        """Return the draws in which the effect of some group was cut."""
        flags = [part.impossible for part in self.parts if part.impossible is not None]
        return reduce(np.logical_or, flags) if flags else None


class _Outcomes:
    """The outcomes of a scenario in the given draws, each after the one it follows."""

    def __init__(self, numbers: DrawnNumbers, starts: Starts) -> None:
        self.numbers, self.starts = numbers, starts

    def flows(self) -> dict[str, OutcomeFlows]:
        """Return the flows of every outcome, in the file's order."""
        scenario = self.numbers.scenario
        flows_by_outcome: dict[str, OutcomeFlows] = {}
        events: dict[str, _Events] = {}
        for name in scenario.outcomes_in_order:
            outcome = scenario.outcomes[name]
            first = self.first_events(name, events)
            events[name] = self.with_recurrence(outcome, first)
            valued = self.valued(outcome, first, self.under_way(outcome, events[name]))
            flows_by_outcome[name] = replace(
                valued, impossible=first.impossible, at_risk=first.at_risk
            )
        return {name: flows_by_outcome[name] for name in scenario.outcomes}

    def first_events(self, name: str, events: Mapping[str, _Events]) -> _Events:
        """Return the outcome's first events: of its own effect, or of what it follows."""
        follows = self.numbers.scenario.outcomes[name].follows
        if follows is not None:
            per_event, after = self.numbers.draws.of(follows.per_event), follows.after
            parent = events[follows.outcome]
            later = parent.changed(lambda flow: flow.changed(lambda years: f.lagged(years, after)))
            return later.changed(lambda flow: flow.scaled(per_event))
        return self.own_events(name)

    def own_events(self, name: str) -> _Events:
        """Return the events of an effect of its own: in all participants, or group by group."""
        scenario = self.numbers.scenario
        shape = profile(self.numbers, scenario.outcomes[name])
        parts = exposures(self.numbers, self.starts, name, shape)

        def over_cohorts(starting: Flow) -> Flow:
            return starting.changed(lambda years: f.summed_over_cohorts(years, shape))

        if not scenario.groups:
            return _alone(parts[0], over_cohorts)
        together = _Together(parts, scenario.shares_reduction(name), over_cohorts)
        return together.events(scenario.outcomes[name].desired)

    def with_recurrence(self, outcome: Outcome, first: _Events) -> _Events:
        """Return the events with those that come back."""
        again = outcome.recurrence
        if again is None:
            return first
        share, after = self.numbers.draws.of(again.probability), again.after
        return first.changed(
            lambda flow: flow.changed(lambda years: f.with_recurrence(years, share, after))
        )

    def under_way(self, outcome: Outcome, events: _Events) -> _Events:
        """Return the events under way each year."""
        if outcome.episode is None:
            return events
        lasts = self.numbers.draws.of(outcome.episode.years)
        return events.changed(lambda flow: flow.changed(lambda years: f.caseload(years, lasts)))

    def valued(self, outcome: Outcome, first: _Events, load: _Events) -> OutcomeFlows:
        """Return the outcome's flows with their value in money."""
        baseline = first.baseline
        if outcome.unit_cost is None:
            actual = Events(first.actual, load.actual, None)
            unit = Events(first.needed, load.needed, None)
            return OutcomeFlows(actual, unit, flows.nothing(self.numbers.horizon), baseline)
        price = self.numbers.growth(outcome.growth).scaled(self.numbers.draws.of(outcome.unit_cost))
        value = load.changed(lambda flow: flow.times(price))
        actual = Events(first.actual, load.actual, value.actual)
        unit = Events(first.needed, load.needed, value.needed)
        cashable = flows.nothing(self.numbers.horizon)
        if outcome.cashable is not None:
            cashable = self.cashable(outcome.cashable, load.actual).times(price)
        return OutcomeFlows(actual, unit, cashable, baseline)

    def cashable(self, cashable: Cashable, load: Flow) -> Flow:
        """Return the load a budget can be cut by."""
        moved = load.changed(lambda years: f.lagged(years, cashable.after))
        step = cashable.step
        if step is not None:
            moved = Flow(f.whole_steps(moved.values, step), ONE)
        return moved.scaled(self.numbers.draws.of(cashable.share))
