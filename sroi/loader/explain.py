"""What the schema found wrong, in words: where, what was given, what is expected, what to do."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sroi.errors import Mark, Message, Problem, Text, as_in_a_file
from sroi.loader.advice import NUMBER_HINT, how_to_write
from sroi.loader.document import Document
from sroi.schema.places import Located, nearest
from sroi.schema.spots import ROOT, Path, Spot, description_at, dotted, spot_at
from sroi.schema.written import FORMS, NAMED, SourcedOnce, form_tag

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

Advised = tuple[Message, Message]  # what is wrong, what to do
NUMBERS = ("int_type", "float_type")
LENGTHS = {
    "too_short": ("min_length", "write at least {n}"),
    "too_long": ("max_length", "write at most {n}"),
}
COUNTED = "write {n}, decimals with a point and thousands without a comma"
LIMITS = {  # the key of the limit, and what to do
    "greater_than": ("gt", "write a value greater than {limit}"),
    "greater_than_equal": ("ge", "write a value greater than or equal to {limit}"),
    "less_than": ("lt", "write a value less than {limit}"),
    "less_than_equal": ("le", "write a value less than or equal to {limit}"),
}


def problems_of(error: ValidationError, document: Document, root: Spot = ROOT) -> Iterator[Problem]:
    """Yield every problem of a validation, each at its place in the file."""
    for details in error.errors(include_url=False):
        path, raw = _path(details["loc"], document.data)
        yield _problem(details, path, raw, document, root)


def _path(location: tuple[str | int, ...], data: Any) -> tuple[Path, Any]:  # noqa: ANN401
    """Return the file's path of a location, without the tags of the forms, and what is there."""
    path: Path = ()
    for position, key in enumerate(location):
        if isinstance(data, Located):
            inside, raw = _path_in_number(location[position:], data.raw)
            return (*path, *inside), raw
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            continue
        path = (*path, key)
    return path, data.raw if isinstance(data, Located) else data


def _path_in_number(location: Path, raw: Any) -> tuple[Path, Any]:  # noqa: ANN401
    """Return the path of a location in a number, which begins with the tag of the number's form."""
    tag, keys = location[:1], location[1:]
    path: Path = ()
    for position, key in enumerate(keys, start=1):
        try:
            raw = raw[key]
        except (KeyError, IndexError, TypeError):
            continue
        path = (*path, key)
        if tag == ("by_year",) or (tag == ("sourced",) and key == "value"):
            below, raw = _path_in_number(keys[position:], raw)
            return (*path, *below), raw
    return path, raw


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
        place = (*path, context["at"]) if context["at"] is not None else path
        return Problem(dotted(path), mark_at(place, document), context["what"], context["hint"])
    if kind == "missing":
        missing = (*path, details["loc"][-1])
        what = Text("the key {key} is missing", key=missing[-1])
        about = description_at(missing, root)
        hint = Text("add {key}: {about}" if about else "add {key}", key=missing[-1], about=about)
        return Problem(dotted(missing), mark_at(path, document, key=True), what, hint)
    if kind in ("extra_forbidden", "invalid_key"):
        mark = mark_at(path, document, key=True)
        known = _known_keys(path[:-1], document.data, root)
        advice: Message | Callable[[], Message] = partial(nearest, str(path[-1]), known)
        if raw is None and " " in str(path[-1]):
            advice = "put text that contains a comma in quotes: a comma inside { } begins a new key"
        return Problem(dotted(path), mark, Text("unknown key {key}", key=path[-1]), advice)
    if details["loc"][-1] == "[key]":
        return Problem(dotted(path), mark_at(path, document, key=True), *_key(path, kind))
    return Problem(
        dotted(path), mark_at(path, document), *_what(kind, context, raw, details["msg"])
    )


def _key(path: Path, kind: str) -> Advised:
    """Return what is wrong with a key that is no id, or no year."""
    key = path[-1] if path else ""
    if not kind.startswith(("int", "greater", "less")):
        return Text("{given} is not an id", given=repr(key)), ID_HINT
    if path[-2:-1] == ("profile",):
        what = Text("{given} is not a whole year since the start", given=key)
        return what, "write 0 for the first year, 1 for the second"
    return Text("{given} is not a year", given=repr(key)), "write a year, such as 2025"


