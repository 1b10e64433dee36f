"""From a scenario and draws to flows: composes the formulas, with no arithmetic of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sroi import flows
from sroi import formulas as f
from sroi.flows import Array
from sroi.results import Events, OutcomeFlows, Results
from sroi.sampling import Draws
from sroi.schema.numbers import ByYear, Number
from sroi.schema.outcomes import Cashable, Effect, Outcome
from sroi.schema.parts import Cost, Funding, Line, Staffing
from sroi.schema.scenario import Scenario
from sroi.schema.years import Years

TIMING = {"start": 0.0, "mid": 0.5, "end": 1.0}


def simulate(scenario: Scenario, draws: Draws = Draws()) -> Results:  # noqa: B008 - frozen
    """Return every flow of the scenario in the given draws (default: the base case)."""
    with np.errstate(over="ignore", invalid="ignore"):
        model = _Model(scenario, draws)
        return Results(
            scenario=scenario,
            draws=draws.size,
            participants=model.starts,
            costs={name: model.cost(line) for name, line in scenario.lines.items()},
            funding={name: model.given(funding) for name, funding in scenario.funding.items()},
            outcomes=model.outcomes(),
            discount=model.discount(),
        )


@dataclass(frozen=True)
class _Flow:
    """One flow of an outcome per x, and what it would be with an effect x of 1; often the same."""

    per_x: Array
    unit: Array

    def changed(self, change: flows.Change) -> "_Flow":
        """Return the flow changed; what is the same is changed once."""
        unit = change(self.unit)
        return _Flow(unit if self.per_x is self.unit else change(self.per_x), unit)


@dataclass(frozen=True)
class _Events:
    """An outcome's events, first or with returns, and the effect x they are to be scaled by."""

    flow: _Flow
    x: Array

    def changed(self, change: flows.Change) -> "_Events":
        """Return the events changed."""
        return _Events(self.flow.changed(change), self.x)


