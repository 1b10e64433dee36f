"""sroi report: an attachment to an application, as Word, HTML or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import Request, write_paper

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "report",
    epilog="Example: sroi report scenarios/varvaderstorget/grant_as_applied.yaml -o bilaga.docx",
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "--output", type=options.File, required=True, help="Write to: .docx, .html or .pdf."
)
@click.option("--form", metavar="NAME", help="Under a form's headings: goteborg or vgr_final.")
@options.settings
@options.draws
@options.seed
@options.language
def command(
    files: tuple[Path, ...],
    output: Path,
    form: str | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
) -> None:
    """Write an attachment: what is applied for, who pays, what follows, what is not known.

    The first FILE is what the attachment is about; the others are compared with it. With --form
    the same content stands under the form's headings, with gaps for what only you can write.
    """
    from sroi.report.forms import attachment_of

    request = Request(files, assignments, draws=draws, seed=seed, language=language)
    write_paper(request, output, lambda compared, wording: attachment_of(compared, form, wording))
