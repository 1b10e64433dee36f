"""The JSON of a run: the keys and meanings of docs/reference/json.md, never NaN."""

import json

import pytest

from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.records.rows import COLUMNS, comparison_rows, frame, rows
from sroi.records.run import as_json, comparison_record, record
from tests.strategies import load
from tests.test_projection import DATA

RESULTS = {
    "pv_costs",
    "pv_benefits",
    "pv_cashable",
    "npv",
    "npv_cashable",
    "bcr",
    "payback_year",
    "cost_per_participant",
    "breakeven",
    "extrapolated",
}
ABOUT = {"if_no_effect", "without"}  # what is unknown, and what it would be
DECIDED = RESULTS - {"pv_costs", "cost_per_participant"}  # by the effect
FIGURES = {"mean", "sd", "se", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "exists"}


@pytest.fixture(scope="module")
def made():
    """Return the record of a run."""
    funding = {"g": {"payer": "health", "amount": 700}}
    extra = {"gift": {"amount": 300, "payers": {"social": 0.5, "school": 0.5}, "in_kind": True}}
    data = DATA | {"funding": funding, "costs": DATA["costs"] | extra}
    return record(simulate(load(data), 512, 1), [{"path": "", "rule": "r", "message": "m"}])


def test_the_top_level(made):
    """Name, digest, money, base case, simulation, warnings."""
    assert set(made) == {
        *("sroi", "name", "digest", "currency", "price_year", "perspective"),
        *("base", "simulation", "claims", "warnings"),
    }
    assert len(made["digest"]) == 64
    assert (made["simulation"]["draws"], made["simulation"]["seed"]) == (512, 1)


def test_every_perspective_has_every_result(made):
    """Base case and simulation alike."""
    for view in ("social", "municipality", "public", "society", "household"):
        base, drawn = (made[part]["perspectives"][view] for part in ("base", "simulation"))
        assert set(base) == {*RESULTS, *ABOUT, "unpriced", "payback"}
        assert set(drawn) == {*RESULTS, *ABOUT, "probability_npv_positive", "payback"}
        assert set(drawn["npv"]) == FIGURES
        payback = drawn["payback"]
        assert payback["never"] + payback["no_cost"] + sum(payback["years"].values()) == 1


def test_outcomes_have_quantities_prices_and_break_even(made):
    """Break-even in the headline perspective and society."""
    outcome = made["base"]["outcomes"]["a"]
    keys = {"quantity", "load", "pv", "cost_per_unit", "unknown", "breakeven"}
    assert set(outcome) == keys
    assert set(outcome["breakeven"]) == {"public", "society"}
    assert set(outcome["breakeven"]["public"]) == {"quantity", "reduction"}
    assert set(made["simulation"]["outcomes"]["a"]["quantity"]) == FIGURES


def test_years_add_up(made):
    """Payers' costs sum to the lines', undiscounted, every year of the horizon."""
    years = made["base"]["years"]
    assert [year["year"] for year in years] == list(range(2025, 2031))
    for year in years:
        assert sum(year["costs"].values()) == pytest.approx(sum(year["lines"].values()))
        assert set(year["costs"]) == set(year["funding"]) == set(year["benefits"])
    assert years[0]["in_kind"] == 300
    assert years[0]["funding"]["health"] == 700
    assert years[0]["lines"]["costs.rent"] == 5000
    assert years[0]["costs"]["school"] == 150  # half a gift in kind, which no grant pays for
    assert years[0]["costs"]["health"] == pytest.approx(700)
    assert years[0]["own_budget"]["health"] == 0


def test_what_does_not_exist_is_null(made):
    """The family bears nothing: no ratio, no payback."""
    family = made["base"]["perspectives"]["family"]
    assert family["bcr"] is None
    assert family["payback_year"] is None
    assert family["payback"] == "no_cost"
    assert made["simulation"]["perspectives"]["family"]["bcr"]["mean"] is None


UNKNOWN = {"name": "B", "baseline": 0.2, "effect": {"unknown": True}, "unit_cost": 50}


def told(**outcomes):
    """Return the record of a run with other outcomes."""
    return record(simulate(load(DATA | {"outcomes": outcomes}), 64, 1))


def test_where_every_effect_is_unknown_what_it_decides_is_null():
    """Social services feel the outcome: no net, no ratio, no payback, in base and simulation."""
    made = told(b=UNKNOWN | {"payer": "social"})
    for part in ("base", "simulation"):
        social = made[part]["perspectives"]["social"]
        assert {key for key in RESULTS if social[key] is None} == DECIDED
        assert set(social["if_no_effect"]) == DECIDED
        assert social["without"] == []
    assert made["simulation"]["perspectives"]["social"]["probability_npv_positive"] is None
    assert made["simulation"]["perspectives"]["social"]["payback"] is None
    assert made["base"]["perspectives"]["social"]["if_no_effect"]["npv"] == -made["base"][
        "perspectives"]["social"]["pv_costs"]  # fmt: skip


