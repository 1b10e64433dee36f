"""sroi diff: why two scenarios differ."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.output import Output, wanted


@click.command(
    "diff",
    epilog="Example: sroi diff scenarios/stis/application.yaml scenarios/stis/revised.yaml",
)
@click.argument("before", type=options.File)
@click.argument("after", type=options.File)
@options.perspective
@options.groups
@options.settings
@wanted
def command(
    before: Path,
    after: Path,
    perspective: str | None,
    named: dict[str, list[str]],
    assignments: tuple[str, ...],
    language: str | None,
    output: Output,
) -> None:
    """Show why the net of two scenarios differs: what differs, and what each part carries.

    Parts are cost lines, outcomes and settings; their shares (Shapley's value) sum to the
    difference in the base case.
    """
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.questions.difference.compute import explained
    from sroi.questions.difference.record import difference_record, part_rows
    from sroi.questions.difference.table import difference_page
    from sroi.report.answer import CommandResult, pictures

    one, other = options.scenarios_of([before, after], options.values_set(assignments))
    view, wording = one.view_named(perspective), wording_of(one, language)
    with progress() as report:
        difference = explained(one, other, view, named, report)

    record = difference_record(one, other, difference)
    page = difference_page(one, other, difference, wording)
    output.give(
        CommandResult(
            page,
            record,
            lambda: part_rows(record),
            figure=lambda: pictures("difference").difference_figure(
                one, other, difference, wording
            ),
            wording=wording,
        )
    )
