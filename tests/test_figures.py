"""Pictures: each says in words what it shows, fits a page, and never relies on colour alone."""

import struct

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import sroi
from sroi.balance import balance
from sroi.comparison import compare
from sroi.engine import simulate
from sroi.errors import UsageError
from sroi.figures import answers, bars, projections
from sroi.figures.style import WIDTH, content
from sroi.projection import simulate as projected
from sroi.sensitivity import one_way
from sroi.tables.cells import Money
from sroi.totals import totals
from sroi.waterfall import base_waterfalls
from sroi.wording import Wording
from tests.strategies import load
from tests.test_projection import DATA

EN = Wording("en", "SEK")


@pytest.fixture(scope="module")
def scenario():
    return sroi.load("docs/examples/home-visits.yaml")


@pytest.fixture(scope="module")
def tornado(scenario):
    return answers.sensitivity(scenario, one_way(scenario, "npv", "public"), EN)


def texts(figure):
    """Return every text drawn."""
    figure.canvas.draw()
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
    base = totals(simulate(scenario))
    figures = [
        answers.run(run, EN),
        answers.comparison(compared, EN),
        answers.sensitivity(scenario, one_way(scenario, "npv", "public"), EN),
        answers.breakeven(scenario, base, "public", None, EN),
        answers.waterfall(scenario, base_waterfalls(scenario)["town"], EN),
        projections.payers_by_year(run, EN),
        projections.who_gains(compared.projections, EN),
        projections.spread(run, "town", EN),
    ]
    for figure in figures:
        for ending in (".svg", ".png", ".pdf"):
            assert content(figure, ending)
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
    assert b"Reports to social services: relative risk" in content(tornado, ".svg")
    assert b"Reports to social services: relative risk" in content(tornado, ".png")
    utf16 = "What the result depends on".encode("utf-16-be")
    pdf = content(tornado, ".pdf")
    assert utf16 in pdf or b"What the result depends on" in pdf


def test_nothing_is_cut_off(tornado):
    """Every text lies within the picture."""
    tornado.canvas.draw()
    box, (ax,) = tornado.bbox, tornado.axes
    for text in (*ax.texts, *ax.get_yticklabels(), ax.xaxis.label, *tornado.texts):
        extent = text.get_window_extent()
        assert box.x0 - 1 <= extent.x0 <= extent.x1 <= box.x1 + 1, text.get_text()


def test_a_waterfall_ends_where_the_table_does(scenario):
    """The last bar carries the cashable savings, written out."""
    made = base_waterfalls(scenario)["public"]
    told = texts(answers.waterfall(scenario, made, EN))
    assert EN.number(made.cashable / 1e3) in told
    assert "Cashable savings to count on until 2028" in told


def test_a_png_has_the_pixels_of_print(tornado):
    """200 dots per inch."""
    width, _ = struct.unpack(">II", content(tornado, ".png")[16:24])
    assert width == pytest.approx(WIDTH * 200, abs=2)


def test_impossible_is_hatched():
    """Beyond all that is expected: another filling, and the share in figures."""
    figure = bars.needed([("A", 0.4), ("B", 3.2)], "all", "title", "share", Money(EN, 1))
    possible, impossible = figure.axes[0].patches[:2]
    assert not possible.get_hatch()
    assert impossible.get_hatch()
    assert "320%" in texts(figure)


def test_no_baseline_nothing_to_draw():
    """Said in words, not an empty picture."""
    outcome = {"name": "A", "effect": {"per_year": 1, "basis": "expert"}, "unit_cost": 1}
    data = DATA | {"outcomes": {"a": outcome | {"payer": "social"}}}
    made = load(data)
    with pytest.raises(UsageError, match="no outcome has a baseline"):
        answers.breakeven(made, totals(simulate(made)), "public", None, EN)


def test_a_tornado_of_nothing_is_refused():
    """Where no number is uncertain there is no bar."""
    certain = {"participants.per_year": 9, "costs.rent.amount": 5000}
    made = load(DATA | {"outcomes": {}}, **certain)
    with pytest.raises(UsageError, match="No uncertain number moves the result"):
        answers.sensitivity(made, one_way(made, "npv", "public"), EN)


def test_a_cascade_reaches_its_last_bar():
    """Steps begin where the one before ended."""
    rows = [("start", 10.0), ("up", 5.0), ("down", -8.0), ("end", 7.0)]
    figure = bars.cascade(rows, "title", "kr", Money(EN, 1))
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
    assert {"base case", "median (dotted)", "5%", "95%"} <= told


def test_the_payback_year_is_marked(run):
    """The council, which bears less, is paid back."""
    year = run.base_value("payback_year", "council")
    told = texts(projections.fan(run, balance(run, "council"), EN))
    assert any(f"Base case: paid back in {year:.0f}" in text for text in told)


def test_who_pays_and_who_saves_each_year(run):
    """Bars below are the costs, above the benefits; payers differ in hatching too."""
    figure = projections.payers_by_year(run, EN)
    bars_drawn = [patch for patch in figure.axes[0].patches if patch.get_height()]
    below = -sum(p.get_height() for p in bars_drawn if p.get_height() < 0)
    cost = sum(float(flow.total[0]) for flow in run.base.costs.values())
    assert below == pytest.approx(cost)
    assert len({patch.get_hatch() for patch in bars_drawn}) == 3


def test_the_spread_tells_the_probability(run):
    """The share above 0 stands in words."""
    share = float((run.values("npv", "public") > 0).mean())
    told = texts(projections.spread(run, "public", EN))
    assert f"above 0 in {EN.percent(share)} of the worlds" in told


def test_a_comparison_never_draws_an_unknown_effect_as_a_result():
    """Unknown is written; only the cost is marked."""
    files = ("grant_as_applied", "what_if_middle")
    made = compare([sroi.load(f"scenarios/varvaderstorget/{f}.yaml") for f in files], draws=256)
    told = texts(projections.intervals(made, EN))
    assert any("effect unknown" in text for text in told)
    assert "unknown" in texts(projections.who_gains(made.projections, EN))
