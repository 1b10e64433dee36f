"""sroi run: project one scenario."""

from pathlib import Path

import click

from sroi.cli import options


@click.command(
    "run",
    epilog="Example: sroi run scenarios/stis/revised.yaml --set discounting.rate=0.05 -o stis.xlsx",
)
@click.argument("file", type=options.File)
@options.settings
@options.draws
@options.seed
@options.language
@options.json_wanted
@click.option(
    "-o", "--output", type=options.File, help="Write to a file: .json, .csv, .md or .xlsx."
)
def command(
    file: Path,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Project one scenario: cost, benefit, who pays, who gains, break-even.

    FILE is a scenario in YAML. The base case and 90 % ranges are shown for every perspective.
    """
    from sroi.checks import notices
    from sroi.cli.terminal import progress, show
    from sroi.cli.words import wording_of
    from sroi.loader import load
    from sroi.projection import simulate
    from sroi.record import record
    from sroi.tables.page import run_page

    if output:
        from sroi.report import exports

        exports.kind(output, exports.RUN)
    scenario = load(file, set=options.values_set(assignments))
    wording = wording_of(scenario, language)
    with progress() as report:
        projection = simulate(scenario, draws, seed, report)
    found = notices(scenario, projection.base)
    made = record(projection, [notice.plain(wording) for notice in found])
    page = run_page(projection, found, wording)
    if output:
        exports.write(output, exports.RUN, page, made)
    if as_json:
        from sroi.record import as_json as written

        click.echo(written(made), nl=False)
    elif output:
        click.echo(f"{output}: {' '.join(page.sentences)}")
    else:
        show(page)
