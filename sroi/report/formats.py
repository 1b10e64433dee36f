"""What a run or a comparison gives in all its forms, and papers by the ending of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.model.checks import comparison_notices, notices
from sroi.records import rows as tidy
from sroi.records.run import comparison_record, record
from sroi.report.answer import CommandResult
from sroi.tables.labels import item_names
from sroi.tables.page import comparison_page, run_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.report.blocks import Attachment
    from sroi.wording import Wording


def _pictures() -> ModuleType:
    """Return the pictures of a run, imported only when one is drawn."""
    from sroi.figures import run

    return run


def run_answer(projection: Projection, wording: Wording) -> CommandResult:
    """Return what a run says: tables, record, rows, a picture and an Excel book."""
    warnings = notices(projection.scenario, projection.base, projection.totals)
    result = record(projection, [notice.plain(wording) for notice in warnings])
    page = run_page(projection, warnings, wording)

    def book() -> bytes:
        from sroi.report.book.book import book

        return book(projection, result, page, wording)

    return CommandResult(
        page,
        result,
        lambda: tidy.rows(result),
        lambda: _pictures().run_figure(projection, wording),
        wording,
        book,
        item_names([projection.scenario]),
    )


def comparison_answer(compared: Comparison, wording: Wording) -> CommandResult:
    """Return what a comparison says: tables, record, rows, a picture and an Excel book."""
    warnings = comparison_notices(compared)
    result = comparison_record(compared, [notice.plain(wording) for notice in warnings])
    page = comparison_page(compared, warnings, wording)

    def book() -> bytes:
        from sroi.report.book.book import comparison_book

        return comparison_book(compared, page, wording)

    return CommandResult(
        page,
        result,
        lambda: tidy.comparison_rows(result),
        lambda: _pictures().comparison_figure(compared, wording),
        wording,
        book,
        item_names(projection.scenario for projection in compared.projections.values()),
    )


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
