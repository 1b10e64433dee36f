"""What the parts of an outcome demand of one another, read off the data as written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.effect_rules import (
    baseline_faults,
    deadweight_faults,
    effect_faults,
    risk_faults,
)
from sroi.schema.fields import GROUPS
from sroi.schema.group_rules import grouped_faults
from sroi.schema.rules import Found, mapping, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import KeyPath
    from sroi.schema.rules import Data

TIMING = ("starts_after", "lasts", "drop_off")
NOT_OF_A_FOLLOWER = (
    "effect",
    "baseline",
    "rate",
    "persons",
    "profile",
    *TIMING,
    "deadweight",
    "attribution",
    "displacement",
    "desired",
    "groups",
    "by_group",
)
MAX_FOLLOWERS = 200
IF_UNKNOWN = "write effect: {unknown: true} if nothing is known"


def outcome_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong between the keys of each outcome, and between outcomes."""
    groups = list(mapping(data, *GROUPS.split(".")))
    for path, outcome in parts(data, "outcomes"):
        yield from _kind(path, outcome)
        yield from _timing(path, outcome)
        yield from _effect(path, outcome)
        if groups:
            yield from grouped_faults(path, outcome, groups)
        else:
            yield from _ungrouped(path, outcome)
    yield from _circles(data)


def _kind(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    if "follows" in outcome:
        for key in NOT_OF_A_FOLLOWER:
            if key in outcome:
                hint = Text("remove {key}: a follower has only what it follows", key=key)
                yield Found(
                    (*path, key), Text("{key} in an outcome that follows another", key=key), hint
                )
    elif "effect" not in outcome and "by_group" not in outcome:
        yield Found(path, "neither effect nor follows", IF_UNKNOWN)
    yield from risk_faults(path, outcome)


def _timing(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    beside = [key for key in TIMING if key in outcome]
    if "profile" in outcome and beside:
        yield Found(
            (*path, beside[0]),
            Text("{one} and {other}", one="profile", other=beside[0]),
            "keep one way to say it",
        )
    if outcome.get("profile") == {}:
        yield Found((*path, "profile"), "a profile without years", "write {0: 1, 5: 0}, say")


def _ungrouped(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what speaks of groups in a file that has none, and what an effect lacks."""
    for key in ("groups", "by_group"):
        if key in outcome and "follows" not in outcome:
            what = Text("{key} in a file without groups", key=key)
            hint = Text("add participants.groups, or remove {key}", key=key)
            yield Found((*path, key), what, hint)
    yield from baseline_faults((*path, "effect"), outcome)
    yield from deadweight_faults((*path, "deadweight"), outcome)


def _effect(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what is wrong with the effects of an outcome as they are written."""
    yield from effect_faults((*path, "effect"), outcome.get("effect"))
    for group, stated in mapping(outcome, "by_group").items():
        at_group = (*path, "by_group", group)
        yield from effect_faults((*at_group, "effect"), mapping(stated).get("effect"))
        yield from risk_faults(at_group, mapping(stated))


def _circles(data: Data) -> Iterator[Found]:
    outcomes = mapping(data, "outcomes")
    followed = {name: mapping(outcomes, name, "follows").get("outcome") for name in outcomes}
    depth: dict[Any, int] = {}
    for name in outcomes:
        trail: list[Any] = []
        followee: Any = name
        while followee in followed and followee not in depth and followee not in trail:
            trail.append(followee)
            followee = followed[followee] if isinstance(followed[followee], str) else None
        if followee in trail:
            circle = " -> ".join(map(str, [*trail[trail.index(followee) :], followee]))
            yield Found(
                ("outcomes", name, "follows"), Text("a circle: {circle}", circle=circle), "break it"
            )
        start = depth.get(followee, 0)
        for steps, passed in enumerate(reversed(trail), start=1):
            depth[passed] = start + steps
        if depth[name] > MAX_FOLLOWERS:
            what = Text(
                "a chain of more than {n} outcomes that follow one another", n=MAX_FOLLOWERS
            )
            yield Found(("outcomes", name, "follows"), what, "join some of them")
            return
