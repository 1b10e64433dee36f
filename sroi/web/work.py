"""The page of one scenario: what it says, what follows, and what was changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from sroi.errors import UsageError
from sroi.schema.spots import Path, spot_at
from sroi.web.answers import FULL, QUICK, Answer, answer, more_tables, panel
from sroi.web.drafts import NEW_PARTS, Draft
from sroi.web.entries import changes
from sroi.web.fields import fields
from sroi.web.form import Form
from sroi.web.pictures import drawn
from sroi.web.site import Site, posted
from sroi.wording import Wording


async def shown(site: Site, request: Request) -> Response:
    """Return the whole page of a draft."""
    ident, draft = found(site, request)
    made = await site.gate.run(lambda: answer(draft.scenario, FULL))
    wording = words(site, request, draft)
    form = Form(draft, wording, made)
    figures: list[Any] = []
    if request.query_params.get("figures"):
        figures = await _figures(site, draft, wording)
    return site.page(
        request, "work", ident=ident, draft=draft, moved_on=draft.moved_on(),
        **form.context(), **(_result(form, made) | _drawn(draft, wording, figures)),
        **_tools(form),
    )  # fmt: skip


def found(site: Site, request: Request) -> tuple[str, Draft]:
    """Return the draft asked for; ``ForgottenError`` where it is gone."""
    ident = request.path_params["ident"]
    return ident, site.drafts.found(ident)


def words(site: Site, request: Request, draft: Draft) -> Wording:
    """Return the words of the page, with the scenario's money."""
    return site.wording(request, str(draft.data.get("currency", "")))


def _drawn(draft: Draft, wording: Wording, figures: list[Any]) -> dict[str, Any]:
    kept = draft.valid.projection if draft.valid and figures else None
    more = more_tables(kept, wording) if kept else []
    return {"drawn": figures, "more": more, "version": draft.version}


def _result(form: Form, made: Answer) -> dict[str, Any]:
    """Return what the template of the result needs; the last valid one where this is none."""
    draft, wording = form.draft, form.wording
    if made.projection is not None:
        draft.valid = made
    kept = draft.valid
    return {
        "drawn": (),
        "told": made.problems,
        "panel": panel(kept.projection, kept.notices, wording)
        if kept and kept.projection
        else None,
        "where": form.where,
        "named": form.named,
        "words_of": form.told,
        "anchor": form.place,
    }


def _tools(form: Form) -> dict[str, Any]:
    term, changed = form.wording.term, form.draft.changed
    count = len(form.changed()) + sum(map(len, form.parts()))
    return {"state": term("web.changes", n=count) if changed else term("web.as_saved")}


async def changed(site: Site, request: Request) -> Response:
    """Take what was posted into the draft, and return what follows from it."""
    ident, draft = found(site, request)
    given = await posted(request)
    action = given.pop("action", ["change"])[-1]
    wording = words(site, request, draft)
    typed_in = given.pop("typed-in", [wording.language])[-1]
    focus = act(draft, action, given, replace(wording, language="en" if typed_in == "en" else "sv"))
    if request.headers.get("accept") != "application/json":
        return RedirectResponse(f"/work/{ident}" + (f"#at-{focus}" if focus else ""), 303)
    version = draft.version
    made = await site.gate.run(
        lambda: answer(draft.scenario, QUICK) if draft.version == version else None
    )
    if made is None or draft.version != version:
        return JSONResponse({"outdated": True}, 409)
    redraw = action != "change" or "redraw" in request.query_params
    return _told(site, request, ident, draft, made, redraw, focus)


