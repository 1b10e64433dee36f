"""Runs and comparisons as pictures: the balance by year, who pays and gains, the spread of npv."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

import numpy as np
import seaborn as sns
from matplotlib.ticker import MaxNLocator

from sroi.figures.grids import HeatGrid, matrix
from sroi.figures.lettering import above, ends, lettered_beside, limit, roomy
from sroi.figures.style import BLUE, GREY, INK, ORANGE, PALE, amounts, axes, noted, titled, wrapped
from sroi.figures.years import years_by_alternative
from sroi.model import payers
from sroi.model.engine import results_of
from sroi.model.measures import MEASURES, NEVER, NO_COST, none_varies_in, nothing_known_in, payback
from sroi.model.totals import totals
from sroi.tables.cells import (
    common_money,
    money_for,
    short,
    society_amounts,
    view_in_text,
    view_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sroi.figures.years import PartsByPayer
    from sroi.model.balance import Balance
    from sroi.model.comparison import Comparison
    from sroi.model.projection import Projection
    from sroi.schema.scenario import Scenario
    from sroi.tables.cells import Money
    from sroi.wording import Wording

HEIGHT = 3.5  # inches
NAME = 30  # characters on a line of a scenario's name
MOST = 10  # payers that have a row of their own
EDGES = {4: "highest", 3: "high", 1: "low", 0: "lowest"}  # of the bands: which cut, which word


def unit_of(scenario: Scenario, money: Money) -> str:
    """Return the unit and price year of an axis."""
    year = scenario.price_year
    return money.wording.term("unit.money_axis", unit=money.unit, price_year=year)


def scenario_money(scenario: Scenario, drawn: Sequence[float], wording: Wording) -> Money:
    """Return the unit of a scenario's figures: that of its tables, and of what is drawn."""
    return money_for([*society_amounts(totals(results_of(scenario), ())), *drawn], wording)


def _paid(projection: Projection, view: str, wording: Wording) -> str:
    """Return when the base case is paid back, or why there is no such year."""
    year = float(payback(projection.base_totals, view)[0])
    if year == NEVER:
        return wording.term("figure.never_paid")
    if year == NO_COST:
        return wording.term("figure.no_cost")
    return wording.term("figure.paid_in", year=f"{year:.0f}")


def fan(projection: Projection, balance: Balance, wording: Wording) -> Figure:
    """Return the cumulative net by year: the base case, and 50 % and 90 % of the draws."""
    scenario, x = projection.scenario, np.array(balance.years)
    money = scenario_money(
        scenario, [*balance.base.tolist(), *balance.cuts.ravel().tolist()], wording
    )
    name = view_in_text(scenario, balance.view, wording)
    title = wording.term("figure.fan", view=name)
    paid = projection.base_value("payback_year", balance.view)
    end = wording.term("figure.ends_at", base=money.text(float(balance.base[-1])), unit=money.unit)
    spent = _paid(projection, balance.view, wording)
    named = _ends_of(balance, money)
    with axes(HEIGHT, f"{title}. {spent}. {end}", "y") as (figure, ax):
        ax.fill_between(x, balance.cuts[0], balance.cuts[4], color=BLUE, alpha=0.16, linewidth=0)
        ax.fill_between(x, balance.cuts[1], balance.cuts[3], color=BLUE, alpha=0.28, linewidth=0)
        ax.plot(x, balance.base, color=INK, linewidth=2, marker="o" if len(x) == 1 else "")
        ax.axhline(0.0, color=INK, linewidth=0.8)
        if not np.isnan(paid):
            at = float(balance.base[list(balance.years).index(int(paid))])
            ax.plot([paid], [at], marker="o", color=ORANGE, markersize=8)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel(unit_of(scenario, money))
        amounts(ax, money, "y")
        titled(ax, f"{title}. {spent}")
        noted(ax, wording.term("figure.bands") if len(named) > 1 else "")
        ends(ax, float(x[-1]), named)
    return figure


