"""Pictures: each says in words what it shows, fits a page, and never relies on colour alone."""

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text

import sroi
from sroi.errors import UsageError
from sroi.figures import alternatives, bars, curves, grids, projections, years
from sroi.figures.lettering import apart
from sroi.figures.run import comparison_figure, run_figure
from sroi.figures.style import WIDTH, AmountTicks, axes, contrast, figure_content
from sroi.model.balance import balance
from sroi.model.comparison import compare
from sroi.model.engine import results_of
from sroi.model.projection import simulate as projected
from sroi.model.totals import totals
from sroi.questions.breakeven.figure import breakeven_figure, grid
from sroi.questions.breakeven.grid import two_way
from sroi.questions.breakeven.table import breakeven_page
from sroi.questions.difference.compute import explained
from sroi.questions.difference.figure import difference_figure
from sroi.questions.information.compute import (
    Information,
    Worth,
    acceptability,
    groups_of,
    information,
)
from sroi.questions.information.figure import information_figure
from sroi.questions.information.table import information_page
from sroi.questions.sensitivity.compute import OneWay, Swing, one_way
from sroi.questions.sensitivity.figure import sensitivity_figure
from sroi.questions.sweep.compute import Grid, sweep
from sroi.questions.sweep.figure import sweep_figure
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.questions.waterfall.figure import waterfall_figure
from sroi.tables.cells import Money
from sroi.wording import Wording
from tests.drawn import misplaced
from tests.strategies import load
from tests.test_projection import DATA

EN, SV = Wording("en", "SEK"), Wording("sv", "SEK")
KRONOR, THOUSANDS = Money(SV, 1), Money(SV, 1e3)
BOARD = "Barn- och utbildningsnämnden"
LONG = f"{BOARD}: sannolikhet för återkomst till familjehem efter avslutad insats, per barn och år"
WORD = "Specialpedagogikinstitutionssamverkansavtalskostnadsersättningar"  # 64 letters, no space
VARVADERSTORGET = "tests/before/varvaderstorget"


@pytest.fixture(scope="module")
def scenario():
    return sroi.load("docs/examples/home-visits.yaml")


@pytest.fixture(scope="module")
def tornado(scenario):
    return sensitivity_figure(scenario, one_way(scenario, "npv", "public"), EN)


def texts(figure):
    """Return every text drawn."""
    figure.draw_without_rendering()
    return {text.get_text().replace("\n", " ") for text in figure.findobj(match=is_text)}


def is_text(artist):
    return hasattr(artist, "get_text") and bool(artist.get_text())


NAMES = (
    "50 % ($) – 60 % ($)",
    "Rent $500 & lunch $20",
    "$x^2_i$",
    "\\frac{1}{2} $\\alpha",
    "a_b^{c",
)


@pytest.fixture(scope="module", params=NAMES)
def named(request):
    """Return a scenario in which everything has a name that could be mathematics."""
    name = request.param
    payers = {key: {"name": f"{name} {key}", "sector": "municipality"} for key in ("town", "fund")}
    outcome = {
        "name": name, "baseline": 0.2, "unit_cost": 900, "payers": {"town": 0.5, "fund": 0.5},
        "effect": {"relative_risk": {"low": 0.4, "base": 0.5, "high": 0.8}, "basis": "expert"},
    }  # fmt: skip
    part = {"name": name, "amount": {"low": 50, "base": 70, "high": 90}, "payer": "town"}
    data = DATA | {"name": name, "payers": payers, "costs": {"rent": part}}
    return load(data | {"outcomes": {"a": outcome}}), name


def test_a_name_is_drawn_letter_by_letter(named):
    """Dollars are money, never the beginning of a formula: in every figure, as in its text."""
    scenario, name = named
    run, compared = projected(scenario, 64), compare([scenario, scenario], draws=64)
    base = totals(results_of(scenario))
    figures = [
        run_figure(run, EN),
        comparison_figure(compared, EN),
        sensitivity_figure(scenario, one_way(scenario, "npv", "public"), EN),
        breakeven_figure(scenario, base, "public", None, EN),
        waterfall_figure(scenario, base_waterfalls(scenario)["town"], EN),
        projections.payers_by_year(run, EN),
        projections.who_gains(compared.projections, EN),
        projections.spread(run, "town", EN),
    ]
    for figure in figures:
        for ending in (".svg", ".png", ".pdf"):
            assert figure_content(figure, ending)
        assert not any(text.get_parse_math() for text in figure.findobj(Text))
    assert sum(any(name in text for text in texts(figure)) for figure in figures) >= 5


def test_a_figure_is_as_wide_as_a_page(tornado):
    """16 cm, the text of an A4 page."""
    assert isinstance(tornado, Figure)
    assert tornado.get_figwidth() == pytest.approx(WIDTH)


