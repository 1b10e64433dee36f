"""Variants: a file laid over the one it extends, by place in the schema and never by looks."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sroi.errors import Mark, Problem, Text, UsageError, dotted, nearest
from sroi.loader.document import Document
from sroi.loader.literal import as_written
from sroi.schema.scenario import ROOT
from sroi.schema.tree import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sroi.errors import KeyPath, Message, Raw

GROUP_KEY = 5  # keys to what a group states: outcomes.placement.by_group.referred.effect
MergedData = dict[Any, Any]


def merged(base: Document, over: Document) -> tuple[Document, list[Problem]]:
    """Return the variant laid over its base, and what could not be laid."""
    problems = list(_empty(over)) if base.data else []
    variant = _without(over.data, over.empty) if base.data else over.data
    data = _merged(base.data, variant, ROOT, (), over, problems)
    marks = base.marks | over.marks
    return Document(data, marks, base.key_marks | over.key_marks), problems


def _merged(
    base: Raw,
    over: Raw,
    node: Node,
    path: KeyPath,
    document: Document,
    problems: list[Problem],
) -> Raw:
    over = _written_out(over, node, path, document)
    if node.number is not None:
        return node.number.laid(base, over)
    if node.replaced_whole or not isinstance(over, Mapping):
        return over
    result = dict(base) if isinstance(base, Mapping) else {}
    for key in _replaced_keys(node, over):
        result.pop(key, None)
    for key, value in over.items():
        place, below = (*path, key), node.below(key) or Node()
        if value is not None:
            result[key] = _merged(result.get(key), value, below, place, document, problems)
        elif isinstance(base, Mapping) and key in base:
            result.pop(key, None)
        else:
            mark = document.marks.get(place, Mark("set"))
            problems.append(Problem(dotted(place), mark, *_nothing_to_remove(key, node)))
    return result


def _empty(variant: Document) -> Iterator[Problem]:
    """Yield every key of a variant with nothing after it, which may be left over."""
    for path in sorted(variant.empty, key=str):
        hint = Text("write null to remove {key}, or delete the line", key=path[-1])
        yield Problem(dotted(path), variant.marks[path], "nothing after the key", hint)


def _without(data: Raw, paths: Collection[KeyPath], at: KeyPath = ()) -> Raw:
    """Return data without the keys at some paths, nor what holds nothing but such keys."""
    if not isinstance(data, Mapping):
        return data
    remaining = {key: value for key, value in data.items() if (*at, key) not in paths}
    inner = {key: _without(value, paths, (*at, key)) for key, value in remaining.items()}
    return {key: value for key, value in inner.items() if value != {} or remaining[key] == {}}


def _nothing_to_remove(key: str | int, node: Node) -> tuple[Message, Message]:
    if isinstance(key, int) and node.part is not None:
        hint = "write decimals with a point, thousands without: a comma inside { } begins a new key"
        return Text("a lone number, {given}, where a key belongs", given=key), hint
    hint = "write a value or delete the line; null removes a key of the file that is extended"
    return "no value, and nothing to remove", hint


def _written_out(over: Raw, node: Node, path: KeyPath, document: Document) -> Raw:
    """Return ``cashable: X`` as ``cashable: {share: X}``, its marks moved along."""
    if node.short_for is None or node.part is None:
        return over
    if isinstance(over, Mapping) and over.keys() & node.part.by_key().keys():
        return over
    for marks in (document.marks, document.key_marks):
        for inner in [(), *_paths(over)]:
            if (*path, *inner) in marks:
                marks[*path, node.short_for, *inner] = marks[*path, *inner]
    return {node.short_for: over}


def _replaced_keys(node: Node, over: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the keys of the base that an alternative in the variant replaces."""
    stated = {key for key, value in over.items() if value is not None}
    for one, other in node.part.alternatives if node.part else ():
        if stated & one and not stated & other:
            yield from other
        if stated & other and not stated & one:
            yield from one


