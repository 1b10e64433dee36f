"""sroi import: a filled-in workbook as a scenario file."""

from pathlib import Path

import click

from sroi.cli import options
from sroi.cli.speech import say


@click.command("import", epilog="Example: sroi import my_programme.xlsx -o my_programme.yaml")
@click.argument("file", type=options.File)
@click.option(
    "-o", "--output", type=options.File, required=True, help="Scenario to write: .yaml, a new file."
)
@click.pass_context
def command(context: click.Context, file: Path, output: Path) -> None:
    """Read a filled-in workbook (sroi new --xlsx) and write the scenario it describes.

    Formulas count as the value last shown. Every problem is told with its sheet and cell.
    """
    from sroi.report.files import write_whole
    from sroi.report.fill import scenario_in
    from sroi.wording import Wording

    _refuse(output)
    write_whole(output, scenario_in(file).encode())
    say(Wording(context.obj, "SEK").term("new.imported", file=output))


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
