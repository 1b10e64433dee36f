"""sroi sweep: every combination of some values."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sroi.cli import options
from sroi.cli.output import output_options
from sroi.errors import SroiError, Text, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sroi.cli.output import Output
    from sroi.questions.sweep.compute import Grid


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
@output_options
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
    an interruption the same command goes on where it stopped. The file is read once, at the start.
    """
    from sroi.cli.terminal import progress
    from sroi.questions.sweep.checkpoints import checkpoints
    from sroi.questions.sweep.compute import Grid, rows_of

    if output.csv == "excel":
        raise UsageError("--csv excel: the CSV of a sweep is for programs; write .xlsx instead")
    axes = dict(_axis(axis) for axis in vary)
    if output.figure and len(axes) > 2:
        raise UsageError("--figure shows one or two --vary, not more")
    grid = Grid(file, axes, options.values_set(assignments), perspective, draws, seed)
    folder = output.file.with_name(f"{output.file.name}.unfinished") if output.file else None
    with checkpoints(folder, grid.manifest) as finished:
        with progress() as report:
            rows = rows_of(grid, finished, report)
        if _changed(grid):
            finished.forget()
            what = "{file} has changed while it was swept: nothing is written, run again"
            raise SroiError(Text(what, file=file))
        _tell(grid, rows, language, output)
        finished.forget()


def _changed(grid: Grid) -> bool:
    """Return whether the file says something else than when it was read."""
    try:
        return replace(grid).manifest != grid.manifest
    except SroiError:
        return True


def _tell(grid: Grid, rows: list[dict[str, Any]], language: str | None, output: Output) -> None:
    """Write the rows where they were asked for, else print them as CSV."""
    from sroi.questions.sweep.table import sweep_page
    from sroi.report import text
    from sroi.report.answer import CommandResult, pictures

    if not (output.as_json or output.file or output.figure):
        click.echo(text.csv(rows), nl=False)  # UTF-8 on any machine
        return
    scenario, paths = grid.scenario(next(grid.points)), list(grid.axes)
    wording = options.wording_of(scenario, language)
    page = sweep_page(scenario, paths, rows, wording)
    output.give(
        CommandResult(
            page,
            {"rows": rows},
            lambda: rows,
            figure=lambda: pictures("sweep").sweep_figure(scenario, paths, rows, wording),
        )
    )


def _axis(option: str) -> tuple[str, list[Any]]:
    """Return the path and the values of ``--vary``."""
    path, sign, text = option.partition("=")
    if not (path and sign and text):
        raise UsageError(Text("--vary {given}: write PATH=from:to:n or PATH=a,b,c", given=option))
    if text.count(":") == 2:
        return path, _steps(option, *text.split(":"))
    pieces = text.split(",")
    if any(re.fullmatch(r"0\d+%?", piece.replace(" ", "")) for piece in pieces):
        what = "--vary {given}: a comma stands between values; write 0.03 or 3 %, and 0.03,0.05"
        raise UsageError(Text(what, given=option))
    return path, [options.value("--vary", path, each) for each in pieces]


def _steps(option: str, first: str, last: str, count: str) -> list[float]:
    try:
        start, stop, n = float(first), float(last), int(count)
    except ValueError:
        raise UsageError(
            Text("--vary {given}: from, to and n are numbers, as in 0:0.05:6", given=option)
        ) from None
    if n < 2:
        raise UsageError(Text("--vary {given}: n is 2 or more", given=option))
    steps = [start + (stop - start) * i / (n - 1) for i in range(n)]
    return [int(step) if step.is_integer() else round(step, 12) for step in steps]
