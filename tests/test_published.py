"""Published cases, as data with source and tolerance, put through the model."""

from pathlib import Path

import numpy as np
import pytest

from sroi.arithmetic import formulas
from sroi.loader.document import read
from sroi.model.engine import results_of
from sroi.model.measures import MEASURES
from sroi.model.projection import simulate as simulate_draws
from sroi.model.totals import totals
from sroi.questions.information.compute import acceptability, groups_of, information
from sroi.questions.sensitivity.drivers import sobol_indices
from tests.strategies import load

CASES = {path.stem: read(path).data for path in (Path(__file__).parent / "cases").glob("*.yaml")}


def projected(**parts):
    """Return the totals of a scenario in 2000 prices that starts in 2000."""
    data = {
        "sroi": 1,
        "name": "Published",
        "currency": "GBP",
        "price_year": 2000,
        "first_year": 2000,
        "payers": {"everyone": {"sector": "state"}},
        "programme": {"years": 2000},
        "participants": {"per_year": 1},
        "horizon": 10,
    }
    return totals(results_of(load(data | parts)))


def measure(made, name, view="society"):
    return float(MEASURES[name].of(made, view)[0])


@pytest.mark.parametrize("name", CASES)
def test_every_case_names_its_source(name):
    """No number without where it comes from."""
    assert CASES[name]["source"]["title"]
    assert CASES[name]["tolerance"] > 0


def test_green_book_discount_factors():
    """46 printed factors, years 0 to 500."""
    case = CASES["green_book_discount_factors"]
    schedule = case["inputs"]["schedule"]
    rates = [schedule[max(t for t in schedule if t <= year)] for year in range(501)]
    factors = formulas.discount_factors(np.array([rates]), 0.0)[0]
    for year, published in case["published"].items():
        assert factors[year] == pytest.approx(published, abs=case["tolerance"])


def test_green_book_discount_factors_in_a_scenario():
    """The same schedule in a scenario file, the first 120 years."""
    case = CASES["green_book_discount_factors"]
    rate = {"rate": case["inputs"]["schedule"]}
    for year in (1, 30, 31, 75, 76, 100):
        costs = {"one": {"amount": 1, "per": "once", "year": 2000 + year, "payer": "everyone"}}
        made = projected(discounting=rate, horizon=120, costs=costs)
        factors = results_of(made.scenario).discount[0]
        assert measure(made, "pv_costs") == pytest.approx(factors[year])
        if year in case["published"]:
            published = case["published"][year]
            assert factors[year] == pytest.approx(published, abs=case["tolerance"])


@pytest.mark.parametrize("option", ["a", "b"])
def test_green_book_two_options(option):
    """Net present cost of capital and four years' running cost."""
    case = CASES["green_book_two_options"]
    amounts = {2000 + year: amount for year, amount in case["inputs"][option].items()}
    made = projected(
        discounting={"rate": case["inputs"]["rate"]},
        costs={"everyone": {"amount": amounts, "payer": "everyone"}},
    )
    published = case["published"][option]
    assert measure(made, "pv_costs") == pytest.approx(published, abs=case["tolerance"])


@pytest.mark.parametrize("programme", ["employment", "befriending"])
def test_employment_programme(programme):
    """Deadweight, attribution and drop-off; year 1 not discounted."""
    case = CASES["employment_programme"]
    given, published = case["inputs"][programme], case["published"][programme]
    outcome = {
        "name": "Work",
        "effect": {"per_year": given["participants"], "basis": "before_after"},
        "lasts": given["years"],
        **{key: given[key] for key in ("deadweight", "attribution", "drop_off")},
        "unit_cost": given["proxy"],
        "payer": "everyone",
    }
    made = projected(
        discounting={"rate": given["rate"], "timing": "start"},
        costs={"everyone": {"amount": given["cost"], "payer": "everyone"}},
        outcomes={"work": outcome},
    )
    assert measure(made, "pv_benefits") == pytest.approx(published["pv_benefits"], abs=1)
    assert measure(made, "bcr") == pytest.approx(published["bcr"], abs=case["tolerance"])


