"""Who pays and who saves year by year, a row per payer, in one alternative or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.flows import Array
from sroi.figures.style import (
    BLUE,
    INK,
    ORANGE,
    SMALL,
    amounts,
    noted,
    panels,
    spanned,
    titled,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.tables.cells import Money

NAME = 22  # characters on a line of a payer's name
MARGIN, LEAST, MOST, LINE = 0.85, 0.55, 1.3, 0.2  # inches: around all, a panel, a line over it
ALL = 2.6  # inches that all panels share where they are few
PANELS = 58  # characters that all panels have beside each other
YEAR = 4.9  # of them a year takes
FEW = 6  # years; where there are fewer, the bars are no wider
UPRIGHT = 2.6  # times as many years have room if they stand upright
CostAndSaving = tuple[Array, Array]  # cost and saving, each by year
PartsByPayer = Mapping[str, CostAndSaving]
PartsByName = Sequence[tuple[str, PartsByPayer]]


def years_by_alternative(
    alternatives: PartsByName, years: Sequence[int], words: tuple[str, str], money: Money
) -> Figure:
    """Return cost (down) and saving (up) per year: a row per payer, a column per alternative.

    ``words`` are the title and the axis. Years after the last with anything are left out, and
    that is said.
    """
    payers = list(dict.fromkeys(payer for _, borne in alternatives for payer in borne))
    years, note = _with_something(alternatives, years, money)
    sentences = [
        f"{name + ', ' if name else ''}{payer}: {_sums(parts, money)}"
        for name, borne in alternatives
        for payer, parts in borne.items()
    ]
    alt = ". ".join([*words, *sentences, note]).removesuffix(". ")
    rows, columns = max(1, len(payers)), len(alternatives)
    with panels(_height(rows, columns), alt, "y", rows, columns) as (figure, drawn):
        for line, payer in zip(drawn, payers, strict=False):
            _row(line, payer, [borne.get(payer) for _, borne in alternatives], years, money)
        for ax, (name, _) in zip(drawn[0], alternatives, strict=True):
            heading = fill(name, PANELS // columns, max_lines=3, placeholder="…")
            ax.set_title(f"{heading}\n{ax.get_title('left')}".strip(), fontsize=SMALL)
        _dated([ax for line in drawn for ax in line], years, columns, money)
        titled(drawn[0][0], f"{words[0]}, {words[1]}")
        noted(drawn[0][0], note)
    return figure


def _height(rows: int, columns: int) -> float:
    """Return how high the figure is, in inches."""
    lines = 1 if columns == 1 else 2
    return MARGIN + rows * (min(MOST, max(LEAST, ALL / rows)) + LINE * lines)


def _row(
    line: Sequence[Axes],
    payer: str,
    borne: Sequence[CostAndSaving | None],
    years: Sequence[int],
    money: Money,
) -> None:
    """Draw one payer's years in every alternative, with the sums over them."""
    for ax, parts in zip(line, borne, strict=True):
        sums = _sums(parts, money) if parts else money.wording.term("word.none")
        ax.set_title(fill(sums, PANELS // len(line)), fontsize=SMALL)
        cost, gain = (part[: len(years)] for part in parts or (0.0 * np.array(years),) * 2)
        width = 0.7 * min(1.0, len(years) / FEW)
        ax.bar(years, -cost, width, color=ORANGE)
        ax.bar(years, gain, width, color=BLUE)
        ax.axhline(0.0, color=INK, linewidth=1)
    line[0].set_ylabel(
        wrapped(payer, NAME), rotation=0, ha="right", va="center", fontsize=SMALL, labelpad=8
    )


def _with_something(
    alternatives: PartsByName, years: Sequence[int], money: Money
) -> tuple[list[int], str]:
    """Return the years up to the last with a cost or a saving, and that there is no more."""
    used = [part.nonzero()[0] for _, b in alternatives for parts in b.values() for part in parts]
    last = max((int(places.max()) for places in used if places.size), default=len(years) - 1)
    note = money.wording.term("figure.nothing_after", year=years[last])
    return list(years)[: last + 1], note if last + 1 < len(years) else ""


def _sums(parts: CostAndSaving, money: Money) -> str:
    """Return the sum of the cost, and of the saving where there is any, in words."""
    cost, gain = (float(part.sum()) for part in parts)
    sums = [money.wording.term("figure.cost", money=money.text(cost))]
    sums += [money.wording.term("figure.saving", money=money.text(gain))] if gain else []
    return ", ".join(sums)


def _dated(cells: Sequence[Axes], years: Sequence[int], across: int, money: Money) -> None:
    """Label every year, upright where they are many, and the amounts."""
    room = PANELS / across / YEAR
    every = max(1, -(-len(years) // int(UPRIGHT * room)))
    ax = cells[0]
    ax.set_xticks(years[::every], list(map(str, years[::every])))
    ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    amounts(ax, money, "y", most=3)
    ax.margins(y=0.06)
    spanned(ax, money, "y")
    for each in cells:
        each.tick_params(axis="x", rotation=90 if len(years) > room else 0, labelsize=SMALL)
        each.tick_params(axis="y", labelsize=SMALL)
