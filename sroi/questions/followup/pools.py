"""What is compared: the periods of a year pooled, and what it was before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.observations.tallies import Tally, counted, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.observations.series import PeriodPoint, TimeSeries
    from sroi.schema.indicators import Baseline, Indicator, IndicatorKind
    from sroi.schema.periods import Period


@dataclass(frozen=True)
class Pool:
    """Usable periods of one calendar year, or of a span, together."""

    period: Period
    points: tuple[PeriodPoint, ...]
    tally: Tally

    @property
    def last(self) -> int:
        """Return the last month that was observed."""
        return max(point.period.last for point in self.points)


@dataclass(frozen=True)
class Before:
    """What it was before: stated (``points`` is empty), or periods of the series.

    ``name`` is the periods as written; not ``comparable`` where the series has broken since.
    """

    name: str | None
    tally: Tally
    points: tuple[PeriodPoint, ...] = ()
    comparable: bool = True


def pools_of(series: TimeSeries) -> list[Pool]:
    """Return the years that have usable periods, those since the last break of each."""
    years: dict[Period, list[PeriodPoint]] = defaultdict(list)
    for point in series.usable:
        years[point.period.whole].append(point)
    pools = []
    for year, points in years.items():
        since = series.last_break(year)
        later = [point for point in points if point.period.first >= since]
        pools += _pool(year, later)
    return pools


def _pool(period: Period, points: Sequence[PeriodPoint]) -> list[Pool]:
    tally = pooled(points)
    return [] if tally is None else [Pool(period, tuple(points), tally)]


def pooled(points: Sequence[PeriodPoint], unit: str | None = None) -> Tally | None:
    """Return periods together, of all or of one unit; None where nothing can be said."""
    tallies = [point.tally if unit is None else point.units.get(unit) for point in points]
    known = [tally for tally in tallies if tally is not None and tally.value is not None]
    if not known:
        return None
    tally = together(known, sum(each.months for each in known))
    return None if tally.value is None else tally


def before_of(indicator: Indicator, series: TimeSeries, last: Pool | None) -> Before | None:
    """Return what it was before the last year, None where nothing says it."""
    baseline = indicator.baseline
    since = series.last_break(last.period) if last else 0
    if baseline is None:
        return _first(series, since, last)
    if baseline.periods is None:
        return Before(None, _stated(baseline, indicator.kind))
    inside = [point for point in series.usable if point.period.within(baseline.periods)]
    later = [point for point in inside if point.period.first >= since]
    tally = pooled(later or inside)
    if tally is None:
        return None
    return Before(str(baseline.periods), tally, tuple(later or inside), bool(later))


def _first(series: TimeSeries, since: int, last: Pool | None) -> Before | None:
    """Return the first year that can be used since a break, None where it is the last."""
    years = [pool for pool in pools_of(series) if pool.points[0].period.first >= since]
    first = years[0] if years else None
    if first is None or last is None or first.period == last.period:
        return None
    return Before(str(first.period), first.tally, first.points)


def _stated(baseline: Baseline, kind: IndicatorKind) -> Tally:
    value, events, of = baseline.value, baseline.events, baseline.of
    if baseline.base is not None:
        return Tally(kind, baseline.base)
    if kind == "count":
        return counted(value, of)
    if kind == "share" and of:
        events = value * of if events is None and value is not None else events
        value = None if events is None else events / of
    return Tally(kind, value, events, of, baseline.sd)
