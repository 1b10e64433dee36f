"""What the schema found wrong, in words: where, what was given, what is expected, what to do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sroi.errors import Mark, Problem, Text, dotted, nearest
from sroi.loader.wrongs import ID_HINT, Wrong, advised
from sroi.schema.fields import Located
from sroi.schema.forms import Part
from sroi.schema.tree import choices_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from sroi.errors import KeyPath, Message, Raw
    from sroi.loader.document import Document
    from sroi.loader.wrongs import Advised
    from sroi.schema.tree import Node


def problems_of(error: ValidationError, document: Document, root: Node) -> Iterator[Problem]:
    """Yield every problem of a validation, each at its place in the file."""
    for details in error.errors(include_url=False):
        path, raw = _path(details["loc"], document.data)
        yield _problem(details, path, raw, document, root)


def _path(location: tuple[str | int, ...], data: Raw) -> tuple[KeyPath, Raw]:
    """Return the file's path of a location, without the tags of the forms, and what is there."""
    path: KeyPath = ()
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


def _path_in_number(location: KeyPath, raw: Raw) -> tuple[KeyPath, Raw]:
    """Return the path of a location in a number, which begins with the tag of the number's form."""
    tag, keys = location[:1], location[1:]
    path: KeyPath = ()
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


def mark_at(path: KeyPath, document: Document, *, key: bool = False) -> Mark:
    """Return the mark of a path, or of the nearest place around it."""
    if key and path in document.key_marks:
        return document.key_marks[path]
    while path and path not in document.marks:
        path = path[:-1]
    return document.marks.get(path, Mark("scenario"))


def _problem(
    details: ErrorDetails,
    path: KeyPath,
    raw: Raw,
    document: Document,
    root: Node,
) -> Problem:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "sroi":
        place = (*path, context["at"]) if context["at"] is not None else path
        return Problem(dotted(path), mark_at(place, document), context["what"], context["hint"])
    if kind == "missing":
        missing = (*path, details["loc"][-1])
        what = Text("the key {key} is missing", key=missing[-1])
        about = root.description_at(missing)
        hint = Text("add {key}: {about}" if about else "add {key}", key=missing[-1], about=about)
        return Problem(dotted(missing), mark_at(path, document, key=True), what, hint)
    if kind in ("extra_forbidden", "invalid_key"):
        mark = mark_at(path, document, key=True)
        known = list(_model_at(path[:-1], document.data, root).by_key())
        advice: Message | Callable[[], Message] = partial(nearest, str(path[-1]), known)
        if raw is None and " " in str(path[-1]):
            advice = "put text that contains a comma in quotes: a comma inside { } begins a new key"
        return Problem(dotted(path), mark, Text("unknown key {key}", key=path[-1]), advice)
    if details["loc"][-1] == "[key]":
        return Problem(dotted(path), mark_at(path, document, key=True), *_key(path, kind))
    if kind == "literal_error":
        context = {"choices": choices_of(_model_at(path[:-1], document.data, root), path[-1])}
    wrong = Wrong(kind, context, raw, details["msg"])
    return Problem(dotted(path), mark_at(path, document), *advised(wrong))


def _key(path: KeyPath, kind: str) -> Advised:
    """Return what is wrong with a key that is no id, or no year."""
    key = path[-1] if path else ""
    if not kind.startswith(("int", "greater", "less")):
        return Text("{given} is not an id", given=repr(key)), ID_HINT
    if path[-2:-1] == ("profile",):
        what = Text("{given} is not a whole year since the start", given=key)
        return what, "write 0 for the first year, 1 for the second"
    return Text("{given} is not a year", given=repr(key)), "write a year, such as 2025"


def _model_at(path: KeyPath, data: Raw, root: Node) -> type[Part]:
    """Return what holds the keys at a path: a part, or the form of a number."""
    if part := root.at(path).part:
        return part
    for key in path:
        data = (data.raw if isinstance(data, Located) else data)[key]
    raw, field = data.raw if isinstance(data, Located) else data, root.at(path).number
    return field.part_of(raw) if field is not None else Part
