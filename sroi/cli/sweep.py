"""sroi sweep: every combination of some values."""

from pathlib import Path
from typing import Any

import click

from sroi.cli import options
from sroi.cli.output import Output, pictures, wanted
from sroi.errors import UsageError


@click.command(
    "sweep",
    epilog="Example: sroi sweep scenarios/norrkoping/illustration.yaml "
    "--vary discounting.rate=0,0.03,0.05 --vary horizon=5:15:3 -o grid.csv",
)
@click.argument("file", type=options.File)
@click.option(
    "--vary",
    multiple=True,
    required=True,
    metavar="PATH=VALUES",
    help="from:to:n (n values, evenly) or a,b,c; may be given several times.",
)
@options.perspective
@options.settings
@options.draws
@options.seed
@wanted
def command(
    file: Path,
    vary: tuple[str, ...],
    perspective: str | None,
    assignments: tuple[str, ...],
    draws: int | None,
    seed: int | None,
    language: str | None,
    output: Output,
) -> None:
    """Run every combination of some values: CSV, one row per combination and result.

    With -o, finished combinations are kept in a folder beside the file until all are done: after
    an interruption the same command goes on where it stopped.
    """
    from sroi.cli.terminal import progress
    from sroi.cli.words import wording_of
    from sroi.loader import load
    from sroi.report import text
    from sroi.report.exports import Answer
    from sroi.sweep import Grid, forget, sweep
    from sroi.tables.sweep import sweep_page

    axes = dict(_axis(given) for given in vary)
    values = options.values_set(assignments)
    grid = Grid(file, axes, values, perspective, draws, seed)
    first = {path: steps[0] for path, steps in axes.items()}
    scenario = load(file, set={**values, **first})
    folder = output.file.with_name(f"{output.file.name}.unfinished") if output.file else None
    with progress() as report:
        rows = sweep(grid, report, folder)
    wording, paths = wording_of(scenario, language), list(axes)

    page = sweep_page(scenario, paths, rows, wording)
    answer = Answer(
        page,
        {"rows": rows},
        lambda: rows,
        (lambda: pictures().sweep(scenario, paths, rows, wording)) if len(paths) < 3 else None,
    )
    if output.as_json or output.file or output.figure:
        output.give(answer)
    else:
        click.echo(text.csv(answer.frame).decode(), nl=False)
    if folder:
        forget(folder)


def _axis(given: str) -> tuple[str, list[Any]]:
    """Return the path and the values of ``--vary``."""
    path, sign, text = given.partition("=")
    if not (path and sign and text):
        raise UsageError(f"--vary {given}: write PATH=from:to:n or PATH=a,b,c")
    if text.count(":") == 2:
        return path, _steps(given, *text.split(":"))
    return path, [options.value(f"--vary {path}", each) for each in text.split(",")]


def _steps(given: str, first: str, last: str, count: str) -> list[float]:
    try:
        start, stop, n = float(first), float(last), int(count)
    except ValueError:
        raise UsageError(f"--vary {given}: from, to and n are numbers, as in 0:0.05:6") from None
    if n < 2:
        raise UsageError(f"--vary {given}: n is 2 or more")
    steps = [start + (stop - start) * i / (n - 1) for i in range(n)]
    whole = start.is_integer() and stop.is_integer() and all(step.is_integer() for step in steps)
    return [int(step) for step in steps] if whole else [round(step, 12) for step in steps]
