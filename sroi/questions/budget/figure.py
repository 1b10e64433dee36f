"""Cost, grants and ordinary budgets by year, with the lowest point and the hand-over marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sroi.errors import UsageError
from sroi.figures.lettering import beneath, keyed_beneath, limit
from sroi.figures.style import BLUE, GREY, INK, ORANGE, amounts, axes, spanned, titled
from sroi.questions.budget.cash import ALL
from sroi.questions.budget.table import budget_money, budget_sentences, price_level
from sroi.schema.months import IN_A_YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.questions.budget.compute import Budget, PayerBudget
    from sroi.tables.cells import Money
    from sroi.wording import Wording

HEIGHT, WIDTH = 4.0, 0.7  # inches; of a bar, of a year
MANY = 14  # years; more are labelled upright
HATCHES = ((ORANGE, "///"), (GREY, "..."))  # of grants granted, and applied for


def budget_figure(budget: Budget, wording: Wording) -> Figure:
    """Return what all payers pay by year, and what that comes to."""
    payer, money = budget.payers[ALL], budget_money([budget], wording)
    if not any(flow.any() for flow in payer.base.values()):
        raise UsageError(wording.term("budget.no_figure"))
    level = price_level(budget.scenario, wording)
    title = wording.term("budget.figure", unit=money.unit, level=level)
    sentences = list(budget_sentences(budget, wording))
    with axes(HEIGHT, f"{title}. {_in_words(payer, money)} {' '.join(sentences)}", "y") as (
        figure,
        ax,
    ):
        _bars(ax, payer, wording)
        _cumulated(ax, payer, money)
        _handover(ax, budget, wording)
        years = list(payer.years)
        every = max(1, len(years) // (2 * MANY) + 1)
        ax.set_xticks(years[::every], list(map(str, years[::every])))
        ax.tick_params(axis="x", rotation=90 if len(years) > MANY else 0)
        ax.axhline(0.0, color=INK, linewidth=1)
        ax.use_sticky_edges = False
        ax.margins(y=0.14)
        amounts(ax, money, "y")
        spanned(ax, money, "y")
        keyed_beneath(figure)
        titled(ax, title)
    return figure


def _bars(ax: Axes, payer: PayerBudget, wording: Wording) -> None:
    """Draw the cost downwards: ordinary budgets plain, grants hatched, savings upwards."""
    years, base = list(payer.years), payer.base
    granted = base["grants"] - base["applied"]
    ordinary, term = base["own_budget"], wording.term
    hatched, dotted = ({"facecolor": "white", "edgecolor": c, "hatch": h} for c, h in HATCHES)
    parts = (
        ("budget_column.own_budget", -ordinary, 0.0 * ordinary, {"color": ORANGE}),
        ("budget.granted", -granted, -ordinary, hatched),
        ("column.applied", -base["applied"], -ordinary - granted, dotted),
        ("column.cashable", base["cashable"], 0.0 * ordinary, {"color": BLUE}),
    )
    for key, height, bottom, look in parts:
        if height.any():
            ax.bar(years, height, WIDTH, bottom, label=term(key), linewidth=0.8, **look)
    ax.plot(
        years,
        base["cumulative"],
        color=INK,
        marker="o",
        markersize=3.5,
        linewidth=1.4,
        label=term("budget_column.cumulative"),
    )


def _cumulated(ax: Axes, payer: PayerBudget, money: Money) -> None:
    """Mark the lowest cumulated point with its amount."""
    if payer.lowest is None:
        return
    year, amount = payer.lowest
    ax.plot([year], [amount], marker="v", markersize=9, color=INK, linestyle="none")
    text = money.wording.term("budget.lowest_mark", amount=money.text(amount), year=year)
    beneath(ax, year, amount, text)


def _handover(ax: Axes, budget: Budget, wording: Wording) -> None:
    """Draw a line where funding ends and ordinary budgets take over."""
    month = budget.handover
    if month is None:
        return
    x = month.year - 0.5 + (month.number - 1) / IN_A_YEAR
    limit(ax, x, wording.term("budget.handover_mark", month=str(month)))


def _in_words(payer: PayerBudget, money: Money) -> str:
    term = money.wording.term
    return " ".join(
        term(
            "budget.year_in_words",
            year=year,
            cost=money.text(float(payer.base["cost"][t])),
            own=money.text(float(payer.base["own_budget"][t])),
            cumulative=money.text(float(payer.base["cumulative"][t])),
        )
        for t, year in enumerate(payer.years)
    )
