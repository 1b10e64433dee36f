"""What the schema found wrong, in words: where, what was given, what is expected, what to do."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sroi.errors import Mark, Problem
from sroi.loader.document import Document
from sroi.schema.places import Located, nearest
from sroi.schema.spots import ROOT, Path, Spot, description_at, dotted, spot_at
from sroi.schema.written import FORMS, NAMED, SourcedOnce, form_tag

NUMBER_HINT = "write a number, {low: …, base: …, high: …}, another form, lib.… or missing"
ID_HINT = "an id has small letters a-z, digits and _, and starts with a letter"
EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "list_type": "a list, such as [a, b]",
}


def problems_of(error: ValidationError, document: Document, root: Spot = ROOT) -> Iterator[Problem]:
    """Yield every problem of a validation, each at its place in the file."""
    for details in error.errors(include_url=False):
        path, raw = _path(details["loc"], document.data)
        yield _problem(details, path, raw, document, root)


def _path(location: tuple[str | int, ...], data: Any) -> tuple[Path, Any]:  # noqa: ANN401
    """Return the file's path of a location, without the tags of the forms, and what is there."""
    path: list[str | int] = []
    for key in location:
        if isinstance(data, Located):
            data = data.raw
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            continue
        path.append(key)
    return tuple(path), data.raw if isinstance(data, Located) else data


def mark_at(path: Path, document: Document, *, key: bool = False) -> Mark:
    """Return the mark of a path, or of the nearest place around it."""
    if key and path in document.key_marks:
        return document.key_marks[path]
    while path and path not in document.marks:
        path = path[:-1]
    return document.marks.get(path, Mark("scenario"))


def _problem(
    details: ErrorDetails,
    path: Path,
    raw: Any,  # noqa: ANN401
    document: Document,
    root: Spot,
) -> Problem:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "sroi":
        here = (*path, context["at"]) if context["at"] is not None else path
        return Problem(dotted(path), mark_at(here, document), context["what"], context["hint"])
    if kind == "missing":
        missing = (*path, details["loc"][-1])
        what = f"the key {missing[-1]} is missing"
        hint = f"add {missing[-1]}: {description_at(missing, root)}".rstrip(": ")
        return Problem(dotted(missing), mark_at(path, document, key=True), what, hint)
    if kind == "extra_forbidden":
        mark = mark_at(path, document, key=True)
        hint = nearest(str(path[-1]), _known_keys(path[:-1], document.data, root))
        if raw is None and " " in str(path[-1]):
            hint = "put text that contains a comma in quotes: a comma inside { } begins a new key"
        return Problem(dotted(path), mark, f"unknown key {path[-1]}", hint)
    if details["loc"][-1] == "[key]":
        what = f"{path[-1]!r} is not an id" if path else "not an id"
        hint = (
            "write a year, such as 2025" if kind.startswith(("int", "greater", "less")) else ID_HINT
        )
        return Problem(dotted(path), mark_at(path, document, key=True), what, hint)
    what, hint = _what(kind, context, raw, details["msg"])
    return Problem(dotted(path), mark_at(path, document), what, hint)


def _what(kind: str, context: Mapping[str, Any], raw: Any, message: str) -> tuple[str, str]:  # noqa: ANN401
    given = shown(raw)
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        close = difflib.get_close_matches(str(raw), options, 1)
        hint = f"did you mean {close[0]}?" if close else "write one of them"
        return f"{given} is none of {', '.join(options)}", hint
    if kind == "union_tag_invalid":
        return _misplaced(raw, given)
    if kind == "union_tag_not_found":
        name = raw.get("dist") if isinstance(raw, Mapping) else None
        if name is not None:
            return f"no distribution {name}", nearest(str(name), NAMED)
        return f"{given} is not a number", NUMBER_HINT
    if kind == "string_pattern_mismatch":
        return _pattern(raw, given, context["pattern"])
    if kind in ("string_too_short", "too_short"):
        return f"{given} is empty", "write something"
    if kind == "string_too_long":
        return f"{len(raw)} characters", f"write at most {context['max_length']} characters"
    if kind in EXPECTED:
        return f"{given} is not {EXPECTED[kind]}", f"write {EXPECTED[kind]}"
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return f"{given} is out of range", message.replace("Input should be", "write a value")
    return f"{given}: {message[0].lower()}{message[1:]}", "correct it"


def _misplaced(raw: Any, given: str) -> tuple[str, str]:  # noqa: ANN401
    if isinstance(raw, Mapping) and "value" in raw:
        return f"{given}: a value inside a value", "write value, times, source … once, outside"
    return f"{given}: this number is the same every year", "write one number, without years"


def _pattern(raw: Any, given: str, pattern: str) -> tuple[str, str]:  # noqa: ANN401
    if pattern.startswith("^lib"):
        return f"{given} is not a number", how_to_write(str(raw))
    if "[A-Z]{3}" in pattern:
        return f"{given} is not a currency", "write three capital letters, such as SEK"
    return f"{given} is not an id", ID_HINT


def how_to_write(text: str) -> str:
    """Return how a number that reads like Swedish text is written.

    >>> how_to_write("12 000")
    'write 12000 or 12_000, without spaces'
    >>> how_to_write("1,5")
    'write 1.5, with a point'
    >>> how_to_write("25 %")
    'write 0.25: shares are fractions of one'
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    compact = plain.replace(" ", "").replace(",", ".").replace("−", "-")
    if re.fullmatch(r"[-−]?[\d ]+([.,]\d+)?\s*%", plain):
        return f"write {float(compact.rstrip('%')) / 100:g}: shares are fractions of one"
    if re.fullmatch(r"[-−]?\d{1,3}( \d{3})+", plain):
        return f"write {compact} or {plain.replace(' ', '_')}, without spaces"
    if re.fullmatch(r"[-−]?[\d ]+,\d+", plain):
        return f"write {compact}, with a point"
    if re.fullmatch(r"[-+]?[\d_]+(\.\d+)?([eE][-+]?\d+)?", plain):
        return "write it without quotes"
    if plain.startswith("lib."):
        return "write lib.LIBRARY.ID, such as lib.se.po_kommun"
    if re.match(r"[-−]?\d", plain) and re.search(r"[a-zA-Z]", plain):
        return "write the number alone, without a unit"
    return NUMBER_HINT


def shown(raw: Any) -> str:  # noqa: ANN401
    """Return a value as it is quoted back to the user, cut when long."""
    if isinstance(raw, Mapping):
        return "{" + ", ".join(map(str, list(raw)[:6])) + "}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    text = "null" if raw is None else repr(raw) if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "…"


def _known_keys(path: Path, data: Any, root: Spot) -> list[str]:  # noqa: ANN401
    """Return the keys that may stand at a path: of a part, or of the form of a number."""
    if part := spot_at(path, root).part:
        return list(part.model_fields)
    for key in path:
        data = (data.raw if isinstance(data, Located) else data)[key]
    form = FORMS.get(form_tag(data.raw if isinstance(data, Located) else data) or "")
    return list((form or SourcedOnce).model_fields)
