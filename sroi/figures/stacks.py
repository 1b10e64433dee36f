"""Who pays, a bar per year or alternative, split by payer: low enough for a part of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text

from sroi.figures.lettering import lettered_beside, roomy
from sroi.figures.style import GREY, INK, SETTINGS, WIDTH, wrapped
from sroi.wording import cut_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

    from sroi.tables.cells import Money

TEXT = 10  # points: as large as the text of the page
ROW, LINE, MARGIN = 0.28, 0.19, 0.14  # inches: a bar, a line of text, around all
LABEL, LEGEND, MARK = 34, 70, 4  # characters: of a bar's label, of a line of the key, a mark in it
FEW = 2  # names, which have a line each if they are long
# From dark to light, told apart also in grey; as many as payers have bars of their own.
SHADES = (
    ("#14365c", "white"),
    ("#4474a3", "white"),
    ("#8db8dc", INK),
    ("#d3e3f1", INK),
    ("#ffffff", INK),
)
Bars = Sequence[tuple[str, Mapping[str, float]]]  # by year or alternative: amounts by payer


def stacks(bars: Bars, title: str, money: Money) -> Figure:
    """Return a bar each, split by payer, with the amounts in it and their sum beside it."""
    payers = list(dict.fromkeys(payer for _, parts in bars for payer in parts))
    labels = [wrapped(label, LABEL) for label, _ in bars]
    columns, most = _columns(payers)
    names = [cut_name(payer, most) for payer in payers]
    lines = sum(max(ROW, LINE * (label.count("\n") + 1)) for label in labels)
    height = 2 * MARGIN + lines + LINE * -(-len(names) // columns)
    with sns.axes_style("white"), mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        figure.set_label(f"{title}. {_in_words(bars, money)}")
        ax = figure.subplots()
        written = [
            text
            for row, (_, parts) in enumerate(bars)
            for text in _bar(ax, row, parts, payers, money)
        ]
        _framed(ax, labels)
        _keyed(figure, names, columns)
        roomy(ax)
        ax.set_xticks([])  # the amounts are written
        _fitting(written, figure)
        sns.despine(figure, left=True, bottom=True)
    return figure


def _columns(names: Sequence[str]) -> tuple[int, int]:
    """Return how many names stand on a line of the key, and how many characters each may have.

    >>> _columns(["State", "Town", "Region"]), _columns(["x" * 60] * 2), _columns(["x" * 60] * 5)
    ((3, 19), (1, 66), (2, 31))
    """
    whole = LEGEND // (max(map(len, names), default=1) + MARK)
    across = min(len(names), max(whole, 1 if len(names) <= FEW else 2))
    return max(1, across), LEGEND // max(1, across) - MARK


def _bar(
    ax: Axes, row: int, parts: Mapping[str, float], payers: Sequence[str], money: Money
) -> list[tuple[Text, Rectangle]]:
    """Draw what each payer bears, from 0 outwards; return the amounts with their parts."""
    ends, written, total = {True: 0.0, False: 0.0}, [], sum(parts.values())
    for payer, (shade, ink) in zip(payers, SHADES, strict=False):
        x = parts.get(payer, 0.0)
        drawn = ax.barh(row, x, 0.74, ends[x > 0.0], color=shade, edgecolor=GREY, linewidth=0.6)
        ends[x > 0.0] += x
        box: Rectangle = drawn[0]
        across, up = box.get_center()
        amount = money.text(x) if 0.0 != x != total else ""
        text = ax.text(
            across, up, amount, ha="center", va="center_baseline", fontsize=TEXT, color=ink
        )
        text.set_in_layout(False)
        written.append((text, box))
    lettered_beside(ax, ends[True], row, money.text(total), size=TEXT)
    return written


def _framed(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), labels, fontsize=TEXT)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.axvline(0.0, color=INK, linewidth=1)


def _keyed(figure: Figure, names: Sequence[str], columns: int) -> None:
    """Write beneath the bars which payer each shade is."""
    looks = [
        Patch(facecolor=shade, edgecolor=GREY, linewidth=0.6, label=name)
        for name, (shade, _) in zip(names, SHADES, strict=False)
    ]
    figure.legend(
        handles=looks,
        loc="outside lower left",
        ncols=columns,
        frameon=False,
        fontsize=TEXT,
        borderpad=0,
        labelspacing=0.2,
        columnspacing=1.2,
        handlelength=1.2,
    )


def _fitting(written: Sequence[tuple[Text, Rectangle]], figure: Figure) -> None:
    """Take away amounts that are wider than their part."""
    figure.draw_without_rendering()
    for text, box in written:
        if Text.get_window_extent(text).width > box.get_window_extent().width - 4:
            text.remove()


def _in_words(bars: Bars, money: Money) -> str:
    """Return every bar in words."""
    return ". ".join(
        f"{label}: "
        + ", ".join(f"{payer} {money.text(x)}" for payer, x in parts.items() if x)
        + f" ({money.text(sum(parts.values()))})"
        for label, parts in bars
    )