def _what(kind: str, context: Mapping[str, Any], raw: Any, message: str) -> Advised:  # noqa: ANN401
    quoted = shown(raw)
    if kind == "literal_error":
        return _choice(context, raw, quoted)
    if kind == "union_tag_invalid":
        return _misplaced(raw, quoted)
    if kind == "union_tag_not_found":
        return _formless(raw, quoted)
    if kind == "string_pattern_mismatch":
        return _pattern(raw, quoted, context["pattern"])
    if kind in ("string_too_short", *LENGTHS):
        return _length(kind, context, raw, quoted)
    if kind == "string_too_long":
        most = Text("write at most {limit} characters", limit=context["max_length"])
        return Text("{length} characters", length=len(raw)), most
    if kind in EXPECTED:
        hint = how_to_write(raw) if kind in NUMBERS and isinstance(raw, str) else NUMBER_HINT
        expected = Text(EXPECTED[kind])
        write = Text("write {expected}", expected=expected)
        what = Text("{given} is not {expected}", given=quoted, expected=expected)
        return what, write if hint == NUMBER_HINT else hint
    if kind in LIMITS:
        key, template = LIMITS[kind]
        limit = Text(template, limit=as_in_a_file(float(context[key])))
        return Text("{given} is out of range", given=quoted), limit
    return Text("{given}: {reason}", given=quoted, reason=message), "correct it"


def _choice(context: Mapping[str, Any], raw: Any, quoted: str) -> Advised:  # noqa: ANN401
    options = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
    close = difflib.get_close_matches(str(raw), options, 1)
    hint = Text("did you mean {name}?", name=close[0]) if close else "write one of them"
    return Text("{given} is none of {names}", given=quoted, names=", ".join(options)), hint


def _length(kind: str, context: Mapping[str, Any], raw: Any, quoted: str) -> Advised:  # noqa: ANN401
    if not raw:
        return Text("{given} is empty", given=quoted), "write something"
    key, template = LENGTHS[kind]
    limit = context[key]
    if all(isinstance(value, str) for value in raw):
        return (
            Text("a list of {n}", n=len(raw)),
            Text(template, n=limit),
        )
    return Text("{given} has {n} values", given=quoted, n=len(raw)), Text(COUNTED, n=limit)


def _formless(raw: Any, quoted: str) -> Advised:  # noqa: ANN401
    """Return what is wrong with something that is a number in no form."""
    if not isinstance(raw, Mapping):
        return _not_a_number(quoted), NUMBER_HINT
    if "dist" in raw:
        return Text("no distribution {given}", given=str(raw["dist"])), nearest(
            str(raw["dist"]), NAMED
        )
    other = [key for key in raw if not isinstance(key, int)]
    if other and len(other) < len(raw):
        return Text(
            "{given} among years", given=other[0]
        ), "write a number for each year, by year alone"
    return _not_a_number(quoted), NUMBER_HINT


def _not_a_number(quoted: str) -> Text:
    return Text("{given} is not {expected}", given=quoted, expected=Text("a number"))


def _misplaced(raw: Any, quoted: str) -> Advised:  # noqa: ANN401
    if isinstance(raw, Mapping) and "value" in raw:
        return Text(
            "{given}: a value inside a value", given=quoted
        ), "write value, times, source … once, outside"
    return Text(
        "{given}: this number is the same every year", given=quoted
    ), "write one number, without years"


def _pattern(raw: Any, quoted: str, pattern: str) -> Advised:  # noqa: ANN401
    if pattern.startswith("^lib"):
        return _not_a_number(quoted), how_to_write(str(raw))
    if "[A-Z]{3}" in pattern:
        return Text(
            "{given} is not a currency", given=quoted
        ), "write three capital letters, such as SEK"
    return Text("{given} is not an id", given=quoted), ID_HINT


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
