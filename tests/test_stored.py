"""Drafts on disk: what was typed is there when the server starts again."""

import os
import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.errors import Text
from sroi.loader.scalars import Doubtful
from sroi.web.app import site_of
from sroi.web.drafts import begun
from sroi.web.sessions import ForgottenError
from sroi.web.state import draft_file_name, state_folder
from sroi.web.stored import DRAFT, STEPS, Store, _coded, _decoded
from tests.browser import SHIPPED, draft_of, name_of
from tests.test_drafts import DRAFTS, SLOW, edit

KEYS = st.text(max_size=5) | st.integers(2000, 2100)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9)
    | st.floats(0, 99).map(lambda x: Doubtful(f"{x:.3f}")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "programmes"
    made.mkdir()
    return made


@pytest.fixture
def site(folder, tmp_path):
    draft_of(BASE, folder)
    return site_of(folder, tmp_path / "state" / "sroi")


BASE = {"sroi": 1, "name": "One", "horizon": 5, "costs": {"rent": {"amount": {2027: 1, 2028: 2}}}}


def again(site):
    """Return the page as it is after the server is started again."""
    site.drafts.store.writer.shutdown()
    return site_of(site.folder.root, site.drafts.store.place.parent)


@given(VALUES)
def test_whatever_a_file_holds_comes_back(value):
    """Years as keys, the empty key, infinities and doubtful numbers too, which JSON has not."""
    back = _decoded(_coded(value))
    assert back == value
    assert repr(back) == repr(value)


@SLOW
@given(DRAFTS, st.data())
def test_a_stored_draft_says_the_same_and_can_be_undone(tmp_path_factory, draft, data):
    """Every step back, as far as steps are stored; the file's own text is what was opened."""
    for _ in range(4):
        edit(data.draw, draft)
        draft.last = frozenset()
    site = site_of(draft.file.parent, tmp_path_factory.mktemp("state"))
    ident = site.drafts.keep(draft)
    back = again(site).drafts.draft(ident)
    assert back is not draft
    assert (back.saved, back.version, back.digest) == (draft.saved, draft.version, draft.digest)
    while True:
        assert back.data == draft.data
        if not back.undoable:
            break
        back.step(-1)
        draft.step(-1)
    assert not draft.undoable


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_a_draft_without_changes_comes_back_as_its_file(file, tmp_path):
    """An old tab on it leads to the scenario, with nothing to undo."""
    site = site_of(file.parent, tmp_path)
    ident = site.drafts.keep(site.open(file.name, False))
    back = again(site).drafts.draft(ident)
    assert not back.changed
    assert not back.undoable
    assert not back.moved_on()


def test_so_many_steps_are_stored(site):
    """The oldest of many are not; the last state is."""
    draft = site.open("scenario.yaml", False)
    for n in range(STEPS + 30):
        draft.change({("horizon",): n + 10})
        draft.last = frozenset()
    ident = site.drafts.keep(draft)
    back = again(site).drafts.draft(ident)
    assert len(back.states) == STEPS + 1
    assert back.data["horizon"] == STEPS + 39


def test_a_new_scenario_comes_back_though_no_file_holds_it(site, folder):
    """It still waits to be saved for the first time."""
    draft = begun(folder / "ny.yaml", "ny.yaml", {"sroi": 1, "name": "Ny"})
    draft.change({("horizon",): 7})
    ident = site.drafts.keep(draft)
    back = again(site).drafts.draft(ident)
    assert (back.new, back.changed, back.is_gone(), back.moved_on()) == (True, True, False, False)
    assert back.data == {"sroi": 1, "name": "Ny", "horizon": 7}


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_changed_meanwhile_is_noticed(site, folder, gone):
    """The work is there; the page says that the file is another, or gone."""
    draft = site.open("scenario.yaml", False)
    draft.change({("horizon",): 7})
    ident = site.drafts.keep(draft)
    if gone:
        (folder / "scenario.yaml").unlink()
    else:
        draft_of({**BASE, "price_year": 2020}, folder)
    back = again(site).drafts.draft(ident)
    assert (back.data["horizon"], back.is_gone(), back.moved_on()) == (7, gone, True)
    if not gone:
        back.reread()
        assert (back.data["horizon"], back.data["price_year"]) == (7, 2020)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_only_the_owner_can_read_what_is_stored(site):
    """Whatever the mask says: 0600 in 0700."""
    before = os.umask(0)
    try:
        ident = site.drafts.keep(site.open("scenario.yaml", False))
        site.drafts.store.writer.shutdown()
    finally:
        os.umask(before)
    place = site.drafts.store.place
    modes = [
        stat.S_IMODE(p.stat().st_mode) for p in (place / f"{ident}{DRAFT}", place, place.parent)
    ]
    assert modes == [0o600, 0o700, 0o700]
    assert not list(site.folder.root.glob(".*"))


def test_each_folder_has_its_own_drafts(site, tmp_path):
    """Work on one programme is not offered in another's folder."""
    draft = site.open("scenario.yaml", False)
    draft.change({("horizon",): 7})
    site.drafts.keep(draft)
    site.drafts.store.writer.shutdown()
    other = tmp_path / "other"
    other.mkdir()
    assert site_of(other, site.drafts.store.place.parent).drafts.unsaved() == []
    assert len(again(site).drafts.unsaved()) == 1


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]\n{}", "null", '{"ident": "x"}', "\x00" * 50, "LABEL", "LABEL\n", "LABEL\n[1]",
     'LABEL\n{"now": 1}', 'LABEL\n{"base": {}, "digest": "", "now": {}, "undo": [3], "version": 0}',
     'LABEL\n{"base": {}, "digest": "", "now": 3, "undo": [], "version": 0}'],
)  # fmt: skip
def test_a_damaged_draft_is_left_out_and_not_deleted(site, text):
    """The others are there, and which one is damaged is known."""
    idents = []
    for _ in range(2):
        draft = site.open("scenario.yaml", False)
        draft.change({("horizon",): 7})
        idents.append(site.drafts.keep(draft))
    site.drafts.store.writer.shutdown()
    path = site.drafts.store.place / f"{idents[0]}{DRAFT}"
    path.write_text(text.replace("LABEL", path.read_text("utf-8").split("\n")[0]), "utf-8")
    later = again(site)
    assert later.drafts.draft(idents[1]).data["horizon"] == 7
    with pytest.raises(ForgottenError):
        later.drafts.draft(idents[0])
    assert later.drafts.store.damaged == [path.name]
    assert path.exists()


