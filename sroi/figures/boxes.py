"""A chart of boxes and arrows, drawn as wide as an A4 page on its side and as high as it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from sroi.figures.chart import (
    ACROSS,
    BETWEEN,
    CLOSE,
    DETAIL,
    INDENT,
    MARGIN,
    NAME,
    PAD,
    SOLID,
    column_width,
    filled_lines,
    leading,
    places,
)
from sroi.figures.style import INK, SETTINGS, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sroi.figures.chart import Chart, Link, Place

HEADING, TITLE = 9.5, 11.0  # points
BAND, FILL = "#dfe5ea", "#f2f5f7"  # behind headings; in boxes with a whole outline
ROUNDED = f"round,pad=0,rounding_size={CLOSE / 2}"
STRAIGHT = 0.06  # inches before the head of an arrow
HEAD = "-|>,head_length=2.6,head_width=1.5"
Ports = dict[tuple[str, str], float]  # where an arrow meets a box, by source and target


def boxes(chart: Chart, alt: str) -> Figure:
    """Return the chart as a figure."""
    with mpl.rc_context(SETTINGS):
        title = filled_lines(chart.title, ACROSS - 2 * MARGIN, TITLE, bold=True)
        heads = _headings(chart)
        band = MARGIN + leading(TITLE) * len(title) + CLOSE
        top = band + max(map(len, heads)) * leading(HEADING) + 2 * PAD
        stood, bottom = places(chart, top)
        notes = [n for note in chart.notes for n in filled_lines(note, ACROSS - 2 * MARGIN, SMALL)]
        foot = bottom + BETWEEN
        height = foot + leading(SMALL) * len(notes) + MARGIN
        ax = _sheet(height, alt)
        _lettered(ax, title, MARGIN, MARGIN, TITLE, bold=True)
        _banded(ax, heads, band, top - band)
        _linked(ax, chart.links, stood)
        for place in stood.values():
            _boxed(ax, place)
        _lettered(ax, notes, MARGIN, foot, SMALL)
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return figure


def _sheet(height: float, alt: str) -> Axes:
    """Return axes that cover a figure, in inches from its upper left corner."""
    figure = Figure(figsize=(ACROSS, height))
    figure.set_label(alt)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_xlim(0.0, ACROSS)
    ax.set_ylim(height, 0.0)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_axis_off()
    return ax


def _headings(chart: Chart) -> list[tuple[str, ...]]:
    room = column_width(len(chart.columns)) - 2 * PAD
    return [filled_lines(heading, room, HEADING, bold=True) for heading in chart.columns]


def _lettered(
    ax: Axes, lines: Sequence[str], left: float, top: float, size: float, bold: bool = False
) -> None:
    """Write lines of text down from a level."""
    weight = "bold" if bold else "normal"
    for number, line in enumerate(lines):
        middle = top + leading(size) * (number + 0.5)
        ax.text(left, middle, line, fontsize=size, fontweight=weight, va="center_baseline")


def _banded(ax: Axes, heads: Sequence[Sequence[str]], top: float, height: float) -> None:
    """Write the headings of the columns, each on a band."""
    width = column_width(len(heads))
    for index, lines in enumerate(heads):
        left = MARGIN + index * (ACROSS - 2 * MARGIN - width) / max(1, len(heads) - 1)
        ax.add_patch(Rectangle((left, top), width, height, facecolor=BAND, edgecolor="none"))
        _lettered(ax, lines, left + PAD, top + PAD, HEADING, bold=True)


def _boxed(ax: Axes, place: Place) -> None:
    """Draw a box with its words."""
    outline = place.box.outline
    patch = FancyBboxPatch(
        (place.left, place.top),
        place.width,
        place.height,
        boxstyle=ROUNDED,
        facecolor=FILL if outline == SOLID else "white",
        edgecolor=INK,
        linestyle=outline,
        linewidth=0.8 if outline == SOLID else 1.1,
    )
    patch.set_gid(place.box.ident)
    ax.add_patch(patch)
    _lettered(ax, place.name, place.left + PAD, place.top + PAD, NAME, bold=True)
    under = place.top + PAD + leading(NAME) * len(place.name)
    _lettered(ax, place.lines, place.left + PAD, under, DETAIL)


def _linked(ax: Axes, links: Sequence[Link], stood: Mapping[str, Place]) -> None:
    """Draw every arrow; those at one side of a box meet it apart, in the order of their ends."""
    across = [link for link in links if stood[link.target].box.under != link.source]
    leaving = _ports([(link.source, link.target) for link in across], stood)
    coming = _ports([(link.target, link.source) for link in across], stood)
    for link in links:
        source, target = stood[link.source], stood[link.target]
        if link in across:
            ends = leaving[link.source, link.target], coming[link.target, link.source]
            _arrow(ax, _curve(source.right, target.left, *ends), link)
        else:
            _arrow(ax, _elbow(source, target), link)


def _ports(pairs: Sequence[tuple[str, str]], stood: Mapping[str, Place]) -> Ports:
    """Return at which level each arrow meets its first box, the one with the highest end on top."""
    ends: dict[str, list[str]] = {}
    for box, other in sorted(pairs, key=lambda pair: stood[pair[1]].top):
        ends.setdefault(box, []).append(other)
    return {
        (box, other): stood[box].level(number, len(others))
        for box, others in ends.items()
        for number, other in enumerate(others)
    }


def _curve(left: float, right: float, start: float, end: float) -> Path:
    """Return the way from one level to another, level at both ends."""
    middle = (left + right) / 2
    points = [(left, start), (middle, start), (middle, end), (right - STRAIGHT, end), (right, end)]
    return Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.LINETO])


def _elbow(source: Place, target: Place) -> Path:
    """Return the way from a box down to one that follows it: from beneath, or from its side."""
    down, level = target.left - INDENT / 2, target.top + target.height / 2
    beneath = source.left < target.left
    start = source.top + source.height / (1 if beneath else 2)
    points = [(down if beneath else source.left, start), (down, start), (down, level)]
    return Path([*points, (target.left, level)])


def _arrow(ax: Axes, path: Path, link: Link) -> None:
    arrow = FancyArrowPatch(
        path=path,
        arrowstyle=HEAD,
        mutation_scale=1.6,
        color=INK,
        linewidth=0.7,
        linestyle=link.outline,
        joinstyle="miter",
        capstyle="butt",
    )
    arrow.set_gid(f"{link.source} -> {link.target}")
    ax.add_patch(arrow)
