"""What is posted from the form, as changes to what the draft says."""

from collections.abc import Mapping
from typing import Any

from sroi.errors import KeyPath as Path
from sroi.errors import ScenarioError
from sroi.loader.merge import value_at
from sroi.loader.typed import raw_of, text_of, yaml_of
from sroi.locales import Language
from sroi.quantities import Quantity
from sroi.report.plain import printable
from sroi.schema.written import FORMS, NAMED, form_tag
from sroi.web.fields import EFFECTS, Field

AREAS = ("long", "yaml")
SEVERAL = "several"  # the choice of a payer that stands for shares
MARK = "|"  # between the path of a number and what of it is typed
FORM = f"{MARK}form"
HOW = ("source", "grade", "note", "price_year", "index", "times", "over")
TEXTS = ("source", "grade", "note", "index")
UNITLESS = ("events", "of", *HOW)  # what is typed of a number without its unit
FORM_NAMES = ("certain", "library", "missing", *FORMS, *NAMED)
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
        if "base" not in parts and field.kind != "number":
            continue
        if field.kind in ("effect", "payer"):
            found |= _chosen(field, parts["base"][-1], data)
        elif (raw := _raw(field, parts, language)) != field.raw:
            emptied_year = raw is None and isinstance(field.path[-1], int)
            found[field.path] = "missing" if emptied_year else raw
    return found


