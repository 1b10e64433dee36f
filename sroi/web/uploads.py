"""A scenario that is sent to the page: a file in YAML, or the filled-in workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from sroi.errors import Problem, ScenarioError, UsageError
from sroi.intake.starter import LATEST_INDEX
from sroi.loader.document import read
from sroi.loader.ids import slug
from sroi.web.listing import first_page
from sroi.web.site import download

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.web.site import Site


async def uploaded(site: Site, request: Request) -> Response:
    """Take a scenario in YAML, or a filled-in workbook, into the folder and open it."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return first_page(site, request, 422, site.wording(request).term("web.no_file"))
        name = Path(file.filename.replace("\\", "/")).name
        content = await file.read()
    ending = ".xlsx" if name.lower().endswith(".xlsx") else ".yaml"
    with tempfile.TemporaryDirectory() as inside:
        path = (Path(inside) / (slug(Path(name).stem) or "file")).with_suffix(ending)
        path.write_bytes(content)
        try:
            text, notices = _text(path)
        except ScenarioError as error:
            return site.message(request, "unreadable", 422, error, file=name)
    written = _written(site, request, slug(Path(name).stem) or "scenario", text)
    return _taken(site, request, name, notices, written) if notices else written


def _taken(
    site: Site, request: Request, name: str, notices: Sequence[Problem], written: Response
) -> Response:
    """Return what of a workbook was not read, with the way on; or why nothing was written."""
    if "location" not in written.headers:
        return written
    term = site.wording(request).term
    title, text = term("web.taken_in", file=name), term("web.taken_in_text")
    return site.page(
        request,
        "message",
        title=title,
        told=notices,
        text=text,
        next=written.headers["location"],
        next_text=term("web.open_it"),
    )


def _text(path: Path) -> tuple[str, Sequence[Problem]]:
    """Return the text of a scenario that was sent, and what of a workbook was not read.

    Raises ``ScenarioError`` where it is none.
    """
    if path.suffix == ".xlsx":
        from sroi.intake.fill import scenario_in
        from sroi.intake.workbook import Workbook

        transcript = scenario_in(Workbook.at(path))
        return transcript.text, transcript.notices
    document = read(path, path.name).sound
    if not isinstance(document.data, dict) or not document.data.keys() & {"sroi", "extends"}:
        what = "this is not a scenario: it has neither sroi: 1 nor extends: …"
        raise ScenarioError([Problem("", document.marks[()], what, "send a scenario's own file")])
    return path.read_text(encoding="utf-8-sig"), ()


def _written(site: Site, request: Request, stem: str, text: str) -> Response:
    try:
        name = site.folder.write(site.folder.root, stem, text)
    except UsageError as error:
        return site.message(request, "exists", 409, file=str(error))
    return RedirectResponse(f"/open?file={name}", 303)


def fill_in(site: Site, request: Request) -> Response:
    """Return the workbook to fill in."""
    from sroi.intake.template import template

    wording = site.wording(request)
    known = {"language": wording.language, "currency": "SEK", "price_year": LATEST_INDEX}
    return download(template(known, wording), "sroi.xlsx")
