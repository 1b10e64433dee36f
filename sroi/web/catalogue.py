"""The scenarios of a folder as a list: what each is called, and what it builds on."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sroi.errors import ScenarioError
from sroi.loader.document import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sroi.web.folder import Folder


@dataclass(frozen=True)
class CatalogueRow:
    """A scenario in the list."""

    name: str  # of its file in the folder
    title: str
    base: str  # the name of the scenario it extends; empty where it stands alone
    depth: int  # how many it builds on


def catalogue_rows(folder: Folder) -> list[CatalogueRow]:
    """Return the scenarios of a folder, each followed by those that build on it."""
    heads = {name: _head(path, *_stamp(path)) for name, path in folder.files().items()}
    bases = {name: _base(name, extends) for name, (_, extends) in heads.items()}
    variants: dict[str, list[str]] = {name: [] for name in heads}
    for name, base in bases.items():
        variants.get(base, []).append(name)
    order = dict(_descent([name for name in heads if bases[name] not in heads], variants))
    order |= {name: 0 for name in heads if name not in order}  # those that extend in a circle
    return [
        CatalogueRow(name, heads[name][0], bases[name] if bases[name] in heads else "", depth)
        for name, depth in order.items()
    ]


def _descent(
    names: list[str], variants: Mapping[str, list[str]], depth: int = 0
) -> Iterator[tuple[str, int]]:
    for name in names:
        yield name, depth
        yield from _descent(variants[name], variants, depth + 1)


def variants_of(name: str, listed: list[CatalogueRow]) -> list[CatalogueRow]:
    """Return the scenarios that build on another, directly or not."""
    variants: list[CatalogueRow] = []
    for row in listed:  # each stands after its base
        if row.base == name or row.base in {one.name for one in variants}:
            variants.append(row)
    return variants


def _base(name: str, extends: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), extends)) if extends else ""


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes when a file does."""
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_size


@lru_cache(maxsize=10_000)
def _head(path: Path, changed: int, size: int) -> tuple[str, str]:
    """Return what a scenario is called, else its file's name, and the file that it extends."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    return _text(lines, "name") or path.stem, _text(lines, "extends")


def _text(lines: list[str], key: str) -> str:
    """Return the text after a key that stands on one line; nothing where there is none."""
    line = next((line for line in lines if line.startswith(f"{key}:")), "")
    try:
        value = parse(line, "").sound.data[key] if line else ""
    except ScenarioError:
        return ""
    return value if isinstance(value, str) else ""


def listed_scenarios(folder: Folder) -> list[dict[str, str]]:
    """Return the scenarios of a folder, each with what it is called."""
    return [{"name": row.name, "title": row.title} for row in catalogue_rows(folder)]
