"""From a scenario and draws to flows: composes the formulas, with no arithmetic of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow
from sroi.model.costs import Costs
from sroi.model.drawn_numbers import ONE, DrawnNumbers, always
from sroi.model.grants import grants
from sroi.model.results import Events, OutcomeFlows, Results
from sroi.model.sampling import Draws
from sroi.schema.numbers import ByYear, Number
from sroi.schema.ways import avoided

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.schema.outcomes import Cashable, Effect, Outcome
    from sroi.schema.scenario import Scenario


def results_of(scenario: Scenario, draws: Draws = Draws()) -> Results:  # noqa: B008 - frozen
    """Return every flow of the scenario in the given draws (default: the base case)."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        model = _Model(scenario, draws)
        lines = Costs(scenario, draws, model.starts)
        costs = {name: lines.line(line) for name, line in scenario.lines.items()}
        funding = {name: lines.grant(part) for name, part in scenario.funding.items()}
        return Results(
            scenario=scenario,
            draws=draws.size,
            participants=model.starts,
            costs=costs,
            funding=funding,
            grants=grants(scenario, costs, funding),
            outcomes=model.outcomes(),
            discount=model.discount(),
        )


@dataclass(frozen=True)
class _Events:
    """Events per x, and with an effect x of 1; the same flow unless an effect is given by year."""

    per_x: Flow
    unit: Flow
    x: Array
    impossible: f.Flags | None = None  # draws in which x was cut; None where it never is

    @property
    def actual(self) -> Flow:
        """Return what happens."""
        return self.per_x.scaled(self.x)

    def changed(self, change: Callable[[Flow], Flow]) -> _Events:
        """Return the events changed; what is the same is changed once."""
        unit = change(self.unit)
        return _Events(unit if self.per_x is self.unit else change(self.per_x), unit, self.x)


