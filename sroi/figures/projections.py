"""Runs and comparisons as pictures: the balance by year, who pays and gains, the spread of npv."""

from collections.abc import Mapping

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sroi import payers
from sroi.balance import Balance
from sroi.comparison import Comparison
from sroi.figures.curves import matrix
from sroi.figures.style import BLUE, GREY, INK, ORANGE, amounts, axes, titled, wrapped
from sroi.flows import Array
from sroi.measures import none_varies_in, nothing_known_in
from sroi.projection import Projection
from sroi.schema.scenario import Scenario
from sroi.tables.cells import Money, common_money, money_for, view_in_text, view_name
from sroi.tables.compared import short
from sroi.wording import Wording

HEIGHT = 3.5  # inches
HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++")


def unit_of(scenario: Scenario, money: Money) -> str:
    """Return the unit and price year of an axis."""
    year = scenario.price_year
    return money.wording.term("unit.money_axis", unit=money.unit, price_year=year)


def fan(projection: Projection, made: Balance, wording: Wording) -> Figure:
    """Return the cumulative net by year: base case, mean, median, 50 % and 90 % of the draws."""
    scenario, x = projection.scenario, np.array(made.years)
    money = money_for([*made.base.tolist(), *made.cuts.ravel().tolist()], wording)
    name = view_in_text(scenario, made.view, wording)
    title = wording.term("figure.fan", view=name)
    paid = projection.base_value("payback_year", made.view)
    end = wording.term("figure.ends_at", base=money.text(float(made.base[-1])), unit=money.unit)
    never = wording.term("figure.never_paid")
    told = never if np.isnan(paid) else wording.term("figure.paid_in", year=f"{paid:.0f}")
    with axes(HEIGHT, f"{title}. {told}. {end}", "y") as (figure, ax):
        ax.fill_between(x, made.cuts[0], made.cuts[4], color=BLUE, alpha=0.16, linewidth=0)
        ax.fill_between(x, made.cuts[1], made.cuts[3], color=BLUE, alpha=0.28, linewidth=0)
        ax.plot(x, made.cuts[2], color=BLUE, linewidth=1.2, linestyle=":")
        ax.plot(x, made.mean, color=BLUE, linewidth=1.4, linestyle="--")
        ax.plot(x, made.base, color=INK, linewidth=2)
        ax.axhline(0.0, color=INK, linewidth=0.8)
        if not np.isnan(paid):
            at = float(made.base[list(made.years).index(int(paid))])
            ax.plot([paid], [at], marker="o", color=ORANGE, markersize=8)
        _named_ends(ax, made, wording)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel(unit_of(scenario, money))
        amounts(ax, money, "y")
        titled(ax, f"{title}. {told}")
    return figure


def _named_ends(ax: Axes, made: Balance, wording: Wording) -> None:
    """Name every line and band at its end, far enough from the others to be read."""
    ends = {
        "figure.base": float(made.base[-1]),
        "figure.mean": float(made.mean[-1]),
        "figure.median": float(made.cuts[2][-1]),
        "figure.high": float(made.cuts[4][-1]),
        "figure.low": float(made.cuts[0][-1]),
    }
    bottom, top = ax.get_ylim()
    apart = 0.06 * (top - bottom)
    level = -np.inf
    for key, end in sorted(ends.items(), key=lambda item: item[1]):
        level = max(end, level + apart)
        ax.annotate(
            wording.term(key), (made.years[-1], level), xytext=(5, 0), va="center",
            textcoords="offset points", fontsize=8, annotation_clip=False,
        )  # fmt: skip


def payers_by_year(projection: Projection, wording: Wording) -> Figure:
    """Return what each payer bears (below) and saves (above) each year, in the base case."""
    scenario, years = projection.scenario, list(projection.scenario.years)
    money, title = common_money([projection], wording), wording.term("figure.payers")
    shown = _by_payer(projection)
    alt = f"{title}. " + ". ".join(
        f"{name}: {money.text(float(c.sum()))}, {money.text(float(g.sum()))}"
        for name, (c, g) in shown.items()
    )
    looks = [
        {"facecolor": colour, "hatch": HATCHES[i % len(HATCHES)], "edgecolor": "white"}
        for i, colour in enumerate(sns.color_palette("colorblind", len(shown)))
    ]
    with axes(HEIGHT, alt, "y") as (figure, ax):
        below, above = np.zeros(len(years)), np.zeros(len(years))
        for look, (cost, gain) in zip(looks, shown.values(), strict=True):
            for values, start in ((-cost, below), (gain, above)):
                ax.bar(years, values, bottom=start, width=0.7, linewidth=0.4, **look)
                start += values
        ax.axhline(0.0, color=INK, linewidth=1)
        handles = [Patch(label=name, **look) for name, look in zip(shown, looks, strict=True)]
        figure.legend(
            handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=8
        )
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel(unit_of(scenario, money))
        amounts(ax, money, "y")
        titled(ax, title)
    return figure