def test_both_ends_of_a_bar_are_named(tornado, scenario):
    """The number's values stand at the ends: colour is not the only signal."""
    told = texts(tornado)
    swing = one_way(scenario, "npv", "public").swings[0]
    assert {EN.short(swing.low_value), EN.short(swing.high_value)} <= told
    assert "Net (benefit less cost), Public sector, SEK thousand, 2024 prices" in told


def test_the_alt_text_is_stored(tornado):
    """In the metadata of every kind of file."""
    alt = str(tornado.get_label())
    assert "Reports to social services: relative risk" in alt
    assert b"Reports to social services: relative risk" in figure_content(tornado, ".svg")
    assert b"Reports to social services: relative risk" in figure_content(tornado, ".png")
    utf16 = "What the result depends on".encode("utf-16-be")
    pdf = figure_content(tornado, ".pdf")
    assert utf16 in pdf or b"What the result depends on" in pdf


def test_a_waterfall_ends_where_the_table_does(scenario):
    """The last bar carries the cashable savings, written out."""
    made = base_waterfalls(scenario)["public"]
    told = texts(waterfall_figure(scenario, made, EN))
    assert EN.number(made.cashable / 1e3) in told
    assert "Cashable saving until the end of 2028" in told


def test_a_png_has_the_pixels_of_print(tornado):
    """200 dots per inch."""
    width, _ = struct.unpack(">II", figure_content(tornado, ".png")[16:24])
    assert width == pytest.approx(WIDTH * 200, abs=2)


def test_no_baseline_nothing_to_draw():
    """Said in words, not an empty picture."""
    outcome = {"name": "A", "effect": {"per_year": 1, "basis": "expert"}, "unit_cost": 1}
    data = DATA | {"outcomes": {"a": outcome | {"payer": "social"}}}
    made = load(data)
    with pytest.raises(UsageError, match="no outcome has a baseline"):
        breakeven_figure(made, totals(results_of(made)), "public", None, EN)


def test_a_tornado_of_nothing_is_refused():
    """Where no number is uncertain there is no bar."""
    certain = {"participants.per_year": 9, "costs.rent.amount": 5000}
    made = load(DATA | {"outcomes": {}}, **certain)
    with pytest.raises(UsageError, match="No uncertain number moves the result"):
        sensitivity_figure(made, one_way(made, "npv", "public"), EN)


def test_a_cascade_reaches_its_last_bar():
    """Steps begin where the one before ended."""
    rows = [("start", 10.0), ("up", 5.0), ("down", -8.0), ("end", 7.0)]
    figure = bars.cascade(rows, bars.Words("title", "kr"), Money(EN, 1))
    patches = figure.axes[0].patches
    ends = [patch.get_x() + patch.get_width() for patch in patches]
    assert ends == pytest.approx([10.0, 15.0, 7.0, 7.0])
    assert np.isfinite(ends).all()


@pytest.fixture(scope="module")
def run(scenario):
    return projected(scenario, 2048)


def test_the_fan_ends_where_the_run_does(run):
    """The last year's cumulative net is npv; its percentiles are the simulation's."""
    made = balance(run, "public")
    assert made.base[-1] == pytest.approx(run.base_value("npv", "public"))
    assert made.mean[-1] == pytest.approx(run.summary("npv", "public").mean)
    cuts = run.summary("npv", "public").percentiles
    assert made.cuts[:, -1] == pytest.approx([cuts[p] for p in (5, 25, 50, 75, 95)])
    told = texts(projections.fan(run, made, EN))
    assert any("Base case: never paid back within these years" in text for text in told)
    low, high = made.cuts[0][-1], made.cuts[4][-1]
    assert {f"5%: {EN.number(low / 1e3)}", f"95%: {EN.number(high / 1e3)}"} <= told


def test_the_payback_year_is_marked(run):
    """The council, which bears less, is paid back."""
    year = run.base_value("payback_year", "council")
    told = texts(projections.fan(run, balance(run, "council"), EN))
    assert any(f"Base case: paid back in {year:.0f}" in text for text in told)


def test_who_pays_and_who_saves_each_year(run):
    """Bars below are the costs, above the benefits; each payer has a row with its name."""
    figure = projections.payers_by_year(run, EN)
    heights = [patch.get_height() for ax in figure.axes for patch in ax.patches]
    cost = sum(float(flow.total[0]) for flow in run.base.costs.values())
    assert -sum(height for height in heights if height < 0) == pytest.approx(cost)
    assert [ax.get_ylabel() for ax in figure.axes] == ["Social services", "Preschools", "Region"]


def test_the_spread_tells_the_probability(run):
    """The share above 0 stands in words."""
    share = float((run.values("npv", "public") > 0).mean())
    told = texts(projections.spread(run, "public", EN))
    assert any(f"above 0 in {EN.percent(share)} of the worlds" in text for text in told)


