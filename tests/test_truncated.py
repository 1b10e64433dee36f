"""A normal cut to a domain keeps the mean and the standard deviation that were written."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sroi.arithmetic import families, truncated
from sroi.arithmetic.distributions import Normal
from sroi.arithmetic.quantities import AMOUNT, DIFFERENCE, RATE, REDUCTION, SHARE
from tests.strategies import load
from tests.test_engine import ten_people

U = np.linspace(0.001, 0.999, 97)
DOMAINS = {"share": SHARE, "amount": AMOUNT, "reduction": REDUCTION, "rate": RATE}


def moments(distribution):
    """Return mean and sd by scipy's truncated normal, which knows nothing of how it was found."""
    low = (distribution.low - distribution.mean) / distribution.sd
    high = (distribution.high - distribution.mean) / distribution.sd
    truth = stats.truncnorm(low, high, distribution.mean, distribution.sd)
    return truth.mean(), truth.std()


@pytest.mark.parametrize("quantity", DOMAINS.values(), ids=DOMAINS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(where=st.floats(0.02, 0.98), width=st.floats(0.2, 0.95))
def test_the_mean_written_is_the_mean_drawn(quantity, where, width):
    """Wherever the mean lies in the domain, as long as the spread has room in it."""
    mean = {SHARE: where, AMOUNT: 100 * where, REDUCTION: 2 * where - 1, RATE: where - 0.9}[
        quantity
    ]
    sd = width * families.widest_normal_sd(mean, quantity)
    distribution = families.normal_of_moments(mean, sd, quantity)
    if not isinstance(distribution, Normal):
        assert moments(distribution) == pytest.approx((mean, sd), rel=1e-6, abs=1e-9)
        assert distribution.cdf(distribution.ppf(U)) == pytest.approx(U, abs=1e-9)
        values = distribution.ppf(np.array([1e-10, 1 - 1e-10]))
        assert quantity.low <= values[0] < values[1] <= quantity.high


@pytest.mark.parametrize(
    ("mean", "quantity", "widest"),
    [
        (10.0, AMOUNT, 10.0),  # the exponential on 0 and up
        (0.9, REDUCTION, 0.1),  # the same, mirrored at 1
        (0.5, SHARE, 1 / math.sqrt(12)),  # the uniform
        (0.0, DIFFERENCE, 2 / math.sqrt(12)),
        (0.0001, SHARE, 0.0001),  # the cut at 1 is too far out to matter
        (0.0, AMOUNT, 0.0),
    ],
)
def test_the_widest_spread_is_that_of_an_exponential(mean, quantity, widest):
    """No normal cut to the domain is wider at the same mean."""
    assert families.widest_normal_sd(mean, quantity) == pytest.approx(widest)


def test_the_widest_spread_of_a_share_is_scipys():
    """An exponential cut to 0 to 1 (scipy's truncexpon) of mean 0.3 has the sd 0.2456."""
    b = 3.0
    truth = stats.truncexpon(b, scale=1 / b)
    widest = truncated.widest_sd_within(float(truth.mean()), 0.0, 1.0)
    assert widest == pytest.approx(float(truth.std()))


@pytest.mark.parametrize("near", [0.99, 0.9999, 0.999998])
def test_close_to_the_widest_the_mean_still_holds(near):
    """The normal behind it lies far outside then; its tail is reckoned in logarithms."""
    u = (np.arange(400_000) + 0.5) / 400_000
    values = families.normal_of_moments(10.0, 10.0 * near, AMOUNT).ppf(u)
    assert values.mean() == pytest.approx(10.0, rel=1e-5)
    assert values.std() == pytest.approx(10.0 * near, rel=1e-4)


def test_a_normal_that_stays_inside_is_left_alone():
    """More than eight standard deviations from either end: no draw reaches it."""
    assert families.normal_of_moments(0.03, 0.01, RATE) == Normal(0.03, 0.01)


@pytest.mark.parametrize(
    "number",
    [{"mean": 0.1, "sd": 0.4}, {"dist": "normal", "mean": 0.1, "sd": 0.4}],
    ids=["moments", "named"],
)
def test_an_effect_written_by_its_moments_has_them_in_the_draws(number):
    """Cut to at most 1: the mean of many draws is the mean written, not a lower one."""
    effect = {"relative_reduction": {**number, "mean": 0.7, "sd": 0.25}, "basis": "expert"}
    scenario = load(ten_people({"baseline": 0.5, "effect": effect}))
    found = scenario.numbers["outcomes.a.effect.relative_reduction"]
    values = found.distribution.ppf((np.arange(100_000) + 0.5) / 100_000)
    assert found.base == 0.7
    assert (values.mean(), values.std()) == pytest.approx((0.7, 0.25), abs=1e-5)
    assert values.max() <= 1.0