def act(draft: Draft, action: str, given: Mapping[str, list[str]], wording: Wording) -> str:
    """Do what a button says to a draft, with what was typed; return where to look next."""
    asked = {field.id: field for field in fields(draft.data, draft.saved)}
    if new := changes(given, asked, draft.data, wording.language):
        draft.change(new)
    verb, _, place = action.partition(" ")
    path = tuple(int(key) if key.isdecimal() else key for key in place.split("."))
    if verb in ("undo", "redo"):
        draft.step(-1 if verb == "undo" else 1)
    elif verb == "reread":
        draft.reread()
    elif verb == "add" and place in NEW_PARTS:
        name = given.get(f"add-{place}", [""])[-1].strip() or wording.term(f"add.{place}_name")
        return ".".join(map(str, draft.add(place, name)))
    elif verb == "remove" and path[0] in NEW_PARTS and len(path) == 2:
        draft.change({path: None})
    elif verb in ("years", "same") and place in asked and yearly(path):
        draft.change({path: by_year(draft, asked[place].raw, one=verb == "same")})
        return place
    return ""


def yearly(path: Path) -> bool:
    """Return whether a number may differ by calendar year."""
    found = spot_at(path).place
    return found is not None and found.yearly


def by_year(draft: Draft, raw: Any, one: bool) -> Any:  # noqa: ANN401
    """Return a number as one for every year of the programme, or the first of them as the only."""
    how = dict(raw) if isinstance(raw, Mapping) and "value" in raw else {}
    inner = how.get("value", raw)
    if one:
        made = next(iter(inner.values())) if isinstance(inner, Mapping) else inner
    else:
        made = dict.fromkeys(_years(draft), inner)
    return {**how, "value": made} if how else made


def _years(draft: Draft) -> list[int]:
    """Return the years of the programme, or the first year where nothing was counted yet."""
    if draft.valid and draft.valid.projection:
        return list(draft.valid.projection.scenario.programme.years)
    first = draft.data.get("first_year")
    return [first if isinstance(first, int) else date.today().year]


def _told(
    site: Site, request: Request, ident: str, draft: Draft, made: Answer, redraw: bool, focus: str
) -> Response:
    """Return what a changed draft gives, in pieces that the page puts in their places."""
    wording = words(site, request, draft)
    form = Form(draft, wording, made)
    told = {
        "version": draft.version,
        "result": site.part(request, "result", **_result(form, made)),
        "errors": form.errors(),
        "was": {field.id: form.was(field) for field in form.changed()},
        "undo": draft.at > 0,
        "redo": draft.at < len(draft.states) - 1,
        "title": draft.title,
        "focus": focus,
        **_tools(form),
    }
    if redraw:
        told["form"] = site.part(request, "fields", **form.context())
    return JSONResponse(told)


async def full(site: Site, request: Request) -> Response:
    """Return the result of a draft on all its draws, or 409 if it was changed meanwhile."""
    _, draft = found(site, request)
    version = draft.version
    made = await site.gate.run(lambda: answer(draft.scenario, FULL))
    if draft.version != version:
        return Response(status_code=409)
    form = Form(draft, words(site, request, draft), made)
    return HTMLResponse(site.part(request, "result", **_result(form, made)))


async def figures(site: Site, request: Request) -> Response:
    """Return the figures of a draft with their tables, or 409 if it was changed meanwhile."""
    ident, draft = found(site, request)
    version = draft.version
    wording = words(site, request, draft)
    made = await _figures(site, draft, wording)
    if draft.version != version:
        return Response(status_code=409)
    return HTMLResponse(site.part(request, "figures", ident=ident, **_drawn(draft, wording, made)))


async def _figures(site: Site, draft: Draft, wording: Wording) -> list[Any]:
    kept = draft.valid
    if kept is None or kept.projection is None:
        return []
    projection = kept.projection
    draft.pictures, told = await site.gate.run(lambda: drawn(projection, wording))
    return told


async def figure(site: Site, request: Request) -> Response:
    """Return one of the figures drawn last."""
    _, draft = found(site, request)
    name = request.path_params["name"]
    if name not in draft.pictures:
        raise UsageError(name)
    return Response(draft.pictures[name], media_type="image/svg+xml")
