"""How pictures look: as wide as a column of A4, readable in grey, with their alt text inside."""

from __future__ import annotations

import io
from contextlib import contextmanager
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, FuncFormatter, MaxNLocator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from sroi.tables.cells import Money

KINDS = (".svg", ".png", ".pdf")
WIDTH = 16 / 2.54  # inches: the text of an A4 page
LONGEST = 100  # characters of a label; the table has it whole
LABEL = 36  # characters on a line of a label
LINE = 102  # characters on a line of small text as wide as the figure
SMALL = 8  # points
DECIMALS = 4  # of an amount at a tick, at most
BLUE, ORANGE, GREEN, *_ = sns.color_palette("colorblind").as_hex()
GREY, INK, PALE = "#767676", "#222222", "#a9cbe3"
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
    "hatch.linewidth": 0.6,
    "figure.constrained_layout.w_pad": 0.1,
}
Scales = Literal["shared", "own"]


@contextmanager
def axes(height: float, alt: str, grid: str = "x") -> Iterator[tuple[Figure, Axes]]:
    """Give a figure so many inches high with one pair of axes, and its alt text as its label."""
    with panels(height, alt, grid, 1, 1) as (figure, grid_of_axes):
        yield figure, grid_of_axes[0][0]


@contextmanager
def panels(
    height: float, alt: str, grid: str, rows: int, columns: int, scales: Scales = "shared"
) -> Iterator[tuple[Figure, list[list[Axes]]]]:
    """Give a figure of several axes, with its alt text as its label.

    They share their scales, or each has its own up and all one across.
    """
    with sns.axes_style("whitegrid"), mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        figure.set_label(alt)
        drawn = figure.subplots(
            rows, columns, sharex=True, sharey=scales == "shared", squeeze=False
        )
        for ax in drawn.flat:
            ax.grid(visible=False)
            ax.grid(visible=True, axis=grid, color="#e4e4e4")
        yield figure, drawn.tolist()
        sns.despine(figure, left=grid == "x")


def figure_content(figure: Figure, ending: str) -> bytes:
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


def wrapped(label: str, width: int = LABEL) -> str:
    """Return a label on lines short enough to stand beside a bar."""
    cut = label if len(label) <= LONGEST else shorten(label, LONGEST, placeholder="…")
    return fill(cut, width)


def contrast(ink: Any, ground: Any) -> float:  # noqa: ANN401 - a colour as matplotlib takes it
    """Return how well one colour reads on another, from 1 to 21, as WCAG measures it.

    >>> round(contrast("white", "black"))
    21
    """
    darker, lighter = sorted(_luminance(colour) for colour in (ink, ground))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Any) -> float:  # noqa: ANN401
    x = np.array(to_rgb(colour))
    linear = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def figure_of(ax: Axes) -> Figure:
    """Return the figure that axes are part of."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def titled(ax: Axes, title: str) -> None:
    """Write the title over the whole figure, on as many lines as it needs."""
    figure_of(ax).suptitle(fill(title, 86), x=0.015, ha="left", fontsize=10)


def noted(ax: Axes, *notes: str) -> None:
    """Write what must be known to read the figure beneath it, each on lines of its own."""
    text = "\n".join(fill(note, LINE) for note in notes if note)
    if text:
        figure_of(ax).supxlabel(text, x=0.015, ha="left", fontsize=SMALL)


class AmountTicks(Formatter):
    """Writes the ticks of an axis in the unit of the tables, so that no two of them read alike."""

    def __init__(self, money: Money) -> None:
        """Write in this unit."""
        self.money = money

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Return one amount."""
        return self.money.text(float(x))

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the amounts at the ticks, with as many decimals as it takes to write them."""
        ticks = np.array(values) / self.money.scale
        gap = 1e-3 * min(np.diff(ticks), default=1.0)
        exact = (d for d in range(DECIMALS) if np.abs(ticks - ticks.round(d)).max() <= gap)
        decimals = next(exact, DECIMALS)
        return [self.money.wording.number(float(x), decimals) for x in ticks]


def amounts(ax: Axes, money: Money, axis: str = "x", most: int = 6) -> None:
    """Write an axis of money in the unit of the tables."""
    target = axis_of(ax, axis)
    target.set_major_formatter(AmountTicks(money))
    target.set_major_locator(round_ticks(most))


def round_ticks(most: int) -> MaxNLocator:
    """Return where the ticks of an axis stand: at round amounts, at most so many and one."""
    return MaxNLocator(most, steps=[1, 2, 2.5, 5, 10])


def spanned(ax: Axes, money: Money, axis: str) -> None:
    """Give an axis on which everything is 0 the length of a unit."""
    low, high = axis_of(ax, axis).get_data_interval()
    if not high - low > 1e-6 * money.scale:
        axis_of(ax, axis).set_view_interval(-money.scale, money.scale, ignore=True)


def axis_of(ax: Axes, axis: str) -> Axis:
    """Return the axis across or the axis up."""
    return ax.xaxis if axis == "x" else ax.yaxis


def share_ticks(ax: Axes, money: Money, axis: str = "x") -> None:
    """Write an axis of shares in per cent."""
    write = money.wording.percent
    axis_of(ax, axis).set_major_formatter(FuncFormatter(lambda x, _: write(float(x))))
