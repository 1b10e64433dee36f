"""An answer as a paper: its sentences, its pictures, its tables, and what to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.report.blocks import Attachment, Bullets, Picture, Section

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sroi.report.blocks import Block
    from sroi.tables.cells import Page
    from sroi.wording import Wording


def leaflet(
    page: Page, figures: Callable[[], Iterator[Figure]], keywords: str, wording: Wording
) -> Attachment:
    """Return a page as an attachment; without pictures where there is nothing to draw."""
    sections = [
        Section("", (Bullets(page.sentences), *_pictures(figures))),
        Section("", page.tables),
        Section(page.warnings_title, tuple(_points(page))),
    ]
    return Attachment(
        page.title,
        page.subtitle,
        wording.language,
        tuple(section for section in sections if section.blocks),
        keywords,
    )


def _pictures(figures: Callable[[], Iterator[Figure]]) -> Iterator[Block]:
    try:
        yield from (Picture(figure, "") for figure in figures())
    except UsageError:
        return


def _points(page: Page) -> Iterator[Block]:
    if page.warnings:
        points = (f"{place}: {text}" if place else text for place, text in page.warnings)
        yield Bullets(tuple(points))
