"""sroi breakeven: what would have to be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "breakeven",
    epilog="Example: sroi breakeven scenarios/varvaderstorget/grant_as_applied.yaml",
)
@click.argument("file", type=options.File)
@options.perspective
@click.option(
    "--grid",
    nargs=2,
    metavar="PATH PATH",
    help="Also show the net over two numbers.",
)
@options.settings
@answering
def command(request: Request, grid: tuple[str, str] | None) -> CommandResult:
    """Show what would have to be true for the programme to pay for itself.

    Per outcome and perspective, for each number alone, and for the most probable few together.
    All in the base case. With --grid the figure shows the net over the two numbers.
    """
    from sroi.model.projection import base_totals
    from sroi.questions.breakeven.compute import nearest_flip, switches
    from sroi.questions.breakeven.grid import two_way
    from sroi.questions.breakeven.record import breakeven_record
    from sroi.questions.breakeven.table import breakeven_page
    from sroi.report.answer import CommandResult, pictures

    scenario, view, wording = request.scenario, request.view, request.wording
    base = base_totals(scenario)
    flips, flip = switches(scenario, view), nearest_flip(scenario, view)
    over = two_way(scenario, grid, "npv", view) if grid else None
    record = breakeven_record(scenario, base, view, flips, flip, over)
    return CommandResult(
        breakeven_page(scenario, base, view, flips, flip, over, wording),
        record,
        lambda: record["switching"],
        figure=lambda: pictures("breakeven").breakeven_figure(scenario, base, view, over, wording),
        wording=wording,
    )
