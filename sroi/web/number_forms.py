"""The forms of number that are offered at a field: those that its place in the file can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.schema.scenario import ROOT
from sroi.web.number_entry import OVER_PERSONS, OVER_TIME, NumberEntry, values_of

if TYPE_CHECKING:
    from sroi.errors import KeyPath
    from sroi.schema.fields import NumberField
    from sroi.web.fields import Field


def offered_forms(field: Field) -> tuple[str, ...]:
    """Return the forms a number may be given in, the one it has among them."""
    place = ROOT.at(field.path).number
    forms = ["certain", "range", *_counted(place), "missing"]
    if place and place.may_be_unpriced and not isinstance(field.path[-1], int):
        forms.append("unpriced")  # said of a whole amount, not of one year of it
    now = NumberEntry.from_raw(field.raw).form
    return tuple(dict.fromkeys([*forms, now]))


def _counted(place: NumberField | None) -> tuple[str, ...]:
    """Return how what is counted may be given: among persons, or during a time."""
    if place is None or not place.counted:
        return ("counts",)
    persons = place.counted[0] in values_of(OVER_PERSONS)
    return ("counts", OVER_PERSONS) if persons else (OVER_TIME,)


def yearly(path: KeyPath) -> bool:
    """Return whether a number may differ by calendar year."""
    place = ROOT.at(path).number
    return place is not None and place.yearly
