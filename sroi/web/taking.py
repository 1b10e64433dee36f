"""What one takes away: the same files as the command line writes."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from sroi.checks import notices
from sroi.comparison import Comparison
from sroi.errors import UsageError
from sroi.projection import Projection, simulate
from sroi.report.blocks import Attachment, Bullets, Paragraph, Picture, Section
from sroi.tables.cells import Page
from sroi.web.drafts import Draft, slug
from sroi.web.listing import download
from sroi.web.pictures import PENCIL, figures
from sroi.web.site import Site
from sroi.web.work import found, words
from sroi.wording import Wording

Made = Callable[[Draft, Wording], bytes]


async def taken(site: Site, request: Request) -> Response:
    """Return a file of a draft; ``ScenarioError`` where it cannot be counted."""
    _, draft = found(site, request)
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise UsageError(kind)
    wording = words(site, request, draft)

    def made() -> bytes:
        with PENCIL:
            return KINDS[kind](draft, wording)

    content = await site.gate.run(made)
    stem = slug(draft.title) or "scenario"
    return download(content, f"{stem}.{'html' if kind == 'page' else kind}")


def _yaml(draft: Draft, _: Wording) -> bytes:
    if draft.there and not draft.changed:
        return draft.file.read_bytes()
    whole = not (draft.writable and draft.there)
    return (draft.whole(draft.title) if whole else draft.variant(draft.title)).encode()


def _book(draft: Draft, wording: Wording) -> bytes:
    """Return the book that ``sroi run -o`` writes."""
    from sroi.record import record
    from sroi.report.book import book
    from sroi.tables.page import run_page

    projection = simulate(draft.scenario())
    found = notices(projection.scenario, projection.base)
    made = record(projection, [notice.plain(wording) for notice in found])
    return book(projection, made, run_page(projection, found, wording), wording)


def _paper(ending: str) -> Made:
    """Return how the attachment is written that ``sroi report -o`` writes."""

    def made(draft: Draft, wording: Wording) -> bytes:
        from sroi.comparison import compare
        from sroi.report.content import Content
        from sroi.report.forms import attachment
        from sroi.report.papers import PAPERS

        compared = compare([draft.scenario()])
        first = compared.projections[compared.reference]
        content = Content(compared, notices(first.scenario, first.base), wording)
        return PAPERS[ending](attachment(content, None))

    return made


def _page(draft: Draft, wording: Wording) -> bytes:
    """Return what is on the screen as one HTML file."""
    from sroi.tables.page import run_page

    projection = simulate(draft.scenario())
    shown = run_page(projection, notices(projection.scenario, projection.base), wording)
    return page_of(shown, wording, _pictures(projection, wording), [projection])


def _pictures(projection: Projection, wording: Wording) -> list[Picture]:
    return [Picture(f, caption) for _, caption, f, _ in figures(projection, wording)]


def page_of(
    shown: Page, wording: Wording, pictures: list[Picture], projections: list[Projection]
) -> bytes:
    """Return a page of sentences, figures, tables and warnings as one HTML file."""
    from sroi.report.page import html

    warnings = tuple(f"{path}: {message}" if path else message for path, message in shown.warnings)
    told = Section(
        wording.term("report.summary"), tuple(Paragraph(sentence) for sentence in shown.sentences)
    )
    tables = Section(wording.term("web.result"), (*shown.tables[:1], *pictures, *shown.tables[1:]))
    known = Section(shown.warnings_title, (Bullets(warnings),)) if warnings else None
    sections = tuple(section for section in (told, tables, known) if section)
    keywords = " ".join(p.scenario.digest for p in projections)
    return html(Attachment(shown.title, shown.subtitle, wording.language, sections, keywords))


def comparison_of(made: Comparison, wording: Wording) -> list[Picture]:
    """Return the figures of a comparison."""
    from sroi.figures import projections

    return [
        Picture(projections.intervals(made, wording), wording.term("report.intervals_caption")),
        Picture(
            projections.who_gains(made.projections, wording), wording.term("report.gains_caption")
        ),
    ]


KINDS: dict[str, Made] = {
    "yaml": _yaml,
    "xlsx": _book,
    "docx": _paper(".docx"),
    "html": _paper(".html"),
    "page": _page,
}
