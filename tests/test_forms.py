"""Every way to write a number: its base value, its percentiles, its unit."""

import numpy as np
import pytest

from sroi.arithmetic import distributions as dist
from sroi.arithmetic.formulas import yearly_risk
from tests.strategies import PAYERS, load


def number(raw, place="outcomes.o.baseline", **more):
    """Return a number as a scenario reads it at a place."""
    data = {
        "sroi": 1,
        "name": "One number",
        "currency": "SEK",
        "price_year": 2024,
        "first_year": 2025,
        "horizon": 3,
        "payers": PAYERS,
        "programme": {"years": 2025},
        "participants": {"per_year": 1},
        "outcomes": {
            "o": {
                "name": "O",
                "baseline": 0.5,
                "effect": {"relative_risk": 0.5, "basis": "expert"},
                "unit_cost": 1,
                "payer": "social",
            }
        },
        **more,
    }
    return load(data, **{place: raw}).numbers[place]


SHARE, COST, RISK = "outcomes.o.baseline", "outcomes.o.unit_cost", "outcomes.o.effect.relative_risk"
STARTS, RATE = "participants.per_year", "outcomes.o.rate"


@pytest.mark.parametrize(
    ("raw", "place", "base"),
    [
        (0.25, SHARE, 0.25),
        ({"low": 0.1, "base": 0.2, "high": 0.4}, SHARE, 0.2),
        ({"min": 0, "mode": 0.2, "max": 1}, SHARE, 0.2),
        ({"mean": 0.2, "sd": 0.1}, SHARE, 0.2),
        ({"events": 14, "of": 47}, SHARE, 14.5 / 48),
        ({"events": 0, "of": 12}, SHARE, 0.5 / 13),
        ({"events": 47, "months": 62}, STARTS, 47.5 * 12 / 62),
        ({"events": 0, "years": 4}, STARTS, 0.5 / 4),
        ({"events": 9, "person_months": 240}, RATE, 9.5 / 20),
        ({"value": {"events": 9, "years": 2}, "times": 0.5}, STARTS, 9.5 / 4),
        ({"estimate": 0.8, "ci95": [0.6, 1.05]}, RISK, 0.8),
        ({"dist": "normal", "mean": 0.9, "sd": 0.05}, SHARE, 0.9),
        ({"dist": "lognormal", "mean": 0.8, "sd": 0.2}, RISK, 0.8),
        ({"dist": "uniform", "min": 1, "max": 4}, COST, 2.5),
        ({"dist": "triangular", "min": 1, "mode": 2, "max": 6}, COST, 3.0),
        ({"value": 4, "times": 2.5}, COST, 10.0),
        ({"value": {"low": 1, "base": 2, "high": 3}, "times": 10}, COST, 20.0),
        ({"value": 192, "times": 0.001}, SHARE, 0.192),
        ({"value": {"events": 14, "of": 47}, "times": 0.5}, SHARE, 14.5 / 96),
    ],
)
def test_the_base_value(raw, place, base):
    """The base value is the one the table in docs/reference/numbers.md says."""
    assert number(raw, place).base == pytest.approx(base)


@pytest.mark.parametrize(
    ("raw", "place", "percentiles"),
    [
        ({"low": 0.1, "base": 0.2, "high": 0.4}, SHARE, {0.05: 0.1, 0.5: 0.2, 0.95: 0.4}),
        ({"low": 1, "base": 2, "high": 9, "interval": 0.8}, COST, {0.1: 1, 0.5: 2, 0.9: 9}),
        ({"value": {"low": 1, "base": 2, "high": 9}, "times": 365}, COST, {0.05: 365, 0.95: 3285}),
        (
            {"estimate": 0.8, "ci95": [0.6, 1.0666667]},
            RISK,
            {0.025: 0.6, 0.5: 0.8, 0.975: 1.0666667},
        ),
        ({"estimate": 5, "ci95": [3, 7]}, COST, {0.025: 3.0, 0.975: 7.0}),
    ],
)
def test_the_percentiles(raw, place, percentiles):
    """Low and high are the percentiles they are said to be, in the scenario's unit."""
    made = number(raw, place)
    for share, value in percentiles.items():
        assert made.quantile(share) == pytest.approx(value, rel=2e-3)