class _Model:
    """The scenario's numbers in the given draws, composed by the formulas."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario, self.draws = scenario, draws
        self.years: Sequence[int] = scenario.years
        self.horizon = scenario.horizon
        self.pattern, self.intake = self.starting(scenario.participants.per_year)
        self.starts = flows.scaled(self.pattern, self.intake)

    # Numbers ---------------------------------------------------------------------------------

    def value(self, number: Number | None, default: float) -> Array:
        """Return a number as a vector, or its default where the file leaves it out."""
        return np.array([default]) if number is None else self.draws.of(number)

    def yearly(self, number: Number | ByYear) -> list[Array]:
        """Return a number's vector for every year; a year it does not name is 0."""
        if isinstance(number, Number):
            return [self.draws.of(number)] * self.horizon
        none = np.zeros(1)
        numbers = number.numbers
        return [self.draws.of(numbers[y]) if y in numbers else none for y in self.years]

    def active(self, number: Number | ByYear, years: Years) -> Array:
        """Return a number as a flow in the years given, or in its own if it is given by year."""
        if isinstance(number, ByYear):
            return flows.by_year(self.yearly(number))
        return flows.scaled(flows.mask(self.years, years), self.draws.of(number))

    def starting(self, per_year: Number | ByYear) -> tuple[Array, Array]:
        """Return when participants start, a flow, and the vector it is to be scaled by."""
        if isinstance(per_year, ByYear):
            return flows.by_year(self.yearly(per_year)), np.ones(1)
        return flows.mask(self.years, self.scenario.programme.years), self.draws.of(per_year)

    def growth(self, growth: Number | None) -> Array:
        """Return the growth factors of a line's price."""
        return f.growth_factors(self.value(growth, 0.0), self.years, self.scenario.price_year)

    def discount(self) -> Array:
        """Return the discount factors."""
        rate = self.scenario.discounting.yearly_rate
        timing = TIMING[self.scenario.discounting.timing]
        if isinstance(rate, ByYear):
            steps = sorted(rate.numbers)
            held = [rate.numbers[max(s for s in steps if s <= t)] for t in range(self.horizon)]
            return f.discount_factors(flows.by_year([self.draws.of(step) for step in held]), timing)
        vector = np.array([rate]) if isinstance(rate, float) else self.draws.of(rate)
        return f.discount_factors(flows.by_year([vector] * self.horizon), timing)

    # Costs and funding -----------------------------------------------------------------------

    def cost(self, line: Line) -> Array:
        """Return what a line costs, with growth."""
        flow = self.staffing(line) if isinstance(line, Staffing) else self.other(line)
        return flow if line.growth is None else flows.product(flow, self.growth(line.growth))

    def staffing(self, line: Staffing) -> Array:
        """Return posts times the annual cost of one."""
        years = line.years or self.scenario.programme.years
        by_year = any(
            isinstance(n, ByYear) for n in (line.fte, line.annual_cost, line.monthly_salary)
        )
        posts = flows.by_year(self.yearly(line.fte)) if by_year else self.active(line.fte, years)
        return flows.product(posts, self.annual_cost(line))

    def annual_cost(self, line: Staffing) -> Array:
        """Return the annual cost of one post."""
        if line.annual_cost is not None:
            return flows.by_year(self.yearly(line.annual_cost))
        assert line.monthly_salary is not None
        oncosts = self.value(line.oncost_rate, 0.0)
        salaries = self.yearly(line.monthly_salary)
        return flows.by_year([f.annual_cost(salary, oncosts) for salary in salaries])

    def other(self, line: Line) -> Array:
        """Return a cost line's amount in the years it falls."""
        assert isinstance(line, Cost)
        programme = self.scenario.programme.years
        if line.per == "participant":
            years = line.years or Years(self.years[0], self.years[-1])
            return flows.product(self.active(line.amount, years), self.starts)
        if line.per == "once":
            year = line.year or programme.first
            return self.active(line.amount, Years(year, year))
        years = line.years or programme
        flow = self.active(line.amount, years)
        return f.spread_evenly(flow, len(years)) if line.per == "total" else flow

    def given(self, funding: Funding) -> Array:
        """Return what a funder gives, year by year, without growth."""
        return self.active(funding.amount, funding.years or self.scenario.programme.years)

    # Outcomes --------------------------------------------------------------------------------

    def outcomes(self) -> dict[str, OutcomeFlows]:
        """Return the flows of every outcome, in the file's order."""
        made: dict[str, OutcomeFlows] = {}
        events: dict[str, _Events] = {}
        for name in _in_order(self.scenario):
            outcome = self.scenario.outcomes[name]
            first = self.first_events(outcome, events)
            events[name] = self.with_recurrence(outcome, first)
            made[name] = self.valued(outcome, first, self.under_way(outcome, events[name]))
        return {name: made[name] for name in self.scenario.outcomes}

    def first_events(self, outcome: Outcome, events: dict[str, _Events]) -> _Events:
        """Return the outcome's first events: of its own effect, or of what it follows."""
        if outcome.follows is not None:
            per_event = self.draws.of(outcome.follows.per_event)
            after = outcome.follows.after
            parent = events[outcome.follows.outcome]
            return parent.changed(lambda flow: flows.scaled(f.lagged(flow, after), per_event))
        assert outcome.effect is not None
        profile, kept = self.profile(outcome), self.kept(outcome)
        if outcome.effect.per_year is not None:
            return self.intakes(outcome.effect.per_year, profile, kept)
        people = self.value(self.scenario.participants.completion, 1.0)
        people = people * self.value(outcome.persons, 1.0) * kept
        cohorts = f.summed_over_cohorts(self.pattern, profile)
        unit = flows.scaled(cohorts, self.intake * people)
        return _Events(_Flow(unit, unit), self.effect(outcome, outcome.effect))

    def intakes(self, per_year: Number | ByYear, profile: Array, kept: Array) -> _Events:
        """Return events of an effect given for each year's intake as a whole."""
        taken_in = flows.indicator(self.starts)
        unit = flows.scaled(f.summed_over_cohorts(taken_in, profile), kept)
        if isinstance(per_year, Number):
            return _Events(_Flow(unit, unit), self.draws.of(per_year))
        given = flows.product(taken_in, flows.by_year(self.yearly(per_year)))
        per_x = flows.scaled(f.summed_over_cohorts(given, profile), kept)
        return _Events(_Flow(per_x, unit), np.ones(1))

    def effect(self, outcome: Outcome, effect: Effect) -> Array:
        """Return x, the events avoided per person and year; of wanted events, those gained."""
        x = self.avoided(effect, self.value(outcome.baseline or outcome.rate, 0.0))
        return -x if outcome.desired else x

    def avoided(self, effect: Effect, baseline: Array) -> Array:
        """Return the baseline's events less those with the programme."""
        value = self.draws.of
        if effect.relative_risk is not None:
            return f.avoided_by_relative_risk(baseline, value(effect.relative_risk))
        if effect.relative_reduction is not None:
            return f.avoided_by_relative_reduction(baseline, value(effect.relative_reduction))
        if effect.odds_ratio is not None:
            return f.avoided_by_odds_ratio(baseline, value(effect.odds_ratio))
        if effect.standardised_mean_difference is not None:
            odds_ratio = f.odds_ratio_of_difference(value(effect.standardised_mean_difference))
            return f.avoided_by_odds_ratio(baseline, odds_ratio)
        if effect.risk_difference is not None:
            return value(effect.risk_difference)
        if effect.programme is not None and effect.comparison is not None:
            return f.avoided_by_comparison(value(effect.programme), value(effect.comparison))
        return np.zeros(1)

    def profile(self, outcome: Outcome) -> Array:
        """Return how much of the effect is there, by year since start."""
        if outcome.profile is not None:
            return f.drawn_profile(outcome.profile, self.horizon)
        lasts, drop_off = self.value(outcome.lasts, 1.0), self.value(outcome.drop_off, 0.0)
        return f.effect_profile(lasts, drop_off, outcome.starts_after or 0, self.horizon)

    def kept(self, outcome: Outcome) -> Array:
        """Return the share of the change that is the programme's own."""
        lost = (outcome.deadweight, outcome.attribution, outcome.displacement)
        return f.own_share(*(self.value(share, 0.0) for share in lost))

    def with_recurrence(self, outcome: Outcome, first: _Events) -> _Events:
        """Return the events with those that come back."""
        again = outcome.recurrence
        if again is None:
            return first
        probability = self.draws.of(again.probability)
        return first.changed(lambda flow: f.with_recurrence(flow, probability, again.after))

    def under_way(self, outcome: Outcome, events: _Events) -> _Events:
        """Return the events under way each year."""
        if outcome.episode is None:
            return events
        years = self.draws.of(outcome.episode.years)
        return events.changed(lambda flow: f.caseload(flow, years))

    def valued(self, outcome: Outcome, first: _Events, load: _Events) -> OutcomeFlows:
        """Return the outcome's flows with their value in money."""
        prices = self.prices(outcome)
        value = None if prices is None else load.flow.changed(lambda x: flows.product(x, prices))
        per_x = unit = Events(
            first.flow.per_x, load.flow.per_x, None if value is None else value.per_x
        )
        if first.flow.per_x is not first.flow.unit:
            unit = Events(first.flow.unit, load.flow.unit, None if value is None else value.unit)
        cashable = flows.zero_flow(self.horizon)
        if prices is not None and outcome.cashable is not None:
            actual = flows.scaled(load.flow.per_x, load.x)
            cashable = self.cashable(outcome.cashable, actual, prices)
        given = outcome.baseline or outcome.rate
        baseline = None if given is None else self.draws.of(given)
        return OutcomeFlows(per_x, unit, load.x, cashable, baseline)

    def prices(self, outcome: Outcome) -> Array | None:
        """Return the unit cost of every year, or None where an event has no price."""
        if outcome.unit_cost is None:
            return None
        return flows.scaled(self.growth(outcome.growth), self.draws.of(outcome.unit_cost))

    def cashable(self, cashable: Cashable, load: Array, prices: Array) -> Array:
        """Return what a budget can be cut by."""
        moved = f.lagged(load, cashable.after)
        if cashable.step is not None:
            moved = f.whole_steps(moved, cashable.step)
        return flows.scaled(flows.product(moved, prices), self.draws.of(cashable.share))


def _in_order(scenario: Scenario) -> list[str]:
    """Return the outcomes so that each comes after the one it follows."""
    waiting, done = list(scenario.outcomes), dict[str, None]()
    while waiting:
        for name in waiting:
            follows = scenario.outcomes[name].follows
            if follows is None or follows.outcome in done:
                done[name] = None
        waiting = [name for name in waiting if name not in done]
    return list(done)
