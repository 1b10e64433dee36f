"""Parameters, and numbers calculated from them: from a file to every draw."""

import copy

import numpy as np
import pytest
from hypothesis import given

import sroi
from sroi.model.checks import notices
from sroi.model.engine import results_of
from sroi.model.projection import simulate
from sroi.model.sampling import Draws, drawn, sampler
from sroi.model.totals import totals
from sroi.questions.breakeven.compute import switches
from sroi.questions.breakeven.grid import two_way
from sroi.questions.sensitivity.compute import one_way
from tests.plain_engine import Plain
from tests.strategies import calculated_scenarios, load
from tests.test_engine import assert_same, often

DATA = {
    "sroi": 1,
    "name": "Calculated",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 5,
    "payers": {"social": {"sector": "municipality"}},
    "programme": {"years": "2025-2026"},
    "parameters": {
        "grant": {"kind": "money", "value": 1_000_000, "grade": "A"},
        "per_child": {
            "kind": "money", "value": {"low": 45_000, "base": 52_000, "high": 64_000},
            "grade": "C", "source": "Accounts of 2024",
        },
        "p_return": {"kind": "share", "value": {"events": 9, "of": 38}},
        "stays": {"kind": "share", "calc": "1 - p_return"},
    },
    "participants": {"unit": "child", "per_year": {"calc": "grant / per_child"}},
    "costs": {"grant": {"amount": {"calc": "grant"}, "payer": "social"}},
    "outcomes": {
        "placement": {
            "name": "Placements",
            "baseline": {"calc": "p_return"},
            "effect": {"relative_risk": {"calc": "stays"}, "basis": "expert"},
            "lasts": 3,
            "unit_cost": 400_000,
            "payer": "social",
        }
    },
}  # fmt: skip


def changed(**parameters):
    data = copy.deepcopy(DATA)
    data["parameters"] |= parameters
    return data


def draws_of(scenario, size=4096):
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    return drawn(scenario, uniforms, size)


def test_the_base_case_is_that_of_the_parameters():
    """1 000 000 / 52 000 = 19.23 children; p = 9.5 / 39, and 1 - p."""
    scenario = load(DATA)
    assert scenario.participants.per_year.base == pytest.approx(1_000_000 / 52_000)
    assert scenario.outcomes["placement"].baseline.base == pytest.approx(9.5 / 39)
    assert scenario.outcomes["placement"].effect.relative_risk.base == pytest.approx(29.5 / 39)


def test_a_share_and_what_is_left_move_together():
    """p and 1 - p have a correlation of -1, and a calculated number no draws of its own."""
    scenario = load(DATA)
    draws = draws_of(scenario)
    p = draws.of(scenario.outcomes["placement"].baseline)
    left = draws.of(scenario.outcomes["placement"].effect.relative_risk)
    assert np.corrcoef(p, left)[0, 1] == pytest.approx(-1.0)
    assert (p + left == pytest.approx(1.0)).all() if p.size == 1 else np.allclose(p + left, 1.0)
    assert scenario.dimensions == ("parameters.per_child", "parameters.p_return")


@often
@given(calculated_scenarios())
def test_every_draw_with_parameters_equals_a_plain_loop(data):
    """The plain loop asks for one number at a time; the engine for all at once."""
    scenario = load(data)
    size = 8
    draws = drawn(scenario, {k: u[:size] for k, u in draws_of(scenario, 8).uniforms.items()}, size)
    sums = totals(results_of(scenario, draws))
    for draw in (0, 5):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        assert_same(scenario, sums, plain, draw)


def test_a_number_through_a_parameter_is_the_number():
    """`{calc: p}` with p = 12 gives what 12 gives, to the last bit."""
    data = changed(n={"kind": "amount", "value": 12})
    direct, through = copy.deepcopy(data), copy.deepcopy(data)
    direct["participants"]["per_year"] = 12
    through["participants"]["per_year"] = {"calc": "n"}
    one, other = (simulate(load(each), 256) for each in (direct, through))
    assert one.base_value("npv", "public") == other.base_value("npv", "public")


def test_the_same_draws_serve_many_scenarios():
    """What is calculated in one is not what stands at the same place of another."""
    draws = Draws()
    for price, starts in ((50_000, 20.0), (100_000, 10.0)):
        scenario = load(DATA, **{"parameters.per_child": price})
        assert draws.of(scenario.participants.per_year).tolist() == [starts]


def test_an_unused_parameter_takes_no_draws_and_no_part():
    """The digest, the draws and what is missing are as without it; a warning says so."""
    without, beside = load(DATA), load(changed(idle={"kind": "money", "value": "missing"}))
    assert beside.digest == without.digest
    assert beside.dimensions == without.dimensions
    assert simulate(beside, 8).base_value("npv", "public") == simulate(without, 8).base_value(
        "npv", "public"
    )
    assert ("parameters.idle", "parameter_unused") in {(n.path, n.rule) for n in notices(beside)}


