"""The words of each language, and how it writes numbers, money and lists: one file a language.

A file begins with ``locale``; what it lacks is said as in the language it names in ``otherwise``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from sroi.loader.document import read

if TYPE_CHECKING:
    from sroi.languages import Language

Terms = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Locale:
    """What is the language's own in how numbers are written."""

    tag: str  # as documents name it, sv-SE
    decimal: str  # before decimals
    between_thousands: str  # as they are typed
    percent: str  # after a share
    between_cells: str  # in a file of comma-separated values
    csv: Literal["excel", "tidy"]  # which such file its readers open
    scales: Mapping[float, str]  # the money unit of so many currency units
    kronor: Mapping[float, str]  # the same of Swedish kronor
    amounts: Mapping[float, str]  # an amount with its unit, by how many currency units it is
    otherwise: str = ""  # the language of the words that are missing

    @property
    def babel(self) -> str:
        """Return the name by which Babel knows it."""
        return self.tag.replace("-", "_")


@lru_cache(maxsize=8)
def _file(language: Language) -> Mapping[str, Any]:
    with resources.as_file(resources.files("sroi") / "terms" / f"{language}.yaml") as file:
        content: Mapping[str, Any] = read(file).sound.data
    return content


@lru_cache(maxsize=8)
def locale(language: Language) -> Locale:
    """Return how a language writes numbers."""
    return Locale(**_file(language)["locale"])


@lru_cache(maxsize=8)
def terms(language: Language) -> Terms:
    """Return the words of a language by section and name; percent signs do not break lines."""
    words = {
        section: {name: re.sub(r"(?<=\d) %", "\u00a0%", text) for name, text in part.items()}
        for section, part in _file(language).items()
        if section != "locale"
    }
    words["field"] = _with_long_forms(words.get("field", {}))
    other = locale(language).otherwise
    others = terms(other) if other else {}
    sections = dict.fromkeys((*others, *words))
    return {name: {**others.get(name, {}), **words.get(name, {})} for name in sections}


def _with_long_forms(labels: Mapping[str, str]) -> dict[str, str]:
    """Return labels with the long form of each: ``KEY_long``, else the label as a heading.

    >>> _with_long_forms({"fte": "posts", "rate": "rate", "rate_long": "Events a year"})["fte_long"]
    'Posts'
    """
    short = {key: text for key, text in labels.items() if not key.endswith("_long")}
    headings = {f"{key}_long": text[:1].upper() + text[1:] for key, text in short.items()}
    return {**headings, **labels}
