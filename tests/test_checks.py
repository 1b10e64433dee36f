"""Warnings: each rule fires where it should, in both languages, and nowhere else."""

import copy

import pytest

from sroi.errors import ScenarioError
from sroi.loader.scalars import Doubtful
from sroi.model.checks import comparison_notices, notices, slips
from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.wording import Wording
from tests.strategies import PAYERS, load

QUIET = {
    "sroi": 1,
    "name": "Quiet",
    "currency": "SEK",
    "price_year": 2024,
    "first_year": 2025,
    "horizon": 5,
    "followed_until": 2029,
    "discounting": {"rate": {"value": 0.03, "source": "a guide"}},
    "payers": PAYERS,
    "programme": {"years": "2025-2026"},
    "participants": {"per_year": {"value": 10, "source": "a report"}},
    "costs": {"rent": {"amount": {"value": 100, "source": "a lease"}, "payer": "social"}},
    "outcomes": {
        "a": {
            "name": "A",
            "baseline": {"value": 0.5, "source": "a register"},
            "effect": {
                "relative_risk": {"value": 0.5, "source": "a trial"},
                "basis": "comparative",
            },
            "lasts": {"value": 3, "source": "a follow-up"},
            "unit_cost": {"value": 10, "source": "an account"},
            "payer": "social",
        }
    },
}


def changed(path, value):
    """Return the quiet scenario with one place changed."""
    data = copy.deepcopy(QUIET)
    *outer, last = path.split(".")
    part = data
    for key in outer:
        part = part.setdefault(key, {})
    part[last] = value
    return data


def notices_of(data):
    made = simulate(load(data))
    return notices(made.scenario, made.base, made.totals)


def rules(data):
    return {(notice.path, notice.rule) for notice in notices_of(data)}


def test_a_quiet_scenario_has_no_warnings():
    """Nothing to say."""
    assert rules(QUIET) == set()


def test_a_ratio_with_three_decimals_is_no_amount():
    """1.125 is a usual risk ratio: nothing is asked about it."""
    effect = {"relative_risk": {"value": Doubtful("1.125"), **SOURCED}, "basis": "comparative"}
    assert rules(changed("outcomes.a.effect", effect)) == set()


SOURCED = {"source": "a note"}


POST = {"role": "Nurse", "payer": "social"}


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ({"fte": 50, "annual_cost": 600_000}, [("staffing.p.fte", "many_posts")]),
        (
            {"fte": {2025: 100, 2026: 1}, "annual_cost": 6e5},
            [("staffing.p.fte.2025", "many_posts")],
        ),
        ({"fte": 9, "annual_cost": 600_000}, []),
        ({"fte": 1, "annual_cost": 43_500}, [("staffing.p.annual_cost", "low_annual_cost")]),
        (
            {"fte": 1, "monthly_salary": 520_000, "oncost_rate": 0.44},
            [("staffing.p.monthly_salary", "high_monthly_salary")],
        ),
        ({"fte": 1, "monthly_salary": 43_500, "oncost_rate": 0.44}, []),
    ],
)
def test_a_likely_slip_in_a_post_is_asked_about(post, expected):
    """50 for half a post; a month's salary for a year's cost, and the other way round."""
    scenario = load(QUIET | {"staffing": {"p": POST | post}})
    assert [(notice.path, notice.rule) for notice in slips(scenario)] == expected


def test_salaries_in_another_currency_are_not_judged():
    """What is little in kronor is much in euro."""
    post = POST | {"fte": 1, "annual_cost": 70_000}
    assert list(slips(load(QUIET | {"currency": "EUR", "staffing": {"p": post}}))) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("programme.years", "2025-2040", ("programme.years", "beyond_horizon")),
        (
            "costs.rent.amount",
            {"value": Doubtful("100.000"), **SOURCED},
            ("costs.rent.amount", "point_or_thousands"),
        ),
        (
            "outcomes.a.unit_cost",
            {"value": {"estimate": 120.5, "ci95": [Doubtful("100.000"), 150]}, **SOURCED},
            ("outcomes.a.unit_cost", "point_or_thousands"),
        ),
        (
            "participants.per_year",
            {"value": {2025: Doubtful("1.200")}, **SOURCED},
            ("participants.per_year", "point_or_thousands"),
        ),
        (
            "outcomes.a.unit_cost",
            {"value": 10, "price_year": 2020, "index": "none", **SOURCED},
            ("outcomes.a.unit_cost", "index_none"),
        ),
        (
            "outcomes.a.baseline",
            {"value": {"events": 0, "of": 12}, **SOURCED},
            ("outcomes.a.baseline", "few_events"),
        ),
        ("outcomes.a.effect", {"unknown": True}, ("outcomes.a.effect", "unknown_effect")),
        ("outcomes.a.effect.basis", "expert", ("outcomes.a.effect", "expert")),
        ("outcomes.a.effect.basis", "before_after", ("outcomes.a.effect", "before_after")),
        (
            "outcomes.a.effect.relative_risk",
            {"value": {"low": 1.1, "base": 1.5, "high": 2.5}, **SOURCED},
            ("outcomes.a.effect", "impossible_worlds"),
        ),
        ("outcomes.a.starts_after", 9, ("outcomes.a", "no_effect_in_time")),
        ("outcomes.a.note", "Read this.", ("outcomes.a", "note")),
        ("participants.per_year", {"value": 0, **SOURCED}, ("participants", "no_participants")),
        ("participants.per_year", 10, ("", "unsourced")),
        ("payers.new", {"name": "New"}, ("payers.new.sector", "no_sector")),
        (
            "funding.f",
            {"payer": "social", "amount": {"value": 5, **SOURCED}},
            ("funding", "part_financing"),
        ),
        (
            "funding.f",
            {"payer": "health", "amount": {"value": 5000, **SOURCED}},
            ("payers.health", "overfunded"),
        ),
        (
            "funding.f",
            {"payer": "social", "amount": {"value": 5000, **SOURCED}, "covers": ["costs.rent"]},
            ("payers.social", "overfunded"),
        ),
        ("followed_until", 2025, ("followed_until", "extrapolated")),
        (
            "correlations.c",
            {"between": ["outcomes.a.baseline", "costs.rent.amount"], "rank": 0.5},
            ("correlations.c.between", "correlation_unused"),
        ),
    ],
)
def test_a_rule_fires(path, value, expected):
    """One change to a quiet scenario, one warning of the right rule at the right path."""
    assert expected in rules(changed(path, value))


