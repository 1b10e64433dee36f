"""Where things stand in a filled-in sheet: its columns, its entries, and what has no place.

People delete the help, sort a sheet, translate a heading. Columns are known by their keys, or by
their headings where the keys are gone; every row that is the workbook's own in no way is an entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sroi.errors import Text, nearest
from sroi.intake.columns import TABLES, Column
from sroi.intake.frame import (
    cells_of,
    is_heading,
    is_help,
    is_remark,
    keys_of,
    known_texts,
    labels_of,
)
from sroi.intake.words import bare, choices, closest_words
from sroi.loader.sheets import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.errors import Message, Raw
    from sroi.intake.frame import SheetRow
    from sroi.loader.sheets import Rows
    from sroi.wording import Wording

NEW_ONE = Text("copy it from a new workbook: {command}", command="sroi new FILE.xlsx")
IN_ORDER = (("base", "low"), ("low", "high"))  # what follows what, where headings alone say so
GIVE_BACK = "give the column its heading back, or delete it"


@dataclass(frozen=True)
class Stray:
    """A cell that belongs nowhere, or is not read; ``hint`` is empty where nothing is wrong."""

    row: int
    place: int
    what: Message
    hint: Message = ""


@dataclass(frozen=True)
class FilledSheet:
    """A sheet of entries: where the ends of its columns stand, and what belongs nowhere.

    ``columns`` says by column where its base, low and high stand, ``entries`` in which rows.
    """

    name: str
    rows: Rows
    columns: Mapping[str, Mapping[str, int]]
    entries: Sequence[int]
    strays: Sequence[Stray] = ()

    def cell(self, number: int, place: int) -> Raw:
        """Return what a cell holds; a row ends with the last cell that was ever touched."""
        return cell_at(self.rows[number], place)


@dataclass
class Header:
    """The rows above the entries, and the key of every column by its place."""

    part: str
    rows: Rows
    keys_row: int | None = None
    heading_row: int | None = None
    keys_at: dict[int, str] = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)

    @property
    def places(self) -> Mapping[str, Mapping[str, int]]:
        """Return where the base, low and high of every column stand."""
        columns: dict[str, dict[str, int]] = {}
        for place, key in self.keys_at.items():
            column, end = keys_of(self.part)[key]
            columns.setdefault(column, {}).setdefault(end, place)
        return columns

    @property
    def missing(self) -> list[Column]:
        """Return the columns that the sheet should have and has not."""
        present = {column for column, ends in self.places.items() if "base" in ends}
        columns = [c for c in TABLES[self.part] if c.kind != "id" and not c.young]
        return [column for column in columns if column.key not in present]

    def heading(self, place: int) -> Raw:
        """Return what stands over a column."""
        return None if self.heading_row is None else cell_at(self.rows[self.heading_row], place)


def cell_at(row: SheetRow, place: int) -> Raw:
    """Return what a row holds at a place, None beyond its end."""
    return row[place] if place < len(row) else None


def table_sheet(part: str, name: str, rows: Rows, wording: Wording) -> FilledSheet:
    """Return the sheet of a part, which has a row for each entry."""
    header = header_of(part, rows)
    frame = [number for number, row in filled(rows) if _is_frame(header, number, row)]
    titles = [number for number, row in filled(rows) if _is_title(header, number, row)]
    others = [number for number, _ in filled(rows) if number not in {*frame, *titles}]
    unread = dict(_own_columns(header))
    entries = [n for n in others if any(place not in unread for place, _ in cells_of(rows[n]))]
    strays = [*header.strays, *_in_frame(header, frame), *_in_titles(rows, titles)]
    strays += [*_outside(header, entries, unread, wording), *_unread(header, others, unread)]
    if entries and not header.keys_at:
        strays.append(Stray(entries[0], 0, "the headings are missing above", NEW_ONE))
    return FilledSheet(name, rows, header.places, entries, strays)


def header_of(part: str, rows: Rows) -> Header:
    """Return the rows of keys and of headings, and the columns they name."""
    labels, header = labels_of(part), Header(part, rows, keys_row(part, rows))
    others = ((number, row) for number, row in filled(rows) if number != header.keys_row)
    header.heading_row = next((n for n, row in others if is_heading(row, labels)), None)
    if header.heading_row is None and header.keys_row:
        above = header.keys_row - 1
        if _is_translated(part, rows[above], rows[header.keys_row]):
            header.heading_row = above
            what = "the row above the keys is taken for headings"
            header.strays.append(Stray(above, 0, what))
    _name_columns(header, labels)
    return header


def keys_row(part: str, rows: Rows) -> int | None:
    """Return the row that holds the keys of columns, None where none does."""
    counts = [known_texts(row, keys_of(part)) for row in rows]
    return counts.index(max(counts)) if max(counts, default=0) > 1 else None


def _is_translated(part: str, row: SheetRow, keys: SheetRow) -> bool:
    """Return whether a row above the keys holds headings in other words, and no entry."""
    columns = {column.key: column for column in TABLES[part]}
    for place, cell in cells_of(row):
        column = columns.get(cell_at(keys, place), Column(""))
        if not isinstance(cell, str) or (
            (column.kind == "id" and re.fullmatch(r"[a-z][a-z0-9_]*", cell))
            or (column.kind == "number" and re.search(r"\d", cell))
            or (column.choices and bare(cell) in choices(column))
        ):
            return False
    return sum(1 for _ in cells_of(row)) > 1


def _name_columns(header: Header, labels: Mapping[str, str]) -> None:
    """Note the key of every column: what its key says, else its heading."""
    keys, before = keys_of(header.part), ("", "")
    for place in range(max(map(len, header.rows), default=0)):
        key = None if header.keys_row is None else cell_at(header.rows[header.keys_row], place)
        label = labels.get(bare(str(header.heading(place) or "")), "")
        named = f"{before[0]}.{label}" if (before[1], label) in IN_ORDER else label
        if key not in keys:
            key = named if named in keys else ""
        elif label in keys and keys[label] != keys[key]:
            what = Text("the heading does not fit the column’s key, {key}", key=key)
            header.strays.append(Stray(header.heading_row or 0, place, what, GIVE_BACK))
        before = keys[key] if key else ("", "")
        if key and any(keys[key] == keys[other] for other in header.keys_at.values()):
            at = header.heading_row if header.heading_row is not None else header.keys_row
            what = Text("the column {heading} is here twice", heading=_titled(header, place, key))
            header.strays.append(Stray(at or 0, place, what, "keep one of them"))
        if key:
            header.keys_at[place] = key


def _titled(header: Header, place: int, key: str) -> str:
    heading = header.heading(place)
    return heading if isinstance(heading, str) else key


def _is_frame(header: Header, number: int, row: SheetRow) -> bool:
    """Return whether a row is the workbook's own: keys, headings, help or examples."""
    if number in (header.keys_row, header.heading_row):
        return True
    return is_heading(row, labels_of(header.part)) or is_help(row)