def test_a_place_that_cannot_be_written_stops_nothing(folder, tmp_path):
    """A file stands where the folder should be: drafts live in memory, and that is known."""
    draft_of(BASE, folder)
    (tmp_path / "state").write_text("")
    site = site_of(folder, tmp_path / "state" / "sroi")
    draft = site.open("scenario.yaml", False)
    draft.change({("horizon",): 7})
    ident = site.drafts.keep(draft)
    assert site.drafts.draft(ident).data["horizon"] == 7
    assert site.drafts.store.failure == Text("file exists")


@pytest.mark.parametrize(
    ("name", "good"),
    [("one.yaml", True), ("a/b.yaml", True), ("a/b/c.yaml", False), ("../b.yaml", False),
     ("/b.yaml", False), ("a\\b.yaml", False), ("", False), ("a\0.yaml", False)],
)  # fmt: skip
def test_a_stored_name_leads_into_the_folder(name, good):
    """One folder deep, as in the list."""
    assert draft_file_name(name) is good


def test_the_place_is_where_the_system_wants_it(monkeypatch, tmp_path):
    """XDG on Linux, where only whole paths count; the user's own folders elsewhere."""
    monkeypatch.setenv("HOME", "/home/u")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "sroi"
    for unset in ("", "relative"):
        monkeypatch.setenv("XDG_STATE_HOME", unset)
        assert state_folder().as_posix() == "/home/u/.local/state/sroi"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert state_folder().as_posix() == "/home/u/Library/Application Support/sroi"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "C:/Users/u/AppData/Local")
    assert state_folder().as_posix() == "C:/Users/u/AppData/Local/sroi"


def test_the_last_of_many_changes_is_the_one_stored(site):
    """Written in turn, however fast they come."""
    ident = site.drafts.keep(site.open("scenario.yaml", False))
    draft = site.drafts.draft(ident)
    for n in range(300):
        draft.change({("horizon",): n + 1})
        site.drafts.write(ident, draft)
    assert again(site).drafts.draft(ident).data["horizon"] == 300


def test_the_store_can_be_asked_for_any_name(tmp_path):
    """An id from an address is no way out of the folder."""
    store = Store(tmp_path / "state", tmp_path)
    for ident in ("../x", "", "a" * 12, "x/y", "\0"):
        assert store.take_back(ident) is None
        assert store.dropped(ident) is None
