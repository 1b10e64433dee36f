"""What stands where in a scenario file, read off the schema: numbers, parts, mappings, values."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from sroi.schema.fields import ListFor, Refers, ShortFor, Whole
from sroi.schema.forms import Part
from sroi.schema.places import Located, NumberField
from sroi.schema.scenario import ScenarioFile

if TYPE_CHECKING:
    from pydantic import BaseModel

    from sroi.errors import KeyPath, Raw


@dataclass(frozen=True)
class Spot:
    """What may stand at one place of the file; at most one of ``place``, ``part`` and ``each``."""

    place: NumberField | None = None  # a number
    part: type[Part] | None = None  # a mapping with the keys of a part
    each: Spot | None = None  # a mapping from ids or years to such spots
    whole: bool = False  # a variant replaces it whole
    short_for: str | None = None  # one number may stand for a mapping with this key
    list_for: str | None = None  # a list may stand for a mapping with this key
    refers: str | None = None  # its ids are keys of this section

    @property
    def replaced_whole(self) -> bool:
        """Return whether a variant replaces what stands here instead of merging into it."""
        return self.whole or (self.part is None and self.each is None)

    def below(self, key: str | int) -> Spot | None:
        """Return the spot under a key, or None where the schema knows no such key."""
        if self.part is not None:
            return spots_of(self.part).get(str(key))
        return self.each


@cache
def spots_of(part: type[Part]) -> Mapping[str, Spot]:
    """Return the spot of every key of a part."""
    return {
        name: _spot(field.annotation, tuple(field.metadata))
        for name, field in part.by_key().items()
    }


def _spot(annotation: Any, marks: tuple[Any, ...] = ()) -> Spot:  # noqa: ANN401 - a type
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _spot(inner, (*marks, *more))
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        if len(options) == 1:
            return _spot(options[0], marks)
    known = {type(mark): mark for mark in marks}
    whole, refers, short = Whole in known, known.get(Refers), known.get(ShortFor)
    listed = known.get(ListFor)
    section = refers.section if refers else None
    if NumberField in known:
        return Spot(place=known[NumberField])
    if origin is dict:
        return Spot(each=_spot(get_args(annotation)[1]), whole=whole, refers=section)
    if origin is list:
        return Spot(refers=section or _spot(get_args(annotation)[0]).refers)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Spot(
            part=annotation,
            whole=whole,
            short_for=short.key if short else None,
            list_for=listed.key if listed else None,
        )
    return Spot(refers=section)


ROOT = Spot(part=ScenarioFile)


def spot_at(path: KeyPath, root: Spot = ROOT) -> Spot:
    """Return the spot at a path; inside a number the number's own, an empty one where unknown."""
    spot = root
    for key in path:
        if spot.place is not None:
            return spot
        spot = spot.below(key) or Spot()
    return spot


def walk(data: Raw, spot: Spot = ROOT, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Raw, Spot]]:
    """Yield every place of a file's data that the schema knows, outermost first, in file order.

    Numbers are not entered; a part or mapping that holds something else is yielded only.
    """
    if spot.list_for and isinstance(data, list):
        spot = spot.below(spot.list_for) or spot
    yield path, data, spot
    if spot.place is None and isinstance(data, Mapping):
        for key, value in data.items():
            below = spot.below(key)
            if below is not None:
                yield from walk(value, below, (*path, key))


def with_numbers(
    data: Raw,
    change: Callable[[KeyPath, Any], Any],
    spot: Spot = ROOT,
    path: KeyPath = (),
) -> Raw:
    """Return the data with every number replaced by what ``change`` makes of its path and value."""
    if spot.place is not None:
        return change(path, data)
    if not isinstance(data, Mapping):
        return data
    return {
        key: with_numbers(value, change, spot.below(key) or Spot(), (*path, key))
        for key, value in data.items()
    }


def located(data: Mapping[str, Raw]) -> Raw:
    """Return the data with every number wrapped together with its dotted path."""
    return with_numbers(data, lambda path, raw: Located(dotted(path), raw))


def description_at(path: KeyPath, root: Spot = ROOT) -> str:
    """Return what the schema says about a key, empty where it says nothing."""
    part = spot_at(path[:-1], root).part if path else None
    field = part.by_key().get(str(path[-1])) if part else None
    return (field.description or "") if field else ""


def takes_text(path: KeyPath, root: Spot = ROOT) -> bool:
    """Return whether any text may stand at a key of a part, or nothing is known of the place."""
    part = spot_at(path[:-1], root).part
    field = part.by_key().get(str(path[-1])) if part else None
    return field is None or str in _types(field.annotation)


def _types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a type
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def choices_of(part: type[BaseModel], field: str | int) -> tuple[str, ...]:
    """Return the words that may be written in a field of a part.

    >>> choices_of(ScenarioFile, "language")
    ('sv', 'en')
    """
    return tuple(_choices(part.model_fields[str(field)].annotation))


def _choices(kind: Any) -> Iterator[str]:  # noqa: ANN401 - a type, or a word of a Literal
    if isinstance(kind, str | bool):
        yield "true" if kind is True else str(kind)
    for inner in get_args(kind):
        yield from _choices(inner)


def dotted(path: KeyPath) -> str:
    """Return the path as it is written: ``outcomes.placement.unit_cost``."""
    return ".".join(map(str, path))