def test_net_present_values():
    """A cost now and benefits by year, as one outcome with a drawn profile."""
    case = CASES["net_present_values"]
    for given, published in zip(case["inputs"], case["published"], strict=True):
        cost, *gains = given["flows"]
        outcome = {
            "name": "Gain",
            "effect": {"per_year": 1, "basis": "expert"},
            "profile": {0: 0, **dict(enumerate(gains, start=1))},
            "unit_cost": 1,
            "payer": "everyone",
        }
        made = projected(
            discounting={"rate": given["rate"]},
            costs={"now": {"amount": -cost, "payer": "everyone"}},
            outcomes={"gain": outcome},
        )
        assert measure(made, "npv") == pytest.approx(published, abs=case["tolerance"])


@pytest.mark.parametrize("kind", ["direct", "spillover"])
def test_deworming(kind):
    """Earnings over 41 years as a profile, split between household and treasury."""
    case = CASES["deworming"]
    given, published = case["inputs"], case["published"][kind]
    hours = given["control_hours"]
    wage = sum(hours[k] * given["wages"][k] for k in hours) / sum(hours.values())
    earnings = given["hours"][kind] * wage / given["exchange_rate"] * given["weeks"]
    b1, b2 = given["experience"]
    first, last = given["first_earning_year"], given["last_earning_year"]
    profile = {
        first + x: (1 + given["growth"]) ** x * (1 + b1 * x + b2 * x * x)
        for x in range(last - first + 1)
    }
    kinds = ["direct"] if kind == "direct" else ["direct", "spillover"]
    extra = zip(*(given["extra_schooling"][k] for k in kinds), strict=True)
    schooling = {2001 + t: given["teacher_cost"] * sum(y) for t, y in enumerate(extra)}
    outcome = {
        "name": "Earnings",
        "effect": {"per_year": 1, "basis": "comparative"},
        "profile": profile,
        "unit_cost": earnings,
        "payers": {"treasury": given["tax_rate"], "household": 1 - given["tax_rate"]},
    }
    made = projected(
        horizon=51,
        discounting={"rate": given["rate"]},
        payers={
            "treasury": {"sector": "state"},
            "household": {"sector": "household"},
            "donor": {"sector": "other"},
        },
        costs={
            "deworming": {"amount": given["subsidy"], "per": "once", "payer": "donor"},
            "schooling": {"amount": schooling, "payer": "treasury"},
        },
        outcomes={"earnings": outcome},
    )
    tolerance = case["tolerance"]
    assert earnings == pytest.approx(published["annual_earnings"], abs=tolerance)
    assert measure(made, "pv_benefits") == pytest.approx(published["earnings"], abs=tolerance)
    assert measure(made, "pv_costs", "treasury") == pytest.approx(
        published["schooling"], abs=tolerance
    )
    assert measure(made, "npv", "treasury") == pytest.approx(published["government"], abs=tolerance)


@pytest.mark.parametrize("programme", CASES["wsipp"]["programmes"])
def test_wsipp_summary_arithmetic(programme):
    """Benefits by perspective, net cost (or saving), net benefit, and the ratio or none."""
    *gains, net_cost, total, net, ratio = CASES["wsipp"]["programmes"][programme]
    payers = dict(zip(("taxpayers", "participants", "others", "indirect"), gains, strict=True))
    sectors = {"taxpayers": "state", "participants": "household"}
    made = projected(
        currency="USD",
        payers={p: {"sector": sectors.get(p, "other")} for p in payers},
        costs={"programme": {"amount": -net_cost, "payer": "taxpayers"}},
        outcomes={
            payer: {
                "name": payer,
                "effect": {"per_year": 1 if gain > 0 else -1, "basis": "comparative"},
                "unit_cost": abs(gain),
                "payer": payer,
            }
            for payer, gain in payers.items()
        },
    )
    tolerance = CASES["wsipp"]["tolerance"]
    assert measure(made, "pv_benefits") == pytest.approx(total, abs=tolerance)
    assert measure(made, "npv") == pytest.approx(net, abs=tolerance)
    if ratio is None:
        assert np.isnan(measure(made, "bcr"))
    else:
        assert measure(made, "bcr") == pytest.approx(ratio, rel=0.006, abs=0.0051)