def _ends_of(balance: Balance, money: Money) -> list[tuple[float, str]]:
    """Return where the base case and the edges of the bands end, and what they are called."""
    term, base = money.wording.term, float(balance.base[-1])
    named = [(base, term("figure.base_at", x=money.text(base)))]
    edges = {key: float(balance.cuts[cut][-1]) for cut, key in EDGES.items()}
    if money.text(edges["lowest"]) == money.text(edges["highest"]):
        return named
    return named + [
        (edge, term(f"figure.{key}", x=money.text(edge))) for key, edge in edges.items()
    ]


def payers_by_year(projection: Projection, wording: Wording) -> Figure:
    """Return what each payer bears (down) and saves (up) each year, in the base case."""
    scenario, money = projection.scenario, common_money([projection], wording)
    words = (wording.term("figure.payers"), unit_of(scenario, money))
    borne = _largest(_by_payer(projection), wording)
    return years_by_alternative([("", borne)], scenario.years, words, money)


def _largest(borne: PartsByPayer, wording: Wording) -> PartsByPayer:
    """Return the payers with the most, and the others together."""
    if len(borne) <= MOST:
        return borne
    order = sorted(borne, key=lambda payer: -float(np.abs(borne[payer]).sum()))
    named = {payer: parts for payer, parts in borne.items() if payer in order[: MOST - 1]}
    cost, gain = np.sum([borne[payer] for payer in order[MOST - 1 :]], axis=0)
    return named | {wording.term("word.more", n=len(borne) - MOST + 1): (cost, gain)}


def _by_payer(projection: Projection) -> PartsByPayer:
    """Return the cost and the benefit of every payer with any, by year."""
    scenario, base = projection.scenario, projection.base
    costs, gains = payers.costs(base), payers.benefits(base)
    return {
        who.name or payer: (costs[payer][0], gains[payer][0])
        for payer, who in scenario.payers.items()
        if costs[payer].any() or gains[payer].any()
    }


def spread(projection: Projection, view: str, wording: Wording) -> Figure:
    """Return the distribution of npv over the draws, with the share above 0."""
    scenario, values = projection.scenario, projection.values("npv", view)
    money = scenario_money(scenario, [float(values.min()), float(values.max())], wording)
    positive = wording.percent(float((values > 0.0).mean()))
    title = wording.term("figure.spread", view=view_in_text(scenario, view, wording))
    share = wording.term("figure.positive", share=positive)
    if none_varies_in(scenario, view):
        share = wording.term("figure.unvaried")
    label = f"{title}: {share}"
    with axes(HEIGHT, label, "y") as (figure, ax):
        if values.size > 1 and np.ptp(values) > 0.0:
            low, high = np.quantile(values, [0.002, 0.998])  # the rest would flatten the picture
            edges = np.linspace(low, high, 51)
            for side, colour in ((values <= 0.0, ORANGE), (values > 0.0, BLUE)):
                if side.any():
                    sns.histplot(values[side], bins=list(edges), ax=ax, color=colour, linewidth=0)
        else:
            ax.axvline(float(values[0]), color=BLUE, linewidth=3)
        limit(ax, 0.0, "0", style="-", colour=INK)
        ax.set_yticks([])
        ax.set_ylabel(wording.term("figure.worlds"))
        ax.set_xlabel(unit_of(scenario, money))
        amounts(ax, money)
        titled(ax, label)
        roomy(ax)
    return figure


def intervals(comparison: Comparison, wording: Wording) -> Figure:
    """Return npv of every scenario: base case and 90 % of the draws; an unknown effect is open."""
    projections, view = comparison.projections, comparison.perspective
    money, first = (
        common_money(projections.values(), wording),
        comparison.projections[comparison.reference],
    )
    name = view_in_text(first.scenario, view, wording)
    title, labels = wording.term("figure.intervals", view=name), short(projections)
    unknown = {n for n, p in projections.items() if nothing_known_in(p.scenario, view)}
    note, lines = wording.term("figure.open") if unknown else "", [title]
    with axes(1.3 + 0.5 * len(labels), title) as (figure, ax):
        for row, (key, projection) in enumerate(projections.items()):
            draw = _open if key in unknown else _interval
            lines.append(f"{labels[row]}: {draw(ax, row, projection, view, money)}")
        figure.set_label(". ".join([*lines, note]).removesuffix(". "))
        ax.axvline(0.0, color=INK, linewidth=1)
        ax.set_yticks(range(len(labels)), [wrapped(label, NAME) for label in labels])
        ax.set_ylim(max(len(labels), 2) - 0.5, -0.8)
        ax.set_xlabel(f"{wording.term('measure.npv')}, {unit_of(first.scenario, money)}")
        amounts(ax, money)
        titled(ax, title)
        noted(ax, note)
        roomy(ax)
        _opened(ax)
    return figure


