"""Parts of a programme on the page: what is delivered, who says what, groups of participants."""

import copy

import pytest

from sroi.errors import dotted
from sroi.loader.document import parse
from sroi.loader.merge import path_of, value_at
from sroi.loader.reading import load
from sroi.schema.fields import GROUPS
from sroi.web.answers import answer
from sroi.web.drafts import opened_draft
from sroi.web.fields import fields, sections
from sroi.web.form import DraftForm
from sroi.web.parts import NAMES, PARTS, label_of_part, parts_of
from tests.browser import ROOT, SHIPPED, draft_of, name_of, post, rendered, wording

BASE = """\
sroi: 1
name: One
currency: SEK
price_year: 2025
first_year: 2025
horizon: 3
programme: {years: 2025-2026}
payers: {social: {name: Social, sector: municipality}}
participants: {unit: family, per_year: 10}
staffing:
  nurse: {role: Nurse, fte: 1, annual_cost: 600000, payer: social}
costs:
  rent: {name: Rent, amount: 1000, payer: social}
outcomes:
  report: {name: Report, baseline: 0.25, effect: {unknown: true}, unit_cost: 25000, payer: social}
"""


@pytest.fixture
def draft(tmp_path):
    return draft_of(BASE, tmp_path)


def ids(draft):
    return {field.id for field in fields(draft.data, draft.saved)}


def counted(draft):
    """Return what a draft gives; nothing is wrong with it."""
    made = answer(draft.scenario, 16)
    assert not made.problems, [str(problem) for problem in made.problems]
    return made.projection


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_every_part_of_a_shipped_file_is_shown_changed_and_kept(file):
    """Each has a place with its name; a name typed over is all that the written file says anew."""
    draft = opened_draft(file, file.name, writable=True)
    shown = {group.path for each in sections(draft.data, {}) for group in each.groups}
    before, typed = copy.deepcopy(draft.data), {}
    for section in PARTS:
        for ident in parts_of(draft.data, section):
            path = (*path_of(section), ident)
            assert path in shown
            field = (*path, NAMES.get(section, "name"))
            typed[field] = f"Changed {ident}"
    post(draft, "sv", **{dotted(path): text for path, text in typed.items()})
    assert all(value_at(draft.data, path) == text for path, text in typed.items())
    written = parse(draft.whole(draft.title), "written").data
    assert written == draft.data
    for path in typed:
        value_at(written, path[:-1]).pop(path[-1])
        value_at(before, path[:-1]).pop(path[-1], None)
    assert written == before


def test_a_part_without_a_name_is_called_by_its_id_and_a_long_one_is_cut():
    """In legends, choices and buttons."""
    data = {"services": {"visit": {}}, "claims": {"a": {"text": "word " * 40}}}
    assert label_of_part(data, "services", "visit") == "visit"
    assert len(label_of_part(data, "claims", "a")) <= 80


def test_what_is_delivered_is_added_counted_over_a_time_and_costs(draft):
    """90 visits in 18 months are (90 + 1/2) / 1.5 a year by Jeffreys' prior, two years of them."""
    assert post(draft, "sv", action="add services", **{"add-services": "Hembesök"}) == (
        "services.hembesok"
    )
    place = "services.hembesok"
    post(draft, "sv", **{f"{place}.per_year|form": "counts_over_time"})
    post(draft, "sv", **{f"{place}.per_year|events": "90", f"{place}.per_year|months": "18"})
    post(draft, "sv", **{"staffing.nurse.serves.hembesok": "60 %", "costs.rent.per": "hembesok"})
    assert draft.data["staffing"]["nurse"]["serves"] == {"hembesok": 0.6}
    totals = counted(draft).base_totals
    volume = 2 * 90.5 / 1.5
    assert float(totals.volume["hembesok"][0]) == pytest.approx(volume)
    cost = 0.6 * 600_000 * 2 + 1000 * volume
    assert float(totals.service_cost["hembesok"][0]) == pytest.approx(cost)


def test_a_cost_of_each_one_delivered_is_chosen_by_name_and_is_not_shared_out(draft):
    """It is that service's as a whole: its share is not asked for."""
    draft.change({("services", "visit"): {"name": "Home visit", "per_year": 5}})
    assert "costs.rent.serves.visit" in ids(draft)
    post(draft, "en", **{"costs.rent.per": "visit"})
    assert "costs.rent.serves.visit" not in ids(draft)
    assert '<option value="visit" selected>for each: Home visit</option>' in rendered(draft, "en")


