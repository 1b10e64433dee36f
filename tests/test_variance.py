"""Which numbers the spread comes from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.model.projection import simulate
from sroi.questions.sensitivity.drivers import drivers, sobol_indices
from tests.strategies import load
from tests.test_projection import DATA


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.floats(0.1, 10.0), min_size=2, max_size=5))
def test_indices_of_an_additive_model_are_its_variance_shares(weights):
    """First-order and total agree, and sum to one."""
    found = sobol_indices(lambda shares: shares @ np.array(weights), len(weights), 2048, seed=1)
    shares = np.square(weights) / np.sum(np.square(weights))
    assert [index.first for index in found] == pytest.approx(list(shares), abs=0.02)
    assert [index.total for index in found] == pytest.approx(list(shares), abs=0.02)


def test_a_constant_has_no_variance_to_share():
    """Zero, not a division by zero."""
    found = sobol_indices(lambda shares: np.ones(len(shares)), 2, 64, seed=1)
    assert [(i.first, i.total) for i in found] == [(0.0, 0.0)] * 2


def test_drivers_of_a_scenario():
    """A cost is correlated -1 with npv where it alone varies, and holds all of the variance."""
    certain = {"participants.per_year": 9, "outcomes.a.baseline": 0.3, "outcomes.a.unit_cost": 3000}
    scenario = load(DATA, **certain, **{"outcomes.a.effect.relative_risk": 0.8})
    found = drivers(simulate(scenario, 1024), "npv", "public", 256)
    assert list(found) == ["costs.rent.amount"]
    driver = found["costs.rent.amount"]
    assert driver.rank == pytest.approx(-1.0)
    assert driver.index.first == pytest.approx(1.0, abs=0.02)
    assert driver.index.total == pytest.approx(1.0, abs=0.02)


def test_rank_correlations_need_no_further_runs():
    """They come from the projection's own draws; a number that does nothing has none."""
    data = DATA | {"outcomes": DATA["outcomes"] | {"idle": {
        "name": "Idle", "effect": {"per_year": {"dist": "normal", "mean": 1, "sd": 1},
        "basis": "expert"}}}}  # fmt: skip
    found = drivers(simulate(load(data), 4096), "npv", "public")
    assert found["outcomes.a.effect.relative_risk"].rank < -0.5
    assert abs(found["outcomes.idle.effect.per_year"].rank) < 0.05
    assert all(driver.index is None for driver in found.values())
