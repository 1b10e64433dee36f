"""The engine: against plain loops, and against the laws of the model."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sroi import measures
from sroi.engine import simulate
from sroi.sampling import Draws, drawn, sampler
from sroi.totals import totals
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
    made = totals(simulate(scenario))
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
    made = totals(simulate(scenario, draws))
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
    made = totals(simulate(scenario))
    for view in scenario.views:
        assert measures.npv(made, view) == pytest.approx(-measures.pv_costs(made, view))


@often
@given(scenarios())
def test_without_discounting_the_present_value_is_the_plain_sum(data):
    """Rate 0 -> plain sum."""
    data["discounting"] = {"rate": 0}
    scenario = load(data)
    results = simulate(scenario)
    made = totals(results)
    for name, flow in results.costs.items():
        assert float(made.costs[name][0]) == pytest.approx(float(flow.values.sum()))


@often
@given(scenarios())
def test_payers_sum_to_society(data):
    """With tax_factor 1, what the payers bear and gain is what society does."""
    data.pop("tax_factor", None)
    scenario = load(data)
    made = totals(simulate(scenario))
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
    made = totals(simulate(load(data)))
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
    one, three = totals(simulate(once)), totals(simulate(load(data)))
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
    base, drawn_ = totals(simulate(scenario)), totals(simulate(scenario, Draws(5, {}, fixed)))
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
    outcome.pop("rate", None)
    benefits = []
    for value in (0.1, 0.4, 0.9):
        outcome[share] = value
        made = totals(simulate(load(data)))
        benefits.append(float(made.quantity["a"][0]))
    assert benefits == sorted(benefits, reverse=True)
