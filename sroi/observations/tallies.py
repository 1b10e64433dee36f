"""What was counted, added up: over units and groups, and over periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.arithmetic.intervals import garwood, sd_of_union, student, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.arithmetic.intervals import Interval
    from sroi.observations.rows import Observation
    from sroi.schema.indicators import Indicator, IndicatorKind


@dataclass(frozen=True)
class Tally:
    """What was counted over some months: events of so many, a count and its exposure, a mean.

    ``value`` is None where parts cannot be added up, and ``mixed`` then says so.
    """

    kind: IndicatorKind
    value: float | None = None
    events: float | None = None
    of: float | None = None
    sd: float | None = None
    about: str = ""
    months: int = 12
    mixed: bool = False

    @property
    def years(self) -> float:
        """Return how many years it covers."""
        return self.months / 12

    @property
    def exposure(self) -> float:
        """Return the exposure of a count, else the years covered."""
        return self.years if self.of is None else self.of

    @property
    def yearly(self) -> bool:
        """Return whether it is compared per year: money, and counts without exposure."""
        return self.kind == "money" or (self.kind == "count" and self.of is None)

    @property
    def level(self) -> float | None:
        """Return what is compared: per year, or per exposure, or the value itself."""
        if self.value is None or not self.yearly:
            return self.value
        return self.value / self.years

    def interval(self, indicator: Indicator) -> Interval | None:
        """Return the 90 % interval of the value, None where there can be none."""
        if self.value is None or self.about:
            return None
        if self.kind == "share" and self.events is not None and self.of:
            return wilson(self.events, self.of)
        if self.kind == "count" and self.events is not None and not indicator.deliveries:
            each = indicator.each
            low, high = garwood(self.events / each, 1.0 if self.of is None else self.of)
            return low * each, high * each
        if self.kind == "mean" and self.sd is not None and self.of and self.of > 1:
            return student(self.value, self.sd, self.of)
        return None

    def level_interval(self, indicator: Indicator) -> Interval | None:
        """Return the interval of what is compared."""
        interval, by = self.interval(indicator), self.years if self.yearly else 1.0
        return None if interval is None else (interval[0] / by, interval[1] / by)


def tally_of(row: Observation, kind: IndicatorKind) -> Tally:
    """Return what one row says."""
    months = row.period.months
    if kind == "count":
        return counted(row.events, row.of, row.about, months)
    return Tally(kind, row.value, row.events, row.of, row.sd, row.about, months)


def counted(events: float | None, of: float | None, about: str = "", months: int = 12) -> Tally:
    """Return a count, by exposure where there is one."""
    value = events / of if events is not None and of else events
    return Tally("count", value, events, of, None, about, months)


def together(parts: Sequence[Tally], months: int) -> Tally:
    """Return parts added up, of which each has a value; one alone is itself."""
    if len(parts) == 1:
        return parts[0]
    kind = parts[0].kind
    about = next((part.about for part in parts if part.about), "")
    sizes = [part.of for part in parts if part.of is not None]
    if kind == "money":
        return Tally(kind, sum(part.value or 0.0 for part in parts), about=about, months=months)
    if len(sizes) < len(parts) and (kind != "count" or sizes):
        return Tally(kind, about=about, months=months, mixed=True)
    if kind == "mean":
        return _mean(parts, sizes, about, months)
    of, events = sum(sizes) if sizes else None, sum(part.events or 0.0 for part in parts)
    if kind == "count":
        return counted(events, of, about, months)
    return Tally(kind, events / of if of else None, events, of, None, about, months)


def _mean(parts: Sequence[Tally], sizes: Sequence[float], about: str, months: int) -> Tally:
    n = sum(sizes)
    if not n:
        return Tally("mean", about=about, months=months)
    values = [part.value or 0.0 for part in parts]
    mean = sum(value * size for value, size in zip(values, sizes, strict=True)) / n
    spreads = [0.0 if part.of == 1 else part.sd for part in parts]
    known = [sd for sd in spreads if sd is not None]
    groups = list(zip(values, known, sizes, strict=False))
    sd = sd_of_union(groups) if len(known) == len(parts) and n > 1 else None
    return Tally("mean", mean, None, n, sd, about, months)
