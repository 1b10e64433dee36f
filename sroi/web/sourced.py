"""Which values of the library may stand at a number of the form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from sroi.arithmetic.quantities import ONCOST, RATE, RATIO, REDUCTION, SHARE
from sroi.loader.files import packaged

if TYPE_CHECKING:
    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.languages import Language
    from sroi.schema.library import Entry
    from sroi.web.fields import Field

LIBRARY = "se"
PREFIX = f"lib.{LIBRARY}."
FITS = {  # the kind and the unit of what may stand for a number that is not money
    SHARE: ("rate", "share"),
    ONCOST: ("oncost", "share of salary"),
    RATE: ("discount", "per year, real"),
    RATIO: ("effect", "risk ratio"),
    REDUCTION: ("effect", "share"),
}
UNITS = {  # what a price asked for is usually per, best first
    "unit_cost": ("event", "visit", "day", "month", "year", "pupil/year", "child/year"),
    "annual_cost": ("FTE/year", "year"),
    "amount": ("year", "month", "event", "visit", "h"),
}
STEM = 6  # letters that two words about the same thing begin with
PARTS_OF_TIME = ("h", "day", "month")  # of which an event, or a year's cost, has several


def entry_of(name: Raw) -> Entry | None:
    """Return the value of the library that a name such as ``lib.se.po_kommun`` stands for."""
    named = isinstance(name, str) and name.startswith(PREFIX)
    return packaged(LIBRARY).entry(name.removeprefix(PREFIX)) if named else None


def library_name(name: Raw, language: Language) -> str:
    """Return what a value or an index of the library is called, empty where it is none."""
    named = isinstance(name, str) and name.startswith(PREFIX)
    series = packaged(LIBRARY).series.get(name.removeprefix(PREFIX)) if named else None
    known = series or entry_of(name)
    return "" if known is None else known.name.said_in(language)


def source_title(entry: Entry) -> str:
    """Return what the source of a value is called, with its year."""
    source = packaged(LIBRARY).sources[entry.source]
    dated = source.year is None or str(source.year) in source.title
    return source.title if dated else f"{source.title}, {source.year}"


def part_of_time(entry: Entry) -> str:
    """Return the hour, day or month that a price is per, empty where it is per something else."""
    part = entry.per.rpartition("/")[2]
    return part if entry.kind == "price" and part in PARTS_OF_TIME else ""


def fitting(field: Field, currency: str) -> Mapping[str, Entry]:
    """Return the values of the library that may stand at a number, by id."""
    if field.quantity is None:
        return {}
    kinds = ("wage",) if field.path[-1] == "monthly_salary" else ("price", "wage")
    return _fitting(field.quantity, kinds, currency)


def best_first(field: Field, entries: Mapping[str, Entry], topic: str) -> dict[str, Entry]:
    """Return values with those about the same thing first, then those in the unit asked for."""
    units = UNITS.get(str(field.path[-1]), ())

    def rank(ident: str) -> tuple[bool, int, str]:
        entry = entries[ident]
        place = units.index(entry.per) if entry.per in units else len(units)
        return not _about(ident, entry, topic), place, entry.grade

    return {ident: entries[ident] for ident in sorted(entries, key=rank)}


def _about(ident: str, entry: Entry, topic: str) -> bool:
    """Return whether a value is about a topic: a long word of it begins like one of the name."""
    words = f"{entry.name.sv} {entry.name.en} {ident.replace('_', ' ')}".lower().split()
    stems = {word[:STEM] for word in words if len(word) >= STEM}
    begins = ident.partition("_")[0]
    return any(word[:STEM] in stems or word.startswith(begins) for word in topic.split())


def chosen(name: str, raw: Raw) -> Raw:
    """Return a value of the library in place of a number; how its unit is converted stays.

    Of a price per hour, day or month it is still to be said how many of them there are.
    """
    how = {}
    if _like(raw, name):
        how = {key: raw[key] for key in ("times", "over") if raw.get(key) not in (None, "")}
    entry = entry_of(name)
    if entry and part_of_time(entry):
        how.setdefault("times", "")
    return {"value": name, **how} if how else name


def _like(raw: Raw, name: str) -> bool:
    """Return whether a number is a value of the library in the same unit as another."""
    before = entry_of(raw.get("value")) if isinstance(raw, Mapping) else None
    entry = entry_of(name)
    return before is not None and entry is not None and before.unit == entry.unit


@lru_cache(maxsize=64)
def _fitting(quantity: Quantity, kinds: tuple[str, ...], currency: str) -> Mapping[str, Entry]:
    def fits(entry: Entry) -> bool:
        if quantity.money:
            return entry.currency == currency and entry.kind in kinds
        return FITS.get(quantity) == (entry.kind, entry.unit)

    entries = packaged(LIBRARY).values.items()
    return {ident: entry for ident, entry in entries if entry.value is not None and fits(entry)}
