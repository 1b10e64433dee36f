"""Whether a target was met, or why that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sroi.schema.periods import calendar_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.questions.followup.pools import Pool
    from sroi.schema.indicators import Indicator
    from sroi.schema.periods import Period
    from sroi.schema.scenario import Scenario

Judgement = Literal["met", "not_met", "cannot_tell", "protected"]
Reason = Literal["no_observation", "too_early", "part_year", "no_n", "few"]


@dataclass(frozen=True)
class Verdict:
    """Whether a target was met in a year, and why it cannot be told where it cannot."""

    target: float
    judgement: Judgement
    pool: Pool | None = None
    reason: Reason | None = None


def first_effect(indicator: Indicator, scenario: Scenario) -> Period | None:
    """Return the earliest period in which the programme can show, None where nothing says it."""
    if indicator.first_effect or indicator.outcome is None:
        return indicator.first_effect
    outcome, later = scenario.outcomes[indicator.outcome], 0
    while outcome.follows is not None:
        later += outcome.follows.after
        outcome = scenario.outcomes[outcome.follows.outcome]
    return calendar_year(scenario.programme.months.first.year + (outcome.starts_after or 0) + later)


def verdict_of(indicator: Indicator, pools: Sequence[Pool], first: Period | None) -> Verdict | None:
    """Return the verdict on the target, None where there is none, or nothing is better."""
    target = indicator.target
    if target is None or indicator.better == "neither":
        return None
    in_time = [pool for pool in pools if target.by is None or pool.period.last <= target.by.last]
    pool = in_time[-1] if in_time else None
    if reason := _why_not(pool, first):
        return Verdict(target.value, "cannot_tell", pool, reason)
    assert pool is not None  # else there was no observation
    ends = pool.tally.level_interval(indicator)
    if indicator.kind == "money" or indicator.deliveries:
        level = pool.tally.level or 0.0
        ends = (level, level)
    if ends is None:
        return Verdict(target.value, "cannot_tell", pool, "no_n")
    judgement = judged(ends, target.value, indicator.better == "higher")
    return Verdict(target.value, judgement, pool, "few" if judgement == "cannot_tell" else None)


def _why_not(pool: Pool | None, first: Period | None) -> Reason | None:
    """Return the first reason why nothing can be told, whatever the number."""
    if pool is None:
        return "no_observation"
    if first is not None and pool.last < first.first:
        return "too_early"
    return "part_year" if pool.tally.yearly and pool.tally.months < 12 else None


def judged(ends: tuple[float, float], target: float, higher: bool) -> Judgement:
    """Return whether an interval lies on the better side of a target, or on the worse."""
    low, high = ends if higher else (-ends[1], -ends[0])
    target = target if higher else -target
    if low >= target:
        return "met"
    return "not_met" if high < target else "cannot_tell"
