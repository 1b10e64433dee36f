"""Renaming, copying and throwing away scenarios, and taking them and drafts back."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from sroi.errors import ScenarioError, SroiError, UsageError
from sroi.loader.document import read
from sroi.loader.ids import slug, unlike
from sroi.report.files import write_whole
from sroi.web.catalogue import catalogue_rows, variants_of
from sroi.web.drafts import opened_draft, own_data, rewritten
from sroi.web.listing import first_page
from sroi.web.site import posted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.web.catalogue import CatalogueRow
    from sroi.web.site import Site


async def renamed(site: Site, request: Request) -> Response:
    """Give a scenario another name, its file too; what builds on it follows."""
    form = await posted(request)
    name, title = form.get("file", [""])[-1], form.get("name", [""])[-1].strip()
    term = site.wording(request).term
    path = site.folder.path(name)
    if not title:
        return first_page(site, request, 422, term("web.no_name"))
    target = path.with_name(f"{slug(title) or 'scenario'}{path.suffix}")
    if target != path and (target.exists() or target.is_symlink()):
        return first_page(site, request, 409, term("web.taken", file=target.name))
    affected = variants_of(name, catalogue_rows(site.folder))
    try:
        texts = _renamed(site, path, target, title, [row for row in affected if row.base == name])
    except ScenarioError:
        return first_page(site, request, 409, term("web.unreadable_to_rename", file=name))
    try:
        for file, text in texts.items():  # the new file first, so that each variant has its base
            write_whole(file, text.encode())
        if target != path:
            path.unlink()
    except (SroiError, OSError) as error:
        return first_page(site, request, 500, site.reason(request, error))
    _follow(site, name, target, affected)
    return RedirectResponse("/", 303)


def _renamed(
    site: Site, path: Path, target: Path, title: str, variants: list[CatalogueRow]
) -> Mapping[Path, str]:
    """Return the text of every file that a new name changes; ``ScenarioError`` if one is none."""
    texts = {target: _with(path, {"name": title})}
    if target == path:
        return texts
    for row in variants:
        file = site.folder.path(row.name)
        extends = posixpath.join(posixpath.dirname(own_data(file)["extends"]), target.name)
        texts[file] = _with(file, {"extends": extends})
    return texts


def _with(file: Path, values: Mapping[str, str]) -> str:
    """Return the text of a file with some of its keys said anew."""
    return rewritten(file.read_bytes().decode("utf-8"), {**read(file).sound.data, **values})


def _follow(site: Site, name: str, target: Path, variants: list[CatalogueRow]) -> None:
    """Let the drafts of a renamed scenario, and of what builds on it, follow."""
    names = {row.name: row.name for row in variants}
    names[name] = target.relative_to(site.folder.root).as_posix()
    for ident in site.drafts.of_files(set(names)):
        draft = site.drafts.draft(ident)
        draft.move(site.folder.root / names[draft.name], names[draft.name])
        site.drafts.write(ident, draft)


async def copied(site: Site, request: Request) -> Response:
    """Write a copy of a scenario beside it."""
    name = (await posted(request)).get("file", [""])[-1]
    path = site.folder.path(name)
    term = site.wording(request).term
    try:
        title = term("web.copy_of", name=opened_draft(path, name, True).title)
        text = _with(path, {"name": title})
    except ScenarioError:
        return first_page(site, request, 409, term("web.unreadable_to_rename", file=name))
    stem = unlike(slug(title) or "scenario", {file.stem for file in path.parent.iterdir()})
    site.folder.write(path.parent, stem, text)
    return RedirectResponse("/", 303)


async def thrown(site: Site, request: Request) -> Response:
    """Move a scenario to the bin, unless others build on it."""
    name = (await posted(request)).get("file", [""])[-1]
    site.folder.path(name)
    if variants := [row for row in catalogue_rows(site.folder) if row.base == name]:
        names = ", ".join(row.title for row in variants)
        text = site.wording(request).term("web.has_variants", file=name, names=names)
        return first_page(site, request, 409, text)
    return RedirectResponse(f"/?thrown={site.bin.throw(name)}", 303)


def taken_back(site: Site, request: Request) -> Response:
    """Put a scenario back from the bin."""
    try:
        site.bin.take_back(request.path_params["ident"])
    except UsageError as error:
        term = site.wording(request).term
        return first_page(site, request, 409, term("web.taken_back_exists", file=str(error)))
    return RedirectResponse("/", 303)


def dropped(site: Site, request: Request) -> Response:
    """Put a draft away; the page offers it back."""
    label = site.drafts.drop(request.path_params["ident"])
    return RedirectResponse(f"/?dropped={label.ident}", 303)


def old_dropped(site: Site, request: Request) -> Response:
    """Put away the drafts that nobody has touched for long."""
    for label in site.drafts.old():
        site.drafts.drop(label.ident)
    return RedirectResponse("/", 303)


def draft_taken_back(site: Site, request: Request) -> Response:
    """Take back a draft that was put away."""
    ident = request.path_params["ident"]
    site.drafts.take_back(ident)
    return RedirectResponse(f"/work/{ident}", 303)
