"""A series as it may be shown: what is small is hidden, and counts may be made yearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sroi.observations.series import PeriodPoint
    from sroi.observations.tallies import Tally
    from sroi.questions.followup.compute import Followed

PartLevel = Literal["unit", "group"]


@dataclass(frozen=True)
class VisiblePoint:
    """One period of a series as it is shown; everything is None where it is protected."""

    point: PeriodPoint
    value: float | None = None
    low: float | None = None
    high: float | None = None
    events: float | None = None
    of: float | None = None
    about: str = ""
    protected: bool = False
    yearly: bool = False  # made yearly


def visible_series(followed: Followed, annualise: bool) -> list[VisiblePoint]:
    """Return the series of all together; made yearly where that is wanted."""
    return _series(followed, [point.tally for point in followed.series.points], annualise)


def visible_parts(
    followed: Followed, level: PartLevel, annualise: bool
) -> Mapping[str, list[VisiblePoint]]:
    """Return the series of every unit, or of every group."""

    def parts(point: PeriodPoint) -> Mapping[str, Tally]:
        return point.units if level == "unit" else point.groups

    names = dict.fromkeys(name for point in followed.series.points for name in parts(point))
    points = followed.series.points
    return {
        name: _series(followed, [parts(point).get(name) for point in points], annualise)
        for name in sorted(names)
    }


def _series(
    followed: Followed, tallies: Sequence[Tally | None], annualise: bool
) -> list[VisiblePoint]:
    both = zip(followed.series.points, tallies, strict=True)
    visible = [_visible(followed, point, tally) for point, tally in both]
    return [_per_year(each) for each in visible] if annualise else visible


def _visible(followed: Followed, point: PeriodPoint, tally: Tally | None) -> VisiblePoint:
    if point.period in followed.hidden:
        return VisiblePoint(point, protected=True)
    if tally is None:
        return VisiblePoint(point)
    low, high = tally.interval(followed.indicator) or (None, None)
    return VisiblePoint(point, tally.value, low, high, tally.events, tally.of, tally.about)


def _per_year(visible: VisiblePoint) -> VisiblePoint:
    """Return a count or an amount by 12 over its months, where it is not of a year."""
    months, tally = visible.point.period.months, visible.point.tally
    if tally is None or not tally.yearly or months == 12 or visible.value is None:
        return visible
    value, low, high = (
        None if x is None else x * 12 / months for x in (visible.value, visible.low, visible.high)
    )
    return replace(visible, value=value, low=low, high=high, yearly=True)
