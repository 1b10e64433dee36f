"""The first page: the scenarios there are, work that is not saved, and ways to begin another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, RedirectResponse

from sroi.errors import ScenarioError, Text, UsageError
from sroi.intake.starter import questions
from sroi.loader.ids import slug
from sroi.tables.sentences import sentences
from sroi.web.answers import QUICK, DraftResult, answer
from sroi.web.beginning import answer_faults, beginning
from sroi.web.catalogue import catalogue_rows
from sroi.web.drafts import begun
from sroi.web.parts import PARTS, parts_of
from sroi.web.site import posted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.web.catalogue import CatalogueRow
    from sroi.web.site import Site
    from sroi.wording import Wording

MOST_PARTS = 500  # of a section: each is a choice in the fields of the others
PER_PAGE = 50
NEWEST = 5  # drafts that are shown before the others are unfolded


def first_page(
    site: Site,
    request: Request,
    status: int = 200,
    text: str = "",
    typed: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    """Return the list of scenarios; ``typed`` is what was typed of a new one, if it is no good."""
    wording = site.wording(request)
    defaults = questions(wording)
    values = {**defaults, "name": "", "per_year": "", **(typed or {})}
    return site.page(
        request,
        "list",
        status,
        here="list",
        folder=site.folder.root.name or "/",
        text=text,
        examples=catalogue_rows(site.examples),
        back_to=_back(site, request),
        questions=[(k, isinstance(default, int), values[k]) for k, default in defaults.items()],
        faults=answer_faults(typed, wording) if typed is not None else {},
        thrown=[(item, when(item.when, wording)) for item in site.bin.items()],
        **_own(site, request),
        **_drafts(site, wording),
    )


def _own(site: Site, request: Request) -> dict[str, Any]:
    """Return the part of the list that is looked at, and how much there is."""
    every = catalogue_rows(site.folder)
    titles = {row.name: row.title for row in every}
    sought = request.query_params.get("q", "").strip()
    fitting = [row for row in every if _fits(row, sought)]
    pages = max((len(fitting) - 1) // PER_PAGE + 1, 1)
    number = request.query_params.get("page", "1")
    page = min(max(int(number) if number.isdecimal() and len(number) < 6 else 1, 1), pages)
    return {
        "files": fitting[(page - 1) * PER_PAGE : page * PER_PAGE],
        "titles": titles,
        "sought": sought,
        "count": len(every),
        "fitting": len(fitting),
        "page_number": page,
        "pages": pages,
        "per_page": PER_PAGE,
    }


def _fits(row: CatalogueRow, sought: str) -> bool:
    text = f"{row.title} {row.name}".casefold()
    return all(word in text for word in sought.casefold().split())


def _drafts(site: Site, wording: Wording) -> dict[str, Any]:
    """Return the work that is not saved, newest first, and what is said of where it lies."""
    unsaved = site.drafts.unsaved()
    store = site.drafts.store
    return {
        "unsaved": [(label, when(label.when, wording)) for label in unsaved],
        "newest": NEWEST,
        "old": len(site.drafts.old()),
        "unwritable": wording.typed(store.failure),
        "state": store.place,
        "damaged": sorted(set(store.damaged)),
    }


def _back(site: Site, request: Request) -> tuple[str, str]:
    """Return the address that takes back what was just put away, and what that was."""
    ident = request.query_params.get("thrown", "")
    for item in site.bin.items():
        if item.ident == ident:
            return f"/bin/{ident}/back", item.name
    ident = request.query_params.get("dropped", "")
    label = site.drafts.store.dropped(ident)
    return (f"/draft/{ident}/back", label.title) if label else ("", "")


def when(moment: float, wording: Wording) -> str:
    """Return a moment as one says it: today or yesterday with the time, else the date."""
    at = datetime.fromtimestamp(moment)
    for days, key in ((0, "web.today"), (1, "web.yesterday")):
        if at.date() == date.today() - timedelta(days):
            return wording.term(
                key, time=wording.term("web.time", hour=f"{at:%H}", minute=f"{at:%M}")
            )
    return f"{at:%Y-%m-%d}"


async def line(site: Site, request: Request) -> Response:
    """Return the one-line result of a scenario, or what is wrong with it."""
    query = request.query_params
    currency = ""
    try:
        draft = site.open(query.get("file", ""), bool(query.get("example")))
        currency = draft.currency
        result = await site.gate.run(lambda: answer(draft.scenario, QUICK))
    except ScenarioError as error:
        result = DraftResult(problems=error.listed, more=error.more)
    wording = site.wording(request, currency)
    if result.projection is None:
        key = "web.numbers_missing" if result.missing else "web.problems"
        text = wording.term(key, n=len(result.problems) + result.more)
    else:
        text = " ".join(sentences(result.projection, wording)[:2])
    wrong = result.projection is None and not result.missing
    return HTMLResponse(
        site.part(request, "line", text=text, warnings=len(result.notices), wrong=wrong)
    )


def open_page(site: Site, request: Request) -> Response:
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
    """Open a new scenario, which no file holds until it is saved."""
    typed = {key: values[-1].strip() for key, values in (await posted(request)).items()}
    wording = site.wording(request)
    if answer_faults(typed, wording):
        return first_page(site, request, 422, typed=typed)
    data = beginning(typed, wording)
    name = f"{slug(data['name']) or 'scenario'}.yaml"
    draft = begun(site.folder.root / name, name, data)
    return RedirectResponse(f"/work/{site.drafts.keep(draft)}", 303)
