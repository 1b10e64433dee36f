"""Variants are laid over their base by place, never by looks."""

import pytest
from hypothesis import HealthCheck, given, settings

import sroi
from sroi.loader.document import Document, parse, written
from sroi.loader.merge import merged
from tests.strategies import load
from tests.strategies import scenarios as random_scenarios

BASE = """
sroi: 1
name: Base
currency: SEK
price_year: 2024
first_year: 2025
horizon: 5
indices: {wages: {2021: 100, 2024: 110}}
payers: {social: {sector: municipality}, health: {sector: region}}
programme: {years: 2025-2026}
participants: {per_year: {2025: 10, 2026: 20}}
staffing:
  nurse: {fte: 1, monthly_salary: 40_000, oncost_rate: 0.4, payer: social}
costs:
  rent: {amount: 100, payers: {social: 0.5, health: 0.5}}
outcomes:
  report:
    name: Reports
    baseline: {low: 0.1, base: 0.3, high: 0.5}
    effect: {relative_risk: 0.8, basis: comparative}
    starts_after: 1
    lasts: 3
    recurrence: {probability: 0.25, after: 2}
    unit_cost: 1000
    payer: social
    cashable: {share: 0.5, after: 1, step: 2}
"""


@pytest.fixture
def variant(tmp_path):
    """Return what the base becomes under a variant, and with values set."""
    (tmp_path / "base.yaml").write_text(BASE)

    def made(text, **settings):
        path = tmp_path / "variant.yaml"
        path.write_text(f"extends: base.yaml\n{text}")
        return sroi.load(path, set={key.replace("__", "."): v for key, v in settings.items()})

    return made


def test_an_empty_variant_is_its_base(variant, tmp_path):
    """merge(base, {}) = base."""
    assert variant("").digest == sroi.load(tmp_path / "base.yaml").digest


EMPTIED = [
    "costs:\n#  rent: {amount: 90}\n",
    "costs:\n  rent:\n",
    "costs:\n  rent:\n    amount:\n",
    "costs: {rent: {payers: }}",
    "costs: {rent: {payers: {social: }}}",
    "outcomes:\n  report:\n    cashable:\n",
    "outcomes: {report: {cashable: {step: }}}",
    "outcomes: {report: {recurrence: }}",
    "outcomes: {report: {unit_cost: {value: 5, note: }}}",
    "outcomes: {report: {effect: {unknown: true, note: }}}",
    "outcomes: {report: {profile: {0: 1, 1: }}}",
    "participants: {per_year: {2025: }}",
    "indices: {wages: {2021: }}",
    "staffing:\n",
    "payers:\n",
    "funding:\n",
    "sources:\n",
    "note:\n",
    "funding: {grant: }",
]


@pytest.mark.parametrize("text", EMPTIED)
def test_a_heading_with_nothing_under_it_removes_nothing(variant, text):
    """In any section and at any depth: it is an error, told once; ``null`` is how to remove."""
    with pytest.raises(sroi.ScenarioError) as caught:
        variant(text)
    (problem,) = caught.value.problems
    assert str(problem.what) == "nothing after the key"
    assert str(problem.hint).startswith("write null to remove ")
    assert problem.where.line > 1


@pytest.mark.parametrize("null", ["null", "~"])
def test_null_removes_a_section(variant, null):
    """However YAML writes it."""
    assert not variant(f"costs: {null}").costs


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_scenarios())
def test_merging_nothing_changes_nothing(data):
    """merge(base, {}) = base, and merge({}, file) = file, for any scenario."""
    base, problems = merged(Document({}), parse(written(data), "f"))
    again, more = merged(base, Document({}))
    assert again.data == base.data
    assert problems == more == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(random_scenarios())
def test_what_is_dumped_loads_to_the_same_digest(data):
    """Loading what was dumped gives the same digest."""
    scenario = load(data)
    assert load(parse(sroi.dump(scenario), "dumped").data).digest == scenario.digest


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("participants: {per_year: {2026: 5}}", "participants.per_year.2026", 5),
        ("participants: {per_year: 7}", "participants.per_year", 7),
        ("outcomes: {report: {baseline: {events: 3, of: 9}}}", "outcomes.report.baseline", 0.35),
        ("outcomes: {report: {cashable: 0.1}}", "outcomes.report.cashable.share", 0.1),
    ],
)
def test_a_number_is_replaced_whole(variant, text, path, value):
    """Numbers are replaced whole, however they are written."""
    assert variant(text).numbers[path].base == pytest.approx(value)


def test_a_by_year_number_is_replaced_whole(variant):
    """A year the variant leaves out is gone."""
    assert (
        "participants.per_year.2025" not in variant("participants: {per_year: {2026: 5}}").numbers
    )


def test_cashable_as_a_number_leaves_the_rest(variant):
    """``cashable: X`` is short for ``{share: X}``: after and step stand."""
    cashable = variant("outcomes: {report: {cashable: 0.1}}").outcomes["report"].cashable
    assert (cashable.after, cashable.step) == (1, 2)


def test_an_uncertain_cashable_share_is_no_mapping_of_parts(variant):
    """{low, base, high} under cashable is a number."""
    text = "outcomes: {report: {cashable: {low: 0.1, base: 0.2, high: 0.3}}}"
    assert not variant(text).numbers["outcomes.report.cashable.share"].certain


def test_an_effect_is_replaced_whole(variant):
    """The base's relative risk is gone."""
    effect = variant("outcomes: {report: {effect: {unknown: true}}}").outcomes["report"].effect
    assert effect.relative_risk is None
    assert effect.basis is None