def _by_payer(projection: Projection) -> dict[str, tuple[Array, Array]]:
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
    money = money_for([float(values.min()), float(values.max())], wording)
    title = wording.term("figure.spread", view=view_in_text(scenario, view, wording))
    positive = wording.percent(float((values > 0.0).mean()))
    told = wording.term("figure.positive", share=positive)
    if none_varies_in(scenario, view):
        told = wording.term("figure.unvaried")
    with axes(HEIGHT, f"{title}. {told}", "y") as (figure, ax):
        if values.size > 1 and np.ptp(values) > 0.0:
            low, high = np.quantile(values, [0.002, 0.998])  # the rest would flatten the picture
            edges = np.linspace(low, high, 51)
            for side, colour in ((values <= 0.0, ORANGE), (values > 0.0, BLUE)):
                if side.any():
                    sns.histplot(values[side], bins=list(edges), ax=ax, color=colour, alpha=0.85)
        else:
            ax.axvline(float(values[0]), color=BLUE, linewidth=3)
        ax.axvline(0.0, color=INK, linewidth=1)
        ax.text(0.99, 0.97, told, transform=ax.transAxes, ha="right", va="top", fontsize=9)
        ax.set_yticks([])
        ax.set_ylabel(wording.term("figure.worlds"))
        ax.set_xlabel(unit_of(scenario, money))
        amounts(ax, money)
        titled(ax, title)
    return figure


def intervals(made: Comparison, wording: Wording) -> Figure:
    """Return npv of every scenario: base case, mean, and 90 % of the draws."""
    projections, view = made.projections, made.perspective
    money, first = common_money(projections.values(), wording), made.projections[made.reference]
    name = view_in_text(first.scenario, view, wording)
    title, labels = wording.term("figure.intervals", view=name), short(projections)
    told = []
    with axes(1.0 + 0.45 * len(labels), title) as (figure, ax):
        for row, (label, projection) in enumerate(zip(labels, projections.values(), strict=True)):
            told.append(f"{label}: {_interval(ax, row, projection, view, money)}")
        figure.set_label(f"{title}. {'. '.join(told)}")
        ax.axvline(0.0, color=INK, linewidth=1)
        ax.set_yticks(range(len(labels)), [wrapped(label) for label in labels])
        ax.set_ylim(len(labels) - 0.4, -0.6)
        unit = wording.term(
            "unit.money_axis", unit=money.unit, price_year=first.scenario.price_year
        )
        ax.set_xlabel(f"{wording.term('measure.npv')}, {unit}")
        ax.margins(x=0.12)
        amounts(ax, money)
        titled(ax, title)
    return figure


def _interval(ax: Axes, row: int, projection: Projection, view: str, money: Money) -> str:
    """Draw one scenario's interval; return it in words."""
    base, write, wording = projection.base_value("npv", view), money.text, money.wording
    if nothing_known_in(projection.scenario, view):
        cost = -projection.base_value("pv_costs", view)
        ax.plot([cost], [row], marker="|", markersize=14, color=GREY)
        text = wording.term("figure.only_cost", cost=write(-cost))
        _note(ax, cost, row, text)
        return text
    cuts = projection.summary("npv", view).percentiles
    low, high = cuts[5] or base, cuts[95] or base
    ax.plot([low, high], [row, row], color=BLUE, linewidth=5, alpha=0.45, solid_capstyle="butt")
    ax.plot([base], [row], marker="D", color=INK, markersize=6)
    _note(ax, base, row, write(base))
    return f"{write(base)} ({write(low)} – {write(high)})"


def _note(ax: Axes, x: float, row: int, text: str) -> None:
    ax.annotate(
        text, (x, row), xytext=(0, 7), textcoords="offset points", ha="center", va="bottom",
        fontsize=8,
    )  # fmt: skip


def who_gains(projections: Mapping[str, Projection], wording: Wording) -> Figure:
    """Return each payer's net in each scenario, in the base case, as a matrix."""
    payers = dict.fromkeys(p for made in projections.values() for p in made.scenario.payers)
    money = common_money(projections.values(), wording)
    first = next(iter(projections.values())).scenario
    values, texts = np.zeros((len(payers), len(projections))), []
    for i, payer in enumerate(payers):
        texts.append([""] * len(projections))
        for j, made in enumerate(projections.values()):
            if payer not in made.scenario.payers:
                texts[i][j] = wording.term("word.none")
            elif nothing_known_in(made.scenario, payer):
                texts[i][j] = wording.term("word.unknown")
            else:
                values[i, j] = made.base_value("npv", payer)
                texts[i][j] = money.text(values[i, j])
    names = []
    for payer in payers:
        scenario = next(m.scenario for m in projections.values() if payer in m.scenario.payers)
        names.append(view_name(scenario, payer, wording))
    unit = unit_of(first, money)
    title = f"{wording.term('figure.who_gains')}, {unit}"
    return matrix(values, names, short(projections), texts, title)
