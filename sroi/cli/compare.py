"""sroi compare: compare scenarios on the same draws."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.output import Output, wanted


@click.command(
    "compare", epilog="Example: sroi compare scenarios/varvaderstorget/*.yaml -o out.xlsx"
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@click.option("--reference", type=options.File, help="Compare with this file [default: the first].")
@options.perspective
@options.settings
@options.draws
@options.seed
@wanted
def command(
    files: tuple[Path, ...],
    reference: Path | None,
    perspective: str | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    output: Output,
) -> None:
    """Compare scenarios on the same draws, one column each, and each with the reference.

    Differences are taken within each draw, so that what the scenarios share is not noise.
    """
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.model.comparison import compare
    from sroi.report.projected import comparison_answer

    chosen = files if reference is None or reference in files else (reference, *files)
    scenarios = options.scenarios_of(chosen, options.values_set(assignments))
    first = next((s for s in scenarios if s.file == str(reference)), scenarios[0])
    wording = wording_of(first, language)
    with progress() as report:
        compared = compare(scenarios, first, perspective, draws, seed, report)
    output.give(comparison_answer(compared, wording))
