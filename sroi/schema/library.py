"""What a library of sourced values may say: values, series over years, price indices, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sroi.schema.forms import Certain, Finite, Part, Positive, Range
from sroi.schema.numbers import Grade

if TYPE_CHECKING:
    from sroi.languages import Language
    from sroi.schema.forms import Form

CURRENCY = r"^[A-Z]{3}$"
ID = r"^[a-z][a-z0-9_]*$"
Id = Annotated[str, Field(pattern=ID)]
Sector = Literal["municipality", "region", "state", "household", "other"]


class Source(Part):
    """Where a value comes from."""

    title: str = Field(description="title of the publication or page")
    year: int | None = Field(default=None, description="year it was published")
    url: str | None = Field(default=None, description="address")
    note: str | None = Field(default=None, description="what to know about the source")

    def __str__(self) -> str:
        """Return the source on one line."""
        year = f" ({self.year})" if self.year else ""
        return f"{self.title}{year}" + (f", {self.url}" if self.url else "")


class Labelled(Part):
    """A thing with a name in both languages."""

    sv: str
    en: str

    def said_in(self, language: Language) -> str:
        """Return the name in a language."""
        return self.en if language == "en" else self.sv


class Entry(Part):
    """One sourced value."""

    name: Labelled
    kind: Literal["price", "rate", "wage", "oncost", "effect", "discount", "tax", "count", "check"]
    value: Finite | None = Field(
        default=None, description="best value; empty: only a range is known"
    )
    low: Finite | None = Field(default=None, description="low value, read as the 5th percentile")
    high: Finite | None = Field(default=None, description="high value, read as the 95th percentile")
    unit: str = Field(description="unit as published, such as SEK/day")
    currency: str | None = Field(default=None, description="currency, for money only")
    price_year: int | None = Field(default=None, description="price level of the value")
    year: str | None = Field(
        default=None, description="what the observation covers, not a price level"
    )
    index: str = Field(
        default="none", description="series that moves the value between price years"
    )
    payer: list[Sector] = Field(default=[], description="sectors that bear the cost")
    source: Id
    grade: Grade
    local: str | None = Field(default=None, description="where a local value is found")
    note: str | None = None

    @property
    def form(self) -> Form | None:
        """Return the value with its range as a number form, or None where only a range is known."""
        if self.value is None:
            return None
        if self.low is None and self.high is None:
            return Certain(value=self.value)
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return Range(low=low, base=self.value, high=high)

    @property
    def per(self) -> str:
        """Return what a money value is per: the unit after the currency."""
        return self.unit.partition("/")[2]


class Series(Part):
    """A value for each of several years; serves as a price index, and each year as a value."""

    name: Labelled
    kind: Literal["index", "wage", "oncost", "tax"]
    unit: str
    currency: str | None = None
    payer: list[Sector] = []
    source: Id
    grade: Grade
    note: str | None = None
    years: dict[int, Positive]

    def entry(self, year: int) -> Entry:
        """Return one year of the series as a value."""
        return Entry(
            name=Labelled(sv=f"{self.name.sv}, {year}", en=f"{self.name.en}, {year}"),
            kind="check" if self.kind == "index" else self.kind,
            value=self.years[year],
            unit=self.unit,
            currency=self.currency,
            price_year=year if self.currency else None,
            year=str(year),
            payer=self.payer,
            source=self.source,
            grade=self.grade,
            note=self.note,
        )


class Library(Part):
    """A file of sourced values; its stem is its name in ``lib.NAME.ID``."""

    name: Labelled
    sources: dict[Id, Source]
    values: dict[Id, Entry] = {}
    series: dict[Id, Series] = {}

    def entries(self) -> dict[str, Entry]:
        """Return every value by id, each year of a series as ``ID_YEAR``."""
        yearly = {
            f"{name}_{year}": series.entry(year)
            for name, series in self.series.items()
            for year in series.years
        }
        return self.values | yearly

    def entry(self, name: str) -> Entry | None:
        """Return one value by its id, or None."""
        if name in self.values:
            return self.values[name]
        series, _, year = name.rpartition("_")
        known = series in self.series and year.isdigit() and len(year) == 4
        if known and int(year) in self.series[series].years:
            return self.series[series].entry(int(year))
        return None
