"""Whom an outcome may happen to by year of start, and what changes for them, as formulas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.arithmetic.formulas import own_share
from sroi.report.book.formula import (
    ONE,
    ZERO,
    greatest,
    least,
    less,
    number,
    one_if_positive,
    product,
    twelfths,
    within_limits,
)
from sroi.schema.numbers import ByYear
from sroi.schema.ways import avoided

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.report.book.costs import Frame
    from sroi.report.book.formula import Term
    from sroi.report.book.sheet import TermRow
    from sroi.schema.outcomes import Effect, Outcome


@dataclass
class Exposed:
    """A group for which an outcome counts; ``outcome`` is as it is in that group.

    ``single`` writes a number that is the same every year, for a group by name.
    """

    frame: Frame
    group: str
    outcome: Outcome
    shares_reduction: bool
    single: Callable[[str, Term, str], Term]

    @property
    def effect(self) -> Effect:
        """Return the effect in the group."""
        assert self.outcome.effect is not None
        return self.outcome.effect

    def own_share(self) -> Term:
        """Return the share of what happens that the programme brings about."""
        lost = (self.outcome.deadweight, self.outcome.attribution, self.outcome.displacement)
        return own_share(*map(self.frame.inputs.of, lost))

    def people(self) -> Term:
        """Return how many persons who complete there are for each who starts."""
        inputs = self.frame.inputs
        completing = self.frame.scenario.participants.completing(self.group)
        return product(inputs.of(completing, ONE), inputs.of(self.outcome.persons, ONE))

    def summed(self, starts: TermRow) -> tuple[TermRow, TermRow]:
        """Return the events by year of start with the effect, and those that break-even takes."""
        due = self.own_share()
        if self.effect.per_year is not None:
            unit = [product(one_if_positive(n), due) for n in starts]
            return [product(x, due) for x in self.intakes(starts)], unit
        people = product(self.people(), due)
        unit = [product(n, people) for n in starts]
        x = self.x()
        actual = [product(each, x) for each in unit]
        if not self.shares_reduction:
            return actual, unit
        b = self.frame.inputs.of(self.outcome.risk)
        return actual, [product(each, b) for each in unit]

    def intakes(self, starts: TermRow) -> TermRow:
        """Return an effect given for each year's intake as a whole, by year of start."""
        per_year, years = self.effect.per_year, self.frame.years
        assert per_year is not None
        months = self.frame.scenario.programme.months
        stated = self.frame.every_year(per_year)
        if isinstance(per_year, ByYear):
            each = [self.corrected(k) for k in stated]
        else:
            k = self.corrected(self.frame.inputs.of(per_year))
            each = [product(twelfths(months.share_or_whole(year)), k) for year in years]
        return [product(one_if_positive(n), k) for n, k in zip(starts, each, strict=True)]

    def corrected(self, x: Term) -> Term:
        """Return an effect less what is taken off good ones for the grade of the evidence."""
        optimism = self.frame.scenario.optimism
        if optimism is None or x is ZERO:
            return x
        share = self.frame.inputs.cells[f"optimism.{self.effect.grade}"]
        return less(x, product(share, greatest(ZERO, x)))

    def x(self) -> Term:
        """Write x: events avoided per person and year, or gained where they are wanted."""
        inputs, outcome = self.frame.inputs, self.outcome
        x = avoided(self.effect, inputs.of(outcome.risk), inputs.of, ZERO, self.odds_ratio)
        x = self.possible(x)
        x = product(number(-1.0), x) if outcome.desired else x
        if x is ZERO:
            return x
        written = self.single("effect", x, self.name)
        if self.frame.scenario.optimism is None:
            return written
        return self.single("effect_corrected", self.corrected(written), self.name)

    @property
    def name(self) -> str:
        """Return what the group is called, empty where there is one only."""
        scenario = self.frame.scenario
        return scenario.participants.group_name(self.group) if scenario.groups else ""

    def odds_ratio(self, odds_ratio: Term) -> Term:
        """Write an odds ratio that a difference comes to in a cell of its own."""
        return self.single("odds_ratio", odds_ratio, self.name)

    def possible(self, x: Term) -> Term:
        """Return x with no more events than there can be, whatever is written into the inputs."""
        outcome, most = self.outcome, self.outcome.greatest_risk
        if most is None or not outcome.at_work(self.frame.scenario.horizon):
            return x
        b = self.frame.inputs.of(outcome.risk)
        return least(b, x) if math.isinf(most) else within_limits(less(b, ONE), x, b)
