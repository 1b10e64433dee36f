"""Intervals equal statsmodels' and scipy's on a grid; what can be told equals its simulation."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sroi.arithmetic.intervals import (
    exact_ratio,
    garwood,
    newcombe,
    sd_of_union,
    student,
    welch,
    wilson,
)
from sroi.arithmetic.power import detectable_mean, detectable_rate, detectable_share

with warnings.catch_warnings(action="ignore"):
    from statsmodels.stats import proportion, weightstats

SHARES = [(x, n) for n in (1, 2, 7, 40, 115, 5000) for x in {0, 1, n // 3, n - 1, n} if x <= n]
COUNTS = [0, 1, 2, 5, 10, 18, 25, 400, 12345]
ALPHA = 0.1


@pytest.mark.parametrize(("events", "of"), SHARES)
def test_the_interval_of_a_share_is_wilsons(events, of):
    """As statsmodels has it."""
    expected = proportion.proportion_confint(events, of, ALPHA, method="wilson")
    assert wilson(events, of) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("exposure", [1, 0.5, 730])
def test_the_interval_of_a_count_is_exact(count, exposure):
    """Half of a chi-squared quantile with 2x, and with 2x + 2, degrees of freedom."""
    low = stats.chi2.ppf(0.05, 2 * count) / 2 if count else 0
    high = stats.chi2.ppf(0.95, 2 * count + 2) / 2
    assert garwood(count, exposure) == pytest.approx((low / exposure, high / exposure), rel=1e-9)


@pytest.mark.parametrize("n", [2, 3, 30, 1000])
def test_the_interval_of_a_mean_is_students(n):
    """As scipy has it."""
    expected = stats.t.interval(0.9, n - 1, loc=4.2, scale=1.3 / math.sqrt(n))
    assert student(4.2, 1.3, n) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("after", SHARES[::2])
@pytest.mark.parametrize("before", SHARES[1::3])
def test_the_interval_of_a_difference_of_shares_is_newcombes(after, before):
    """Method 10, as statsmodels has it."""
    expected = proportion.confint_proportions_2indep(
        *after, *before, method="newcomb", compare="diff", alpha=ALPHA
    )
    assert newcombe(after, before) == pytest.approx(expected, abs=1e-12)


@given(st.integers(2, 60), st.integers(2, 60), st.floats(0.1, 9), st.floats(0.1, 9))
def test_the_interval_of_a_difference_of_means_is_welchs(n1, n0, s1, s0):
    """As statsmodels has it, of samples with these means and standard deviations."""
    rng = np.random.default_rng(1)

    def sample(mean, sd, n):
        x = rng.normal(size=n)
        return mean + sd * (x - x.mean()) / x.std(ddof=1)

    one, other = (weightstats.DescrStatsW(sample(*x)) for x in ((5, s1, n1), (3, s0, n0)))
    expected = weightstats.CompareMeans(one, other).tconfint_diff(ALPHA, usevar="unequal")
    assert welch((5, s1, n1), (3, s0, n0)) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("x1", COUNTS[:-1])
@pytest.mark.parametrize("x0", COUNTS[:-1])
def test_the_interval_of_a_ratio_of_rates_is_exact_given_the_sum(x1, x0):
    """Clopper and Pearson's interval of x1 among x1 + x0, as odds over the exposures' ratio."""
    if x1 + x0 == 0:
        assert exact_ratio((0, 1), (0, 1)) == (0, math.inf)
        return
    ends = proportion.proportion_confint(x1, x1 + x0, ALPHA, method="beta")
    expected = [float(p / (1 - p) * 3 / 2) if p < 1 else math.inf for p in ends]
    assert exact_ratio((x1, 2), (x0, 3)) == pytest.approx(expected, rel=1e-6)


@given(st.lists(st.lists(st.floats(-9, 9), min_size=2, max_size=9), min_size=1, max_size=4))
def test_the_spread_of_groups_together_is_that_of_all_values(groups):
    """As if every value were known."""
    known = [(float(np.mean(g)), float(np.std(g, ddof=1)), len(g)) for g in groups]
    together = np.std(np.concatenate(groups), ddof=1)
    assert sd_of_union(known) == pytest.approx(together, abs=1e-9)


@pytest.mark.parametrize("sign", [-1, 1])
def test_what_can_be_told_of_a_share_is_cohens_h_where_there_are_many(sign):
    """The angle moves by Z/2 · sqrt(1/200 + 1/300); Z = 2.486475."""
    angle = math.asin(math.sqrt(0.4)) + sign * 2.4864748605243 / 2 * math.sqrt(1 / 200 + 1 / 300)
    expected = abs(math.sin(angle) ** 2 - 0.4)
    assert detectable_share(0.4, (200, 300), sign) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("before", "sizes"), [(0.2, (30, 35)), (0.1, (60, 50)), (0.9, (40, 40))])
def test_what_can_be_told_of_few_has_its_power(before, sizes):
    """Every pair of counts, by hand: Newcombe's interval lies below 0 with probability 0.8."""
    change = detectable_share(before, sizes, -1)
    if change is None:
        return
    after = before - change
    power = sum(
        stats.binom.pmf(x1, sizes[0], after) * stats.binom.pmf(x0, sizes[1], before)
        for x1 in range(sizes[0] + 1)
        for x0 in range(sizes[1] + 1)
        if newcombe((x1, sizes[0]), (x0, sizes[1]))[1] < 0
    )
    assert power == pytest.approx(0.8, abs=1e-6)


def test_what_can_be_told_of_few_events_has_its_power():
    """Rates 6 a year in two years and less in one: the exact interval of the ratio is below 1."""
    before, sizes = 6.0, (1.0, 2.0)
    change = detectable_rate(before, sizes, -1)
    power = sum(
        stats.poisson.pmf(x1, before - change) * stats.poisson.pmf(x0, 12)
        for x1 in range(40)
        for x0 in range(60)
        if exact_ratio((x1, 1), (x0, 2))[1] < 1
    )
    assert power == pytest.approx(0.8, abs=1e-6)


def test_what_can_be_told_of_many_events_is_a_step_of_the_root():
    """sqrt(100) + 2.486475/2 · sqrt(1 + 1) = 11.7582, squared 138.255."""
    assert detectable_rate(100, (1, 1), 1) == pytest.approx(38.2551, abs=1e-3)


def test_of_too_few_not_even_none_can_be_told():
    """The angle falls below 0: sqrt(0.05) is 0.2255 as an angle, the step is 0.5562."""
    assert detectable_share(0.05, (10, 10), -1) is None
    assert detectable_rate(1.0, (1, 1), -1) is None


def test_what_can_be_told_of_a_mean():
    """2.486475 · 2 · sqrt(1/50 + 1/50) = 0.994590."""
    assert detectable_mean(2.0, (50, 50)) == pytest.approx(0.99459, abs=1e-5)
