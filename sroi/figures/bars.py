"""Horizontal bars: tornado, cascade from one amount to another, shares and values."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sroi.figures.style import BLUE, GREY, INK, ORANGE, amounts, axes, titled, wrapped
from sroi.tables.cells import Money

ROW = 0.4  # inches per bar
MARGIN = 1.0  # inches for titles and axis
PAD = 3  # points between a bar and its text


@dataclass(frozen=True)
class Span:
    """A bar of a tornado: the results at both ends, and what is written there."""

    label: str
    low: float
    high: float
    low_text: str
    high_text: str


def height(rows: int) -> float:
    """Return how high a figure with so many bars is, in inches."""
    return MARGIN + ROW * max(rows, 2)


def tornado(spans: Sequence[Span], base: float, title: str, axis: str, money: Money) -> Figure:
    """Return bars on both sides of the base case, the widest on top."""
    alt = f"{title}. " + ". ".join(
        f"{s.label}: {money.text(s.low)} – {money.text(s.high)}" for s in spans
    )
    with axes(height(len(spans)), alt) as (figure, ax):
        for row, span in enumerate(spans):
            ends = ((span.low, span.low_text, ORANGE), (span.high, span.high_text, BLUE))
            for end, text, colour in ends:
                ax.barh(row, end - base, left=base, color=colour, height=0.62)
                other = span.high if end == span.low else span.low
                _beside(ax, row, end, text, right=end > base or (end == base and other < base))
        ax.axvline(base, color=INK, linewidth=1)
        _rows(ax, [span.label for span in spans])
        _named(ax, title, axis)
        ax.margins(x=0.14)
        amounts(ax, money)
    return figure


def cascade(rows: Sequence[tuple[str, float]], title: str, axis: str, money: Money) -> Figure:
    """Return the way from the first row's amount by steps to the last row's amount."""
    alt = f"{title}. " + ". ".join(f"{label}: {money.text(x)}" for label, x in rows)
    with axes(height(len(rows)), alt) as (figure, ax):
        level = 0.0
        for row, (_, amount) in enumerate(rows):
            total = row in (0, len(rows) - 1)
            start, step = (0.0, amount) if total else (level, amount)
            colour = INK if total else BLUE if step >= 0 else ORANGE
            ax.barh(row, step, left=start, color=colour, height=0.62)
            level = start + step
            sign = "+" if step > 0 and not total else ""
            _beside(ax, row, max(start, level), sign + money.text(amount), right=True)
        ax.axvline(0.0, color=INK, linewidth=1)
        _rows(ax, [label for label, _ in rows])
        _named(ax, title, axis)
        ax.margins(x=0.12)
        amounts(ax, money)
    return figure


def values(
    rows: Sequence[tuple[str, float, float]], line: tuple[float, str], title: str, axis: str,
    money: Money,
) -> Figure:  # fmt: skip
    """Return amounts with their errors, and a line that none of them passes."""
    alt = f"{title}. {line[1]}. " + ". ".join(f"{label}: {money.text(x)}" for label, x, _ in rows)
    with axes(height(len(rows)), alt) as (figure, ax):
        for row, (_, amount, error) in enumerate(rows):
            ax.barh(row, amount, xerr=error, color=BLUE, height=0.62, ecolor=INK, capsize=2)
            _beside(ax, row, amount + error, money.text(amount), right=True)
        _limit(ax, *line)
        _rows(ax, [label for label, _, _ in rows])
        _named(ax, title, axis)
        ax.set_xlim(0.0, 1.18 * max(line[0], 1e-9))
        amounts(ax, money)
    return figure


def needed(
    rows: Sequence[tuple[str, float]], line: str, title: str, axis: str, money: Money
) -> Figure:
    """Return shares of what can be avoided; beyond all of it is impossible."""
    write, most = money.wording.percent, 2.0
    alt = f"{title}. " + ". ".join(f"{label}: {write(x)}" for label, x in rows)
    with axes(height(len(rows)), alt) as (figure, ax):
        for row, (_, share) in enumerate(rows):
            possible = share <= 1.0
            ax.barh(
                row, min(share, most), color=BLUE if possible else "white", height=0.62,
                edgecolor=BLUE if possible else ORANGE, hatch="" if possible else "////",
            )  # fmt: skip
            _beside(ax, row, min(share, most), write(share), right=True)
        _limit(ax, 1.0, line)
        _rows(ax, [label for label, _ in rows])
        _named(ax, title, axis)
        ax.set_xlim(0.0, 1.15 * min(most, max(1.0, *(share for _, share in rows))))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: write(float(x))))
    return figure


def _beside(ax: Axes, row: int, x: float, text: str, right: bool) -> None:
    """Write text at the end of a bar."""
    offset, side = (PAD, "left") if right else (-PAD, "right")
    ax.annotate(
        text, (x, row), xytext=(offset, 0), textcoords="offset points", ha=side, va="center",
        fontsize=8,
    )  # fmt: skip


def _limit(ax: Axes, x: float, text: str) -> None:
    ax.axvline(x, color=GREY, linestyle="--", linewidth=1.2)
    ax.annotate(
        text, (x, 1.0), xycoords=("data", "axes fraction"), xytext=(-PAD, 2),
        textcoords="offset points", ha="right", va="bottom", fontsize=8,
    )  # fmt: skip


def _rows(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), [wrapped(label) for label in labels])
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()


def _named(ax: Axes, title: str, axis: str) -> None:
    titled(ax, title)
    ax.set_xlabel(fill(axis, 60))
