"""Groups of participants: against plain loops, and against the laws they must keep."""

import copy

import numpy as np
import pytest
from hypothesis import given

import sroi
from sroi.model import measures
from sroi.model.engine import results_of
from sroi.model.projection import simulate
from sroi.model.reached import base_by_group
from sroi.model.sampling import drawn, sampler
from sroi.model.totals import totals
from sroi.questions.difference.compute import explained
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.records.run import record
from sroi.tables.cells import Money
from sroi.tables.labels import number_label
from sroi.tables.reached import reached
from sroi.tables.sentences import sentences
from sroi.wording import Wording
from tests.plain_engine import Plain
from tests.strategies import PAYERS, grouped_scenarios, load, scenarios
from tests.test_engine import assert_same, near_zero, often


@often
@given(grouped_scenarios())
def test_the_base_case_with_groups_equals_plain_loops(data):
    """Every measure and every break-even, group by group, year by year and cohort by cohort."""
    scenario = load(data)
    plain = Plain(scenario, lambda number: number.base)
    made = totals(results_of(scenario))
    assert_same(scenario, made, plain, 0)
    if near_zero(plain.perspective("society")):
        return
    for root, outcome in scenario.outcomes.items():
        if outcome.follows is None:
            quantity, share = plain.outcome_breakeven(root, "society")
            needed = float(measures.breakeven_quantity(made, root, "society")[0])
            reduction = float(measures.breakeven_reduction(made, root, "society")[0])
            assert quantity is None or needed == pytest.approx(quantity, rel=1e-6, abs=1e-6)
            assert share is None or reduction == pytest.approx(share, rel=1e-6, abs=1e-6)
            assert share is not None or np.isnan(reduction) or quantity is None


@often
@given(grouped_scenarios())
def test_every_draw_with_groups_equals_plain_loops(data):
    """What is summed over groups before the years is what is summed after them."""
    scenario = load(data)
    size = 16
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    draws = drawn(scenario, {key: u[:size] for key, u in uniforms.items()}, size)
    made = totals(results_of(scenario, draws))
    for draw in (0, 7, 15):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        assert_same(scenario, made, plain, draw)


DATA = {
    "sroi": 1,
    "name": "Two groups",
    "currency": "SEK",
    "price_year": 2024,
    "first_year": 2025,
    "horizon": 2,
    "payers": PAYERS,
    "programme": {"years": 2025},
    "participants": {
        "groups": {
            "referred": {"name": "Referred by social services", "per_year": 20, "completion": 0.5},
            "open": {"per_year": 100},
        }
    },
    "costs": {"staff": {"amount": 60_000, "payer": "social"}},
    "outcomes": {
        "placement": {
            "name": "Placement",
            "effect": {"relative_risk": 0.75, "basis": "comparative"},
            "by_group": {"referred": {"baseline": 0.4}, "open": {"baseline": 0.04}},
            "unit_cost": 10_000,
            "payer": "social",
        }
    },
}


def pencil(**settings):
    return load(copy.deepcopy(DATA), **settings)


def test_a_case_by_hand():
    """20 · 0.5 · 0.4 · 0.25 = 1 placement of the referred, 100 · 0.04 · 0.25 = 1 of the open."""
    placement = record(simulate(pencil(), 8))["base"]["outcomes"]["placement"]
    assert placement["groups"] == {
        "referred": {"quantity": pytest.approx(1.0), "pv": pytest.approx(10_000)},
        "open": {"quantity": pytest.approx(1.0), "pv": pytest.approx(10_000)},
    }
    assert placement["quantity"] == pytest.approx(2.0)
    assert placement["unknown_groups"] == []
    years = record(simulate(pencil(), 8))["base"]["years"]
    assert [year["participants_by_group"] for year in years] == [
        {"referred": 20.0, "open": 100.0},
        {"referred": 0.0, "open": 0.0},
    ]


def test_break_even_by_hand():
    """If all were avoided: 4 + 4 = 8 placements, worth 80 000; 60 000 / 80 000 = 75 %, 6 of 8."""
    needed = record(simulate(pencil(), 8))["base"]["outcomes"]["placement"]["breakeven"]
    assert needed["municipality" if "municipality" in needed else "public"] == {
        "quantity": pytest.approx(6.0),
        "reduction": pytest.approx(0.75),
    }


def test_unknown_in_one_group():
    """What is unknown counts nothing and says so; break-even asks of all groups alike."""
    effect = {"outcomes.placement.by_group.open.effect": {"unknown": True}}
    projection = simulate(pencil(**effect), 8)
    placement = record(projection)["base"]["outcomes"]["placement"]
    assert placement["unknown"] is False
    assert placement["unknown_groups"] == ["open"]
    assert placement["groups"]["open"] == {"quantity": None, "pv": None}
    assert placement["quantity"] == pytest.approx(1.0)
    assert placement["breakeven"]["society"]["quantity"] == pytest.approx(6.0)
    said = " ".join(sentences(projection, Wording("en", "SEK")))
    assert "without open in Placement, where the effect is unknown" in said


