"""sroi compare: compare scenarios on the same draws."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from pathlib import Path

    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "compare", epilog="Example: sroi compare scenarios/varvaderstorget/*.yaml -o out.xlsx"
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@click.option("--reference", type=options.File, help="Compare with this file [default: the first].")
@options.perspective
@options.settings
@options.draws
@options.seed
@answering
def command(request: Request, reference: Path | None) -> CommandResult:
    """Compare scenarios on the same draws, one column each, and each with the reference.

    Differences are taken within each draw, so that what the scenarios share is not noise.
    """
    from sroi.report.formats import comparison_answer

    if reference is not None and reference not in request.files:
        request = replace(request, files=(reference, *request.files))
    first = next((s for s in request.scenarios if s.file == str(reference)), request.scenario)
    compared = request.comparison(first, request.perspective)
    return comparison_answer(compared, options.wording_of(first, request.language))
