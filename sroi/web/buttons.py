"""What the buttons of the form do to a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sroi.errors import dotted
from sroi.loader.merge import path_of, value_at
from sroi.schema.months import Months, month_in
from sroi.schema.years import years_in
from sroi.web.drafts import NEW_PARTS
from sroi.web.entries import brought_back, posted_changes
from sroi.web.fields import fields, form_section
from sroi.web.number_forms import yearly
from sroi.web.parts import part_of, section_of
from sroi.web.sourced import chosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.errors import KeyPath, Raw
    from sroi.web.drafts import Draft
    from sroi.web.fields import Field
    from sroi.wording import Wording

LIBRARY_ID = re.compile(r"lib\.\w+\.\w+")
Posted = Mapping[str, list[str]]


@dataclass(frozen=True)
class Press:
    """A button pressed: on which draft, at which place, and all that was posted with it."""

    draft: Draft
    place: str  # a dotted path, or a section
    value: str  # a name in the library
    posted: Posted
    fields: Mapping[str, Field]
    wording: Wording

    @property
    def path(self) -> KeyPath:
        """Return the place as a path."""
        return path_of(self.place)


def act(draft: Draft, action: str, posted: Posted, wording: Wording) -> str:
    """Take what was typed, and do what a button says; return where to look next."""
    seen = draft.seen(posted.get("seen", [""])[-1])  # what was typed is new beside that
    known = {field.id: field for field in fields(seen, draft.saved)}
    if new := posted_changes(posted, known, seen, wording.language):
        draft.change(brought_back(new, draft.data, draft.aside))
    verb, place, value = (*action.split(" ", 2), "", "", "")[:3]
    press = Press(draft, place, value, posted, known, wording)
    return VERBS[verb](press) if verb in VERBS else ""


def _undo(press: Press) -> str:
    press.draft.step(-1)
    return ""


def _redo(press: Press) -> str:
    press.draft.step(1)
    return ""


def _reread(press: Press) -> str:
    press.draft.reread()
    return ""


def _add(press: Press) -> str:
    section = press.place
    if section not in NEW_PARTS:
        return ""
    name = press.posted.get(f"add-{section}", [""])[-1].strip()
    return dotted(press.draft.add(section, name or press.wording.term(f"add.{section}_name")))


def _choose(press: Press) -> str:
    if press.place not in press.fields or not LIBRARY_ID.fullmatch(press.value):
        return ""
    value = chosen(press.value, value_at(press.draft.data, press.path))
    press.draft.choose(press.path, value, press.value.split(".")[1])
    return press.place


def _remove(press: Press) -> str:
    section = section_of(press.path)
    if section not in NEW_PARTS or press.path != part_of(press.path):
        return ""
    press.draft.remove(press.path)
    return form_section(section)


def _by_year(press: Press) -> str:
    return _spread(press, every_year)


def _same_years(press: Press) -> str:
    return _spread(press, one_year)


def _spread(press: Press, spread: Callable[[Mapping[str, Any], Any], Any]) -> str:
    if press.place not in press.fields or not yearly(press.path):
        return ""
    draft = press.draft
    draft.change({press.path: spread(draft.data, value_at(draft.data, press.path))})
    return press.place


VERBS: Mapping[str, Callable[[Press], str]] = {
    "undo": _undo,
    "redo": _redo,
    "reread": _reread,
    "add": _add,
    "choose": _choose,
    "remove": _remove,
    "years": _by_year,
    "same": _same_years,
}


def every_year(data: Mapping[str, Any], raw: Raw) -> Raw:
    """Return a number as one for every year of the programme."""
    if isinstance(raw, Mapping) and "value" in raw:
        return {**raw, "value": every_year(data, raw["value"])}
    if isinstance(raw, Mapping) and raw and all(isinstance(year, int) for year in raw):
        last = raw[max(raw)]
        return {year: raw.get(year, last) for year in _years(data)}
    return dict.fromkeys(_years(data), "missing" if raw == "unpriced" else raw)


def one_year(data: Mapping[str, Any], raw: Raw) -> Raw:
    """Return the number of the first of several years as that of all."""
    if isinstance(raw, Mapping) and "value" in raw:
        return {**raw, "value": one_year(data, raw["value"])}
    return next(iter(raw.values()), None) if isinstance(raw, Mapping) else raw


def _years(data: Mapping[str, Any]) -> list[int]:
    """Return the years of the programme; the first year where those are not given yet."""
    if years := years_in(value_at(data, ("programme", "years"))):
        return list(years)
    begins, ends = (month_in(value_at(data, ("programme", end))) for end in ("from", "to"))
    if begins and ends:
        return list(Months(begins, ends).years)
    first = data.get("first_year")
    return [first if isinstance(first, int) else date.today().year]
