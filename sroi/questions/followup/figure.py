"""What was observed as a picture: one panel an indicator, over the same years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, MaxNLocator

from sroi.errors import UsageError
from sroi.figures.style import BLUE, GREY, INK, ORANGE, SMALL, noted, panels, titled
from sroi.questions.followup.phrases import amount_text, followup_sentences
from sroi.questions.followup.visible import visible_series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.questions.followup.compute import Followed, FollowUp
    from sroi.questions.followup.visible import VisiblePoint
    from sroi.schema.indicators import Indicator
    from sroi.wording import Wording

ACROSS, MOST = 2, 24  # panels on a line, and in all
PANEL, AROUND = 1.75, 1.0  # inches
TITLE = 44  # characters on a line of a panel's title
AIR = 0.12  # of the height over and under what is drawn


@dataclass(frozen=True)
class _Dot:
    """One period as it is drawn: where in time, the value, its interval, and whether it counts."""

    x: float
    y: float
    low: float | None
    high: float | None
    solid: bool


def followup_figure(followed: FollowUp, wording: Wording) -> Figure:
    """Return a panel an indicator: values with intervals, baseline, target, breaks."""
    drawn = {name: _dots(one) for name, one in followed.indicators.items()}
    names = [name for name, dots in drawn.items() if dots]
    if not names:
        raise UsageError(wording.term("followup.nothing_to_draw"))
    rows = math.ceil(len(names[:MOST]) / ACROSS)
    title = wording.term("followup.figure", name=followed.scenario.name)
    alt = " ".join([f"{title}.", *followup_sentences(followed, wording)])
    with panels(AROUND + PANEL * rows, alt, "y", rows, ACROSS, "own") as (figure, grid):
        cells = [ax for line in grid for ax in line]
        for name, ax in zip(names, cells, strict=False):
            _panel(ax, followed.indicators[name], drawn[name], wording)
        for ax in cells[len(names) :]:
            ax.set_visible(False)
        _dated(cells, list(_years(followed, names[:MOST], drawn)))
        more = len(names) - MOST
        titled(cells[0], title)
        rest = wording.term("word.more", n=more) if more > 0 else ""
        noted(cells[0], wording.term("followup.legend"), rest)
    return figure


def _dots(one: Followed) -> list[_Dot]:
    """Return what is drawn of an indicator: counts without exposure and money per year."""
    points = visible_series(one, annualise=True)
    return [_dot(each) for each in points if each.value is not None]


def _dot(each: VisiblePoint) -> _Dot:
    middle = (each.point.period.first + each.point.period.last + 1) / 24
    value = each.value or 0.0
    return _Dot(middle, value, each.low, each.high, each.point.usable and not each.about)


def _panel(ax: Axes, one: Followed, dots: list[_Dot], wording: Wording) -> None:
    """Draw one indicator."""
    ax.set_title(fill(one.indicator.name, TITLE, max_lines=2, placeholder="…"), fontsize=SMALL)
    _periods(ax, one)
    ax.plot([dot.x for dot in dots], [dot.y for dot in dots], color=BLUE, linewidth=0.8, alpha=0.6)
    for dot in dots:
        if dot.low is not None and dot.high is not None:
            ax.plot([dot.x, dot.x], [dot.low, dot.high], color=BLUE, linewidth=1.6)
        face = BLUE if dot.solid else "white"
        ax.plot([dot.x], [dot.y], marker="o", color=BLUE, markerfacecolor=face, markersize=5)
    _lines(ax, one)
    _scaled(ax, one.indicator, wording)


def _periods(ax: Axes, one: Followed) -> None:
    """Mark what was disrupted, where a new series begins, and when the programme can show."""
    for point in one.series.points:
        if point.mark == "disrupted":
            span = point.period.first / 12, (point.period.last + 1) / 12
            ax.axvspan(*span, color=GREY, alpha=0.18, linewidth=0)
        if point.breaks:
            ax.axvline(point.period.first / 12, color=INK, linestyle="-.", linewidth=1)
    if one.first is not None:
        ax.axvline(one.first.first / 12, color=GREY, linestyle=":", linewidth=1.4)


def _lines(ax: Axes, one: Followed) -> None:
    """Draw what it was before and what it should be as lines across."""
    if one.before is not None and one.before.tally.level is not None:
        ax.axhline(one.before.tally.level, color=GREY, linestyle=":", linewidth=1.2)
    if one.indicator.target is not None:
        ax.axhline(one.indicator.target.value, color=ORANGE, linestyle="--", linewidth=1.2)


def _scaled(ax: Axes, indicator: Indicator, wording: Wording) -> None:
    """Write the axis up as the values are read, from 0: what is cut off looks like a change."""
    low, high = ax.get_ylim()
    low = min(low, 0.0) if ax.dataLim.y0 < 0 else 0.0
    ax.set_ylim(low, high + AIR * (high - low))
    ax.yaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda x, _: amount_text(indicator, x, wording)))
    ax.tick_params(axis="both", labelsize=SMALL)


def _years(followed: FollowUp, names: list[str], drawn: Mapping[str, list[_Dot]]) -> Iterator[int]:
    """Yield the years in which there is something to draw, and from when the programme can show."""
    for name in names:
        first = followed.indicators[name].first
        yield from (int(dot.x) for dot in drawn[name])
        yield from [] if first is None else [first.first // 12]


def _dated(cells: list[Axes], drawn: list[int]) -> None:
    """Write the years in the middle of each."""
    first, last = min(drawn), max(drawn)
    every = max(1, (last - first) // 6)
    years = range(first, last + 1, every)
    cells[0].set_xlim(first - 0.1, last + 1.1)
    cells[0].set_xticks([year + 0.5 for year in years], list(map(str, years)))
    for ax in cells:
        ax.tick_params(axis="x", labelbottom=True)
