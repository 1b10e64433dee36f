"""A stretch of calendar years, written 2025 or 2025-2027."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from sroi.errors import Text
from sroi.schema.faults import wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import Raw

PATTERN = r"^\s*\d{4}\s*(?:[-–]\s*\d{4}\s*)?$"


@dataclass(frozen=True)
class Years:
    """Calendar years from first to last, both included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        """Yield the years in order."""
        return iter(range(self.first, self.last + 1))

    def __len__(self) -> int:
        """Return how many years."""
        return self.last + 1 - self.first

    def __contains__(self, year: object) -> bool:
        """Return whether a year is among them."""
        return isinstance(year, int) and self.first <= year <= self.last

    def __str__(self) -> str:
        """Return the years as they are written in a file."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def parse_years(raw: Raw) -> Years:
    """Return the years that 2025, "2025-2027" or "2025 – 2027" stand for."""
    if isinstance(raw, int) and not isinstance(raw, bool) and 1000 <= raw <= 9999:
        return Years(raw, raw)
    if not isinstance(raw, str) or not re.match(PATTERN, raw):
        raise wrong(
            Text("{given} is not a year or years", given=repr(raw)), "write 2025 or 2025-2027"
        )
    first, *last = (int(year) for year in re.findall(r"\d{4}", raw))
    years = Years(first, last[0] if last else first)
    if years.last < years.first:
        raise wrong(
            Text("{given} ends before it begins", given=raw),
            Text("write {first}-{last}", first=years.last, last=years.first),
        )
    return years


def years_in(raw: Raw) -> Years | None:
    """Return the years that are written, or None where none are."""
    try:
        return parse_years(raw)
    except PydanticCustomError:
        return None


YearsField = Annotated[
    Years,
    PlainValidator(parse_years),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1000, "maximum": 9999},
                {"type": "string", "pattern": PATTERN},
            ],
            "examples": [2025, "2025-2027"],
        }
    ),
]
