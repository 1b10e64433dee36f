"""What an attachment is made of, before it is written as Word, HTML or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.tables.cells import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short points."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Something only the applicant can write: marked, so that it is not forgotten."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A figure, whose label is its alt text, and its caption."""

    figure: Figure
    caption: str


@dataclass(frozen=True)
class Small:
    """A line for those who want to know how the figures were made: small and grey."""

    text: str


Block = Paragraph | Small | Bullets | Gap | Picture | Table


@dataclass(frozen=True)
class Section:
    """A heading, if any, and what stands under it; ``parts`` are sections one level down."""

    heading: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Front:
    """A first page of its own: a line of facts, its sections, and who has made it, or may sign."""

    title: str
    facts: str
    sections: tuple[Section, ...]
    signature: str


@dataclass(frozen=True)
class Attachment:
    """A document to attach: its title, its language, its sections, and its first page, if any."""

    title: str
    subtitle: str
    language: str
    sections: tuple[Section, ...]
    keywords: str  # the digests of the scenarios
    front: Front | None = None
