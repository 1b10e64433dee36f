"""What is said and carries no number: told everywhere, counted nowhere."""

import json

import pytest

from sroi.errors import ScenarioError
from sroi.model.projection import simulate
from sroi.records.run import record
from sroi.tables.page import run_page
from sroi.wording import Wording
from tests.strategies import load
from tests.test_projection import DATA

TRUST = {
    "text": "Parents trust the team",
    "says": "participants",
    "direction": "better",
    "of": {"events": 44, "of": 47},
    "source": "Interviews, 2024",
}
SAID = DATA | {"claims": {"trust": TRUST}}


def test_a_claim_enters_no_figure_and_no_digest():
    """With a claim and without one, all but the claim itself is the same, to the bit."""
    one, other = record(simulate(load(SAID), 64)), record(simulate(load(DATA), 64))
    assert one.pop("claims") == {"trust": TRUST}
    assert other.pop("claims") == {}
    assert json.dumps(one) == json.dumps(other)
    assert one["digest"] == other["digest"]


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("sv", "Vad som sägs och inte räknas", ["deltagare", "till det bättre", "44 av 47"]),
        ("en", "What is said and not counted", ["participants", "for the better", "44 of 47"]),
    ],
)
def test_it_is_told_who_says_it(language, title, words):
    """The table names the speaker, the direction, how many, and the source; nothing empty."""
    page = run_page(simulate(load(SAID), 64), [], Wording(language, "SEK"))
    table = page.tables[-1]
    assert table.title == title
    (row,) = table.rows
    assert row.label == TRUST["text"]
    assert [cell.text for cell in row.cells] == [*words, TRUST["source"]]


def test_what_it_is_about_is_an_outcome_or_words():
    """An outcome is told by its name, words as they are; other words than a map are refused."""
    outcome = next(iter(DATA["outcomes"]))
    texts = []
    for about in ({"outcome": outcome}, "the whole of it"):
        data = DATA | {"claims": {"trust": TRUST | {"about": about}}}
        page = run_page(simulate(load(data), 64), [], Wording("en", "SEK"))
        texts.append(page.tables[-1].rows[0].cells[3].text)
    assert texts == [DATA["outcomes"][outcome]["name"], "the whole of it"]
    with pytest.raises(ScenarioError, match="claims.trust.about"):
        load(DATA | {"claims": {"trust": TRUST | {"about": 3}}})


def test_a_variant_replaces_how_many_say_it():
    """``of`` is one thing: {events: 10, of: 12} in place of {events: 44, of: 47}."""
    scenario = load(SAID, **{"claims.trust.of": {"events": 10, "of": 12}})
    assert scenario.claims["trust"].of.events == 10
    assert scenario.claims["trust"].text == TRUST["text"]