def test_a_share_of_what_is_no_longer_delivered_is_told_and_can_be_emptied(draft):
    """Its field stays until it is."""
    draft.change({("services", "visit"): {"per_year": 5}, ("services", "talk"): {"per_year": 5}})
    draft.change({("staffing", "nurse", "serves"): {"visit": 0.5, "talk": 0.5}})
    post(draft, "sv", action="remove services.talk")
    made = DraftForm(draft, wording(draft, "sv"), answer(draft.scenario, 8))
    assert set(made.errors()) == {"staffing.nurse.serves.talk"}
    post(draft, "sv", **{"staffing.nurse.serves.talk": ""})
    counted(draft)


def test_what_is_said_is_added_with_who_says_it(draft):
    """It is about an outcome, or about something in words, and never counted."""
    before = counted(draft)
    post(draft, "sv", action="add claims", **{"add-claims": "Föräldrar litar på teamet."})
    place = "claims.foraldrar_litar_pa_teamet"
    typed = {"says": "participants", "direction": "better", "of.events": "44", "of.of": "47"}
    post(draft, "sv", **{f"{place}.{key}": value for key, value in typed.items()})
    post(draft, "sv", **{f"{place}.about": "teamet"})
    assert f"{place}.about.outcome" not in ids(draft)
    post(draft, "sv", **{f"{place}.about": ""})
    post(draft, "sv", **{f"{place}.about.outcome": "report"})
    assert draft.data["claims"] == {
        "foraldrar_litar_pa_teamet": {
            "text": "Föräldrar litar på teamet.",
            "says": "participants",
            "direction": "better",
            "of": {"events": 44, "of": 47},
            "about": {"outcome": "report"},
        }
    }
    assert counted(draft).scenario.digest == before.scenario.digest


def test_groups_have_who_starts_and_outcomes_ask_for_the_risk_of_each(draft):
    """12 families of 30 % and 40 of 2 %: the first hold 3.6 of the 4.4 events of a year."""
    assert "outcomes.report.groups" not in ids(draft)
    for name, number in (("Remitterade", "12"), ("Öppet", "40")):
        place = post(draft, "sv", action=f"add {GROUPS}", **{f"add-{GROUPS}": name})
        post(draft, "sv", **{f"{place}.per_year": number})
    assert "participants.per_year" not in ids(draft)
    post(draft, "sv", **{"outcomes.report.effect.kind": "relative_risk"})
    post(
        draft,
        "sv",
        **{
            "outcomes.report.effect.relative_risk": "0,5",
            "outcomes.report.effect.basis": "comparative",
            "outcomes.report.by_group.remitterade.baseline": "30 %",
            "outcomes.report.by_group.oppet.baseline": "2 %",
        },
    )
    quantity = counted(draft).base_totals.quantity["report"]
    assert float(quantity[0]) == pytest.approx(2 * (12 * 0.3 + 40 * 0.02) * 0.5)
    post(draft, "sv", **{"outcomes.report.groups": ["remitterade"]})
    told = {field.id for field in fields(draft.data, draft.saved) if "oppet" in field.id}
    assert "outcomes.report.by_group.oppet.baseline" in told  # said, and so within reach
    post(draft, "sv", **{"outcomes.report.by_group.oppet.baseline": ""})
    assert draft.data["outcomes"]["report"]["by_group"] == {"remitterade": {"baseline": 0.3}}
    counted(draft)


def test_an_effect_of_one_group_alone_is_stated_in_that_group(draft):
    """What the group does not state is the outcome's own."""
    draft.change({("participants", "groups"): {"a": {"per_year": 5}, "b": {"per_year": 5}}})
    place = "outcomes.report.by_group.a.effect"
    post(draft, "sv", **{f"{place}.kind": "relative_risk"})
    post(draft, "sv", **{f"{place}.relative_risk": "0,8", f"{place}.basis": "expert"})
    assert draft.data["outcomes"]["report"]["by_group"] == {
        "a": {"effect": {"relative_risk": 0.8, "basis": "expert"}}
    }
    assert "I gruppen: a" in rendered(draft, "sv")
    field = next(f for f in fields(draft.data, draft.saved) if f.id == f"{place}.relative_risk")
    form = DraftForm(draft, wording(draft, "sv"))
    assert form.named(field.id).startswith("Report: a: ")


def test_the_example_of_groups_is_read_as_it_is_written():
    """What the page shows of it counts as the command line counts it."""
    file = ROOT / "docs/examples/early-support.yaml"
    assert counted(opened_draft(file, file.name, writable=True)).scenario.digest == (
        load(file).digest
    )
