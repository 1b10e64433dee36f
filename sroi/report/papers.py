"""Which kind of paper an attachment is written as, by the ending of the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sroi.report.blocks import Attachment


def _html(attachment: Attachment) -> bytes:
    from sroi.report.page import html

    return html(attachment)


def _word(attachment: Attachment) -> bytes:
    from sroi.report.word import word

    return word(attachment)


def _pdf(attachment: Attachment) -> bytes:
    from sroi.report.pdf import pdf

    return pdf(attachment)


PAPERS: dict[str, Callable[[Attachment], bytes]] = {".docx": _word, ".html": _html, ".pdf": _pdf}
