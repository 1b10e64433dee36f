"""sroi check: check scenario files without running them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sroi.cli import options
from sroi.cli.speech import say
from sroi.errors import ScenarioError

if TYPE_CHECKING:
    from pathlib import Path

    from sroi.errors import Problem


@click.command("check", epilog="Example: sroi check scenarios/norrkoping/*.yaml")
@click.argument("files", type=options.File, nargs=-1, required=True, metavar="FILE...")
@options.settings
@options.language
def command(files: tuple[Path, ...], assignments: tuple[str, ...], language: str | None) -> None:
    """Check scenario files: every problem, every missing number, every warning.

    Exit code 1 if a file is wrong. Missing numbers and warnings do not make it wrong.
    """
    values = options.values_set(assignments)
    problems: list[Problem] = []
    for file in files:
        try:
            _check(file, values, language)
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)


def _check(file: Path, values: dict[str, object], language: str | None) -> None:
    from sroi.loader import load
    from sroi.model.checks import notices
    from sroi.model.projection import missing, simulate
    from sroi.tables.labels import notice_words

    scenario = load(file, set=values)
    wording = options.wording_of(scenario, language)
    lacking = missing(scenario)
    numbers = scenario.numbers.values()
    uncertain = sum(not number.certain for number in numbers)
    say(wording.term("word.correct", file=file, numbers=len(numbers), uncertain=uncertain))
    if lacking:
        say(f"{wording.term('word.missing')}:")
        for problem in lacking:
            say(f"  {problem.line(wording.said)}")
        warnings = notices(scenario)
    else:
        projection = simulate(scenario)
        warnings = notices(scenario, projection.base, projection.totals)
    for notice in warnings:
        label, message = notice_words(scenario, notice, wording)
        place = " ".join(filter(None, (label, notice.path and f"[{notice.path}]")))
        say(f"  - {place}: {message}" if place else f"  - {message}")
