"""What the parts of a scenario demand of one another, read off the data as written.

The rules look at data that may be wrong elsewhere, so that every problem of a file is reported
at once; what is not a mapping or a list where one belongs is the schema's own business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from sroi.errors import MANY, Text, dotted, nearest
from sroi.schema.fields import GROUPS
from sroi.schema.library import Sector
from sroi.schema.scenario import ROOT
from sroi.schema.uncertainty import MOST_TOGETHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sroi.errors import KeyPath, Message, Raw

Data = Mapping[str, Any]
SECTORS = get_args(Sector)
RESERVED = ("public", "society")
ALL = "all"  # what readers call everybody


@dataclass(frozen=True)
class Found:
    """A fault at a path of the data: what is wrong, and what to do."""

    path: KeyPath
    what: Message
    hint: Message | Callable[[], Message] = ""


def mapping(data: Raw, *path: str) -> Mapping[Raw, Raw]:
    """Return the mapping at a path, empty where there is none."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def parts(data: Data, *sections: str) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Yield every mapping in the sections, with its path."""
    for section in sections:
        for name, part in mapping(data, section).items():
            if isinstance(part, Mapping):
                yield (section, name), part


def given_by_year(raw: Raw) -> Mapping[int, Raw]:
    """Return the years of a number given by year, or nothing."""
    if isinstance(raw, Mapping) and "value" in raw:
        return given_by_year(raw["value"])
    by_year = isinstance(raw, Mapping) and bool(raw) and all(isinstance(y, int) for y in raw)
    return raw if by_year else {}


def scenario_faults(data: Data) -> Iterator[Found]:
    """Yield what the money, years, views and references of a scenario demand of one another."""
    yield from _payers(data)
    yield from _shares(data)
    yield from _views(data)
    yield from _references(data)
    yield from _sources(data)
    yield from _between(data)


def _payers(data: Data) -> Iterator[Found]:
    for path, part in parts(data, "staffing", "costs", "outcomes"):
        named = [key for key in ("payer", "payers") if part.get(key) not in (None, {})]
        if len(named) == 2:
            yield Found((*path, "payers"), two_at_once("payer", "payers"), "keep one of them")
        if not named and (path[0] != "outcomes" or part.get("unit_cost") is not None):
            who = Text("who gains" if path[0] == "outcomes" else "who bears it")
            known = ", ".join(map(str, list(mapping(data, "payers"))[:MANY]))
            add = Text("add payer: one of {names}", names=known)
            yield Found(path, Text("nobody is named as payer ({who})", who=who), add)


def two_at_once(one: str, other: str) -> Text:
    """Return what is wrong with two keys of which only one may stand."""
    return Text("{one} and {other}", one=one, other=other)


def _shares(data: Data) -> Iterator[Found]:
    for path, part in parts(data, "staffing", "costs", "outcomes"):
        shares = part.get("payers")
        if (
            not isinstance(shares, Mapping)
            or not shares
            or not all(isinstance(share, int | float) for share in shares.values())
        ):
            continue
        total = sum(shares.values())
        at_shares = (*path, "payers")
        if path[0] == "outcomes":
            if not any(shares.values()) and part.get("unit_cost") is not None:
                hint = "give somebody a share, or leave out unit_cost"
                yield Found(at_shares, "every share is 0, so the value falls on nobody", hint)
            if min(abs(total - 1), abs(total)) > 1e-6:
                yield Found(
                    at_shares,
                    Text("the shares sum to {sum}", sum=float(total)),
                    "make them sum to 1, or to 0 for a transfer",
                )
        elif abs(total - 1) > 1e-6:
            yield Found(
                at_shares, Text("the shares sum to {sum}", sum=float(total)), "make them sum to 1"
            )
        elif min(shares.values()) < 0:
            yield Found(at_shares, "a share below 0", "a cost is shared, never more than all of it")


