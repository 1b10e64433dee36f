"""Measures by hand: small scenarios whose every number can be worked out with a pencil."""

import math

import numpy as np
import pytest
from scipy import stats

from sroi.model import measures
from sroi.model.engine import results_of
from sroi.model.projection import projections
from sroi.model.totals import joined_totals, totals
from sroi.records.run import record
from tests.strategies import load

SCENARIO = {
    "sroi": 1,
    "name": "By hand",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 4,
    "discounting": {"rate": 0},
    "payers": {
        "social": {"sector": "municipality"},
        "health": {"sector": "region"},
        "family": {"sector": "household"},
    },
    "programme": {"years": 2025},
    "participants": {"per_year": 10},
    "costs": {"all": {"amount": 1000, "payer": "social"}},
    "outcomes": {
        "a": {
            "name": "A",
            "baseline": 0.5,
            "effect": {"relative_risk": 0.6, "basis": "comparative"},
            "lasts": 4,
            "unit_cost": 200,
            "payer": "social",
        }
    },
}


def made(**changes):
    """Return the totals of the scenario with sections changed."""
    return totals(results_of(load(SCENARIO | changes)))


def outcome(**changes):
    return {"a": SCENARIO["outcomes"]["a"] | changes}


def value(measure, view, **changes):
    return float(measure(made(**changes), view)[0])


def test_the_plain_case():
    """10 x 0.5 x (1 - 0.6) = 2 avoided a year, 4 years, 200 each: 1 600 for 1 000."""
    assert value(measures.pv_benefits, "social") == pytest.approx(1600)
    assert value(measures.npv, "public") == pytest.approx(600)
    assert value(measures.bcr, "society") == pytest.approx(1.6)
    assert value(measures.cost_per_participant, "society") == pytest.approx(100)
    assert value(measures.breakeven, "society") == pytest.approx(1000 / 1600)


def test_payback_is_the_first_year_that_stays():
    """400 a year against 1 000: -600, -200, 200, 600."""
    assert value(measures.payback_year, "social") == 2027


def test_payback_that_does_not_stay_is_none():
    """A harm in the last year takes the balance below 0 again."""
    profile = {0: 5, 1: 5, 2: 0, 3: -20}
    changes = {k: v for k, v in outcome(profile=profile)["a"].items() if k != "lasts"}
    assert math.isnan(value(measures.payback_year, "social", outcomes={"a": changes}))


def test_exactly_even_is_paid_back():
    """Rounding dust decides nothing: three times 333.33 a third each against 1 000."""
    even = outcome(unit_cost={"value": 1000, "times": 1 / 6}, lasts=3)
    assert value(measures.npv, "social", outcomes=even) == 0.0
    assert value(measures.payback_year, "social", outcomes=even) == 2027


FEE = {
    "run": {"amount": {"mean": 100_000, "sd": 50_000}, "payer": "social"},
    "fee": {"amount": -90_000, "payer": "social"},
}


def test_what_costs_nothing_from_the_start_is_not_never_paid_back():
    """10 x 0.5 x 0.4 x 100 000 = 200 000 gained in 2025, for a cost less a fee of 90 000.

    The cost is gamma of shape 4 and scale 25 000 (mean 100 000, sd 50 000): at most 90 000 in 48 %
    by scipy's cdf, at most 290 000 in 99.7 %. What is not paid back in 2025 never is.
    """
    cost = stats.gamma(4, scale=25_000)
    parts = outcome(unit_cost=100_000, lasts=1)
    drawn = projections([load(SCENARIO | {"costs": FEE, "outcomes": parts})], 16_384, 1)[0]
    found = record(drawn)["simulation"]["perspectives"]["public"]["payback"]
    assert found["no_cost"] == pytest.approx(cost.cdf(90_000), abs=1e-3)
    assert found["never"] == pytest.approx(cost.sf(290_000), abs=1e-3)
    assert found["years"] == {"2025": pytest.approx(cost.cdf(290_000) - cost.cdf(90_000), abs=1e-3)}


