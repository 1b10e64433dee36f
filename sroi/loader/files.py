"""The files of a scenario, all in one folder: the chain it extends, the libraries it uses."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sroi.errors import Mark, Problem, ScenarioError, Text, nearest
from sroi.loader.document import read
from sroi.loader.explain import mark_at, problems_of
from sroi.schema.library import Library
from sroi.schema.tree import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sroi.errors import Message, Raw
    from sroi.loader.document import Document

MAX_CHAIN = 10
LONGEST = 200  # characters of a file's name that any system takes
PACKAGED = ("se",)


def chain(path: Path) -> list[Document]:
    """Return the documents from the outermost base to the file itself."""
    root = _real(path.parent)
    documents: list[Document] = []
    seen: list[Path] = []
    file, mark = path, Mark(str(path))
    while True:
        if _real(file) in seen:
            raise _stop(
                "extends", mark, Text("{given} extends itself", given=file.name), "break the circle"
            )
        if len(seen) > MAX_CHAIN:
            raise _stop(
                "extends", mark, Text("more than {n} files extend one another", n=MAX_CHAIN), "join"
            )
        seen.append(_real(file))
        document = read(file)
        documents.insert(0, document)
        if not isinstance(document.data, dict):
            what = "a scenario is a mapping of keys, such as name: …"
            raise _stop(
                "", document.marks[()], what, Text("see: {command}", command="sroi new FILE")
            )
        base = document.data.pop("extends", None)
        if base is None:
            return documents
        mark = document.marks[("extends",)]
        file = neighbour(base, mark, file, root, "extends")


def neighbour(name: Raw, mark: Mark, beside: Path, root: Path, path: str) -> Path:
    """Return a file named in another, which must lie in the folder of the first file."""
    if not isinstance(name, str):
        raise _stop(
            path,
            mark,
            Text("{given} is not a file name", given=repr(name)),
            "write a name such as base.yaml",
        )
    target = beside.parent / name.replace("\\", "/")  # as Windows writes a file in a folder
    if "\0" in name or len(name) > LONGEST:
        raise _stop(
            path, mark, Text("there is no file {given}", given=repr(name)), "check the name"
        )
    if not _real(target).is_relative_to(root):
        raise _stop(
            path,
            mark,
            Text("{given} lies outside {folder}", given=name, folder=str(root)),
            "keep the files in one folder",
        )
    if not target.is_file():
        known = [file.name for file in sorted(target.parent.glob("*.yaml"))[:100]]
        raise _stop(path, mark, Text("there is no file {given}", given=name), nearest(name, known))
    return target


def libraries(
    document: Document, path: Path, read: Callable[[Path], Library]
) -> tuple[dict[str, Library], list[Problem]]:
    """Return the libraries a merged document uses, by name, and what is wrong with others."""
    names = document.data.get("uses") or []
    if not isinstance(names, list):
        return {}, []
    by_name: dict[str, Library] = {}
    problems: list[Problem] = []
    for index, name in enumerate(names):
        mark = mark_at(("uses", index), document)
        try:
            if isinstance(name, str) and name in PACKAGED:
                by_name[name] = packaged(name)
            elif isinstance(name, str) and not name.endswith((".yaml", ".yml")):
                hint = Text("{advice}, or name a file", advice=nearest(name, PACKAGED))
                problems.append(
                    Problem(f"uses.{index}", mark, Text("no library {given}", given=name), hint)
                )
            else:
                beside = Path(mark.file) if mark.line else path
                file = neighbour(name, mark, beside, _real(path.parent), f"uses.{index}")
                by_name[file.stem] = read(file)
        except ScenarioError as error:
            problems.extend(error.problems)
    return by_name, problems


@lru_cache(maxsize=4)
def packaged(name: str) -> Library:
    """Return a library that comes with the package."""
    with resources.as_file(resources.files("sroi") / "library" / f"{name}.yaml") as file:
        return library(file)


def library(path: Path) -> Library:
    """Return the library in a file, or every problem it has."""
    document = read(path).sound
    try:
        content = Library.model_validate(document.data)
    except ValidationError as error:
        raise ScenarioError(list(problems_of(error, document, Node(part=Library)))) from None
    problems = list(_unknown_references(content, document))
    if problems:
        raise ScenarioError(problems)
    return content


def _unknown_references(content: Library, document: Document) -> Iterator[Problem]:
    for section, entries in (("values", content.values), ("series", content.series)):
        for name, entry in entries.items():
            if entry.source not in content.sources:
                hint = nearest(entry.source, content.sources)
                yield _unknown(document, (section, name, "source"), entry.source, hint)
    for name, value in content.values.items():
        if value.index != "none" and value.index not in content.series:
            hint = nearest(value.index, content.series)
            yield _unknown(document, ("values", name, "index"), value.index, hint)


def _unknown(document: Document, path: tuple[str, ...], name: str, hint: Message) -> Problem:
    return Problem(
        ".".join(path), document.marks[path], Text("{given} is unknown", given=name), hint
    )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _stop(path: str, mark: Mark, what: Message, hint: Message) -> ScenarioError:
    return ScenarioError([Problem(path, mark, what, hint)])