def test_a_risk_over_years_becomes_a_yearly_one():
    """over: P gives 1 - (1 - X)^(1/P), for the base and for every draw."""
    plain, yearly = (
        number({"events": 3, "of": 40}),
        number({"value": {"events": 3, "of": 40}, "over": 7}),
    )
    assert yearly.base == pytest.approx(float(yearly_risk(np.array([plain.base]), 7)[0]))
    expected = float(yearly_risk(np.array([plain.quantile(0.9)]), 7)[0])
    assert yearly.quantile(0.9) == pytest.approx(expected)


def test_an_index_moves_money_to_the_price_year():
    """Times index[price year of the scenario] / index[price year of the value]."""
    raw = {"value": 6000, "price_year": 2021, "index": "wages"}
    made = number(raw, COST, indices={"wages": {2021: 104.5, 2024: 118.2}})
    assert made.base == pytest.approx(6000 * 118.2 / 104.5)


def test_index_none_takes_money_as_it_is():
    """index: none leaves the amount; the warning is tested in test_checks."""
    assert number({"value": 6000, "price_year": 2021, "index": "none"}, COST).base == 6000


def test_a_library_value_comes_with_its_range_index_and_source():
    """592 (510 to 675) kr a day in 2017, times KPI 415.15/322.11, times 365 days."""
    raw = {"value": "lib.se.plac_familjehem_egen_dygn", "times": 365}
    made = number(raw, COST, uses=["se"])
    factor = 415.15 / 322.11 * 365
    assert made.base == pytest.approx(592 * factor)
    assert made.quantile(0.05) == pytest.approx(510 * factor)
    assert made.key == "lib.se.plac_familjehem_egen_dygn"
    assert (made.origin.grade, made.origin.price_year) == ("C", 2017)
    assert "ETC" in made.origin.source


def test_one_year_of_a_series_is_a_value():
    """lib.se.SERIES_YEAR."""
    raw = {"value": "lib.se.wage_socialsekreterare_2019"}
    data = {"uses": ["se"], "price_year": 2019}
    assert number(raw, COST, **data).base == 35_400


def test_a_negative_amount_is_a_fee_only_where_it_is_certain():
    """costs.amount may be negative; a unit cost may not."""
    costs = {"fee": {"amount": 1, "payer": "social"}}
    assert number(-5, "costs.fee.amount", costs=costs).base == -5
    for raw, place in (({"min": -5, "mode": 0, "max": 1}, "costs.fee.amount"), (-5, COST)):
        with pytest.raises(Exception, match="0 or more|may be negative"):
            number(raw, place, costs=costs)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"low": 0.1, "base": 0.2, "high": 0.4}, dist.TwoPiece),
        ({"mean": 0.2, "sd": 0.1}, dist.Beta),
        ({"low": 0.2, "base": 0.2, "high": 0.2}, dist.Certain),
    ],
)
def test_the_family_follows_the_quantity(raw, kind):
    """A share's moments make a beta; a range of no width is certain."""
    assert isinstance(number(raw).distribution, kind)


def test_moments_of_money_make_a_gamma_and_of_ratios_a_lognormal():
    """The family is the quantity's own."""
    assert isinstance(number({"mean": 5, "sd": 2}, COST).distribution, dist.Gamma)
    assert isinstance(number({"mean": 0.8, "sd": 0.2}, RISK).distribution, dist.Lognormal)


def test_counts_over_time_make_a_gamma():
    """47 events in 62 months: Gamma(47.5) over 5.1667 years, mean 9.19, sd sqrt(47.5) / 5.1667."""
    starts = number({"events": 47, "months": 62}, STARTS)
    assert starts.distribution == dist.Gamma(47.5, 12 / 62)
    assert starts.origin.form.plain == pytest.approx(47 / 62 * 12)
    u = np.linspace(0.0005, 0.9995, 1000)
    assert starts.distribution.ppf(u).std() == pytest.approx(47.5**0.5 * 12 / 62, rel=0.02)


def test_months_and_years_of_the_same_time_are_the_same_number():
    """62 months are 62/12 years."""
    months = number({"events": 47, "months": 60}, STARTS)
    years = number({"events": 47, "years": 5}, STARTS)
    assert months.distribution == years.distribution
