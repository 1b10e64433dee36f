"""sroi information: what it is worth to find out more before choosing."""

from pathlib import Path
from typing import Any

import click

from sroi.cli import options
from sroi.cli.output import Output, pictures, wanted


@click.command(
    "information",
    epilog="Example: sroi information scenarios/varvaderstorget/what_if_*.yaml --json",
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@options.perspective
@options.groups
@click.option("--outcome", metavar="ID", help="Who is best, by the worth of its avoided events.")
@click.option(
    "--up-to", type=click.FloatRange(min=0, min_open=True), metavar="MONEY",
    help="Highest worth of an avoided event [default: where the break-even lies, twice over].",
)  # fmt: skip
@options.settings
@options.draws
@options.seed
@wanted
def command(
    files: tuple[Path, ...],
    perspective: str | None,
    named: dict[str, list[str]],
    outcome: str | None,
    up_to: float | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    output: Output,
) -> None:
    """Show what it is worth to know more before choosing between scenarios.

    A single scenario is compared with doing nothing. The worth of knowing a number perfectly is
    the most that measuring it can be worth.
    """
    from sroi import information as asked
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.comparison import compare
    from sroi.findings import evppi_rows, information_record
    from sroi.report.exports import Answer
    from sroi.tables.information import information_page

    scenarios = options.scenarios_of(files, options.values_set(assignments))
    wording = wording_of(scenarios[0], language)
    view = options.view_of(scenarios[0], perspective)
    groups = asked.groups_of(scenarios, named)
    with progress() as report:
        compared = compare(scenarios, scenarios[0], view, draws, seed, report)
    chosen: dict[str, asked.Option] = dict(compared.projections)
    if len(scenarios) == 1:
        chosen[wording.term("word.nothing_done")] = None
    made = asked.information(chosen, view, groups)
    curve = asked.acceptability(chosen, view, outcome, up_to) if outcome else None

    def picture() -> Any:  # noqa: ANN401 - a figure, of a library not imported here
        if curve is None:
            return pictures().information(scenarios, made, wording)
        owner = next(s for s in scenarios if curve.outcome in s.outcomes)
        return pictures().acceptability(owner, curve, wording)

    first = next(iter(compared.projections.values()))
    record = information_record(scenarios[0], made, curve, first.draws, first.seed)
    page = information_page(scenarios, made, curve, first.draws, wording)
    drawable = curve is not None or made.evpi.value > 0.0
    output.give(Answer(page, record, lambda: evppi_rows(record), picture if drawable else None))
