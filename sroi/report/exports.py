"""Which kind of file an answer is written as, by the ending of its name."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from sroi.errors import Text, UsageError
from sroi.records.run import as_json
from sroi.report import text
from sroi.report.blocks import Attachment, Bullets, Picture, Section
from sroi.report.files import write_whole
from sroi.report.formats import PAPERS
from sroi.report.spreadsheet import spreadsheet_csv
from sroi.report.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sroi.report.answer import CommandResult
    from sroi.report.blocks import Block

KINDS: dict[str, Callable[[CommandResult], bytes]] = {
    ".json": lambda answer: as_json(dict(answer.record)).encode(),
    ".csv": lambda answer: csv_file(answer, None),
    ".md": lambda answer: text.markdown(answer.page),
    ".xlsx": lambda answer: answer.book() if answer.book else workbook(answer.page),
    ".docx": lambda answer: PAPERS[".docx"](attached(answer)),
    ".html": lambda answer: PAPERS[".html"](attached(answer)),
    ".tex": lambda answer: text.latex(answer.page),
    ".svg": lambda answer: _figure_of(answer, ".svg"),
    ".png": lambda answer: _figure_of(answer, ".png"),
}
FIGURES = (".svg", ".png", ".pdf")


CsvForm = Literal["excel", "tidy"]


def csv_file(answer: CommandResult, form: CsvForm | None) -> bytes:
    """Return an answer's rows as CSV: tidy for programs, or as its reader's spreadsheet takes it.

    Without a form, Swedish is for a spreadsheet: there a tidy file is one column of garbled text.
    """
    wording = answer.wording
    if form is None:
        form = wording.locale.csv if wording else "tidy"
    if form == "tidy" or wording is None:
        return text.csv(answer.rows())
    return spreadsheet_csv(answer.rows(), wording, answer.names)


def attached(answer: CommandResult) -> Attachment:
    """Return an answer as a document: its sentences, its figures if there are any, its tables."""
    page = answer.page
    blocks: list[Block] = [Bullets(page.sentences)]
    with suppress(UsageError):  # nothing to draw
        figures = answer.figures() if answer.figures else [answer.figure()]
        blocks += [Picture(figure, page.title) for figure in figures]
    warnings = tuple(f"{path}: {text}" if path else text for path, text in page.warnings)
    sections = [Section("", (*blocks, *page.tables))]
    if warnings:
        sections.append(Section(page.warnings_title, (Bullets(warnings),)))
    language = answer.wording.language if answer.wording else "en"
    return Attachment(page.title, page.subtitle, language, tuple(sections), "")


def write(path: Path, answer: CommandResult, csv_form: CsvForm | None = None) -> None:
    """Write an answer to a file of the kind its name ends in."""
    ending = kind(path, KINDS)
    write_whole(path, csv_file(answer, csv_form) if ending == ".csv" else KINDS[ending](answer))


def draw(path: Path, answer: CommandResult) -> None:
    """Write an answer's figure to a file of the kind its name ends in."""
    write_whole(path, _figure_of(answer, kind(path, FIGURES)))


def _figure_of(answer: CommandResult, ending: str) -> bytes:
    from sroi.figures.style import figure_content

    return figure_content(answer.figure(), ending)


def kind(path: Path, kinds: Iterable[str]) -> str:
    """Return the ending of a file's name; ``UsageError`` for an unknown one or no such folder."""
    ending = path.suffix.lower()
    if ending not in kinds:
        raise UsageError(
            Text("{name} ends in none of {names}", name=path.name, names=", ".join(kinds))
        )
    if not path.parent.is_dir():
        raise UsageError(Text("there is no folder {parent}", parent=path.parent))
    return ending
