"""sroi run: project one scenario."""

from pathlib import Path
from typing import Any

import click

from sroi.cli import options
from sroi.cli.output import Output, pictures, wanted


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
    from sroi import tidy
    from sroi.checks import notices
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.loader import load
    from sroi.projection import simulate
    from sroi.record import record
    from sroi.report.answer import Answer
    from sroi.tables.page import run_page

    scenario = load(file, set=options.values_set(assignments))
    wording = wording_of(scenario, language)
    with progress() as report:
        projection = simulate(scenario, draws, seed, report)
    found = notices(scenario, projection.base)
    made = record(projection, [notice.plain(wording) for notice in found])
    page = run_page(projection, found, wording)
    output.give(
        Answer(
            page,
            made,
            lambda: tidy.rows(made),
            figure=lambda: pictures().run(projection, wording),
            book=lambda: _book(projection, made, page, wording),
        )
    )


def _book(*parts: Any) -> bytes:  # noqa: ANN401 - what the book takes
    from sroi.report.book import book

    return book(*parts)
