"""What the parts of an outcome demand of one another, read off the data as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.fields import GROUPS
from sroi.schema.rules import Found, mapping, parts
from sroi.schema.ways import ALL, BY_INTAKE, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.errors import KeyPath, Raw
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


# Effects and baselines -----------------------------------------------------------------------


NEED_BASIS = "add basis: comparative (a comparison group), before_after, or expert (a judgement)"


def effect_faults(at_effect: KeyPath, effect: Raw) -> Iterator[Found]:
    """Yield what is wrong with an effect as it is written."""
    if not isinstance(effect, Mapping):
        return
    ways = ways_of(effect)
    if len(ways) != 1:
        several = Text("an effect is given in one way, here {given}", given=", ".join(ways))
        none = "an effect is given in one way, here none"
        yield Found(
            at_effect, several if ways else none, Text("one of {names}", names=", ".join(ALL))
        )
    if ("programme" in effect) != ("comparison" in effect):
        yield Found(at_effect, "programme and comparison belong together", "give both risks")
    if "basis" not in effect and "unknown" not in effect:
        yield Found(at_effect, "what the effect rests on is missing", NEED_BASIS)


def ways_of(effect: Raw) -> list[str]:
    """Return the ways in which an effect is stated."""
    return [way for way in ALL if isinstance(effect, Mapping) and way in effect]


def risk_faults(path: KeyPath, stated: Mapping[str, Any]) -> Iterator[Found]:
    """Yield a baseline beside a rate."""
    if "baseline" in stated and "rate" in stated:
        yield Found(
            (*path, "rate"),
            Text("{one} and {other}", one="baseline", other="rate"),
            "keep the one that is known",
        )


def baseline_faults(at_effect: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    """Yield a baseline that the effect needs and that is not there."""
    for way in ways_of(outcome.get("effect")):
        needs = WAYS[way].needs if way in WAYS else ""
        if needs and "baseline" not in outcome and "rate" not in outcome:
            hint = "add baseline: the probability per person and year without the programme"
            yield Found((*at_effect, way), Text("{way} needs a baseline", way=way), hint)
        if needs == "probability" and "rate" in outcome:
            yield Found(
                (*at_effect, way),
                Text("{way} needs a probability, not a rate", way=way),
                "write baseline",
            )


def deadweight_faults(at_deadweight: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    """Yield deadweight beside an effect that has already removed it."""
    effect = outcome.get("effect")
    comparative = isinstance(effect, Mapping) and effect.get("basis") == "comparative"
    if comparative and _not_zero(outcome.get("deadweight")):
        hint = "remove deadweight, or say basis: before_after"
        what = "deadweight beside a comparative effect, which has already removed it"
        yield Found(at_deadweight, what, hint)


def _not_zero(raw: Raw) -> bool:
    """Return whether a number is there and not a plain 0, with or without its source."""
    return _not_zero(raw["value"]) if isinstance(raw, Mapping) and "value" in raw else bool(raw)


# Groups of participants ----------------------------------------------------------------------


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
