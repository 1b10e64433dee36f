"""The fingerprint of a scenario: what it resolves to, without the words around it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.schema.forms import Part
from sroi.schema.months import Month
from sroi.schema.numbers import ByYear, Number
from sroi.schema.parts import Borne, Discounting, Funding, Perspective, Service
from sroi.schema.years import Years

if TYPE_CHECKING:
    from sroi.errors import Raw
    from sroi.schema.scenario import ScenarioFile

WORDS = {
    *("name", "note", "about", "by", "date", "sources", "language", "simulation"),
    *("extends", "uses", "indices", "small_cells", "indicators", "evidence", "claims"),
}
ABSENT = ("services",)  # younger than the digest: in it only when filled in


def digest(scenario: ScenarioFile) -> str:
    """Return the sha256 of the scenario as canonical JSON, libraries and indices resolved."""
    data = plain(scenario) | {"parameters": plain(scenario.used_parameters)}
    if not data["parameters"]:
        del data["parameters"]
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Raw) -> Raw:
    """Return a part of a scenario as plain data, resolved, without the words around it."""
    if isinstance(value, Number):
        return _number(value)
    if isinstance(value, ByYear):
        return {str(year): _number(number) for year, number in value.numbers.items()}
    if isinstance(value, Years | Month):
        return str(value)
    if isinstance(value, Perspective):
        return value.payers  # however it is written, and whatever it is called
    if isinstance(value, Part):
        return _part(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def _part(part: Part) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in type(part).model_fields if name not in WORDS}
    if isinstance(part, Borne):
        values["payer"], values["payers"] = None, dict(part.shares) or None
    if isinstance(part, Service):
        values["source"] = None
    if isinstance(part, Funding) and not part.nominal:
        values["nominal"] = None  # as in files that are older than the key
    if isinstance(part, Discounting):
        values["rate"] = part.yearly_rate
    absent = {name for name in ABSENT if values.get(name) == {}}
    return {
        name.rstrip("_"): plain(value)
        for name, value in values.items()
        if value is not None and name not in absent
    }


def _number(number: Number) -> Raw:
    if number.missing:
        return "missing"
    if number.unpriced:
        return "unpriced"
    if number.calculation is not None:
        of = number.calculation
        steps = [[step.kind, step.text, step.operands] for step in of.expression.steps]
        return {"base": number.base, "is": {"calc": steps, "times": of.times, "over": of.over}}
    if number.certain:
        return number.base
    shared = {"key": number.key} if number.key != number.path else {}
    return {"base": number.base, "is": _distribution(number.distribution), **shared}


def _distribution(value: Raw) -> Raw:
    if not dataclasses.is_dataclass(value):
        return "inf" if value == float("inf") else "-inf" if value == -float("inf") else value
    fields = {f.name: _distribution(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return {type(value).__name__: fields}
