"""How a draft becomes a file: its own file, a variant of it, or a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from sroi.errors import SroiError, UsageError
from sroi.loader.ids import slug
from sroi.report.files import write_whole
from sroi.web.drafts import opened_draft
from sroi.web.form import DraftForm
from sroi.web.site import draft_of, posted, words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.web.drafts import Draft
    from sroi.web.site import Site


def save_page(
    site: Site, request: Request, status: int = 200, text: str = "", name: str = ""
) -> Response:
    """Return the page that asks what the file is to be called, or how to save."""
    ident, draft = draft_of(site, request)
    if draft.new:
        file = name or f"{slug(draft.title) or 'scenario'}.yaml"
        return site.page(
            request, "save_new", status, ident=ident, draft=draft, file=file, text=text
        )
    wording = words(site, request, draft)
    form = DraftForm(draft, wording)
    added, removed = form.parts()
    extends = draft.can_be_extended()
    return site.page(
        request,
        "save",
        status,
        ident=ident,
        draft=draft,
        changes=form.changes(),
        added=added,
        removed=removed,
        extends=extends,
        gone=draft.is_gone(),
        loses=extends and not draft.keeps_comments(),
        suggested=name or _suggested(draft, wording.term("web.variant_of", name=draft.title)),
        text=text,
    )


def _suggested(draft: Draft, variant: str) -> str:
    """Return a name for a variant: the draft's, unless the file has the same."""
    return draft.title if draft.title != draft.saved.get("name") else variant


async def variant(site: Site, request: Request) -> Response:
    """Write the draft as a new file beside the original, or of an example as a copy."""
    ident, draft = draft_of(site, request)
    name = (await posted(request)).get("name", [""])[-1].strip()
    term = site.wording(request).term
    if not name:
        return save_page(site, request, 422, term("web.no_name"))
    beside = draft.file.parent if draft.writable else site.folder.root
    text = draft.variant(name) if draft.can_be_extended() else draft.whole(name)
    try:
        written = site.folder.write(beside, slug(name) or "scenario", text)
    except UsageError as error:
        return save_page(site, request, 409, term("web.taken", file=str(error)), name)
    except SroiError as error:
        return save_page(site, request, 500, site.reason(request, error), name)
    new = opened_draft(site.folder.path(written), written, writable=True)
    draft.change_back()  # its changes are in the new file
    site.drafts.write(ident, draft)
    return RedirectResponse(f"/work/{site.drafts.keep(new)}", 303)


async def saved(site: Site, request: Request) -> Response:
    """Write the draft to its file, unless that is another than the one opened."""
    ident, draft = draft_of(site, request)
    form = await posted(request)
    refusal = _refusal(site, request, draft, "anyway" in form)
    if refusal is not None:
        return refusal
    try:
        if draft.new:
            _first(site, draft, form.get("file", [""])[-1])
        else:
            write_whole(draft.file, draft.rewritten().encode())
    except UsageError as error:
        text = site.wording(request).term("web.taken", file=str(error))
        return save_page(site, request, 409, text, form.get("file", [""])[-1])
    except SroiError as error:
        return save_page(site, request, 500, site.reason(request, error))
    draft.take_file()
    site.drafts.write(ident, draft)
    return RedirectResponse(f"/work/{ident}", 303)


def _refusal(site: Site, request: Request, draft: Draft, anyway: bool) -> Response | None:
    """Return what is answered where the file may not be written, or not without asking."""
    term = site.wording(request).term
    if not draft.writable:
        return save_page(site, request, 403, term("web.copy_text"))
    if draft.moved_on():
        key = "web.gone" if draft.is_gone() else "web.moved_on"
        return save_page(site, request, 409, term(key, file=draft.name))
    if not anyway and draft.changed and not draft.keeps_comments():
        return save_page(site, request)
    return None


def _first(site: Site, draft: Draft, name: str) -> None:
    """Give a new scenario its file; ``UsageError`` where there is one of that name."""
    stem = slug(name.strip().removesuffix(".yaml").removesuffix(".yml"))
    draft.name = site.folder.write(site.folder.root, stem or "scenario", draft.rewritten())
    draft.file = site.folder.path(draft.name)