class _Model(DrawnNumbers):
    """The scenario's numbers in the given draws, composed by the formulas."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        super().__init__(scenario, draws)
        self.programme = scenario.programme.months
        self.starts = self.active(scenario.participants.per_year, self.programme.share_of)

    def discount(self) -> Array:
        """Return the discount factors."""
        rate = self.scenario.discounting.yearly_rate
        timing = self.scenario.discounting.passed
        if isinstance(rate, ByYear):
            steps = sorted(rate.numbers)
            held = [rate.numbers[max(s for s in steps if s <= t)] for t in range(self.horizon)]
            return f.discount_factors(flows.by_year([self.draws.of(step) for step in held]), timing)
        return f.discount_factors(flows.by_year([self.draws.of(rate)] * self.horizon), timing)

    # Outcomes --------------------------------------------------------------------------------

    def outcomes(self) -> dict[str, OutcomeFlows]:
        """Return the flows of every outcome, in the file's order."""
        flows_by_outcome: dict[str, OutcomeFlows] = {}
        events: dict[str, _Events] = {}
        for name in self.scenario.outcomes_in_order:
            outcome = self.scenario.outcomes[name]
            first = self.first_events(outcome, events)
            events[name] = self.with_recurrence(outcome, first)
            valued = self.valued(outcome, first, self.under_way(outcome, events[name]))
            flows_by_outcome[name] = replace(valued, impossible=first.impossible)
        return {name: flows_by_outcome[name] for name in self.scenario.outcomes}

    def first_events(self, outcome: Outcome, events: dict[str, _Events]) -> _Events:
        """Return the outcome's first events: of its own effect, or of what it follows."""
        if outcome.follows is not None:
            per_event, after = self.draws.of(outcome.follows.per_event), outcome.follows.after
            parent = events[outcome.follows.outcome]
            later = parent.changed(lambda flow: flow.changed(lambda years: f.lagged(years, after)))
            return later.changed(lambda flow: flow.scaled(per_event))
        assert outcome.effect is not None
        if outcome.effect.per_year is not None:
            return self.intakes(outcome, outcome.effect.per_year)
        people = self.value(self.scenario.participants.completion, 1.0)
        people = people * self.value(outcome.persons, 1.0)
        unit = self.over_cohorts(outcome, self.starts).scaled(people)
        return self.limited(outcome, unit, self.effect(outcome, outcome.effect))

    def intakes(self, outcome: Outcome, per_year: Number | ByYear) -> _Events:
        """Return events of an effect given for each year's intake as a whole."""
        taken_in = Flow(
            flows.positive_flow(self.starts.pattern), flows.positive_flow(self.starts.size)
        )
        unit = self.over_cohorts(outcome, taken_in)
        if isinstance(per_year, Number):
            taken = taken_in.times(self.shares(self.programme.share_or_whole))
            whole = self.programme.whole_years
            per_x = unit if whole else self.over_cohorts(outcome, taken)
            return _Events(per_x, unit, self.draws.of(per_year))
        taken = taken_in.times(self.active(per_year, always))
        return _Events(self.over_cohorts(outcome, taken), unit, ONE)

    def over_cohorts(self, outcome: Outcome, starts: Flow) -> Flow:
        """Return what cohorts bring year by year, less what is not the programme's own."""
        profile = self.profile(outcome)
        lost = (outcome.deadweight, outcome.attribution, outcome.displacement)
        programme_share = f.own_share(*(self.value(share, 0.0) for share in lost))
        return starts.changed(lambda years: f.summed_over_cohorts(years, profile)).scaled(
            programme_share
        )

    def profile(self, outcome: Outcome) -> Array:
        """Return how much of the effect is there, by year since start."""
        if outcome.profile is not None:
            return f.drawn_profile(outcome.profile, self.horizon)
        lasts, drop_off = self.value(outcome.lasts, 1.0), self.value(outcome.drop_off, 0.0)
        return f.effect_profile(lasts, drop_off, outcome.starts_after or 0, self.horizon)

    def effect(self, outcome: Outcome, effect: Effect) -> Array:
        """Return x, the events avoided per person and year; of wanted events, those gained."""
        baseline = self.value(outcome.baseline or outcome.rate, 0.0)
        x = avoided(effect, baseline, self.draws.of, np.zeros(1))
        return -x if outcome.desired else x

    def limited(self, outcome: Outcome, unit: Flow, x: Array) -> _Events:
        """Return the events, with no more of them than there can be in any draw."""
        if outcome.greatest_risk is None:
            return _Events(unit, unit, x)
        baseline = self.value(outcome.baseline or outcome.rate, 0.0)
        sign = -1.0 if outcome.desired else 1.0
        cut = sign * f.possible(sign * x, baseline, outcome.greatest_risk)
        beyond = np.abs(cut - x) > f.TOLERANCE
        if beyond.any():  # the effect need not be possible where it is never at work
            beyond = beyond & (self.profile(outcome) > 0.0).any(axis=1)
        return _Events(unit, unit, np.where(beyond, cut, x), beyond)

    def with_recurrence(self, outcome: Outcome, first: _Events) -> _Events:
        """Return the events with those that come back."""
        again = outcome.recurrence
        if again is None:
            return first
        share, after = self.draws.of(again.probability), again.after
        return first.changed(
            lambda flow: flow.changed(lambda years: f.with_recurrence(years, share, after))
        )

    def under_way(self, outcome: Outcome, events: _Events) -> _Events:
        """Return the events under way each year."""
        if outcome.episode is None:
            return events
        lasts = self.draws.of(outcome.episode.years)
        return events.changed(lambda flow: flow.changed(lambda years: f.caseload(years, lasts)))

    def valued(self, outcome: Outcome, first: _Events, load: _Events) -> OutcomeFlows:
        """Return the outcome's flows with their value in money."""
        number = outcome.baseline or outcome.rate
        baseline = None if number is None else self.draws.of(number)
        if outcome.unit_cost is None:
            actual = Events(first.actual, load.actual, None)
            unit = Events(first.unit, load.unit, None)
            return OutcomeFlows(actual, unit, flows.nothing(self.horizon), baseline)
        price = self.growth(outcome.growth).scaled(self.draws.of(outcome.unit_cost))
        value = load.changed(lambda flow: flow.times(price))
        actual = Events(first.actual, load.actual, value.actual)
        unit = Events(first.unit, load.unit, value.unit)
        cashable = flows.nothing(self.horizon)
        if outcome.cashable is not None:
            cashable = self.cashable(outcome.cashable, load.actual).times(price)
        return OutcomeFlows(actual, unit, cashable, baseline)

    def cashable(self, cashable: Cashable, load: Flow) -> Flow:
        """Return the load a budget can be cut by."""
        moved = load.changed(lambda years: f.lagged(years, cashable.after))
        step = cashable.step
        if step is not None:
            moved = Flow(f.whole_steps(moved.values, step), ONE)
        return moved.scaled(self.draws.of(cashable.share))