@pytest.mark.parametrize(
    ("amount", "lasts", "expected"),
    [(1000, 4, 2027), (1000, 1, "never"), (-1, 4, "no_cost"), (0, 4, "no_cost")],
)
def test_payback_says_why_there_is_no_year(amount, lasts, expected):
    """400 a year for four years or one, against a cost, a fee or nothing."""
    costs = {"all": {"amount": amount, "payer": "social"}}
    drawn = projections([load(SCENARIO | {"costs": costs, "outcomes": outcome(lasts=lasts)})], 8, 1)
    found = record(drawn[0])["base"]["perspectives"]["social"]
    assert found["payback"] == expected
    assert found["payback_year"] == (expected if isinstance(expected, int) else None)


def test_an_unknown_effect_has_no_payback_at_all():
    """Whether it costs anything or not."""
    unknown = outcome(effect={"unknown": True})
    for costs in (SCENARIO["costs"], {"all": {"amount": -1, "payer": "social"}}):
        drawn = projections([load(SCENARIO | {"costs": costs, "outcomes": unknown})], 8, 1)
        found = record(drawn[0])
        assert found["base"]["perspectives"]["social"]["payback"] is None
        assert found["simulation"]["perspectives"]["social"]["payback"] is None


def test_the_ratio_of_the_means_needs_a_cost():
    """Mean cost 50 000 - 90 000 is below 0: no ratio, though it exists in some draws."""
    costs = FEE | {"run": {"amount": {"mean": 50_000, "sd": 50_000}, "payer": "social"}}
    drawn = projections([load(SCENARIO | {"costs": costs})], 512, 1)[0].summary("bcr", "social")
    assert drawn.exists > 0.1
    assert drawn.mean is None
    assert drawn.percentiles[50] is not None


def test_a_payer_who_bears_nothing_has_no_ratio_and_no_payback():
    """bcr, payback and break-even are null unless pv_costs > 0."""
    for measure in (measures.bcr, measures.payback_year, measures.breakeven):
        assert math.isnan(value(measure, "health"))


def test_a_saving_has_no_ratio():
    """A negative cost leaves bcr undefined, as in WSIPP's tables."""
    costs = {"all": {"amount": -1000, "payer": "social"}}
    assert value(measures.npv, "social", costs=costs) == pytest.approx(2600)
    assert math.isnan(value(measures.bcr, "social", costs=costs))


def test_the_tax_factor_counts_in_society_only():
    """Public costs and benefits x 1.3 in society; the household's gain is not."""
    split = outcome(payers={"social": 0.5, "family": 0.5})
    del split["a"]["payer"]
    changes = {"tax_factor": 1.3, "outcomes": split}
    assert value(measures.pv_costs, "society", **changes) == pytest.approx(1300)
    assert value(measures.pv_costs, "public", **changes) == pytest.approx(1000)
    assert value(measures.pv_benefits, "society", **changes) == pytest.approx(800 * 1.3 + 800)
    assert value(measures.pv_benefits, "public", **changes) == pytest.approx(800)


def test_a_transfer_costs_society_only_the_tax():
    """+1 600 and -1 600 cancel; with a tax factor of 1.3 raising it costs 480."""
    transfer = outcome(payers={"social": 1, "family": -1})
    del transfer["a"]["payer"]
    assert value(measures.pv_benefits, "society", outcomes=transfer) == 0.0
    changes = {"outcomes": transfer, "tax_factor": 1.3}
    assert value(measures.pv_benefits, "society", **changes) == pytest.approx(480)
    assert value(measures.pv_benefits, "family", **changes) == pytest.approx(-1600)


def test_what_falls_after_follow_up_is_extrapolated():
    """Followed until 2026: two years of four."""
    assert value(measures.extrapolated, "social", followed_until=2026) == pytest.approx(0.5)
    assert value(measures.extrapolated, "social", followed_until=2028) == 0.0
    assert value(measures.extrapolated, "social") == pytest.approx(0.75)


def test_cashable_in_whole_steps():
    """2 a year is no whole 3; two outcomes' 4 years of 2 with step 2 are cut whole."""
    for step, cut in ((2, 4 * 2 * 200 * 0.5), (3, 0.0)):
        steps = outcome(cashable={"share": 0.5, "step": step})
        assert value(measures.pv_cashable, "social", outcomes=steps) == pytest.approx(cut)


def test_cashable_comes_later():
    """after: 1 loses the last year within the horizon."""
    later = outcome(cashable={"share": 1, "after": 1})
    assert value(measures.pv_cashable, "social", outcomes=later) == pytest.approx(1200)


