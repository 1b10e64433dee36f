"""What is written in a figure: where it stands, and what is wrong with that."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sroi.figures.style import contrast

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

TOLERANCE = 1.0  # pixels
LEGIBLE = 4.5  # contrast of a text with a bar that it stands on


def lettering(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return every text that is seen, with its box in pixels."""
    figure.draw_without_rendering()
    hidden = {id(text) for ax in figure.axes if not ax.get_visible() for text in ax.findobj(Text)}
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-6 * (high - low)
            labels = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=False)
            hidden |= {id(t) for x, t in labels if not low - slack <= x <= high + slack}
    seen = [
        text for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]  # fmt: skip
    return [(text, Text.get_window_extent(text)) for text in seen]


def misplaced(figure: Figure) -> list[str]:
    """Return every text that is cut off, stands on another, or cannot be read on its bar."""
    texts, canvas = lettering(figure), figure.bbox
    said = [f"cut off: {t.get_text()!r}" for t, box in texts if not _inside(box, canvas)]
    said += [
        f"{one.get_text()!r} on {other.get_text()!r}"
        for (one, box), (other, another) in combinations(texts, 2)
        if _overlap(box, another)
    ]
    bars = [p for ax in figure.axes for p in ax.patches if isinstance(p, Rectangle)]
    return said + [
        f"{text.get_text()!r} is hard to read on its bar"
        for text, box in texts
        for bar in bars
        if text.get_bbox_patch() is None
        and _overlap(box, bar.get_window_extent())
        and contrast(text.get_color(), bar.get_facecolor()) < LEGIBLE
    ]


def _inside(box: Bbox, canvas: Bbox) -> bool:
    return (
        canvas.x0 <= box.x0 + TOLERANCE
        and box.x1 <= canvas.x1 + TOLERANCE
        and canvas.y0 <= box.y0 + TOLERANCE
        and box.y1 <= canvas.y1 + TOLERANCE
    )


def _overlap(one: Bbox, other: Bbox) -> bool:
    """Return whether two boxes share more than a hair."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > TOLERANCE and height > TOLERANCE
