"""What the parts of an outcome demand of one another, read off the data as written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.rules import Found, mapping, parts
from sroi.schema.ways import ALL, WAYS

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
)
MAX_FOLLOWERS = 200
NEED_BASIS = "add basis: comparative (a comparison group), before_after, or expert (a judgement)"
IF_UNKNOWN = "write effect: {unknown: true} if nothing is known"


def outcome_faults(data: Data) -> Iterator[Found]:
    """Yield what is wrong between the keys of each outcome, and between outcomes."""
    for path, outcome in parts(data, "outcomes"):
        yield from _kind(path, outcome)
        yield from _timing(path, outcome)
        yield from _effect(path, outcome)
    yield from _circles(data)


def _kind(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    if "follows" in outcome:
        for key in NOT_OF_A_FOLLOWER:
            if key in outcome:
                hint = Text("remove {key}: a follower has only what it follows", key=key)
                yield Found(
                    (*path, key), Text("{key} in an outcome that follows another", key=key), hint
                )
    elif "effect" not in outcome:
        yield Found(path, "neither effect nor follows", IF_UNKNOWN)
    if "baseline" in outcome and "rate" in outcome:
        yield Found(
            (*path, "rate"),
            Text("{one} and {other}", one="baseline", other="rate"),
            "keep the one that is known",
        )


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


def _effect(path: KeyPath, outcome: Mapping[str, Any]) -> Iterator[Found]:
    effect = outcome.get("effect")
    if not isinstance(effect, Mapping):
        return
    at_effect = (*path, "effect")
    ways = [way for way in ALL if way in effect]
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
    yield from _baseline(at_effect, ways, outcome)
    if effect.get("basis") == "comparative" and _not_zero(outcome.get("deadweight")):
        hint = "remove deadweight, or say basis: before_after"
        what = "deadweight beside a comparative effect, which has already removed it"
        yield Found((*path, "deadweight"), what, hint)


def _not_zero(raw: Raw) -> bool:
    """Return whether a number is there and not a plain 0, with or without its source."""
    return _not_zero(raw["value"]) if isinstance(raw, Mapping) and "value" in raw else bool(raw)


def _baseline(at_effect: KeyPath, ways: list[str], outcome: Mapping[str, Any]) -> Iterator[Found]:
    for way in ways:
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
