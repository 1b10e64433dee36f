"""What is posted from the form: nothing is changed but what was typed on."""

import asyncio
import re
import shutil
import tempfile

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sroi.loader.document import parse
from sroi.loader.merge import value_at
from sroi.web.answers import answer
from sroi.web.app import app, site_of
from sroi.web.drafts import opened_draft
from sroi.web.field_words import FieldWords
from sroi.web.fields import fields
from sroi.web.form import DraftForm
from sroi.web.site import LANGUAGE
from tests.browser import (
    LANGUAGES,
    SHIPPED,
    draft_of,
    name_of,
    post,
    rendered,
    shown,
    submitted,
    wording,
)
from tests.strategies import amounts, by_year, shares, signed
from tests.strategies import scenarios as random_scenarios

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
BASE = """\
sroi: 1
name: One
payers: {social: {name: Social}, health: {}}
participants: {per_year: 10}
costs:
  rent: {amount: 1000, payer: social}
outcomes:
  report:
    name: Report
    baseline: 0.25
    effect: {relative_risk: 0.8, basis: expert, note: why}
    recurrence: {probability: 0.5}
    unit_cost: 25000
    payer: social
"""
PLACES = [
    ("outcomes", "report", "baseline"),
    ("outcomes", "report", "unit_cost"),
    ("outcomes", "report", "effect", "relative_risk"),
    ("participants", "per_year"),
]


@pytest.fixture
def draft(tmp_path):
    return draft_of(BASE, tmp_path)


def holding(raw, path, folder):
    """Return a draft with a number at a place."""
    data = parse(BASE, "base").data
    value_at(data, path[:-1])[path[-1]] = raw
    return draft_of(data, folder)


class Page:
    """The page on a folder, asked without a socket."""

    def __init__(self, folder, language):
        host = "testserver"
        self.app = app(site_of(folder, folder / ".state"), "key", frozenset({host}), 80)
        self.how = {
            "base_url": f"http://{host}",
            "cookies": {"sroi-80": "key", LANGUAGE: language},
            "headers": {"origin": f"http://{host}", "accept": "application/json"},
            "follow_redirects": True,
        }

    def ask(self, method, url, **more):
        async def asked():
            transport = httpx2.ASGITransport(app=self.app)
            async with httpx2.AsyncClient(transport=transport, **self.how) as client:
                return await client.request(method, url, **more)

        return asyncio.run(asked())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_posting_a_shipped_file_unchanged_changes_nothing(tmp_path, file, language):
    """The whole form, as a browser submits it, to the address it is posted to."""
    folder = shutil.copytree(file.parent, tmp_path / "folder")
    page = Page(folder, language)
    got = page.ask("GET", "/open", params={"file": file.name})
    given = submitted(got.text, "form")
    assert len(given) > 50  # a name, years, payers and parts: no file is shown as an empty form
    told = page.ask("POST", got.url.path, data={**given, "action": "change"}).json()
    draft = opened_draft(file, file.name, writable=True)
    assert told["was"] == {}
    assert not told["undo"]
    assert told["state"] == wording(draft, language).term("web.as_saved")


@SLOW
@given(data=random_scenarios(), language=st.sampled_from(LANGUAGES))
def test_posting_any_scenario_unchanged_changes_nothing(data, language):
    """Every part of the file format."""
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(data, folder)
        post(draft, language)
        assert draft.data == draft.saved


def sourced(numbers):
    """Numbers with where they come from, and how they are brought here, beside them."""
    how = st.fixed_dictionaries(
        {},
        optional={
            "source": st.sampled_from(["own", "Åsa, 2020: «x»", "5", " a "]),
            "grade": st.sampled_from("ABCD"),
            "note": st.sampled_from(["why", "12,345", "two\nlines\n", "<b>&amp;"]),
            "times": st.sampled_from([0.001, 365, 12345, 12345.5]),
            "over": st.sampled_from([7, 2.5]),
            "price_year": st.just(2020),
            "index": st.sampled_from(["none", "lib.se.kpi"]),
        },
    )
    return st.tuples(numbers, how).map(lambda t: {"value": t[0], **t[1]})


