"""What would have to be true: switching values, and the nearest joint flip."""

import numpy as np
import pytest
from scipy import stats

from sroi.model.projection import evaluated, simulate
from sroi.model.sampling import Draws
from sroi.questions.breakeven.compute import nearest_flip, switches
from tests.strategies import load
from tests.test_projection import DATA


def test_npv_is_zero_at_every_switching_value():
    """Written into the file as a certain number, the programme breaks even exactly."""
    scenario = load(DATA)
    found = [s for s in switches(scenario, "public") if s.value is not None]
    assert {s.paths[0] for s in found} >= {"outcomes.a.effect.relative_risk", "costs.rent.amount"}
    for switch in found:
        changed = simulate(load(DATA, **{switch.paths[0]: switch.value}), 16)
        scale = changed.base_value("pv_costs", "public")
        assert changed.base_value("npv", "public") == pytest.approx(0.0, abs=1e-9 * scale + 1e-6)


def test_where_the_value_lies_in_its_own_distribution():
    """The base of a low-base-high number is its median."""
    scenario = load(DATA)
    found = {s.paths[0]: s for s in switches(scenario, "public")}
    amount = found["outcomes.a.unit_cost"]
    assert amount.base_share == pytest.approx(0.5)
    assert amount.value_share is not None
    share = float(amount.number.distribution.ppf(np.array([amount.value_share]))[0])
    assert share == pytest.approx(amount.value)


def test_none_in_its_domain_is_an_answer():
    """Nothing makes an unknown effect pay, but that the programme costs nothing."""
    outcomes = {"a": DATA["outcomes"]["a"] | {"effect": {"unknown": True}}}
    scenario = load(DATA | {"outcomes": outcomes})
    found = {s.paths[0]: s.value for s in switches(scenario, "public")}
    assert found.pop("costs.rent.amount") == 0.0
    assert set(found.values()) == {None}
    assert nearest_flip(scenario, "public") is None


def linear(**extra):
    """Return a scenario whose npv is the sum of two independent normal numbers."""
    outcomes = {
        name: {
            "name": name,
            "effect": {"per_year": {"dist": "normal", "mean": m, "sd": sd}, "basis": "expert"},
            "unit_cost": 1,
            "payer": "social",
        }
        for name, m, sd in (("x", -3.0, 1.0), ("y", 1.0, 2.0))
    }
    return load(DATA | {"programme": {"years": 2025}, "costs": {}, "outcomes": outcomes} | extra)


@pytest.mark.parametrize("rank", [0.0, 0.5, -0.4])
def test_the_nearest_flip_of_a_sum_of_normal_numbers(rank):
    """Closed form: distance |m| / sd of the sum, and each score its share of the variance."""
    paths = ["outcomes.x.effect.per_year", "outcomes.y.effect.per_year"]
    correlated = {"correlations": {"c": {"between": paths, "rank": rank}}} if rank else {}
    scenario = linear(**correlated)
    flip = nearest_flip(scenario, "public")
    rho = 2.0 * np.sin(np.pi * rank / 6.0)
    sd = np.sqrt(1.0 + 4.0 + 2.0 * rho * 2.0)
    assert flip.distance == pytest.approx(2.0 / sd, rel=1e-5)
    values = {move.number.path: move.value for move in flip.moves}
    assert values[paths[0]] + values[paths[1]] == pytest.approx(0.0, abs=1e-6)
    scores = {move.number.path: move.score for move in flip.moves}
    expected = {paths[0]: (1.0 + 2.0 * rho), paths[1]: (2.0 + rho)}
    for path, weight in expected.items():
        assert scores[path] == pytest.approx(weight * 2.0 / sd**2, rel=1e-4, abs=1e-6)


def test_the_flip_turns_the_sign():
    """Npv is 0 at the values listed, and no draw nearer to the middle turns it."""
    scenario = load(DATA)
    flip = nearest_flip(scenario, "public")
    values = {move.number.path: np.array([move.value]) for move in flip.moves}
    npv = float(evaluated(scenario, Draws(1, {}, values), "npv", "public")[0])
    costs = float(evaluated(scenario, Draws(), "pv_costs", "public")[0])
    assert npv == pytest.approx(0.0, abs=1e-5 * costs)
    cloud = np.random.default_rng(2).standard_normal((20_000, len(flip.moves)))
    lengths = np.random.default_rng(3).uniform(0.0, 0.97 * flip.distance, len(cloud))
    near = cloud * (lengths / np.linalg.norm(cloud, axis=1))[:, np.newaxis]
    uniforms = {m.number.key: stats.norm.cdf(near[:, i]) for i, m in enumerate(flip.moves)}
    draws = evaluated(scenario, Draws(len(near), uniforms), "npv", "public")
    middle = evaluated(
        scenario, Draws(1, {m.number.key: np.array([0.5]) for m in flip.moves}), "npv", "public"
    )
    assert (np.sign(draws) == np.sign(middle[0])).all()
