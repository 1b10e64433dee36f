"""How much it changed, with the interval of it, and how much could at all have been told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sroi.arithmetic.intervals import exact_ratio, newcombe, welch
from sroi.arithmetic.power import detectable_mean, detectable_rate, detectable_share
from sroi.observations.tallies import together
from sroi.questions.followup.pools import pooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sroi.arithmetic.intervals import Interval
    from sroi.observations.series import PeriodPoint
    from sroi.observations.tallies import Tally
    from sroi.questions.followup.pools import Before, Pool
    from sroi.schema.indicators import Indicator

ChangeScale = Literal["difference", "ratio"]


@dataclass(frozen=True)
class ObservedChange:
    """A change from what it was before to a year; a ratio of counts, else a difference."""

    before: str | None
    after: str
    scale: ChangeScale
    value: float | None
    interval: Interval | None

    @property
    def distinguishable(self) -> bool | None:
        """Return whether it is more than chance would give, None where that cannot be told."""
        if self.interval is None:
            return None
        none, (low, high) = (1.0 if self.scale == "ratio" else 0.0), self.interval
        return low > none or high < none


def change_of(
    indicator: Indicator, before: Before | None, last: Pool | None
) -> ObservedChange | None:
    """Return the change to the last year, None where nothing can be compared."""
    if before is None or last is None or not before.comparable or _overlap(before, last):
        return None
    return _change(indicator, before.name, before.tally, str(last.period), last.tally)


def _overlap(before: Before, last: Pool) -> bool:
    """Return whether the last year is in what it was before."""
    return any(point in before.points for point in last.points)


def comparable(before: Tally, after: Tally) -> bool:
    """Return whether both are by exposure, or neither is."""
    return before.events is None or (before.of is None) == (after.of is None)


def _change(
    indicator: Indicator, name: str | None, before: Tally, year: str, after: Tally
) -> ObservedChange | None:
    old, new = before.level, after.level
    if old is None or new is None:
        return None
    interval = _interval(indicator, before, after)
    if indicator.kind != "count":
        return ObservedChange(name, year, "difference", new - old, interval)
    if not comparable(before, after):
        return None
    return ObservedChange(name, year, "ratio", new / old if old else None, interval)


def _interval(indicator: Indicator, before: Tally, after: Tally) -> Interval | None:
    """Return the interval of a change, None where there can be none."""
    ends = [tally.interval(indicator) for tally in (before, after)]
    if indicator.same_people or None in ends:
        return None
    if indicator.kind == "share":
        return newcombe(*(_of(tally.events, tally.of) for tally in (after, before)))
    if indicator.kind == "count":
        each = indicator.each
        return exact_ratio(
            *(((tally.events or 0.0) / each, tally.exposure) for tally in (after, before))
        )
    return welch(*((t.value or 0.0, t.sd or 0.0, t.of or 0.0) for t in (after, before)))


def _of(events: float | None, of: float | None) -> tuple[float, float]:
    assert events is not None and of is not None  # as there is an interval
    return events, of


def like_for_like(
    indicator: Indicator, before: Before | None, last: Pool | None
) -> ObservedChange | None:
    """Return the change over units that have a value in both, None where the units are the same."""
    if before is None or last is None or not before.comparable or _overlap(before, last):
        return None
    old, new = _units(before.points), _units(last.points)
    both = [unit for unit in new if unit in old]
    if not both or set(old) == set(new):
        return None
    sides = [_together(side, both) for side in (before.points, last.points)]
    earlier, later = sides
    if earlier is None or later is None:
        return None
    return _change(indicator, before.name, earlier, str(last.period), later)


def _units(points: Iterable[PeriodPoint]) -> dict[str, None]:
    return dict.fromkeys(unit for point in points for unit in point.units)


def _together(points: Sequence[PeriodPoint], units: Iterable[str]) -> Tally | None:
    """Return some units together, over some periods."""
    months = sum(point.period.months for point in points)
    tallies = [pooled(points, unit) for unit in units]
    known = [tally for tally in tallies if tally is not None]
    return together(known, months) if known and len(known) == len(tallies) else None


def detectable_of(
    indicator: Indicator, change: ObservedChange | None, before: Tally, after: Tally
) -> float | None:
    """Return the smallest change for the better that could have been told, as a difference."""
    if change is None or change.interval is None:
        return None
    sign = 1 if indicator.better == "higher" else -1
    if indicator.kind == "count":
        each = indicator.each
        rate = (before.events or 0.0) / each / before.exposure
        least = detectable_rate(rate, (after.exposure, before.exposure), sign)
        return None if least is None else least * each
    sizes = (after.of or 0.0, before.of or 0.0)
    if indicator.kind == "share":
        return detectable_share(before.value or 0.0, sizes, sign)
    return detectable_mean(_pooled_sd(before, after), sizes)


def _pooled_sd(before: Tally, after: Tally) -> float:
    """Return the standard deviation within two groups."""
    groups = [((tally.of or 0.0) - 1, tally.sd or 0.0) for tally in (before, after)]
    return math.sqrt(sum(n * sd * sd for n, sd in groups) / sum(n for n, _ in groups))