def test_a_comparison_never_draws_an_unknown_effect_as_a_result():
    """Unknown is written; only the cost is marked."""
    files = ("grant_as_applied", "what_if_middle")
    made = compare([sroi.load(f"tests/before/varvaderstorget/{f}.yaml") for f in files], draws=256)
    told = texts(projections.intervals(made, EN))
    assert any("effect unknown" in text for text in told)
    assert "unknown" in texts(projections.who_gains(made.projections, EN))


# Every text has its place -----------------------------------------------------------------------


def everything(file, wording):
    """Yield every figure of a scenario, by name."""
    scenario = sroi.load(file)
    run, view = projected(scenario, 256), scenario.headline
    yield "run", lambda: run_figure(run, wording)
    yield "payers", lambda: projections.payers_by_year(run, wording)
    yield "spread", lambda: projections.spread(run, view, wording)
    swings = one_way(scenario, "npv", view)
    yield "sensitivity", lambda: sensitivity_figure(scenario, swings, wording)
    made = run.base_totals
    yield "breakeven", lambda: breakeven_figure(scenario, made, view, None, wording)
    waterfall = base_waterfalls(scenario)[view]
    yield "waterfall", lambda: waterfall_figure(scenario, waterfall, wording)


SHIPPED = [
    file
    for folder in ("scenarios", "docs/examples")
    for file in sorted(map(str, Path(folder).rglob("*.yaml")))
    if "template" not in file
]


@pytest.mark.parametrize("wording", [SV, EN], ids=["sv", "en"])
@pytest.mark.parametrize("file", SHIPPED)
def test_every_text_of_every_shipped_scenario_has_its_place(file, wording):
    """Inside the picture, on no other text, and legible on what it stands on."""
    for name, draw in everything(file, wording):
        try:
            figure = draw()
        except UsageError:  # nothing to draw, told in words
            continue
        assert misplaced(figure) == [], name


@pytest.fixture(scope="module")
def several():
    """Four scenarios, two of them of unknown effect."""
    names = ("grant_as_applied", "what_if_middle", "what_if_cautious", "half_nurse_longer")
    return compare([sroi.load(f"{VARVADERSTORGET}/{name}.yaml") for name in names], draws=512)


@pytest.fixture(scope="module")
def chosen(several):
    """What is known about the choice between two of them, and who is best by price."""
    names = list(several.projections)[1:3]
    options = {name: several.projections[name] for name in names}
    scenarios = [made.scenario for made in options.values()]
    known = information(options, "public", groups_of(scenarios, {}))
    curve = acceptability({**options, "Att inte göra något": None}, "public", "placering")
    return scenarios, known, curve


@pytest.mark.parametrize("wording", [SV, EN], ids=["sv", "en"])
def test_every_text_beside_several_scenarios_has_its_place(several, chosen, scenario, wording):
    """Comparisons, differences, grids, sweeps and the worth of knowing."""
    first, second = (several.projections[n].scenario for n in list(several.projections)[1:3])
    paths = ("outcomes.placement.unit_cost", "outcomes.report.effect.relative_risk")
    scenarios, known, curve = chosen
    alone = {"Home visits": projected(scenario, 512), "nothing": None}
    worth = information(alone, "public", groups_of([scenario], {}))
    figures = {
        "comparison": comparison_figure(several, wording),
        "who_gains": projections.who_gains(several.projections, wording),
        "difference": difference_figure(first, second, explained(first, second, "public"), wording),
        "grid": grid(scenario, two_way(scenario, paths, "npv", "public"), wording),
        "acceptability": information_figure(scenarios, known, curve, wording),
        "worth": information_figure([scenario], worth, None, wording),
    }
    wrong = {name: misplaced(figure) for name, figure in figures.items()}
    assert not any(wrong.values()), wrong


SPREAD = np.random.default_rng(1)
KEY = ("resultat vid talets låga värde (5 %)", "vid dess höga värde (95 %)")
HEADS = bars.Words(f"Vad resultatet beror på: {LONG}", "Netto, tkr, 2024 års priser", (LONG * 3,))
PRICES = np.linspace(0.0, 12.5e6, 11)
BOARDS = (
    *(BOARD, "Socialnämnden", "Arbetsmarknadsnämnden", "Kultur- och fritidsnämnden"),
    *("Västra Götalandsregionen (barnhälsovård)", "Länsstyrelsen"),
    *("Stadens sociala investeringar", "Försäkringskassan"),
)


def tornado_of(spans, money=KRONOR):
    base = (0.0, f"grundfall {money.text(0.0)}")
    full = [bars.Span(*span, "1 250 000 kr", "1,39 mkr") for span in spans]
    return bars.tornado(full, base, KEY, bars.Words(HEADS.title, HEADS.axis), money)


