"""What is said of a programme and carries no number."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from sroi.schema.fields import CountedEvents, Whole
from sroi.schema.forms import Part
from sroi.schema.library import Id

Speaker = Literal["participants", "staff", "partners", "management", "document", "researcher"]
Direction = Literal["better", "worse", "mixed", "unclear"]


class AboutOutcome(Part):
    """The outcome that something is said about."""

    outcome: Id = Field(description="an id in outcomes")


def _subject(raw: object) -> str:
    return "text" if isinstance(raw, str) else "outcome"


Subject = Annotated[
    Annotated[str, Tag("text")] | Annotated[AboutOutcome, Tag("outcome")], Discriminator(_subject)
]


class Claim(Part):
    """Something said that no figure rests on: it is told with who says it, and never counted."""

    text: Annotated[str, Field(min_length=1)] = Field(description="what is said")
    says: Speaker = Field(description="who says it")
    direction: Direction = Field(description="whether it is for the better or the worse")
    of: Annotated[CountedEvents, Whole()] | None = Field(
        default=None, description="how many say it, of how many: {events: 44, of: 47}"
    )
    strength: str | None = Field(default=None, description="how strongly it is said, in words")
    about: Subject | None = Field(
        default=None, description="what it is about: {outcome: id}, or text"
    )
    source: str | None = Field(default=None, description="id in sources, or a reference in words")
    note: str | None = None
