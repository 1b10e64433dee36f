"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sroi.errors import ScenarioError, UsageError

File = click.Path(path_type=Path, dir_okay=False)
Command = Callable[..., Any]

draws = click.option(
    "--draws",
    type=click.IntRange(1, 10_000_000),
    metavar="N",
    help="Simulated worlds [default: the scenario's, 16384].",
)
seed = click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="S",
    help="Chooses the draws [default: the scenario's, 1].",
)
language = click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    help="Language of labels [default: the scenario's].",
)
json_wanted = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
settings = click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="PATH=VALUE",
    help="Replace a value, such as discounting.rate=0.05; may be given several times.",
)


def values_set(assignments: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of ``--set`` by path; they are written as in a scenario file."""
    from sroi.loader.document import parse

    values: dict[str, Any] = {}
    for assignment in assignments:
        path, sign, text = assignment.partition("=")
        if not sign or not path:
            raise UsageError(f"--set {assignment}: write PATH=VALUE, such as discounting.rate=0.05")
        try:
            values[path.strip()] = parse(f"value: {text}", f"--set {path}").data["value"]
        except ScenarioError as error:
            raise UsageError(f"--set {assignment}: {error.problems[0].what}") from None
    return values
