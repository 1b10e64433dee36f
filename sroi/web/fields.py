"""What the form asks for: the fields of a scenario in an applicant's order, read off the schema."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from sroi.arithmetic.quantities import SHARE
from sroi.errors import dotted
from sroi.loader.merge import path_of, value_at
from sroi.schema.fields import GROUPS
from sroi.schema.months import Month
from sroi.schema.outcomes import Effect
from sroi.schema.parts import COST_PER, HOURS_PER
from sroi.schema.scenario import ROOT
from sroi.schema.tree import Node, nodes_of
from sroi.schema.years import Years
from sroi.web.effect_ways import WAYS
from sroi.web.parts import (
    BY_GROUP,
    PARTS,
    SHARED,
    group_of,
    inside,
    part_of,
    parts_of,
    section_of,
)
from sroi.web.sections import (
    INSTEAD_OF_GROUPS,
    LONG,
    MONEY_KEYS,
    OF_GROUPS,
    ORDER,
    SECTIONS,
    USUAL,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import KeyPath as Path
    from sroi.errors import Raw

FieldKind = Literal[
    "text",
    "long",
    "whole",
    "plain",
    "years",
    "choice",
    "yes",
    "number",
    "several",
    "payer",
    "effect",
    "yaml",
]


@dataclass(frozen=True)
class Field:
    """One thing asked for: where it stands, how it is asked, what the draft and the file say."""

    path: Path
    kind: FieldKind
    raw: Any
    saved: Any
    quantity: Quantity | None = None
    choices: tuple[str, ...] = ()
    default: str = ""  # what holds where nothing is chosen
    years: tuple[Field, ...] = ()  # of a number that differs by year
    usual: bool = True

    @property
    def id(self) -> str:
        """Return the path as it is written."""
        return dotted(self.path)

    @property
    def changed(self) -> bool:
        """Return whether the draft says something else than the file."""
        return bool(self.raw != self.saved)

    @property
    def term(self) -> str:
        """Return the key of the term that asks for it."""
        keys = inside(self.path)
        return "_".join(str(key) for key in keys if not str(key).isdigit() and key != "value")


@dataclass(frozen=True)
class Group:
    """Fields that belong together: a part, such as a post or an outcome, or the whole section."""

    path: Path
    fields: tuple[Field, ...]
    new: bool = False  # not in the file
    inner: tuple[Group, ...] = ()  # what an outcome states of each group of participants

    @property
    def every(self) -> Iterator[Field]:
        """Yield every field, those of the groups inside too."""
        yield from self.fields
        for group in self.inner:
            yield from group.every


@dataclass(frozen=True)
class FormSection:
    """A section of the form; ``adds`` is the section of the file that one may add a part to."""

    name: str
    groups: tuple[Group, ...]
    adds: str = ""


def sections(data: Mapping[str, Any], saved: Mapping[str, Any]) -> list[FormSection]:
    """Return the whole form of what a draft says, beside what its file says."""
    return [_Form(data, saved).section(name, keys) for name, keys in SECTIONS.items()]


def fields(data: Mapping[str, Any], saved: Mapping[str, Any]) -> Iterator[Field]:
    """Yield every field of the form, those of single years too."""
    for section in sections(data, saved):
        for group in section.groups:
            for field in group.every:
                yield from (field, *field.years)


@dataclass(frozen=True)
class _Form:
    data: Mapping[str, Any]
    saved: Mapping[str, Any]

    def section(self, name: str, keys: tuple[str, ...]) -> FormSection:
        """Return a section: its parts and its other fields, whichever are named first."""
        sections = [key for key in keys if key in PARTS]
        others = [key for key in keys if key not in PARTS]
        rest = [f for key in others for f in self.fields_at((key,), ROOT.below(key) or Node())]
        groups = [group for key in sections for group in self.parts(key, name)]
        if rest:
            groups.insert(0 if keys[0] in others else len(groups), Group((), tuple(rest)))
        adds = "" if name == "money" else next(iter(sections), "")
        return FormSection(name, tuple(groups), adds)

    def parts(self, section: str, name: str) -> Iterator[Group]:
        """Yield a group for every part; an outcome's money is asked for in a section of its own."""
        for ident in parts_of(self.data, section):
            path = (*path_of(section), ident)
            part_fields = sorted(self.within(path, ROOT.at(path)), key=_place)
            inner: tuple[Group, ...] = ()
            if section == "outcomes":
                part_fields = [
                    f for f in part_fields if (f.path[2] in MONEY_KEYS) == (name == "money")
                ]
                inner = () if name == "money" else tuple(self.of_groups(path))
            yield Group(path, tuple(part_fields), value_at(self.saved, path) is None, inner)

    def of_groups(self, path: Path) -> Iterator[Group]:
        """Yield what is asked of an outcome in every group of participants that counts in it."""
        outcome = value_at(self.data, path)
        stated = parts_of(self.data, dotted((*path, BY_GROUP)))
        named, follows = value_at(outcome, ("groups",)), value_at(outcome, ("follows",))
        counting = named if isinstance(named, list) else self.ids(GROUPS)
        for group in dict.fromkeys([*map(str, stated), *(counting if follows is None else ())]):
            place = (*path, BY_GROUP, group)
            yield Group(place, tuple(self.within(place, ROOT.at(place))))

    def within(self, path: Path, node: Node) -> Iterator[Field]:
        """Yield the fields of a part; only one of two alternatives is among the usual ones."""
        for key, below in nodes_of(node.part).items() if node.part else ():
            yield from self.fields_at((*path, key), below)

    def fields_at(self, path: Path, node: Node) -> Iterator[Field]:
        """Yield the fields of one key: itself, or those inside."""
        if not self.is_asked(path):
            return
        if path[-1] in SHARED and len(path) > 1:
            yield from self.shares(path)
        elif path[-1] == "payer" and path[0] != "funding":
            yield self.field(path, "payer", choices=self.ids("payers"))
        elif path[-1] == "about" and len(path) > 1:
            yield from self.about(path)
        elif node.part is Effect:
            yield from self.effect(path)
        elif node.part is not None:
            yield from self.within(path, node)
        elif node.number is not None:
            yield self.number(path, node.number.quantity)
        else:
            yield self.plain(path, node)

    def is_asked(self, path: Path) -> bool:
        """Return whether there is anything to ask: of groups only where there are any."""
        if dotted(path) in PARTS or path[2:] == (BY_GROUP,):
            return False  # asked part by part
        if path in INSTEAD_OF_GROUPS or path[2:] in OF_GROUPS:
            groups = bool(self.ids(GROUPS))
            return value_at(self.data, path) is not None or groups == (path[2:] in OF_GROUPS)
        return True

    def field(self, path: Path, kind: FieldKind, **more: Raw) -> Field:
        raw, saved = value_at(self.data, path), value_at(self.saved, path)
        part = part_of(path)
        if part and value_at(self.saved, part) is None:
            saved = raw  # the whole part is new, and said so once
        return Field(path, kind, raw, saved, usual=raw is not None or self.usual(path), **more)

    def usual(self, path: Path) -> bool:
        """Return whether a field is asked for at once; of a group only what the outcome risks."""
        if group_of(path):
            counted = value_at(self.data, (*path[:2], "rate")) is not None
            return inside(path) == (("rate",) if counted else ("baseline",))
        return dotted(inside(path)) in USUAL[section_of(path)]

    def number(self, path: Path, quantity: Quantity) -> Field:
        """Return a number; one that differs by year has a field for each year."""
        field = self.field(path, "number", quantity=quantity)
        numbers = _value(field.raw)
        if not _by_year(numbers):
            return field
        below = path if numbers is field.raw else (*path, "value")
        return replace(field, years=tuple(self.of_year(below, y, field) for y in numbers))

    def of_year(self, path: Path, year: int, field: Field) -> Field:
        """Return the number of one year; where the file has one for all years, it has that."""
        assert field.quantity is not None
        number, saved = self.number((*path, year), field.quantity), _value(field.saved)
        return number if _by_year(saved) else replace(number, saved=saved)

    def effect(self, path: Path) -> Iterator[Field]:
        """Yield how an effect is stated, the number or numbers of that, and what it rests on."""
        if value_at(self.data, (*path[:-1], "follows")) is not None:
            return
        yield self.field((*path, "kind"), "effect", choices=WAYS)
        stated = value_at(self.data, path)
        ways = set(stated) if isinstance(stated, Mapping) else set()
        for key, below in nodes_of(Effect).items():
            if key in ways and below.number is not None:
                yield self.number((*path, key), below.number.quantity)
        if ways and "unknown" not in ways:
            basis = self.plain((*path, "basis"), nodes_of(Effect)["basis"])
            yield replace(basis, usual=True)  # required once an effect is claimed
            yield from self.within((*path, "evidence"), nodes_of(Effect)["evidence"])
            yield self.plain((*path, "note"), nodes_of(Effect)["note"])

    def shares(self, path: Path) -> Iterator[Field]:
        """Yield the share of every payer where several pay, or of every service there is."""
        stated = value_at(self.data, path)
        if path[-1] == "payers" and not isinstance(stated, Mapping):
            return
        per = value_at(self.data, (*path[:-1], "per"))
        if path[-1] == "serves" and stated is None and per in self.ids("services"):
            return  # it is that service's as a whole
        named = self.ids(SHARED[str(path[-1])])
        for name in dict.fromkeys([*named, *parts_of(self.data, dotted(path))]):
            share = self.field((*path, name), "plain", quantity=SHARE)
            yield replace(share, usual=stated is not None or path[0] == "staffing")

    def about(self, path: Path) -> Iterator[Field]:
        """Yield what a claim is about: one of the outcomes, or something in words."""
        stated = value_at(self.data, path)
        if stated is None or isinstance(stated, Mapping):
            yield self.field((*path, "outcome"), "choice", choices=self.ids("outcomes"))
        if not isinstance(stated, Mapping):
            yield self.field(path, "text")

    def plain(self, path: Path, node: Node) -> Field:
        """Return a field that is no number."""
        part = ROOT.at(path[:-1]).part
        known = part.by_key()[str(path[-1])] if part else None
        kind, choices = self.asking(path, node, known.annotation if known else str)
        default = known.default if known and known.default in choices else ""
        return self.field(path, kind, choices=choices, default=default)

    def asking(self, path: Path, node: Node, annotation: Any) -> tuple[FieldKind, tuple[str, ...]]:  # noqa: ANN401
        """Return how something is asked for, and what there is to choose from."""
        inner = _inside(annotation)
        if get_origin(inner) is Literal:
            return "choice", tuple(map(str, get_args(inner)))
        if path[-1] == "perspective":
            named = ("public", "society", *self.ids("payers"), *self.ids("perspectives"))
            return "choice", tuple(dict.fromkeys(named))
        if node.refers == "lines":
            lines = (f"{s}.{name}" for s in ("staffing", "costs") for name in self.ids(s))
            return "several", tuple(lines)
        if node.refers == GROUPS:
            return "several", self.ids(GROUPS)
        if node.refers and inner is str:
            return "choice", self.ids(node.refers)
        kinds: dict[Any, FieldKind] = {
            bool: "yes",
            int: "whole",
            float: "plain",
            Years: "years",
            Month: "text",
        }
        if path[-1] == "per":
            words = HOURS_PER if path[0] == "staffing" else COST_PER
            return "choice", (*words, *self.ids("services"))
        if inner is str:
            return ("long" if path[-1] in LONG else "text"), ()
        return kinds.get(inner, "yaml"), ()

    def ids(self, section: str) -> tuple[str, ...]:
        return tuple(map(str, parts_of(self.data, section)))


