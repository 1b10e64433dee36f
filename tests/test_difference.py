"""Why two scenarios differ: shares that sum to the difference, whatever the order."""

import math
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sroi.errors import UsageError
from sroi.model.projection import simulate
from sroi.questions.difference.compute import explained, resolved_changes, shapley
from tests.strategies import load, scenarios
from tests.test_projection import DATA

often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@often
@given(scenarios(), scenarios())
def test_the_shares_sum_to_the_difference(one, other):
    """Any two scenarios in the same currency and prices."""
    before, after = load(one), load(other | {"price_year": one["price_year"]})
    made = explained(before, after, "society")
    expected = [simulate(s, 16).base_value("npv", "society") for s in (before, after)]
    scale = sum(map(abs, expected)) + sum(abs(s.value) for s in made.shares) + 1e-9
    assert [made.before, made.after] == pytest.approx(expected, abs=1e-9 * scale)
    total = math.fsum(share.value for share in made.shares)
    assert total == pytest.approx(made.after - made.before, abs=1e-9 * scale)


def test_one_change_carries_all():
    """And is told as it stands in the files."""
    before, after = load(DATA), load(DATA, **{"costs.rent.amount": 9000})
    (share,) = explained(before, after, "public").shares
    assert share.part == "costs.rent"
    assert [(c.path, c.before, c.after) for c in share.changes] == [
        ("costs.rent.amount", 5000.0, 9000.0)
    ]
    assert share.error == 0.0


def test_nothing_differs():
    """The same file twice."""
    made = explained(load(DATA), load(DATA | {"name": "Other"}), "public")
    assert made.shares == ()
    assert resolved_changes(load(DATA), load(DATA | {"name": "Other"})) == []


def test_two_that_interact_share_the_interaction():
    """More families and a better effect: half of what only both together bring goes to each."""
    both = {"participants.per_year": 18, "outcomes.a.effect.relative_risk": 0.4}
    alone = [load(DATA, **{path: value}) for path, value in both.items()]
    npv = [
        simulate(s, 16).base_value("npv", "public")
        for s in (load(DATA), *alone, load(DATA, **both))
    ]
    made = explained(load(DATA), load(DATA, **both), "public")
    shares = {share.part: share.value for share in made.shares}
    together = npv[3] - npv[1] - npv[2] + npv[0]
    assert together > 0.0
    assert shares["participants"] == pytest.approx(npv[1] - npv[0] + together / 2)
    assert shares["outcomes.a"] == pytest.approx(npv[2] - npv[0] + together / 2)


def test_a_named_group_is_one_part():
    """Participants and the outcome as one."""
    after = load(DATA, **{"participants.per_year": 18, "costs.rent.amount": 1})
    groups = {"reach": ["participants", "outcomes"]}
    made = explained(load(DATA), after, "public", groups)
    assert {share.part for share in made.shares} == {"reach", "costs.rent"}
    with pytest.raises(UsageError, match="group reach"):
        explained(load(DATA), after, "public", {"reach": ["nobody"]})


@often
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=5), st.integers(0, 99))
def test_shapley_is_the_mean_over_every_order(values, seed):
    """Worked out again by walking through all orders of a game with interactions."""
    names = [f"p{i}" for i in range(len(values))]
    weight = dict(zip(names, values, strict=True))

    def worth(there):
        return sum(weight[n] for n in there) ** 2 + seed * (len(there) > 1)

    found = shapley(names, worth)
    orders = list(permutations(names))
    for name in names:
        gains = []
        for order in orders:
            earlier = frozenset(order[: order.index(name)])
            gains.append(worth(earlier | {name}) - worth(earlier))
        assert found[name][0] == pytest.approx(sum(gains) / len(gains), abs=1e-9)


def test_sampled_orders_sum_exactly_and_tell_their_error():
    """Above eight parts: the error covers what the exact shares would be."""
    names = [f"p{i}" for i in range(10)]

    def worth(there):
        return float(len(there) ** 2 + 9 * ({"p0", "p1", "p2"} <= there))

    found = shapley(names, worth)
    assert math.fsum(v for v, _ in found.values()) == pytest.approx(109.0, rel=1e-12)
    exact = {n: 10.0 + 3.0 * (n in ("p0", "p1", "p2")) for n in names}
    for name, (value, error) in found.items():
        assert value == pytest.approx(exact[name], abs=4 * error + 1e-9)
    assert found["p0"][1] > 0.0
