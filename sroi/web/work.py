"""The page of one scenario: what it says, what follows, and what was changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from sroi.web.answers import FULL, QUICK, answer, failure, panel
from sroi.web.beside import process
from sroi.web.buttons import act
from sroi.web.entries import FORM, shown_form
from sroi.web.fields import fields
from sroi.web.folder import UnlistedError
from sroi.web.form import DraftForm
from sroi.web.gate import BusyError
from sroi.web.pictures import drawn_pictures
from sroi.web.remaining import counts_something, left, wrong_fields
from sroi.web.site import draft_of, posted, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from sroi.web.answers import DraftResult, Panel
    from sroi.web.drafts import Draft
    from sroi.web.site import Site
    from sroi.wording import Wording


async def work_page(site: Site, request: Request) -> Response:
    """Return the whole page of a draft."""
    process()  # which draws soon
    ident, draft = draft_of(site, request)
    wording = words(site, request, draft)
    answered, pictures = None, None
    while answered is None or pictures is None:
        answered = await counted_draft(site, draft, FULL)
        pictures = await _drawn(site, draft, wording) if request.query_params.get("figures") else {}
    form = DraftForm(draft, wording, answered)
    return site.page(
        request,
        "work",
        ident=ident,
        draft=draft,
        moved_on=draft.moved_on(),
        gone=draft.is_gone(),
        unwritable=site.drafts.store.failure,
        seen=draft.remembered(),
        **form.context(),
        **(_result(form, answered) | pictures),
        **_tools(form),
    )


async def counted_draft(site: Site, draft: Draft, draws: int) -> DraftResult | None:
    """Return what follows from a draft as it is now; None if it was changed meanwhile."""
    version, load = draft.version, draft.loading()
    answered = await site.gate.run(
        lambda: answer(load, draws) if draft.version == version else None
    )
    if answered is None or draft.version != version:
        return None
    if answered.projection is not None:
        draft.valid = answered
    return answered


def _result(form: DraftForm, answered: DraftResult) -> dict[str, Any]:
    """Return what the template of the result needs; the last valid one where this is none."""
    summary, answered = _panel(form, answered)
    return {
        "drawn": (),
        "failed": False,
        "left": left(form, answered),
        "told": wrong_fields(answered),
        "stale": answered.projection is None,
        "untold": answered.more,
        "panel": summary,
        "where": form.where,
        "named": form.named,
        "words_of": form.sentence,
        "anchor": form.place,
    }


def _panel(form: DraftForm, answered: DraftResult) -> tuple[Panel | None, DraftResult]:
    """Return what is read of the last valid answer, and the answer: a failure if that fails."""
    valid = form.draft.valid
    if valid is None or valid.projection is None or not counts_something(valid):
        return None, answered
    try:
        return panel(valid.projection, valid.notices, form.wording), answered
    except Exception:  # ours: what was typed must still be within reach
        return None, failure()


def _tools(form: DraftForm) -> dict[str, Any]:
    return {"state": _state(form), "changed": form.draft.changed and not form.draft.new}


def _state(form: DraftForm) -> str:
    """Return in a few words whether what the draft says is in a file."""
    draft, term = form.draft, form.wording.term
    if draft.new:
        return term("web.not_saved_yet")
    if draft.changed:
        return term("web.changes", n=len(form.changed()) + sum(map(len, form.parts())))
    return term("web.as_saved" if draft.writable else "web.as_opened")


async def changed(site: Site, request: Request) -> Response:
    """Take what was posted into the draft, and return what follows from it."""
    ident, draft = draft_of(site, request)
    posted_fields = await posted(request)
    action = posted_fields.pop("action", ["change"])[-1]
    wording = words(site, request, draft)
    typed_in = posted_fields.pop("typed-in", [wording.language])[-1]
    tab = posted_fields.pop("tab", [""])[-1]
    elsewhere = draft.tab not in ("", tab) and posted_fields.get("seen") != [str(draft.version)]
    draft.tab = tab
    focus = act(draft, action, posted_fields, wording.in_language(typed_in))
    writing = site.drafts.write(ident, draft)  # meanwhile it is counted
    if request.headers.get("accept") != "application/json":
        await site.drafts.settled(writing)
        return RedirectResponse(f"/work/{ident}" + (f"#at-{focus}" if focus else ""), 303)
    answered = await counted_draft(site, draft, QUICK)
    await site.drafts.settled(writing)
    if answered is None:
        return Response(status_code=409)
    redraw = action != "change" or "redraw" in request.query_params or elsewhere
    redraw = redraw or _formed(draft, posted_fields)
    return _told(site, request, ident, draft, answered, redraw, focus)


def _formed(draft: Draft, posted_fields: Mapping[str, list[str]]) -> bool:
    """Return whether a number is now written in another form than the page shows."""
    forms = {
        name.removesuffix(FORM): v[-1] for name, v in posted_fields.items() if name.endswith(FORM)
    }
    open_fields = (f for f in fields(draft.data, draft.saved) if f.id in forms)
    return any(shown_form(field.raw) != forms[field.id] for field in open_fields)


def _told(
    site: Site,
    request: Request,
    ident: str,
    draft: Draft,
    answered: DraftResult,
    redraw: bool,
    focus: str,
) -> Response:
    """Return what a changed draft gives, in pieces that the page puts in their places."""
    wording = words(site, request, draft)
    form = DraftForm(draft, wording, answered)
    reply = {
        "result": site.part(request, "result", **_result(form, answered)),
        "errors": form.errors(),
        "doubts": form.doubts(),
        "was": {field.id: form.was(field) for field in form.changed()},
        "undo": draft.undoable,
        "redo": draft.redoable,
        "title": draft.title,
        "focus": focus,
        "seen": draft.remembered(),
        "known": {f.id: form.known(f) for f in form.fields if f.kind == "number"},
        **_tools(form),
    }
    if redraw:
        reply["form"] = site.part(request, "fields", ident=ident, **form.context())
    return JSONResponse(reply)


async def full(site: Site, request: Request) -> Response:
    """Return the result of a draft on all its draws, or 409 if it was changed meanwhile."""
    _, draft = draft_of(site, request)
    answered = await counted_draft(site, draft, FULL)
    if answered is None:
        return Response(status_code=409)
    form = DraftForm(draft, words(site, request, draft), answered)
    return HTMLResponse(site.part(request, "result", **_result(form, answered)))


async def draft_figures(site: Site, request: Request) -> Response:
    """Return the figures of a draft with their tables, or 409 if it was changed meanwhile."""
    ident, draft = draft_of(site, request)
    pictures = await _drawn(site, draft, words(site, request, draft))
    if pictures is None:
        return Response(status_code=409)
    return HTMLResponse(site.part(request, "figures", ident=ident, **pictures))


async def _drawn(site: Site, draft: Draft, wording: Wording) -> dict[str, Any] | None:
    """Return what the template of the figures needs; None if the draft was changed meanwhile."""
    version, valid = draft.version, draft.valid
    if valid is None or valid.projection is None:
        return {"drawn": [], "more": [], "version": version, "failed": False}
    scenario, draws = valid.projection.scenario, valid.projection.draws
    try:
        pictures, drawn_words, more = await site.gate.draw(
            partial(drawn_pictures, scenario, draws, wording)
        )
    except BusyError:
        raise
    except Exception:  # ours: what was typed, and what was counted, must still be within reach
        failure()
        return {"drawn": [], "more": [], "version": version, "failed": True}
    if draft.version != version:
        return None
    draft.pictures = pictures
    return {"drawn": drawn_words, "more": more, "version": version, "failed": False}


async def draft_figure(site: Site, request: Request) -> Response:
    """Return one of the figures drawn last."""
    _, draft = draft_of(site, request)
    name = request.path_params["name"]
    if name not in draft.pictures:
        raise UnlistedError(name)
    return Response(draft.pictures[name], media_type="image/svg+xml")
