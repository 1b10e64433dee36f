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
def command(file: Path, output: Path) -> None:
    """Read a filled-in workbook (sroi new --xlsx) and write the scenario it describes.

    Formulas count as the value last shown. Every problem is told with its sheet and cell.
    """
    from sroi.errors import UsageError
    from sroi.report.files import write_whole
    from sroi.report.fill import scenario_in

    if output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"{output.name} does not end in .yaml")
    if output.exists():
        raise UsageError(f"{output} exists already; choose another name")
    if not output.parent.is_dir():
        raise UsageError(f"there is no folder {output.parent}")
    write_whole(output, scenario_in(file).encode())
    say(f"{output} is written. Next: sroi check {output}")
