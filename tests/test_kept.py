"""The drafts that are kept: nobody's work is forgotten."""

import pytest

from sroi.web import kept as keeping
from sroi.web.answers import answer
from sroi.web.drafts import Draft, opened
from sroi.web.kept import AWAKE, MAX_DRAFTS, Drafts, ForgottenError, FullError
from tests.browser import ROOT

ONE = ROOT / "docs/examples/by-hand.yaml"


def test_drafts_without_changes_are_forgotten_first():
    """A changed draft is kept however old it is; one that is gone is told to be."""
    drafts = Drafts()
    fresh = opened(ONE, "one", writable=True)
    kept = Draft(ONE, "one", True, fresh.levels, [], fresh.digest, [fresh.saved])
    kept.change({("horizon",): 9})
    first = drafts.keep(kept)
    second = drafts.keep(opened(ONE, "one", writable=True))
    for _ in range(MAX_DRAFTS - 1):
        drafts.keep(opened(ONE, "one", writable=True))
    assert drafts.found(first) is kept
    assert set(drafts.unsaved()) == {first}
    with pytest.raises(ForgottenError):
        drafts.found(second)


def test_only_the_drafts_worked_on_last_keep_their_draws():
    """A day of opening files does not fill the memory; what was typed stays in all of them."""
    drafts = Drafts()
    idents = [drafts.keep(opened(ONE, ONE.name, True)) for _ in range(AWAKE + 5)]
    for ident in idents:
        draft = drafts.found(ident)
        draft.change({("horizon",): 7})
        draft.valid = answer(draft.scenario, 16)
    kept = [ident for ident in idents if drafts.by_id[ident].valid is not None]
    assert kept == idents[-AWAKE:]
    assert drafts.unsaved().keys() == set(idents)


def test_a_changed_draft_is_never_dropped(monkeypatch):
    """Where all hold changes, another cannot be opened until one is saved."""
    monkeypatch.setattr(keeping, "MAX_DRAFTS", 3)
    drafts = Drafts()
    for _ in range(3):
        draft = opened(ONE, ONE.name, True)
        draft.change({("horizon",): 7})
        drafts.keep(draft)
    with pytest.raises(FullError):
        drafts.keep(opened(ONE, ONE.name, True))
    assert len(drafts.unsaved()) == 3
