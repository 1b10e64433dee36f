"""What was observed of each indicator: its series, its change, its verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.observations.series import series_of
from sroi.observations.small import ALL, hidden_parts, too_few
from sroi.observations.tallies import tally_of
from sroi.questions.followup.changes import change_of, detectable_of, like_for_like
from sroi.questions.followup.pools import before_of, pools_of
from sroi.questions.followup.verdicts import Verdict, first_effect, verdict_of

if TYPE_CHECKING:
    from sroi.observations.rows import Observation
    from sroi.observations.series import CellPart, PeriodPoint, TimeSeries
    from sroi.questions.followup.changes import ObservedChange
    from sroi.questions.followup.pools import Before, Pool
    from sroi.schema.indicators import Indicator
    from sroi.schema.periods import Period
    from sroi.schema.scenario import Scenario


@dataclass(frozen=True)
class Followed:
    """One indicator: what was observed, what it was before, what follows.

    ``hidden`` are the parts of each period that are not shown, as some number of people is too
    small or would give such a number away; nothing that rests on them is shown.
    """

    indicator: Indicator
    series: TimeSeries
    first: Period | None  # in which the programme can show
    last: Pool | None
    before: Before | None
    change: ObservedChange | None
    like_for_like: ObservedChange | None
    detectable: float | None
    verdict: Verdict | None
    hidden: Mapping[Period, frozenset[CellPart]]

    def early(self, point: PeriodPoint) -> bool:
        """Return whether a period ends before the programme can show, and is not before it."""
        return self.first is not None and point.period.last < self.first.first

    def hides(self, point: PeriodPoint, part: CellPart = ALL) -> bool:
        """Return whether a part of a period, or all together, is hidden."""
        return part in self.hidden.get(point.period, ())

    def rests_on_hidden(self, points: Iterable[PeriodPoint]) -> bool:
        """Return whether all together is hidden in some of these periods."""
        return any(self.hides(point) for point in points)

    @property
    def detectable_ratio(self) -> float | None:
        """Return the smallest change of a count that could have been told, as a ratio."""
        level = self.before.tally.level if self.before else None
        if self.detectable is None or self.indicator.kind != "count" or not level:
            return None
        sign = 1 if self.indicator.better == "higher" else -1
        return (level + sign * self.detectable) / level


@dataclass(frozen=True)
class FollowUp:
    """A scenario's indicators as observed."""

    scenario: Scenario
    indicators: Mapping[str, Followed]
    cells: int  # rows that are hidden

    @property
    def tested(self) -> int:
        """Return of how many indicators a change can be told from chance or not."""
        changes = (followed.change for followed in self.indicators.values())
        return sum(change is not None and change.distinguishable is not None for change in changes)


def follow_up(scenario: Scenario, rows: Sequence[Observation]) -> FollowUp:
    """Return what was observed of each indicator of a scenario."""
    by_indicator: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        by_indicator[row.indicator].append(row)
    followed = {
        name: _protected(_followed(scenario, indicator, by_indicator[name]))
        for name, indicator in scenario.indicators.items()
    }
    cells = sum(len(parts) for one in followed.values() for parts in one.hidden.values())
    return FollowUp(scenario, followed, cells + _few_participants(scenario, rows))


def _few_participants(scenario: Scenario, rows: Sequence[Observation]) -> int:
    """Return how many rows of participants are hidden: all, where one is too small."""
    known = [row for row in rows if row.indicator == "participants" and row.known]
    below = scenario.small_cells.below
    few = any(too_few(tally_of(row, "count"), below) for row in known)
    return len(known) if few else 0


def _followed(scenario: Scenario, indicator: Indicator, rows: Sequence[Observation]) -> Followed:
    series, first = series_of(rows, indicator.kind), first_effect(indicator, scenario)
    pools = pools_of(series)
    last = pools[-1] if pools else None
    before = before_of(indicator, series, last)
    change = change_of(indicator, before, last)
    return Followed(
        indicator,
        series,
        first,
        last,
        before,
        change,
        like_for_like(indicator, before, last),
        detectable_of(indicator, change, before.tally, last.tally) if before and last else None,
        verdict_of(indicator, pools, first),
        _hidden(scenario, indicator, series),
    )


def _hidden(
    scenario: Scenario, indicator: Indicator, series: TimeSeries
) -> dict[Period, frozenset[CellPart]]:
    """Return the parts of each period that are not shown."""
    below = scenario.small_cells.below if indicator.of_people else 0
    parts = {point.period: hidden_parts(point, below) for point in series.points}
    return {period: hidden for period, hidden in parts.items() if hidden}


def _protected(followed: Followed) -> Followed:
    """Return an indicator without what rests on a hidden period."""
    last, before, verdict = followed.last, followed.before, followed.verdict
    if before and followed.rests_on_hidden(before.points):
        before = None
    if last and followed.rests_on_hidden(last.points):
        last = None
    if verdict and verdict.pool and followed.rests_on_hidden(verdict.pool.points):
        verdict = Verdict(verdict.target, "protected", verdict.pool)
    whole = (last is followed.last) and (before is followed.before)
    return Followed(
        followed.indicator,
        followed.series,
        followed.first,
        last,
        before,
        followed.change if whole else None,
        None if _units_hidden(followed) else followed.like_for_like,
        followed.detectable if whole else None,
        verdict,
        followed.hidden,
    )


def _units_hidden(followed: Followed) -> bool:
    """Return whether anything is hidden in the periods that are compared."""
    sides = [side.points for side in (followed.before, followed.last) if side is not None]
    return any(point.period in followed.hidden for points in sides for point in points)
