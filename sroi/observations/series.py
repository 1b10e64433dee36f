"""The series of an indicator: by period what all together say, how many reported, what is odd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.observations.rows import MARKS
from sroi.observations.tallies import tally_of, together

if TYPE_CHECKING:
    from sroi.observations.rows import Observation
    from sroi.observations.tallies import Tally
    from sroi.schema.indicators import IndicatorKind
    from sroi.schema.periods import Period

UNUSED = ("disrupted", "partial")  # marks of what is never compared
ROUNDING = 1e-6
CellPart = tuple[str, str]  # a unit and a group, each empty for all
_Rows = Sequence["Observation"]
ADDED = {"share": ("events", "of"), "count": ("events", "of"), "mean": ("of",), "money": ("value",)}


@dataclass(frozen=True)
class PeriodPoint:
    """One period of a series; ``units`` is what each unit says in it, where it says anything."""

    period: Period
    tally: Tally | None
    units: Mapping[str, Tally]
    groups: Mapping[str, Tally]
    coverage: float | None
    mark: str  # the strongest
    breaks: bool  # the first period of a new series
    sums: bool  # the parts do not sum to the total
    cohorts: tuple[str, ...]
    parts: Mapping[CellPart, Tally]  # all together, every unit and group, and groups of units

    @property
    def usable(self) -> bool:
        """Return whether it has a value that may be compared."""
        return self.tally is not None and self.tally.value is not None and self.mark not in UNUSED


@dataclass(frozen=True)
class TimeSeries:
    """The periods of one indicator in order."""

    points: tuple[PeriodPoint, ...]

    @cached_property
    def usable(self) -> tuple[PeriodPoint, ...]:
        """Return the periods that may be compared."""
        return tuple(point for point in self.points if point.usable)

    def last_break(self, until: Period) -> int:
        """Return the first month that can be compared with a period: that of the last break."""
        breaks = (p.period.first for p in self.points if p.breaks and p.period.first <= until.last)
        return max(breaks, default=0)


def series_of(rows: _Rows, kind: IndicatorKind) -> TimeSeries:
    """Return the series that the rows of one indicator make."""
    by_period: dict[Period, list[Observation]] = defaultdict(list)
    for row in rows:
        by_period[row.period].append(row)
    units = {row.unit for row in rows if row.unit}
    return TimeSeries(tuple(_point(by_period[p], kind, units) for p in sorted(by_period)))


def _point(rows: _Rows, kind: IndicatorKind, seen: set[str]) -> PeriodPoint:
    """Return what the rows of one period say together."""
    marks = {row.mark for row in rows}
    adding = _Adding(kind)
    units = adding.units(rows)
    return PeriodPoint(
        rows[0].period,
        adding.all_together(rows),
        units,
        adding.groups(rows),
        _coverage(rows, units, seen),
        next((mark for mark in MARKS if mark in marks), ""),
        "break" in marks,
        adding.differs,
        tuple(dict.fromkeys(row.cohort for row in rows if row.cohort)),
        adding.parts(rows),
    )


def _coverage(rows: _Rows, units: Mapping[str, Tally], seen: set[str]) -> float | None:
    """Return the share of those that should have reported that did, None where nobody knows."""
    stated = [row for row in rows if row.expected is not None]
    whole = [row for row in stated if not any(row.part)] or stated
    expected = sum(row.expected or 0.0 for row in whole)
    if expected:
        return sum(row.reporting or 0.0 for row in whole) / expected
    return len(units) / len(seen) if seen else None


@dataclass
class _Adding:
    """Adds up rows of one period, and notices a total beside parts that are not it."""

    kind: IndicatorKind
    differs: bool = False

    def all_together(self, rows: _Rows) -> Tally | None:
        """Return the row of all; else the sum over units; else over groups."""
        units = [self.unit(within) for within in _by(rows, "unit").values()]
        groups = [self.cohorts(g) for g in _by(_of_all(rows, "unit"), "group").values()]
        return self._total(self.cohorts(_of_all(rows, "unit", "group")), units, groups)

    def unit(self, rows: _Rows) -> Tally | None:
        """Return the row of a unit, else the sum over its groups."""
        groups = [self.cohorts(within) for within in _by(rows, "group").values()]
        return self._total(self.cohorts(_of_all(rows, "group")), groups)

    def cohorts(self, rows: _Rows) -> Tally | None:
        """Return the row without a cohort, else the sum over cohorts."""
        cohorts = [self._one(within) for within in _by(rows, "cohort").values()]
        return self._total(self._one(_of_all(rows, "cohort")), cohorts)

    def units(self, rows: _Rows) -> dict[str, Tally]:
        """Return what each unit says, those that say nothing left out."""
        return _known({name: self.unit(each) for name, each in _by(rows, "unit").items()})

    def groups(self, rows: _Rows) -> dict[str, Tally]:
        """Return what each group says: its row of all units, else added up over them."""
        return _known({name: self._group(each) for name, each in _by(rows, "group").items()})

    def parts(self, rows: _Rows) -> dict[CellPart, Tally]:
        """Return what all together say, each unit and group, and each group of a unit."""
        both = {(r.unit, r.group): r for r in rows if r.unit and r.group}
        inner = {
            part: self.cohorts([row for row in rows if (row.unit, row.group) == part])
            for part in both
        }
        units = {(name, ""): tally for name, tally in self.units(rows).items()}
        groups = {("", name): tally for name, tally in self.groups(rows).items()}
        whole = self.all_together(rows)
        return {**({} if whole is None else {("", ""): whole}), **units, **groups} | {
            part: tally for part, tally in inner.items() if tally is not None
        }

    def _group(self, rows: _Rows) -> Tally | None:
        units = [self.cohorts(within) for within in _by(rows, "unit").values()]
        return self._total(self.cohorts(_of_all(rows, "unit")), units)

    def _one(self, rows: _Rows) -> Tally | None:
        """Return what the only row that is left says."""
        return next((tally_of(row, self.kind) for row in rows if row.known), None)

    def _total(self, whole: Tally | None, *margins: Sequence[Tally | None]) -> Tally | None:
        """Return the total, else the first margin that adds up to one."""
        for margin in margins:
            parts = [part for part in margin if part is not None]
            summed = together(parts, parts[0].months) if parts else None
            if whole is None:
                whole = summed
            elif summed is not None and not summed.mixed:
                self._compare(whole, summed, complete=len(parts) == len(margin))
        return whole

    def _compare(self, whole: Tally, summed: Tally, complete: bool) -> None:
        """Notice where all the parts, or too much of some, are not the total."""
        for name in ADDED[self.kind]:
            known, added = getattr(whole, name), getattr(summed, name)
            if known is not None and added is not None:
                rounding = ROUNDING * max(1.0, abs(known))
                self.differs |= added > known + rounding
                self.differs |= complete and added < known - rounding


def _by(rows: _Rows, level: str) -> Mapping[str, list[Observation]]:
    """Return the rows by the parts of a level, those of all left out."""
    parts: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        if name := getattr(row, level):
            parts[name].append(row)
    return parts


def _of_all(rows: _Rows, *levels: str) -> list[Observation]:
    """Return the rows that are of all parts of some levels."""
    return [row for row in rows if not any(getattr(row, level) for level in levels)]


def _known(parts: Mapping[str, Tally | None]) -> dict[str, Tally]:
    return {name: tally for name, tally in parts.items() if tally is not None}
