"""The ways an effect is stated: three that anybody can answer, and the rest for researchers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.schema.outcomes import Effect

if TYPE_CHECKING:
    from sroi.errors import Raw

EFFECTS = tuple(key for key in Effect.model_fields if key not in ("comparison", "basis", "note"))
BELIEVED = "believed"  # a share avoided, between two limits, by judgement
FIRST_WAYS = ("unknown", BELIEVED, "relative_risk")
WAYS = (*FIRST_WAYS, *(key for key in EFFECTS if key not in FIRST_WAYS))
BOTH_RISKS = ("programme", "comparison")


def way_of(effect: Raw) -> str:
    """Return the way an effect is stated, empty where it is not.

    >>> way_of({"relative_reduction": 0.2, "basis": "expert"}), way_of({"odds_ratio": 0.8})
    ('believed', 'odds_ratio')
    """
    stated = effect if isinstance(effect, Mapping) else {}
    if "relative_reduction" in stated and stated.get("basis") == "expert":
        return BELIEVED
    return next((key for key in EFFECTS if key in stated), "")


def in_way(way: str, effect: Raw) -> Mapping[str, Raw] | None:
    """Return an effect stated in another way, its numbers still to be given; None for no way.

    >>> in_way("relative_risk", {"unknown": True, "note": "a guess"})
    {'relative_risk': 'missing', 'note': 'a guess'}
    """
    if way in ("", "unknown"):
        return {"unknown": True} if way else None
    stated = effect if isinstance(effect, Mapping) else {}
    if way == BELIEVED:
        limits = stated.get("relative_reduction", {"low": "", "base": "", "high": ""})
        return {"relative_reduction": limits, "basis": "expert"} | _about(stated, "note")
    needed = BOTH_RISKS if way == "programme" else (way,)
    numbers = {key: stated.get(key, "missing") for key in needed}
    remaining = ("note",) if way_of(stated) == BELIEVED else ("basis", "note")
    return numbers | _about(stated, *remaining)


def _about(effect: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in effect.items() if key in keys}