def test_unknown_in_all_groups_is_unknown():
    """Nothing known in any group: the outcome is null, as without groups."""
    effect = {"outcomes.placement.effect": {"unknown": True}}
    placement = record(simulate(pencil(**effect), 8))["base"]["outcomes"]["placement"]
    assert placement["unknown"] is True
    assert placement["quantity"] is None
    assert placement["unknown_groups"] == ["referred", "open"]


def test_the_table_of_who_gains():
    """10 of 20 referred complete: the table shows all who start, and what each group gains."""
    projection = simulate(pencil(), 8)
    table = reached(projection, Money(Wording("sv", "SEK"), 1.0))
    assert table.title == "Vilka som nås, och vilka som vinner"
    assert table.columns == ("Referred by social services", "open", "Alla")
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        [20.0, 100.0, 120.0],
        [pytest.approx(1.0), pytest.approx(1.0), pytest.approx(2.0)],
        [pytest.approx(10_000), pytest.approx(10_000), pytest.approx(20_000)],
    ]


def test_the_waterfall_strips_what_groups_lose():
    """Deadweight of a group is a step as that of the outcome is: a tenth of 10 000 is 1 000."""
    effect = {"relative_risk": 0.75, "basis": "before_after"}
    stated = {"baseline": 0.4, "deadweight": 0.1}
    settings = {"outcomes.placement.effect": effect}
    settings["outcomes.placement.by_group.referred"] = stated
    steps = base_waterfalls(pencil(**settings))["society"].steps
    assert steps["deadweight"] == pytest.approx(-1_000)


def test_a_difference_of_files_with_and_without_groups():
    """The groups and the outcomes that speak of them are one part; the parts sum to the whole."""
    people = {"per_year": 120}
    alike = copy.deepcopy(DATA) | {"participants": people}
    alike["outcomes"]["placement"] |= {"baseline": 0.1}
    del alike["outcomes"]["placement"]["by_group"]
    made = explained(load(alike), pencil(), "society")
    assert sum(share.value for share in made.shares) == pytest.approx(made.after - made.before)
    assert [share.part for share in made.shares] == ["participants"]


def test_labels_name_the_group():
    """A number of a group says whose it is."""
    label = number_label(
        pencil(), "outcomes.placement.by_group.referred.baseline", Wording("en", "SEK")
    )
    assert label.startswith("Placement: ") and label.endswith(", Referred by social services")


def test_a_path_into_what_a_group_inherits_names_the_outcome():
    """The effect is the outcome's own: that is the path to set."""
    with pytest.raises(sroi.UsageError, match="set outcomes.placement.effect.relative_risk"):
        pencil(**{"outcomes.placement.by_group.open.effect.relative_risk": 0.5})


@often
@given(grouped_scenarios())
def test_groups_sum_to_the_whole(data):
    """Σ groups = total, of every outcome with those that follow it, and of the participants."""
    scenario = load(data)
    base, parts = totals(results_of(scenario)), base_by_group(scenario)
    for name in scenario.outcomes:
        for kind in ("quantity", "benefits"):
            whole = getattr(base, kind)
            if name in whole:
                each = [float(getattr(parts[g], kind)[name][0]) for g in scenario.counting(name)]
                scale = sum(map(abs, each))
                assert sum(each) == pytest.approx(float(whole[name][0]), abs=1e-8 * scale + 1e-9)


@often
@given(scenarios())
def test_one_group_is_no_groups(data):
    """All participants in one group: every figure of the base case is the same."""
    alone = load(data)
    people = data["participants"]
    moved = {k: v for k, v in people.items() if k != "per_year"}
    outcomes = {}
    for name, outcome in data["outcomes"].items():
        own = ("baseline", "rate", "effect")
        if "effect" in outcome:
            part = {key: outcome[key] for key in own if key in outcome}
            outcome = {k: v for k, v in outcome.items() if k not in own}
            outcome["by_group"] = {"g": part}
        outcomes[name] = outcome
    participants = moved | {"groups": {"g": {"per_year": people["per_year"]}}}
    one = load(data | {"participants": participants, "outcomes": outcomes})
    plain, grouped = totals(results_of(alone)), totals(results_of(one))
    for view in alone.views:
        for measure in measures.MEASURES.values():
            assert measure.of(grouped, view) == pytest.approx(
                measure.of(plain, view), rel=1e-9, abs=1e-9, nan_ok=True
            )
        for name, outcome in alone.outcomes.items():
            if outcome.follows is None:
                for needed in (measures.breakeven_quantity, measures.breakeven_reduction):
                    assert needed(grouped, name, view) == pytest.approx(
                        needed(plain, name, view), rel=1e-6, abs=1e-9, nan_ok=True
                    )
