"""How a draft becomes a file: a variant of the original, a copy, or the original rewritten."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sroi.errors import SroiError, UsageError
from sroi.loader.ids import slug
from sroi.report.files import write_whole
from sroi.web.drafts import Draft, opened
from sroi.web.form import Form
from sroi.web.site import Site, posted
from sroi.web.work import found, words


def asked(site: Site, request: Request, status: int = 200, text: str = "") -> Response:
    """Return the page that asks how to save, and shows what would be."""
    ident, draft = found(site, request)
    wording = words(site, request, draft)
    form = Form(draft, wording)
    added, removed = form.parts()
    name = draft.title
    renamed = name != draft.saved.get("name")
    suggested = name if renamed else wording.term("web.variant_of", name=name)
    return site.page(
        request, "save", status, ident=ident, draft=draft, changed=form.changed(),
        added=added, removed=removed,
        keeps=draft.extendable and draft.keeps_comments(),
        suggested=suggested, text=text,
        **form.context(),
    )  # fmt: skip


async def variant(site: Site, request: Request) -> Response:
    """Write the draft as a new file beside the original, or of an example as a copy."""
    _, draft = found(site, request)
    name = (await posted(request)).get("name", [""])[-1].strip()
    term = site.wording(request).term
    if not name:
        return asked(site, request, 422, term("web.no_name"))
    beside = draft.file.parent if draft.writable else site.folder.root
    text = draft.variant(name) if draft.extendable else draft.whole(name)
    try:
        made = site.folder.write(beside, slug(name) or "scenario", text)
    except UsageError as error:
        return asked(site, request, 409, term("web.taken", file=str(error)))
    except SroiError as error:
        return asked(site, request, 500, str(error))
    return _opened(site, draft, made)


async def over(site: Site, request: Request) -> Response:
    """Write the draft over the original, unless the original is another than the one opened."""
    _, draft = found(site, request)
    term = site.wording(request).term
    if not draft.writable:
        return asked(site, request, 403, term("web.copy_text"))
    if draft.moved_on():
        key = "web.moved_on" if draft.there else "web.gone"
        return asked(site, request, 409, term(key, file=draft.name))
    try:
        write_whole(draft.file, draft.rewritten().encode())
    except SroiError as error:
        return asked(site, request, 500, str(error))
    draft.take_file()
    return RedirectResponse(f"/work/{request.path_params['ident']}", 303)


def _opened(site: Site, draft: Draft, name: str) -> Response:
    """Open a file just written in place of the draft, which goes back to what its file says."""
    new = opened(site.folder.path(name), name, writable=True)
    draft.change_back()
    return RedirectResponse(f"/work/{site.drafts.keep(new)}", 303)
