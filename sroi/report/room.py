"""How much room the parts of a page take, and how it is shortened until it is one page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sroi.report.blocks import Bullets, Gap, Paragraph, Picture, Small
from sroi.report.widths import ACROSS, room_shares
from sroi.tables.paid import Limits

if TYPE_CHECKING:
    from sroi.report.blocks import Block, Front, Section
    from sroi.tables.cells import Table

# From roomy to tight: payers, years, outcomes, boards, points, covered, known, bars, name.
LIMITS = (
    Limits(8, 5, 3, 5, 4, 3, 4, 5, 60),
    Limits(8, 4, 2, 4, 3, 2, 4, 4, 48),
    Limits(8, 3, 2, 4, 3, 2, 3, 3, 38),
    Limits(8, 3, 2, 4, 3, 1, 3, 2, 38),
    Limits(8, 3, 1, 3, 3, 0, 3, 2, 38),
    Limits(6, 3, 1, 2, 3, 0, 3, 2, 38),
    Limits(4, 2, 1, 2, 2, 0, 3, 2, 38),
)
TITLE, HEADING, AFTER = 52, 1.75, 0.25  # characters of a title's line; lines of a heading, between
POINTS = 12.4  # of a line of text
CELL = 1.12  # how much more a cell holds: words there are short of capitals and commas


def lines(front: Front) -> float:
    """Return about how many lines of text a page is as high as."""
    title = 1.7 * math.ceil(len(front.title) / TITLE)
    around = title + _wrapped(front.facts) + 1.5  # the signature
    return around + sum(_section(section) for section in front.sections)


def _section(section: Section) -> float:
    return HEADING + sum(_block(block) + AFTER for block in section.blocks)


def _block(block: Block) -> float:
    if isinstance(block, Paragraph | Gap | Small):
        return _wrapped(block.text)
    if isinstance(block, Bullets):
        return sum(_wrapped(point, ACROSS - 4) for point in block.points)
    if isinstance(block, Picture):
        return float(block.figure.get_size_inches()[1]) * 72 / POINTS
    return _table(block)


def _table(table: Table) -> float:
    """Return the lines of a table and its note."""
    across = room_shares(table)
    texts = [["", *table.columns]]
    texts += [[row.label, *(cell.text for cell in row.cells)] for row in table.rows]
    room = [round(CELL * width) for width in across]
    rows = [max(map(_wrapped, row, room)) for row in texts]
    return math.ceil(len(table.note) / ACROSS) + sum(rows) + 0.12 * len(rows)


def _wrapped(text: str, width: int = ACROSS) -> int:
    return max(1, math.ceil(len(text) / max(1, width - 1)))
