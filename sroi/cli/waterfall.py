"""sroi waterfall: from the gross value of the effect to the savings a board can count on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "waterfall",
    epilog="Example: sroi waterfall scenarios/norrkoping/illustration.yaml "
    "--perspective municipality",
)
@click.argument("file", type=options.File)
@options.perspective
@options.settings
@options.draws
@options.seed
@answering
def command(request: Request) -> CommandResult:
    """Follow the money from the gross value of the effect to cashable savings, to the krona.

    What is taken away: drop-off, deadweight, attribution, displacement, discounting, what falls
    on other payers, what is not cashable, and what comes after the last year followed.
    """
    from sroi.questions.waterfall.compute import base_waterfalls, mean_waterfalls
    from sroi.questions.waterfall.record import waterfall_record, waterfall_rows
    from sroi.questions.waterfall.table import waterfall_page
    from sroi.report.answer import CommandResult, pictures
    from sroi.tables.cells import shown_views

    scenario, view, wording = request.scenario, request.view, request.wording
    base = base_waterfalls(scenario)
    with request.progress() as report:
        mean = mean_waterfalls(scenario, request.draws, request.seed, report)
    record = waterfall_record(scenario, base, mean, view)
    return CommandResult(
        waterfall_page(scenario, base, mean, view, shown_views(scenario), wording),
        record,
        lambda: waterfall_rows(record),
        figure=lambda: pictures("waterfall").waterfall_figure(scenario, base[view], wording),
        wording=wording,
    )