PLAIN = st.one_of(
    amounts(1e7),
    shares(),
    signed(),
    st.integers(0, 10**9),
    st.sampled_from(["missing", "lib.se.po_kommun", 1e300, 1e-25, -0.0]),
    st.just({"events": 3, "of": 12_345}),
    st.just({"estimate": 12_345.5, "ci95": [10_000, 20_000]}),
    st.just({"dist": "triangular", "min": 0, "mode": 12_345, "max": 20_000}),
)
FORMS = st.one_of(
    PLAIN, sourced(PLAIN), by_year(PLAIN), sourced(by_year(PLAIN)), by_year(sourced(PLAIN))
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=FORMS, path=st.sampled_from(PLACES), language=st.sampled_from(LANGUAGES))
def test_posting_any_form_of_number_unchanged_changes_nothing(raw, path, language):
    """Certain, uncertain, counted, published, from the library, not known; sourced and by year."""
    with tempfile.TemporaryDirectory() as folder:
        draft = holding(raw, path, folder)
        post(draft, language)
        assert draft.data == draft.saved


JUNK = [
    True, "5", "12,5", "a  b", "", [], {}, [1, 2], {"a": 1}, {"dist": "weird"}, {"dist": [1]},
    {"low": 1}, {"low": "1", "base": "2", "high": "3"}, {"low": 1, "base": 2, "high": 3, "x": 4},
    {"low": 1, "base": 2, "high": 3, "source": "x"}, {"mean": 1, "sd": 2, "note": "x"},
    {"value": {"value": 3}}, {"value": "  "}, {"value": 5, "grade": "E"}, {"value": 5, "x": 1},
    {"value": 5, "source": {"a": 1}}, {"value": 5, "times": [1]}, {"source": "x"}, {"form": "x"},
    {2025: 1, "x": 2}, {2025: {2026: 1}}, {"events": True, "of": 7}, float("inf"), "a\u202eb",
]  # fmt: skip


@pytest.mark.parametrize("path", PLACES[:2] + PLACES[3:], ids=lambda path: path[-1])
@pytest.mark.parametrize("raw", JUNK, ids=repr)
def test_mistakes_of_the_file_are_not_mended_unasked(tmp_path, raw, path):
    """What the form cannot show as a number is left as it stands, to be told as a problem."""
    draft = holding(raw, path, tmp_path)
    post(draft, "sv")
    assert draft.data == draft.saved


@pytest.mark.parametrize(
    "part",
    [
        {"in_kind": False}, {"payer": "nobody"}, {"payers": {}}, {"per": "month"}, {"payer": 5},
        {"payers": [1]}, {"years": [2025]}, {"note": "  two\n\n lines\n"}, {"name": "a\nb"},
        {"name": 12_345}, {"note": 12_345}, {"growth": "5"}, {"payer": "social", "payers": {}},
    ],
    ids=repr,
)  # fmt: skip
def test_nothing_else_is_mended_unasked_either(tmp_path, part):
    """A choice that there is not, an empty list, line breaks that a browser would drop."""
    data = parse(BASE, "base").data
    data["costs"]["rent"] = {"amount": 5, **part}
    data["funding"] = {"g": {"covers": [], **part}, "h": {"covers": ["costs.x", "costs.rent"]}}
    for language in LANGUAGES:
        draft = draft_of(data, tmp_path)
        post(draft, language)
        assert draft.data == draft.saved


NUMBER = "outcomes.report.baseline"


def number_of(draft):
    return value_at(draft.data, tuple(NUMBER.split(".")))


def test_switching_how_sure_a_number_is_and_back(draft):
    """What was typed stays the base; what is still to be typed is not in the file."""
    told = []
    for typed in (
        {"|form": "range"},
        {"|low": "20 %", "|high": "40 %"},
        {"|form": "certain"},
        {"|form": "counts"},
        {"|events": "3", "|of": "12"},
        {"|form": "missing"},
        {"": "30 %"},
    ):
        post(draft, "sv", **{NUMBER + name: value for name, value in typed.items()})
        told.append(number_of(draft))
    assert told == [
        {"base": 0.25},
        {"low": 0.2, "base": 0.25, "high": 0.4},
        0.25,
        {"events": "", "of": ""},
        {"events": 3, "of": 12},
        "missing",
        0.3,
    ]


