"""Comparisons: differences within each draw, on common draws."""

import numpy as np
import pytest

import sroi
from sroi.model.comparison import compare
from tests.strategies import load
from tests.test_projection import DATA


@pytest.fixture(scope="module")
def scenarios():
    """Return a scenario and one whose rent is 1 000 dearer."""
    dearer = load(DATA | {"name": "Dearer"})
    extra = {"extra": {"amount": 1000, "per": "once", "payer": "social"}}
    return load(DATA), load(DATA | {"name": "Dearer", "costs": DATA["costs"] | extra}), dearer


def test_what_is_shared_is_not_noise(scenarios):
    """A fixed cost more is that cost less in every draw, though each npv varies by thousands."""
    one, other, _ = scenarios
    found = compare([one, other]).difference("Dearer", "npv", "social")
    assert found.base == pytest.approx(-1000)
    assert found.summary.mean == pytest.approx(-1000)
    assert found.summary.sd == pytest.approx(0, abs=1e-6)
    assert found.probability_better == 0.0


def test_lower_costs_are_better(scenarios):
    """For costs the probability of being better is of being lower."""
    one, other, _ = scenarios
    found = compare([one, other], reference=other)
    assert found.difference("Drawn", "pv_costs", "social").probability_better == 1.0
    assert found.difference("Drawn", "npv", "social").probability_better == 1.0


def test_a_further_scenario_changes_no_draw_of_the_earlier(scenarios):
    """Adding a scenario at the end changes nothing before it."""
    one, other, third = scenarios
    two, three = compare([one, other]), compare([one, other, third])
    name = one.name
    x, y = (c.projections[name].values("npv", "social") for c in (two, three))
    assert np.array_equal(x, y)


def test_a_scenario_has_the_same_draws_alone_and_compared(scenarios):
    """Run and compare show the same figures."""
    one, other, _ = scenarios
    alone = sroi.simulate(one).values("npv", "social")
    assert np.array_equal(alone, compare([one, other]).projections["Drawn"].values("npv", "social"))


def test_names_that_are_alike_are_told_apart(scenarios):
    """By file, or by number."""
    one, _, _ = scenarios
    assert len(compare([one, one]).projections) == 1
    again = load(DATA)
    assert len(compare([one, again]).projections) == 2


@pytest.mark.parametrize(("key", "value"), [("currency", "EUR"), ("price_year", 2020)])
def test_unlike_money_is_not_compared(key, value):
    """Another currency or price year is refused."""
    with pytest.raises(sroi.UsageError, match=key):
        compare([load(DATA), load(DATA | {key: value})])


def test_a_view_that_one_lacks_is_refused():
    """The perspective must exist in all."""
    with pytest.raises(sroi.UsageError, match="no perspective board"):
        compare(
            [load(DATA | {"perspectives": {"board": ["social"]}}), load(DATA)], perspective="board"
        )


def test_dust_is_neither_better_nor_worse():
    """Shares of a cost add up to it but for the last digit; nobody is better off by that."""
    shares = {"social": 0.333, "schools": 0.333, "culture": 0.334}
    payers = {payer: {"name": payer, "sector": "municipality"} for payer in shares}
    whole = DATA | {"payers": payers}
    rent = {"amount": {"mean": 5000, "sd": 900}, "payers": shares}
    others = [load(whole | {"name": "Shared", "costs": {"rent": rent}}), load(whole)]
    compared = compare(others, draws=512)
    change = compared.difference("Drawn", "pv_costs", "municipality")
    assert (change.base, change.summary.sd, change.probability_better) == (0.0, 0.0, 0.0)
