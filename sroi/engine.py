"""From a scenario and draws to flows: composes the formulas, with no arithmetic of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sroi import flows
from sroi import formulas as f
from sroi.flows import Array
from sroi.results import OutcomeFlows, Results
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
class _Quantities:
    """Events of an outcome, and what they would be with an effect x of 1."""

    actual: Array
    unit: Array
    x: Array | None  # actual = x unit, where the effect is one number

    def changed(self, actual: Array, unit: Array) -> "_Quantities":
        return _Quantities(actual, unit, self.x)


class _Model:
    """The scenario's numbers in the given draws, composed by the formulas."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario, self.draws = scenario, draws
        self.years: Sequence[int] = scenario.years
        self.horizon = scenario.horizon
        self.starts = self.active(scenario.participants.per_year, scenario.programme.years)

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
        vectors = self.yearly(number)
        if isinstance(number, Number):
            vectors = [
                v if y in years else np.zeros(1) for y, v in zip(self.years, vectors, strict=True)
            ]
        return flows.by_year(vectors)

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
        return flows.product(flow, self.growth(line.growth))

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
        starred: dict[str, _Quantities] = {}
        for name in _in_order(self.scenario):
            outcome = self.scenario.outcomes[name]
            first = self.first_events(outcome, starred)
            starred[name] = self.with_recurrence(outcome, first)
            made[name] = self.valued(outcome, first, self.under_way(outcome, starred[name]))
        return {name: made[name] for name in self.scenario.outcomes}

    def first_events(self, outcome: Outcome, starred: dict[str, _Quantities]) -> _Quantities:
        """Return the outcome's first events: of its own effect, or of what it follows."""
        if outcome.follows is not None:
            parent = starred[outcome.follows.outcome]
            per_event = self.draws.of(outcome.follows.per_event)
            after = outcome.follows.after
            return self.each(parent, lambda flow: flows.scaled(f.lagged(flow, after), per_event))
        assert outcome.effect is not None
        profile = self.profile(outcome)
        kept = self.kept(outcome)
        if outcome.effect.per_year is not None:
            return self.intakes(outcome.effect.per_year, profile, kept)
        x = self.effect(outcome, outcome.effect)
        people = self.value(self.scenario.participants.completion, 1.0)
        people = people * self.value(outcome.persons, 1.0) * kept
        unit = flows.scaled(f.summed_over_cohorts(self.starts, profile), people)
        return _Quantities(flows.scaled(unit, x), unit, x)

    def intakes(self, per_year: Number | ByYear, profile: Array, kept: Array) -> _Quantities:
        """Return events of an effect given for each year's intake as a whole."""
        taken_in = flows.indicator(self.starts)
        unit = flows.scaled(f.summed_over_cohorts(taken_in, profile), kept)
        if isinstance(per_year, Number):
            x = self.draws.of(per_year)
            return _Quantities(flows.scaled(unit, x), unit, x)
        intakes = flows.product(taken_in, flows.by_year(self.yearly(per_year)))
        return _Quantities(flows.scaled(f.summed_over_cohorts(intakes, profile), kept), unit, None)

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

    def with_recurrence(self, outcome: Outcome, first: _Quantities) -> _Quantities:
        """Return the events with those that come back."""
        again = outcome.recurrence
        if again is None:
            return first
        probability = self.draws.of(again.probability)
        return self.each(first, lambda flow: f.with_recurrence(flow, probability, again.after))

    def under_way(self, outcome: Outcome, events: _Quantities) -> _Quantities:
        """Return the events under way each year."""
        if outcome.episode is None:
            return events
        years = self.draws.of(outcome.episode.years)
        return self.each(events, lambda flow: f.caseload(flow, years))

    def each(self, of: _Quantities, change: flows.Change) -> _Quantities:
        """Return quantities changed alike; what is proportional to x is changed once."""
        unit = change(of.unit)
        actual = change(of.actual) if of.x is None else flows.scaled(unit, of.x)
        return _Quantities(actual, unit, of.x)

    def valued(self, outcome: Outcome, first: _Quantities, load: _Quantities) -> OutcomeFlows:
        """Return the outcome's flows with their value in money."""
        none = flows.zero_flow(self.horizon)
        value, cashable, unit_value = none, none, none
        if outcome.unit_cost is not None:
            prices = flows.scaled(self.growth(outcome.growth), self.draws.of(outcome.unit_cost))
            unit_value = flows.product(load.unit, prices)
            value = (
                flows.product(load.actual, prices)
                if load.x is None
                else flows.scaled(unit_value, load.x)
            )
            if outcome.cashable is not None:
                cashable = self.cashable(outcome.cashable, load.actual, prices)
        given = outcome.baseline or outcome.rate
        return OutcomeFlows(
            quantity=first.actual,
            load=load.actual,
            value=value,
            cashable=cashable,
            unit_quantity=first.unit,
            unit_value=unit_value,
            baseline=None if given is None else self.draws.of(given),
        )

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
