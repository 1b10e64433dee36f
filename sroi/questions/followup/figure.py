"""What was observed as a picture: one panel an indicator, over the same years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, islice
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

ACROSS, ON_PAGE, MOST = 2, 8, 50  # panels on a line, on a page, and in one picture
PANEL, AROUND = 1.75, 1.0  # inches
TITLE = 44  # characters on a line of a panel's title
AIR = 0.12  # of the height over and under what is drawn


@dataclass(frozen=True)
class _Dot:
    """One period as it is drawn: where in time, the value, its interval, and whether it counts."""

    span: tuple[float, float]  # in years
    y: float
    low: float | None
    high: float | None
    solid: bool
    series: int  # how many breaks there were before

    @property
    def x(self) -> float:
        """Return the middle of its span."""
        return sum(self.span) / 2


def followup_figure(followed: FollowUp, wording: Wording) -> Figure:
    """Return a panel an indicator: values with intervals, baseline, target, breaks."""
    drawn = _drawn(followed, wording)
    rest = len(drawn) - MOST
    note = wording.term("word.more", n=rest) if rest > 0 else ""
    return _figure(followed, dict(islice(drawn.items(), MOST)), note, wording)


def followup_pictures(followed: FollowUp, wording: Wording) -> Iterator[Figure]:
    """Yield the same as pictures that have room on a page each."""
    drawn = list(_drawn(followed, wording).items())
    for start in range(0, len(drawn), ON_PAGE):
        yield _figure(followed, dict(drawn[start : start + ON_PAGE]), "", wording)


def _drawn(followed: FollowUp, wording: Wording) -> dict[str, list[_Dot]]:
    """Return what is drawn by indicator; ``UsageError`` where nothing is."""
    dots = {name: _dots(one) for name, one in followed.indicators.items()}
    if not any(dots.values()):
        raise UsageError(wording.term("followup.nothing_to_draw"))
    return {name: each for name, each in dots.items() if each}


def _figure(
    followed: FollowUp, drawn: Mapping[str, list[_Dot]], note: str, wording: Wording
) -> Figure:
    rows, columns = math.ceil(len(drawn) / ACROSS), min(ACROSS, len(drawn))
    title = wording.term("followup.figure", name=followed.scenario.name)
    alt = " ".join([f"{title}.", *followup_sentences(followed, wording)])
    with panels(AROUND + PANEL * rows, alt, "y", rows, columns, "own") as (figure, grid):
        cells = [ax for line in grid for ax in line]
        for (name, dots), ax in zip(drawn.items(), cells, strict=False):
            _panel(ax, followed.indicators[name], dots, wording)
        for ax in cells[len(drawn) :]:
            ax.set_visible(False)
        _dated(cells, list(_years(followed, drawn)))
        titled(cells[0], title)
        noted(cells[0], wording.term("followup.legend"), note)
    return figure


def _dots(one: Followed) -> list[_Dot]:
    """Return what is drawn of an indicator: counts without exposure and money per year."""
    points = visible_series(one, annualise=True)
    breaks = list(accumulate(each.point.breaks for each in points))
    both = zip(points, breaks, strict=True)
    return [_dot(each, series) for each, series in both if each.value is not None]


def _dot(each: VisiblePoint, series: int) -> _Dot:
    span = each.point.period.first / 12, (each.point.period.last + 1) / 12
    value = each.value or 0.0
    return _Dot(span, value, each.low, each.high, each.point.usable and not each.about, series)


def _panel(ax: Axes, one: Followed, dots: list[_Dot], wording: Wording) -> None:
    """Draw one indicator."""
    ax.set_title(fill(one.indicator.name, TITLE, max_lines=2, placeholder="…"), fontsize=SMALL)
    _periods(ax, one)
    for number in {dot.series for dot in dots}:
        x, y = zip(*((dot.x, dot.y) for dot in dots if dot.series == number), strict=True)
        ax.plot(x, y, color=BLUE, linewidth=0.8, alpha=0.6)
    for dot in dots:
        if dot.low is not None and dot.high is not None:
            ax.plot([dot.x, dot.x], [dot.low, dot.high], color=BLUE, linewidth=1.6)
        if dot.span[1] - dot.span[0] > 1:
            ax.plot(dot.span, [dot.y, dot.y], color=BLUE, linewidth=1)
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
    ax.yaxis.set_major_formatter(FuncFormatter(lambda x, _: _tick(indicator, x, wording)))
    ax.tick_params(axis="both", labelsize=SMALL)


def _tick(indicator: Indicator, x: float, wording: Wording) -> str:
    if indicator.kind == "share":
        return wording.short_percent(x)
    return amount_text(indicator, x, wording)


def _years(followed: FollowUp, drawn: Mapping[str, list[_Dot]]) -> Iterator[int]:
    """Yield the years in which there is something to draw, and from when the programme can show."""
    for name, dots in drawn.items():
        first = followed.indicators[name].first
        yield from (int(dot.x) for dot in dots)
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