def test_a_perspective_that_feels_no_outcome_has_its_figures():
    """The region gains nothing from it, known or not: 0 is 0."""
    region = told(b=UNKNOWN | {"payer": "social"})["base"]["perspectives"]["health"]
    assert (region["pv_benefits"], region["npv"], region["if_no_effect"]) == (0, 0, {})


def test_a_payer_with_a_share_of_nothing_feels_an_outcome_by_its_share_alone():
    """A transfer of 1 and -1 sums to 0, but both its payers feel it."""
    made = told(b=UNKNOWN | {"payers": {"social": 1, "family": -1}})
    assert made["base"]["perspectives"]["society"]["npv"] is None


def test_where_some_effects_are_unknown_the_figures_stand_and_say_what_they_leave_out():
    """One known, one unknown and its follower."""
    follows = {"outcome": "b", "per_event": 0.5}
    follower = {"name": "C", "follows": follows, "unit_cost": 9, "payer": "social"}
    known = DATA["outcomes"]["a"]
    made = told(a=known, b=UNKNOWN | {"payer": "social"}, c=follower)
    public = made["base"]["perspectives"]["public"]
    assert public["npv"] is not None
    assert (public["without"], public["if_no_effect"]) == (["b", "c"], {})
    assert made["base"]["years"][0]["without"]["social"] == ["b", "c"]
    assert made["base"]["years"][0]["without"]["health"] == []


def test_an_unknown_outcome_has_no_quantity_load_value_or_price():
    """Null, in base case, simulation and every year; break-even is there."""
    made = told(b=UNKNOWN | {"payer": "social"})
    base, drawn = made["base"]["outcomes"]["b"], made["simulation"]["outcomes"]["b"]
    for key in ("quantity", "load", "pv", "cost_per_unit"):
        assert base[key] is None
    assert {drawn["quantity"], drawn["load"], drawn["pv"]} == {None}
    assert base["breakeven"]["public"]["quantity"] > 0
    assert {year["quantity"]["b"] for year in made["base"]["years"]} == {None}
    assert all(year["benefits"]["social"] == 0 for year in made["base"]["years"])


def test_what_is_unknown_is_empty_in_rows():
    """A chart made of the rows cannot show unknown as no effect."""
    made = told(b=UNKNOWN | {"payer": "social"})
    found = [r for r in rows(made) if r["item"] == "social" and r["measure"] in DECIDED]
    assert {r["measure"] for r in found} == DECIDED
    assert {r["value"] for r in found} == {None}


def test_a_difference_to_an_unknown_is_null():
    """Not the difference of the costs."""
    known, unknown = DATA, DATA | {"outcomes": {"b": UNKNOWN | {"payer": "social"}}}
    made = comparison_record(compare([load(known), load(unknown | {"name": "Unknown"})], draws=64))
    difference = made["differences"]["Unknown"]
    assert difference["npv"] is None
    assert difference["pv_costs"]["base"] == 0


def test_the_json_is_strict(made):
    """No NaN, no Infinity: any JSON reader takes it."""
    assert json.loads(as_json(made), parse_constant=pytest.fail) == made


def test_a_tidy_frame_holds_the_same_numbers(made):
    """One row per number."""
    told = list(rows(made))
    assert all(tuple(row) == COLUMNS for row in told)
    found = {
        (r["part"], r["item"], r["measure"], r["statistic"]): r["value"]
        for r in told
        if r["year"] is None
    }
    expected = made["base"]["perspectives"]["social"]["npv"]
    assert found["perspective", "social", "npv", "base"] == expected
    expected = made["simulation"]["outcomes"]["a"]["load"]["p95"]
    assert found["outcome", "a", "load", "p95"] == expected
    expected = made["base"]["outcomes"]["a"]["breakeven"]["public"]["quantity"]
    assert found["outcome", "a", "breakeven_quantity:public", "base"] == expected
    assert not [row for row in told if isinstance(row["value"], dict)]


def test_the_frame_of_a_projection():
    """A DataFrame for those who go on in Python."""
    made = frame(simulate(load(DATA), 64, 1))
    npv = made.query("part == 'perspective' and measure == 'npv' and statistic == 'base'")
    assert set(npv["item"]) >= {"social", "public", "society"}
    assert set(npv["unit"]) == {"SEK"}


def test_a_comparison_holds_its_runs_and_differences():
    """Scenarios by name, differences against the reference."""
    made = comparison_record(compare([load(DATA), load(DATA | {"name": "Other"})], draws=64))
    assert set(made["scenarios"]) == {"Drawn", "Other"}
    assert made["reference"] == "Drawn"
    assert set(made["differences"]["Other"]["npv"]) == {*FIGURES, "base", "probability_better"}
    told = list(comparison_rows(made))
    assert {row["scenario"] for row in told} == {"Drawn", "Other"}
    assert {row["scenario"] for row in told if row["part"] == "difference"} == {"Other"}
