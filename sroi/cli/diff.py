"""sroi diff: why two scenarios differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "diff",
    epilog="Example: sroi diff scenarios/stis/application.yaml scenarios/stis/revised.yaml",
)
@click.argument("before", type=options.File)
@click.argument("after", type=options.File)
@options.perspective
@options.groups
@options.settings
@answering
def command(request: Request, named: dict[str, list[str]]) -> CommandResult:
    """Show why the net of two scenarios differs: what differs, and what each part carries.

    Parts are cost lines, outcomes and settings; their shares (Shapley's value) sum to the
    difference in the base case.
    """
    from sroi.questions.difference.compute import explained
    from sroi.questions.difference.record import difference_record, part_rows
    from sroi.questions.difference.table import difference_page
    from sroi.report.answer import CommandResult, pictures

    (one, other), wording = request.scenarios, request.wording
    with request.progress() as report:
        difference = explained(one, other, request.view, named, report)
    record = difference_record(one, other, difference)
    return CommandResult(
        difference_page(one, other, difference, wording),
        record,
        lambda: part_rows(record),
        figure=lambda: pictures("difference").difference_figure(one, other, difference, wording),
        wording=wording,
    )
