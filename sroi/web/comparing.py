"""The page where scenarios are compared."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from sroi.checks import comparison_notices
from sroi.comparison import Comparison, compare
from sroi.errors import MissingValueError, ScenarioError, UsageError
from sroi.loader.reading import load
from sroi.schema.scenario import Scenario
from sroi.tables.cells import view_name
from sroi.tables.labels import place_label
from sroi.tables.page import comparison_page
from sroi.web.listing import download, listed
from sroi.web.pictures import PENCIL
from sroi.web.site import Site
from sroi.web.taking import comparison_of, page_of
from sroi.wording import Wording

MOST = 12  # scenarios that a table on paper or a screen can hold
EXAMPLE = "example:"
FIGURES = ("intervals", "gains")
TAKEN = ("xlsx", "page")


def _files(site: Site) -> list[dict[str, str]]:
    """Return every scenario there is, the examples marked."""
    own = [{**item, "key": item["name"]} for item in listed(site.folder)]
    term = [{**item, "key": EXAMPLE + item["name"]} for item in listed(site.examples)]
    return own + term


def _scenario(site: Site, key: str) -> Scenario:
    folder = site.examples if key.startswith(EXAMPLE) else site.folder
    return load(folder.path(key.removeprefix(EXAMPLE)))


def _asked(site: Site, request: Request) -> tuple[list[str], str, str | None]:
    """Return the scenarios chosen, the reference and the perspective."""
    known = {item["key"] for item in _files(site)}
    chosen = [key for key in dict.fromkeys(request.query_params.getlist("file")) if key in known]
    reference = request.query_params.get("reference", "")
    first = reference if reference in chosen else (chosen[0] if chosen else "")
    return chosen[:MOST], first, request.query_params.get("perspective") or None


def _compared(site: Site, request: Request) -> Comparison:
    chosen, reference, view = _asked(site, request)
    if not chosen:
        raise UsageError("nothing was chosen")
    scenarios = {key: _scenario(site, key) for key in chosen}
    return compare(list(scenarios.values()), scenarios[reference], view)


def _words(site: Site, request: Request, made: Comparison) -> Wording:
    return site.wording(request, made.projections[made.reference].scenario.currency)


async def shown(site: Site, request: Request) -> Response:
    """Return the page: what to compare, and the comparison where two or more are chosen."""
    chosen, reference, view = _asked(site, request)
    values: dict[str, Any] = {"page": None, "views": [], "figures": [], "query": "", "warnings": []}
    status = 200
    if len(chosen) > 1:
        try:
            made = await site.gate.run(lambda: _compared(site, request))
            values |= _values(site, request, made, chosen, reference, view)
        except (MissingValueError, ScenarioError) as error:
            values["told"], status = error.problems, 422
        except UsageError as error:
            values["text"], status = str(error).replace(f"{site.folder.root}/", ""), 422
    elif request.query_params:
        values["text"] = site.wording(request).term("web.choose_two")
    return site.page(
        request, "compare", status, here="compare", files=_files(site), chosen=chosen,
        reference=reference, perspective=view, **values,
    )  # fmt: skip


def _values(
    site: Site,
    request: Request,
    made: Comparison,
    chosen: list[str],
    reference: str,
    view: str | None,
) -> dict[str, Any]:
    wording = _words(site, request, made)
    scenario = made.projections[made.reference].scenario
    query = [*(("file", key) for key in chosen), ("reference", reference)]
    found = comparison_notices(made)
    told = [(place_label(scenario, n.path, wording), n.message(wording)) for n in found]
    return {
        "page": comparison_page(made, found, wording),
        "warnings": told,
        "views": [(name, view_name(scenario, name, wording)) for name in scenario.views],
        "query": urlencode([*query, ("perspective", view or "")]),
        "figures": [(name, wording.term(f"report.{name}_caption")) for name in FIGURES],
    }


async def figure(site: Site, request: Request) -> Response:
    """Return a figure of a comparison."""
    name = request.path_params["name"]
    if name not in FIGURES:
        raise UsageError(name)

    def drawn() -> bytes:
        from sroi.figures.style import content

        made = _compared(site, request)
        with PENCIL:
            return content(
                comparison_of(made, _words(site, request, made))[FIGURES.index(name)].figure, ".svg"
            )

    return Response(await site.gate.run(drawn), media_type="image/svg+xml")


async def taken(site: Site, request: Request) -> Response:
    """Return a comparison as an Excel book, or as one HTML file."""
    kind = request.path_params["kind"]
    if kind not in TAKEN:
        raise UsageError(kind)
    content = await site.gate.run(lambda: _file(site, request, kind))
    return download(content, "jamforelse.xlsx" if kind == "xlsx" else "jamforelse.html")


def _file(site: Site, request: Request, kind: str) -> bytes:
    from sroi.report.book import comparison_book

    made = _compared(site, request)
    wording = _words(site, request, made)
    page = comparison_page(made, comparison_notices(made), wording)
    if kind == "page":
        with PENCIL:
            pictures = comparison_of(made, wording)
            return page_of(page, wording, pictures, list(made.projections.values()))
    return comparison_book(made, page, wording)