def _views(data: Data) -> Iterator[Found]:
    payers = mapping(data, "payers")
    sector = {name: str(mapping(payers, name).get("sector", "other")) for name in payers}
    for name in payers:
        if name in RESERVED or (name in SECTORS and _others(name, sector)):
            only = Text("rename it (or make it the only payer of sector {name})", name=name)
            rename = "rename it" if name in RESERVED else only
            what = Text("{name} is the name of a view", name=name)
            yield Found(("payers", name), what, rename)
    if ALL in payers:
        yield Found(("payers", ALL), Text("no payer can be called {name}", name=ALL), "rename it")
    built_in = {*payers, *sector.values(), *RESERVED}
    named = mapping(data, "perspectives")
    for name in named:
        if name in built_in or name in SECTORS:
            yield Found(
                ("perspectives", name),
                Text("{name} is a built-in view", name=name),
                "choose another name",
            )
    chosen = data.get("perspective")
    if isinstance(chosen, str) and chosen not in {*built_in, *named}:
        what = Text("no perspective {given}", given=chosen)
        yield Found(("perspective",), what, partial(nearest, chosen, [*built_in, *named]))


def _others(name: str, sector: Mapping[str, str]) -> bool:
    """Return whether a sector has another payer than the one of its own name, or not that one."""
    return [payer for payer in sector if sector[payer] == name] != [name]


def _references(data: Data) -> Iterator[Found]:
    lines = [dotted(path) for path, _ in parts(data, "staffing", "costs")]
    for path, raw, node in ROOT.walk(data):
        if node.refers is None:
            continue
        known = lines if node.refers == "lines" else mapping(data, *node.refers.split("."))
        if node.refers == GROUPS and not known:
            continue  # that there are no groups is told once
        entries: list[tuple[KeyPath, Any]] = [(path, raw)]
        if isinstance(raw, Mapping):
            entries = [((*path, key), key) for key in raw]
        elif isinstance(raw, list):
            entries = [((*path, index), item) for index, item in enumerate(raw)]
        for place, name in entries:
            if isinstance(name, str) and name not in known:
                yield Found(
                    place, Text("{given} is unknown", given=name), partial(nearest, name, known)
                )


def _sources(data: Data) -> Iterator[Found]:
    mapping(data, "sources")
    for path, raw, node in ROOT.walk(data):
        of_a_service = path[:1] == ("services",) and len(path) == 2
        if (node.number is not None or of_a_service) and isinstance(raw, Mapping):
            for place, source in _named_sources(path, raw):
                yield from unknown_source(data, place, source)


def unknown_source(data: Data, place: KeyPath, source: Raw) -> Iterator[Found]:
    """Yield a source that is named by an id that the file does not have."""
    known = mapping(data, "sources")
    if isinstance(source, str) and source.isidentifier() and source not in known:
        what = Text("no source {given}", given=source)
        yield Found(place, what, partial(_source_hint, source, known))


def _source_hint(source: str, known: Mapping[Any, Any]) -> Text:
    return Text("{advice}; or write the reference in words", advice=nearest(source, known))


def _named_sources(path: KeyPath, raw: Mapping[Any, Any]) -> Iterator[tuple[KeyPath, Any]]:
    if "source" in raw:
        yield (*path, "source"), raw["source"]
    for key, inner in raw.items():
        if isinstance(inner, Mapping):
            yield from _named_sources((*path, key), inner)


def _between(data: Data) -> Iterator[Found]:
    seen: dict[frozenset[str], float] = {}
    for path, part in parts(data, "correlations"):
        between = part.get("between")
        names = [str(name) for name in between[:MOST_TOGETHER]] if isinstance(between, list) else []
        if len(set(names)) < len(names):
            yield Found((*path, "between"), "the same number twice", "name different numbers")
        for index, one in enumerate(names):
            for other in names[index + 1 :]:
                pair = frozenset({one, other})
                if seen.setdefault(pair, part.get("rank", 0)) != part.get("rank", 0):
                    hint = "give each pair one rank"
                    yield Found(
                        (*path, "rank"),
                        Text("another rank for {one} and {other}", one=one, other=other),
                        hint,
                    )