def test_break_even_of_an_outcome():
    """8 avoided give 1 600, so 1 000 needs 5; x = 0.2 becomes 0.125, a quarter of the baseline."""
    it = made()
    assert measures.breakeven_quantity(it, "a", "society")[0] == pytest.approx(5)
    assert measures.breakeven_reduction(it, "a", "society")[0] == pytest.approx(0.25)


def test_break_even_of_an_unknown_outcome():
    """Nothing is claimed, yet what would have to be true is the same as when it was known."""
    it = made(outcomes=outcome(effect={"unknown": True}))
    assert measures.breakeven_quantity(it, "a", "public")[0] == pytest.approx(5)
    assert measures.breakeven_reduction(it, "a", "public")[0] == pytest.approx(0.25)
    assert measures.unclaimed(it.scenario, "bcr", "public")
    assert measures.npv(it, "public")[0] == pytest.approx(-1000)


def test_break_even_counts_followers_and_what_others_bring():
    """A follower's 0.5 x 400 doubles the value of an event; another outcome brings 200."""
    outcomes = outcome() | {
        "b": {
            "name": "B",
            "follows": {"outcome": "a", "per_event": 0.5},
            "unit_cost": 400,
            "payer": "social",
        },
        "c": {
            "name": "C",
            "effect": {"per_year": 1, "basis": "expert"},
            "unit_cost": 200,
            "payer": "social",
        },
    }
    it = made(outcomes=outcomes)
    assert measures.breakeven_quantity(it, "a", "social")[0] == pytest.approx((1000 - 200) / 400)


def test_break_even_is_0_where_all_else_pays():
    """Nothing more is needed of A if C brings 1 000."""
    more = outcome() | {
        "c": {
            "name": "C",
            "effect": {"per_year": 5, "basis": "expert"},
            "unit_cost": 200,
            "payer": "social",
        }
    }
    it = made(outcomes=more)
    assert measures.breakeven_quantity(it, "a", "social")[0] == 0.0


def test_break_even_does_not_exist_where_nothing_is_gained():
    """No B > 0: the region gains nothing from A, whatever happens."""
    assert math.isnan(measures.breakeven_quantity(made(), "a", "health")[0])


def test_without_a_baseline_there_is_no_reduction():
    """effect.per_year has no baseline."""
    changed = outcome(effect={"per_year": 1, "basis": "expert"})["a"]
    bare = {key: inner for key, inner in changed.items() if key != "baseline"}
    it = made(outcomes={"a": bare})
    assert measures.breakeven_quantity(it, "a", "social")[0] == pytest.approx(5)
    assert math.isnan(measures.breakeven_reduction(it, "a", "social")[0])


def test_cost_per_event_avoided():
    """1 000 / 8."""
    assert measures.cost_per_unit(made(), "a")[0] == pytest.approx(125)


def test_no_participants_no_cost_per_participant():
    """Null, not infinity."""
    nobody = {"participants": {"per_year": 0}}
    assert math.isnan(value(measures.cost_per_participant, "society", **nobody))
    assert value(measures.npv, "society", **nobody) == pytest.approx(-1000)


def test_blocks_joined_are_the_whole():
    """Totals of blocks, joined, are the totals of all draws at once; lines of mixed sign too."""
    costs = {"all": {"amount": {2025: 500, 2026: -100}, "payer": "social"}}
    scenario = load(SCENARIO | {"costs": costs, "participants": {"per_year": {"mean": 9, "sd": 3}}})
    whole = projections([scenario], 10_000, 1)[0].totals
    again = joined_totals([whole])
    assert np.array_equal(again.magnitudes["costs.all"], whole.magnitudes["costs.all"])
    assert measures.npv(whole, "society").shape == (10_000,)


def test_events_that_cancel_are_none():
    """0.1 + 0.2 - 0.3 is 0: a cost per event of rounding dust does not exist."""
    effect = {"per_year": {2025: 0.1, 2026: 0.2, 2027: -0.3}, "basis": "expert"}
    cancelled = {"name": "A", "effect": effect, "unit_cost": 200, "payer": "social"}
    found = made(programme={"years": "2025-2027"}, outcomes={"a": cancelled})
    assert found.quantity["a"][0] == 0.0
    assert math.isnan(measures.cost_per_unit(found, "a")[0])
