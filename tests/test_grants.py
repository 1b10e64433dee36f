"""Grants by hand, and against a plain loop: whose cost they move, what they pay, what is left."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sroi.model import payers
from sroi.model.engine import results_of
from sroi.model.measures import npv, pv_costs
from sroi.model.projection import simulate as projected
from sroi.model.sampling import drawn, sampler
from sroi.model.totals import totals
from tests.plain_engine import Plain
from tests.strategies import funded_scenarios, load

SCENARIO = {
    "sroi": 1,
    "name": "By hand",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 2,
    "discounting": {"rate": 0},
    "payers": {
        "social": {"sector": "municipality"},
        "school": {"sector": "municipality"},
        "health": {"sector": "region"},
        "fund": {"sector": "other"},
    },
    "programme": {"years": "2025-2026"},
    "participants": {"per_year": 10},
    "costs": {
        "post": {"amount": 600, "payer": "social"},
        "rent": {"amount": 400, "payers": {"social": 0.5, "school": 0.5}},
    },
}


def results(**changes):
    """Return the base case of the scenario with sections changed."""
    return results_of(load(SCENARIO | changes))


def first_year(by_payer):
    """Return the amounts of the first year, without zeros."""
    return {payer: float(flow[0, 0]) for payer, flow in by_payer.items() if flow[0, 0]}


def test_a_grant_pays_and_the_rest_stays():
    """300 of 600 + 400: a third of nothing else; each bearer keeps the same share of its part.

    Social answers for 600 + 200, school for 200; 300 of 1 000 is 30 % of every part.
    """
    base = results(funding={"g": {"payer": "fund", "amount": 300}})
    assert first_year(payers.costs(base)) == pytest.approx(
        {"social": 560, "school": 140, "fund": 300}
    )
    assert first_year(payers.own_budget(base)) == pytest.approx({"social": 560, "school": 140})


def test_a_grant_pays_what_it_covers_and_nothing_else():
    """500 for the rent of 400: 400 is paid, 100 is left over, and the post stays where it was."""
    grant = {"payer": "fund", "amount": 500, "covers": ["costs.rent"]}
    base = results(funding={"g": grant})
    assert first_year(payers.costs(base)) == pytest.approx({"social": 600, "fund": 400})
    assert first_year(payers.surplus(base)) == {"fund": 100}
    assert first_year(payers.funding(base)) == {"fund": 500}


def test_a_funder_pays_its_own_part_first():
    """Social's own fund of 700 pays 700 of its own 800; school's 200 stays."""
    base = results(funding={"g": {"payer": "social", "amount": 700}})
    assert first_year(payers.costs(base)) == pytest.approx({"social": 800, "school": 200})
    assert first_year(payers.own_budget(base)) == pytest.approx({"social": 100, "school": 200})


@pytest.mark.parametrize(
    ("order", "borne"),
    [
        (["fund", "health"], {"fund": 600, "social": 200, "school": 200}),
        (["health", "fund"], {"health": 600, "fund": 400}),
    ],
)
def test_file_order_decides_who_pays_first(order, borne):
    """Who comes first pays for the post; what is left goes to the rent, where it is covered."""
    grants = {
        "fund": {"payer": "fund", "amount": 600, "covers": ["costs.post"]},
        "health": {"payer": "health", "amount": 600, "covers": ["costs.post"]},
    }
    if order[0] == "health":
        grants["fund"]["covers"] = ["costs.post", "costs.rent"]
    base = results(funding={name: grants[name] for name in order})
    assert first_year(payers.costs(base)) == pytest.approx(borne)


def test_a_grant_leaves_fees_and_gifts_in_kind_alone():
    """A fee of -100 is no cost to pay, and what is in kind is not paid for unless it is named."""
    costs = {
        "post": {"amount": 600, "payer": "social"},
        "fee": {"amount": -100, "payer": "social"},
        "time": {"amount": 50, "payer": "school", "in_kind": True},
    }
    base = results(costs=costs, funding={"g": {"payer": "fund", "amount": 2000}})
    assert first_year(payers.costs(base)) == pytest.approx(
        {"social": -100, "school": 50, "fund": 600}
    )


def test_society_and_the_public_see_no_grant_between_their_payers():
    """A region's grant moves a municipality's cost: the sum over both is what it was."""
    grant = {"g": {"payer": "health", "amount": 300}}
    before, after = totals(results()), totals(results(funding=grant))
    for view in ("society", "public"):
        assert pv_costs(after, view) == pytest.approx(pv_costs(before, view))
    assert pv_costs(after, "municipality") == pytest.approx(pv_costs(before, "municipality") - 600)


def test_a_foundation_lowers_what_the_public_pays():
    """Two years of 300 from outside the public sector; society still bears all of it."""
    grant = {"g": {"payer": "fund", "amount": 300}}
    before, after = totals(results()), totals(results(funding=grant))
    assert pv_costs(after, "public") == pytest.approx(pv_costs(before, "public") - 600)
    assert pv_costs(after, "society") == pytest.approx(pv_costs(before, "society"))


def test_a_cost_paid_in_full_is_nothing_and_not_dust():
    """A payer whose whole cost is taken over bears 0: no ratio of rounding errors."""
    costs = {name: {"amount": 0.1 * k, "payer": "social"} for k, name in enumerate("abcdefg", 1)}
    made = totals(results(costs=costs, funding={"g": {"payer": "fund", "amount": 10}}))
    assert float(pv_costs(made, "social")[0]) == 0.0


def test_tax_factor_counts_as_before_grants():
    """Public money at 1.3 in society, whoever pays in the end: (600 + 400) x 2 years x 1.3."""
    made = totals(results(tax_factor=1.3, funding={"g": {"payer": "fund", "amount": 1000}}))
    assert float(pv_costs(made, "society")[0]) == pytest.approx(2600)


def test_an_uncertain_grant_moves_cost_in_every_draw():
    """The cost left to social varies with the grant, and no draw pays more than there is."""
    amount = {"low": 200, "base": 500, "high": 1500}
    costs = {"post": {"amount": 600, "payer": "social"}}
    data = SCENARIO | {"costs": costs, "funding": {"g": {"payer": "fund", "amount": amount}}}
    left = projected(load(data), 1024, 1).values("pv_costs", "social")
    assert left.min() == 0.0
    assert left.max() > 800.0


@settings(
    max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(funded_scenarios())
def test_grants_equal_a_plain_loop(data):
    """500 random scenarios: cost, own budget and surplus of each payer, in every draw and year."""
    scenario, size = load(data), 8
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    draws = drawn(scenario, {key: u[:size] for key, u in uniforms.items()}, size)
    made = results_of(scenario, draws)
    vectors = [payers.costs(made), payers.own_budget(made), payers.surplus(made)]
    borne, budget, surplus = (
        {p: np.broadcast_to(x, (size, scenario.horizon)) for p, x in flows.items()}
        for flows in vectors
    )
    for draw in (0, 5):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        for t, year in enumerate(scenario.years):
            cost, _, left = plain.grants(year)
            scale = 1.0 + sum(abs(plain.cost(line, year)) for line in scenario.lines)
            for payer in scenario.payers:
                mine = [n for n, part in scenario.funding.items() if part.payer == payer]
                over = sum(left[name] for name in mine)
                near = {"abs": 1e-9 * (scale + over)}
                assert borne[payer][draw, t] == pytest.approx(cost[payer], **near)
                assert budget[payer][draw, t] == pytest.approx(
                    plain.own_budget(payer, year), **near
                )
                assert surplus[payer][draw, t] == pytest.approx(over, **near)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(funded_scenarios())
def test_grants_leave_the_lines_and_society_as_they_are(data):
    """A grant is a transfer between payers: what a line costs, and what all bear, stays."""
    funded = results_of(load(data))
    data.pop("funding")
    bare = results_of(load(data))
    for name, flow in bare.costs.items():
        assert np.array_equal(flow.values, funded.costs[name].values)
    one, other = totals(bare), totals(funded)
    assert npv(other, "society") == pytest.approx(npv(one, "society"))
    for t in range(bare.scenario.horizon):
        before = sum(cost[0, t] for cost in payers.costs(bare).values())
        after = sum(cost[0, t] for cost in payers.costs(funded).values())
        assert after == pytest.approx(before)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(funded_scenarios())
def test_one_grant_lowers_the_cost_of_others_by_itself_or_by_all_they_bear(data):
    """A grant of F on lines that others bear lowers their cost by min(F, what they bear)."""
    name, grant = next(iter(data["funding"].items()))
    data["funding"] = {name: grant | {"payer": "fund"}}
    data["payers"] = data["payers"] | {"fund": {"sector": "other"}}
    base = results_of(load(data))
    lines = base.scenario.covered_by(base.scenario.funding[name])
    bear = sum((np.maximum(base.costs[n].values, 0.0) for n in lines), np.zeros((1, 1)))
    lowered = np.minimum(base.funding[name].values, bear)
    assert payers.costs(base)["fund"] == pytest.approx(lowered + np.zeros_like(bear))
