"""A stretch of calendar months, and the share of each year that it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from sroi.errors import Text
from sroi.schema.faults import wrong
from sroi.schema.years import Years

if TYPE_CHECKING:
    from sroi.errors import Raw

IN_A_YEAR = 12
PATTERN = r"^\s*\d{4}-(0[1-9]|1[0-2])\s*$"
FULL_DATE = r"^\s*(\d{4}-\d{2})-\d{2}\s*$"


@dataclass(frozen=True, order=True)
class Month:
    """A month of a calendar year, written 2016-08."""

    year: int
    number: int  # 1 is January

    @property
    def index(self) -> int:
        """Return how many months after the beginning of year 0 it begins."""
        return self.year * IN_A_YEAR + self.number - 1

    def __str__(self) -> str:
        """Return the month as it is written in a file."""
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True)
class Months:
    """Months from first to last, both included."""

    first: Month
    last: Month

    @classmethod
    def of(cls, years: Years) -> Months:
        """Return all months of some years."""
        return cls(Month(years.first, 1), Month(years.last, IN_A_YEAR))

    @property
    def years(self) -> Years:
        """Return the calendar years with some of the months."""
        return Years(self.first.year, self.last.year)

    def within(self, year: int) -> range:
        """Return the months of a calendar year that are among them, by index."""
        january = year * IN_A_YEAR
        begins, ends = max(self.first.index, january), min(self.last.index + 1, january + IN_A_YEAR)
        return range(begins, max(begins, ends))

    def share_of(self, year: int) -> float:
        """Return m(y), the months of a calendar year that are among them, over 12."""
        return len(self.within(year)) / IN_A_YEAR

    def share_or_whole(self, year: int) -> float:
        """Return m(y), and 1 in a year with none of them."""
        return self.share_of(year) or 1.0

    @property
    def whole_years(self) -> bool:
        """Return whether they are every month of their years."""
        return (self.first.number, self.last.number) == (1, IN_A_YEAR)

    @property
    def in_years(self) -> float:
        """Return how long they are in years, the sum of m(y)."""
        return (self.last.index + 1 - self.first.index) / IN_A_YEAR

    def covered(self, year: int, by: Months) -> float:
        """Return how much of their months of a year others cover; the others' m(y) without any."""
        mine, other = self.within(year), by.within(year)
        if not mine:
            return by.share_of(year)
        both = range(max(mine.start, other.start), min(mine.stop, other.stop))
        return len(both) / len(mine)

    def __str__(self) -> str:
        """Return the months in short."""
        return str(self.years) if self.whole_years else f"{self.first} – {self.last}"


def parse_month(raw: Raw) -> Month:
    """Return the month that "2016-08" stands for."""
    if isinstance(raw, str) and re.match(PATTERN, raw):
        year, number = (int(part) for part in raw.split("-"))
        return Month(year, number)
    hint: Text | str = "write a year and a month, such as 2016-08"
    if isinstance(raw, str) and (day := re.match(FULL_DATE, raw)):
        hint = Text("write {month}", month=day[1])
    raise wrong(Text("{given} is not a month", given=_quoted(raw)), hint)


def _quoted(raw: Raw) -> str:
    return repr(raw) if isinstance(raw, str | int | float) else "…"


def month_in(raw: Raw) -> Month | None:
    """Return the month that is written, or None where none is."""
    try:
        return parse_month(raw)
    except PydanticCustomError:
        return None


MonthField = Annotated[
    Month,
    PlainValidator(parse_month),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["2016-08"]}),
]