def _is_title(header: Header, number: int, row: SheetRow) -> bool:
    """Return whether a row is a lone text above the headings, written by somebody."""
    first = [at for at in (header.keys_row, header.heading_row) if at is not None]
    cells = [cell for _, cell in cells_of(row)]
    above = bool(first) and number < min(first)
    return above and len(cells) == 1 and isinstance(cells[0], str) and not is_remark(cells[0])


def _in_titles(rows: Rows, titles: Sequence[int]) -> Iterator[Stray]:
    for number in titles:
        place, cell = next(cells_of(rows[number]))
        yield Stray(number, place, Text("“{text}” is not read", text=cell))


def _in_frame(header: Header, frame: Sequence[int]) -> Iterator[Stray]:
    """Yield what stands in the rows of the workbook itself and is not the workbook's."""
    keys, labels = keys_of(header.part), labels_of(header.part)
    for number in frame:
        row = header.rows[number]
        for place, cell in cells_of(row):
            if number == header.keys_row and isinstance(cell, str):
                known_column = place in header.keys_at or isinstance(header.heading(place), str)
                if cell not in keys and not known_column:
                    what = Text("{given} is not a key of this sheet", given=cell)
                    known_keys = set(keys) - set(map(str, row))
                    yield Stray(number, place, what, nearest(cell, known_keys))
            elif not isinstance(cell, str) or not (
                number == header.heading_row or bare(cell) in labels or is_remark(cell)
            ):
                hint = "give it a row of its own below them"
                yield Stray(number, place, "an entry in a row of headings or help", hint)


def _own_columns(header: Header) -> Iterator[tuple[int, str]]:
    """Yield the columns that somebody has put beside the workbook's, which are all here."""
    for place in range(max(map(len, header.rows), default=0)):
        heading = header.heading(place)
        if place not in header.keys_at and isinstance(heading, str) and not header.missing:
            yield place, heading


def _unread(header: Header, rows: Sequence[int], headings: Mapping[int, str]) -> Iterator[Stray]:
    """Yield the columns of somebody's own that hold anything."""
    for place, heading in headings.items():
        if any(cell_at(header.rows[number], place) is not None for number in rows):
            what = "the column {heading} is not the workbook’s and is not read"
            yield Stray(header.heading_row or 0, place, Text(what, heading=heading))


def _outside(
    header: Header, entries: Sequence[int], headings: Mapping[int, str], wording: Wording
) -> Iterator[Stray]:
    """Yield the first entry of each column that is neither the workbook's nor somebody's own."""
    seen = {*header.keys_at, *headings, *(stray.place for stray in header.strays)}
    for number in entries if header.keys_at else ():
        for place, _ in cells_of(header.rows[number]):
            if place not in seen:
                seen.add(place)
                yield Stray(number, place, *_unknown(header, place, wording))


def _unknown(header: Header, place: int, wording: Wording) -> tuple[Message, Message]:
    """Return what is wrong with a column without a heading we know, and what to do."""
    heading = header.heading(place)
    if not isinstance(heading, str):
        return "this column has no heading", "give it a heading, or delete it"
    missing = [wording.term(column.term) for column in header.missing]
    names = closest_words(heading, missing) or ", ".join(missing[:6])
    what = Text("no column of this sheet is called “{heading}”", heading=heading)
    return what, Text("give it its heading back: {names} is missing here", names=names)
