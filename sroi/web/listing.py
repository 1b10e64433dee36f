"""The first page: the scenarios there are, and ways to get another."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sroi.errors import Problem, ScenarioError, Text, UsageError
from sroi.loader.document import parse, read
from sroi.loader.ids import slug
from sroi.report.starter import LATEST_INDEX, answers, limits, questions, starter
from sroi.tables.sentences import sentences
from sroi.web.answers import QUICK, Answer, answer
from sroi.web.fields import PARTS, parts_of
from sroi.web.folder import Folder
from sroi.web.site import Site, posted

MOST_PARTS = 500  # of a section: each is a choice in the fields of the others


def listed(folder: Folder) -> list[dict[str, str]]:
    """Return the scenarios of a folder, each with what it is called."""
    return [{"name": name, "title": _title(path)} for name, path in folder.files().items()]


def _title(path: Path) -> str:
    """Return what a scenario is called; its file's name where that is not said on one line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        said = next(line for line in lines if line.startswith("name:"))
        name = parse(said, "").sound.data["name"]
    except (ScenarioError, OSError, UnicodeDecodeError, StopIteration):
        return path.stem
    return name if isinstance(name, str) and name else path.stem


def first_page(
    site: Site,
    request: Request,
    status: int = 200,
    text: str = "",
    given: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """Return the list of scenarios; ``given`` is what was typed of a new one, if it is no good."""
    asked = questions(site.wording(request))
    shown = {**asked, "name": "", **(given or {})}
    return site.page(
        request, "list", status, here="list", folder=site.folder.root.name or "/", text=text,
        files=listed(site.folder), examples=listed(site.examples), unsaved=site.drafts.unsaved(),
        questions=[(k, isinstance(default, int), shown[k]) for k, default in asked.items()],
    )  # fmt: skip


async def line(site: Site, request: Request) -> Response:
    """Return the one-line result of a scenario, or what is wrong with it."""
    query = request.query_params
    currency = ""
    try:
        draft = site.open(query.get("file", ""), bool(query.get("example")))
        currency = draft.currency
        made = await site.gate.run(lambda: answer(draft.scenario, QUICK))
    except ScenarioError as error:
        made = Answer(problems=error.told, more=error.more)
    wording = site.wording(request, currency)
    if made.projection is None:
        key = "web.numbers_missing" if made.missing else "web.problems"
        text = wording.term(key, n=len(made.problems) + made.more)
    else:
        text = " ".join(sentences(made.projection, wording)[:2])
    wrong = made.projection is None and not made.missing
    shown = site.part(request, "line", text=text, warnings=len(made.notices), wrong=wrong)
    return HTMLResponse(shown)


def opened(site: Site, request: Request) -> Response:
    """Open a scenario as a draft of its own."""
    name, example = request.query_params.get("file", ""), request.query_params.get("example")
    try:
        draft = site.open(name, bool(example))
    except ScenarioError as error:
        return site.message(request, "unreadable", 422, error, file=name)
    for section in PARTS:
        if (count := len(parts_of(draft.data, section))) > MOST_PARTS:
            too_many = "{n} {section} are more than the page can show: use sroi run"
            raise UsageError(Text(too_many, n=count, section=section))
    return RedirectResponse(f"/work/{site.drafts.keep(draft)}", 303)


async def new(site: Site, request: Request) -> Response:
    """Write a starter scenario and open it."""
    given = {key: values[-1].strip() for key, values in (await posted(request)).items()}
    wording = site.wording(request)
    asked = questions(wording)
    numbers = {key: given.get(key, "") for key in asked if isinstance(asked[key], int)}
    if not all(_within(number, *limits(key)) for key, number in numbers.items()):
        return first_page(site, request, 422, wording.term("web.whole_numbers"), given)
    words = {key: given.get(key) or default for key, default in asked.items()}
    text = starter(wording.language, answers(words | {k: int(n) for k, n in numbers.items()}))
    return _written(site, request, slug(str(words["name"])) or "scenario", text)


def _within(text: str, least: int, greatest: int) -> bool:
    return text.isdecimal() and len(text) < 10 and least <= int(text) <= greatest


async def uploaded(site: Site, request: Request) -> Response:
    """Take a scenario in YAML, or a filled-in workbook, into the folder and open it."""
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            return first_page(site, request, 422, site.wording(request).term("web.no_file"))
        given = Path(file.filename.replace("\\", "/")).name
        content = await file.read()
    ending = ".xlsx" if given.lower().endswith(".xlsx") else ".yaml"
    with tempfile.TemporaryDirectory() as inside:
        path = (Path(inside) / (slug(Path(given).stem) or "file")).with_suffix(ending)
        path.write_bytes(content)
        try:
            text, notices = _text(path)
        except ScenarioError as error:
            return site.message(request, "unreadable", 422, error, file=given)
    written = _written(site, request, slug(Path(given).stem) or "scenario", text)
    return _taken(site, request, given, notices, written) if notices else written


def _taken(
    site: Site, request: Request, given: str, notices: Sequence[Problem], written: Response
) -> Response:
    """Return what of a workbook was not read, with the way on; or why nothing was written."""
    if "location" not in written.headers:
        return written
    term = site.wording(request).term
    title, text = term("web.taken_in", file=given), term("web.taken_in_text")
    return site.page(
        request, "message", title=title, told=notices, text=text,
        next=written.headers["location"], next_text=term("web.open_it"),
    )  # fmt: skip


def _text(path: Path) -> tuple[str, Sequence[Problem]]:
    """Return the text of a scenario that was sent, and what of a workbook was not read.

    Raises ``ScenarioError`` where it is none.
    """
    if path.suffix == ".xlsx":
        from sroi.report.fill import scenario_in
        from sroi.report.intake import Workbook

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
    from sroi.report.template import template

    wording = site.wording(request)
    known = {"language": wording.language, "currency": "SEK", "price_year": LATEST_INDEX}
    return download(template(known, wording), "sroi.xlsx")


def download(content: bytes, name: str) -> Response:
    """Return a file to keep."""
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "yaml": "application/yaml",
    }
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kinds[name.rpartition(".")[2]], headers=headers)
