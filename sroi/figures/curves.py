"""Lines and grids: what a result is along one value, or over two."""

import warnings
from collections.abc import Mapping, Sequence
from textwrap import fill

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sroi.figures.style import BLUE, INK, amounts, axes, shares, titled, wrapped
from sroi.flows import Array
from sroi.tables.cells import Money

HEIGHT = 3.4  # inches
STYLES = ("-", "--", ":", "-.")


def acceptability(
    prices: Array, best: Mapping[str, Array], title: str, axis: str, money: Money
) -> Figure:
    """Return the probability of being best by price, each line named at its end."""
    alt = f"{title}. " + ". ".join(
        f"{name}: {money.wording.percent(float(p[0]))} → {money.wording.percent(float(p[-1]))}"
        for name, p in best.items()
    )
    colours = sns.color_palette("colorblind", len(best))
    with axes(HEIGHT, alt, "y") as (figure, ax):
        for index, shown in enumerate(best.values()):
            style = STYLES[index % len(STYLES)]
            ax.plot(prices, shown, style, color=colours[index], linewidth=2)
        _name_ends(ax, prices, best, colours)
        ax.set_ylim(0.0, 1.0)
        titled(ax, title)
        ax.set_xlabel(axis)
        shares(ax, money, "y")
        amounts(ax, Money(money.wording, 1))
    return figure


def _name_ends(
    ax: Axes, prices: Array, best: Mapping[str, Array], colours: Sequence[object]
) -> None:
    """Write each line's name at its end, far enough from the others to be read."""
    order = sorted(range(len(best)), key=lambda i: float(list(best.values())[i][-1]))
    names, level = list(best), -1.0
    for index in order:
        level = max(float(best[names[index]][-1]), level + 0.11)
        ax.annotate(
            wrapped(names[index]), (float(prices[-1]), level), xytext=(5, 0), va="center",
            textcoords="offset points", color=colours[index], annotation_clip=False, fontsize=8,
        )  # fmt: skip


def band(
    x: Sequence[float], middle: Sequence[float], low: Sequence[float], high: Sequence[float],
    texts: tuple[str, str, str], money: Money, write: FuncFormatter,
) -> Figure:  # fmt: skip
    """Return a result along one value, with 90 % of the draws; texts are title, x and y axis."""
    title, across, up = texts
    alt = f"{title}. {across}: {x[0]:g} – {x[-1]:g}. {up}: {money.text(middle[0])} – " + money.text(
        middle[-1]
    )
    with axes(HEIGHT, alt, "y") as (figure, ax):
        ax.fill_between(x, low, high, color=BLUE, alpha=0.2, linewidth=0)
        ax.plot(x, middle, color=BLUE, linewidth=2, marker="o", markersize=4)
        ax.axhline(0.0, color=INK, linewidth=1)
        titled(ax, title)
        ax.set_xlabel(across)
        ax.set_ylabel(up)
        ax.xaxis.set_major_formatter(write)
        amounts(ax, money, "y")
    return figure


def heat(
    results: Array, down: Sequence[str], across: Sequence[str], texts: tuple[str, str, str],
    money: Money,
) -> Figure:  # fmt: skip
    """Return a grid of results as coloured cells with their amounts; texts as in ``band``."""
    title, x, y = texts
    written = [[money.text(cell) for cell in row] for row in results.tolist()]
    figure = matrix(results, down, across, written, title)
    figure.axes[0].set_xlabel(x)
    figure.axes[0].set_ylabel(y)
    return figure


def matrix(
    values: Array, down: Sequence[str], across: Sequence[str], written: Sequence[Sequence[str]],
    title: str,
) -> Figure:  # fmt: skip
    """Return values as coloured cells, blue above 0 and red below, with what is written in each."""
    alt = f"{title}. " + ". ".join(
        f"{name}: {', '.join(row)}" for name, row in zip(down, written, strict=True)
    )
    with axes(1.2 + 0.36 * len(down), alt, "both") as (figure, ax):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # seaborn's own calls of matplotlib
            sns.heatmap(
                values, ax=ax, annot=np.array(written), fmt="", center=0.0, cmap="vlag_r",
                cbar=False, xticklabels=[_narrow(name, len(across)) for name in across],
                yticklabels=[wrapped(name) for name in down], linewidths=0.5,
                annot_kws={"fontsize": 7.5},
            )  # fmt: skip
        ax.tick_params(axis="both", length=0, rotation=0)
        titled(ax, title)
    return figure


def _narrow(name: str, columns: int) -> str:
    """Return a label on lines short enough to stand over one of so many columns."""
    return fill(name, max(9, 66 // columns), break_long_words=False)
