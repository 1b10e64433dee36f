"""The page where scenarios are compared: files, examples, and drafts not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from sroi.errors import ScenarioError, UsageError
from sroi.loader.reading import each_of, load
from sroi.model.checks import comparison_notices
from sroi.model.comparison import compare
from sroi.report.blocks import Picture
from sroi.report.formats import comparison_answer
from sroi.tables.cells import view_name
from sroi.tables.page import comparison_page
from sroi.web.answers import refuse_huge
from sroi.web.catalogue import listed_scenarios
from sroi.web.folder import UnlistedError
from sroi.web.papers import BOOK, SCREEN, paper_name, paper_of, screen
from sroi.web.pictures import COMPARED, compared
from sroi.web.site import download
from sroi.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from sroi.languages import Language
    from sroi.model.comparison import Comparison
    from sroi.report.blocks import Attachment, Block
    from sroi.schema.scenario import Scenario
    from sroi.web.papers import Paper
    from sroi.web.site import Site

MOST = 12  # scenarios that a table on paper or a screen can hold
EXAMPLE, DRAFT = "example:", "draft:"


@dataclass(frozen=True)
class ComparisonRequest:
    """What is to be compared: every scenario by its key, the reference, and whose money."""

    loaders: dict[str, Callable[[], Scenario]]
    reference: str
    perspective: str | None
    language: Language

    @property
    def query(self) -> str:
        """Return the address of the same question."""
        keys = [("file", key) for key in self.loaders]
        more = [("reference", self.reference), ("perspective", self.perspective or "")]
        return urlencode([*keys, *more])

    def compared(self) -> tuple[Comparison, Wording]:
        """Return the comparison, and the words for it with the money compared."""
        scenarios = dict(zip(self.loaders, each_of(self.loaders.values()), strict=True))
        reference = scenarios[self.reference]
        refuse_huge(scenarios.values())
        comparison = compare(list(scenarios.values()), reference, self.perspective)
        return comparison, Wording(self.language, reference.currency)


def _choice(site: Site, request: Request) -> ComparisonRequest:
    """Return what is asked for, without the keys there are no scenarios of."""
    keys = list(dict.fromkeys(request.query_params.getlist("file")))
    folders = {EXAMPLE: site.examples.files(), "": site.folder.files()}
    loaders: dict[str, Callable[[], Scenario]] = {}
    for key in keys[:MOST]:
        if key.startswith(DRAFT) and key.removeprefix(DRAFT) in site.drafts.labels:
            draft = site.drafts.draft(key.removeprefix(DRAFT))
            name = site.wording(request).term("web.not_saved", name=draft.title)
            loaders[key] = partial(_renamed, draft.loading(), name)
            continue
        start = EXAMPLE if key.startswith(EXAMPLE) else ""
        if path := folders[start].get(key.removeprefix(start)):
            loaders[key] = partial(load, path)
    wanted = request.query_params.get("reference", "")
    reference = wanted if wanted in loaders else next(iter(loaders), "")
    view = request.query_params.get("perspective") or None
    return ComparisonRequest(loaders, reference, view, site.wording(request).language)


def _renamed(load: Callable[[], Scenario], name: str) -> Scenario:
    return load().model_copy(update={"name": name})


def _choices(site: Site, request: Request) -> list[dict[str, str]]:
    """Return every scenario there is to choose, with its key: drafts first, examples last."""
    term = site.wording(request).term
    unsaved = [
        {"name": d.name, "title": term("web.not_saved", name=d.title), "key": DRAFT + d.ident}
        for d in site.drafts.unsaved()
    ]
    mine = [{**item, "key": item["name"]} for item in listed_scenarios(site.folder)]
    shipped = [
        {**item, "name": term("web.example"), "key": EXAMPLE + item["name"]}
        for item in listed_scenarios(site.examples)
    ]
    return unsaved + mine + shipped


async def compare_page(site: Site, request: Request) -> Response:
    """Return the page: what to compare, and the comparison where two or more are chosen."""
    choice, status = _choice(site, request), 200
    values: dict[str, Any] = {"page": None, "views": [], "figures": [], "query": "", "warnings": []}
    if len(choice.loaders) > 1:
        try:
            values |= _values(choice, *await site.gate.run(choice.compared))
        except ScenarioError as error:
            values |= {"told": error.listed, "untold": error.more}
            status = 422
        except UsageError as error:
            reason = site.plainly(site.wording(request).typed(error.text))
            values["text"], status = reason, 422
    elif request.query_params:
        values["text"] = site.wording(request).term("web.choose_two")
    return site.page(
        request,
        "compare",
        status,
        here="compare",
        files=_choices(site, request),
        chosen=choice.loaders,
        reference=choice.reference,
        perspective=choice.perspective,
        **values,
    )


def _values(choice: ComparisonRequest, comparison: Comparison, wording: Wording) -> dict[str, Any]:
    scenario = comparison.projections[comparison.reference].scenario
    page = comparison_page(comparison, comparison_notices(comparison), wording)
    return {
        "page": page,
        "warnings": page.warnings,
        "views": [(name, view_name(scenario, name, wording)) for name in scenario.views],
        "query": choice.query,
        "figures": [(name, wording.term(f"report.{name}_caption")) for name in COMPARED],
    }


async def compared_figure(site: Site, request: Request) -> Response:
    """Return a figure of a comparison."""
    name, choice = request.path_params["name"], _choice(site, request)
    if name not in COMPARED or not choice.loaders:
        raise UnlistedError(name)
    content = await site.gate.draw(partial(_drawn, choice, name))
    return Response(content, media_type="image/svg+xml")


def _drawn(choice: ComparisonRequest, name: str) -> bytes:
    from sroi.figures.style import figure_content

    comparison, wording = choice.compared()
    return figure_content(compared(comparison, name, wording), ".svg")


async def take_comparison(site: Site, request: Request) -> Response:
    """Return a comparison as an Excel book, or as one of the papers."""
    kind, choice = request.path_params["kind"], _choice(site, request)
    if not choice.loaders:
        raise UnlistedError(kind)
    of = _book if kind == BOOK else partial(_paper, paper_of(kind))
    content = await site.gate.draw(partial(of, choice))
    wording = site.wording(request)
    return download(content, paper_name(wording.term("paper_file.comparison"), kind, wording))


def _book(choice: ComparisonRequest) -> bytes:
    """Return the book that ``sroi compare -o`` writes."""
    book = comparison_answer(*choice.compared()).book
    assert book is not None  # a comparison has a book of its own
    return book()


def _paper(paper: Paper, choice: ComparisonRequest) -> bytes:
    """Return a paper of a comparison as a file."""
    comparison, wording = choice.compared()
    if paper.name == SCREEN:
        return paper.content(_screen(comparison, wording))
    return paper.content(paper.about(comparison, wording))


def _screen(comparison: Comparison, wording: Wording) -> Attachment:
    """Return what is on the screen."""
    page = comparison_page(comparison, comparison_notices(comparison), wording)
    drawn: list[Block] = [
        Picture(compared(comparison, name, wording), wording.term(f"report.{name}_caption"))
        for name in COMPARED
    ]
    blocks = [*page.tables, *drawn]
    return screen(
        page.title,
        wording,
        page.sentences,
        blocks,
        page.warnings,
        list(comparison.projections.values()),
    )
