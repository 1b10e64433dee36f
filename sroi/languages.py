"""The languages there are: one file of terms each, and nothing else to add."""

from importlib import resources
from typing import TYPE_CHECKING, Literal

FIRST = ("sv", "en")  # whole files, in which the others' missing words are looked up
_STEMS = (file.name.partition(".") for file in (resources.files("sroi") / "terms").iterdir())
LANGUAGES = (*FIRST, *sorted({stem for stem, _, kind in _STEMS if kind == "yaml"} - {*FIRST}))

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]


def language_of(text: str | None) -> Language:
    """Return the language a reader chose; Swedish where none is known."""
    return text if text in LANGUAGES else FIRST[0]
