"""sroi run: project one scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "run",
    epilog="Example: sroi run scenarios/stis/revised.yaml --set discounting.rate=0.05 -o stis.xlsx",
)
@click.argument("file", type=options.File)
@options.settings
@options.draws
@options.seed
@answering
def command(request: Request) -> CommandResult:
    """Project one scenario: cost, benefit, who pays, who gains, break-even.

    FILE is a scenario in YAML. The base case and 90 % ranges are shown for every perspective.
    """
    from sroi.report.formats import run_answer

    return run_answer(request.projection(), request.wording)
