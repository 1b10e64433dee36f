"""Who pays, per alternative: a panel each, on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from textwrap import fill
from typing import TYPE_CHECKING

from matplotlib.patches import Patch

from sroi.figures.lettering import lettered_beside, roomy
from sroi.figures.style import GREY, INK, SMALL, amounts, panels, spanned, titled, wrapped
from sroi.model.payers import payments_by_source
from sroi.tables.cells import VISIBLE, common_money, short, view_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from matplotlib.text import Text

    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.tables.cells import Money
    from sroi.wording import Wording

NAME = 26  # characters on a line of a payer's name
ROW, LINE, HEAD, MARGIN = 0.22, 0.13, 0.5, 0.85  # inches: per bar, line of a name, panel; around
ACROSS = 3  # panels beside each other
AMOUNTS, BAR = 46, 8  # characters that all panels have for amounts and bars; that a bar takes
SUM, WITHIN = 7.5, 6.5  # points: the amount beside a bar, and within a part of it
# From dark to light: told apart also in grey.
SHADES = (("#1f4e79", "white"), ("#5b93c2", INK), ("#a9cce6", INK), ("#f4f4f4", INK))


@dataclass(frozen=True)
class Contribution:
    """What a payer bears by where it is from, in currency units: grants by status, its budget."""

    granted: float = 0.0
    applied: float = 0.0
    given_in_kind: float = 0.0
    own_budget: float = 0.0

    @property
    def total(self) -> float:
        """Return all that the payer bears."""
        return self.granted + self.applied + self.given_in_kind + self.own_budget


ContributionsByName = Sequence[tuple[str, Mapping[str, Contribution]]]


def shares_by_alternative(
    alternatives: ContributionsByName, title: str, axis: str, money: Money
) -> Figure:
    """Return who pays in each alternative: a panel each, a bar per payer, split by where from."""
    payers = list(dict.fromkeys(payer for _, borne in alternatives for payer in borne))
    words = tuple(money.wording.term(f"column.{field.name}") for field in fields(Contribution))
    across = _across(alternatives, money)
    down = -(-len(alternatives) // across)
    labels = [wrapped(payer, NAME) for payer in payers]
    row = max(ROW, LINE * max(label.count("\n") + 1 for label in labels))
    height = MARGIN + down * (HEAD + row * max(2, len(payers)))
    alt = f"{title}. {axis}. " + ". ".join(
        f"{name}: {_in_words(borne, words, money)}" for name, borne in alternatives
    )
    with panels(height, alt, "x", down, across) as (figure, drawn):
        cells = [ax for line in drawn for ax in line]
        written = []
        for ax, (name, borne) in zip(cells, alternatives, strict=False):
            written += _bars(ax, payers, borne, money)
            ax.set_title(_heading(name, across), fontsize=SMALL, fontweight="bold")
        for ax in cells[len(alternatives) :]:
            ax.set_visible(False)
        _scaled(cells[: len(alternatives)], labels, across, money)
        _keyed(figure, words, alternatives)
        titled(cells[0], f"{title}, {axis}")
        _fitting(written, figure)
    return figure


def _across(alternatives: ContributionsByName, money: Money) -> int:
    """Return how many panels stand beside each other, so that bars and amounts have room."""
    amounts = [money.text(c.total) for _, borne in alternatives for c in borne.values()]
    longest = max(map(len, amounts), default=0)
    return max(1, min(len(alternatives), ACROSS, AMOUNTS // (longest + BAR)))


def _keyed(figure: Figure, words: Sequence[str], alternatives: ContributionsByName) -> None:
    """Write beneath the figure what the parts of a bar are, as far as there are any."""
    drawn = [astuple(each) for _, borne in alternatives for each in borne.values()]
    looks = [
        Patch(facecolor=shade, edgecolor=GREY, linewidth=0.5, label=word)
        for i, ((shade, _), word) in enumerate(zip(SHADES, words, strict=True))
        if any(parts[i] for parts in drawn)
    ]
    figure.legend(handles=looks, loc="outside lower center", ncols=4, frameon=False, fontsize=SMALL)


def _in_words(borne: Mapping[str, Contribution], words: Sequence[str], money: Money) -> str:
    """Return what every payer bears, and of what, in words."""
    lines = []
    for payer, contribution in borne.items():
        parts = [
            f"{word} {money.text(x)}"
            for word, x in zip(words, astuple(contribution), strict=True)
            if x
        ]
        of = f" ({', '.join(parts)})" if parts else ""
        lines.append(f"{payer} {money.text(contribution.total)}{of}")
    return "; ".join(lines)


def _heading(name: str, across: int) -> str:
    return fill(name, 84 // across - (8 if across > 1 else 0), max_lines=3, placeholder="…")


def _bars(
    ax: Axes, payers: Sequence[str], borne: Mapping[str, Contribution], money: Money
) -> list[tuple[Text, Rectangle]]:
    """Draw what each payer bears, the sum at the end; return the amounts of the parts, each in its.

    Parts lie from 0 outwards.
    """
    written = []
    for row, payer in enumerate(payers):
        if payer not in borne:
            lettered_beside(ax, 0.0, row, money.wording.term("word.none"))
            continue
        ends, parts = {True: 0.0, False: 0.0}, astuple(borne[payer])
        for x, (shade, ink) in zip(parts, SHADES, strict=True):
            bars = ax.barh(row, x, 0.72, ends[x > 0.0], color=shade, edgecolor=GREY, linewidth=0.5)
            ends[x > 0.0] += x
            if 0.0 != x != borne[payer].total:
                written.append((_within(ax, bars[0], money.text(x), ink), bars[0]))
        lettered_beside(ax, ends[True], row, money.text(borne[payer].total), size=SUM)
    ax.axvline(0.0, color=INK, linewidth=1)
    return written


def _within(ax: Axes, bar: Rectangle, text: str, ink: str) -> Text:
    """Write an amount within its part of a bar."""
    x, y = bar.get_center()
    written = ax.text(x, y, text, ha="center", va="center", fontsize=WITHIN, color=ink, zorder=5)
    written.set_in_layout(False)
    return written


def _fitting(written: Sequence[tuple[Text, Rectangle]], figure: Figure) -> None:
    """Take away amounts that are wider than their part."""
    figure.draw_without_rendering()
    for text, bar in written:
        if text.get_window_extent().width > bar.get_window_extent().width - 4:
            text.remove()


def _scaled(cells: Sequence[Axes], labels: Sequence[str], across: int, money: Money) -> None:
    """Give all panels one scale with room for every amount, the lowest of each column its ticks."""
    cells[0].set_yticks(range(len(labels)), labels)
    cells[0].set_ylim(max(len(labels), 2) - 0.4, -0.6)
    amounts(cells[0], money, most=3)
    cells[0].margins(x=0.02)
    spanned(cells[0], money, "x")
    for i, ax in enumerate(cells):
        ax.tick_params(axis="y", length=0, labelsize=SUM)
        ax.tick_params(axis="x", labelbottom=i + across >= len(cells), labelsize=SMALL)
    roomy(*cells)


def who_pays(comparison: Comparison, wording: Wording) -> Figure:
    """Return what each payer bears in each alternative, over all years, undiscounted."""
    projections = comparison.projections
    money = common_money(projections.values(), wording)
    parts = [
        (name, _contributions(projection, wording))
        for name, projection in zip(short(projections), projections.values(), strict=True)
    ]
    first = projections[comparison.reference].scenario
    axis = wording.term("unit.undiscounted", unit=money.unit, price_year=first.price_year)
    return shares_by_alternative(parts, wording.term("figure.who_pays"), axis, money)


def _contributions(projection: Projection, wording: Wording) -> dict[str, Contribution]:
    """Return what each payer bears by its name, rounding left out; those who never pay too."""
    contributions = {}
    for payer in projection.scenario.payers:
        sums = {
            key: float(x.sum()) for key, x in payments_by_source(projection.base, payer).items()
        }
        seen = {key: x for key, x in sums.items() if abs(x) >= VISIBLE}
        contributions[view_name(projection.scenario, payer, wording)] = Contribution(**seen)
    return contributions
