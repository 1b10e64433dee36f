"""What stands where in a scenario file, read off the schema: numbers, parts, mappings, values."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from sroi.errors import dotted
from sroi.schema.fields import ListFor, Located, NumberField, Refers, ShortFor, Whole
from sroi.schema.forms import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from sroi.errors import KeyPath, Raw


@dataclass(frozen=True)
class Node:
    """What may stand at one place of the file; at most one of ``number``, ``part`` and ``each``."""

    number: NumberField | None = None  # a number
    part: type[Part] | None = None  # a mapping with the keys of a part
    each: Node | None = None  # a mapping from ids or years to such nodes
    whole: bool = False  # a variant replaces it whole
    short_for: str | None = None  # one number may stand for a mapping with this key
    list_for: str | None = None  # a list may stand for a mapping with this key
    refers: str | None = None  # its ids are keys of this section

    @property
    def replaced_whole(self) -> bool:
        """Return whether a variant replaces what stands here instead of merging into it."""
        return self.whole or (self.part is None and self.each is None)

    def below(self, key: str | int) -> Node | None:
        """Return the node under a key, or None where the schema knows no such key."""
        if self.part is not None:
            return nodes_of(self.part).get(str(key))
        return self.each

    def at(self, path: KeyPath) -> Node:
        """Return the node at a path; inside a number the number's own, an empty one if unknown."""
        node = self
        for key in path:
            if node.number is not None:
                return node
            node = node.below(key) or Node()
        return node

    def walk(self, data: Raw, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Raw, Node]]:
        """Yield every place of a file's data that the schema knows, outermost first, in order.

        Numbers are not entered; a part or mapping that holds something else is yielded only.
        """
        if self.list_for and isinstance(data, list):
            yield from (self.below(self.list_for) or Node()).walk(data, path)
            return
        yield path, data, self
        if self.number is None and isinstance(data, Mapping):
            for key, value in data.items():
                below = self.below(key)
                if below is not None:
                    yield from below.walk(value, (*path, key))

    def located(self, data: Raw, path: KeyPath = ()) -> Raw:
        """Return the data with every number wrapped together with its dotted path."""
        if self.number is not None:
            return Located(dotted(path), data)
        if not isinstance(data, Mapping):
            return data
        return {
            key: (self.below(key) or Node()).located(value, (*path, key))
            for key, value in data.items()
        }

    def description_at(self, path: KeyPath) -> str:
        """Return what the schema says about a key, empty where it says nothing."""
        field = self._field_at(path)
        return (field.description or "") if field else ""

    def takes_text(self, path: KeyPath) -> bool:
        """Return whether any text may stand at a key of a part, or nothing is known of it."""
        field = self._field_at(path)
        return field is None or str in _types(field.annotation)

    def _field_at(self, path: KeyPath) -> FieldInfo | None:
        part = self.at(path[:-1]).part if path else None
        return part.by_key().get(str(path[-1])) if part else None


@cache
def nodes_of(part: type[Part]) -> Mapping[str, Node]:
    """Return the node of every key of a part."""
    return {
        name: _node(field.annotation, tuple(field.metadata))
        for name, field in part.by_key().items()
    }


def _node(annotation: Any, marks: tuple[Any, ...] = ()) -> Node:  # noqa: ANN401 - a type
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _node(inner, (*marks, *more))
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        if len(options) == 1:
            return _node(options[0], marks)
    known = {_role(mark): mark for mark in marks}
    whole, refers, short = Whole in known, known.get(Refers), known.get(ShortFor)
    listed = known.get(ListFor)
    section = refers.section if refers else None
    if NumberField in known:
        return Node(number=known[NumberField])
    if origin is dict:
        return Node(each=_node(get_args(annotation)[1]), whole=whole, refers=section)
    if origin is list:
        return Node(refers=section or _node(get_args(annotation)[0]).refers)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Node(
            part=annotation,
            whole=whole,
            short_for=short.key if short else None,
            list_for=listed.key if listed else None,
        )
    return Node(refers=section)


def _role(mark: Raw) -> type:
    """Return what kind of mark it is."""
    return NumberField if isinstance(mark, NumberField) else type(mark)


def _types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a type
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def choices_of(part: type[BaseModel], field: str | int) -> tuple[str, ...]:
    """Return the words that may be written in a field of a part.

    >>> from sroi.schema.parts import Cost
    >>> choices_of(Cost, "per")
    ('year', 'participant', 'once', 'total')
    """
    return tuple(_choices(part.model_fields[str(field)].annotation))


def _choices(kind: Any) -> Iterator[str]:  # noqa: ANN401 - a type, or a word of a Literal
    if isinstance(kind, str | bool):
        yield "true" if kind is True else str(kind)
    for inner in get_args(kind):
        yield from _choices(inner)
