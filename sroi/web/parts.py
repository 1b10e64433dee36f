"""The parts of a scenario that one may add, name and take away: where they lie, what they say."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sroi.errors import dotted
from sroi.loader.merge import path_of, value_at
from sroi.schema.fields import GROUPS

if TYPE_CHECKING:
    from sroi.errors import KeyPath as Path

BY_GROUP = "by_group"  # what an outcome states of single groups
PARTS = (
    *("claims", "payers", GROUPS, "services", "staffing", "costs", "funding", "outcomes"),
    "sources",
)
NAMES = {"staffing": "role", "sources": "title", "claims": "text"}
PAID = ("staffing", "costs", "funding", "outcomes")  # parts that are some payer's
SHARED = {"payers": "payers", "serves": "services"}  # shares by the parts of a section
LONGEST = 80  # characters of a name


def part_of(path: Path) -> Path:
    """Return the path of the part that a place is in, an empty one of what is in none.

    >>> part_of(("costs", "rent", "amount")), part_of(("participants", "groups", "open", "name"))
    (('costs', 'rent'), ('participants', 'groups', 'open'))
    >>> part_of(("participants", "unit"))
    ()
    """
    for section in PARTS:
        keys = path_of(section)
        if path[: len(keys)] == keys and len(path) > len(keys):
            return path[: len(keys) + 1]
    return ()


def section_of(path: Path) -> str:
    """Return the section of parts that a place is in, empty where it is in none."""
    return dotted(part_of(path)[:-1])


def group_of(path: Path) -> str:
    """Return the group of participants that a place of an outcome is about, empty of all."""
    return str(path[3]) if path[2:3] == (BY_GROUP,) and len(path) > 3 else ""


def inside(path: Path) -> Path:
    """Return where a place is within its part, or within what the part states of a group.

    >>> inside(("outcomes", "placement", "by_group", "open", "effect", "kind"))
    ('effect', 'kind')
    """
    return path[4:] if group_of(path) else path[len(part_of(path)) :]


def parts_of(data: Mapping[str, Any], section: str) -> Mapping[Any, Any]:
    """Return the parts of a section by id, none where the file has something else there."""
    content = value_at(data, path_of(section))
    return content if isinstance(content, Mapping) else {}


def label_of_part(data: Mapping[str, Any], section: str, ident: object) -> str:
    """Return what a part is called: its name, else its id."""
    named = parts_of(data, section).get(ident)
    name = value_at(named, (NAMES.get(section, "name"),))
    return shorten(str(name), LONGEST, placeholder="…") if name else str(ident)


def part_names(data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the name of every part by its section and id."""
    return {
        (section, ident): label_of_part(data, section, ident)
        for section in PARTS
        for ident in parts_of(data, section)
    }
