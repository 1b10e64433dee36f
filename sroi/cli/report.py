"""sroi report: an attachment to an application, as Word, HTML or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.speech import say

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
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.model.comparison import compare
    from sroi.report.exports import kind
    from sroi.report.files import write_whole
    from sroi.report.formats import PAPERS
    from sroi.report.forms import attachment_of

    ending = kind(output, PAPERS)
    scenarios = options.scenarios_of(files, options.values_set(assignments))
    wording = wording_of(scenarios[0], language)
    with progress() as report:
        compared = compare(scenarios, draws=draws, seed=seed, progress=report)
    write_whole(output, PAPERS[ending](attachment_of(compared, form, wording)))
    say(str(output))
