"""The value of knowing more: laws, ties, groups, and options that do nothing."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sroi.errors import UsageError
from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.questions.information.compute import (
    acceptability,
    evpi,
    evppi,
    groups_of,
    information,
    probability_best,
    standard_scores,
)
from tests.strategies import load, scenarios
from tests.test_projection import DATA

often = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
CHEAPER = DATA | {"name": "Cheaper", "costs": {"rent": {"amount": 1000, "payer": "social"}}}


@often
@given(scenarios())
def test_knowing_one_number_is_never_worth_more_than_knowing_all(data):
    """0 ≤ EVPPI ≤ EVPI, and a part of the numbers never beats all of them."""
    scenario = load(data)
    options = {"it": simulate(scenario, 1024), "nothing": None}
    made = information(options, "society", groups_of([scenario], {}))
    assert made.evpi.value >= 0.0
    assert all(0.0 <= worth.value <= made.evpi.value for worth in made.evppi.values())
    assert sum(made.best.values()) == pytest.approx(1.0)
    best = max(made.expected, key=made.expected.__getitem__)
    assert made.expected_loss[best] == pytest.approx(made.evpi.value)
    for name in made.evppi:
        inside = [n for n in made.evppi if n.startswith(f"{name}.")]
        assert all(made.evppi[n].value <= made.evppi[name].value for n in inside)


@often
@given(st.integers(0, 2**32 - 1), st.floats(-2.0, 2.0))
def test_what_decides_nothing_is_worth_little(seed, mean):
    """Knowing noise beside the choice is not counted as knowledge."""
    rng = np.random.default_rng(seed)
    net = np.stack([np.zeros(8192), mean + rng.standard_normal(8192)])
    assert evppi(net, [rng.standard_normal(8192)]).value <= 0.02


def test_a_tie_is_shared():
    """Two options that are the same are each best half of the time."""
    assert list(probability_best(np.zeros((2, 64)))) == [0.5, 0.5]
    assert evpi(np.zeros((2, 64))).value == 0.0


def test_scenarios_compared():
    """Expected net benefits are the means of npv; the rest follows from the same draws."""
    made = compare([load(DATA), load(CHEAPER)], draws=2048)
    found = information(dict(made.projections), "public", {})
    for name, projection in made.projections.items():
        expected = projection.summary("npv", "public").mean
        assert found.expected[name] == pytest.approx(expected)
    assert found.best["Cheaper"] > found.best["Drawn"]


def test_scores_are_the_projections_own_draws():
    """The regression sees the same draws as the simulation."""
    made = simulate(load(DATA), 1024)
    (score,) = standard_scores([made])["costs.rent.amount"]
    costs = made.values("pv_costs", "social")
    assert (np.argsort(score) == np.argsort(costs)).all()


def test_groups_are_parts_and_what_is_named():
    """Each number, each outcome with several, and the user's own; an empty one is an error."""
    scenario = load(DATA)
    groups = groups_of([scenario], {"mine": ["participants", "outcomes.a.baseline"]})
    assert groups["mine"] == ["participants.per_year", "outcomes.a.baseline"]
    assert len(groups["outcomes.a"]) == 3
    assert "costs" not in groups
    with pytest.raises(UsageError, match="nothing uncertain at outcomes.b"):
        groups_of([scenario], {"mine": ["outcomes.b"]})


def test_too_few_draws_are_refused():
    """A regression on a handful of draws would say anything."""
    with pytest.raises(UsageError, match="at least 512 draws"):
        information({"it": simulate(load(DATA), 64), "nothing": None}, "public", {})


def test_acceptability_without_the_outcome():
    """The nearest outcome is named."""
    with pytest.raises(UsageError, match="no outcome b"):
        acceptability({"it": simulate(load(DATA), 512), "nothing": None}, "public", "b")


def test_acceptability_goes_up_to_twice_the_price_that_decides():
    """By then an option that avoids events is better than nothing on average."""
    made = simulate(load(DATA, **{"costs.rent.amount": 9000}), 2048)
    curve = acceptability({"it": made, "nothing": None}, "public", "a")
    assert curve.prices[0] == 0.0
    assert curve.expected["it"][0] < 0.0 < curve.expected["it"][-1]
    assert curve.best["it"] + curve.best["nothing"] == pytest.approx(np.ones(len(curve.prices)))
