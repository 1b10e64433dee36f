"""sroi library: list the sourced values, or show one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.speech import say
from sroi.wording import wording_chosen

if TYPE_CHECKING:
    from sroi.errors import Message
    from sroi.schema.library import Entry, Library
    from sroi.wording import Wording


@click.command(
    "library", epilog="Example: sroi library plac_familjehem_egen_dygn --price-year 2024"
)
@click.argument("search", required=False)
@click.option("--price-year", type=int, metavar="YEAR", help="Show money in this year's prices.")
@click.option("--name", "library_name", default="se", show_default=True, help="Which library.")
@options.language
def command(
    search: str | None, price_year: int | None, library_name: str, language: str | None
) -> None:
    """List the sourced values whose id or name contains SEARCH; show one if SEARCH is its id.

    In a scenario write lib.se.ID. Values of grade C and D are to be replaced with local ones.
    """
    from sroi.errors import Text as Message
    from sroi.errors import UsageError
    from sroi.loader.files import PACKAGED, packaged

    if library_name not in PACKAGED:
        unknown = Message(
            "no library {given}; there is {names}", given=library_name, names=", ".join(PACKAGED)
        )
        raise UsageError(unknown)
    library = packaged(library_name)
    wording = wording_chosen(language, "SEK")
    ident = (search or "").removeprefix(f"lib.{library_name}.")
    entry = library.entry(ident)
    if entry is not None:
        _show(library, library_name, ident, price_year, wording)
        return
    _list(library, ident.lower(), price_year, wording)


def _list(library: Library, search: str, price_year: int | None, wording: Wording) -> None:
    from rich.table import Table
    from rich.text import Text

    from sroi.cli.terminal import console
    from sroi.errors import Text as Message
    from sroi.errors import UsageError, nearest

    matching = {
        ident: entry
        for ident, entry in (library.values if not search else library.entries()).items()
        if search in f"{ident} {entry.name.sv} {entry.name.en} {entry.kind}".lower()
    }
    if not matching:
        advice = nearest(search, library.entries())
        raise UsageError(Message("nothing contains {given}; {advice}", given=search, advice=advice))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("id", no_wrap=True)
    table.add_column(wording.term("column.value"), justify="right", max_width=18)
    table.add_column(wording.term("column.grade"), no_wrap=True)
    table.add_column(wording.term("column.name"))
    for ident, entry in matching.items():
        value, unit = _value(library, entry, price_year, wording)
        name = entry.name.said_in(wording.language)
        table.add_row(Text(ident), Text(f"{value}\n{unit}"), entry.grade, Text(name))
    console().print(table)


def _value(
    library: Library, entry: Entry, price_year: int | None, wording: Wording
) -> tuple[str, str]:
    """Return a value and its unit with the price year, moved to another if that is asked for."""
    factor, year = 1.0, entry.price_year
    if price_year and entry.price_year and entry.index != "none":
        years = library.series[entry.index].years
        if price_year in years:
            factor, year = years[price_year] / years[entry.price_year], price_year
    unit = wording.published(entry.unit)
    words = f"{unit}, {year}" if year else unit
    if entry.value is not None:
        return wording.significant(entry.value * factor), words
    limits = [x for x in (entry.low, entry.high) if x is not None]
    return "–".join(wording.significant(x * factor) for x in limits), words


def _show(
    library: Library, name: str, ident: str, price_year: int | None, wording: Wording
) -> None:
    entry = library.entry(ident)
    assert entry is not None
    value, unit = _value(library, entry, None, wording)
    lines = [f"lib.{name}.{ident}", entry.name.said_in(wording.language)]
    lines.append(f"{value} {unit}")
    if entry.low is not None and entry.high is not None and entry.value is not None:
        low, high = wording.significant(entry.low), wording.significant(entry.high)
        lines.append(f"{wording.range(low, high)} ({wording.percent(0.9)})")
    if price_year:
        lines.append(" ".join(_value(library, entry, price_year, wording)))
        if entry.currency and entry.price_year != price_year:
            lines[-1] += f" ({wording.said(_moved(library, entry, price_year))})"
    if entry.year:
        lines.append(entry.year)
    lines.append(f"{library.sources[entry.source]}")
    grade = f" – {wording.term('grade.replace')}" if entry.grade in "CD" else ""
    lines.append(f"{entry.grade}{grade}" + (f" ({entry.local})" if entry.local else ""))
    if entry.note:
        lines.append(entry.note)
    say("\n".join(lines))


def _moved(library: Library, entry: Entry, price_year: int) -> Message:
    """Return how a value was moved to another price year, or why it was not."""
    from sroi.errors import Text as Message

    if entry.index == "none" or entry.price_year is None:
        return "no index: as it is"
    years = library.series[entry.index].years
    if price_year not in years:
        known = {"first": min(years), "last": max(years)}
        return Message("index {index} has {first} to {last}: not moved", index=entry.index, **known)
    quotient = f"{years[price_year]:g} / {years[entry.price_year]:g}"
    return Message("index {index}: {quotient}", index=entry.index, quotient=quotient)