@pytest.mark.parametrize("before", [0.25, "missing", {"mean": 0.1, "sd": 0.1}], ids=repr)
@pytest.mark.parametrize(
    ("form", "expected"),
    [("counts", {"events": 3, "of": 12}), ("range", {"low": 3, "base": 12, "high": 20})],
)
def test_a_form_is_chosen_first_and_typed_bit_by_bit(tmp_path, before, form, expected):
    """Its fields are there before anything stands in them, and what lacks is told at the field."""
    draft = holding(before, tuple(NUMBER.split(".")), tmp_path)
    post(draft, "sv", **{f"{NUMBER}|form": form})
    assert shown(draft)[f"{NUMBER}|form"] == [form]
    for name, value in expected.items():
        made = DraftForm(draft, wording(draft, "sv"), answer(draft.scenario, 8))
        assert NUMBER in made.errors()
        post(draft, "sv", **{NUMBER + ("" if name == "base" else f"|{name}"): str(value)})
    assert number_of(draft) == expected


def test_emptying_all_of_a_number_takes_it_away(tmp_path):
    """Low, most likely and high: then nothing is said."""
    draft = holding({"low": 0.1, "base": 0.2, "high": 0.3}, tuple(NUMBER.split(".")), tmp_path)
    post(draft, "sv", **{NUMBER: "", f"{NUMBER}|low": "", f"{NUMBER}|high": ""})
    assert "baseline" not in draft.data["outcomes"]["report"]


@pytest.mark.parametrize(
    ("raw", "typed", "expected"),
    [
        ({"low": 0.1, "base": 0.2, "high": 0.3, "interval": 0.8}, {"": "25 %"},
         {"low": 0.1, "base": 0.25, "high": 0.3, "interval": 0.8}),
        ({"min": 0.1, "mode": 0.2, "max": 0.3}, {"|form": "range"}, {"base": 0.2}),
        ({"min": 0.1, "mode": 0.2, "max": 0.3}, {"|max": "0,5"},
         {"min": 0.1, "mode": 0.2, "max": 0.5}),
        ({"mean": 0.1, "sd": 0.2}, {"|form": "certain"}, 0.1),
        ({"estimate": 0.8, "ci95": [0.5, 1.1]}, {"|ci95": "[0.6, 1]"},
         {"estimate": 0.8, "ci95": [0.6, 1]}),
        ({"dist": "uniform", "min": 0.1, "max": 0.3}, {"|max": "40 %"},
         {"dist": "uniform", "min": 0.1, "max": 0.4}),
        (0.2, {"|source": "own", "|grade": "C"}, {"value": 0.2, "source": "own", "grade": "C"}),
        ({"value": 0.2, "source": "own"}, {"|source": ""}, 0.2),
        ({"value": 0.2, "source": "own", "over": 7}, {"": "30 %"},
         {"value": 0.3, "source": "own", "over": 7}),
        ({"value": {"low": 0.1, "base": 0.2, "high": 0.3}, "times": 12_345}, {"|times": "2,5"},
         {"value": {"low": 0.1, "base": 0.2, "high": 0.3}, "times": 2.5}),
        ({"value": 0.2, "note": "n"}, {"|form": "missing"}, {"value": "missing", "note": "n"}),
        ("lib.se.rate_ppd", {"": "lib.se.po_kommun"}, "lib.se.po_kommun"),
        ("lib.se.rate_ppd", {"": "0,1"}, 0.1),
        ("missing", {"": "lib.se.rate_ppd"}, "lib.se.rate_ppd"),
        (0.2, {"": "about a fifth"}, "about a fifth"),
    ],
    ids=repr,
)  # fmt: skip
def test_typing_on_one_thing_leaves_the_rest_of_a_number(tmp_path, raw, typed, expected):
    """The form of the number, its source and its factor stand."""
    draft = holding(raw, tuple(NUMBER.split(".")), tmp_path)
    post(draft, "sv", **{NUMBER + name: value for name, value in typed.items()})
    assert number_of(draft) == expected


def test_a_number_by_year_and_back(draft):
    """A field for every year, the first of which stays when they are made one again."""
    place = "participants.per_year"
    draft.change({("participants", "per_year"): {2025: 10, 2026: 10}})
    post(draft, "sv", **{f"{place}.2026": "12"})
    assert draft.data["participants"]["per_year"] == {2025: 10, 2026: 12}
    post(draft, "sv", action=f"same {place}")
    assert draft.data["participants"]["per_year"] == 10
    post(draft, "sv", action=f"years {place}")
    assert list(draft.data["participants"]["per_year"].values()) == [10]


