"""Distributions: quantiles are what their inputs say, and cdf undoes ppf."""

import numpy as np
import pytest
from scipy import special, stats

from sroi.arithmetic import derived, families
from sroi.arithmetic import distributions as d
from sroi.arithmetic.quantities import AMOUNT, EFFECT, RATE, REDUCTION, SHARE

U = np.linspace(0.001, 0.999, 97)
ALL = [
    d.TwoPiece(0.1, 0.3, 0.4, 0.9, "logit"),
    d.TwoPiece(5.0, 9.0, 30.0, 0.8, "log"),
    d.TwoPiece(-1.0, 0.0, 3.0, 0.9, "identity"),
    d.Normal(1.0, 2.0),
    d.Lognormal(0.0, 0.5),
    d.Beta(0.5, 12.5),
    d.Beta(3.0, 1.5, 10.0, 20.0),
    d.Gamma(4.0, 25.0),
    d.Uniform(2.0, 3.0),
    d.Triangular(0.0, 1.0, 4.0),
    d.Triangular(0.0, 0.0, 4.0),
    d.Truncated(d.Normal(0.2, 0.3), 0.0, 1.0),
    derived.YearlyRisk(d.Beta(2.0, 5.0), 7.0),
    derived.Times(d.Beta(2.0, 5.0), 3.0),
]


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_cdf_undoes_ppf(distribution):
    """cdf(ppf(u)) = u, to the precision of the table."""
    assert distribution.cdf(distribution.ppf(U)) == pytest.approx(U, abs=2e-6)


@pytest.mark.parametrize("distribution", ALL, ids=str)
def test_quantiles_rise(distribution):
    """A higher share is a higher value."""
    assert (np.diff(distribution.ppf(U)) >= 0).all()


@pytest.mark.parametrize(
    ("distribution", "truth"),
    [
        (d.Beta(0.5, 12.5), stats.beta(0.5, 12.5)),
        (d.Beta(14.5, 33.5), stats.beta(14.5, 33.5)),
        (d.Gamma(4.0, 25.0), stats.gamma(4.0, scale=25.0)),
        (d.Lognormal(0.3, 0.7), stats.lognorm(0.7, scale=np.exp(0.3))),
        (d.Triangular(0.0, 1.0, 4.0), stats.triang(0.25, 0.0, 4.0)),
    ],
    ids=lambda either: "scipy" if "scipy" in type(either).__module__ else str(either),
)
def test_quantiles_equal_scipys(distribution, truth):
    """The distributions are the textbook's; a table read is good to a millionth of the spread."""
    assert distribution.ppf(U) == pytest.approx(truth.ppf(U), abs=2e-6 * truth.std())


@pytest.mark.parametrize(("interval", "share"), [(0.9, 0.05), (0.8, 0.1), (0.5, 0.25)])
def test_a_range_has_its_percentiles(interval, share):
    """low, base and high are percentiles on every natural scale."""
    for scale, values in {
        "logit": (0.1, 0.3, 0.4),
        "log": (5, 9, 30),
        "identity": (-2, 1, 2),
    }.items():
        made = d.TwoPiece(*map(float, values), interval, scale)
        assert made.ppf(np.array([share, 0.5, 1 - share])) == pytest.approx(values)


@pytest.mark.parametrize(
    ("made", "mean", "sd"),
    [
        (families.beta_of_moments(0.3, 0.1), 0.3, 0.1),
        (families.gamma_of_moments(100.0, 40.0), 100.0, 40.0),
        (families.lognormal_of_moments(0.8, 0.3), 0.8, 0.3),
    ],
    ids=["beta", "gamma", "lognormal"],
)
def test_moments_are_matched(made, mean, sd):
    """Mean and sd of the distribution are those asked for (midpoint rule over a million shares)."""
    values = made.ppf((np.arange(1_000_000) + 0.5) / 1_000_000)
    assert values.mean() == pytest.approx(mean, rel=1e-4)
    assert values.std() == pytest.approx(sd, rel=1e-3)


@pytest.mark.parametrize(
    ("distribution", "quantity"),
    [
        (d.Normal(0.9, 0.5), SHARE),
        (d.Normal(10.0, 50.0), AMOUNT),
        (d.Normal(0.9, 2.0), REDUCTION),
        (d.Lognormal(-0.5, 1.0), SHARE),
        (d.TwoPiece(-5.0, 0.0, 5.0, 0.9, "identity"), RATE),
    ],
    ids=str,
)
def test_no_draw_leaves_its_domain(distribution, quantity):
    """What reaches outside is cut off and the rest renormalised."""
    values = families.within(distribution, quantity).ppf(np.array([1e-10, *U, 1 - 1e-10]))
    assert values.min() >= quantity.low
    assert values.max() <= quantity.high
    inside = distribution.cdf(np.array([quantity.low, quantity.high]))
    middle = families.within(distribution, quantity).ppf(np.array([0.5]))
    assert distribution.cdf(middle) == pytest.approx(inside.mean(), abs=1e-9)


def test_what_stays_inside_is_left_alone():
    """No truncation where nothing lies outside."""
    assert families.within(d.Normal(0.0, 1.0), EFFECT) == d.Normal(0.0, 1.0)


def test_counts_give_the_posterior_under_jeffreys_prior():
    """Beta(events + 1/2, of - events + 1/2): the 95th percentile of 0 of 12 is 14.6 %."""
    made = families.beta_of_counts(0, 12)
    assert made.ppf(np.array([0.95])) == pytest.approx(
        special.betaincinv(0.5, 12.5, 0.95), abs=1e-6
    )


def test_the_exact_interval_of_none_of_twelve():
    """Clopper and Pearson: 1 - 0.05^(1/12) = 22 %, what the rule of three calls 25 %."""
    assert families.exact_interval(0, 12) == pytest.approx((0.0, 1 - 0.05 ** (1 / 12)))
    assert families.exact_interval(12, 12) == pytest.approx((0.05 ** (1 / 12), 1.0))
