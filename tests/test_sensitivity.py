"""One-way ranges, choices of method, and two numbers at a time."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import sroi
from sroi.errors import UsageError
from sroi.model.projection import evaluated, simulate
from sroi.model.sampling import Draws
from sroi.questions.breakeven.grid import two_way
from sroi.questions.sensitivity.compute import one_way
from tests.strategies import load, scenarios
from tests.test_projection import DATA

often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def base_with(scenario, **values):
    vectors = {path: np.array([value]) for path, value in values.items()}
    return float(evaluated(scenario, Draws(1, {}, vectors), "npv", "public")[0])


def test_each_number_goes_to_its_percentiles():
    """All else at base: as if the file gave the percentile as a certain number."""
    scenario = load(DATA)
    made = one_way(scenario, "npv", "public")
    assert {swing.paths[0] for swing in made.swings} == {
        path for path, number in scenario.numbers.items() if not number.certain
    }
    swing = next(s for s in made.swings if s.paths == ("participants.per_year",))
    assert (swing.low_value, swing.high_value) == pytest.approx((7, 12))
    for value, result in ((7, swing.low), (12, swing.high)):
        changed = load(DATA, **{"participants.per_year": value})
        assert result == pytest.approx(simulate(changed, 16).base_value("npv", "public"))


def test_the_widest_come_first():
    """Sorted as a tornado is drawn."""
    widths = [swing.width for swing in one_way(load(DATA), "npv", "public").swings]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0.0


@often
@given(scenarios())
def test_a_certain_number_has_no_swing(data):
    """Only uncertain numbers are listed; what is fixed at its base moves nothing."""
    scenario = load(data)
    for measure in ("npv", "bcr", "npv_cashable"):
        made = one_way(scenario, measure, "society")
        listed = {path for swing in made.swings for path in swing.paths}
        assert not [p for p, n in scenario.numbers.items() if n.certain and p in listed]
        for swing in made.swings:
            if swing.low_value == swing.high_value == swing.number.base:
                assert swing.width == 0.0


def test_a_library_value_used_twice_moves_together():
    """One price is not two."""
    data = DATA | {"uses": ["se"]}
    outcome = DATA["outcomes"]["a"] | {"unit_cost": "lib.se.plac_hvb_dygn_2015"}
    data["outcomes"] = {"a": outcome, "b": outcome}
    library = load(data).numbers["outcomes.a.unit_cost"]
    groups = load(data).sharing
    assert [n.path for n in groups[library.key]] == ["outcomes.a.unit_cost", "outcomes.b.unit_cost"]


def test_the_choices_are_other_scenarios():
    """Each is what the file would give with that choice written into it."""
    data = DATA | {"followed_until": 2026}
    data["outcomes"] = {"a": DATA["outcomes"]["a"] | {"drop_off": 0.2}}
    made = one_way(load(data), "npv", "public")
    found = {(choice.choice, choice.setting): choice.result for choice in made.choices}
    written = {
        ("discount_rate", 0.05): {"discounting.rate": 0.05},
        ("horizon", 3): {"horizon": 3},
        ("horizon", 12): {"horizon": 12},
        ("drop_off", "none"): {"outcomes.a.drop_off": 0},
        ("drop_off", "double"): {"outcomes.a.drop_off": 0.4},
    }
    for choice, changes in written.items():
        expected = simulate(load(data, **changes), 16).base_value("npv", "public")
        assert found[choice] == pytest.approx(expected), choice
    whole = simulate(load(data), 16)
    late = whole.base_value("extrapolated", "public") * whole.base_value("pv_benefits", "public")
    assert found["extrapolated", "without"] == pytest.approx(made.base - late)


def test_two_numbers_over_a_grid():
    """Every cell is the model at both values."""
    scenario = load(DATA)
    paths = ("participants.per_year", "costs.rent.amount")
    made = two_way(scenario, paths, "npv", "public")
    for i in (0, 4, 8):
        values = dict(zip(paths, (made.values[0][i], made.values[1][8 - i]), strict=True))
        assert made.results[i, 8 - i] == pytest.approx(base_with(scenario, **values))


def test_a_grid_over_a_path_that_is_no_number():
    """The nearest number is named."""
    with pytest.raises(UsageError, match=r"costs\.rent\.amount"):
        two_way(load(DATA), ("costs.rent.amuont", "participants.per_year"), "npv", "public")


def test_twenty_uncertain_numbers():
    """The example programme of the documentation has more than twenty."""
    made = one_way(sroi.load("docs/examples/home-visits.yaml"), "npv", "public")
    assert len(made.swings) >= 20