RENT = "costs.rent.amount"


def forms_at(draft, path):
    """Return the forms that the page offers for a number."""
    return re.findall(rf'name="{re.escape(path)}\|form" value="(\w+)"', rendered(draft, "sv"))


def test_what_exists_and_has_no_price_is_a_choice_of_what_costs(draft):
    """Not of funding, nor of one year; the line is told as unpriced, and its price comes back."""
    assert "unpriced" in forms_at(draft, RENT)
    assert "unpriced" not in forms_at(draft, "outcomes.report.unit_cost")
    draft.change({("costs", "rent", "amount"): {"value": 1000, "source": "own"}})
    post(draft, "sv", **{f"{RENT}|form": "unpriced"})
    assert draft.data["costs"]["rent"]["amount"] == "unpriced"
    assert "<legend>rent (utan pris)</legend>" in rendered(draft, "sv")
    post(draft, "sv", **{f"{RENT}|form": "certain"})
    assert draft.data["costs"]["rent"]["amount"] == {"value": 1000, "source": "own"}
    post(draft, "sv", **{f"{RENT}|form": "unpriced"})
    post(draft, "sv", action=f"years {RENT}")
    years = draft.data["costs"]["rent"]["amount"]
    assert set(years.values()) == {"missing"}
    assert "unpriced" not in forms_at(draft, f"{RENT}.{next(iter(years))}")


def test_what_is_counted_during_a_time_is_a_choice_where_an_amount_a_year_stands(draft):
    """And of a rate the time at risk of all persons together."""
    assert "counts_over_time" in forms_at(draft, "participants.per_year")
    assert "counts" not in forms_at(draft, "participants.per_year")
    assert "counts_over_time" not in forms_at(draft, "outcomes.report.baseline")
    assert "counts_over_persons" in forms_at(draft, "outcomes.report.rate")
    post(draft, "sv", **{"participants.per_year|form": "counts_over_time"})
    post(
        draft, "sv", **{"participants.per_year|events": "47", "participants.per_year|months": "62"}
    )
    assert draft.data["participants"]["per_year"] == {"events": 47, "months": 62}
    there = {field.id: field for field in fields(draft.data, draft.saved)}
    words = FieldWords(draft, wording(draft, "sv"))
    field = there["participants.per_year"]
    assert words.text(field.raw, field) == "47 på 62 månader"


EFFECT = ("outcomes", "report", "effect")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("relative_risk", {"relative_risk": 0.8, "basis": "expert", "note": "why"}),
        ("odds_ratio", {"odds_ratio": "missing", "basis": "expert", "note": "why"}),
        ("programme",
         {"programme": "missing", "comparison": "missing", "basis": "expert", "note": "why"}),
        ("unknown", {"unknown": True}),
    ],
)  # fmt: skip
def test_choosing_how_an_effect_is_stated(draft, kind, expected):
    """Only one way stands, its number still to be given; what it rests on stands."""
    post(draft, "sv", outcomes__report__effect__kind=kind)
    assert value_at(draft.data, EFFECT) == expected


def test_an_effect_chosen_from_nothing_and_typed(tmp_path):
    """An outcome without effect gets one."""
    data = parse(BASE, "base").data
    del data["outcomes"]["report"]["effect"]
    draft = draft_of(data, tmp_path)
    post(draft, "en", outcomes__report__effect__kind="risk_difference")
    post(draft, "en", outcomes__report__effect__risk_difference="-2.5%")
    assert value_at(draft.data, EFFECT) == {"risk_difference": -0.025}


def test_an_effect_stated_in_a_way_there_is_not_stays_until_another_is_chosen(tmp_path):
    """A word misspelt in the file is a problem to be told, not to be taken away."""
    data = parse(BASE, "base").data
    data["outcomes"]["report"]["effect"] = {"relative_rsik": 0.8}
    draft = draft_of(data, tmp_path)
    post(draft, "sv")
    assert not draft.changed


