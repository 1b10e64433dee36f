"""What one takes away: the same files as the command line writes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sroi.loader.ids import slug
from sroi.model.checks import notices
from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.report.blocks import Picture
from sroi.report.formats import run_answer
from sroi.web.answers import FULL, more_tables, panel, refuse_huge
from sroi.web.form import DraftForm
from sroi.web.papers import BOOK, SCREEN, YAML, paper_name, paper_of, screen
from sroi.web.pictures import figures
from sroi.web.site import download, draft_of, words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from sroi.report.blocks import Attachment, Block
    from sroi.schema.scenario import Scenario
    from sroi.web.drafts import Draft
    from sroi.web.papers import Paper
    from sroi.web.site import Site
    from sroi.wording import Wording


async def take_draft(site: Site, request: Request) -> Response:
    """Return a file of a draft; ``ScenarioError`` where it cannot be counted."""
    _, draft = draft_of(site, request)
    kind, wording = request.path_params["kind"], words(site, request, draft)
    resting = replace(draft, valid=None, pictures={})  # what the other process needs of it
    if kind == YAML:
        content = _yaml(draft)
    elif kind == BOOK:
        content = await site.gate.draw(partial(_book, resting, wording))
    else:
        content = await site.gate.draw(partial(_paper, paper_of(kind), resting, wording))
    return download(content, paper_name(slug(draft.title) or "scenario", kind, wording))


def _yaml(draft: Draft) -> bytes:
    """Return the scenario as one file that needs no other: its own text where that is so."""
    if len(draft.levels) == 1 and not draft.changed and not draft.moved_on():
        return draft.file.read_bytes()
    return draft.whole(draft.title).encode()


def _scenario(draft: Draft) -> Scenario:
    scenario = draft.scenario()
    refuse_huge([scenario])
    return scenario


def _book(draft: Draft, wording: Wording) -> bytes:
    """Return the book that ``sroi run -o`` writes."""
    book = run_answer(simulate(_scenario(draft)), wording).book
    assert book is not None  # a run has a book of its own
    return book()


def _paper(paper: Paper, draft: Draft, wording: Wording) -> bytes:
    """Return a paper of a draft as a file."""
    if paper.name == SCREEN:
        return paper.content(_screen(draft, wording))
    return paper.content(paper.about(compare([_scenario(draft)]), wording))


def _screen(draft: Draft, wording: Wording) -> Attachment:
    """Return what is on the screen."""
    scenario = draft.scenario()
    projection = simulate(scenario, min(FULL, scenario.simulation.draws))
    warnings = notices(scenario, projection.base, projection.totals)
    summary = panel(projection, warnings, wording)
    named = DraftForm(draft, wording).named
    drawn: list[Block] = []
    for _, caption, figure, tables in figures(projection, wording):
        drawn += [Picture(figure, caption), *tables]
    return screen(
        scenario.name,
        wording,
        summary.sentences,
        [*summary.tables, *drawn, *more_tables(projection, wording)],
        [(named(path) if path else "", message) for path, message in summary.warnings],
        [projection],
    )
