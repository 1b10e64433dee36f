"""Figures as CSV for a spreadsheet: headings in words, and marks as its reader has set them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.report.files import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sroi.errors import Raw
    from sroi.wording import Wording

SECTIONS = ("csv", "measure", "outcome", "step")  # where the words of a name may be
EVERYTHING = "everything"
ItemNames = Mapping[str, Mapping[str, str]]
NAMELESS: ItemNames = {}
NAMES = ("part", "measure", "statistic", "unit", "step")  # columns of our names, nobody's own


def spreadsheet_csv(
    rows: Iterable[Mapping[str, Any]], wording: Wording, names: ItemNames = NAMELESS
) -> bytes:
    """Return rows as CSV that a spreadsheet opens with a double click, in the reader's language.

    ``names`` is what the scenarios call the items, by part and id.

    The byte order mark says that it is UTF-8; without it å, ä and ö are garbled.
    """
    text, table = io.StringIO(), list(rows)
    columns = list(dict.fromkeys(name for row in table for name in row))
    writer = csv.writer(text, delimiter=wording.locale.between_cells)
    writer.writerow(_heading(name, wording) for name in columns)
    for row in table:
        worded = _in_words(row, wording, names)
        writer.writerow(_cell(worded.get(name), wording) for name in columns)
    return text.getvalue().encode("utf-8-sig")


def _heading(name: str, wording: Wording) -> str:
    key = f"csv.column_{name}"
    return wording.term(key) if wording.has(key) else harmless(name)


def _in_words(row: Mapping[str, Any], wording: Wording, names: ItemNames) -> Mapping[str, Any]:
    """Return a row with words for our names, and what a scenario calls its items."""
    worded = {name: words_of(str(row[name]), wording) for name in NAMES if name in row}
    of_perspective = row.get("part") in ("perspective", "difference")
    viewed = ["perspective", *(["item"] if of_perspective else [])]
    worded |= {name: wording.view(str(row[name])) for name in viewed if name in row}
    if row.get("part") == "service":
        worded["measure"] = words_of(f"service_{row['measure']}", wording)
    called = names.get(row.get("part", ""), {}).get(row.get("item", ""))
    if called is not None:
        worded["item"] = called
    if row.get("known") == EVERYTHING:
        worded["known"] = words_of(EVERYTHING, wording)
    return {**row, **worded}


def _cell(value: Raw, wording: Wording) -> str:
    """Return a value as the spreadsheet reads it, empty where there is none."""
    if isinstance(value, Mapping):  # an index of the variance, with its interval
        value = value.get("value")
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return wording.term("csv.yes" if value else "csv.no")
    if isinstance(value, int | float):
        return str(value).replace(".", wording.locale.decimal)
    if isinstance(value, list | tuple):
        return harmless(", ".join(map(str, value)))
    return harmless(str(value))


def words_of(name: str, wording: Wording) -> str:
    """Return the words for a name in the tidy figures, or the name where it has none.

    >>> from sroi.wording import Wording
    >>> words_of("npv", Wording("sv", "SEK")), words_of("p5", Wording("sv", "SEK"))
    ('Netto (nytta minus kostnad)', '5:e percentil')
    """
    first, colon, perspective = name.partition(":")
    if colon:
        return f"{words_of(first, wording)}: {wording.view(perspective)}"
    plain = re.sub(r"\W", "_", name)
    terms = (f"{section}.{plain}" for section in SECTIONS)
    term = next((key for key in terms if wording.has(key)), None)
    return wording.term(term) if term else name
