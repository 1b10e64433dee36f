"""sroi sensitivity: what the result depends on."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.output import Output, wanted


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
@wanted
def command(
    file: Path,
    measure: str,
    perspective: str | None,
    variance: int | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    output: Output,
) -> None:
    """Show what the result depends on: each uncertain number, and other ways of calculating.

    Each number goes to its 5th and 95th percentile with all else at its base value. The rank
    correlations come from the simulation.
    """
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.loader import load
    from sroi.model.projection import simulate
    from sroi.questions.sensitivity.compute import one_way
    from sroi.questions.sensitivity.drivers import drivers
    from sroi.questions.sensitivity.record import sensitivity_record
    from sroi.questions.sensitivity.table import sensitivity_page
    from sroi.report.answer import CommandResult, pictures

    scenario = load(file, set=options.values_set(assignments))
    view, wording = scenario.view_named(perspective), wording_of(scenario, language)
    swings = one_way(scenario, measure, view)
    with progress() as report:
        projection = simulate(scenario, draws, seed, report)
    indices = drivers(projection, swings.measure, view, options.power_of_two(variance))

    record = sensitivity_record(scenario, swings, indices)
    page = sensitivity_page(scenario, swings, indices, wording)
    output.give(
        CommandResult(
            page,
            record,
            lambda: record["swings"],
            figure=lambda: pictures("sensitivity").sensitivity_figure(scenario, swings, wording),
            wording=wording,
        )
    )
