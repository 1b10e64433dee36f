"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sroi.errors import ScenarioError, Text, UsageError
from sroi.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.errors import Message, Raw
    from sroi.schema.scenario import Scenario
    from sroi.wording import Wording

File = click.Path(path_type=Path, readable=False)  # whoever opens it says why it cannot be
File.name = "file"
Command = Callable[..., Any]
WORDS = ("source", "grade", "note", "index", "dist")  # of a number: never numbers themselves

draws = click.option(
    "--draws",
    type=click.IntRange(2, 10_000_000),
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
    type=click.Choice(LANGUAGES),
    help="Language of labels [default: the scenario's].",
)
perspective = click.option(
    "--perspective", metavar="P", help="Whose money [default: the scenario's headline]."
)
settings = click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="PATH=VALUE",
    help="Replace a value, such as discounting.rate=0.05; may be given several times.",
)


def values_set(assignments: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of ``--set`` by path."""
    values: dict[str, Any] = {}
    for assignment in assignments:
        path, sign, text = assignment.partition("=")
        if not sign or not path:
            what = "--set {given}: write PATH=VALUE, such as discounting.rate=0.05"
            raise UsageError(Text(what, given=assignment))
        values[path.strip()] = value("--set", path.strip(), text)
    return values


def value(option: str, path: str, text: str) -> Raw:
    """Return a value of an option, written as in a scenario file; a number also as it is typed."""
    from sroi.loader.document import parse

    place = f"{option} {path}"
    if not text.strip():
        what = "{given}: nothing after the key -> write null to remove what is there"
        raise UsageError(Text(what, given=place))
    try:
        raw = parse(f"value: {text}", place).sound.data["value"]
    except ScenarioError as error:
        first = error.problems[0]
        wrong, hint = _part(first.what), _part(first.hint)
        raise UsageError(
            Text("{given}: {what} -> {hint}", given=place, what=wrong, hint=hint)
        ) from None
    return _number(raw) if _holds_number(path) else raw


def _holds_number(path: str) -> bool:
    """Return whether a number may stand at a path, and no text."""
    from sroi.schema.scenario import ROOT

    keys = tuple(path.split("."))
    return keys[-1] not in WORDS if ROOT.at(keys).number else not ROOT.takes_text(keys)


def _number(raw: Raw) -> Raw:
    """Return a number with what is typed in it read: 5 %, 1,5 or 120 tkr."""
    from sroi.loader.typed import clear

    if isinstance(raw, dict):
        return {key: inner if key in WORDS else _number(inner) for key, inner in raw.items()}
    return clear(raw) if isinstance(raw, str) else raw


def _part(message: Message) -> Text:
    """Return a message that can be put into another and is said in its language."""
    if isinstance(message, Text):
        return message
    return Text(message.replace("{", "{{").replace("}", "}}"))


def _groups(_: click.Context, __: click.Parameter, groups: tuple[str, ...]) -> dict[str, list[str]]:
    paths_by_name = {}
    for group in groups:
        name, sign, paths = group.partition("=")
        if not (name and sign and paths):
            raise UsageError(Text("--group {given}: write NAME=PATH,PATH", given=group))
        paths_by_name[name] = [path.strip() for path in paths.split(",")]
    return paths_by_name


groups = click.option(
    "--group",
    "named",
    multiple=True,
    callback=_groups,
    metavar="NAME=PATH,PATH",
    help="Take several numbers or parts together; may be given several times.",
)


def power_of_two(n: int | None) -> int | None:
    """Return a number of base samples; ``UsageError`` unless it is a power of 2."""
    if n is not None and n & (n - 1):
        near = 1 << (n.bit_length() - 1)
        raise UsageError(Text("--variance {n}: take a power of 2, such as {near}", n=n, near=near))
    return n


def scenarios_of(files: Sequence[Path], values: dict[str, Any]) -> list[Scenario]:
    """Return the scenarios of some files; every problem of all files at once."""
    from sroi.loader.reading import each_of, load

    return each_of(partial(load, file, set=values) for file in files)


def wording_of(scenario: Scenario, language: str | None) -> Wording:
    """Return the words of the language asked for, else the scenario's."""
    from sroi.wording import Wording

    return Wording(language or scenario.language, scenario.currency)
