"""Projections: the base case, the draws, their statistics, and what may not be run."""

import numpy as np
import pytest

import sroi
from sroi.model.measures import MEASURES
from sroi.model.projection import simulate
from sroi.model.statistics import summary
from sroi.questions.waterfall.compute import mean_waterfalls
from tests.strategies import PAYERS, load

DATA = {
    "sroi": 1,
    "name": "Drawn",
    "currency": "SEK",
    "price_year": 2024,
    "first_year": 2025,
    "horizon": 6,
    "payers": PAYERS,
    "programme": {"years": "2025-2026"},
    "participants": {"per_year": {"low": 7, "base": 9, "high": 12}},
    "costs": {"rent": {"amount": {"mean": 5000, "sd": 900}, "payer": "social"}},
    "outcomes": {
        "a": {
            "name": "A",
            "baseline": {"events": 14, "of": 47},
            "effect": {"relative_risk": {"estimate": 0.8, "ci95": [0.6, 1.05]}, "basis": "expert"},
            "lasts": 3,
            "unit_cost": {"low": 2000, "base": 3000, "high": 6000},
            "payer": "social",
        }
    },
}


def same(one, other, count=None):
    for view in one.scenario.views:
        for name in MEASURES:
            x, y = one.values(name, view), other.values(name, view)
            assert np.array_equal(
                x[:count] if x.size > 1 else x, y[:count] if y.size > 1 else y, True
            )


def test_the_same_seed_gives_the_same_numbers():
    """Same seed -> same numbers, bit for bit."""
    same(simulate(load(DATA), 1000, 7), simulate(load(DATA), 1000, 7))


@pytest.mark.parametrize(
    ("path", "value", "plain"),
    [
        ("horizon", np.int64(5), 5),
        ("costs.rent.amount", np.int32(100), 100),
        ("costs.rent.amount", np.float32(0.5), 0.5),
        ("costs.rent.amount", {np.int64(2025): np.float64(5), "2026": 6}, {2025: 5.0, 2026: 6}),
        ("costs.rent.in_kind", np.bool_(True), True),
        ("discounting.rate", {"0": 0.03, "2": np.float64(0.02)}, {0: 0.03, 2: 0.02}),
        ("outcomes.a.baseline", {"estimate": 0.5, "ci95": (0.4, 0.6)},
         {"estimate": 0.5, "ci95": [0.4, 0.6]}),
        ("outcomes.a.baseline", {"estimate": 0.5, "ci95": np.array([0.4, 0.6])},
         {"estimate": 0.5, "ci95": [0.4, 0.6]}),
        ("payers", {"social": {"name": np.str_("Town"), "sector": "municipality"}},
         {"social": {"name": "Town", "sector": "municipality"}}),
    ],
)  # fmt: skip
def test_numbers_of_numpy_are_numbers(path, value, plain):
    """As np.arange and pandas give them; tuples and arrays are lists, quoted years are years."""
    assert load(DATA, **{path: value}).digest == load(DATA, **{path: plain}).digest


def test_draws_and_seeds_of_numpy_give_the_same_numbers():
    """64 draws are 64 draws."""
    same(simulate(load(DATA), np.int16(64), np.int64(7)), simulate(load(DATA), 64, 7))


@pytest.mark.parametrize(
    ("draws", "seed", "words"),
    [(0, 1, "draws: 0"), (-5, 1, "draws: -5"), (64, -1, "seed: -1"), (64.5, 1, "draws: 64.5"),
     (10**8, 1, "draws: 100000000"), (64, "x", "seed: 'x'")],
)  # fmt: skip
def test_draws_and_seeds_that_are_none_are_refused(draws, seed, words):
    """In Python as on the command line, for every question that simulates."""
    for simulated in (simulate, mean_waterfalls):
        with pytest.raises(sroi.UsageError, match=words):
            simulated(load(DATA), draws, seed)
    with pytest.raises(sroi.UsageError, match=words):
        sroi.compare([load(DATA)], draws=draws, seed=seed)


def test_chunking_changes_no_bit():
    """20 001 draws in three blocks begin with the 5 000 of one block."""
    same(simulate(load(DATA), 5000, 1), simulate(load(DATA), 20_001, 1), 5000)


def test_an_unused_change_of_order_changes_nothing_else():
    """A number that becomes certain leaves the other numbers' draws."""
    fixed = simulate(load(DATA, **{"participants.per_year": 9}), 500, 1)
    free = simulate(load(DATA), 500, 1)
    assert np.array_equal(fixed.values("pv_costs", "social"), free.values("pv_costs", "social"))


def test_statistics_are_those_of_the_draws():
    """mean, sd and percentiles of npv."""
    made = simulate(load(DATA), 4000, 1)
    values = made.values("npv", "social")
    told = made.summary("npv", "social")
    assert told.mean == pytest.approx(values.mean())
    assert told.sd == pytest.approx(values.std())
    assert told.percentiles[5] == pytest.approx(np.quantile(values, 0.05))
    assert told.exists == 1.0


def test_the_ratio_of_the_simulation_is_the_ratio_of_the_means():
    """bcr.mean = mean benefit / mean cost, not the mean of the ratios."""
    made = simulate(load(DATA), 4000, 1)
    costs, benefits = (made.values(m, "social") for m in ("pv_costs", "pv_benefits"))
    assert made.summary("bcr", "social").mean == pytest.approx(benefits.mean() / costs.mean())
    assert made.summary("bcr", "social").mean != pytest.approx((benefits / costs).mean(), rel=1e-3)


def test_the_standard_error_is_honest():
    """Means under 40 seeds scatter as the reported standard error says, within a factor of two."""
    scenario = load(DATA)
    runs = [simulate(scenario, 1024, seed).summary("npv", "social") for seed in range(40)]
    scatter = np.std([run.mean for run in runs], ddof=1)
    told = np.sqrt(np.mean([run.se**2 for run in runs]))
    assert 0.5 < scatter / told < 2.0


def test_a_measure_that_exists_in_some_draws_says_in_how_many():
    """Exists is a share, and the statistics are of those draws."""
    told = summary(np.array([1.0, np.nan, 3.0, np.nan]))
    assert (told.exists, told.mean, told.percentiles[50]) == (0.5, 2.0, 2.0)
    nothing = summary(np.array([np.nan, np.nan]))
    assert (nothing.exists, nothing.mean, nothing.percentiles[95]) == (0.0, None, None)


def test_few_draws_are_draws_too():
    """One draw gives numbers; no standard error comes of it."""
    made = simulate(load(DATA), 1, 1)
    assert made.values("npv", "social").size == 1


def test_missing_numbers_are_not_run():
    """Every number still missing is listed, with what it needs."""
    scenario = load(DATA, **{"costs.rent.amount": "missing", "outcomes.a.unit_cost": "missing"})
    with pytest.raises(sroi.MissingValueError) as caught:
        simulate(scenario)
    assert [problem.path for problem in caught.value.problems] == [
        "costs.rent.amount",
        "outcomes.a.unit_cost",
    ]
    assert "amount of money" in str(caught.value.problems[0].what)


def test_numbers_that_outgrow_counting_are_refused():
    """Infinity is never a result."""
    with pytest.raises(sroi.SroiError, match="beyond what can be counted"):
        simulate(load(DATA, **{"costs.rent.amount": 1e300, "costs.rent.growth": 1e9}))


def test_progress_is_told():
    """Each block tells how many draws are done."""
    told = []
    simulate(load(DATA), 20_000, 1, lambda done, of: told.append((done, of)))
    assert told[-1] == (20_000, 20_000)
    assert len(told) == 3
