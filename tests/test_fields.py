"""The form leaves nothing of a file out, and says in both languages what it asks for."""

import copy
import re

import pytest

from sroi.intake.columns import PROGRAMME, TABLES
from sroi.loader.document import parse
from sroi.loader.merge import path_of
from sroi.loader.terms import terms
from sroi.schema.fields import GROUPS
from sroi.schema.outcomes import Effect
from sroi.schema.scenario import ROOT as SPOT
from sroi.schema.tree import nodes_of
from sroi.schema.years import Years
from sroi.web.answers import answer
from sroi.web.drafts import opened_draft
from sroi.web.effect_ways import EFFECTS
from sroi.web.entries import selected
from sroi.web.field_words import key_of
from sroi.web.fields import fields, sections
from sroi.web.form import DraftForm
from sroi.web.number_entry import FORM_NAMES, HOW, values_of
from sroi.web.parts import PARTS, parts_of
from sroi.web.sections import SECTIONS, USUAL
from sroi.wording import Wording
from tests.browser import LANGUAGES, ROOT, SHIPPED, draft_of, name_of, rendered

SV = Wording("sv", "SEK")
# Of every file the same; what no draft has; what researchers write into the file.
NOT_ASKED = {"sroi", "extends", "parameters"}
NUMBER = {2025: {"low": 1, "base": 2, "high": 3}, 2026: "missing"}


def everything(part=SPOT.part, path=()):
    """Return data with every key of the schema in it, as far as only one of two may stand."""
    made = {}
    for key, node in nodes_of(part).items():
        field = part.by_key()[key]
        here = (*path, key)
        if node.part is not None:
            made[key] = everything(node.part, here)
        elif node.each is not None and node.each.part is not None:
            made[key] = {"one": everything(node.each.part, (*here, "one"))}
        elif node.number is not None:
            made[key] = NUMBER if node.number.yearly else "missing"
        elif key in ("payers", "serves"):
            made[key] = {"one": 1}
        elif key == "groups":
            made[key] = ["one"]
        else:
            made[key] = {bool: True, Years: "2025"}.get(field.annotation, 5)
    return made


WHOLE = everything()


def leaves(data, node=SPOT, path=()):
    """Yield the path of every value that the schema knows, numbers and whole values not entered."""
    inside = node.part is not None or (node.each is not None and node.each.part is not None)
    if not inside or not isinstance(data, dict):
        yield path
        return
    for key, value in data.items():
        yield from leaves(value, node.below(key), (*path, key))


def shown_in(path, asked):
    """Return whether a place is a field of its own, or within one, or has its parts for fields."""
    within = any(path[: len(field.path)] == field.path for field in asked)
    stated = path[-1] in EFFECTS and any(field.path == (*path[:-1], "kind") for field in asked)
    return within or stated or any(field.path[: len(path)] == path for field in asked)


def asked_of(data):
    return list(fields(data, data))


def test_every_key_of_the_schema_has_a_field():
    """Nothing that a file may hold is invisible: walked from the root of the schema."""
    without = copy.deepcopy(WHOLE)
    del without["outcomes"]["one"]["follows"]
    for stated in (without["outcomes"]["one"], without["outcomes"]["one"]["by_group"]["one"]):
        stated["effect"].pop("unknown")
    following = copy.deepcopy(WHOLE)
    del following["outcomes"]["one"]["effect"]
    missed = set(leaves(WHOLE))
    for data in (without, following):
        missed -= {path for path in missed if shown_in(path, asked_of(data))}
    assert missed == {(key,) for key in NOT_ASKED}


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_every_value_of_a_shipped_file_has_a_field(file):
    """With the value that the file has."""
    draft = opened_draft(file, file.name, writable=True)
    asked = asked_of(draft.data)
    missed = {path for path in leaves(draft.data) if not shown_in(path, asked)}
    assert missed <= {("sroi",)}
    assert not any(field.changed for field in asked)


def test_every_empty_key_of_the_schema_can_be_filled_in():
    """A part with nothing in it has a field for every key that may be written alone."""
    data = with_parts()
    found = {field.path for field in asked_of(data)}
    places = [(*path_of(section), "one") for section in PARTS]
    for place in (*places, ("outcomes", "one", "by_group", "one")):
        for key, node in nodes_of(SPOT.at(place).part).items():
            assert ways_to_fill((*place, key), node) <= found


def with_parts():
    """Return data with an empty part in every section."""
    data = {section: {"one": {}} for section in PARTS if section != GROUPS}
    return {**data, "participants": {"groups": {"one": {}}}}


