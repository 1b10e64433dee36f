"""What groups of participants demand of the outcomes that speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.effect_rules import baseline_faults, deadweight_faults
from sroi.schema.rules import Found, mapping
from sroi.schema.ways import BY_INTAKE

if TYPE_CHECKING:
    from sroi.errors import KeyPath
    from sroi.schema.rules import Data

EITHER = "write per_year: how many start, or groups: how many start of each"


def participant_faults(data: Data) -> Iterator[Found]:
    """Yield what the keys of participants demand of one another."""
    participants = data.get("participants")
    if not isinstance(participants, Mapping):
        return
    path, stated = ("participants",), [k for k in ("per_year", "groups") if k in participants]
    if not stated:
        what = Text("the key {key} is missing", key="per_year")
        yield Found((*path, "per_year"), what, EITHER)
    for key, beside in (("places", "stay_months"), ("stay_months", "places")):
        if key in participants and beside not in participants:
            what = Text("{key} without {other}", key=key, other=beside)
            yield Found(
                (*path, key), what, "write both: how many at a time, and how long each stays"
            )
    if len(stated) == 2:
        what = Text("{one} and {other}", one="per_year", other="groups")
        yield Found((*path, "groups"), what, "keep one of them")


def grouped_faults(
    path: KeyPath, outcome: Mapping[str, Any], groups: Sequence[str]
) -> Iterator[Found]:
    """Yield what is wrong with an outcome in a file whose participants are in groups."""
    if "follows" in outcome:
        return
    yield from _named(path, outcome)
    if BY_INTAKE in mapping(outcome, "effect"):
        whole = "per_year of the intake as a whole, in a file with groups"
        yield Found((*path, "effect", BY_INTAKE), whole, "state it of each group, in by_group")
    named = outcome.get("groups")
    counting = [g for g in groups if not isinstance(named, list) or g in named]
    faults = [fault for group in counting for fault in _in_group(path, outcome, group)]
    yield from {(fault.path, str(fault.what)): fault for fault in faults}.values()


def _named(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    named = outcome.get("groups")
    if not isinstance(named, list):
        return
    if not named:
        leave_out = "name those that count, or leave out groups: then all count"
        yield Found((*path, "groups"), "a list of groups without any", leave_out)
        return
    for index, group in enumerate(named):
        if group in named[:index]:
            what = Text("{given} stands twice", given=group)
            yield Found((*path, "groups", index), what, "keep one of them")
    for group in mapping(outcome, "by_group"):
        if group not in named:
            what = Text("{group} does not count: groups leaves it out", group=group)
            hint = Text("add {group} to groups, or remove it here", group=group)
            yield Found((*path, "by_group", group), what, hint)


def _in_group(path: KeyPath, outcome: Mapping[str, Any], group: str) -> Iterator[Found]:
    """Yield what is wrong with an outcome as it is in a group that counts."""
    part = mapping(outcome, "by_group", group)
    risk = {"baseline", "rate"} if {"baseline", "rate"} & part.keys() else set()
    stated = {k: v for k, v in outcome.items() if k not in risk} | dict(part)
    at_group = (*path, "by_group", group)
    if "effect" not in stated:
        what = Text("no effect in the group {group}", group=group)
        hint = "add effect here or to the outcome; effect: {unknown: true} if nothing is known"
        yield Found(at_group if part else path, what, hint)
    yield from baseline_faults((*(at_group if "effect" in part else path), "effect"), stated)
    yield from deadweight_faults(
        (*(at_group if "deadweight" in part else path), "deadweight"), stated
    )
