"""Outcomes as formulas: effects, cohorts, recurrence, episodes, value and what is cashable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.report.book.exposed import Exposed
from sroi.report.book.formula import (
    ONE,
    ZERO,
    Cells,
    Term,
    less,
    number,
    one_if_positive,
    power,
    product,
    total,
    whole_steps_term,
    within_limits,
)
from sroi.report.book.sheet import AMOUNT, COUNT, FACTOR, FIRST_YEAR_COLUMN, TOTAL_COLUMN
from sroi.schema.numbers import Number
from sroi.tables.labels import of_events

if TYPE_CHECKING:
    from sroi.report.book.costs import Frame
    from sroi.report.book.sheet import Sheet, TermRow
    from sroi.report.book.starts import StartRows
    from sroi.schema.outcomes import Outcome

EFFECT = "0.000000"


@dataclass
class Flows:
    """An outcome's rows by year: events, load and money."""

    quantity: Cells
    starred: Cells  # with events that come back
    load: Cells
    value: TermRow  # cells, or nothing where an event has no price


@dataclass
class Made:
    """An outcome in the base case, and what it would be with an effect of 1."""

    actual: Flows
    unit: Flows
    cashable: TermRow
    baseline: Term | None


def outcome_rows(frame: Frame, sheet: Sheet, starts: StartRows) -> dict[str, Made]:
    """Write and return every outcome by year, followers after what they follow."""
    rows: dict[str, Made] = {}
    for name in frame.scenario.outcomes_in_order:
        rows[name] = Writer(frame, sheet, name).written(starts, rows)
    return {name: rows[name] for name in frame.scenario.outcomes}


