"""What is posted from the form, as changes to what the draft says."""

from collections.abc import Mapping
from typing import Any

from sroi.errors import ScenarioError
from sroi.loader.merge import value_at
from sroi.schema.spots import Path
from sroi.schema.written import FORMS, NAMED, form_tag
from sroi.web.fields import Field
from sroi.web.typed import raw_of, yaml_of
from sroi.wording import Language

SEVERAL = "several"  # the choice of a payer that stands for shares
MARK = "|"  # between the path of a number and what of it is typed
HOW = ("source", "grade", "note", "price_year", "index", "times", "over")
TEXTS = ("source", "grade", "note", "index")
DEFAULTS = {"range": ("low", "base", "high"), "counts": ("events", "of")}
Given = Mapping[str, list[str]]


def changes(
    given: Given, asked: Mapping[str, Field], data: Mapping[str, Any], language: Language
) -> dict[Path, Any]:
    """Return what is new in posted fields: by path, None for what was emptied."""
    posted: dict[str, dict[str, list[str]]] = {}
    for name, values in given.items():
        path, _, part = name.partition(MARK)
        posted.setdefault(path, {})[part or "base"] = values
    found: dict[Path, Any] = {}
    for path, parts in posted.items():
        field = asked.get(path)
        if field is None or field.years:
            continue
        if field.kind in ("effect", "payer"):
            found |= _chosen(field, parts["base"][-1], data)
        elif (raw := _raw(field, parts, language)) != field.raw:
            found[field.path] = raw
    return found


def _chosen(field: Field, choice: str, data: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what choosing how an effect is stated, or who pays, puts in the file."""
    whole = value_at(data, field.path[:-1])
    stated = whole if isinstance(whole, Mapping) else {}
    if field.kind == "payer":
        if choice == SEVERAL:
            now = {stated["payer"]: 1.0} if "payer" in stated else {}
            return {} if "payers" in stated else {(*field.path[:-1], "payers"): now}
        return {} if stated.get("payer") == (choice or None) else {field.path: choice or None}
    if choice in stated or not (choice or stated):
        return {}
    if choice in ("", "unknown"):
        return {field.path[:-1]: {"unknown": True} if choice else None}
    made = {choice: "missing"} | ({"comparison": "missing"} if choice == "programme" else {})
    return {field.path[:-1]: made | {k: v for k, v in stated.items() if k in ("basis", "note")}}


def _raw(field: Field, parts: Mapping[str, list[str]], language: Language) -> Any:  # noqa: ANN401
    """Return what a posted field says in the file."""
    if field.kind == "number":
        return number({key: values[-1] for key, values in parts.items()}, field.raw, language)
    text = parts["base"][-1].replace("\r\n", "\n").strip()
    if isinstance(field.raw, str) and field.raw.strip() == text:
        return field.raw
    if field.kind == "several":
        return [value for value in parts["base"] if value] or None
    if field.kind in ("text", "long", "choice"):
        return text or None
    if field.kind == "yes":
        return True if text else None
    if field.kind == "yaml":
        try:
            return yaml_of(text)
        except ScenarioError:
            return text
    value = raw_of(text, language)
    return text if field.kind == "years" and not isinstance(value, int | None) else value


def cells(raw: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what is typed of a number: its form, the values of the form, and how it is known."""
    how: dict[str, Any] = {}
    if isinstance(raw, Mapping) and "value" in raw:
        how, raw = {key: value for key, value in raw.items() if key != "value"}, raw["value"]
    form = "certain" if raw is None else form_tag(raw) or "certain"
    if isinstance(raw, Mapping) and form != "certain":
        return {"form": form, **raw, **how}
    return {"form": form, "base": None if form == "missing" else raw, **how}


def values_of(form: str) -> tuple[str, ...]:
    """Return the names of the values a form of number is written with."""
    if form in DEFAULTS:
        return DEFAULTS[form]
    if form in FORMS:
        return tuple(FORMS[form].model_fields)
    return {name: _named(name) for name in NAMED}.get(form, ("base",))


def _named(name: str) -> tuple[str, ...]:
    shapes = {"triangular": ("min", "mode", "max"), "uniform": ("min", "max")}
    return ("dist", *shapes.get(name, ("mean", "sd")))


def number(given: Mapping[str, str], raw: Any, language: Language) -> Any:  # noqa: ANN401
    """Return a number as the file has it, from what is typed of it and what stood there."""
    old = cells(raw)
    form = given.get("form") or old["form"]
    typed = {key: _value(key, text, language) for key, text in given.items() if key != "form"}
    if form == old["form"] == "missing" and typed.get("base") is not None:
        form = "certain"  # what was not known has been typed
    now = {key: value for key, value in {**old, **typed}.items() if value is not None}
    how = {key: now[key] for key in HOW if key in now}
    value = _of_form(form, now)
    if value is None and not how:
        return None
    return {"value": value, **how} if how and value is not None else value


def _of_form(form: str, now: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if form == "missing":
        return "missing"
    if form in ("certain", "library"):
        return now.get("base", now.get("mode", now.get("mean", now.get("estimate"))))
    kept = {key: now.get(key, "") for key in values_of(form)}  # "" is told as still to be given
    if form == "range":
        kept |= {"base": now.get("base", now.get("mode", ""))}
        kept |= {"interval": now["interval"]} if "interval" in now else {}
    return kept


def _value(key: str, text: str, language: Language) -> Any:  # noqa: ANN401
    if key in TEXTS:
        return text.strip() or None
    if key == "ci95":
        return yaml_of(text)
    return raw_of(text, language)
