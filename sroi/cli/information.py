"""sroi information: what it is worth to find out more before choosing."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.output import Output, wanted


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
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.model.comparison import compare
    from sroi.questions.information import compute as asked
    from sroi.questions.information.record import evppi_rows, information_record
    from sroi.questions.information.table import information_page
    from sroi.report.answer import CommandResult, pictures

    scenarios = options.scenarios_of(files, options.values_set(assignments))
    wording = wording_of(scenarios[0], language)
    view = scenarios[0].view_named(perspective)
    groups = asked.groups_of(scenarios, named)
    with progress() as report:
        compared = compare(scenarios, scenarios[0], view, draws, seed, report)
    nothing = {wording.term("word.nothing_done"): None}
    chosen = {**compared.projections, **(nothing if len(scenarios) == 1 else {})}
    worth = asked.information(chosen, view, groups)
    curve = asked.acceptability({**chosen, **nothing}, view, outcome, up_to) if outcome else None
    record = information_record(scenarios[0], worth, curve)
    page = information_page(scenarios, worth, curve, wording)
    answer = CommandResult(
        page,
        record,
        lambda: evppi_rows(record),
        figure=lambda: pictures("information").information_figure(scenarios, worth, curve, wording),
        wording=wording,
    )
    output.give(answer)