def cascade_of(*rows, money=KRONOR):
    return bars.cascade(rows, HEADS, money)


def needed_of(*shares):
    rows = [(LONG, x, f"{SV.percent(x)} (omöjligt)") for x in shares]
    return bars.needed(rows, "allt som väntas", HEADS, KRONOR)


def values_of(*rows):
    most = max(x for _, x, _ in rows)
    return bars.values(rows, (most, f"Allt, perfekt: {most}"), HEADS, KRONOR)


def heat_of(results, money=KRONOR, name=WORD):
    down, across = ([SV.money(1e5 * i) for i in range(n)] for n in np.shape(results))
    texts = ("Netto, tkr, 2024 års priser", LONG, LONG)
    return grids.heat(np.array(results, float), (down, across), texts, "Grov linje.", money)


def matrix_of(down, across, x=np.nan):
    texts = [["okänd" if np.isnan(x) else THOUSANDS.text(x)] * len(across)] * len(down)
    results = np.full((len(down), len(across)), x)
    return grids.matrix(grids.HeatGrid(results, down, across, texts), "Netto", THOUSANDS)


def lines_of(**ends):
    lines = {f"{name} {LONG[:50]}": np.linspace(0.0, end, 11) for name, end in ends.items()}
    words = ("Sannolikhet att vara bäst", f"tkr per undviken händelse: {LONG}", "")
    return curves.acceptability_curve(PRICES, lines, words, "samma linje", THOUSANDS)


def band_of(*x):
    middle = np.arange(len(x)) * 100.0
    named = ([SV.money(each) for each in x], ["grundfall 1", "5 %: 1", "95 %: 3"])
    words = ("Netto, tkr", LONG, "tkr")
    return curves.band(x, middle, (middle - 5e6, middle + 5e6), named, words, THOUSANDS)


def shares_of(count, boards=BOARDS, most=1e6):
    parts = [
        (
            f"{i} {LONG[:60]}",
            {b: alternatives.Contribution(*SPREAD.uniform(0, most, 4)) for b in boards},
        )
        for i in range(count)
    ]
    return alternatives.shares_by_alternative(parts, "Vem betalar", "tkr", THOUSANDS)


def years_of(count, horizon, boards=BOARDS):
    flows = {b: tuple(SPREAD.uniform(0, 1e6, (2, horizon))) for b in boards}
    names = [f"{i} {LONG[:50]}" if count > 1 else "" for i in range(count)]
    words = ("Kostnad (nedåt) och besparing (uppåt) per betalare och år", "tkr, 2024 års priser")
    span = range(2025, 2025 + horizon)
    return years.years_by_alternative([(n, flows) for n in names], span, words, THOUSANDS)


