"""What an effect demands, and what it demands of the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Text
from sroi.schema.rules import Found
from sroi.schema.ways import ALL, WAYS

if TYPE_CHECKING:
    from sroi.errors import KeyPath, Raw

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