def written_difference(base: Raw, over: Raw, node: Node = ROOT) -> Raw:
    """Return the least that, laid over the base, gives the other data; null removes a key."""
    if node.replaced_whole or not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    changed = {key: value for key, value in over.items() if key not in base or base[key] != value}
    return {key: None for key in base if key not in over} | {
        key: written_difference(base[key], value, node.below(key) or Node())
        if key in base
        else value
        for key, value in changed.items()
    }


def assignment(base: Document, path: str, value: Raw) -> Document:
    """Return ``path=value`` as a document to lay over the base.

    Inside a number, an effect or a profile, which a variant replaces whole, the rest of it is
    kept: the path names one value.
    """
    keys, value = _keys(base.data, path), as_written(value)
    _refuse_inherited(base.data, keys, path)
    for depth in range(len(keys)):
        node = ROOT.at(keys[:depth])
        if node.replaced_whole:
            whole = value_at(base.data, keys[:depth])
            value = _with_leaf(whole, keys[depth:], value, node, path)
            keys = keys[:depth]
            break
    mark = Mark(f"set {path}")
    marks = {keys[: depth + 1]: mark for depth in range(len(keys))}
    marks |= {(*keys, *inner): mark for inner in _paths(value)}
    data = value
    for key in reversed(keys):
        data = {key: data}
    return Document(data, marks, dict(marks))


def _refuse_inherited(data: Raw, keys: KeyPath, path: str) -> None:
    """Raise ``UsageError`` for a path into what a group only has from the outcome itself."""
    if keys[2:3] != ("by_group",) or len(keys) <= GROUP_KEY:
        return
    inherited = (*keys[:2], *keys[GROUP_KEY - 1 :])
    stated = value_at(data, keys[:GROUP_KEY])
    if stated is None and value_at(data, inherited[:3]) is not None:
        what = (
            "{path}: the group has it from the outcome; set {outcome}, or give the group one first"
        )
        raise UsageError(Text(what, path=path, outcome=dotted(inherited)))


def path_of(text: str) -> KeyPath:
    """Return the keys of a dotted path; short whole numbers are years or places in a list."""
    whole = (word.isascii() and word.isdecimal() and len(word) < 10 for word in text.split("."))
    return tuple(int(word) if w else word for word, w in zip(text.split("."), whole, strict=True))


def _keys(data: Raw, path: str) -> KeyPath:
    """Return the keys of a dotted path; an unknown one is a usage error with the nearest."""
    keys: list[str | int] = []
    node: Node | None = ROOT
    words = path.split(".")
    for position, word in enumerate(words):
        inside = node is not None and node.replaced_whole
        key = path_of(word)[0]
        last = position == len(words) - 1
        if node is not None and not inside:
            known = _known(data, node)
            if word not in known and not (last and node.each is not None):
                what = "no place {path}: {word} is unknown; {advice}"
                advice = nearest(word, known)
                raise UsageError(Text(what, path=path, word=word, advice=advice))
            node = node.below(key)
        keys.append(key)
        data = data.get(key) if isinstance(data, Mapping) else None
    return tuple(keys)


def _known(data: Raw, node: Node) -> list[str]:
    if node.part is not None:
        return [key for key in node.part.by_key() if key != "extends"]
    return [str(key) for key in data] if isinstance(data, Mapping) else []


def value_at(data: Raw, keys: KeyPath) -> Raw:
    """Return what stands at a path of plain data, or None."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _with_leaf(whole: Raw, keys: KeyPath, value: Raw, node: Node, path: str) -> Raw:
    """Return data with a value in it; a part it lacks is begun, and one that is emptied goes."""
    if not isinstance(whole, Mapping):
        raise UsageError(
            Text("no place {path}: set the whole number before its last part", path=path)
        )
    key, *rest = keys
    if rest:
        below = node.below(key) or Node()
        begun: Raw = {} if below.part else None
        value = _with_leaf(whole.get(key, begun), tuple(rest), value, below, path)
        if below.part and not value:
            value = None
    changed = {**copy.deepcopy(whole), key: value}
    return {name: each for name, each in changed.items() if name != key or each is not None}


def _paths(value: Raw) -> Iterator[KeyPath]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield (key,)
            yield from ((key, *rest) for rest in _paths(inner))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield (index,)
            yield from ((index, *rest) for rest in _paths(inner))