def test_several_payers_and_one_again(draft):
    """The one who paid bears all at first; one chosen takes the place of the shares."""
    post(draft, "sv", costs__rent__payer="several")
    assert draft.data["costs"]["rent"] == {"amount": 1000, "payers": {"social": 1.0}}
    post(draft, "sv", costs__rent__payers__social="60 %", costs__rent__payers__health="0,4")
    assert draft.data["costs"]["rent"]["payers"] == {"social": 0.6, "health": 0.4}
    post(draft, "sv", costs__rent__payer="health")
    assert draft.data["costs"]["rent"] == {"amount": 1000, "payer": "health"}
    post(draft, "sv", costs__rent__payer="several")
    post(draft, "sv", costs__rent__payer="")
    assert draft.data["costs"]["rent"] == {"amount": 1000}


@pytest.mark.parametrize(
    ("path", "emptied"),
    [
        ("name", "name"),
        ("costs.rent.amount", "costs.rent.amount"),
        ("costs.rent.payer", "costs.rent.payer"),
        ("outcomes.report.baseline", "outcomes.report.baseline"),
        ("outcomes.report.effect.note", "outcomes.report.effect.note"),
        ("outcomes.report.effect.kind", "outcomes.report.effect"),
        ("outcomes.report.recurrence.probability", "outcomes.report.recurrence"),
        ("payers.social.name", "payers.social.name"),
    ],
)
def test_emptying_a_field_takes_it_away(draft, path, emptied):
    """And what only held it; what is beside it stands."""
    post(draft, "sv", **{path: ""})
    expected = parse(BASE, "base").data
    *around, last = emptied.split(".")
    del value_at(expected, tuple(around))[last]
    assert draft.data == expected


def test_what_is_ticked_and_unticked(draft):
    """Several lines, in the order of the file; a yes that is no longer said."""
    draft.change({("funding", "g"): {"payer": "health"}, ("costs", "car"): {"amount": 5}})
    post(draft, "sv", **{"funding.g.covers": ["", "costs.car"]})
    post(draft, "sv", **{"funding.g.covers": ["", "costs.rent", "costs.car"]})
    assert draft.data["funding"]["g"]["covers"] == ["costs.car", "costs.rent"]
    post(draft, "sv", **{"funding.g.covers": [""], "costs.rent.in_kind": ["", "yes"]})
    assert "covers" not in draft.data["funding"]["g"]
    assert draft.data["costs"]["rent"]["in_kind"] is True
    post(draft, "sv", **{"costs.rent.in_kind": [""]})
    assert "in_kind" not in draft.data["costs"]["rent"]


def test_text_of_several_lines_and_yaml_are_typed_as_they_are_read(draft):
    """Browsers end lines as they like."""
    post(draft, "sv", note="One: two\r\n# three", perspectives="boards: [social]\r\nmore: [health]")
    assert draft.data["note"] == "One: two\n# three"
    assert draft.data["perspectives"] == {"boards": ["social"], "more": ["health"]}
    post(draft, "sv", perspectives="{a: [")
    assert draft.data["perspectives"] == "{a: ["  # not YAML: told as a problem, and kept to mend
    assert shown(draft)["perspectives"] == ["{a: ["]


@pytest.mark.parametrize(
    "given",
    [
        {"nothing.here": ["5"]}, {"": ["x"]}, {"|": ["x"]}, {"costs.rent.payer|x": ["social"]},
        {"costs.rent.amount|form": ["weird"]}, {"outcomes.report.effect.kind|base|x": ["y"]},
        {"costs.rent.amount|form": ["by_year"]}, {"extends": ["../x"]}, {"sroi": ["2"]},
    ],
    ids=repr,
)  # fmt: skip
def test_what_no_form_of_ours_posts_makes_nothing_fail(draft, given):
    """Fields that there are not change nothing outside the field they name."""
    post(draft, "sv", **given)
    assert {**draft.data, "costs": None} == {**draft.saved, "costs": None}
    assert DraftForm(draft, wording(draft, "sv")).context()["sections"]
    assert shown(draft)


@pytest.mark.parametrize(
    "action",
    [
        "remove", "remove x", "remove \u00b2", "remove costs", "add x", "years x", "same ", "",
        "undo", "redo", "reread", "x y z",
    ],
)  # fmt: skip
def test_no_button_that_there_is_not_does_anything(draft, action):
    """Whatever is said to the draft, it says what its file does."""
    post(draft, "sv", action=action)
    assert draft.data == draft.saved