def _interval(ax: Axes, row: int, projection: Projection, view: str, money: Money) -> str:
    """Draw one scenario's interval; return it in words."""
    base, write = projection.base_value("npv", view), money.text
    cuts = projection.summary("npv", view).percentiles
    low, high = (base if x is None else x for x in (cuts[5], cuts[95]))
    ax.plot([low, high], [row, row], color=PALE, linewidth=6, solid_capstyle="butt")
    ax.plot([base], [row], marker="D", color=INK, markersize=6)
    above(ax, base, row, write(base))
    return f"{write(base)} ({write(low)} – {write(high)})"


def _open(ax: Axes, row: int, projection: Projection, view: str, money: Money) -> str:
    """Mark the cost of an unknown effect, from which the net goes nobody knows how far right."""
    cost = projection.base_value("pv_costs", view)
    ax.plot([-cost, 0.0], [row, row], color=GREY, linewidth=1.4, linestyle=":", gid="open")
    ax.plot([-cost], [row], marker="|", color=GREY, markersize=12, markeredgewidth=1.6)
    text = money.wording.term("figure.only_cost", cost=money.text(cost))
    lettered_beside(ax, -cost, row - 0.33, text, off=0)
    return text


def _opened(ax: Axes) -> None:
    """Lead the lines that have no end out to the edge of the figure, with an open arrow."""
    edge = ax.get_xlim()[1]
    for line in [line for line in ax.lines if line.get_gid() == "open"]:
        (start, row), _ = np.column_stack([line.get_xdata(), line.get_ydata()]).tolist()
        line.set_data([start, edge], [row, row])
        ax.plot(
            [edge],
            [row],
            marker=">",
            color="white",
            markeredgecolor=GREY,
            markersize=8,
            clip_on=False,
        )


def who_gains(projections: Mapping[str, Projection], wording: Wording) -> Figure:
    """Return each payer's net in each scenario, in the base case, as a matrix."""
    payers = dict.fromkeys(
        p for projection in projections.values() for p in projection.scenario.payers
    )
    money = common_money(projections.values(), wording)
    first = next(iter(projections.values())).scenario
    net = [[_net_of(projection, payer) for projection in projections.values()] for payer in payers]
    names = []
    for payer in payers:
        scenario = next(m.scenario for m in projections.values() if payer in m.scenario.payers)
        names.append(view_name(scenario, payer, wording))
    values = np.array([[nan if x is None else x for x in row] for row in net], dtype=float)
    texts = [[_net_text(x, money) for x in row] for row in net]
    title = f"{wording.term('figure.who_gains')}, {unit_of(first, money)}"
    return matrix(HeatGrid(values, names, short(projections), texts), title, money)


def _net_of(projection: Projection, payer: str) -> float | None:
    """Return a payer's net: NaN where it is unknown, None where there is no such payer."""
    if payer not in projection.scenario.payers:
        return None
    return (
        nan if nothing_known_in(projection.scenario, payer) else projection.base_value("npv", payer)
    )


def _net_text(net: float | None, money: Money) -> str:
    """Return a net in words: unknown is told apart from no such payer."""
    if net is None:
        return money.wording.term("word.none")
    return money.wording.term("word.unknown") if isnan(net) else money.text(net)


def axis_title(scenario: Scenario, measure: str, view: str, money: Money) -> str:
    """Return the title of an axis: measure, perspective, unit and price year."""
    wording = money.wording
    return wording.term(
        "unit.axis",
        measure=wording.term(f"measure.{measure}"),
        view=view_name(scenario, view, wording),
        unit=money.unit if MEASURES[measure].is_amount else "",
        price_year=scenario.price_year,
    )
