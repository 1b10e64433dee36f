"""The papers that scenarios are taken away as: what they are about, and as which kind of file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.report.blocks import Attachment, Bullets, Paragraph, Section
from sroi.tables.page import subtitle
from sroi.web.folder import UnlistedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.report.blocks import Block
    from sroi.wording import Wording

ENDINGS = ("docx", "pdf", "html")
ONE_PAGE, ATTACHMENT, SCREEN = "brief", "attachment", "page"
BOOK, YAML = "book.xlsx", "scenario.yaml"


def papers() -> tuple[str, ...]:
    """Return the name of every paper: ours, those under a funder's headings, and the screen."""
    from sroi.report.forms import forms

    return (ONE_PAGE, ATTACHMENT, *forms(), SCREEN)


@dataclass(frozen=True)
class Paper:
    """A paper and the kind of file it is written as."""

    name: str
    ending: str

    def content(self, attachment: Attachment) -> bytes:
        """Return the file of what is on the paper."""
        from sroi.report.formats import PAPERS

        return PAPERS[f".{self.ending}"](attachment)

    def about(self, compared: Comparison, wording: Wording) -> Attachment:
        """Return what ``sroi brief`` or ``sroi report`` puts on the paper."""
        if self.name == ONE_PAGE:
            from sroi.report.brief import brief

            return brief(compared, wording)
        from sroi.report.forms import attachment_of

        return attachment_of(compared, None if self.name == ATTACHMENT else self.name, wording)


def paper_of(kind: str) -> Paper:
    """Return the paper of an address such as ``brief.docx``; ``UnlistedError`` for another."""
    name, _, ending = kind.partition(".")
    if name not in papers() or ending not in ENDINGS:
        raise UnlistedError(kind)
    return Paper(name, ending)


def paper_name(stem: str, kind: str, wording: Wording) -> str:
    """Return what a file is called where it is kept: whose it is and which of its papers."""
    name, _, ending = kind.partition(".")
    return f"{stem}.{ending}" if kind in (BOOK, YAML) else f"{stem}-{_word(name, wording)}.{ending}"


def _word(name: str, wording: Wording) -> str:
    return wording.term(f"paper_file.{name}")


def screen(
    title: str,
    wording: Wording,
    sentences: Sequence[str],
    blocks: Sequence[Block],
    warnings: Sequence[tuple[str, str]],
    projections: Sequence[Projection],
) -> Attachment:
    """Return what is on the screen: sentences, tables, figures and warnings."""
    lines = tuple(f"{place}: {message}" if place else message for place, message in warnings)
    sections = [
        Section(wording.term("report.summary"), tuple(map(Paragraph, sentences))),
        Section(wording.term("web.result"), tuple(blocks)),
        *([Section(wording.term("table.warnings"), (Bullets(lines),))] if lines else []),
    ]
    about = subtitle(projections[0], wording)
    keywords = " ".join(p.scenario.digest for p in projections)
    return Attachment(title, about, wording.language, tuple(sections), keywords)
