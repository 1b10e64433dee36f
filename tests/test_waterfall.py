"""From gross to cashable: to the krona, in every perspective."""

import pytest
from hypothesis import HealthCheck, given, settings

from sroi.model.projection import simulate
from sroi.questions.waterfall.compute import STEPS, base_waterfalls, mean_waterfalls
from tests.strategies import load, scenarios
from tests.test_projection import DATA

often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
RICH = DATA | {"followed_until": 2027}
RICH["outcomes"] = {
    "a": {
        "name": "A",
        "effect": {"per_year": 10, "basis": "before_after"},
        "lasts": 3,
        "drop_off": 0.5,
        "deadweight": 0.2,
        "attribution": 0.25,
        "displacement": 0.1,
        "unit_cost": 1000,
        "payers": {"social": 0.5, "health": 0.5},
        "cashable": 0.4,
    }
}


def amounts(made):
    return [made.gross, *made.left.values(), made.costs]


@often
@given(scenarios())
def test_the_steps_sum_to_what_is_left(data):
    """Base case and mean of the simulation, every perspective."""
    scenario = load(data)
    for made in (base_waterfalls(scenario), mean_waterfalls(scenario, 256, 1)):
        for view in scenario.views:
            steps = made[view]
            scale = sum(map(abs, amounts(steps))) + 1e-12
            total = steps.gross + sum(steps.steps.values())
            assert total == pytest.approx(steps.cashable, abs=1e-9 * scale)


@often
@given(scenarios())
def test_what_is_left_is_what_the_projection_says(data):
    """After the other payers, pv_benefits; after the not cashable, pv_cashable."""
    scenario = load(data)
    projection = simulate(scenario, 256, 1)
    base, mean = base_waterfalls(scenario), mean_waterfalls(scenario, 256, 1)
    for view in scenario.views:
        for step, measure in (("other_payers", "pv_benefits"), ("not_cashable", "pv_cashable")):
            scale = sum(map(abs, amounts(mean[view]))) + sum(map(abs, amounts(base[view]))) + 1e-9
            expected = projection.base_value(measure, view)
            assert base[view].left[step] == pytest.approx(expected, abs=1e-9 * scale)
            expected = projection.values(measure, view).mean()
            assert mean[view].left[step] == pytest.approx(expected, abs=1e-9 * scale)


def test_each_step_by_pencil():
    """Two intakes of 10 events at 1 000, three years at 1, ½ and ¼, half of it the region's."""
    made = base_waterfalls(load(RICH))["social"]
    gross = 2 * 10 * 1000
    lasting = gross * 1.75
    assert made.gross == pytest.approx(gross)
    left = {
        "duration": lasting,
        "deadweight": lasting * 0.8,
        "attribution": lasting * 0.8 * 0.75,
        "displacement": lasting * 0.8 * 0.75 * 0.9,
    }
    for step, expected in left.items():
        assert made.left[step] == pytest.approx(expected), step
    flows = [10_000, 15_000, 7_500, 2_500]
    own = 0.8 * 0.75 * 0.9
    value = [own * flow / 1.03**t for t, flow in enumerate(flows)]
    assert made.left["discounting"] == pytest.approx(sum(value))
    assert made.left["other_payers"] == pytest.approx(sum(value) / 2)
    assert made.left["not_cashable"] == pytest.approx(0.4 * sum(value) / 2)
    assert made.cashable == pytest.approx(0.4 * sum(value[:3]) / 2)
    assert tuple(made.left) == tuple(step for step in STEPS if step != "optimism")


def test_a_drawn_profile_counts_its_greatest_year():
    """The gross value is one year at the top of the profile."""
    outcome = {**RICH["outcomes"]["a"], "profile": {0: 0, 2: 1, 4: 0}}
    del outcome["lasts"], outcome["drop_off"]
    made = base_waterfalls(load(RICH | {"outcomes": {"a": outcome}}))["society"]
    assert made.gross == pytest.approx(20_000)
    assert made.left["duration"] == pytest.approx(20_000 * 2)
