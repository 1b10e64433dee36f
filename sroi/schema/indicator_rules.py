"""What the keys of an indicator demand of one another, read off the data as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeGuard

from sroi.errors import Text, nearest
from sroi.schema.rules import Found, mapping, parts

if TYPE_CHECKING:
    from sroi.errors import KeyPath, Raw
    from sroi.schema.rules import Data

STATED = ("value", "events", "of", "sd")  # of a baseline, as in a row
RANGE = ("low", "base", "high")
PREDICTED = re.compile(r"outcomes\.([a-z][a-z0-9_]*)\.(?:with|without)")
RENAME = "choose another id"
_Part = Mapping[str, Any]


def indicator_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong between the keys of each indicator, and with what few are hidden."""
    cells = mapping(data, "small_cells")
    if cells.get("below") == 0 and not cells.get("because"):
        hint = "write because: why, which is shown with the numbers"
        yield Found(("small_cells",), "protection of small numbers is off, without a reason", hint)
    for path, indicator in parts(data, "indicators"):
        yield from _id(path)
        yield from _kind(path, indicator)
        yield from _baseline((*path, "baseline"), indicator)
        yield from _values(path, indicator)
        yield from _predicted((*path, "predicts"), indicator.get("predicts"), data)


def _id(path: KeyPath) -> Iterator[Found]:
    """Yield the one name that tables of observations have for something else.

    What was planned stands there with its section, such as ``staffing.visit4``.
    """
    if path[-1] == "participants":
        yield Found(path, "participants are those of the programme", RENAME)


def _kind(path: KeyPath, indicator: _Part) -> Iterator[Found]:
    if "per_person" not in indicator:
        return
    if indicator.get("kind") != "count":
        hint = "leave it out: only counts of visits or talks need it"
        yield Found((*path, "per_person"), "per_person of what is no count", hint)
    elif indicator.get("people") is not False:
        hint = "write people: false if visits are counted, else leave out per_person"
        yield Found((*path, "per_person"), "per_person of a count of people", hint)


def _baseline(path: KeyPath, indicator: _Part) -> Iterator[Found]:
    baseline = mapping(indicator, "baseline")
    ways = [way for way in (("periods",), STATED, RANGE) if any(key in baseline for key in way)]
    if len(ways) > 1:
        yield Found(path, "a baseline stated in several ways", "keep one of them")
    elif "baseline" in indicator and not ways:
        hint = "write periods, or value, or events and of, or low, base and high"
        yield Found(path, "a baseline that says nothing", hint)
    elif ways == [STATED]:
        yield from _stated(path, baseline, str(indicator.get("kind")))
    elif ways == [RANGE]:
        yield from _range(path, baseline)


def _stated(path: KeyPath, baseline: _Part, kind: str) -> Iterator[Found]:
    value, events, of = (baseline.get(key) for key in ("value", "events", "of"))
    if value is None and events is None:
        yield Found(path, "a baseline without value or events", "write value, or events and of")
    if events is not None and kind != "share":
        yield Found((*path, "events"), "events of what is no share", "write value")
    elif events is not None and of is None:
        yield Found((*path, "events"), "events without of", "write of: how many they are of")
    elif _is_number(events) and _is_number(of) and events > of:
        yield Found((*path, "events"), "more events than of", "write how many of them it was")
    if "sd" in baseline and kind != "mean":
        yield Found((*path, "sd"), "sd of what is no mean", "leave it out")


def _range(path: KeyPath, baseline: _Part) -> Iterator[Found]:
    if any(baseline.get(key) is None for key in RANGE):
        yield Found(path, "a range without all of low, base and high", "write all three")
    ends = [baseline[key] for key in RANGE if _is_number(baseline.get(key))]
    if len(ends) == len(RANGE) and ends != sorted(ends):
        yield Found(path, "low, base and high are not in order", "write the lowest first")


def _values(path: KeyPath, indicator: _Part) -> Iterator[Found]:
    """Yield the values of a share that are none, and those of a count below 0."""
    kind = indicator.get("kind")
    places = [("target", "value"), ("reference", "value")]
    places += [("baseline", key) for key in ("value", *RANGE)]
    for part, key in places:
        value = mapping(indicator, part).get(key)
        if not _is_number(value):
            continue
        if kind == "share" and not 0 <= value <= 1:
            what = Text("{given} is no share", given=float(value))
            yield Found((*path, part, key), what, "write 25 % as 0.25")
        elif kind == "count" and value < 0:
            what = Text("{given} is below 0", given=float(value))
            yield Found((*path, part, key), what, "a count is 0 or more")


def _predicted(path: KeyPath, predicted: Raw, data: Data) -> Iterator[Found]:
    if not isinstance(predicted, str):
        return
    match, outcomes = PREDICTED.fullmatch(predicted), mapping(data, "outcomes")
    if match is None:
        hint = "write outcomes.ID.with or outcomes.ID.without"
        yield Found(path, Text("{given} is no forecast", given=predicted), hint)
    elif match[1] not in outcomes:
        what = Text("{given} is unknown", given=match[1])
        yield Found(path, what, partial(nearest, match[1], outcomes))


def _is_number(raw: Raw) -> TypeGuard[float]:
    return isinstance(raw, int | float) and not isinstance(raw, bool)
