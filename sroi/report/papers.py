"""Which kind of paper an attachment is written as, by the ending of the file's name."""

from collections.abc import Callable

from sroi.report.blocks import Attachment


def _html(made: Attachment) -> bytes:
    from sroi.report.page import html

    return html(made)


def _word(made: Attachment) -> bytes:
    from sroi.report.word import word

    return word(made)


def _pdf(made: Attachment) -> bytes:
    from sroi.report.pdf import pdf

    return pdf(made)


PAPERS: dict[str, Callable[[Attachment], bytes]] = {".docx": _word, ".html": _html, ".pdf": _pdf}
