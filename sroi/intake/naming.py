"""What the entries of a workbook are called: an id for each, made of its name where it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.intake.columns import TABLES
from sroi.intake.entry import AS_TEXT, whole_number
from sroi.intake.words import bare, is_example
from sroi.loader.ids import slug, unlike
from sroi.loader.sheets import Unusable
from sroi.schema.rules import ALL, RESERVED, SECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.errors import Message
    from sroi.intake.columns import Column
    from sroi.intake.entry import Reader
    from sroi.intake.layout import FilledSheet

NAMED_ONCE = ("payers", "outcomes")  # what other sheets name


@dataclass
class Names:
    """The entries of a sheet: their ids by row, and the faults of their names.

    ``known`` has the id of each name and of each id, ``shown`` the name of each id.
    """

    part: str
    ids: dict[int, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[int, str, Message, Message]] = field(default_factory=list)


def name_column(part: str) -> Column:
    """Return the column that names the entries of a part."""
    return next(column for column in TABLES[part] if column.kind == "name")


def names_on(part: str, sheet: FilledSheet, reader: Reader) -> Names:
    """Return what the entries of a sheet are called."""
    names, by_id = Names(part), dict(_texts(sheet, "id", reader))
    column = name_column(part)
    by_name = dict(_texts(sheet, column.key, reader))
    taken = {*by_id.values(), *((*RESERVED, *SECTORS, ALL) if part == "payers" else ())}
    for row in sheet.entries:
        ident, name = by_id.get(row, ""), by_name.get(row, "")
        if fault := _fault(names, sheet, row, ident, name):
            end = "id" if ident or not _has(sheet, column.key) else column.key
            names.faults.append((row, end, *fault))
            continue
        if not ident:
            ident = unlike(slug(name) or part, taken)
            taken.add(ident)
        names.ids[row] = ident
        names.labels[ident] = name or ident
        names.known |= {bare(text): ident for text in (name, ident) if text}
    return names


def _texts(sheet: FilledSheet, key: str, reader: Reader) -> Iterator[tuple[int, str]]:
    """Yield what the cells of a column say as text, with their rows."""
    place = sheet.columns.get(key, {}).get("base")
    for row in sheet.entries:
        cell: Any = None if place is None else sheet.cell(row, place)
        if isinstance(cell, str):
            yield row, cell.strip()
        elif isinstance(cell, int | float):
            yield row, reader.number(whole_number(cell))


def _has(sheet: FilledSheet, key: str) -> bool:
    return "base" in sheet.columns.get(key, {})


def _fault(
    names: Names, sheet: FilledSheet, row: int, ident: str, name: str
) -> tuple[Message, Message] | None:
    """Return what is wrong with the name of an entry, and what to do."""
    unusable = _unusable(sheet, row, names.part)
    if unusable is not None:
        return unusable.what, unusable.hint or AS_TEXT
    if is_example(name):
        what = Text("{given} is an example of the workbook's", given=name)
        return what, "write over it, or empty the cell"
    if not ident and not name:
        return "this row has no name", "give it a name, or empty the whole row"
    if ident in names.labels:
        return Text("the id {given} stands on two rows", given=ident), "give one another id"
    if not ident and names.part in NAMED_ONCE and bare(name) in names.known:
        return Text("“{given}” stands on two rows", given=name), "give one another name"
    return None


def _unusable(sheet: FilledSheet, row: int, part: str) -> Unusable | None:
    for key in ("id", name_column(part).key):
        place = sheet.columns.get(key, {}).get("base")
        cell = None if place is None else sheet.cell(row, place)
        if isinstance(cell, Unusable):
            return cell
    return None


def references(names: Mapping[str, Names]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return by sheet the ids that names stand for, and the names as they are written."""
    known = {part: each.known for part, each in names.items()}
    return known, {part: each.labels for part, each in names.items()}