AWKWARD = {
    "tornado of one number": lambda: tornado_of([("A", -3.0, 5.0)]),
    "tornado of twenty": lambda: tornado_of([(LONG, -3e6 * i, 5e6 * i) for i in range(20, 0, -1)]),
    "tornado of a long word": lambda: tornado_of([(WORD, -3e6, 5e6)] * 3, THOUSANDS),
    "tornado on one side": lambda: tornado_of([("A", 10206.0, 450720.0), ("B", -5.0, -9e4)]),
    "tornado of tiny values": lambda: tornado_of([("A", 0.1, 0.2), ("B", 0.14, 0.16)]),
    "tornado of huge values": lambda: tornado_of([("A", -3e13, 8e13)], THOUSANDS),
    "cascade below 0": lambda: cascade_of(("a", -5e5), ("b", -3e5), ("c", 1e5), ("d", -7e5)),
    "cascade of twenty": lambda: cascade_of(*[(LONG, 1e6)] * 20),
    "cascade of tiny values": lambda: cascade_of(("a", 0.4), ("b", -0.2), ("c", 0.2)),
    "needed of next to nothing": lambda: needed_of(1e-5),
    "needed of twenty": lambda: needed_of(*(10 ** (i / 3 - 3) for i in range(20))),
    "needed about all": lambda: needed_of(0.93, 0.99, 1.0, 1.01, 2.0, 2.01),
    "values of twenty": lambda: values_of(*((LONG, 5e5 / i, 1e4) for i in range(1, 21))),
    "value of little, uncertain": lambda: values_of(("A", 0.3, 0.3)),
    "one cell": lambda: heat_of([[5.0]]),
    "a column": lambda: heat_of([[1e6], [-2e6]], THOUSANDS),
    "a row": lambda: heat_of([[1e6, -2e6, 3.0, 4.0]], THOUSANDS),
    "nothing but 0": lambda: heat_of(np.zeros((3, 3))),
    "tiny cells": lambda: heat_of([[0.1, -0.2], [0.3, 0.4]]),
    "400 cells": lambda: heat_of(np.subtract.outer(np.arange(20), np.arange(20)) * 1e5, THOUSANDS),
    "everything unknown": lambda: matrix_of([BOARD, LONG], [WORD, "B"]),
    "7 alternatives and 8 boards": lambda: matrix_of(
        BOARDS, [LONG[i:][:40] for i in range(7)], 1e9
    ),
    "7 long words": lambda: matrix_of([WORD] * 8, [WORD] * 7, -1e6),
    "seven lines": lambda: lines_of(**{f"n{i}": i / 21 for i in range(7)}),
    "seven lines that are one": lambda: lines_of(**{f"n{i}": 0.0 for i in range(7)}),
    "band at one value": lambda: band_of(5.0),
    "band of twenty values": lambda: band_of(*(1e5 * i for i in range(20))),
    "band of values close together": lambda: band_of(0.0, 0.01, 0.02, 10.0),
    "one board": lambda: shares_of(1, [BOARD]),
    "eight boards, seven ways": lambda: shares_of(7),
    "twenty boards": lambda: shares_of(3, [f"{WORD} {i}" for i in range(20)]),
    "boards of huge values": lambda: shares_of(4, BOARDS, 1e11),
    "boards that bear nothing": lambda: shares_of(2, BOARDS[:2], 0.0),
    "one year": lambda: years_of(1, 1),
    "forty years": lambda: years_of(1, 40, BOARDS[:3]),
    "years in three alternatives": lambda: years_of(3, 6),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_every_text_of_an_awkward_figure_has_its_place(name):
    """Long names, one row, twenty rows, amounts below 0, tiny and huge ones."""
    figure = AWKWARD[name]()
    assert misplaced(figure) == []
    assert figure.get_figwidth() == pytest.approx(WIDTH)


def test_a_text_out_of_its_place_is_seen():
    """Cut off, on another, and dark on a dark bar: the tests above can fail."""
    with axes(2.0, "alt") as (figure, ax):
        ax.barh(0, 1, color="#0173b2")
        ax.text(0.5, 0.0, "dark", ha="center")
        ax.text(0.5, 0.0, "twice", ha="center")
        ax.annotate(
            "outside", (1.0, 0.5), xytext=(400, 0), textcoords="offset points"
        ).set_in_layout(False)
    told = "; ".join(misplaced(figure))
    assert "cut off: 'outside'" in told
    assert "'dark' on 'twice'" in told
    assert "'dark' is hard to read" in told


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 10)), min_size=1, max_size=8))
def test_texts_that_fit_are_moved_apart_in_order(texts):
    """None touches the next, none leaves the axis, and what lies above stays above."""
    levels, heights = zip(*texts, strict=True)
    moved = apart(levels, heights, 0.0, 100.0)
    order = sorted(range(len(levels)), key=lambda i: levels[i])
    for below, over in pairwise(order):
        assert moved[over] - moved[below] >= (heights[below] + heights[over]) / 2 - 1e-9
    assert moved[order[0]] >= heights[order[0]] / 2 - 1e-9
    assert moved[order[-1]] <= 100.0 - heights[order[-1]] / 2 + 1e-9


@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from([0.5, 1, 2.5, 20, 250, 5e5]),
    st.sampled_from([1, 1e3]),
)
def test_no_two_ticks_read_alike(start, step, scale):
    """An axis from 1 988 to 1 990 tkr has ticks at halves, and says so."""
    ticks = [start * step + step * i for i in range(5)]
    assert len(set(AmountTicks(Money(SV, scale)).format_ticks(ticks))) == 5


# What each figure shows -------------------------------------------------------------------------


def test_a_bar_beyond_the_figure_is_broken_and_says_so():
    """Cut at 200 %, with a break, an open end and words: its length claims nothing."""
    words = bars.Words("title", "share", ("Broken bar",))
    rows = [("A", 0.4, "40%"), ("B", 2.0, "200% (impossible)"), ("C", 7.8, "780% (impossible)")]
    figure = bars.needed(rows, "all", words, Money(EN, 1))
    (ax,) = figure.axes
    assert [bar.get_width() for bar in ax.patches[:3]] == [0.4, 2.0, bars.CUT]
    broken = {
        round(float(np.mean(line.get_ydata()))) for line in ax.lines if len(line.get_xdata()) == 2
    }
    marked = [line for line in ax.lines if line.get_marker() == ">"]
    assert [float(line.get_ydata()[0]) for line in marked] == [2.0]
    assert 2 in broken
    assert {"780% (impossible)", "Broken bar"} <= texts(figure)
    whole = bars.needed(rows[:2], "all", words, Money(EN, 1))
    assert "Broken bar" not in texts(whole)


