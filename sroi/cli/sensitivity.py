"""sroi sensitivity: what the result depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.request import answering

if TYPE_CHECKING:
    from sroi.cli.request import Request
    from sroi.report.answer import CommandResult


@click.command(
    "sensitivity",
    epilog="Example: sroi sensitivity scenarios/varvaderstorget/what_if_middle.yaml "
    "--figure tornado.svg",
)
@click.argument("file", type=options.File)
@click.option(
    "--measure",
    type=click.Choice(["npv", "bcr", "npv_cashable"]),
    default="npv",
    show_default=True,
    help="Which result.",
)
@options.perspective
@click.option(
    "--variance",
    type=click.IntRange(16, 65_536),
    metavar="N",
    help="Also split the variance (Sobol' indices), from N base samples, a power of 2.",
)
@options.settings
@options.draws
@options.seed
@answering
def command(request: Request, measure: str, variance: int | None) -> CommandResult:
    """Show what the result depends on: each uncertain number, and other ways of calculating.

    Each number goes to its 5th and 95th percentile with all else at its base value. The rank
    correlations come from the simulation.
    """
    from sroi.questions.sensitivity.compute import one_way
    from sroi.questions.sensitivity.drivers import drivers
    from sroi.questions.sensitivity.record import sensitivity_record
    from sroi.questions.sensitivity.table import sensitivity_page
    from sroi.report.answer import CommandResult, pictures

    scenario, wording = request.scenario, request.wording
    swings = one_way(scenario, measure, request.view)
    base_samples = options.power_of_two(variance)
    indices = drivers(request.projection(), swings.measure, request.view, base_samples)
    record = sensitivity_record(scenario, swings, indices)
    return CommandResult(
        sensitivity_page(scenario, swings, indices, wording),
        record,
        lambda: record["swings"],
        figure=lambda: pictures("sensitivity").sensitivity_figure(scenario, swings, wording),
        wording=wording,
    )
