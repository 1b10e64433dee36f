"""sroi import: a filled-in workbook as a scenario file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from sroi.cli import options
from sroi.cli.speech import complain, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sroi.errors import Problem, ScenarioError
    from sroi.wording import Wording


@click.command("import", epilog="Example: sroi import my_programme.xlsx -o my_programme.yaml")
@click.argument("file", type=options.File)
@click.option(
    "-o", "--output", type=options.File, required=True, help="Scenario to write: .yaml, a new file."
)
@click.pass_context
def command(context: click.Context, file: Path, output: Path) -> None:
    """Read a filled-in workbook (sroi new FILE.xlsx) and write the scenario it describes.

    Formulas count as the value last shown. Every problem is told with its sheet and cell, in the
    language of the workbook, and so is whatever is not read.
    """
    from sroi.errors import ScenarioError
    from sroi.intake.fill import scenario_in
    from sroi.intake.workbook import Workbook, language_of_sheets
    from sroi.report.files import write_whole
    from sroi.wording import Wording

    _refuse(output)
    try:
        book = Workbook.at(file)
    except ScenarioError as error:
        names = [problem.where.cell.sheet for problem in error.listed]
        _stop(context, error, Wording(language_of_sheets(names), "SEK"))
    wording = Wording(book.language, "SEK")
    try:
        transcript = scenario_in(book)
    except ScenarioError as error:
        _stop(context, error, wording)
    write_whole(output, transcript.text.encode())
    _tell(transcript.notices, wording)
    say(wording.term("new.imported", file=output))


def _stop(context: click.Context, error: ScenarioError, wording: Wording) -> NoReturn:
    """Tell every problem, and how many they are."""
    _tell(error.listed, wording)
    count = len(error.listed) + error.more
    complain(wording.term("new.import_one" if count == 1 else "new.import_problems", n=count))
    context.exit(1)


def _refuse(output: Path) -> None:
    """Raise ``UsageError`` for a file that cannot be written."""
    from sroi.errors import Text, UsageError

    if output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(Text("{file} does not end in .yaml", file=output.name))
    if output.exists():
        what = "{file} exists already; choose another name"
        raise UsageError(Text(what, file=str(output)))
    if not output.parent.is_dir():
        raise UsageError(Text("there is no folder {folder}", folder=str(output.parent)))


def _tell(problems: Sequence[Problem], wording: Wording) -> None:
    for problem in problems:
        complain(problem.line(wording.typed))
