"""The budget: by hand, against a plain loop, and reconciled with what a run says."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import sroi
from sroi.model.engine import results_of
from sroi.model.measures import pv_benefits, pv_cashable, pv_costs
from sroi.model.price_levels import price_levels_of
from sroi.model.projection import missing
from sroi.model.sampling import Draws
from sroi.model.totals import totals
from sroi.questions.budget.compute import COLUMNS, budget, budgets
from sroi.questions.budget.figure import budget_figure
from sroi.questions.budget.record import budget_record, budget_rows
from sroi.questions.budget.table import budget_page, budgets_page
from sroi.wording import Wording
from tests.plain_budget import PlainBudget
from tests.plain_engine import Plain
from tests.strategies import budgets as random_budgets
from tests.strategies import load

ROOT = Path(__file__).parent.parent
SHIPPED = sorted((ROOT / "scenarios").glob("*/*.yaml"))
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
HAND = {
    "sroi": 1,
    "name": "By hand",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 4,
    "payers": {"social": {"sector": "municipality"}, "fund": {"sector": "other"}},
    "programme": {"from": "2025-01", "to": "2027-06"},
    "participants": {"per_year": 10},
    "inflation": {2026: 0.1, 2027: 0.0},
    "budgeted": {"social": {2025: 500, 2026: 700}},
    "staffing": {"post": {"fte": 1, "annual_cost": 800, "payer": "social"}},
    "costs": {"room": {"amount": 100, "payer": "social", "in_kind": True}},
    "funding": {"grant": {"payer": "fund", "amount": 300, "years": 2025, "status": "applied"}},
    "outcomes": {
        "a": {
            "name": "A",
            "effect": {"per_year": 2, "basis": "expert"},
            "unit_cost": 1000,
            "cashable": {"share": 0.5, "after": 1},
            "payer": "social",
        }
    },
}


def close(one, other, scale):
    assert one == pytest.approx(other, rel=1e-9, abs=1e-9 * scale)


def test_each_column_by_pencil():
    """A post of 800 a year for two and a half years, 300 of it granted in 2025, the room in kind.

    2025: 800 less 300 is 500. Prices rise by a tenth in 2026: 800 is 880. Half of 2027 is 400,
    in money of 2027 440. Two events a year at 1 000, half of it cashable a year later: 1 000 of
    2025 in 2026, 1 100 in its money; in 2028 500 of the half year, 550.
    """
    social = budget(load(HAND), 64).payers["social"]
    base = {name: values.tolist() for name, values in social.base.items()}
    assert base["cost"] == pytest.approx([500, 880, 440, 0])
    assert base["grants"] == [0, 0, 0, 0]
    assert base["own_budget"] == pytest.approx([500, 880, 440, 0])
    assert base["benefit"] == pytest.approx([2000, 2200, 1100, 0])
    assert base["cashable"] == pytest.approx([0, 1100, 1100, 550])
    assert base["net"] == pytest.approx([-500, 220, 660, 550])
    assert base["cumulative"] == pytest.approx([-500, -280, 380, 930])
    assert social.lowest == (2025, pytest.approx(-500))
    assert social.balanced_from == 2027
    assert social.over_budget == {2025: 0.0, 2026: 1.0}


def test_ordinary_budgets_take_over_when_the_grant_ends():
    """The grant ends with 2025, the post goes on: from January 2026, 880 and then 440 + 0."""
    made = budget(load(HAND), 64)
    assert str(made.handover) == "2026-01"
    assert made.payers["social"].taken_over(made.handover) == pytest.approx((880, 440))
    assert made.payers["fund"].base["applied"].tolist() == [300, 0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "month"),
    [
        ({"funding": {}}, None),
        ({"funding": {"g": {"payer": "fund", "amount": 300}}}, None),
        ({"funding": {"g": {"payer": "fund", "amount": {2025: 9, 2026: 0}}}}, "2026-01"),
        ({"funding": {"g": {"payer": "fund", "amount": 9, "from": "2025-01", "to": "2026-03"}}},
         "2026-04"),
        ({"funding": {"g": {"payer": "fund", "amount": 9, "years": 2025, "status": "in_kind"}}},
         None),
        ({"staffing": {"post": {"fte": 1, "annual_cost": 800, "payer": "social", "in_kind": True}}},
         None),
    ],
)  # fmt: skip
def test_the_month_of_the_hand_over(changes, month):
    """The month after the last with money; none without funding, or where nothing goes on."""
    made = budget(load(HAND | changes), 2).handover
    assert (made and str(made)) == month


def test_a_grant_letter_loses_value_where_prices_rise():
    """1 100 in the money of 2026, when prices are 1.1 times those of 2025, is 1 000 of 2025."""
    grant = {"payer": "fund", "amount": 1100, "years": 2026, "nominal": True}
    costs = {"rent": {"amount": 5000, "payer": "social"}}
    scenario = load(HAND | {"staffing": {}, "costs": costs, "funding": {"g": grant}})
    assert results_of(scenario).funding["g"].values[0, 1] == pytest.approx(1000)
    assert budget(scenario, 2).payers["fund"].base["cost"][1] == pytest.approx(1100)


def test_inflation_holds_where_none_is_given():
    """A later year holds the last given, an earlier one the first; before the price year 1 / (…).

    Given 5 % in 2026 and 2 % in 2028, price year 2026: 2025 is 1 / 1.05, 2027 is 1.05,
    2028 is 1.05 · 1.02.
    """
    changes = {"inflation": {2026: 0.05, 2028: 0.02}, "price_year": 2026}
    levels = price_levels_of(load(HAND | changes), Draws())
    assert levels[0].tolist() == pytest.approx([1 / 1.05, 1, 1.05, 1.05 * 1.02])


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(random_budgets())
def test_it_agrees_with_a_plain_loop(data):
    """Every payer, year and column of 500 random scenarios, in the base case."""
    scenario = load(data)
    plain = PlainBudget(Plain(scenario, lambda number: number.base))
    made = budget(scenario, 2)
    for payer, budgeted in made.payers.items():
        rows = plain.table(payer)
        scale = 1e-3 + sum(abs(row[name]) for row in rows for name in COLUMNS)
        for name in COLUMNS:
            close(budgeted.base[name].tolist(), [row[name] for row in rows], scale)


@often
@given(random_budgets())
def test_it_reconciles_with_a_run(data):
    """Nominal, inflation, in kind and discounting sum to the present value of each payer."""
    _reconciles(load(data))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_scenario_reconciles(path):
    """What the package ships holds to 1e-9 too; a template has numbers missing."""
    scenario = sroi.load(path)
    if missing(scenario):
        with pytest.raises(sroi.MissingValueError):
            budget(scenario, 2)
    else:
        _reconciles(scenario)


def _reconciles(scenario):
    sums = totals(results_of(scenario), ())
    measures = {"cost": pv_costs, "benefit": pv_benefits, "cashable": pv_cashable}
    reconciliation = budget(scenario, 2).reconciliation
    whole = sum(map(abs, reconciliation["all"]["cost"].values()))  # a payer may be left with crumbs
    for payer, steps_of in reconciliation.items():
        for name, measure in measures.items():
            steps = steps_of[name]
            parts = [steps[s] for s in ("nominal", "inflation", "discounting")]
            scale = 1e-3 + whole + sum(map(abs, steps.values()))
            close(sum(parts) + steps.get("in_kind", 0.0), steps["pv"], scale)
            of = [measure(sums, p)[0] for p in scenario.payers if payer in (p, "all")]
            close(steps["pv"], sum(of), scale)


@often
@given(random_budgets())
def test_grants_and_own_budgets_are_the_cost(data):
    """Σ own_budget + Σ grants = Σ cost, and ``all`` is the plain sum of the payers."""
    made = budget(load(data), 2)
    for each in made.payers.values():
        scale = 1e-3 + np.abs(each.base["cost"]).sum() + each.base["grants"].sum()
        parts = each.base["own_budget"] + each.base["grants"]
        close(parts.tolist(), each.base["cost"].tolist(), scale)
    for name in COLUMNS:
        summed = sum(each.base[name] for p, each in made.payers.items() if p != "all")
        scale = 1e-3 + sum(np.abs(each.base[name]).sum() for each in made.payers.values())
        close(made.payers["all"].base[name].tolist(), summed.tolist(), scale)


@often
@given(random_budgets())
def test_without_inflation_nominal_is_real(data):
    """Inflation 0 and none at all give the same, grants in the money of their year included."""
    none = {key: value for key, value in data.items() if key != "inflation"}
    one, other = budget(load(none), 64), budget(load(none | {"inflation": 0.0}), 64)
    assert one.index.tolist() == other.index.tolist() == [1.0] * len(one.index)
    for payer, each in one.payers.items():
        for name in COLUMNS:
            assert np.array_equal(each.base[name], other.payers[payer].base[name])
            assert np.array_equal(each.p95[name], other.payers[payer].p95[name])


def test_what_is_certain_has_no_range():
    """The base case of a fully certain file is every draw of it."""
    for each in budget(load(HAND), 256).payers.values():
        for name in COLUMNS:
            assert each.p5[name].tolist() == each.base[name].tolist() == each.p95[name].tolist()


def test_a_budget_of_nothing_has_no_lowest_point():
    """Without flows the cumulated never goes below 0, and nothing is balanced."""
    nothing = load(HAND | {"staffing": {}, "costs": {}, "funding": {}, "outcomes": {}})
    everybody = budget(nothing, 2).payers["all"]
    assert (everybody.lowest, everybody.balanced_from) == (None, None)
    with pytest.raises(sroi.UsageError):
        budget_figure(budget(nothing, 2), Wording("en", "SEK"))


def test_the_record_has_a_row_for_every_amount():
    """Payers and all, four years, eight columns, base and two percentiles."""
    record = budget_record(budget(load(HAND), 64))
    assert record["handover"] == "2026-01"
    assert record["index"] == pytest.approx({"2025": 1, "2026": 1.1, "2027": 1.1, "2028": 1.1})
    assert record["payers"]["social"]["handover"] == pytest.approx(
        {"own_budget": 880, "own_budget_next_3": 440}
    )
    assert len(list(budget_rows(record))) == 3 * 4 * len(COLUMNS) * 3


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["ordinarie budget", "2026-01", "varje års egna pengar", "är avsatt", "natura"]),
        ("en", ["ordinary budgets", "2026-01", "money of each year", "is set aside", "in kind"]),
    ],
)
def test_the_page_says_what_a_finance_officer_asks(language, words):
    """Hand-over, price level, what was budgeted, and what is left out."""
    page = budget_page(budget(load(HAND), 64), Wording(language, "SEK"))
    text = " ".join([*page.sentences, *(table.note for table in page.tables)])
    assert [word for word in words if word not in text] == []


def test_alternatives_stand_beside_each_other():
    """A column per scenario in the order given, on common draws."""
    one, other = load(HAND), load(HAND | {"funding": {}})
    page = budgets_page(budgets([one, other], 64), ["with", "without"], Wording("en", "SEK"))
    assert page.tables[0].columns == ("with", "without")
    own = [cell.value for cell in page.tables[0].rows[0].cells]
    assert own == pytest.approx([500, 800])


def test_the_figure_says_in_words_what_it_shows():
    """The alt text has the lowest point and the hand-over."""
    figure = budget_figure(budget(load(HAND), 64), Wording("en", "SEK"))
    assert "2026-01" in figure.get_label()
    assert "lowest" in figure.get_label()
