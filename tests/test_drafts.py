"""A draft: every step can be undone, and what is saved says what the draft says."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sroi
from sroi.errors import MissingValueError, ScenarioError
from sroi.loader.document import Document, parse
from sroi.loader.ids import slug, unlike
from sroi.loader.merge import merged, path_of, value_at, written_difference
from sroi.model.projection import simulate
from sroi.schema.fields import GROUPS
from sroi.web.drafts import MAX_STATES, NEW_PARTS, opened_draft
from sroi.web.fields import fields
from sroi.web.parts import PARTS, parts_of
from tests.browser import ROOT, SHIPPED, name_of

ONE = ROOT / "docs/examples/by-hand.yaml"
NUMBERS = (0, 0.5, "missing", {"low": 0.1, "base": 0.2, "high": 0.3}, {"value": 0.5, "source": "x"})
VALUES = {
    "number": NUMBERS, "text": ("Other", None), "long": ("Two\nlines", None), "yes": (True, None),
    "whole": (3, None), "plain": (0.5, None), "years": (2026, "2025-2026"),
    "effect": ({"relative_risk": 0.9, "basis": "expert"}, {"unknown": True}),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    """Return a draft of a shipped file, in a folder where it can be written over."""

    def made(file):
        shutil.copytree(file.parent, tmp_path / file.parent.name)
        return opened_draft(tmp_path / file.parent.name / file.name, file.name, writable=True)

    return made


@pytest.mark.parametrize("raw", [3, "se", [1], True, 0.5, None])
@pytest.mark.parametrize("section", ["uses", "payers", "costs"])
def test_a_draft_can_be_mended_whatever_stands_in_a_section(copy, section, raw):
    """``uses: 3`` is an error that is told; choosing a value or adding a part mends it."""
    draft = copy(ONE)
    draft.change({(section,): raw})
    draft.choose(("outcomes", "placement", "unit_cost"), "lib.se.x", "se")
    assert "se" in draft.data["uses"]
    ident = draft.add("costs", "Hyra")
    assert ident in walked(draft.data)


def test_groups_take_the_place_of_all_who_start_and_give_it_back(copy):
    """The first group is all who start, until others are added; the last one leaves its number."""
    draft = copy(ONE)
    before = draft.data["participants"]["per_year"]
    path = draft.add(GROUPS, "Remitterade")
    assert draft.data["participants"]["groups"] == {
        "remitterade": {"name": "Remitterade", "per_year": before}
    }
    assert "per_year" not in draft.data["participants"]
    other = draft.add(GROUPS, "Öppet")
    outcome = draft.add("outcomes", "Placering")
    risks = value_at(draft.data, (*outcome, "by_group"))
    assert risks == {ident: {"baseline": "missing"} for ident in ("remitterade", "oppet")}
    draft.step(-1)
    assert draft.data["participants"]["groups"]["oppet"]["per_year"] == "missing"
    draft.remove(other)
    draft.remove(path)
    assert draft.data["participants"]["per_year"] == before
    assert "groups" not in draft.data["participants"]


def walked(data):
    return {(section, ident) for section in PARTS for ident in parts_of(data, section)}


def edit(draw, draft):
    """Change one field, add a part or take one away."""
    how = draw(st.sampled_from(["field", "field", "field", "add", "remove"]))
    places = {section: path_of(section) for section in PARTS}
    parts = [(*places[s], ident) for s in PARTS for ident in parts_of(draft.data, s)]
    if how == "add":
        section = draw(st.sampled_from(sorted(NEW_PARTS)))
        draft.add(section, draw(st.sampled_from(["Ny post", "2026", "å: b", ""])))
    elif how == "remove" and parts:
        draft.remove(draw(st.sampled_from(parts)))
    else:
        there = [
            field for field in fields(draft.data, draft.saved) if field.kind in (*VALUES, "payer")
        ]
        field = draw(st.sampled_from(there))
        if field.kind == "payer":
            shares = dict.fromkeys(draw(st.permutations(field.choices))[:2], 0.5)
            one, several = {field.path: "x"}, {(*field.path[:-1], "payers"): shares}
            draft.change(draw(st.sampled_from([one, several])))
            return
        path = field.path[:-1] if field.kind == "effect" else field.path
        draft.change({path: draw(st.sampled_from(VALUES[field.kind]))})


SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
DRAFTS = st.sampled_from(SHIPPED).map(lambda file: opened_draft(file, file.name, writable=True))


@SLOW
@given(DRAFTS, st.data())
def test_laying_the_difference_over_the_base_gives_the_draft(draft, data):
    """The law behind a saved variant: merged(base, difference(base, new)) = new."""
    for _ in range(4):
        edit(data.draw, draft)
    base = Document(draft.saved)
    laid, problems = merged(base, Document(written_difference(draft.saved, draft.data)))
    assert laid.data == draft.data
    assert problems == []


@SLOW
@given(DRAFTS, st.data())
def test_the_file_rewritten_says_what_the_draft_says(draft, data):
    """Whether it extends another file or not: its own text, read again, over what it extends."""
    for _ in range(4):
        edit(data.draw, draft)
    own = parse(draft.rewritten(), "rewritten").sound.data
    base = draft.levels[-2] if "extends" in own else Document({})
    own.pop("extends", None)
    laid, problems = merged(base, Document(own))
    assert laid.data == draft.data
    assert problems == []


@SLOW
@given(DRAFTS, st.data())
def test_undoing_and_doing_again_is_a_stack(draft, data):
    """Every state comes back in turn, both ways, and neither end can be passed."""
    states = [draft.data]
    for _ in range(5):
        edit(data.draw, draft)
        draft.last = frozenset()  # as if something else had been done between
        if draft.data != states[-1]:
            states.append(draft.data)
    for state in (*reversed(states), states[0]):
        assert draft.data == state
        draft.step(-1)
    for state in (*states, states[-1]):
        assert draft.data == state
        draft.step(1)


def test_a_change_after_undoing_takes_the_place_of_what_was_undone():
    """What was undone cannot be done again then."""
    draft = opened_draft(ONE, "one", writable=True)
    for value in (3, 4):
        draft.change({("horizon",): value})
        draft.last = frozenset()
    draft.step(-1)
    draft.change({("horizon",): 5})
    draft.step(1)
    assert draft.data["horizon"] == 5
    draft.step(-1)
    assert draft.data["horizon"] == 3


def test_typing_on_in_one_field_is_one_step():
    """Undo takes the whole number away, not its last digit; another field is another step."""
    draft = opened_draft(ONE, "one", writable=True)
    for value in (1, 12, 120):
        draft.change({("horizon",): value})
    draft.change({("price_year",): 2020})
    draft.change({("horizon",): 7})
    told = []
    while draft.at:
        told.append((draft.data["horizon"], draft.data["price_year"]))
        draft.step(-1)
    year = draft.saved["price_year"]
    assert told == [(7, 2020), (120, 2020), (120, year)]
    assert draft.data == draft.saved


def test_what_changes_nothing_is_no_step():
    """Nothing to undo, nothing to count again."""
    draft = opened_draft(ONE, "one", writable=True)
    draft.change({("horizon",): draft.data["horizon"], ("tax_factor",): None})
    assert (draft.at, draft.version, draft.changed) == (0, 0, False)


def test_so_many_steps_are_kept():
    """The oldest are forgotten."""
    draft = opened_draft(ONE, "one", writable=True)
    for n in range(MAX_STATES + 5):
        draft.change({("participants", "per_year"): n})
        draft.last = frozenset()
    assert len(draft.states) == MAX_STATES
    assert draft.data["participants"]["per_year"] == MAX_STATES + 4


def digest(path):
    """Return what a file comes to."""
    return sroi.load(path).digest


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_a_draft_saved_in_any_way_comes_to_the_same(copy, file):
    """As a variant, as a copy of its own and over the original; the name does not count."""
    draft = copy(file)
    try:
        draft.scenario()
    except ScenarioError:
        assert "missing" in file.read_text("utf-8")  # a template: its numbers are to be given
        return
    assert draft.scenario().digest == digest(draft.file)
    part = next((s, i) for s in ("costs", "staffing", "funding") for i in draft.data.get(s) or ())
    draft.change({("horizon",): draft.data["horizon"] + 1, ("note",): "Two\nlines: # 1"})
    draft.change({(*part, "note"): None, ("participants", "completion"): 0.5})
    draft.change({(*draft.add("costs", "Lokal 2"), "amount"): 120_000})
    expected = draft.scenario().digest
    assert expected != digest(file)
    for name, text in {
        "variant.yaml": draft.variant("Another name"),
        "copy.yaml": draft.whole("Another name"),
        draft.file.name: draft.rewritten(),
    }.items():
        target = draft.file.with_name(name)
        target.write_text(text, encoding="utf-8")
        assert digest(target) == expected


def test_a_variant_gives_the_same_results_draw_by_draw(copy):
    """Not only in the base case: nobody gets another number by saving."""
    draft = copy(ROOT / "docs/examples/home-visits.yaml")
    draft.change({("outcomes", "report", "baseline"): {"low": 0.1, "base": 0.2, "high": 0.4}})
    target = draft.file.with_name("variant.yaml")
    target.write_text(draft.variant("V"), encoding="utf-8")
    mine, saved = (simulate(made, 64) for made in (draft.scenario(), sroi.load(target)))
    for measure in ("pv_costs", "pv_benefits"):
        assert mine.base_value(measure, "public") == saved.base_value(measure, "public")
    assert mine.scenario.dimensions == saved.scenario.dimensions


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_comments_stay_when_a_file_is_written_over(copy, file):
    """After a number was changed, a part added and another taken away."""
    draft = copy(file)
    draft.change({("horizon",): 11, ("participants", "per_year"): 17})
    draft.add("sources", "En källa")
    own = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    assert own
    assert all(line in draft.rewritten().splitlines() for line in own)
    draft.change({("sources", next(iter(draft.data["sources"]))): None})
    assert all(line in draft.rewritten().splitlines() for line in own)


def test_lost_comments_are_told_beforehand(tmp_path):
    """Those on a line of their own and those at the end of one."""
    file = tmp_path / "one.yaml"
    for text, kept in {
        "sroi: 1\nhorizon: 5  # years\n": True,
        "sroi: 1  # first\nhorizon: 5\nhorizon: 6\n": False,
        "# first\nsroi: 1\nhorizon: 5\nhorizon: 6\n": False,
        "sroi: 1  # kr\nnote: 1  # kr\nhorizon: 5\nhorizon: 6\n": False,
    }.items():
        file.write_text(text)
        draft = opened_draft(file, "one.yaml", writable=True)
        draft.change({("horizon",): 7})
        assert draft.keeps_comments() is kept


def test_a_file_changed_by_somebody_else_is_noticed(copy):
    """Also when it is gone; read again, its own values stand below the changes."""
    draft = copy(ONE)
    assert not draft.moved_on()
    draft.change({("horizon",): 9})
    text = draft.file.read_text("utf-8")
    draft.file.write_text(text.replace("price_year: ", "note: new\nprice_year: "), "utf-8")
    assert draft.moved_on()
    draft.reread()
    assert not draft.moved_on()
    assert draft.saved["note"] == "new"
    assert draft.data["horizon"] == 9
    draft.file.unlink()
    assert draft.moved_on()


def test_a_file_that_is_extended_counts_as_the_file(copy):
    """What it says is part of what is on the page: a change there is noticed too."""
    draft = copy(ROOT / "tests/before/varvaderstorget/municipal_takeover.yaml")
    draft.change({("horizon",): 9})
    base = draft.file.with_name("grant_as_applied.yaml")
    base.write_text(base.read_text("utf-8").replace("horizon: 10", "horizon: 5"), "utf-8")
    assert draft.moved_on()
    draft.reread()
    assert (draft.saved["horizon"], draft.data["horizon"]) == (5, 9)


def test_every_step_can_be_undone_after_saving_over(copy):
    """Saving changes the file, not what was done; what is typed next is a step of its own."""
    draft = copy(ONE)
    first = draft.data["horizon"]
    for value in (8, 7):
        draft.change({("horizon",): value})
        draft.last = frozenset()
    draft.change({("horizon",): 6})
    draft.file.write_text(draft.rewritten(), "utf-8")
    draft.take_file()
    assert not draft.changed
    draft.change({("horizon",): 5})
    told = []
    while draft.at:
        draft.step(-1)
        told.append(draft.data["horizon"])
    assert told == [6, 7, 8, first]


def test_a_file_of_windows_keeps_its_line_ends(tmp_path):
    """Only what changed is another in the file."""
    file = tmp_path / "one.yaml"
    file.write_bytes(b"sroi: 1  # first\r\nhorizon: 5\r\n")
    draft = opened_draft(file, "one.yaml", writable=True)
    draft.change({("horizon",): 7})
    assert draft.rewritten() == "sroi: 1  # first\r\nhorizon: 7\r\n"
    assert draft.keeps_comments()


def test_going_back_to_the_file_leaves_nothing_to_undo(copy):
    """What was changed is kept in another file by then."""
    draft = copy(ONE)
    draft.change({("horizon",): 9})
    draft.change_back()
    draft.step(-1)
    draft.step(1)
    assert draft.data == draft.saved
    assert not draft.changed


@pytest.mark.parametrize("section", sorted(NEW_PARTS))
def test_a_new_part_is_found_by_its_name_and_lacks_only_numbers(copy, section):
    """Two of the same name have ids of their own."""
    draft = copy(ONE)
    ids = [draft.add(section, "Ålder & år, 2026")[-1] for _ in range(2)]
    assert ids == ["alder_ar_2026", "alder_ar_2026_2"]
    asked = [key for key, value in NEW_PARTS[section].items() if value == "missing"]
    try:
        simulate(draft.scenario(), 8)
        told = set()
    except MissingValueError as error:
        told = {problem.path for problem in error.problems}
    new = ids[1:] if section == GROUPS else ids  # the first group is all who start
    assert told >= {f"{section}.{ident}.{key}" for ident in new for key in asked}
    assert bool(told) == bool(asked)


@given(st.text(max_size=60))
def test_any_name_makes_an_id_that_a_file_may_hold(name):
    """Or none at all, where it has neither letters nor digits."""
    ident = slug(name)
    assert ident == "" or (ident.isidentifier() and ident.isascii() and ident == ident.lower())
    assert len(ident) <= 41  # forty, and the letter before a digit


@given(st.lists(st.sampled_from(["post", "post_2", "post_3", "other"])))
def test_an_id_is_unlike_those_taken(taken):
    """And stays itself where it can."""
    found = unlike("post", taken)
    assert found not in taken
    assert (found == "post") == ("post" not in taken)