def test_an_effect_that_comes_after_the_follow_up():
    """Nobody looks when it could first be seen."""
    data = changed("outcomes.a.starts_after", 3) | {"followed_until": 2026}
    assert ("outcomes.a", "effect_after_followup") in rules(data)


def library(path, value):
    return rules(changed(path, value) | {"uses": ["se"]})


def test_library_values_of_grade_c_are_to_be_replaced():
    """And a price per day without times asks whether days are counted."""
    found = library("outcomes.a.unit_cost", "lib.se.plac_familjehem_egen_dygn")
    assert ("outcomes.a.unit_cost", "local_value") in found
    assert ("outcomes.a.unit_cost", "unit_time") in found


def test_a_price_without_a_price_year_is_told():
    """The source does not say at which price level it is."""
    found = library(
        "outcomes.a.unit_cost", {"value": "lib.se.skola_sarskilt_stod_manad", "times": 12}
    )
    assert ("outcomes.a.unit_cost", "price_level_unknown") in found


def test_the_same_money_twice():
    """Two outcomes with the same unit cost from the library."""
    data = changed("outcomes.a.unit_cost", "lib.se.ifo_utredning_bbic") | {"uses": ["se"]}
    data["outcomes"]["b"] = data["outcomes"]["a"] | {"name": "B"}
    assert ("outcomes.b.unit_cost", "same_money") in rules(data)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_warning_reads_in_both_languages(language):
    """No placeholder is left, whatever fires."""
    data = changed("outcomes.a.effect", {"unknown": True}) | {"followed_until": 2025}
    data["participants"]["per_year"] = {"events": 3, "of": 4}
    for notice in notices_of(data):
        message = notice.message(Wording(language, "SEK"))
        assert message
        assert "{" not in message


def told(data, rule):
    """Return the messages of one rule."""
    wording = Wording("en", "SEK")
    return [notice.message(wording) for notice in notices_of(data) if notice.rule == rule]


def test_a_warning_names_every_year_and_payer():
    """Not the last of each only."""
    data = changed("funding.f", {"payer": "health", "amount": {"value": 150, **SOURCED}})
    data["funding"]["g"] = {"payer": "family", "amount": {"value": 300, **SOURCED}}
    first, second = told(data, "overfunded")
    assert "Health" in first
    assert "2025–2026" in first
    assert "SEK\u00a0100" in first  # 150 a year for a rent of 100, two years
    assert "SEK\u00a0600" in second  # nothing is left to pay


def test_both_unused_ends_of_a_correlation_are_named():
    """Two certain numbers, two warnings."""
    data = changed("correlations.c", {"between": ["costs.rent.amount", "horizon"], "rank": 0.5})
    data["correlations"]["c"]["between"] = ["costs.rent.amount", "participants.per_year"]
    assert len(told(data, "correlation_unused")) == 2


def test_three_for_three_per_cent_is_asked_about():
    """A rate of 300 % a year is a slip of the pen."""
    data = changed("discounting", {"rate": {"value": 3, **SOURCED}})
    assert told(data, "high_rate") == [
        "300% a year: is that right? Three per cent is written 0.03, on the page 3%"
    ]


