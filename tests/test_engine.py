"""The engine: against plain loops, and against the laws of the model."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sroi.model import measures
from sroi.model.engine import results_of
from sroi.model.projection import simulate as projected
from sroi.model.sampling import Draws, drawn, sampler
from sroi.model.totals import totals
from tests.plain_engine import Plain
from tests.strategies import load, scenarios

often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def assert_same(scenario, made, plain, draw):
    for view in scenario.views:
        expected = plain.perspective(view)
        scale = abs(expected["pv_costs"]) + abs(expected["pv_benefits"]) + 1.0
        for name, value in expected.items():
            vector = measures.MEASURES[name].of(made, view)
            actual = float(vector[draw] if vector.size > 1 else vector[0])
            if name in ("bcr", "breakeven", "extrapolated", "payback_year") and near_zero(expected):
                continue
            if value is None:
                assert math.isnan(actual), (view, name, actual)
            else:
                tolerance = 1e-7 * max(
                    abs(value), 1e-3 * scale if name.startswith(("pv", "npv")) else 0
                )
                assert actual == pytest.approx(value, abs=tolerance + 1e-9), (view, name)


def near_zero(expected):
    """Rounding dust decides these results; the package calls it 0, the plain loops do not."""
    scale = abs(expected["pv_costs"]) + abs(expected["pv_benefits"]) + 1.0
    close = [abs(expected[key]) < 1e-6 * scale for key in ("pv_costs", "pv_benefits", "npv")]
    return any(close)


@often
@given(scenarios())
def test_the_base_case_equals_plain_loops(data):
    """Every measure of every perspective, worked out again year by year and cohort by cohort."""
    scenario = load(data)
    plain = Plain(scenario, lambda number: number.base)
    made = totals(results_of(scenario))
    assert_same(scenario, made, plain, 0)
    for root, outcome in scenario.outcomes.items():
        if outcome.follows is None:
            quantity, share = plain.outcome_breakeven(root, "society")
            for expected, measure in (
                (quantity, measures.breakeven_quantity),
                (share, measures.breakeven_reduction),
            ):
                actual = float(measure(made, root, "society")[0])
                if expected is None or near_zero(plain.perspective("society")):
                    continue
                assert actual == pytest.approx(expected, rel=1e-6, abs=1e-6)


@often
@given(scenarios())
def test_every_draw_equals_plain_loops(data):
    """The vectorised engine is a plain loop over draws, years and cohorts."""
    scenario = load(data)
    size = 16
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    draws = drawn(scenario, {key: u[:size] for key, u in uniforms.items()}, size)
    made = totals(results_of(scenario, draws))
    for draw in (0, 7, 15):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        assert_same(scenario, made, plain, draw)


@often
@given(scenarios())
def test_no_effect_leaves_the_cost(data):
    """No effect -> npv = -cost, in every perspective."""
    for outcome in data["outcomes"].values():
        if "effect" in outcome:
            outcome["effect"] = {"unknown": True}
    scenario = load(data)
    made = totals(results_of(scenario))
    for view in scenario.views:
        assert measures.npv(made, view) == pytest.approx(-measures.pv_costs(made, view))


@often
@given(scenarios())
def test_without_discounting_the_present_value_is_the_plain_sum(data):
    """Rate 0 -> plain sum."""
    data["discounting"] = {"rate": 0}
    scenario = load(data)
    results = results_of(scenario)
    made = totals(results)
    for name, flow in results.costs.items():
        assert float(made.costs[name][0]) == pytest.approx(float(flow.values.sum()))


@often
@given(scenarios())
def test_payers_sum_to_society(data):
    """With tax_factor 1, what the payers bear and gain is what society does."""
    data.pop("tax_factor", None)
    scenario = load(data)
    made = totals(results_of(scenario))
    for measure in (measures.pv_costs, measures.pv_benefits, measures.pv_cashable, measures.npv):
        parts = sum(float(measure(made, payer)[0]) for payer in scenario.payers)
        whole = float(measure(made, "society")[0])
        scale = sum(abs(float(measure(made, payer)[0])) for payer in scenario.payers)
        assert parts == pytest.approx(whole, abs=1e-8 * scale + 1e-9)


@often
@given(scenarios())
def test_transfers_cancel_in_society(data):
    """Money that one payer gains and another loses is no gain to all."""
    data.pop("tax_factor", None)
    for outcome in data["outcomes"].values():
        outcome.pop("payer", None)
        outcome["payers"] = {"social": 1, "family": -1}
    made = totals(results_of(load(data)))
    assert measures.pv_benefits(made, "society") == 0.0


@often
@given(scenarios())
def test_prices_scale_the_money_and_leave_the_ratios(data):
    """All prices x k -> values x k, ratios unchanged."""

    def scaled(number):
        return {"value": number, "times": 3.0} if "value" not in str(number) else number

    once = load(data)
    for section, keys in {
        "staffing": ["annual_cost", "monthly_salary"],
        "costs": ["amount"],
        "outcomes": ["unit_cost"],
    }.items():
        for part in data.get(section, {}).values():
            for key in keys:
                if key in part:
                    if "value" in str(part[key]):
                        return
                    part[key] = scaled(part[key])
    one, three = totals(results_of(once)), totals(results_of(load(data)))
    for view in once.views:
        for measure in (measures.pv_costs, measures.pv_benefits, measures.npv):
            assert measure(three, view) == pytest.approx(3 * measure(one, view), abs=1e-6)
        for measure in (measures.bcr, measures.payback_year):
            expected = measure(one, view)
            assert measure(three, view) == pytest.approx(expected, nan_ok=True, abs=1e-9)


@often
@given(scenarios())
def test_certain_inputs_make_every_draw_the_base_case(data):
    """Certain inputs -> all draws equal the base case."""
    scenario = load(data)
    fixed = {path: np.full(5, number.base) for path, number in scenario.numbers.items()}
    base, drawn_ = totals(results_of(scenario)), totals(results_of(scenario, Draws(5, {}, fixed)))
    for view in scenario.views:
        for name, measure in measures.MEASURES.items():
            expected = float(measure.of(base, view)[0])
            assert measure.of(drawn_, view) == pytest.approx(expected, nan_ok=True), name


@pytest.mark.parametrize("share", ["deadweight", "attribution", "displacement", "drop_off"])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=scenarios())
def test_what_is_taken_away_never_raises_the_benefit(share, data):
    """More deadweight, attribution, displacement or drop-off never raises a good effect."""
    outcome = data["outcomes"]["a"]
    outcome.pop("profile", None)
    outcome.pop("desired", None)
    outcome["effect"] = {"risk_difference": 0.2, "basis": "before_after"}
    for key in ("baseline", "rate"):
        outcome.pop(key, None)
    benefits = []
    for value in (0.1, 0.4, 0.9):
        outcome[share] = value
        made = totals(results_of(load(data)))
        benefits.append(float(made.quantity["a"][0]))
    assert benefits == sorted(benefits, reverse=True)


# No more events than there can be -------------------------------------------------------------

WIDE = {"low": 1.1, "base": 1.3, "high": 1.8}  # 90 % between, two half normals on the log scale


def ten_people(outcome):
    """Return a scenario with one outcome of ten people in one year."""
    return {
        "sroi": 1,
        "name": "Ten people",
        "currency": "SEK",
        "price_year": 2025,
        "first_year": 2025,
        "horizon": 1,
        "payers": {"town": {"sector": "municipality"}},
        "programme": {"years": 2025},
        "participants": {"per_year": 10},
        "outcomes": {"a": {"name": "A", **outcome}},
    }


def a_quantity(outcome):
    """Return what the outcome of ten people brings, in every draw."""
    return projected(load(ten_people(outcome)), 65_536).totals.quantity["a"]


def drawn_ratio(low, base, high, size=200_000):
    """Return quantiles of two half normals on the log scale, by the standard library alone."""
    score, width = NormalDist().inv_cdf, NormalDist().inv_cdf(0.95)
    scores = [score((i + 0.5) / size) for i in range(size)]
    pieces = [(base / low, z) if z < 0 else (high / base, z) for z in scores]
    return np.array([base * ratio ** (z / width) for ratio, z in pieces])


def test_no_more_can_gain_than_lack():
    """7 of 10 are in work anyway, so at most 3 more can be: min(7 r - 7, 3) over the ratios r."""
    wanted = {"desired": True, "baseline": 0.7}
    gained = a_quantity(wanted | {"effect": {"relative_risk": WIDE, "basis": "comparative"}})
    expected = np.minimum(7.0 * drawn_ratio(**WIDE) - 7.0, 3.0)
    assert gained.max() == pytest.approx(3.0)
    assert np.quantile(gained, 0.95) == pytest.approx(3.0)
    assert gained.mean() == pytest.approx(expected.mean(), rel=1e-3)
    assert gained.mean() == pytest.approx(2.118, abs=1e-3)


def test_no_more_can_be_harmed_than_are_unharmed():
    """8 of 10 have it anyway, so at most 2 more can: a harm of 2."""
    harm = {"estimate": 1.1, "ci95": [0.6, 2.0]}
    avoided = a_quantity({"baseline": 0.8, "effect": {"relative_risk": harm, "basis": "expert"}})
    assert avoided.min() == pytest.approx(-2.0)
    assert avoided.max() > 4.0  # a benefit is not cut before everybody is spared


def test_no_more_can_be_spared_than_there_are():
    """2 of 10 have it: a difference of 0.15 that may be 0.3 spares 2 at most."""
    wide = {"low": 0.0, "base": 0.15, "high": 0.3}
    effect = {"risk_difference": wide, "basis": "expert"}
    for given_as in ("baseline", "rate"):
        assert a_quantity({given_as: 0.2, "effect": effect}).max() == pytest.approx(2.0)
    assert a_quantity({"rate": 0.2, "effect": effect}).min() < -0.9  # a rate has no greatest


def test_a_baseline_beside_two_risks_cuts_nothing():
    """The risk with the programme is then what is written; the baseline serves break-even alone."""
    effect = {"programme": 0.1, "comparison": 0.5, "basis": "comparative"}
    assert a_quantity({"baseline": 0.2, "effect": effect}) == pytest.approx(4.0)
    loose = {"risk_difference": 0.4, "basis": "comparative"}
    assert a_quantity({"effect": loose}) == pytest.approx(4.0)


def test_an_effect_that_is_never_at_work_is_not_cut():
    """A profile below 0 in every year: what is multiplied by it is no risk."""
    effect = {"relative_risk": WIDE, "basis": "expert"}
    outcome = {"baseline": 0.7, "effect": effect, "profile": {0: -1}}
    assert a_quantity(outcome).max() > 5.0
    load(ten_people(outcome | {"effect": {"relative_risk": 1.5, "basis": "expert"}}))
