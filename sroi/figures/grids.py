"""Grids: a result in every cell, coloured on a scale that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import seaborn as sns
from matplotlib.patches import Rectangle

from sroi.figures.style import INK, WIDTH, AmountTicks, axes, contrast, noted, titled, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from sroi.arithmetic.flows import Array
    from sroi.tables.cells import Money

ROW, ROW_LINE, MARGIN = 0.36, 0.15, 1.3  # inches: per row, per line of its label, around them
SCALE = 1.3  # inches beside the cells: the scale, and the name of the axis
CHARACTER, SMALLER = 0.074, 0.064  # inches of a label, and of what is written in a cell
WRITTEN = 7.5  # points of what is written in a cell
MOST = 12, 30  # labels across and down
UPRIGHT = 22  # characters on a line of a label that stands upright
FEWEST = 4  # rows that a figure is high enough for
RED, BLUE = "#a9373b", "#2369bd"  # the ends of seaborn's vlag


@dataclass(frozen=True)
class HeatGrid:
    """Results by row and column, NaN where there is none, and what is written in each cell."""

    results: Array
    down: Sequence[str]
    across: Sequence[str]
    written: Sequence[Sequence[str]]

    @property
    def words(self) -> str:
        """Return all that is written, row by row."""
        rows = [f"{n}: {', '.join(row)}" for n, row in zip(self.down, self.written, strict=True)]
        return ". ".join([", ".join(self.across), *rows])

    @property
    def cell(self) -> float:
        """Return about how wide a cell is, in inches."""
        lines = [line for name in self.down for line in wrapped(name).split("\n")]
        beside = max(map(len, lines)) * CHARACTER
        return (WIDTH - SCALE - beside) / len(self.across)


def heat(
    results: Array,
    labels: tuple[Sequence[str], Sequence[str]],
    texts: tuple[str, str, str],
    turn: str,
    money: Money,
) -> Figure:
    """Return results over two values, with a line where they turn from loss to gain.

    ``labels`` are those down and across; ``texts`` are the title and the names of the values
    across and down; ``turn`` says what the line is.
    """
    title, across, down = texts
    written = [[money.text(cell) for cell in row] for row in results.tolist()]
    figure = matrix(HeatGrid(results, *labels, written), title, money)
    ax = figure.axes[0]
    ax.set_xlabel(fill(across, 60), labelpad=8)
    ax.set_ylabel(fill(down, int(ROW * max(len(results), FEWEST) / CHARACTER)), labelpad=8)
    if _turned(ax, results >= 0.0):
        noted(ax, turn)
    return figure


def matrix(grid: HeatGrid, title: str, money: Money) -> Figure:
    """Return results as coloured cells with a scale; where there is none, grey and hatched."""
    across, turned = _below(grid)
    with axes(_height(grid, across, turned), f"{title}. {grid.words}", "both") as (figure, ax):
        ax.grid(visible=False)
        low, high, shades = _colours(grid.results, money.scale)
        mesh = ax.pcolormesh(
            grid.results, cmap=shades, vmin=low, vmax=high, edgecolors="white", linewidth=0.5
        )
        if not np.isnan(grid.results).all():
            figure.colorbar(mesh, format=AmountTicks(money), label=money.unit)
        mesh.update_scalarmappable()
        _written(ax, grid, np.asarray(mesh.get_facecolor()))
        _hatched(ax, grid, money.wording.term("word.none"))
        ax.set_xticks(np.arange(len(across)) + 0.5, across, rotation=90 if turned else 0)
        down = _thinned([wrapped(name) for name in grid.down], MOST[1])
        ax.set_yticks(np.arange(len(down)) + 0.5, down)
        ax.invert_yaxis()
        ax.tick_params(axis="both", length=0)
        titled(ax, title)
    return figure


def _height(grid: HeatGrid, across: Sequence[str], turned: bool) -> float:
    """Return how high the figure is, in inches."""
    lines = max(wrapped(name).count("\n") + 1 for name in grid.down)
    deep = max(map(len, "\n".join(across).split("\n"))) * CHARACTER if turned else 0.0
    below = max(deep, ROW_LINE * max(name.count("\n") for name in across))
    return MARGIN + max(ROW, ROW_LINE * lines + 0.06) * max(len(grid.down), FEWEST) + below


def _below(grid: HeatGrid) -> tuple[list[str], bool]:
    """Return the labels under the columns, and whether they must stand upright to have room."""
    thinned = _thinned(list(grid.across), MOST[0])
    room = int(grid.cell * -(-len(thinned) // MOST[0]) / CHARACTER) - 1
    longest = max(
        len(word) for name in thinned for word in name.replace("\u00a0", "x").split() or [""]
    )
    if longest <= room:
        return [fill(name, room) for name in thinned], False
    lines = max(1, int(grid.cell / ROW_LINE))
    return [fill(n, UPRIGHT, max_lines=lines, placeholder="…") for n in thinned], True


def _thinned(names: Sequence[str], most: int) -> list[str]:
    """Return labels, only every second or so where they are many."""
    every = -(-len(names) // most)
    return [name if i % every == 0 else "" for i, name in enumerate(names)]


def _colours(results: Array, least: float) -> tuple[float, float, Colormap]:
    """Return a scale that is blue above 0 and red below, alike on both sides of it."""
    known = results[~np.isnan(results)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if low < 0.0 < high or low == high:
        most = max(abs(low), abs(high)) or least
        return -most, most, sns.color_palette("vlag_r", as_cmap=True)
    shade, below = BLUE if high > 0.0 else RED, high <= 0.0
    return low, high, sns.light_palette(shade, as_cmap=True, reverse=below)


def _written(ax: Axes, grid: HeatGrid, colours: Array) -> None:
    """Write the results in their cells where they have room, to be read on their colour."""
    texts = [text for row in grid.written for text in row]
    if max(map(len, texts)) * SMALLER > grid.cell:
        return
    places = np.argwhere(np.ones(grid.results.shape, bool))
    for (down, across), text, colour in zip(places, texts, colours, strict=True):
        if not np.isnan(grid.results[down, across]):
            ink = INK if contrast(INK, colour) > contrast("white", colour) else "white"
            _in_cell(ax, down, across, text).set_color(ink)


def _in_cell(ax: Axes, down: int, across: int, text: str) -> Text:
    """Write in the middle of a cell of the grid."""
    middle = (across + 0.5, down + 0.5)
    return ax.text(*middle, text, ha="center", va="center", fontsize=WRITTEN, color=INK)


def _hatched(ax: Axes, grid: HeatGrid, absent: str) -> None:
    """Draw what is unknown grey and hatched, never to look like 0; what is absent white."""
    for down, across in np.argwhere(np.isnan(grid.results)):
        text = grid.written[down][across]
        ground, hatch = ("white", "") if text == absent else ("#ededed", "////")
        cell = Rectangle((across, down), 1, 1, facecolor=ground, edgecolor="#c4c4c4", hatch=hatch)
        ax.add_patch(cell)
        _in_cell(ax, down, across, text).set_bbox(
            {"facecolor": ground, "edgecolor": "none", "pad": 1.5}
        )


def _turned(ax: Axes, gains: NDArray[np.bool_]) -> bool:
    """Draw a line between cells of loss and of gain; return whether there is any."""
    upright = np.argwhere(gains[:, 1:] != gains[:, :-1])
    level = np.argwhere(gains[1:] != gains[:-1])
    for down, across in upright:
        ax.plot([across + 1, across + 1], [down, down + 1], color=INK, linewidth=2.5)
    for down, across in level:
        ax.plot([across, across + 1], [down + 1, down + 1], color=INK, linewidth=2.5)
    return bool(len(upright) + len(level))