def test_a_whole_number_of_per_cent_on_salaries_is_asked_about():
    """On-costs of 45 times the salary are per cent written without their sign."""
    post = {"fte": 1, "monthly_salary": 1, "oncost_rate": 44.5, "payer": "social"}
    sourced = {k: v if k == "payer" else {"value": v, **SOURCED} for k, v in post.items()}
    data = changed("staffing", {"post": sourced})
    assert told(data, "high_oncost") == [
        "4,450% of the salary: is that right? 44.5 per cent is written 0.445, on the page 44.5%"
    ]


def test_worlds_with_a_risk_above_one_are_counted():
    """0.5 times a risk ratio of 1.5 (90 %: 1.1 to 2.5): above 1 where the ratio is above 2.

    On the upper half of the log scale: 1 - cdf(1.644854 ln(2/1.5) / ln(2.5/1.5)) = 17.7 %.
    """
    ratio = {"value": {"low": 1.1, "base": 1.5, "high": 2.5}, **SOURCED}
    assert told(changed("outcomes.a.effect.relative_risk", ratio), "impossible_worlds") == [
        "in 18% of the simulated worlds the risk would be below 0 or above 1: there the effect is "
        "limited to what is possible"
    ]


def test_a_share_too_small_to_show_is_not_called_none():
    """The ratio is above 2 in one world of 4 000: 1.644854 ln(2) / ln(1.388) = 3.48."""
    ratio = {"value": {"low": 0.9, "base": 1, "high": 1.388}, **SOURCED}
    (message,) = told(changed("outcomes.a.effect.relative_risk", ratio), "impossible_worlds")
    assert message.startswith("in <0.1% of the simulated worlds")


def test_unlike_years_and_rates_are_told_of_a_comparison():
    """A longer horizon and a higher rate than the reference's: two warnings, once each."""
    other = QUIET | {"horizon": 9, "discounting": {"rate": {"value": 0.1, "source": "a guide"}}}
    found = comparison_notices(compare([load(QUIET), load(other)], draws=64))
    assert {notice.rule for notice in found} == {"different_horizons", "different_rates"}
    wording = Wording("en", "SEK")
    assert "discounted at 10%, the reference at 3.0%" in found[1].message(wording)
    assert "counts 9 years, the reference 5" in found[0].message(wording)


# Price years after the last year of an index --------------------------------------------------

WAGES = {"indices": {"wages": {2021: 100, 2024: 110}}}


def priced(price_year, *amounts, **more):
    """Return the quiet scenario with amounts of some price years, moved by an index of its own."""
    costs = {
        f"c{i}": {
            "amount": {"value": 1000, "price_year": year, "index": "wages", **SOURCED},
            "payer": "social",
        }
        for i, year in enumerate(amounts)
    }
    return QUIET | WAGES | {"price_year": price_year, "costs": costs} | more


def test_an_index_is_carried_to_a_later_price_year_and_says_so_once():
    """1 000 of 2021 are 1 100 in 2024, and in 2027 as far as is known; two numbers, one warning."""
    data = priced(2027, 2021, 2021)
    assert load(data).numbers["costs.c0.amount"].base == pytest.approx(1100)
    assert told(data, "index_carried") == [
        "index wages ends in 2024: what it takes to 2027 prices has its level of 2024 "
        "(numbers concerned: 2)"
    ]
    assert told(priced(2024, 2021), "index_carried") == []


def test_an_amount_of_a_year_after_the_index_is_carried_back():
    """1 000 of 2026, when the index stands as in 2024, are 909 in 2021."""
    data = priced(2021, 2026)
    assert load(data).numbers["costs.c0.amount"].base == pytest.approx(1000 / 1.1)
    (message,) = told(data, "index_carried")
    assert "2026 prices" in message
    assert load(priced(2027, 2026)).numbers["costs.c0.amount"].base == 1000
    assert told(priced(2027, 2027), "index_carried") == []  # no index is needed


def test_a_price_year_before_an_index_or_in_a_gap_stays_an_error():
    """Nothing is guessed between years or before them."""
    for price_year in (2020, 2022):
        with pytest.raises(ScenarioError, match=f"no value for {price_year}"):
            load(priced(price_year, 2021))


def test_each_carried_index_has_its_warning_also_in_a_comparison():
    """One of the file and one of the library, each once for two scenarios."""
    data = priced(2030, 2021, uses=["se"])
    data["outcomes"] = {"a": QUIET["outcomes"]["a"] | {"unit_cost": "lib.se.ifo_utredning_bbic"}}
    found = comparison_notices(compare([load(data), load(data | {"name": "B"})], draws=64))
    carried = [n.values["index"] for n in found if n.rule == "index_carried"]
    assert carried == ["wages", "lib.se.kpi"]


def test_a_view_is_told_of_by_its_name():
    """A perspective of one's own, and a payer, by what the file calls them."""
    view = {"perspectives": {"boards": {"name": "The two boards", "payers": ["social", "school"]}}}
    for perspective, name in (("boards", "The two boards"), ("social", "Social")):
        data = changed("followed_until", 2025) | view | {"perspective": perspective}
        assert f"for {name} falls" in told(data, "extrapolated")[0]
