"""sroi brief: one page for those who decide, as Word, HTML or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.speech import say

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
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.model.comparison import compare
    from sroi.report.brief import brief
    from sroi.report.exports import kind
    from sroi.report.files import write_whole
    from sroi.report.formats import PAPERS

    ending = kind(output, PAPERS)
    scenarios = options.scenarios_of(files, options.values_set(assignments))
    wording = wording_of(scenarios[0], language)
    with progress() as report:
        compared = compare(scenarios, draws=draws, seed=seed, progress=report)
    write_whole(output, PAPERS[ending](brief(compared, wording)))
    say(str(output))
