"""A starter scenario: commented, valid, and about the programme one has in mind."""

from collections.abc import Mapping
from importlib import resources
from string import Template
from typing import Any

from sroi.loader.document import written

LANGUAGES = ("sv", "en")


def starter(language: str, answers: Mapping[str, Any]) -> str:
    """Return the starter scenario with answers to name, first_year, years, unit and the like."""
    template = resources.files("sroi") / "templates" / f"starter.{language}.yaml"
    quoted = {key: written(value).split("\n...")[0].strip() for key, value in answers.items()}
    return Template(template.read_text(encoding="utf-8")).substitute(quoted)
