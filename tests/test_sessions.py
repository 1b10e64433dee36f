"""The drafts that are worked on: nobody's work is forgotten."""

import json
import threading

import pytest

from sroi.web import sessions
from sroi.web.answers import answer
from sroi.web.app import site_of
from sroi.web.sessions import AWAKE, ForgottenError, old
from sroi.web.stored import DAY, DRAFT
from tests.browser import ROOT

FOLDER = ROOT / "docs" / "examples"
NAME = "by-hand.yaml"


@pytest.fixture
def site(tmp_path):
    return site_of(FOLDER, tmp_path)


def again(site):
    """Return the page as it is after the server is started again."""
    site.drafts.store.writer.shutdown()
    return site_of(FOLDER, site.drafts.store.place.parent)


def changed(site, horizon=7):
    """Return the id of a new draft that says another horizon."""
    draft = site.open(NAME, False)
    draft.change({("horizon",): horizon})
    return site.drafts.keep(draft)


def test_drafts_without_changes_go_first_and_changed_ones_never(site, monkeypatch):
    """At the number there may be: the oldest unchanged goes, and where none is left, none does."""
    monkeypatch.setattr(sessions, "MOST", 5)
    first = changed(site)
    second = site.drafts.keep(site.open(NAME, False))
    for _ in range(4):
        site.drafts.keep(site.open(NAME, False))
    assert site.drafts.draft(first).data["horizon"] == 7
    with pytest.raises(ForgottenError):
        site.drafts.draft(second)
    idents = [first, *(changed(site) for _ in range(9))]
    assert all(site.drafts.draft(ident).changed for ident in idents)
    assert {label.ident for label in site.drafts.unsaved()} == set(idents)


def test_old_drafts_are_offered_to_be_dropped(site, monkeypatch):
    """Those over the number there may be, and those nobody touched for a month."""
    monkeypatch.setattr(sessions, "MOST", 3)
    idents = [changed(site) for _ in range(5)]
    assert [label.ident for label in old(site.drafts.unsaved())] == [idents[1], idents[0]]
    monkeypatch.setattr(sessions, "MOST", 1_000)
    assert old(site.drafts.unsaved()) == []
    site.drafts.store.writer.shutdown()
    path = site.drafts.store.place / f"{idents[3]}{DRAFT}"
    label, body, _ = path.read_text("utf-8").split("\n")
    aged = json.loads(label)
    aged["when"] -= 31 * DAY
    path.write_text(f"{json.dumps(aged)}\n{body}\n", "utf-8")
    assert [label.ident for label in old(again(site).drafts.unsaved())] == [idents[3]]


def test_only_the_drafts_worked_on_last_keep_their_draws(site):
    """A day of opening files does not fill the memory; what was typed stays in all of them."""
    idents = [changed(site) for _ in range(AWAKE + 5)]
    for ident in idents:
        draft = site.drafts.draft(ident)
        draft.valid = answer(draft.scenario, 16)
    awake = [ident for ident in idents if site.drafts.by_id[ident].valid is not None]
    assert awake == idents[-AWAKE:]
    assert len(site.drafts.unsaved()) == len(idents)


def test_a_draft_that_left_the_memory_is_read_from_the_disk(site, monkeypatch):
    """A thousand drafts with changes can all be opened, the first too."""
    monkeypatch.setattr(sessions, "IN_MEMORY", 3)
    idents = [changed(site, n + 1) for n in range(6)]
    site.drafts.store.writer.submit(int).result()
    for ident in idents:
        site.drafts.draft(ident)
    assert len(site.drafts.by_id) == 3
    assert [site.drafts.draft(ident).data["horizon"] for ident in idents] == [1, 2, 3, 4, 5, 6]


def test_a_dropped_draft_can_be_taken_back(site):
    """Also after the server was started again."""
    ident = changed(site)
    site.drafts.drop(ident)
    assert site.drafts.unsaved() == []
    later = again(site)
    assert later.drafts.unsaved() == []
    later.drafts.take_back(ident)
    assert later.drafts.draft(ident).data["horizon"] == 7


def test_a_draft_that_is_not_on_disk_yet_stays_in_memory(site, monkeypatch):
    """However slow the disk is, and where the last of several changes could not be written."""
    monkeypatch.setattr(sessions, "IN_MEMORY", 2)
    held = threading.Event()
    site.drafts.store.writer.submit(held.wait)
    idents = [changed(site, n + 1) for n in range(5)]
    for ident in idents:
        site.drafts.draft(ident)
    assert set(site.drafts.by_id) == set(idents)
    place = site.drafts.store.place
    place.rename(place.with_name("gone"))
    place.touch()  # a file where the folder was
    held.set()
    site.drafts.store.writer.submit(int).result()
    assert [site.drafts.draft(ident).data["horizon"] for ident in idents] == [1, 2, 3, 4, 5]
