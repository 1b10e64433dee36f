"""What is posted from the form, as changes to what the draft says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import KeyPath as Path
from sroi.errors import ScenarioError
from sroi.loader.merge import value_at
from sroi.loader.typed import raw_of, text_of, yaml_of
from sroi.report.plain import printable
from sroi.web.effect_ways import EFFECTS, in_way, way_of
from sroi.web.number_entry import NumberEntry, form_of, same

if TYPE_CHECKING:
    from sroi.errors import Raw
    from sroi.languages import Language
    from sroi.web.fields import Field

AREAS = ("long", "yaml")
SEVERAL = "several"  # the choice of a payer that stands for shares
MARK = "|"  # between the path of a number and what of it is typed
FORM = f"{MARK}form"
Given = Mapping[str, list[str]]


def posted_changes(
    posted_fields: Given,
    form_fields: Mapping[str, Field],
    data: Mapping[str, Any],
    language: Language,
) -> dict[Path, Any]:
    """Return what is new in posted fields: by path, None for what was emptied."""
    posted: dict[str, dict[str, list[str]]] = {}
    for name, values in posted_fields.items():
        path, _, part = name.partition(MARK)
        posted.setdefault(path, {})[part or "base"] = values
    new: dict[Path, Any] = {}
    for path, parts in posted.items():
        field = form_fields.get(path)
        if field is None or field.years:
            continue
        if "base" not in parts and field.kind != "number":
            continue
        if field.kind in ("effect", "payer"):
            new |= _chosen(field, parts["base"][-1], data)
        elif (raw := _raw(field, parts, language)) != field.raw:
            emptied_year = raw is None and isinstance(field.path[-1], int)
            new[field.path] = "missing" if emptied_year else raw
    return new


def _chosen(field: Field, choice: str, data: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what choosing how an effect is stated, or who pays, puts in the file."""
    whole = value_at(data, field.path[:-1])
    stated = whole if isinstance(whole, Mapping) else {}
    if choice == selected(field, data):
        return {}
    if field.kind == "payer":
        return _payer(field.path, choice, stated)
    return {field.path[:-1]: in_way(choice, stated)}


def _payer(path: Path, choice: str, stated: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what choosing who pays puts in the file: one payer, or shares of several."""
    shares = (*path[:-1], "payers")
    if choice == SEVERAL:
        alone = isinstance(stated.get("payer"), str)
        return {shares: {stated["payer"]: 1.0} if alone else {}}
    return {path: choice} if choice else {path if "payer" in stated else shares: None}


def selected(field: Field, data: Mapping[str, Any]) -> str:
    """Return which choice the draft says."""
    whole = value_at(data, field.path[:-1])
    if field.kind == "payer" and isinstance(whole, Mapping) and "payers" in whole:
        return SEVERAL
    if field.kind == "effect":
        return way_of(whole)
    return printable(text_of(field.raw, None, "en"))


def _raw(field: Field, parts: Mapping[str, list[str]], language: Language) -> Raw:
    """Return what a posted field says in the file: the same, unless it was typed on."""
    if field.kind == "number":
        return _number({k: values[-1] for k, values in parts.items()}, field, language)
    text = parts["base"][-1].replace("\r\n", "\n").strip()
    if field.kind == "several":
        return _ticked(parts["base"], field.raw)
    if field.kind == "yes":
        return field.raw if bool(text) == bool(field.raw) else bool(text) or None
    if same(text, text_of(field.raw, field.quantity, "en" if field.kind in AREAS else language)):
        return field.raw
    if field.kind in ("text", "long", "choice"):
        return text or None
    if field.kind == "yaml":
        try:
            return yaml_of(text)
        except ScenarioError:
            return text
    value = raw_of(text, language)
    return text if field.kind == "years" and not isinstance(value, int | None) else value


def _number(typed_parts: Mapping[str, str], field: Field, language: Language) -> Raw:
    """Return a number as the file has it: the same, unless it was typed on."""
    before = NumberEntry.from_raw(field.raw)
    entry = before.typed_over(typed_parts, field.quantity, language)
    return field.raw if entry is before else entry.to_raw()


def ticked(field: Field) -> list[str]:
    """Return what is chosen of several, nothing where the file has something else there."""
    return [str(value) for value in field.raw] if isinstance(field.raw, list) else []


def _ticked(values: list[str], raw: Raw) -> Raw:
    """Return what is ticked, in the order of the file and then of the form."""
    before = raw if isinstance(raw, list) else []
    ticked = [value for value in values if value]
    still = [value for value in before if value in ticked]
    now = still + [value for value in ticked if value not in still]
    return raw if now == before else now or None


def shown_form(raw: Raw) -> str:
    """Return the form a number is shown in."""
    return NumberEntry.from_raw(raw).form


Aside = dict[tuple[Path, str], Mapping[str, Any]]  # what was typed in another way, by its form


def brought_back(new: Mapping[Path, Any], data: Mapping[str, Any], aside: Aside) -> dict[Path, Any]:
    """Return changes in which a way to say it chosen again says what it said before.

    What a place says now is put aside first; the values left empty are those brought back.
    """
    restored: dict[Path, Any] = {}
    for path, value in new.items():
        before = value_at(data, path)
        if value == "unpriced":
            aside[path, PRICED] = {"value": before}
        elif before == "unpriced" and value is None:
            restored[path] = aside.get((path, PRICED), {"value": "missing"})["value"]
            continue
        if isinstance(inner := _inner(before), Mapping):
            aside[path, _way(inner)] = inner
        restored[path] = value
        inner_value = _inner(value)
        if isinstance(inner_value, Mapping) and _way(inner_value) != _way(inner):
            earlier = aside.get((path, _way(inner_value)), {})
            whole = {
                **inner_value,
                **{k: v for k, v in earlier.items() if inner_value.get(k) in EMPTY},
            }
            restored[path] = whole if inner_value is value else {**value, "value": whole}
    return restored


EMPTY = (None, "", "missing")
PRICED = "priced"  # what stood where there is no price now


def _inner(raw: Raw) -> Raw:
    return raw["value"] if isinstance(raw, Mapping) and "value" in raw else raw


def _way(raw: Raw) -> str:
    """Return in which way something is said: how an effect is stated, or the form of a number."""
    stated = [key for key in EFFECTS if isinstance(raw, Mapping) and key in raw]
    return stated[0] if stated else form_of(raw)
