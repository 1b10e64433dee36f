"""The effect of an outcome: one choice in a workbook, and one way to state it in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sroi.errors import Message
from sroi.intake.words import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY = "the cell is empty"
EffectFault = tuple[str, Message, Message]  # the column, what is wrong, and what to do


def stated(parts: Mapping[str, Any]) -> tuple[dict[str, Any] | None, EffectFault | None]:
    """Return an effect as a file states it, from the columns that say it, and what is wrong.

    >>> stated({"kind": "relative_risk", "value": 0.8, "basis": "expert"})
    ({'relative_risk': 0.8, 'basis': 'expert'}, None)
    >>> stated({"value": "missing"})
    ({'unknown': True}, None)
    """
    kind, value, basis = (parts.get(key) for key in ("kind", "value", "basis"))
    if kind == "unknown" or (kind is None and value == MISSING):
        has_value = value not in (None, MISSING)
        hint = "choose how it is stated, or empty the cell"
        return {"unknown": True}, (
            ("value", "an effect is given, but stated as unknown", hint) if has_value else None
        )
    if kind is None:
        return None, ("kind", EMPTY, "choose how the effect is stated, or empty the cells beside")
    if value is None:
        return None, ("value", EMPTY, "fill in the effect, or choose that it is unknown")
    return {str(kind): value} | ({"basis": basis} if basis else {}), None
