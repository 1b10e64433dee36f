"""The figures of a draft: what a board votes on and the logic are among them, each with tables."""

import pytest

from sroi.loader.reading import load
from sroi.model.projection import simulate
from sroi.questions.budget.compute import budget
from sroi.questions.budget.table import budget_page
from sroi.web.answers import more_tables, panel
from sroi.web.pictures import figures
from sroi.wording import Wording
from tests.browser import ROOT

SV = Wording("sv", "SEK")
STIS = ROOT / "scenarios/stis/application.yaml"
DRAWS = 64


@pytest.fixture(scope="module")
def projection():
    return simulate(load(STIS), DRAWS)


def test_the_budget_and_the_logic_stand_among_the_answers(projection):
    """The tables beneath the budget are those of ``sroi budget``, but for how they reconcile."""
    there = {name: (caption, tables) for name, caption, _, tables in figures(projection, SV)}
    assert list(there)[-2:] == ["budget", "logic"]
    page = budget_page(budget(projection.scenario, DRAWS), SV)
    caption, tables = there["budget"]
    assert tables == page.tables[:-1]
    assert all(sentence in caption for sentence in page.sentences)


def test_where_nobody_pays_anything_in_cash_there_is_no_budget():
    """All is in kind: there is nothing to vote on."""
    file = ROOT / "docs/examples/by-hand.yaml"
    scenario = load(file)
    lines = {
        section: {
            name: line.model_copy(update={"in_kind": True})
            for name, line in getattr(scenario, section).items()
        }
        for section in ("staffing", "costs")
    }
    bare = simulate(scenario.changed(**lines, funding={}, outcomes={}), DRAWS)
    assert "budget" not in [name for name, *_ in figures(bare, SV)]


def test_what_is_delivered_and_what_is_said_are_told(projection):
    """What one costs stands among the first tables, what is said among the last."""
    titles = [table.title for table in panel(projection, [], SV).tables]
    assert titles[-1] == SV.term("table.services")
    more = [table.title for table in more_tables(projection, SV)]
    assert SV.term("table.services_by_year") in more
    assert more[-1] == SV.term("table.claims")
