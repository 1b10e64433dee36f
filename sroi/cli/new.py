"""sroi new: write a starter scenario."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from sroi.cli import options

QUESTIONS = {
    "sv": {
        "name": "Vad heter insatsen",
        "unit": "Vad är en deltagare (familj, barn, förälder …)",
        "per_year": "Hur många börjar per år",
        "first_year": "Första året",
        "programme_years": "Hur många år pågår insatsen",
        "horizon": "Hur många år ska räknas",
    },
    "en": {
        "name": "What is the programme called",
        "unit": "What is a participant (family, child, parent …)",
        "per_year": "How many start per year",
        "first_year": "First year",
        "programme_years": "How many years does the programme run",
        "horizon": "How many years are to be counted",
    },
}
WRITTEN = {
    "sv": "{file} är skriven. Nästa steg: sroi check {file}",
    "en": "{file} is written. Next: sroi check {file}",
}
FILL_IN = {
    "sv": "{file} är skriven. Fyll i den, sedan: sroi import {file} -o {stem}.yaml",
    "en": "{file} is written. Fill it in, then: sroi import {file} -o {stem}.yaml",
}
NAMES = {"sv": ("Ny insats", "familj"), "en": ("New programme", "family")}
LATEST_INDEX = 2024  # the last year of the library's consumer price index


@click.command(
    "new", epilog="Example: sroi new my_programme.yaml --yes && sroi run my_programme.yaml"
)
@click.argument("file", type=options.File)
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults.")
@click.option("--xlsx", is_flag=True, help="Write a workbook to fill in, for sroi import.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def command(file: Path, yes: bool, xlsx: bool, language: str) -> None:
    """Write a commented, valid starter scenario to FILE, which must not exist.

    On a terminal it asks for the name, the participants and the years.
    """
    from sroi.errors import UsageError
    from sroi.report.files import write_whole

    if file.exists():
        raise UsageError(f"{file} exists already; choose another name")
    if not file.parent.is_dir():
        raise UsageError(f"there is no folder {file.parent}")
    answers = _answers(language, ask=not yes and sys.stdin.isatty())
    write_whole(file, _workbook(language, answers) if xlsx else _starter(language, answers))
    told = FILL_IN if xlsx else WRITTEN
    click.echo(told[language].format(file=file, stem=file.stem))


def _starter(language: str, answers: dict[str, Any]) -> bytes:
    from sroi.report.starter import starter

    return starter(language, answers).encode()


def _workbook(language: str, answers: dict[str, Any]) -> bytes:
    from typing import cast

    from sroi.report.template import template
    from sroi.wording import Language, Wording

    known = {
        "language": language,
        "currency": "SEK",
        "discounting.rate": 0.03,
        "programme.years": str(answers["years"]),
        "participants.unit": answers["unit"],
        "participants.per_year": answers["per_year"],
    }
    kept = {key: answers[key] for key in ("name", "first_year", "horizon", "price_year")}
    return template(kept | known, Wording(cast("Language", language), "SEK"))


def _answers(language: str, ask: bool) -> dict[str, Any]:
    """Return the answers to the questions, or their defaults."""
    name, unit = NAMES[language]
    defaults: dict[str, Any] = {
        "name": name,
        "unit": unit,
        "per_year": 20,
        "first_year": date.today().year + 1,
        "programme_years": 3,
        "horizon": 10,
    }
    if ask:
        for key, default in defaults.items():
            limits = click.IntRange(1, 120 if key == "horizon" else 9999)
            kind = limits if isinstance(default, int) else click.STRING
            defaults[key] = click.prompt(QUESTIONS[language][key], default=default, type=kind)
    first = defaults["first_year"]
    last = first + defaults.pop("programme_years") - 1
    years = first if first == last else f"{first}-{last}"
    return defaults | {"years": years, "price_year": LATEST_INDEX}
