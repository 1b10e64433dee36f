"""Boxes in columns, and arrows from each column to the next: where each of them stands.

Every box is as high as its words, in full, so that nothing is cut and nothing overlaps whatever
the words are. Sizes are inches, down from the top.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sroi.wording import cut_name, syllables

ACROSS = 26.7 / 2.54  # inches: the text of an A4 page on its side
MARGIN, GAP, PAD = 0.08, 0.42, 0.07  # around the chart, between columns, around words in a box
BETWEEN, CLOSE, INDENT = 0.12, 0.06, 0.18  # between boxes; above one that follows; and beside it
DEEPEST = 4 * INDENT  # where boxes that follow each other stop moving in
APART, PORT = 0.45, 0.05  # at most more between boxes of a short column; between arrows
NAME, DETAIL = 8.0, 7.0  # points
LEADING = 1.32  # height of a line, in parts of the letters'
MOST = 1_000  # letters of one text in a picture; nobody reads more there
BREAKS = "[ \t\n]"  # not within an amount, whose parts keep together
SOLID, DASHED, DASH_DOT, DOTTED = "-", "--", "-.", ":"


@dataclass(frozen=True)
class ChartBox:
    """A name and lines beneath it; ``under`` is the box of the same column that it follows."""

    ident: str
    name: str
    lines: tuple[str, ...] = ()
    outline: str = SOLID
    under: str | None = None


@dataclass(frozen=True)
class Link:
    """An arrow from one box to another."""

    source: str
    target: str
    outline: str = SOLID


@dataclass(frozen=True)
class Chart:
    """Headings with their boxes, from the left; arrows; and what is written around them."""

    title: str
    columns: Mapping[str, Sequence[ChartBox]]
    links: Sequence[Link]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Place:
    """Where a box stands, and its words on lines."""

    box: ChartBox
    name: tuple[str, ...]
    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    arrows: int  # at the side that has most

    @property
    def height(self) -> float:
        """Return how high the words are, with the room around them, or the heads of arrows."""
        words = leading(NAME) * len(self.name) + leading(DETAIL) * len(self.lines)
        return max(words + 2 * PAD, PORT * (self.arrows + 1))

    @property
    def right(self) -> float:
        """Return where the box ends."""
        return self.left + self.width

    def level(self, number: int, of: int) -> float:
        """Return where one of several arrows meets the side."""
        return self.top + self.height * (number + 1) / (of + 1)


def leading(size: float) -> float:
    """Return the height of a line of letters of a size in points."""
    return size * LEADING / 72


def filled_lines(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return text on lines no wider than so many inches; a word that is wider is divided."""
    most, weight = width * 72 / size, "bold" if bold else "normal"
    lines: list[str] = []
    for word in filter(None, re.split(BREAKS, cut_name(text, MOST))):
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and _width(longer, weight) <= most:
            lines[-1] = longer
        else:
            lines += _pieces(word, most, weight)
    return tuple(lines)


@lru_cache(maxsize=10_000)
def _width(text: str, weight: str) -> float:
    """Return how wide text is, in parts of the height of its letters."""
    font = FontProperties(size=10, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 10


def _pieces(word: str, width: float, weight: str) -> list[str]:
    """Return a word, in pieces that end in a hyphen where it is wider than a line."""
    pieces = []
    while len(word) > 1 and _width(word, weight) > width:
        ends = range(1, len(word))
        fitting = bisect_right(ends, width, key=lambda n: _width(f"{word[:n]}-", weight))
        divided = [n for n in syllables(word[: fitting + 3]) if n <= fitting]
        at = max(divided, default=max(fitting, 1))
        pieces.append(word[:at].rstrip("-") + "-")
        word = word[at:]
    return [*pieces, word]


def column_width(columns: int) -> float:
    """Return how wide each of so many columns is."""
    return (ACROSS - 2 * MARGIN - GAP * (columns - 1)) / columns


def places(chart: Chart, top: float) -> tuple[dict[str, Place], float]:
    """Return where every box stands, beginning at ``top``, and where the longest column ends."""
    width = column_width(len(chart.columns))
    most = Counter(link.source for link in chart.links)
    most |= Counter(link.target for link in chart.links)
    stacks = [_stack(boxes, width, most) for boxes in chart.columns.values()]
    longest = max(map(_height, stacks), default=0.0)
    stood: dict[str, Place] = {}
    for index, stack in enumerate(stacks):
        left, spare = MARGIN + index * (width + GAP), longest - _height(stack)
        stood |= _stood(stack, left, top, spare)
    return stood, top + longest


def _stack(boxes: Sequence[ChartBox], width: float, arrows: Mapping[str, int]) -> list[Place]:
    """Return the boxes of a column with their words on lines, and indented; not yet placed."""
    stack: dict[str, Place] = {}
    for box in boxes:
        indent = min(stack[box.under].left + INDENT, DEEPEST) if box.under in stack else 0.0
        room = width - indent - 2 * PAD
        name = filled_lines(box.name, room, NAME, bold=True)
        lines = tuple(part for line in box.lines for part in filled_lines(line, room, DETAIL))
        most = arrows.get(box.ident, 0)
        stack[box.ident] = Place(box, name, lines, indent, 0.0, width - indent, most)
    return list(stack.values())


def _above(place: Place) -> float:
    """Return how much room is above a box."""
    return CLOSE if place.left else BETWEEN


def _height(stack: Sequence[Place]) -> float:
    return sum(_above(place) + place.height for place in stack)


def _stood(stack: Sequence[Place], left: float, top: float, spare: float) -> dict[str, Place]:
    """Return a column's boxes in its middle, with some of the room to spare between them."""
    roots = sum(not place.left for place in stack)
    share = min(APART, spare / (1 + roots))
    level, stood = top + (spare - share * (1 + roots)) / 2, {}
    for place in stack:
        level += _above(place) + (0.0 if place.left else share)
        stood[place.box.ident] = replace(place, left=left + place.left, top=level)
        level += place.height
    return stood