def ways_to_fill(path, node):
    """Return the fields in which a key may be filled in, beside nothing else."""
    key = path[-1]
    if key == "payers":  # where several pay, chosen in the field of the payer
        return {(*path[:-1], "payer")}
    if node.part is Effect:
        return {(*path, "kind")}
    if key == "by_group":  # asked group by group
        return {(*path, "one", "baseline")}
    if key == "serves":
        return {(*path, "one")}
    if key == "about":
        return {path, (*path, "outcome")}
    inner = nodes_of(node.part) if node.part else {None: None}
    return {(*path, *([k] if k else [])) for k in inner}


def test_nothing_is_asked_for_twice():
    """Every field stands once: an outcome's money only in the section about money."""
    ids = [field.id for field in asked_of(WHOLE)]
    assert len(ids) == len(set(ids))
    assert {s.name for s in sections(WHOLE, WHOLE)} == set(SECTIONS)


@pytest.fixture
def whole(tmp_path):
    return draft_of({key: value for key, value in WHOLE.items() if key != "extends"}, tmp_path)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def keys_of_the_format(part=SPOT.part):
    """Return every key that a scenario file may hold."""
    inner = [s.part or (s.each and s.each.part) for s in nodes_of(part).values()]
    return set(nodes_of(part)).union(*(keys_of_the_format(below) for below in inner if below))


SWEDISH_TOO = {"status"}  # keys that are words of both languages
KEYS = keys_of_the_format() - SWEDISH_TOO


def told(form):
    """Return the fields whose label is only a key of the file, and those without help."""
    bare = [f.term for f in form.fields if is_key(form.words.label(f), form.wording.language)]
    return bare, [field.term for field in form.fields if not form.words.help(field)]


def is_key(label, language):
    """Return whether a label is empty or a key of the file; some keys are English words too."""
    name = label.rstrip("0123456789 ").lower()
    return not name or "_" in name or (language == "sv" and name in KEYS)


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_every_field_has_a_label_and_help(file, language):
    """In both languages, never only the key of the file."""
    draft = opened_draft(file, file.name, writable=True)
    assert told(DraftForm(draft, Wording(language, "SEK"))) == ([], [])


def test_every_field_that_there_can_be_has_a_label_and_help(whole, language):
    """Also those that no shipped file uses, whichever way the effect is stated."""
    for kind in (None, *EFFECTS):
        if kind is not None:
            stated = {kind: "missing", "basis": "expert"}
            whole.change({("outcomes", "one"): None})
            whole.change({("outcomes", "one"): {"name": "x", "effect": stated}})
        assert told(DraftForm(whole, Wording(language, "SEK"))) == ([], [])


def test_every_question_says_in_short_why_it_is_asked():
    """At most two sentences, and the same questions in both languages."""
    for language in LANGUAGES:
        for key, text in terms(language)["help"].items():
            assert text.endswith("."), key
            assert 15 < len(text) <= 130, key
            assert len(re.findall(r"[.?](?= |$)", text)) <= 3, key


def test_a_number_without_a_range_is_never_called_certain():
    said = [text for section in terms("sv").values() for text in section.values()]
    said = [text for terms in terms("sv").values() for text in terms.values()]
    assert not [text for text in said if re.search(r"\bsäker(t|a)? tal|^säker[ta]?\b", text)]
    assert SV.term("form.certain") == SV.term("word.certain") == "inget intervall angivet"


def labels_used():
    """Return the key of every label that the form, the workbook to fill in or a table shows."""
    without, following = copy.deepcopy(WHOLE), copy.deepcopy(WHOLE)
    del without["outcomes"]["one"]["follows"]
    del following["outcomes"]["one"]["effect"]
    without["outcomes"]["one"]["effect"].pop("unknown")
    for part in (*without.values(), *following.values()):
        if isinstance(part, dict) and isinstance(part.get("one"), dict):
            part["one"].pop("payers", None)
    every = (without, following, with_parts())
    asked = {key_of(field) for data in every for field in asked_of(data)}
    columns = {column.term for table in (PROGRAMME, *TABLES.values()) for column in table}
    return asked | {term.removeprefix("field.").removesuffix("_long") for term in columns}


def test_every_label_is_used():
    """No label is left of what nobody asks any more."""
    numbers = {part for form in FORM_NAMES for part in values_of(form)} | set(HOW)
    gained = {f"{key}_gained" for key in labels_used()}
    words = set(terms("sv")["field"])
    assert {
        w for w in words if w.removesuffix("_long") not in labels_used() | numbers | gained
    } == set()