def test_ishigami():
    """Sobol' indices of a function that interacts without a main effect."""
    case = CASES["ishigami_sobol"]
    a, b = case["inputs"]["a"], case["inputs"]["b"]

    def ishigami(shares):
        x1, x2, x3 = (np.pi * (2.0 * shares - 1.0)).T
        return np.sin(x1) + a * np.sin(x2) ** 2 + b * x3**4 * np.sin(x1)

    found = sobol_indices(ishigami, 3, 4096, seed=1)
    for kind, published in (("first", "first_order"), ("total", "total")):
        made = [getattr(index, kind) for index in found]
        assert made == pytest.approx(case["published"][published], abs=case["tolerance"])
        errors = [getattr(index, f"{kind}_error") for index in found]
        assert all(0.0 < error < 0.1 for error in errors)


def net(**numbers):
    """Return a scenario whose net is the sum of some effects, each worth 1 per event."""
    outcomes = {
        name: {
            "name": name,
            "effect": {"per_year": number, "basis": "expert"},
            "unit_cost": 1,
            "payer": "everyone",
        }
        for name, number in numbers.items()
    }
    return projected(outcomes=outcomes).scenario


def normal(mean, sd):
    return {"dist": "normal", "mean": mean, "sd": sd}


def known(scenario, **named):
    made = simulate_draws(scenario)
    return information({"it": made, "nothing": None}, "society", groups_of([scenario], named))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_two_decisions(k):
    """EVPI and EVPPI of the two-decision normal model."""
    case = CASES["two_decisions"]
    p1, p2 = case["inputs"]["p1"], case["inputs"]["p2"]
    scenario = net(p1=normal(k * p1["mean"], k * p1["sd"]), p2=normal(-p2["mean"], p2["sd"]))
    made = known(scenario, both=["outcomes"])
    assert made.evpi.value == pytest.approx(case["published"]["evpi"][k], abs=case["tolerance"])
    assert made.evppi["both"].value == pytest.approx(made.evpi.value)
    if k == 1:
        published = case["published"]
        assert made.evpi.value == pytest.approx(published["evpi_exact"], abs=case["exact"])
        for name in ("p1", "p2"):
            worth = made.evppi[f"outcomes.{name}.effect.per_year"]
            expected = published[f"evppi_{name}"]
            assert worth.value == pytest.approx(expected, abs=case["tolerance"])
            assert 0.0 < worth.error < case["tolerance"]


@pytest.mark.parametrize("row", CASES["normal_net_benefit"]["published"], ids=str)
def test_a_normal_net_benefit(row):
    """EVPI is the unit normal loss; the probability of being best is Φ(m/sd)."""
    made = known(net(it=normal(row["mean"], row["sd"])))
    tolerance = CASES["normal_net_benefit"]["tolerance"]
    assert made.evpi.value == pytest.approx(row["evpi"], abs=tolerance * row["sd"])
    assert made.best["it"] == pytest.approx(row["positive"], abs=tolerance)


def test_acceptability_of_a_normal_cost_and_effect():
    """Probability of being best against the willingness to pay."""
    case = CASES["normal_net_benefit"]
    cost, effect = case["curve"]["inputs"]["cost"], case["curve"]["inputs"]["effect"]
    scenario = net(cost=normal(-cost["mean"], cost["sd"]), effect=normal(**effect))
    free = scenario.outcomes["effect"].model_copy(update={"unit_cost": None})
    priceless = scenario.changed(outcomes={**scenario.outcomes, "effect": free})
    options = {"it": simulate_draws(priceless), "nothing": None}
    for row in case["curve"]["published"]:
        curve = acceptability(options, "society", "effect", row["price"] or 1e-9)
        found = float(curve.best["it"][-1])
        assert found == pytest.approx(row["best"], abs=case["tolerance"])
