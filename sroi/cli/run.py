"""sroi run: project one scenario."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.output import Output, wanted


@click.command(
    "run",
    epilog="Example: sroi run scenarios/stis/revised.yaml --set discounting.rate=0.05 -o stis.xlsx",
)
@click.argument("file", type=options.File)
@options.settings
@options.draws
@options.seed
@wanted
def command(
    file: Path,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    output: Output,
) -> None:
    """Project one scenario: cost, benefit, who pays, who gains, break-even.

    FILE is a scenario in YAML. The base case and 90 % ranges are shown for every perspective.
    """
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.loader import load
    from sroi.model.projection import simulate
    from sroi.report.projected import run_answer

    scenario = load(file, set=options.values_set(assignments))
    wording = wording_of(scenario, language)
    with progress() as report:
        projection = simulate(scenario, draws, seed, report)
    output.give(run_answer(projection, wording))