def _value(raw: Raw) -> Raw:
    """Return a number without its source."""
    return raw["value"] if isinstance(raw, Mapping) and "value" in raw else raw


def _by_year(raw: Raw) -> bool:
    return isinstance(raw, Mapping) and bool(raw) and all(isinstance(key, int) for key in raw)


def form_section(section: str) -> str:
    """Return under which heading of the form the parts of a section are asked for."""
    return next(name for name, keys in SECTIONS.items() if section in keys)


def nearest_field(path: str, ids: set[str]) -> str:
    """Return the field a problem belongs to: its own, the one around it, or the part's."""
    keys = path.split(".")
    while keys:
        place = ".".join(keys)
        if place in ids:
            return place
        of_year = ".".join([*keys[:-1], "value", keys[-1]])  # the year of a number with a source
        if of_year in ids:
            return of_year
        if f"{place}.kind" in ids:
            return f"{place}.kind"
        if place.endswith(".payers") and place[:-1] in ids:
            return place[:-1]
        keys.pop()
    return path


def _place(field: Field) -> int:
    """Return where an applicant is asked for a field: as in the fill-in workbook, others last."""
    order, key = ORDER.get(section_of(field.path), []), inside(field.path)[0]
    return order.index(str(key)) if key in order else len(order)


def _inside(annotation: Any) -> Any:  # noqa: ANN401 - a type
    """Return what a field holds, without the marks around it and the None beside it."""
    if get_origin(annotation) is Annotated:
        return _inside(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _inside(options[0]) if len(options) == 1 else annotation
    return annotation