def test_what_is_impossible_is_said_beside_its_bar(scenario):
    """In words, not by colour alone; the answer is that of the table."""
    made = sroi.load(f"{VARVADERSTORGET}/what_if_middle.yaml")
    told = texts(breakeven_figure(made, totals(results_of(made)), "public", None, SV))
    assert "779\u00a0% (omöjligt)" in told
    assert "Bruten stapel: mer än 200\u00a0%, längre än figuren." in told


def test_an_unknown_effect_is_an_open_arrow(several):
    """From the cost to the edge of the figure, where an open arrow leads on; explained beneath."""
    figure = projections.intervals(several, SV)
    (ax,) = figure.axes
    opened = [line for line in ax.lines if line.get_gid() == "open"]
    assert len(opened) == 2
    for line, name in zip(opened, ("grant_as_applied", "half_nurse_longer"), strict=True):
        made = sroi.load(f"{VARVADERSTORGET}/{name}.yaml")
        cost = projected(made, 16).base_value("pv_costs", "public")
        assert list(line.get_xdata()) == pytest.approx([-cost, ax.get_xlim()[1]])
    arrows = [line for line in ax.lines if line.get_marker() == ">"]
    assert {line.get_markerfacecolor() for line in arrows} == {"white"}
    assert not any(line.get_marker() == "D" and line.get_ydata()[0] in (0, 3) for line in ax.lines)
    assert any(text.startswith("Öppen pil: effekten är okänd") for text in texts(figure))
    assert "Öppen pil" in str(figure.get_label())


def test_every_year_with_a_bar_is_labelled_and_empty_years_at_the_end_are_cut(run):
    """Cost in 2025 alone and savings until 2031: ten years are counted, seven are drawn."""
    made = projected(sroi.load(f"{VARVADERSTORGET}/what_if_middle.yaml"), 64)
    figure = projections.payers_by_year(made, SV)
    told = texts(figure)
    assert {str(year) for year in range(2025, 2032)} <= told
    assert "2032" not in told
    assert "Efter 2031 finns varken kostnad eller besparing." in told
    assert not any(patch.get_hatch() for ax in figure.axes for patch in ax.patches)


def test_more_payers_than_rows_are_summed():
    """Nine with the most, and the rest together: nothing is lost."""
    payers = {f"p{i:02}": {"name": f"Payer {i}", "sector": "municipality"} for i in range(14)}
    costs = {f"c{i:02}": {"amount": 1000 * (i + 1), "payer": f"p{i:02}"} for i in range(14)}
    made = projected(
        load(DATA | {"outcomes": {}, "payers": payers | DATA["payers"], "costs": costs}), 16
    )
    figure = projections.payers_by_year(made, EN)
    names = [ax.get_ylabel() for ax in figure.axes]
    heights = sum(patch.get_height() for ax in figure.axes for patch in ax.patches)
    cost = sum(float(flow.total[0]) for flow in made.base.costs.values())
    assert len(names) == projections.MOST
    assert "more" in names[-1]
    assert -heights == pytest.approx(cost)


def test_ends_are_named_in_the_order_of_the_lines_with_leaders_to_them(run):
    """Each name is tied to the end of its own line, however it is moved."""
    made = balance(run, "public")
    figure = projections.fan(run, made, EN)
    figure.draw_without_rendering()
    notes = [text for text in figure.axes[0].texts if text.get_text()]
    ends = sorted([made.base[-1], *(made.cuts[i][-1] for i in (0, 1, 3, 4))])
    ordered = sorted(notes, key=lambda note: note.get_position()[1] * 1e-6 + note.xy[1])
    assert [note.xy[1] for note in ordered] == pytest.approx(ends)
    assert all(note.arrow_patch is not None for note in notes)
    boxes = [note.get_window_extent().y0 for note in ordered]
    assert boxes == sorted(boxes)
    assert not {"mean", "median"} & set(" ".join(texts(figure)).split())


def test_all_figures_of_a_scenario_have_one_unit():
    """Thousands where the cost is above a million, also for a waterfall of 83 thousand."""
    made = sroi.load(f"{VARVADERSTORGET}/what_if_middle.yaml")
    waterfall = waterfall_figure(made, base_waterfalls(made)["public"], SV)
    told = texts(waterfall)
    assert "tkr, 2024 års priser" in told
    assert "+496" in told


def test_a_waterfall_says_why_a_saving_is_not_cashable():
    """80 % can be cut, but in whole steps only; and what the last year is."""
    made = sroi.load(f"{VARVADERSTORGET}/what_if_middle.yaml")
    told = " ".join(texts(waterfall_figure(made, base_waterfalls(made)["public"], SV)))
    assert "Hemtagbart av Placeringsår: 80\u00a0%, bara i hela steg om 1" in told
    assert "2025 är sista året som någon följer upp" in told


