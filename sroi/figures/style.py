"""How pictures look: as wide as a column of A4, colour-blind safe, with their alt text inside."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill, shorten
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sroi.tables.cells import Money

KINDS = (".svg", ".png", ".pdf")
WIDTH = 16 / 2.54  # inches: the text of an A4 page
LONGEST = 100  # characters of a label; the table has it whole
LABEL = 36  # characters on a line of a label
BLUE, ORANGE, GREEN, *_ = sns.color_palette("colorblind").as_hex()
GREY, INK = "#8c8c8c", "#222222"
SETTINGS: dict[Any, Any] = {
    "font.size": 9,
    "axes.labelsize": 9,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "text.color": INK,
    "text.parse_math": False,  # a name may hold dollars, and is drawn letter by letter
    "svg.hashsalt": "sroi",
    "axes.axisbelow": True,
}


@contextmanager
def axes(height: float, alt: str, grid: str = "x") -> Iterator[tuple[Figure, Axes]]:
    """Give a figure so many inches high with one pair of axes, and its alt text as its label."""
    with sns.axes_style("whitegrid"), mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        figure.set_label(alt)
        ax = figure.subplots()
        ax.grid(visible=False)
        ax.grid(visible=True, axis=grid, color="#e4e4e4")  # type: ignore[arg-type]
        yield figure, ax
        sns.despine(figure, left=grid == "x")


def content(figure: Figure, ending: str) -> bytes:
    """Return a figure as a file of one of ``KINDS``; its alt text is kept in the metadata."""
    alt, buffer = str(figure.get_label()), io.BytesIO()
    metadata = {
        ".svg": {"Title": alt, "Description": alt, "Date": None},
        ".png": {"Title": alt, "Description": alt},
        ".pdf": {"Title": alt[:80], "Subject": alt, "CreationDate": None},
    }
    with mpl.rc_context(SETTINGS):
        figure.savefig(buffer, format=ending[1:], metadata=metadata[ending], dpi=200)
    return buffer.getvalue()


def wrapped(label: str) -> str:
    """Return a label on lines short enough to stand beside a bar."""
    return fill(shorten(label, LONGEST, placeholder="…"), LABEL)


def titled(ax: Axes, title: str) -> None:
    """Write the title over the whole figure, on as many lines as it needs."""
    figure = ax.get_figure()
    assert figure is not None
    figure.suptitle(fill(title, 80), x=0.01, ha="left", fontsize=10)


def amounts(ax: Axes, money: Money, axis: str = "x") -> None:
    """Write an axis of money in the unit of the tables."""
    target = ax.xaxis if axis == "x" else ax.yaxis
    target.set_major_formatter(FuncFormatter(lambda x, _: money.text(float(x))))
    ax.locator_params(axis=axis, nbins=6)  # type: ignore[arg-type]


def shares(ax: Axes, money: Money, axis: str = "x") -> None:
    """Write an axis of shares in per cent."""
    target = ax.xaxis if axis == "x" else ax.yaxis
    target.set_major_formatter(FuncFormatter(lambda x, _: money.wording.percent(float(x))))
