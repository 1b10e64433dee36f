"""sroi information: what it is worth to find out more before choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "information",
    epilog="Example: sroi information scenarios/varvaderstorget/what_if_*.yaml --json",
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@options.perspective
@options.groups
@click.option("--outcome", metavar="ID", help="Who is best, by the worth of its avoided events.")
@click.option(
    "--up-to",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MONEY",
    help="Highest worth of an avoided event [default: where the break-even lies, twice over].",
)
@options.settings
@options.draws
@options.seed
@answering
def command(
    request: Request, named: dict[str, list[str]], outcome: str | None, up_to: float | None
) -> CommandResult:
    """Show what it is worth to know more before choosing between scenarios.

    A single scenario is compared with doing nothing. The worth of knowing a number perfectly is
    the most that measuring it can be worth.
    """
    from sroi.questions.information.compute import acceptability, groups_of, information
    from sroi.questions.information.record import evppi_rows, information_record
    from sroi.questions.information.table import information_page
    from sroi.report.answer import CommandResult, pictures

    scenarios, view, wording = request.scenarios, request.view, request.wording
    groups = groups_of(scenarios, named)
    compared = request.comparison(view=view)
    nothing = {wording.term("word.nothing_done"): None}
    chosen = {**compared.projections, **(nothing if len(scenarios) == 1 else {})}
    worth = information(chosen, view, groups)
    curve = acceptability({**chosen, **nothing}, view, outcome, up_to) if outcome else None
    record = information_record(scenarios[0], worth, curve)
    return CommandResult(
        information_page(scenarios, worth, curve, wording),
        record,
        lambda: evppi_rows(record),
        figure=lambda: pictures("information").information_figure(scenarios, worth, curve, wording),
        wording=wording,
    )
