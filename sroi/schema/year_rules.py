"""What the years and months of a scenario demand of one another, read off the data as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.months import month_in
from sroi.schema.rules import Found, given_by_year, mapping, parts, two_at_once
from sroi.schema.scenario import ROOT
from sroi.schema.years import years_in

if TYPE_CHECKING:
    from sroi.errors import KeyPath, Raw
    from sroi.schema.rules import Data

PRICES = ("annual_cost", "monthly_salary", "hourly_cost")
BY_YEAR_KEYS = ("fte", "hours", "amount", *PRICES)
ENDS = ("from", "to")
WHEN = ("years", *ENDS)


def year_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong with the years and months that a scenario names."""
    yield from _programme(data)
    yield from _stretches(data)
    yield from _line_years(data)
    yield from _early_years(data)


def _programme(data: Data) -> Iterator[Found]:
    programme = data.get("programme")
    if isinstance(programme, Mapping) and not any(key in programme for key in WHEN):
        hint = "write years: 2025-2027, or from: 2016-08 and to: 2019-08"
        yield Found(("programme", "years"), Text("the key {key} is missing", key="years"), hint)


def _stretches(data: Data) -> Iterator[Found]:
    """Yield months without their other end, beside years, or that end before they begin."""
    programme = mapping(data, "programme")
    sections = parts(data, "staffing", "costs", "funding")
    for path, part in [(("programme",), programme), *sections]:
        ends = [key for key in ENDS if key in part]
        if ends and "years" in part:
            yield Found((*path, ends[0]), two_at_once("years", ends[0]), "keep one way to say it")
        if len(ends) == 1:
            lacking = "to" if ends == ["from"] else "from"
            what = Text("{one} without {other}", one=ends[0], other=lacking)
            add = Text("add {key}: a month, such as 2016-08", key=lacking)
            yield Found((*path, ends[0]), what, add)
        first, last = (month_in(part.get(key)) for key in ENDS)
        if first and last and last < first:
            what = Text("{given} ends before it begins", given=f"{first} – {last}")
            yield Found((*path, "to"), what, "write a month after from, or the same")


def _line_years(data: Data) -> Iterator[Found]:
    for path, part in parts(data, "staffing", "costs", "funding"):
        yield from _beside_by_year(path, part)
        per = part.get("per", "year")
        if path[0] == "costs" and "year" in part:
            if per != "once":
                what = Text("year with per: {per}", per=per)
                yield Found((*path, "year"), what, "write years, or per: once")
            for key in ENDS:
                if key in part:
                    yield Found((*path, key), two_at_once("year", key), "keep one way to say it")
        if path[0] == "costs" and "years" in part and per == "once":
            yield Found((*path, "years"), "years with per: once", "write year")


def _beside_by_year(path: KeyPath, part: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what says when, beside a number that is given by year and so says it itself."""
    by_year = [key for key in BY_YEAR_KEYS if given_by_year(part.get(key))]
    if not by_year:
        return
    per, only_price = part.get("per", "year"), all(key in PRICES for key in by_year)
    allowed = ("years", *ENDS) if only_price and per == "total" else ENDS if only_price else ()
    for key in ("years", "year", *ENDS):
        if key in allowed:
            continue
        if key in part:
            say = "remove {key}: the years of {number} are the line's years"
            hint = Text(say, key=key, number=by_year[0])
            what = Text("{key} beside a number given by year", key=key)
            yield Found((*path, key), what, hint)
    if per in ("once", "total") and not only_price:
        what = Text("per: {per} beside a number given by year", per=per)
        yield Found((*path, "per"), what, "write one amount, or leave out per")


def _early_years(data: Data) -> Iterator[Found]:
    first = data.get("first_year")
    if not isinstance(first, int):
        return
    for path, year in named_years(data):
        if year < first:
            yield Found(
                path,
                Text("{year} is before first_year, {first}", year=year, first=first),
                "move it, or first_year",
            )


def named_years(data: Data) -> Iterator[tuple[KeyPath, int]]:
    """Yield the first and last year of every stretch of years, and every single year named."""
    for path, raw, node in ROOT.walk(data):
        if node.number is not None:
            yearly = node.number.yearly and path != ("inflation",)
            years = given_by_year(raw) if yearly else []
            yield from (((*path, year), year) for year in years)
        elif path and path[0] not in ("simulation", "sources"):
            yield from ((path, year) for year in _years_under(path[-1], raw))


def _years_under(key: str | int, raw: Raw) -> list[int]:
    """Return the years that stand under a key that may hold some."""
    if key == "years":
        years = years_in(raw)
        return [years.first, years.last] if years else []
    if key in ENDS:
        month = month_in(raw)
        return [month.year] if month else []
    named = key in ("year", "followed_until") and isinstance(raw, int)
    return [raw] if named else []