def test_a_tornado_says_what_matters_most_and_what_its_dots_are(tornado, scenario):
    """The finding stands in the title; an open dot is the low value, a filled one the high."""
    told = texts(tornado)
    assert any("Reports to social services: relative risk matters most" in text for text in told)
    assert {text.get_text() for text in tornado.legends[0].get_texts()} == {
        "result at the number's low value (5%)",
        "at its high value (95%)",
    }
    low, high = tornado.axes[0].lines[:2]
    widest = one_way(scenario, "npv", "public").swings[0]
    assert (low.get_xdata()[0], high.get_xdata()[0]) == pytest.approx((widest.low, widest.high))
    assert low.get_markerfacecolor() != high.get_markerfacecolor()


def test_two_numbers_that_matter_alike_are_not_ranked(scenario):
    """A difference of a twentieth is no finding."""
    made = one_way(scenario, "npv", "public")
    first = made.swings[0]
    twin = Swing(
        first.paths, first.number, 0.0, 1.0, first.low, first.low + 0.96 * (first.high - first.low)
    )
    alike = OneWay(made.measure, made.view, made.base, (first, twin), ())
    told = texts(sensitivity_figure(scenario, alike, EN))
    assert not any("matters most" in text for text in told)


def test_a_range_on_one_side_of_the_base_case_is_drawn_where_it_is():
    """From the low to the high end; both can be seen and their labels read."""
    figure = tornado_of([("A", 10206.0, 450720.0)])
    bar = figure.axes[0].patches[0]
    assert (bar.get_x(), bar.get_width()) == pytest.approx((10206.0, 440514.0))
    dots = [line.get_xdata()[0] for line in figure.axes[0].lines[:2]]
    assert dots == [10206.0, 450720.0]
    assert misplaced(figure) == []


def test_a_grid_shows_its_scale_and_where_the_sign_turns():
    """Colours differ around 0, on a scale beside; a line runs between loss and gain."""
    figure = heat_of([[-2e6, 1e6], [3e6, 4e6]], THOUSANDS)
    ax, scale = figure.axes
    low, high = ax.collections[0].get_clim()
    assert low == -high
    assert scale.get_ylabel() == "tkr"
    lines = {tuple(map(tuple, line.get_xydata().tolist())) for line in ax.lines}
    assert lines == {((1.0, 0.0), (1.0, 1.0)), ((0.0, 1.0), (1.0, 1.0))}
    assert "Grov linje." in texts(figure)


def test_a_grid_that_never_turns_uses_all_its_shades():
    """From −1 414 to −1 616 is a difference to see; no line is drawn or explained."""
    figure = heat_of([[-1.414e6, -1.5e6], [-1.55e6, -1.616e6]], THOUSANDS)
    ax = figure.axes[0]
    assert ax.collections[0].get_clim() == (-1.616e6, -1.414e6)
    assert not ax.lines
    assert "Grov linje." not in texts(figure)


def test_what_is_written_in_a_cell_can_be_read_on_its_colour():
    """Black or white, whichever reads better."""
    figure = heat_of(np.linspace(-1e6, 1e6, 12).reshape(3, 4), THOUSANDS)
    ax = figure.axes[0]
    figure.draw_without_rendering()
    for text, colour in zip(ax.texts, ax.collections[0].get_facecolor(), strict=True):
        assert contrast(text.get_color(), colour) > 3.9


def test_values_that_read_alike_stand_once():
    """Of a range that leans to one side several percentiles are 1,19 mkr: one row is enough."""
    made = sroi.load(f"{VARVADERSTORGET}/what_if_middle.yaml")
    over = two_way(made, ("outcomes.placering.unit_cost", "participants.per_year"), "npv", "public")
    figure = grid(made, over, SV)
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert rows.count("1,19\u00a0mkr") == 1
    assert len(set(rows)) == len(rows) < len(over.values[0])
    assert f"1,19\u00a0mkr: {SV.number(over.results[0, 0] / 1e3)}" in str(figure.get_label())
    page = breakeven_page(made, totals(results_of(made)), "public", [], None, over, SV)
    assert [row.label for row in page.tables[-1].rows] == rows


def test_a_swept_setting_is_named_in_the_readers_language(tmp_path):
    """Neither the axis nor its values are the file's words."""
    file = Path("scenarios/norrkoping/illustration.yaml")
    made = sroi.load(file)
    for path, values, words in (
        ("discounting.timing", ["start", "end"], {"När på året pengar räknas", "vid årets början"}),
        ("horizon", [5, 10], {"Antal år som räknas", "5", "10"}),
        ("payers.social.sector", ["state"], {"Socialkontoret: Sektor", "staten"}),
    ):
        rows = sweep(Grid(file, {path: values}, {}, None, 64, 1))
        figure = sweep_figure(made, [path], rows, SV)
        assert words <= texts(figure)
        assert misplaced(figure) == []