def test_outside_its_domain_a_draw_takes_the_nearest_bound():
    """3 p is above 1 in some draws: there it is 1, and the share of them is told."""
    data = changed(risky={"kind": "share", "calc": "3 * p_return"})
    data["outcomes"]["placement"]["baseline"] = {"calc": "risky"}
    scenario = load(data)
    draws = draws_of(scenario)
    p, risky = draws.of(scenario.parameters["p_return"]), draws.of(scenario.parameters["risky"])
    assert risky == pytest.approx(np.minimum(3 * p, 1.0))
    projection = simulate(scenario, 4096)
    told = notices(scenario, projection.base, projection.totals)
    shares = {n.path: n.values["cut_share"] for n in told if n.rule == "clamped"}
    assert shares == {"parameters.risky": pytest.approx((3 * p > 1.0).mean())}


def test_a_draw_without_a_number_is_an_error():
    """log of what may be below 0 is no number in a share of the draws, which is named."""
    data = changed(odd={"kind": "amount", "calc": "10 + log(p_return - 0.1)"})
    data["participants"]["per_year"] = {"calc": "odd"}
    with pytest.raises(sroi.SroiError, match=r"parameters\.odd: 10 \+ log.* % of the draws"):
        simulate(load(data), 4096)


def test_what_depends_on_it_is_the_parameter():
    """Sensitivity and switching values name parameters; a calculated number's own path does not."""
    scenario = load(DATA)
    paths = {swing.paths[0] for swing in one_way(scenario, "npv", "public").swings}
    assert paths == {"parameters.per_child", "parameters.p_return"}
    switched = {switch.paths[0] for switch in switches(scenario, "public")}
    assert "parameters.grant" in switched
    assert "participants.per_year" not in switched
    with pytest.raises(sroi.UsageError, match=r"is calculated.*parameters\.grant"):
        two_way(scenario, ("participants.per_year", "parameters.grant"), "npv", "public")


def test_moving_a_parameter_moves_what_is_made_of_it():
    """A value laid on a parameter is a value of everything calculated from it."""
    scenario = load(DATA)
    draws = Draws(1, {}, {"parameters.per_child": np.array([100_000.0])})
    assert draws.of(scenario.participants.per_year).tolist() == [10.0]


@pytest.mark.parametrize(
    ("settings", "path", "base"),
    [
        ({"parameters.per_child": 100_000}, "participants.per_year", 10.0),
        ({"parameters.per_child.value": 100_000}, "participants.per_year", 10.0),
        ({"parameters.stays": 0.5}, "outcomes.placement.effect.relative_risk", 0.5),
        ({"parameters.grant": {"calc": "2 * per_child"}}, "participants.per_year", 2.0),
        ({"participants.per_year": 7}, "participants.per_year", 7.0),
    ],
)
def test_a_lone_number_replaces_the_value(settings, path, base):
    """Kind and note stay; what described the old number goes, and so does a calculation."""
    scenario = load(DATA, **settings)
    assert scenario.numbers[path].base == pytest.approx(base)
    if "parameters.per_child" in settings:
        assert scenario.parameters["per_child"].origin.source is None


def test_the_grade_is_the_worst_of_its_parameters():
    """A and C make C; without a grade, D; its own wins."""
    data = changed(own={"kind": "money", "calc": "grant", "grade": "B"})
    data["costs"]["other"] = {"amount": {"calc": "own"}, "payer": "social"}
    scenario = load(data)
    assert scenario.participants.per_year.origin.grade == "C"
    assert scenario.outcomes["placement"].baseline.origin.grade == "D"
    assert scenario.costs["grant"].amount.origin.grade == "A"
    assert scenario.costs["other"].amount.origin.grade == "B"


def test_times_and_over_come_after_the_calculation():
    """{value: {calc: p}, over: 2} is the yearly risk; times multiplies."""
    data = copy.deepcopy(DATA)
    data["outcomes"]["placement"]["baseline"] = {"value": {"calc": "p_return"}, "over": 2}
    data["costs"]["grant"]["amount"] = {"value": {"calc": "grant"}, "times": 0.5}
    scenario = load(data)
    assert scenario.outcomes["placement"].baseline.base == pytest.approx(1 - (1 - 9.5 / 39) ** 0.5)
    assert scenario.costs["grant"].amount.base == 500_000


def test_each_year_may_be_calculated():
    """One number a year, some of them calculated."""
    data = copy.deepcopy(DATA)
    data["costs"]["grant"]["amount"] = {2025: {"calc": "grant / 2"}, 2026: 3}
    numbers = load(data).costs["grant"].amount.numbers
    assert [number.base for number in numbers.values()] == [500_000, 3]


def test_the_digest_holds_the_calculation_and_not_its_spaces():
    """The same steps are the same scenario; others are not."""
    one, same, other = (copy.deepcopy(DATA) for _ in range(3))
    same["parameters"]["stays"]["calc"] = "1-p_return"
    other["parameters"]["stays"]["calc"] = "1 - p_return / 2"
    assert load(one).digest == load(same).digest != load(other).digest


def test_many_made_of_one_another_are_counted_once_each():
    """A chain of doublings takes as many steps as it has links."""
    links = {f"x{i}": {"kind": "amount", "calc": f"x{i - 1} + x{i - 1}"} for i in range(1, 41)}
    data = changed(x0={"kind": "amount", "value": {"low": 1, "base": 2, "high": 3}}, **links)
    data["participants"]["per_year"] = {"calc": "x40 / 2**40"}
    scenario = load(data)
    assert scenario.participants.per_year.base == pytest.approx(2.0)
    assert draws_of(scenario).of(scenario.participants.per_year).mean() == pytest.approx(2, rel=0.1)
