"""Words in pictures: beside bars and at the ends of lines, within the picture, apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.text import Annotation, Text

from sroi.figures.style import GREY, INK, SMALL, axis_of, figure_of, round_ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAD = 4  # points between a mark and its text
LEADER = 14  # points between the end of a line and its name
TRIES = 30  # more would bring a limit no closer
CHARACTER = 0.62  # of a text's height: how wide a character is
GROUND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}  # keeps lines from the text


def lettered_beside(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    right: bool = True,
    off: float = PAD,
    size: float = SMALL,
) -> None:
    """Write text at the end of a mark, on its right or its left."""
    ax.annotate(
        text,
        (x, y),
        xytext=(off if right else -off, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=size,
        bbox=GROUND,
    )


def above(ax: Axes, x: float, y: float, text: str, off: float = 7) -> None:
    """Write text over a mark."""
    ax.annotate(
        text,
        (x, y),
        xytext=(0, off),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        bbox=GROUND,
    )


def beneath(ax: Axes, x: float, y: float, text: str, off: float = 9) -> None:
    """Write text under a mark."""
    ax.annotate(
        text,
        (x, y),
        xytext=(0, -off),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=SMALL,
        bbox=GROUND,
    )


def limit(ax: Axes, x: float, text: str, style: str = "--", colour: str = GREY) -> None:
    """Draw a line across all rows, with its name over it."""
    ax.axvline(x, color=colour, linestyle=style, linewidth=1.2)
    ax.annotate(
        text,
        (x, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
    )


def keyed_beneath(figure: Figure, columns: int = 3) -> None:
    """Write beneath the figure what its marks are."""
    figure.legend(loc="outside lower left", ncols=columns, frameon=False, fontsize=SMALL)


def roomy(*panels: Axes) -> None:
    """Widen the axis across until every text has its place, and thin its ticks until none touch.

    Several panels share one axis.
    """
    ax = panels[0]
    figure_of(ax).draw_without_rendering()
    width = min(panel.get_window_extent().width for panel in panels)
    reaches = [
        _reach(panel, text) for panel in panels for text in panel.texts if text.get_in_layout()
    ]
    limits = low, high = ax.get_xlim()
    for _ in range(TRIES):
        step = (high - low) / width
        low = min(limits[0], *(x - left * step for x, left, _ in reaches), limits[0])
        high = max(limits[1], *(x + right * step for x, _, right in reaches), limits[1])
    ax.set_xlim(low, high)
    _thin(ax)


def _reach(ax: Axes, text: Text) -> tuple[float, float, float]:
    """Return where a text is tied to the axis, and how many pixels it takes on either side."""
    x, extent = _tie(text), Text.get_window_extent(text)
    at = float(ax.transData.transform((x, 0.0))[0])
    pad = PAD * figure_of(ax).dpi / 72
    return x, at - extent.x0 + pad, extent.x1 - at + pad


def _tie(text: Text) -> float:
    """Return where a text is tied to the axis across."""
    return float(text.xy[0] if isinstance(text, Annotation) else text.get_position()[0])


def _thin(ax: Axes, most: int = 6) -> None:
    """Leave as many ticks as have room for their amounts."""
    axis = axis_of(ax, "x")
    longest = max(
        len(text) for text in axis.get_major_formatter().format_ticks(ax.get_xticks().tolist())
    )
    points = ax.get_window_extent().width * 72 / figure_of(ax).dpi
    room = int(points / (CHARACTER * SMALL * (longest + 3)))
    axis.set_major_locator(round_ticks(max(1, min(most, room))))


def ends(ax: Axes, x: float, named: Sequence[tuple[float, str]]) -> None:
    """Name lines at their right ends, in the order of the ends, each with a leader to its own."""
    leader = {"arrowstyle": "-", "color": GREY, "linewidth": 0.7, "relpos": (0, 0.5)}
    notes = [
        ax.annotate(
            text,
            (x, y),
            xytext=(LEADER, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=SMALL,
            bbox=GROUND,
            annotation_clip=False,
            arrowprops=leader,
        )
        for y, text in named
    ]
    figure = figure_of(ax)
    figure.draw_without_rendering()
    box, points = ax.get_window_extent(), 72 / figure.dpi
    levels = [float(ax.transData.transform((x, y))[1]) for y, _ in named]
    heights = [Text.get_window_extent(note).height + 2 for note in notes]
    for note, level, moved in zip(
        notes, levels, apart(levels, heights, box.y0, box.y1), strict=True
    ):
        note.set_position((LEADER, (moved - level) * points))


def apart(
    levels: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return levels moved so that texts so high do not touch, in the same order, under ``high``.

    >>> apart([5.0, 4.0, 50.0], [10.0, 10.0, 10.0], 0.0, 50.0)
    [15.0, 5.0, 45.0]
    """
    order, moved = sorted(range(len(levels)), key=levels.__getitem__), list(levels)
    floor, ceiling = low, high
    for i in order:
        moved[i] = max(levels[i], floor + heights[i] / 2)
        floor = moved[i] + heights[i] / 2
    for i in reversed(order):
        moved[i] = min(moved[i], ceiling - heights[i] / 2)
        ceiling = moved[i] - heights[i] / 2
    return moved
