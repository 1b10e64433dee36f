"""Periods as statistics name them: a year, a quarter, a third of a year, a month, or a span."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainValidator, WithJsonSchema

from sroi.errors import Text
from sroi.schema.faults import wrong

if TYPE_CHECKING:
    from sroi.errors import Raw

ONE = r"([1-9]\d{3})(?:([QKT])([1-4])|-(0[1-9]|1[0-2]))?"
YEARS = r"([1-9]\d{3})[-–]([1-9]\d{3})"
PARTS = {"Q": 3, "K": 3, "T": 4}  # months of a quarter (in Swedish kvartal) and of a tertial
HOW_TO_WRITE = "write 2019, 2019Q2, 2019T2, 2019-05, 2017-2021 or 2017-09..2021-04"
SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        {"type": "string", "pattern": r"^\s*\d{4}"},
    ],
    "examples": [2019, "2019Q2", "2019T2", "2019-05", "2017-09..2021-04"],
}


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from first to last, counted since year 0; ``text`` is how it was written."""

    first: int
    last: int
    text: str = field(compare=False)

    def __str__(self) -> str:
        """Return the period as it was written."""
        return self.text

    @property
    def months(self) -> int:
        """Return how many months it covers."""
        return self.last + 1 - self.first

    @property
    def whole(self) -> Period:
        """Return the calendar year that it lies in, or itself where it goes over a New Year."""
        year = self.first // 12
        return calendar_year(year) if self.last // 12 == year else self

    def within(self, other: Period) -> bool:
        """Return whether it lies wholly in another."""
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: Period) -> bool:
        """Return whether some month is in both."""
        return self.first <= other.last and other.first <= self.last


def calendar_year(year: int) -> Period:
    """Return a calendar year.

    >>> calendar_year(2019).months
    12
    """
    return Period(12 * year, 12 * year + 11, str(year))


def period_in(raw: Raw) -> Period | None:
    """Return the period that is written, or None where none is.

    >>> [period_in(text).months for text in ("2019", "2019Q2", "2019T2", "2019-05", "2017-2021")]
    [12, 3, 4, 1, 60]
    >>> period_in("2017-09..2021-04").months, period_in("2019-13"), period_in("2019T4")
    (44, None, None)
    """
    whole = isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw // 1
    text = str(int(raw)) if whole else raw.strip().upper() if isinstance(raw, str) else ""
    if years := re.fullmatch(YEARS, text):
        text = "..".join(years.groups())
    ends = [_single(part.strip()) for part in text.split("..")]
    if len(ends) > 2 or None in ends:
        return None
    (first, *_), (*_, last) = ends[0] or (0, 0), ends[-1] or (0, 0)
    written = str(int(raw)) if whole else str(raw).strip()
    return Period(first, last, written) if first <= last else None


def _single(text: str) -> tuple[int, int] | None:
    """Return the first and last month of a year, or of a part of one."""
    match = re.fullmatch(ONE, text)
    if match is None:
        return None
    year, letter, part, month = match.groups()
    start = 12 * int(year)
    if month:
        return start + int(month) - 1, start + int(month) - 1
    if not letter:
        return start, start + 11
    length = PARTS[letter]
    first = start + length * (int(part) - 1)
    return (first, first + length - 1) if int(part) * length <= 12 else None


def _period(raw: Raw) -> Period:
    period = period_in(raw)
    if period is None:
        raise wrong(Text("{given} is not a period", given=repr(raw)), HOW_TO_WRITE)
    return period


PeriodField = Annotated[Period, PlainValidator(_period), WithJsonSchema(SCHEMA)]
