"""A series as it may be shown: what is small is hidden, and counts may be made yearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from sroi.observations.small import ALL

if TYPE_CHECKING:
    from sroi.observations.series import CellPart, PeriodPoint
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
    return _series(followed, ALL, annualise)


def visible_parts(
    followed: Followed, level: PartLevel, annualise: bool
) -> Mapping[str, list[VisiblePoint]]:
    """Return the series of every unit, or of every group."""
    points = followed.series.points
    each = [point.units if level == "unit" else point.groups for point in points]
    names = sorted({name for parts in each for name in parts})
    parts = {name: (name, "") if level == "unit" else ("", name) for name in names}
    return {name: _series(followed, part, annualise) for name, part in parts.items()}


def _series(followed: Followed, part: CellPart, annualise: bool) -> list[VisiblePoint]:
    visible = [_visible(followed, point, part) for point in followed.series.points]
    return [_per_year(each) for each in visible] if annualise else visible


def _visible(followed: Followed, point: PeriodPoint, part: CellPart) -> VisiblePoint:
    tally = point.parts.get(part)
    if followed.hides(point, part):
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