def _chosen(field: Field, choice: str, data: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what choosing how an effect is stated, or who pays, puts in the file."""
    whole = value_at(data, field.path[:-1])
    stated = whole if isinstance(whole, Mapping) else {}
    if choice == selected(field, data):
        return {}
    if field.kind == "payer":
        shares = (*field.path[:-1], "payers")
        if choice == SEVERAL:
            alone = isinstance(stated.get("payer"), str)
            return {shares: {stated["payer"]: 1.0} if alone else {}}
        return (
            {field.path: choice} if choice else {field.path if "payer" in stated else shares: None}
        )
    if choice in ("", "unknown"):
        return {field.path[:-1]: {"unknown": True} if choice else None}
    needed = ("programme", "comparison") if choice == "programme" else (choice,)
    made = {key: stated.get(key, "missing") for key in needed}
    return {field.path[:-1]: made | {k: v for k, v in stated.items() if k in ("basis", "note")}}


def selected(field: Field, data: Mapping[str, Any]) -> str:
    """Return which choice the draft says."""
    whole = value_at(data, field.path[:-1])
    if field.kind == "payer" and isinstance(whole, Mapping) and "payers" in whole:
        return SEVERAL
    if field.kind == "effect":
        stated = whole if isinstance(whole, Mapping) else {}
        return next((key for key in field.choices if key in stated), "")
    return printable(text_of(field.raw, None, "en"))


def _raw(field: Field, parts: Mapping[str, list[str]], language: Language) -> Any:  # noqa: ANN401
    """Return what a posted field says in the file: the same, unless it was typed on."""
    if field.kind == "number":
        given = {key: values[-1] for key, values in parts.items()}
        return number(given, field.raw, language, field.quantity)
    text = parts["base"][-1].replace("\r\n", "\n").strip()
    if field.kind == "several":
        return _ticked(parts["base"], field.raw)
    if field.kind == "yes":
        return field.raw if bool(text) == bool(field.raw) else bool(text) or None
    if _same(text, text_of(field.raw, None, "en" if field.kind in AREAS else language)):
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


def _ticked(values: list[str], raw: Any) -> Any:  # noqa: ANN401
    """Return what is ticked, in the order of the file and then of the form."""
    before = raw if isinstance(raw, list) else []
    ticked = [value for value in values if value]
    kept = [value for value in before if value in ticked]
    now = kept + [value for value in ticked if value not in kept]
    return raw if now == before else now or None


def _same(text: str, shown: str) -> bool:
    """Return whether what came back is what was shown; browsers drop line breaks and the like."""
    return _bare(text) == _bare(printable(shown))


def _bare(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "\r\n"))).strip()


def cells(raw: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what is typed of a number: its form, the values of the form, and how it is known."""
    how: dict[str, Any] = {}
    if isinstance(raw, Mapping) and "value" in raw:
        how, raw = {key: value for key, value in raw.items() if key != "value"}, raw["value"]
    form = "certain" if raw is None else form_tag(raw) or "certain"
    form = form if form in FORM_NAMES else "certain"
    if isinstance(raw, Mapping) and form != "certain":
        return {**raw, **how, "form": form}
    return {"form": form, "base": None if form == "missing" else raw, **how}


def shown_form(raw: Any) -> str:  # noqa: ANN401 - a number as written
    """Return the form a number is shown in: one of the library is a number alone."""
    form: str = cells(raw)["form"]
    return "certain" if form == "library" else form


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


def typed(name: str, raw: Any, quantity: Quantity | None, language: Language) -> str:  # noqa: ANN401
    """Return a value of a number as it is typed."""
    return text_of(raw, None if name in UNITLESS else quantity, language)


def number(
    given: Mapping[str, str],
    raw: Any,  # noqa: ANN401
    language: Language,
    quantity: Quantity | None = None,
) -> Any:  # noqa: ANN401
    """Return a number as the file has it, from what is typed of it and what stood there."""
    old = cells(raw)
    form = given.get("form") or old["form"]
    new = {
        key: _value(key, text, language)
        for key, text in given.items()
        if key != "form" and not _same(text, typed(key, old.get(key), quantity, language))
    }
    if not new and form == ("certain" if old["form"] == "library" else old["form"]):
        return raw
    if form == "missing" and new.get("base") is not None:
        form = "certain"  # what was not known has been typed
    now = {key: value for key, value in {**old, **new}.items() if value is not None}
    how = {key: now[key] for key in HOW if key in now}
    value = _of_form(form, now, old["form"])
    if value is None and not how:
        return None
    return {"value": value, **how} if how and value is not None else value


def _of_form(form: str, now: Mapping[str, Any], before: str) -> Any:  # noqa: ANN401
    if form == "missing":
        return "missing"
    if form in ("certain", "library"):
        return now.get("base", now.get("mode", now.get("mean", now.get("estimate"))))
    kept = {key: now[key] for key in values_of(form) if key in now}
    if form == "range" and "base" not in kept and before != "range" and "mode" in now:
        kept["base"] = now["mode"]
    if not kept:  # "" is told as still to be given; emptied altogether, the number goes
        return None if form == before else dict.fromkeys(values_of(form), "")
    return kept | ({"interval": now["interval"]} if form == "range" and "interval" in now else {})


def _value(key: str, text: str, language: Language) -> Any:  # noqa: ANN401
    if key in TEXTS:
        return text.strip() or None
    if key == "ci95":
        return yaml_of(text)
    return raw_of(text, language)


Aside = dict[tuple[Path, str], Mapping[str, Any]]  # what was typed in another way, by its form


def brought_back(new: Mapping[Path, Any], data: Mapping[str, Any], aside: Aside) -> dict[Path, Any]:
    """Return changes in which a way to say it chosen again says what it said before.

    What a place says now is put aside first; the values left empty are those brought back.
    """
    made: dict[Path, Any] = {}
    for path, value in new.items():
        before = value_at(data, path)
        if isinstance(inner := _inner(before), Mapping):
            aside[path, _way(inner)] = inner
        made[path] = value
        given = _inner(value)
        if isinstance(given, Mapping) and _way(given) != _way(inner):
            kept = aside.get((path, _way(given)), {})
            whole = {**given, **{k: v for k, v in kept.items() if given.get(k) in EMPTY}}
            made[path] = whole if given is value else {**value, "value": whole}
    return made


EMPTY = (None, "", "missing")


def _inner(raw: Any) -> Any:  # noqa: ANN401 - a number or an effect as written
    return raw["value"] if isinstance(raw, Mapping) and "value" in raw else raw


def _way(raw: Any) -> str:  # noqa: ANN401 - a number or an effect as written
    """Return in which way something is said: how an effect is stated, or the form of a number."""
    stated = [key for key in EFFECTS if isinstance(raw, Mapping) and key in raw]
    return stated[0] if stated else str(cells(raw)["form"])
