"""Horizontal bars: tornado, cascade from one amount to another, shares and values."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from sroi.figures.lettering import lettered_beside, limit, roomy
from sroi.figures.style import (
    BLUE,
    INK,
    LABEL,
    LINE,
    ORANGE,
    PALE,
    SMALL,
    amounts,
    axes,
    noted,
    titled,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.tables.cells import Money

MOST_BARS = 12  # bars that fit and matter

ROW = 0.4  # inches per bar, with a label of two lines
ROW_LINE = 0.16  # inches per line of a longer label
MARGIN = 0.75  # inches for what stands over the bars, and the ticks
CUT = 2.0  # share at which a bar is broken off: the rest would flatten the others
LOW: dict[str, Any] = {"marker": "o", "color": INK, "markerfacecolor": "white", "markersize": 6}
HIGH: dict[str, Any] = {"marker": "o", "color": INK, "markerfacecolor": INK, "markersize": 6}


@dataclass(frozen=True)
class Span:
    """A bar of a tornado: the results at both ends, and what is written there."""

    label: str
    low: float
    high: float
    low_text: str
    high_text: str


@dataclass(frozen=True)
class Words:
    """What is written around a figure: its title, its axis, and what must be known to read it."""

    title: str
    axis: str
    notes: Sequence[str] = ()


def height(labels: Sequence[str], words: Words) -> float:
    """Return how high a figure with bars of these labels and words around them is, in inches."""
    lines = max((wrapped(label).count("\n") + 1 for label in labels), default=1)
    around = sum(1 + len(text) // width for text, width in ((words.title, 84), (words.axis, 60)))
    beneath = sum(1 + len(note) // LINE for note in words.notes)
    rows = max(ROW, ROW_LINE * lines + 0.06) * max(len(labels), 2)
    return MARGIN + 0.17 * around + 0.15 * beneath + rows


def tornado(
    spans: Sequence[Span], base: tuple[float, str], key: tuple[str, str], words: Words, money: Money
) -> Figure:
    """Return the range of the result for each number, the widest on top.

    The result at a number's low value is an open dot, at its high value a filled one, also where
    both lie on the same side of the base case. ``key`` says so.
    """
    alt = f"{words.title}. {base[1]}. " + ". ".join(
        f"{s.label}: {money.text(s.low)} ({s.low_text}) – {money.text(s.high)} ({s.high_text})"
        for s in spans
    )
    labels = [span.label for span in spans]
    with axes(height(labels, words) + 0.25, alt) as (figure, ax):
        for row, span in enumerate(spans):
            ax.barh(row, span.high - span.low, left=span.low, color=PALE, height=0.5)
            ends = ((span.low, span.low_text, LOW), (span.high, span.high_text, HIGH))
            for (end, text, look), other in zip(ends, (span.high, span.low), strict=True):
                ax.plot([end], [row], **look)
                lettered_beside(ax, end, row, text, right=end > other, off=6)
        limit(ax, *base, style="-", colour=INK)
        _key(figure, key)
        _framed(ax, labels, words)
        amounts(ax, money)
        roomy(ax)
    return figure


def _key(figure: Figure, words: tuple[str, str]) -> None:
    """Say below a figure what an open and a filled dot are."""
    handles = [
        Line2D([], [], linestyle="", label=text, **look)
        for text, look in zip(words, (LOW, HIGH), strict=True)
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=SMALL
    )


def cascade(rows: Sequence[tuple[str, float]], words: Words, money: Money) -> Figure:
    """Return the way from the first row's amount by steps to the last row's amount."""
    alt = f"{words.title}. " + ". ".join(f"{label}: {money.text(x)}" for label, x in rows)
    alt = " ".join([f"{alt}.", *words.notes]) if words.notes else alt
    labels = [label for label, _ in rows]
    with axes(height(labels, words), alt) as (figure, ax):
        level = 0.0
        for row, (_, amount) in enumerate(rows):
            total = row in (0, len(rows) - 1)
            start, step = (0.0, amount) if total else (level, amount)
            colour = INK if total else BLUE if step >= 0 else ORANGE
            ax.barh(row, step, left=start, color=colour, height=0.62)
            level = start + step
            sign = "+" if step > 0 and not total else ""
            lettered_beside(ax, max(start, level), row, sign + money.text(amount))
        ax.axvline(0.0, color=INK, linewidth=1)
        _framed(ax, labels, words)
        amounts(ax, money)
        roomy(ax)
    return figure


def values(
    rows: Sequence[tuple[str, float, float]], line: tuple[float, str], words: Words, money: Money
) -> Figure:
    """Return amounts with their errors, and a line that none of them passes."""
    alt = f"{words.title}. {line[1]}. "
    alt += ". ".join(f"{label}: {money.text(x)}" for label, x, _ in rows)
    labels = [label for label, _, _ in rows]
    with axes(height(labels, words), alt) as (figure, ax):
        for row, (_, amount, error) in enumerate(rows):
            ax.barh(row, amount, xerr=error, color=BLUE, height=0.62, ecolor=INK, capsize=2)
            lettered_beside(ax, amount + error, row, money.text(amount))
        limit(ax, *line)
        _framed(ax, labels, words)
        ax.set_xlim(0.0, 1.02 * max(line[0], *(x + e for _, x, e in rows), 1e-9))
        amounts(ax, money)
        roomy(ax)
    return figure


def needed(rows: Sequence[tuple[str, float, str]], line: str, words: Words, money: Money) -> Figure:
    """Return shares of what can be avoided, and in words whether they can; the longest are cut."""
    alt = f"{words.title}. " + ". ".join(f"{label}: {text}" for label, _, text in rows)
    labels, cut = [label for label, _, _ in rows], any(share > CUT for _, share, _ in rows)
    words = words if cut else Words(words.title, words.axis)
    with axes(height(labels, words), alt) as (figure, ax):
        for row, (_, share, text) in enumerate(rows):
            look = {"color": BLUE} if share <= 1.0 else {"color": "white", "edgecolor": ORANGE}
            ax.barh(row, min(share, CUT), height=0.62, linewidth=1.6, **look)
            if share > CUT:
                _broken(ax, row)
            lettered_beside(ax, min(share, CUT), row, text, off=9 if share > CUT else 4)
        limit(ax, 1.0, line)
        _framed(ax, labels, words)
        ax.set_xlim(0.0, min(CUT, 1.02 * max(1.0, *(share for _, share, _ in rows))))
        write = money.wording.percent
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: write(float(x))))
        roomy(ax)
        ax.set_xticks([x for x in ax.get_xticks() if 0.0 <= x <= CUT])
    return figure


def _broken(ax: Axes, row: int) -> None:
    """Draw the break of a bar that goes on beyond the figure: a gap, and the end open."""
    for at, width, colour in ((1.9, 7.0, "white"), (1.88, 1.2, INK), (1.92, 1.2, INK)):
        ax.plot(
            [at - 0.02, at + 0.02],
            [row + 0.4, row - 0.4],
            color=colour,
            linewidth=width,
            solid_capstyle="butt",
            clip_on=False,
        )
    ax.plot([CUT, CUT], [row + 0.3, row - 0.3], color="white", linewidth=3, clip_on=False)
    ax.plot([CUT], [row], marker=">", color=ORANGE, markersize=6, clip_on=False)


def _framed(ax: Axes, labels: Sequence[str], words: Words) -> None:
    """Write labels beside the bars, the first on top, and the words around them."""
    ax.set_yticks(range(len(labels)), [wrapped(label, LABEL) for label in labels])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(max(len(labels), 2) - 0.4, -0.6)
    titled(ax, words.title)
    ax.set_xlabel(fill(words.axis, 60))
    ax.margins(x=0.02)
    noted(ax, *words.notes)
