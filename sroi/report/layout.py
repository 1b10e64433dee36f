"""Where things stand in a filled-in sheet: its columns, its entries, and what has no place.

People delete the help, sort a sheet, translate a heading. Columns are known by their keys, or by
their headings where the keys are gone; every row that is the workbook's own in no way is an entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sroi.errors import Message
from sroi.loader.sheets import Rows, filled
from sroi.report.frame import (
    ENDS,
    is_heading,
    is_help,
    is_title,
    keys_of,
    known,
    labels_of,
)
from sroi.schema.places import nearest

NEW_ONE = "copy it from a new workbook: sroi new --xlsx FILE"


@dataclass(frozen=True)
class Stray:
    """A cell that belongs nowhere, or that is not what it should be."""

    row: int
    place: int
    what: Message
    hint: Message


@dataclass(frozen=True)
class Sheet:
    """A sheet of entries: where the ends of its columns stand, and what belongs nowhere.

    ``columns`` says by column where its base, low and high stand, ``entries`` in which rows.
    """

    name: str
    rows: Rows
    columns: Mapping[str, Mapping[str, int]]
    entries: Sequence[int]
    strays: Sequence[Stray] = ()

    def cell(self, number: int, place: int) -> Any:  # noqa: ANN401 - whatever a cell holds
        """Return what a cell holds; a row ends with the last cell that was ever touched."""
        row = self.rows[number]
        return row[place] if place < len(row) else None


def table_sheet(part: str, name: str, rows: Rows) -> Sheet:
    """Return the sheet of a part, which has a row for each entry."""
    keys_at, at = column_keys(part, rows)
    labels = labels_of(part)
    frame = [
        number
        for number, row in filled(rows)
        if number == at
        or is_heading(row, labels)
        or is_help(row)
        or (number < (at or 0) and is_title(row, keys_at))
    ]
    entries = [number for number, _ in filled(rows) if number not in frame]
    places = {key: place for place, key in keys_at.items()}
    columns: dict[str, dict[str, int]] = {}
    for key, (column, end) in keys_of(part).items():
        if key in places:
            columns.setdefault(column, {})[end] = places[key]
    strays = [*_in_frame(rows, frame, at, part), *twice(keys_at, at or 0)]
    if entries:
        strays += _outside(rows, entries, keys_at, {stray.place for stray in strays})
        strays += _without_id(keys_at, entries[0])
    return Sheet(name, rows, columns, entries, strays)


def column_keys(part: str, rows: Rows) -> tuple[dict[int, str], int | None]:
    """Return the key of every column by its place, and the row that has them, if one has."""
    keys = keys_of(part)
    counts = [known(row, keys) for row in rows]
    if max(counts, default=0) > 1:
        at = counts.index(max(counts))
        return {place: cell for place, cell in enumerate(rows[at]) if cell in keys}, at
    labels = labels_of(part)
    headings = next((row for row in rows if is_heading(row, labels)), [])
    return dict(_by_heading(headings, labels, keys)), None


def _by_heading(
    row: Sequence[Any], labels: Mapping[str, str], keys: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    """Yield the key of every column by its place; low and high follow their number."""
    column = ""
    for place, cell in enumerate(row):
        label = labels.get(cell, "") if isinstance(cell, str) else ""
        key = f"{column}.{label}" if label in ENDS else label
        column = column if label in ENDS else label
        if key in keys:
            yield place, key


def _in_frame(rows: Rows, frame: Sequence[int], at: int | None, part: str) -> Iterator[Stray]:
    """Yield what stands in the rows of the workbook itself and is not the workbook's."""
    keys = keys_of(part)
    for number in frame:
        for place, cell in enumerate(rows[number]):
            if cell is None or (isinstance(cell, str) and (number != at or cell in keys)):
                continue
            if isinstance(cell, str):
                what = f"{cell} is not a key of this sheet"
                yield Stray(number, place, what, nearest(cell, set(keys) - set(rows[number])))
            else:
                hint = "give it a row of its own below them"
                yield Stray(number, place, "an entry in a row of headings or keys", hint)


def twice(keys_at: Mapping[int, str], at: int) -> Iterator[Stray]:
    """Yield the columns whose key stands twice in the row of keys."""
    for place, key in keys_at.items():
        if list(keys_at.values()).index(key) != list(keys_at).index(place):
            yield Stray(at, place, f"the column {key} is here twice", "keep one of them")


def _outside(
    rows: Rows, entries: Sequence[int], keys_at: Mapping[int, str], known_strays: set[int]
) -> Iterator[Stray]:
    """Yield the first entry of each column that has no key."""
    seen = {*keys_at, *known_strays}
    for number in entries if keys_at else ():
        for place, cell in enumerate(rows[number]):
            if cell is not None and place not in seen:
                seen.add(place)
                hint = "give its column the key it had, or delete it"
                yield Stray(number, place, "this column has no key", hint)


def _without_id(keys_at: Mapping[int, str], first: int) -> Iterator[Stray]:
    if not keys_at:
        yield Stray(first, 0, "the row of keys is missing above", NEW_ONE)
    elif "id" not in keys_at.values():
        yield Stray(first, 0, "the column id is missing", NEW_ONE)