def test_a_profile_replaces_the_timing_and_is_replaced_whole(variant):
    """Profile and starts_after, lasts, drop_off are two ways to say one thing."""
    outcome = variant("outcomes: {report: {profile: {0: 1, 4: 0}}}").outcomes["report"]
    assert (outcome.lasts, outcome.starts_after, outcome.profile) == (None, None, {0: 1, 4: 0})


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("costs: {rent: {payer: health}}", {"health": 1.0}),
        ("costs: {rent: {payers: {social: 0.2, health: 0.8}}}", {"social": 0.2, "health": 0.8}),
    ],
)
def test_payer_and_payers_replace_one_another(variant, text, shares):
    """A line has one payer or several."""
    assert variant(text).costs["rent"].shares == shares


def test_payer_shares_merge(variant):
    """Shares merge by payer: one that is not named stands, so the sum is off and is told."""
    with pytest.raises(sroi.ScenarioError, match=r"sum to 1\.3"):
        variant("costs: {rent: {payers: {health: 0.8}}}")


def test_annual_cost_replaces_the_salary(variant):
    """annual_cost stands instead of monthly_salary and oncost_rate, and back."""
    nurse = variant("staffing: {nurse: {annual_cost: 5}}").staffing["nurse"]
    assert nurse.monthly_salary is None
    assert nurse.oncost_rate is None


def test_follows_replaces_the_effect_and_its_baseline(variant):
    """An outcome follows another instead of having an effect of its own."""
    text = """
outcomes:
  other: {name: O, effect: {unknown: true}}
  report: {follows: {outcome: other, per_event: 1}, starts_after: null, lasts: null}
"""
    outcome = variant(text).outcomes["report"]
    assert outcome.effect is None
    assert outcome.baseline is None


def test_parts_and_indices_merge(variant):
    """What is not named stands: recurrence, and the years of an index."""
    text = "indices: {wages: {2022: 103}}\noutcomes: {report: {recurrence: {after: 1}}}"
    scenario = variant(text)
    assert scenario.indices["wages"] == {2021: 100, 2024: 110, 2022: 103}
    assert scenario.numbers["outcomes.report.recurrence.probability"].base == 0.25


def test_null_removes(variant):
    """Null removes a key of the base."""
    assert variant("costs: {rent: null}").costs == {}


@pytest.mark.parametrize("text", ["costs: {rnet: null}", "costs: {new: {amount: 1, note: null}}"])
def test_null_where_nothing_is_is_an_error(variant, text):
    """Null has something to remove."""
    with pytest.raises(sroi.ScenarioError, match="nothing to remove"):
        variant(text)


def test_a_value_is_set_by_its_path(variant):
    """``set`` replaces a number whole."""
    scenario = variant("", participants__per_year={2025: 3})
    assert list(scenario.numbers)[0:2] != []
    assert "participants.per_year.2026" not in scenario.numbers
    assert scenario.numbers["participants.per_year.2025"].base == 3


def test_a_value_is_set_inside_an_effect_or_a_year(variant):
    """A path that leads into a number or an effect leaves the rest of it standing."""
    settings = {"outcomes__report__effect__relative_risk": 0.9, "participants__per_year__2026": 1}
    scenario = variant("", **settings)
    assert scenario.outcomes["report"].effect.basis == "comparative"
    assert scenario.numbers["outcomes.report.effect.relative_risk"].base == 0.9
    assert scenario.numbers["participants.per_year.2025"].base == 10
    assert scenario.numbers["participants.per_year.2026"].base == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("outcomes__reprot__unit_cost", "report"),
        ("horizont", "horizon"),
        ("outcomes__report__unit_kost", "unit_cost"),
        ("staffing__nurse__fte__low", "whole number"),
    ],
)
def test_an_unknown_path_is_a_usage_error(variant, path, words):
    """The nearest right path is named."""
    with pytest.raises(sroi.UsageError, match=words):
        variant("", **{path: 1})


def test_a_value_set_wrong_names_its_path(variant):
    """A problem of a set value points at the setting, not at a line of the file."""
    with pytest.raises(sroi.ScenarioError) as caught:
        variant("", outcomes__report__baseline=2)
    assert caught.value.problems[0].where.file == "set outcomes.report.baseline"


NAMED = "perspectives: {boards: {name: The boards, payers: [social, health]}}\n"
LISTED = "perspectives: {boards: [social, health]}\n"


def test_a_list_and_a_mapping_of_payers_are_one_perspective(variant):
    """The same views and the same digest; only what is shown differs."""
    listed, named = variant(LISTED), variant(NAMED)
    assert listed.views == named.views
    assert listed.digest == named.digest
    assert listed.named_in_file("boards") == "Boards"
    assert named.named_in_file("boards") == "The boards"
    assert variant("perspectives: {boards: [health]}\n").digest != listed.digest


def test_a_perspective_is_replaced_whole(tmp_path, variant):
    """The name of the base goes with its payers, whichever way either is written."""
    (tmp_path / "base.yaml").write_text(BASE + NAMED)
    assert variant("").perspectives["boards"].name == "The boards"
    for text in ("[health]", "{payers: [health]}"):
        changed = variant(f"perspectives: {{boards: {text}}}\n").perspectives["boards"]
        assert (changed.name, changed.payers) == (None, ["health"])
    assert variant("", perspectives__boards=["health"]).perspectives["boards"].payers == ["health"]
    set_name = variant("", perspectives__boards__name="Both")
    assert set_name.perspectives["boards"].name == "Both"
    assert set_name.perspectives["boards"].payers == ["social", "health"]


def test_words_about_the_calculation_change_nothing(variant):
    """Who, when and what: shown, and no part of what a scenario resolves to."""
    words = variant("about: A programme.\nby: The finance office\ndate: 2026-03-01\n")
    assert (words.about, words.by, words.date) == (
        "A programme.",
        "The finance office",
        "2026-03-01",
    )
    assert words.digest == variant("").digest