def test_a_year_has_the_help_of_its_number(whole, language):
    """And its label says which year."""
    form = DraftForm(whole, Wording(language, "SEK"))
    there = {field.id: field for field in form.fields}
    number, year = there["staffing.one.fte"], there["staffing.one.fte.2025"]
    assert form.words.help(year) == form.words.help(number)
    assert form.words.label(year) == f"{form.words.label(number)} 2025"


def test_every_choice_has_words(whole, language):
    """And choosing nothing is one of them, except where something must be chosen."""
    whole.change({("outcomes", "one", "follows"): None})
    form = DraftForm(whole, Wording(language, "SEK"))
    chosen = [field for field in form.fields if field.choices]
    assert {field.kind for field in chosen} == {"choice", "payer", "effect", "several"}
    for field in chosen:
        options = form.words.options(field)
        values = [value for value, _ in options]
        assert set(field.choices) <= set(values)
        assert len(values) == len(set(values))
        assert all(words for _, words in options)


def test_choosing_nothing_says_what_holds_then():
    """A cost without its per is one per year, and the form says so."""
    draft = opened_draft(ROOT / "docs/examples/by-hand.yaml", "by-hand.yaml", writable=True)
    ident = next(iter(draft.data["costs"]))
    draft.change({("costs", ident, "per"): None})
    form = DraftForm(draft, Wording("sv", "SEK"))
    per = next(field for field in form.fields if field.id == f"costs.{ident}.per")
    assert form.words.options(per)[0] == ("", "per år (om inget väljs)")


def test_a_mistake_in_a_file_is_a_choice_until_another_is_made(tmp_path, language):
    """An unknown sector or payer is shown, not passed over for the first of the list."""
    data = parse((ROOT / "docs/examples/by-hand.yaml").read_text("utf-8"), "").data
    payer, section = next(iter(data["payers"])), "costs"
    part = next(iter(data[section]))
    data["payers"][payer]["sector"] = "kommun"
    data[section][part] |= {"payer": "nobody"}
    form = DraftForm(draft_of(data, tmp_path), Wording(language, "SEK"))
    there = {field.id: field for field in form.fields}
    for place, text in (
        (f"payers.{payer}.sector", "kommun"),
        (f"{section}.{part}.payer", "nobody"),
    ):
        assert selected(there[place], form.draft.data) == text
        assert (text, text) in form.words.options(there[place])


@pytest.mark.parametrize("section", sorted(USUAL))
def test_what_is_usually_asked_for_exists(section):
    """The fields shown at once are fields of the form."""
    known = {field.id.removeprefix(f"{section}.one.") for field in asked_of(WHOLE)}
    without = copy.deepcopy(WHOLE)
    del without["outcomes"]["one"]["follows"]
    for part in without.values():
        if isinstance(part, dict) and "one" in part and isinstance(part["one"], dict):
            part["one"].pop("payers", None)
    known |= {field.id.removeprefix(f"{section}.one.") for field in asked_of(without)}
    assert {key for key in USUAL[section] if key not in known} == set()


JUNK = [None, 5, True, "x", [], [1], {}, {"a": 1}, {5: {}}, {"x": None}, {"a": {"payer": 5}},
        {"a": {"payers": [1]}}, {"a": {"follows": 3}}, {"a": {"effect": 3, "name": 5}},
        {"a": {"covers": "x"}}, {"a": {"covers": 5}},
        {"a": {"amount": {"value": {"value": 3}}}}]  # fmt: skip


@pytest.mark.parametrize("key", [k for k in nodes_of(SPOT.part) if k not in NOT_ASKED])
def test_no_mistake_in_a_file_keeps_its_form_from_being_shown(tmp_path, key):
    """Each problem is told at a field with a name, or by its path."""
    data = parse((ROOT / "docs/examples/by-hand.yaml").read_text("utf-8"), "").data
    for junk in JUNK:
        draft = draft_of({**data, key: junk}, tmp_path)
        made = answer(draft.scenario, 8)
        form = DraftForm(draft, Wording("sv", "SEK"), made)
        assert set(form.errors()) == {form.place(problem.path) for problem in made.problems}
        assert all(form.where(problem) for problem in made.problems)
        assert form.parts() == ([], [])
        assert 'id="s-evidence"' in rendered(draft, "sv")


@pytest.mark.parametrize("there", JUNK)
def test_a_section_that_is_no_mapping_has_no_parts(there):
    """Whatever stands in its place."""
    assert parts_of({"costs": there}, "costs") == (there if isinstance(there, dict) else {})
