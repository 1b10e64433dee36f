"""Lines: who is best at which price, and what a result is along one value."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import seaborn as sns

from sroi.figures.lettering import ends, roomy
from sroi.figures.style import BLUE, INK, amounts, axes, share_ticks, titled, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.arithmetic.flows import Array
    from sroi.tables.cells import Money

HEIGHT, MARGIN, ROW_LINE = 3.4, 1.5, 0.16  # inches: at least, around, per line of a name
STYLES = ("-", "--", ":", "-.")
ACROSS = 66  # characters that the ticks have beside each other
NAME = 24  # characters on a line of a name at the end of a line
NEAR = 0.005  # share of the draws within which two lines cover each other
CurveWords = tuple[str, str, str]  # title, axis across, axis up


def acceptability_curve(
    prices: Array, best: Mapping[str, Array], words: CurveWords, same: str, money: Money
) -> Figure:
    """Return the probability of being best by price, each line named at its end.

    Lines that cover each other all the way are one line with all their names; ``same`` says so.
    """
    write, title = money.wording.percent, words[0]
    alt = f"{title}. {words[1]}: {money.text(prices[0])} – {money.text(prices[-1])}. " + ". ".join(
        f"{name}: {write(float(p[0]))} → {write(float(p[-1]))}" for name, p in best.items()
    )
    lines = _apart(best)
    colours = sns.color_palette("colorblind", len(lines))
    named = [(float(line[-1]), _named(names, same)) for names, line in lines]
    height = max(HEIGHT, MARGIN + ROW_LINE * sum(name.count("\n") + 1.2 for _, name in named))
    with axes(height, alt, "y") as (figure, ax):
        for i, (_, line) in enumerate(lines):
            style, width = STYLES[i % len(STYLES)], max(1.6, 4.0 - 0.8 * i)
            ax.plot(prices, line, style, color=colours[i], linewidth=width, clip_on=False)
        _framed(ax, words, prices)
        ax.set_ylim(0.0, 1.0)
        share_ticks(ax, money, "y")
        amounts(ax, money)
        ends(ax, float(prices[-1]), named)
        roomy(ax)
        ax.set_xlim(float(prices[0]), float(prices[-1]))
    return figure


def _apart(best: Mapping[str, Array]) -> list[tuple[list[str], Array]]:
    """Return lines that can be told apart, each with the names of all that it is."""
    lines: list[tuple[list[str], Array]] = []
    for name, line in best.items():
        alike = next((names for names, p in lines if np.abs(p - line).max() < NEAR), None)
        if alike is None:
            lines.append(([name], line))
        else:
            alike.append(name)
    return lines


def _named(names: Sequence[str], same: str) -> str:
    text = "\n".join(wrapped(name, NAME) for name in names)
    return f"{text}\n({same})" if len(names) > 1 else text


def band(
    x: Sequence[float],
    middle: Sequence[float],
    edges: tuple[Sequence[float], Sequence[float]],
    named: tuple[Sequence[str], Sequence[str]],
    words: CurveWords,
    money: Money,
) -> Figure:
    """Return a result along one value, with 90 % of the draws.

    ``named`` is how each value is written, and the names of middle, low and high end.
    """
    (low, high), (written, names) = edges, named
    alt = f"{words[0]}. {words[1]}. " + ". ".join(
        f"{text}: {money.text(m)} ({money.text(lo)} – {money.text(hi)})"
        for text, m, lo, hi in zip(written, middle, low, high, strict=True)
    )
    with axes(HEIGHT, alt, "y") as (figure, ax):
        ax.fill_between(x, low, high, color=BLUE, alpha=0.2, linewidth=0)
        ax.vlines(x, low, high, color=BLUE, alpha=0.2, linewidth=4 if len(x) == 1 else 0)
        ax.plot(x, middle, color=BLUE, linewidth=2, marker="o", markersize=4)
        ax.axhline(0.0, color=INK, linewidth=1)
        _framed(ax, words, np.array(x))
        labelled = _spaced(x, (max(map(len, written)) + 2) / ACROSS)
        ax.set_xticks([x[i] for i in labelled], [written[i] for i in labelled])
        amounts(ax, money, "y")
        last = [(middle[-1], names[0])]
        if money.text(low[-1]) != money.text(high[-1]):
            last += [(low[-1], names[1]), (high[-1], names[2])]
        ends(ax, x[-1], last)
    return figure


def _spaced(x: Sequence[float], share: float) -> list[int]:
    """Return which values in order lie at least such a share of the axis from the one before."""
    spaced = [0]
    for i in range(1, len(x)):
        if x[i] - x[spaced[-1]] >= share * (x[-1] - x[0]):
            spaced.append(i)
    return spaced


def _framed(ax: Axes, words: CurveWords, x: Array) -> None:
    """Write the words around lines that go from one end of the axis to the other."""
    titled(ax, words[0])
    ax.set_xlabel(fill(words[1], 60))
    ax.set_ylabel(words[2])
    if len(x) > 1:
        ax.set_xlim(float(min(x)), float(max(x)))