def test_unknown_is_hatched_and_0_is_not(several):
    """A payer without any net has the colour of 0; one whose net is unknown has none."""
    figure = projections.who_gains(several.projections, SV)
    ax = figure.axes[0]
    assert len(ax.patches) == 2
    assert all(patch.get_hatch() for patch in ax.patches)
    shades = {tuple(colour) for colour in ax.collections[0].get_facecolor()}
    assert all(tuple(patch.get_facecolor()) not in shades for patch in ax.patches)


def test_doing_nothing_is_drawn_beside_the_scenarios(chosen):
    """Where it is best it says so: no scenario is best by default."""
    scenarios, known, curve = chosen
    figure = information_figure(scenarios, known, curve, SV)
    assert "Att inte göra något" in texts(figure)
    assert "Att inte göra något: 100\u00a0% → 0\u00a0%" in str(figure.get_label())
    assert any("tkr per undviken händelse" in text for text in texts(figure))


def test_lines_that_cover_each_other_are_one_line_with_both_names():
    """And said to be the same; lines that part anywhere stay two."""
    figure = lines_of(a=0.0, b=0.0, c=1.0)
    ends = [text.get_text() for text in figure.axes[0].texts]
    assert len(ends) == len(figure.axes[0].lines) == 2
    assert "samma linje" in ends[0]
    assert "a Barn" in ends[0]
    assert "b Barn" in ends[0]


def worth(evpi, greatest):
    """Return what is known where knowing everything is worth so much."""
    expected = {"it": -greatest, "nothing": 0.0}
    lost, best = dict.fromkeys(expected, 0.0), {"it": 0.0, "nothing": 1.0}
    return Information("public", 512, 1, expected, best, lost, Worth(evpi, 0.0), {})


@pytest.mark.parametrize(
    ("evpi", "greatest", "nothing"),
    [
        (3.0, 1.4e6, True),  # 3 kr beside 1,4 mkr
        (3.0, 1e4, True),  # rounds to 0,00 of ten thousand
        (499.0, 20e6, True),  # rounds to 0 tkr
        (501.0, 20e6, False),
        (60.0, 1e5, False),
    ],
)
def test_knowing_everything_is_worth_nothing_where_it_rounds_to_nothing(
    scenario, evpi, greatest, nothing
):
    """Said so, by the sentences and instead of a figure."""
    known = worth(evpi, greatest)
    sentences = " ".join(information_page([scenario], known, None, SV).sentences)
    assert ("Att veta allt perfekt är värt ingenting" in sentences) is nothing
    assert ("Att veta allt perfekt är värt högst" in sentences) is not nothing
    if nothing:
        with pytest.raises(UsageError, match="värt ingenting"):
            information_figure([scenario], known, None, SV)


# Who pays, per alternative ----------------------------------------------------------------------


def test_who_pays_per_alternative_has_every_number_in_words():
    """A panel each, a bar per payer from 0 outwards, its sum written; all of it in the alt text."""
    contribution = alternatives.Contribution
    two = [
        (
            "With grant",
            {
                BOARD: contribution(granted=500e3, own_budget=199e3),
                "Region": contribution(own_budget=793e3),
            },
        ),
        ("Without", {BOARD: contribution(applied=500e3, own_budget=199e3)}),
    ]
    figure = alternatives.shares_by_alternative(two, "Who pays", "SEK thousand", Money(EN, 1e3))
    first, second = figure.axes
    assert [bar.get_width() for bar in first.patches[:4]] == [500e3, 0.0, 0.0, 199e3]
    assert first.patches[3].get_x() == 500e3
    assert {"699", "793", "500", "199", "–"} <= texts(figure)
    assert str(figure.get_label()) == (
        "Who pays. SEK thousand. With grant: Barn- och utbildningsnämnden 699 (granted 500, from "
        "own budget 199); Region 793 (from own budget 793). Without: Barn- och utbildningsnämnden "
        "699 (applied for 500, from own budget 199)"
    )
    assert first.get_xlim() == second.get_xlim()


def test_the_parts_of_a_bar_are_told_apart_in_grey():
    """Dark, middle and light; what is written within them can be read."""
    shades = [shade for shade, _ in alternatives.SHADES]
    for one, other in pairwise(shades):
        assert contrast(one, other) > 1.5
    assert all(contrast(ink, shade) > 4.5 for shade, ink in alternatives.SHADES)


def test_eight_boards_and_seven_alternatives_fit_a_page():
    """As wide as a column and no higher than an A4 page between its margins."""
    figure = shares_of(7)
    assert figure.get_figheight() < 24 / 2.54
