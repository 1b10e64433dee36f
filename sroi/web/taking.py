"""What one takes away: the same files as the command line writes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from sroi.checks import notices
from sroi.comparison import compare
from sroi.loader.ids import slug
from sroi.projection import Projection, simulate
from sroi.report.blocks import Attachment, Block, Bullets, Paragraph, Picture, Section
from sroi.report.projected import attachment_of, run_answer
from sroi.schema.scenario import Scenario
from sroi.tables.page import subtitle
from sroi.web.answers import FULL, more_tables, panel, refuse_huge
from sroi.web.drafts import Draft
from sroi.web.folder import UnlistedError
from sroi.web.form import Form
from sroi.web.listing import download
from sroi.web.pictures import figures
from sroi.web.site import Site
from sroi.web.work import found, words
from sroi.wording import Wording


async def taken(site: Site, request: Request) -> Response:
    """Return a file of a draft; ``ScenarioError`` where it cannot be counted."""
    _, draft = found(site, request)
    kind = request.path_params["kind"]
    if kind not in (*KINDS, "yaml"):
        raise UnlistedError(kind)
    if kind == "yaml":
        content = _yaml(draft)
    else:
        resting = replace(draft, valid=None, pictures={})  # what the other process needs of it
        content = await site.gate.draw(partial(KINDS[kind], resting, words(site, request, draft)))
    stem = slug(draft.title) or "scenario"
    return download(content, stem + NAMES.get(kind, f".{kind}"))


def _yaml(draft: Draft) -> bytes:
    """Return the scenario as one file that needs no other: its own text where that is so."""
    if len(draft.levels) == 1 and not draft.changed and not draft.moved_on():
        return draft.file.read_bytes()
    return draft.whole(draft.title).encode()


def _scenario(draft: Draft) -> Scenario:
    made = draft.scenario()
    refuse_huge([made])
    return made


def _book(draft: Draft, wording: Wording) -> bytes:
    """Return the book that ``sroi run -o`` writes."""
    made = run_answer(simulate(_scenario(draft)), wording).book
    assert made is not None  # a run has a book of its own
    return made()


def _paper(ending: str, draft: Draft, wording: Wording) -> bytes:
    """Return the attachment that ``sroi report -o`` writes."""
    from sroi.report.papers import PAPERS

    return PAPERS[ending](attachment_of(compare([_scenario(draft)]), None, wording))


def _one_page(ending: str, draft: Draft, wording: Wording) -> bytes:
    """Return the one page that ``sroi brief -o`` writes."""
    from sroi.report.brief import brief
    from sroi.report.papers import PAPERS

    return PAPERS[ending](brief(compare([_scenario(draft)]), wording))


def _page(draft: Draft, wording: Wording) -> bytes:
    """Return what is on the screen as one HTML file."""
    scenario = draft.scenario()
    projection = simulate(scenario, min(FULL, scenario.simulation.draws))
    found = notices(scenario, projection.base, projection.totals)
    shown = panel(projection, found, wording)
    named = Form(draft, wording).named
    drawn: list[Block] = []
    for _, caption, figure, tables in figures(projection, wording):
        drawn += [Picture(figure, caption), *tables]
    return one_file(
        scenario.name,
        wording,
        shown.sentences,
        [*shown.tables, *drawn, *more_tables(projection, wording)],
        [(named(path) if path else "", message) for path, message in shown.warnings],
        [projection],
    )


def one_file(
    title: str,
    wording: Wording,
    sentences: Sequence[str],
    blocks: Sequence[Block],
    warnings: Sequence[tuple[str, str]],
    projections: Sequence[Projection],
) -> bytes:
    """Return sentences, tables, figures and warnings as one HTML file."""
    from sroi.report.page import html

    told = tuple(f"{place}: {message}" if place else message for place, message in warnings)
    sections = [
        Section(wording.term("report.summary"), tuple(map(Paragraph, sentences))),
        Section(wording.term("web.result"), tuple(blocks)),
        *([Section(wording.term("table.warnings"), (Bullets(told),))] if told else []),
    ]
    about = subtitle(projections[0], wording)
    keywords = " ".join(p.scenario.digest for p in projections)
    return html(Attachment(title, about, wording.language, tuple(sections), keywords))


KINDS: dict[str, Callable[[Draft, Wording], bytes]] = {
    "xlsx": _book,
    "docx": partial(_paper, ".docx"),
    "html": partial(_paper, ".html"),
    "page": _page,
    "one.docx": partial(_one_page, ".docx"),
    "one.html": partial(_one_page, ".html"),
    "one.pdf": partial(_one_page, ".pdf"),
}
NAMES = {
    "page": ".html",
    "one.docx": "-en-sida.docx",
    "one.html": "-en-sida.html",
    "one.pdf": "-en-sida.pdf",
}
