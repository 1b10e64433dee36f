"""Who is at risk of an outcome by the year they start, and what the programme changes for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow
from sroi.model.drawn_numbers import ONE, always
from sroi.schema.numbers import ByYear
from sroi.schema.ways import avoided

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.arithmetic.formulas import Flags
    from sroi.model.drawn_numbers import DrawnNumbers
    from sroi.model.starts import Starts
    from sroi.schema.numbers import Number
    from sroi.schema.outcomes import Effect, Outcome


@dataclass(frozen=True)
class Exposure:
    """What one year of the effect changes, by the year of start: ``per_x`` times x.

    ``unit`` is that with an effect x of 1, the same flow unless an effect is given by year.
    """

    per_x: Flow
    unit: Flow
    x: Array
    baseline: Array | None  # vector: events per person and year without the programme
    impossible: Flags | None = None  # draws in which x was cut; None where it never is

    @property
    def actual(self) -> Flow:
        """Return what the effect changes."""
        return self.per_x.scaled(self.x)


def profile(numbers: DrawnNumbers, outcome: Outcome) -> Array:
    """Return how much of the effect is there, by year since start."""
    if outcome.profile is not None:
        return f.drawn_profile(outcome.profile, numbers.horizon)
    lasts, drop_off = numbers.value(outcome.lasts, 1.0), numbers.value(outcome.drop_off, 0.0)
    return f.effect_profile(lasts, drop_off, outcome.starts_after or 0, numbers.horizon)


def exposures(numbers: DrawnNumbers, starts: Starts, name: str, profile: Array) -> list[Exposure]:
    """Return the exposure of every group that counts for an outcome."""
    stated = numbers.scenario.of_groups[name]
    return [
        _exposure(numbers, starts.by_group[group], group, outcome, profile)
        for group, outcome in stated.items()
    ]


def _exposure(
    numbers: DrawnNumbers, starting: Flow, group: str, outcome: Outcome, profile: Array
) -> Exposure:
    effect = outcome.effect
    assert effect is not None
    optimism = numbers.scenario.optimism
    correction = 0.0 if optimism is None else optimism.share(effect.grade)
    lost = (outcome.deadweight, outcome.attribution, outcome.displacement)
    kept_share = f.own_share(*(numbers.value(share, 0.0) for share in lost))
    baseline = None if outcome.risk is None else numbers.draws.of(outcome.risk)
    if effect.per_year is not None:
        per_x, unit, x = _intakes(numbers, starting, effect.per_year, correction)
        unit_own = unit.scaled(kept_share)
        per_x_own = unit_own if per_x is unit else per_x.scaled(kept_share)
        return Exposure(per_x_own, unit_own, x, baseline)
    people = numbers.value(numbers.scenario.participants.completing(group), 1.0)
    people = people * numbers.value(outcome.persons, 1.0)
    at_risk = starting.scaled(kept_share).scaled(people)
    x, impossible = _limited(numbers, outcome, _effect(numbers, outcome, effect), profile)
    return Exposure(at_risk, at_risk, f.corrected(x, correction), baseline, impossible)


def _intakes(
    numbers: DrawnNumbers, starting: Flow, per_year: Number | ByYear, correction: float
) -> tuple[Flow, Flow, Array]:
    """Return an effect given for each year's intake as a whole: per x, with an x of 1, and x."""
    taken_in = Flow(flows.positive_flow(starting.pattern), flows.positive_flow(starting.size))
    if isinstance(per_year, ByYear):
        stated = numbers.active(per_year, always)
        return taken_in.times(stated.changed(partial(f.corrected, share=correction))), taken_in, ONE
    months = numbers.scenario.programme.months
    x = f.corrected(numbers.draws.of(per_year), correction)
    if months.whole_years:
        return taken_in, taken_in, x
    return taken_in.times(numbers.shares(months.share_or_whole)), taken_in, x


def _effect(numbers: DrawnNumbers, outcome: Outcome, effect: Effect) -> Array:
    """Return x, the events avoided per person and year; of wanted events, those gained."""
    baseline = numbers.value(outcome.risk, 0.0)
    x = avoided(effect, baseline, numbers.draws.of, np.zeros(1))
    return -x if outcome.desired else x


def _limited(
    numbers: DrawnNumbers, outcome: Outcome, x: Array, profile: Array
) -> tuple[Array, Flags | None]:
    """Return x with no more events than there can be, and the draws in which it was cut."""
    if outcome.greatest_risk is None:
        return x, None
    baseline = numbers.value(outcome.risk, 0.0)
    sign = -1.0 if outcome.desired else 1.0
    cut = sign * f.possible(sign * x, baseline, outcome.greatest_risk)
    beyond = np.abs(cut - x) > f.TOLERANCE
    if beyond.any():  # the effect need not be possible where it is never at work
        beyond = beyond & (profile > 0.0).any(axis=1)
    return np.where(beyond, cut, x), beyond
