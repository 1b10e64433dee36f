"""sroi new: write a starter scenario."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sroi.cli import options
from sroi.cli.speech import say
from sroi.languages import FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from sroi.wording import Wording


@click.command(
    "new", epilog="Example: sroi new my_programme.yaml --yes && sroi run my_programme.yaml"
)
@click.argument("file", type=options.File)
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults.")
@click.option("--xlsx", is_flag=True, help="Write a workbook to fill in, for sroi import.")
@click.option("--language", type=click.Choice(FIRST), default="sv", show_default=True)
def command(file: Path, yes: bool, xlsx: bool, language: str) -> None:
    """Write a commented, valid starter scenario to FILE, which must not exist.

    A FILE that ends in .xlsx is a workbook to fill in, for sroi import. On a terminal it asks
    for the name, the participants and the years.
    """
    from sroi.errors import Text, UsageError
    from sroi.report.files import write_whole
    from sroi.wording import Wording

    if file.exists():
        raise UsageError(Text("{file} exists already; choose another name", file=str(file)))
    if not file.parent.is_dir():
        raise UsageError(Text("there is no folder {folder}", folder=str(file.parent)))
    xlsx = _is_workbook(file, xlsx)
    wording = Wording(language, "SEK")
    ask = not yes and sys.stdin.isatty()
    answers = _answers(wording, ask)
    write_whole(file, _workbook(answers, wording, ask) if xlsx else _starter(answers, wording))
    say(wording.term("new.fill_in" if xlsx else "new.written", file=file, stem=file.stem))


def _is_workbook(file: Path, xlsx: bool) -> bool:
    """Return whether a workbook is to be written: what the name says, or the option."""
    from sroi.errors import Text, UsageError

    ending = file.suffix.lower()
    if ending == ".xlsx" or (ending in (".yaml", ".yml") and not xlsx):
        return ending == ".xlsx"
    workbook = "{file} does not end in .xlsx"
    any_kind = "{file} does not end in .yaml, or .xlsx for a workbook to fill in"
    raise UsageError(Text(workbook if xlsx else any_kind, file=file.name))


def _starter(answers: dict[str, Any], wording: Wording) -> bytes:
    from sroi.intake.starter import starter

    return starter(wording.language, answers).encode()


def _workbook(answers: dict[str, Any], wording: Wording, answered: bool) -> bytes:
    """Return the workbook; of what nobody has answered only what hardly anybody changes."""
    from sroi.intake.template import template

    known = {
        "language": wording.language,
        "currency": wording.currency,
        "discounting.rate": 0.03,
        "programme.years": str(answers["years"]),
    }
    known |= {key: answers[key] for key in ("first_year", "horizon", "price_year")}
    typed = {"participants.unit": answers["unit"], "participants.per_year": answers["per_year"]}
    typed |= {"name": answers["name"]}
    return template(known | (typed if answered else {}), wording)


def _answers(wording: Wording, ask: bool) -> dict[str, Any]:
    """Return the answers to the questions, or their defaults."""
    from sroi.intake.starter import answers, limits, questions

    replies = questions(wording)
    if ask:
        for key, default in replies.items():
            kind = click.IntRange(*limits(key)) if isinstance(default, int) else click.STRING
            question = wording.term(f"new.ask_{key}")
            replies[key] = click.prompt(question, default=default, type=kind)
    return answers(replies)
