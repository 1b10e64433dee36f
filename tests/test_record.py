"""The JSON of a run: the keys and meanings of docs/reference/json.md, never NaN."""

import json

import pytest

from sroi.comparison import compare
from sroi.projection import simulate
from sroi.record import as_json, comparison_record, record
from sroi.tidy import COLUMNS, comparison_rows, frame, rows
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
        *("base", "simulation", "warnings"),
    }
    assert len(made["digest"]) == 64
    assert (made["simulation"]["draws"], made["simulation"]["seed"]) == (512, 1)


def test_every_perspective_has_every_result(made):
    """Base case and simulation alike."""
    for view in ("social", "municipality", "public", "society", "household"):
        assert set(made["base"]["perspectives"][view]) == {*RESULTS, "payback"}
        drawn = made["simulation"]["perspectives"][view]
        assert set(drawn) == {*RESULTS, "probability_npv_positive", "payback"}
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
    assert years[0]["costs"]["school"] == 150


def test_what_does_not_exist_is_null(made):
    """The region bears nothing: no ratio, no payback."""
    health = made["base"]["perspectives"]["health"]
    assert health["bcr"] is None
    assert health["payback_year"] is None
    assert health["payback"] == "no_cost"
    assert made["simulation"]["perspectives"]["health"]["bcr"]["mean"] is None


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
