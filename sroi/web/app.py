"""Which page answers which address, and what is said when something is wrong."""

import mimetypes
import traceback
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sroi.errors import ScenarioError, SroiError, UsageError
from sroi.languages import language_of
from sroi.web import choosing, comparing, filing, listing, saving, taking, uploads, work
from sroi.web.bin import Bin
from sroi.web.folder import Folder, UnlistedError, examples
from sroi.web.gate import BusyError
from sroi.web.guard import Guard
from sroi.web.papers import papers
from sroi.web.sessions import Drafts, ForgottenError, FullError
from sroi.web.site import LANGUAGE, FieldTooLongError, Site, posted
from sroi.web.stored import Store

SAID: dict[type[Exception], tuple[str, int]] = {
    BusyError: ("busy", 503),
    ForgottenError: ("forgotten", 404),
    FullError: ("full", 503),
    UnlistedError: ("no_page", 404),
}
# Windows asks its registry, where any program may have said that a script is plain text.
KINDS = {"text/javascript": ".js", "text/css": ".css", "image/svg+xml": ".svg"}
STATIC = Path(__file__).parent / "static"
Handler = Callable[[Site, Request], Response | Awaitable[Response]]


async def _language(site: Site, request: Request) -> Response:
    """Choose the language, and go back to where one was."""
    fields = await posted(request)
    back = fields.get("back", ["/"])[-1]
    safe = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if safe else "/", 303)
    chosen = language_of(fields.get("language", [""])[-1])
    response.set_cookie(LANGUAGE, chosen, samesite="strict", httponly=True, max_age=31_536_000)
    return response


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", listing.first_page),
    ("GET", "/line", listing.line),
    ("GET", "/open", listing.open_page),
    ("GET", "/fill-in", uploads.fill_in),
    ("POST", "/new", listing.new),
    ("POST", "/upload", uploads.uploaded),
    ("POST", "/file/rename", filing.renamed),
    ("POST", "/file/copy", filing.copied),
    ("POST", "/file/throw", filing.thrown),
    ("POST", "/bin/{ident}/back", filing.taken_back),
    ("POST", "/draft/{ident}/drop", filing.dropped),
    ("POST", "/draft/{ident}/back", filing.draft_taken_back),
    ("POST", "/drafts/drop-old", filing.old_dropped),
    ("POST", "/language", _language),
    ("GET", "/work/{ident}", work.work_page),
    ("POST", "/work/{ident}", work.changed),
    ("GET", "/work/{ident}/library", choosing.offers),
    ("GET", "/work/{ident}/result", work.full),
    ("GET", "/work/{ident}/figures", work.draft_figures),
    ("GET", "/work/{ident}/figure/{name}", work.draft_figure),
    ("GET", "/work/{ident}/save", saving.save_page),
    ("POST", "/work/{ident}/save", saving.saved),
    ("POST", "/work/{ident}/variant", saving.variant),
    ("GET", "/work/{ident}/take/{kind}", taking.take_draft),
    ("GET", "/compare", comparing.compare_page),
    ("GET", "/compare/figure/{name}", comparing.compared_figure),
    ("GET", "/compare/take/{kind}", comparing.take_comparison),
)


def site_of(folder: Path, state: Path) -> Site:
    """Return the page of a folder, with the drafts that are stored of it."""
    mine, shipped = Folder(folder.resolve()), examples()
    store = Store(state, mine.root)
    return Site(mine, shipped, Drafts(store, mine, shipped), Bin.of(store), papers)


def app(site: Site, token: str, hosts: frozenset[str], port: int) -> Guard:
    """Return the whole page, behind its guard."""

    def at(method: str, path: str, handler: Handler) -> Route:
        async def answered(request: Request) -> Response:
            return await _answered(site, request, handler)

        return Route(path, answered, methods=[method])

    for kind, ending in KINDS.items():
        mimetypes.add_type(kind, ending)
    routes = [at(*route) for route in ROUTES]
    static = Mount("/static", StaticFiles(directory=STATIC))

    async def lost(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code in (404, 405):
            return site.message(request, "no_page", error.status_code)
        return site.message(request, "failed", error.status_code, reason=error.detail)

    pages = Starlette(routes=[*routes, static], exception_handlers={HTTPException: lost})
    return Guard(pages, token, hosts, port)


async def _answered(site: Site, request: Request, handler: Handler) -> Response:
    """Return what a page answers; whatever is wrong is told with what to do next."""
    try:
        page = handler(site, request)
        return await page if isawaitable(page) else page
    except tuple(SAID) as error:
        key, status = SAID[type(error)]
        response = site.message(request, key, status)
        if status == 503:
            response.headers["retry-after"] = "2"
        return response
    except FieldTooLongError as error:
        return site.message(request, "too_long", 413, field=str(error))
    except ScenarioError as error:
        return site.message(request, "uncounted", 422, error)
    except (SroiError, OSError) as error:
        status = 422 if isinstance(error, UsageError) else 500
        return site.message(request, "failed", status, reason=site.reason(request, error))
    except HTTPException:
        raise
    except Exception:  # ours: the reader is told so, and the terminal where
        traceback.print_exc()
        return site.message(request, "broken", 500)