@dataclass
class Writer:
    """Writes the rows of one outcome."""

    frame: Frame
    sheet: Sheet
    name: str
    weights: Cells | None = None  # the weights of an episode's years, once written

    @property
    def outcome(self) -> Outcome:
        """Return the outcome."""
        return self.frame.scenario.outcomes[self.name]

    def term(self, key: str) -> str:
        """Return words that fit what happens: avoided or gained."""
        return of_events(f"book.{key}", self.frame.scenario, [self.name], self.frame.wording)

    def row(self, key: str, terms: TermRow, form: str, summed: bool = True) -> Cells:
        """Write a row of years; return its cells."""
        label = f"{self.outcome.name}: {self.term(key)}"
        return self.sheet.years(label, terms, form, summed=summed)

    def written(self, starts: StartRows, rows: dict[str, Made]) -> Made:
        """Write the outcome's rows and return them."""
        self.sheet.line(self.outcome.name, "heading")
        if self.outcome.follows is not None:
            parent, later = rows[self.outcome.follows.outcome], self.outcome.follows
            q = self.frame.inputs.of(later.per_event)
            actual, unit = (
                [product(q, x) for x in _lagged(row, later.after)]
                for row in (parent.actual.starred, parent.unit.starred)
            )
        else:
            actual, unit = self.first_events(starts)
        prices = self.prices()
        flows = self.flows(actual, prices, "")
        units = self.flows(unit, prices, "unit_")
        return Made(flows, units, self.cashable(flows.load, prices), self.baseline())

    def baseline(self) -> Term | None:
        """Return what the effect of break-even is a share of; None where nothing says."""
        scenario = self.frame.scenario
        if scenario.groups and self.outcome.follows is None:
            return ONE if scenario.shares_reduction(self.name) else None
        return None if self.outcome.risk is None else self.frame.inputs.of(self.outcome.risk)

    def first_events(self, starts: StartRows) -> tuple[TermRow, TermRow]:
        """Return the events of the outcome's own effect, and those that break-even asks about."""
        years = len(self.frame.years)
        profile = self.row("profile_row", self.profile(years), FACTOR, summed=False)
        exposed = self.exposed()
        if not self.frame.scenario.groups:
            return self.alone(exposed[0], starts, profile)
        parts = [group.summed(starts.by_group[group.group]) for group in exposed]
        actual, needed = (
            [total(part[which][c] for part in parts) for c in range(years)] for which in (0, 1)
        )
        return (
            self.over_cohorts(actual, profile, "intake_events"),
            self.over_cohorts(needed, profile, "intake_needed"),
        )

    def exposed(self) -> list[Exposed]:
        """Return the groups that count for the outcome, each with the outcome as it is there."""
        scenario = self.frame.scenario
        shared_reduction = bool(scenario.groups) and scenario.shares_reduction(self.name)
        return [
            Exposed(self.frame, group, outcome, shared_reduction, self.single)
            for group, outcome in scenario.of_groups[self.name].items()
        ]

    def alone(
        self, exposed: Exposed, starts: StartRows, profile: TermRow
    ) -> tuple[TermRow, TermRow]:
        """Return the events of participants who are all alike."""
        due, effect = exposed.own_share(), exposed.effect
        if effect.per_year is not None:
            counted = [one_if_positive(n) for n in starts.total]
            taken = self.over_cohorts(counted, profile, "intakes")
            unit = [product(x, due) for x in taken]
            months = self.frame.scenario.programme.months
            if isinstance(effect.per_year, Number) and months.whole_years:
                k = exposed.corrected(self.frame.inputs.of(effect.per_year))
                return [product(k, x) for x in unit], unit
            gained = self.over_cohorts(exposed.intakes(starts.total), profile, "intake_events")
            return [product(x, due) for x in gained], unit
        people = exposed.people()
        reached = self.over_cohorts(starts.total, profile, "reached")
        unit = [product(x, people, due) for x in reached]
        x = exposed.x()
        return [product(x, events) for events in unit], unit

    def single(self, key: str, x: Term, group: str) -> Term:
        """Write a number that is the same every year; return its cell."""
        self.sheet.text(": ".join(filter(None, (self.outcome.name, group, self.term(key)))))
        written = self.sheet.cell(TOTAL_COLUMN, x, FACTOR if key == "odds_ratio" else EFFECT)
        self.sheet.row += 1
        return written

    def over_cohorts(self, starts: TermRow, profile: TermRow, key: str) -> TermRow:
        """Write what each year's intake comes to in each year, and the sum; return the sum."""
        begun = [c for c, x in enumerate(starts) if x is not ZERO]
        intakes = {
            c: [ZERO] * c + [product(starts[c], x) for x in profile[: len(starts) - c]]
            for c in begun
        }
        if len(begun) < 2:
            return intakes[begun[0]] if begun else [ZERO] * len(starts)
        rows = []
        for c, terms in intakes.items():
            label = f"  {self.outcome.name}: {self.term(key)}"
            heading = self.frame.wording.term("book.intake", what=label, year=self.frame.years[c])
            rows.append(self.sheet.years(heading, terms, COUNT))
        return self.row(key, [total(row[t] for row in rows) for t in range(len(starts))], COUNT)

    def profile(self, years: int) -> TermRow:
        """Return how much of the effect is there, by year since start."""
        outcome, inputs = self.outcome, self.frame.inputs
        if outcome.profile is not None:
            points = {
                year: inputs.cells[f"outcomes.{self.name}.profile.{year}"]
                for year in outcome.profile
            }
            return [_between(points, age) for age in range(years)]
        begins = outcome.starts_after or 0
        lasts = inputs.of(outcome.lasts, ONE)
        remaining = less(ONE, inputs.of(outcome.drop_off))
        row: TermRow = []
        for age in range(years):
            k = age - begins
            within_year = ZERO if k < 0 else within_limits(ZERO, less(lasts, number(k)), ONE)
            row.append(product(within_year, power(remaining, k)) if k >= 0 else ZERO)
        return row

    def prices(self) -> TermRow:
        """Return the price of an event by year, or nothing where it has none."""
        outcome, frame = self.outcome, self.frame
        if outcome.unit_cost is None:
            return []
        cost = frame.inputs.of(outcome.unit_cost)
        grown = [product(cost, frame.growth(outcome.growth, t)) for t in range(len(frame.years))]
        return self.row("price", grown, AMOUNT, summed=False)

    def flows(self, quantity: TermRow, prices: TermRow, kind: str) -> Flows:
        """Write events, those that come back, those under way, and their value."""
        count, amount = (self.form(form, kind) for form in (COUNT, AMOUNT))
        first = self.row(f"{kind}quantity", quantity, count)
        starred = first
        if self.outcome.recurrence is not None:
            again, after = self.outcome.recurrence.probability, self.outcome.recurrence.after
            back = (self.frame.inputs.of(again), after)
            starred = self.returning(first, *back, f"{kind}starred", count)
        load = starred
        if self.outcome.episode is not None:
            load = self.row(f"{kind}load", self.under_way(starred), count)
        value: TermRow = [ZERO] * len(load)
        if prices:
            worth = [product(x, price) for x, price in zip(load, prices, strict=True)]
            value = self.row(f"{kind}value", worth, amount)
        return Flows(first, starred, load, value)

    def form(self, form: str, kind: str = "") -> str:
        """Return a format; unknown where the effect is, but for what an effect of 1 would give."""
        return form if kind else self.frame.form_of_outcome(self.name, form)

    def under_way(self, events: Cells) -> TermRow:
        """Return the events under way each year, those begun earlier by how much is left."""
        begun = next((t for t, x in enumerate(events) if x is not ZERO), len(events))
        past_weights = self.weights_backwards(len(events))
        row: TermRow = [ZERO] * begun
        for t in range(begun, len(events)):
            weights = range(len(events) - 1 - (t - begun), len(events))
            text = f"{events.span(begun, t + 1)},{past_weights.span(weights[0])}"
            pairs = zip(events[begun : t + 1], weights, strict=True)
            value = sum(x.value * past_weights[w].value for x, w in pairs)
            row.append(Term(f"SUMPRODUCT({text})", value))
        return row

    def weights_backwards(self, years: int) -> Cells:
        """Write, once, how much of an event is left by years since it began, the first last."""
        if self.weights is None:
            assert self.outcome.episode is not None
            lasts = self.frame.inputs.of(self.outcome.episode.years)
            weights = [
                within_limits(ZERO, less(lasts, number(j)), ONE) for j in reversed(range(years))
            ]
            self.weights = self.row("episode_row", weights, FACTOR, summed=False)
        return self.weights

    def returning(self, first: Cells, share: Term, after: int, key: str, form: str) -> Cells:
        """Write the events with those that come back: each row's cell refers to an earlier one."""
        self.sheet.text(f"{self.outcome.name}: {self.term(key)}")
        cells = Cells([], self.sheet.place(FIRST_YEAR_COLUMN))
        for t, x in enumerate(first):
            back = product(share, cells[t - after]) if t >= after else ZERO
            cells.append(self.sheet.year(t, total([x, back]), form))
        cells.total = self.sheet.summed(cells, form)
        self.sheet.row += 1
        return cells

    def cashable(self, load: TermRow, prices: TermRow) -> TermRow:
        """Write what a budget can really be cut by."""
        cashable, inputs = self.outcome.cashable, self.frame.inputs
        if cashable is None or not prices:
            return [ZERO] * len(load)
        moved = _lagged(load, cashable.after)
        if cashable.step is not None:
            step = inputs.cells[f"outcomes.{self.name}.cashable.step"]
            moved = [whole_steps_term(x, step) for x in moved]
        share = inputs.of(cashable.share)
        cut = [product(share, x, price) for x, price in zip(moved, prices, strict=True)]
        return self.row("cashable", cut, self.form(AMOUNT))


def _lagged(row: TermRow, years: int) -> TermRow:
    return [ZERO] * min(years, len(row)) + row[: max(len(row) - years, 0)]


def _between(points: dict[int, Term], age: int) -> Term:
    """Return a drawn profile at an age: linear between its points, nothing outside them."""
    if age in points:
        return points[age]
    before = [year for year in points if year < age]
    after = [year for year in points if year > age]
    if not (before and after):
        return ZERO
    low, high = max(before), min(after)
    share = (age - low) / (high - low)
    return total([product(number(1.0 - share), points[low]), product(number(share), points[high])])
