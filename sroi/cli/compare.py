"""sroi compare: compare scenarios on the same draws."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sroi.cli import options

if TYPE_CHECKING:
    from sroi.schema.scenario import Scenario


@click.command(
    "compare", epilog="Example: sroi compare scenarios/varvaderstorget/*.yaml -o out.xlsx"
)
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@click.option("--reference", type=options.File, help="Compare with this file [default: the first].")
@click.option("--perspective", metavar="P", help="A view [default: the reference's headline].")
@options.settings
@options.draws
@options.seed
@options.language
@options.json_wanted
@click.option(
    "-o", "--output", type=options.File, help="Write to a file: .json, .csv, .md, .xlsx or .tex."
)
def command(
    files: tuple[Path, ...],
    reference: Path | None,
    perspective: str | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Compare scenarios on the same draws, one column each, and each with the reference.

    Differences are taken within each draw, so that what the scenarios share is not noise.
    """
    from sroi.checks import comparison_notices
    from sroi.cli.terminal import progress, show
    from sroi.cli.words import wording_of
    from sroi.comparison import compare
    from sroi.record import comparison_record
    from sroi.tables.page import comparison_page

    if output:
        from sroi.report import exports

        exports.kind(output, exports.COMPARE)
    scenarios, first = _loaded(files, reference, options.values_set(assignments))
    wording = wording_of(first, language)
    with progress() as report:
        made = compare(scenarios, first, perspective, draws, seed, report)
    found = comparison_notices(made)
    record = comparison_record(made, [notice.plain(wording) for notice in found])
    page = comparison_page(made, found, wording)
    if output:
        exports.write(output, exports.COMPARE, page, record)
    if as_json:
        from sroi.record import as_json as written

        click.echo(written(record), nl=False)
    elif output:
        click.echo(str(output))
    else:
        show(page)


def _loaded(
    files: tuple[Path, ...], reference: Path | None, values: dict[str, Any]
) -> "tuple[list[Scenario], Scenario]":
    """Return the scenarios of the files and the reference; every problem of all files at once."""
    from sroi.errors import Problem, ScenarioError
    from sroi.loader import load

    problems: list[Problem] = []
    scenarios: list[Scenario] = []
    given = files if reference is None or reference in files else (reference, *files)
    for file in given:
        try:
            scenarios.append(load(file, set=values))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    first = next((s for s in scenarios if s.file == str(reference)), scenarios[0])
    return scenarios, first
