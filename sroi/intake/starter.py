"""A starter scenario: commented, valid, and about the programme one has in mind."""

from __future__ import annotations

from datetime import date
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any

from sroi.loader.document import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sroi.wording import Wording

LATEST_INDEX = 2024  # the last year of the library's consumer price index


def questions(wording: Wording) -> dict[str, Any]:
    """Return what is asked before anything is written, each with its default."""
    return {
        "name": wording.term("new.name"),
        "unit": wording.term("new.unit"),
        "per_year": 20,
        "first_year": date.today().year + 1,
        "programme_years": 3,
        "horizon": 10,
    }


def limits(key: str) -> tuple[int, int]:
    """Return the least and the greatest whole number that answers a question."""
    return 1000 if key == "first_year" else 1, 120 if key == "horizon" else 9999


def answers(replies: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the starter says, from answers to the questions."""
    first = replies["first_year"]
    last = first + max(replies["programme_years"], 1) - 1
    rest = {key: value for key, value in replies.items() if key != "programme_years"}
    years = first if first == last else f"{first}-{last}"
    return rest | {"years": years, "price_year": LATEST_INDEX}


def starter(language: str, answers: Mapping[str, Any]) -> str:
    """Return the starter scenario with answers to name, first_year, years, unit and the like."""
    template = resources.files("sroi") / "templates" / f"starter.{language}.yaml"
    quoted = {key: written(value).split("\n...")[0].strip() for key, value in answers.items()}
    return Template(template.read_text(encoding="utf-8")).substitute(quoted)
