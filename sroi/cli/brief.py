"""sroi brief: one page for those who decide, as Word, HTML or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import Request, write_paper

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "brief",
    epilog="Example: sroi brief scenarios/varvaderstorget/grant_as_applied.yaml -o en-sida.docx",
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o", "--output", type=options.File, required=True, help="Write to: .docx, .html or .pdf."
)
@options.settings
@options.draws
@options.seed
@options.language
def command(
    files: tuple[Path, ...],
    output: Path,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
) -> None:
    """Write one page, always the same: what is asked, who pays each year, what must be true.

    The page is about the first FILE; who pays in the others is beside it. What it is, who made
    it and when are the scenario's about, by and date.
    """
    from sroi.report.brief import brief

    request = Request(files, assignments, draws=draws, seed=seed, language=language)
    write_paper(request, output, brief)
