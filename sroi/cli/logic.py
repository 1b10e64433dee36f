"""sroi logic: from resources to who gains, as a picture and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "logic",
    epilog="Example: sroi logic scenarios/varvaderstorget/grant_as_applied.yaml -o logik.svg",
)
@click.argument("file", type=options.File)
@options.settings
@answering
def command(request: Request) -> CommandResult:
    """Show what the programme uses, delivers, reaches and changes, and who gains.

    Everything is what FILE says, also while numbers are missing. What is unknown or has no
    price is drawn as such. Amounts are those of the base case, not discounted.
    """
    from sroi.questions.logic.compute import logic
    from sroi.questions.logic.record import logic_record, logic_rows
    from sroi.questions.logic.table import logic_page
    from sroi.report.answer import CommandResult, pictures

    wording = request.wording
    answer = logic(request.scenario)
    page = logic_page(answer, wording)
    record = logic_record(answer, wording)

    return CommandResult(
        page,
        record,
        lambda: logic_rows(record),
        lambda: pictures("logic").logic_figure(answer, wording),
        wording,
    )
