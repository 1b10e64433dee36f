"""Places, and the correction for optimism: plain loops, laws, and cases by hand."""

import copy

import numpy as np
import pytest
from hypothesis import given

from sroi.model import measures
from sroi.model.checks import notices
from sroi.model.engine import results_of
from sroi.model.projection import simulate
from sroi.model.sampling import drawn, sampler
from sroi.model.totals import totals
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.records.run import record
from sroi.wording import Wording
from tests.plain_engine import Plain
from tests.strategies import full_scenarios, load, scenarios
from tests.test_engine import assert_same, often
from tests.test_groups import DATA


def pencil(data=DATA, **settings):
    return load(copy.deepcopy(data), **settings)


@often
@given(full_scenarios())
def test_every_draw_with_places_and_optimism_equals_plain_loops(data):
    """The ceiling cuts draw by draw, and the correction takes off where the effect is good."""
    scenario = load(data)
    size = 16
    uniforms = next(iter(sampler([scenario], size, 1).blocks()))
    draws = drawn(scenario, {key: u[:size] for key, u in uniforms.items()}, size)
    made = totals(results_of(scenario, draws))
    for draw in (0, 7, 15):
        plain = Plain(scenario, lambda n, i=draw: float(np.broadcast_to(draws.of(n), size)[i]))
        assert_same(scenario, made, plain, draw)


@often
@given(scenarios())
def test_places_above_demand_change_nothing(data):
    """A ceiling that nobody reaches: the same figures."""
    people = data["participants"] | {"places": 1e9, "stay_months": 12}
    free, wide = load(data), load(data | {"participants": people})
    one, other = totals(results_of(free)), totals(results_of(wide))
    for view in free.views:
        for measure in measures.MEASURES.values():
            assert measure.of(other, view) == pytest.approx(
                measure.of(one, view), rel=1e-9, abs=1e-9, nan_ok=True
            )


@often
@given(scenarios())
def test_no_correction_is_no_optimism(data):
    """optimism all 0: bit for bit the figures of a file without it."""
    nothing = {"A": 0, "B": 0, "C": 0, "D": 0}
    one, other = (totals(results_of(load(d))) for d in (data, data | {"optimism": nothing}))
    for view in one.scenario.views:
        for measure in measures.MEASURES.values():
            assert np.array_equal(measure.of(one, view), measure.of(other, view), equal_nan=True)


def test_a_certain_base_is_every_draw():
    """Nothing uncertain: the base case in each of the draws."""
    scenario = pencil(**{"participants.places": 30, "participants.stay_months": 6})
    projection = simulate(scenario, 64)
    for name, measure in measures.MEASURES.items():
        drawn_values = projection.values(name, "public")
        base = measure.of(projection.base_totals, "public")
        assert np.array_equal(np.unique(drawn_values), np.unique(base), equal_nan=True)


def test_places_by_hand():
    """30 places for 6 months are 60 a year; 120 ask, so 60 start: 10 of 20, and 50 of 100."""
    scenario = pencil(**{"participants.places": 30, "participants.stay_months": 6})
    year = record(simulate(scenario, 8))["base"]["years"][0]
    assert year["participants"] == pytest.approx(60.0)
    assert year["participants_by_group"] == pytest.approx({"referred": 10.0, "open": 50.0})
    assert year["turned_away"] == pytest.approx(60.0)
    full = [n for n in notices(scenario, results_of(scenario)) if n.rule == "full"]
    assert [(n.path, n.values["years"]) for n in full] == [("participants.places", "2025")]
    assert "60 more ask" in full[0].message(Wording("en", "SEK"))


def test_uncertain_demand_is_told():
    """The mean of what starts lies below the base where demand varies and places do not."""
    settings = {"participants.places": 5, "participants.stay_months": 6}
    settings["participants.groups.open.per_year"] = {"low": 50, "base": 100, "high": 200}
    scenario = pencil(**settings)
    assert "full_uncertain" in {n.rule for n in notices(scenario, results_of(scenario))}


OPTIMISM = {"A": 0, "B": 0.1, "C": 0.25, "D": 0.4}


def test_optimism_by_hand():
    """25 % fewer of grade C: 0.25 · (1 - 0.25); of 8 placements 1.5 instead of 2."""
    graded = {"outcomes.placement.effect.relative_risk": {"value": 0.75, "grade": "C"}}
    scenario = pencil(DATA | {"optimism": OPTIMISM}, **graded)
    placement = record(simulate(scenario, 8))["base"]["outcomes"]["placement"]
    assert placement["quantity"] == pytest.approx(1.5)
    assert placement["breakeven"]["society"]["reduction"] == pytest.approx(0.75)  # not corrected
    said = [n for n in notices(scenario) if n.rule == "optimism"]
    assert [(n.path, n.values["most_share"]) for n in said] == [("outcomes.placement.effect", 0.25)]


def test_a_number_without_a_grade_has_the_worst():
    """No grade: D, 40 % off; 2 placements become 1.2."""
    scenario = pencil(DATA | {"optimism": OPTIMISM})
    placement = record(simulate(scenario, 8))["base"]["outcomes"]["placement"]
    assert placement["quantity"] == pytest.approx(1.2)


def test_harm_is_not_corrected():
    """A risk that rises by a quarter does so in full."""
    worse = {"outcomes.placement.effect.relative_risk": 1.25}
    scenario = pencil(DATA | {"optimism": OPTIMISM}, **worse)
    assert float(totals(results_of(scenario)).quantity["placement"][0]) == pytest.approx(-2.0)


def test_the_waterfall_tells_what_optimism_takes_off():
    """2 placements at 10 000 less 40 %: 8 000 goes after displacement."""
    scenario = pencil(DATA | {"optimism": OPTIMISM})
    steps = base_waterfalls(scenario)["society"].steps
    assert list(steps)[4] == "optimism"
    assert steps["optimism"] == pytest.approx(-8_000)
    assert "optimism" not in base_waterfalls(pencil())["society"].steps


def test_evidence_stays_out_of_the_digest():
    """It is shown and never counted with."""
    evidence = {"outcomes.placement.effect.evidence": {"scale": "maryland", "level": 4}}
    assert pencil(**evidence).digest == pencil().digest
