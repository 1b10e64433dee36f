"""Alternatives side by side: which board pays, how much more or less, who saves, and when."""

import pytest

from sroi.model.comparison import compare
from sroi.tables.alternatives import agreement, cost_changes, cost_table, savings_table
from sroi.tables.cells import Money
from sroi.wording import Wording
from tests.strategies import load

EN = Wording("en", "SEK")
MONEY = Money(EN, 1)
BASE = {
    "sroi": 1,
    "name": "Families, grant",
    "currency": "SEK",
    "price_year": 2025,
    "first_year": 2025,
    "horizon": 4,
    "discounting": {"rate": 0},
    "payers": {
        "social": {"name": "Social board", "sector": "municipality"},
        "region": {"name": "Region", "sector": "region"},
    },
    "programme": {"years": "2025-2026"},
    "participants": {"per_year": 10},
    "costs": {"post": {"amount": 600, "payer": "social"}},
    "funding": {"grant": {"payer": "region", "amount": 400, "years": 2025}},
    "outcomes": {
        "placement": {
            "name": "Placements",
            "baseline": 0.2,
            "effect": {"relative_risk": 0.5, "basis": "comparative"},
            "unit_cost": 1000,
            "payer": "social",
            "cashable": 0.4,
        }
    },
}
ALONE = BASE | {"name": "Families, no grant", "funding": {}}
UNKNOWN = {"placement": BASE["outcomes"]["placement"] | {"effect": {"unknown": True}}}


def compared(*data):
    return compare([load(each) for each in data], draws=16)


def amounts(table):
    return {row.label: [cell.value for cell in row.cells] for row in table.rows}


def under(table):
    return {row.label: [cell.range for cell in row.cells] for row in table.rows}


def test_each_board_has_its_cost_by_year_in_each_alternative():
    """600 a year; a grant of 400 in the first of two years moves 400 to the region."""
    table = cost_table(compared(BASE, ALONE), MONEY)
    assert table.columns == ("grant", "no grant")
    assert amounts(table) == {
        "Social board: from own budget": [800, 1200],
        "  2025": [600, 600],  # the last row of that name: all costs
        "  2026": [600, 600],
        "Region: applied for, 2025": [400, 0],
        "All costs": [1200, 1200],
    }
    social = [[cell.value for cell in row.cells] for row in table.rows[1:3]]
    assert social == [[200, 600], [600, 600]]


def test_below_each_amount_stands_the_difference_to_the_reference():
    """Without the grant the board pays 400 more, and the region 400 less."""
    table = under(cost_table(compared(BASE, ALONE), MONEY))
    assert table["Social board: from own budget"] == ["", "+400"]
    assert table["Region: applied for, 2025"] == ["", "\u2212400"]
    assert table["All costs"] == ["", ""]


def test_savings_come_by_board_and_year_the_cashable_first():
    """10 x 0.2 x 0.5 x 1 000 = 1 000 in each of two years; 40 % of it can be cut."""
    table = amounts(savings_table(compared(BASE, ALONE), MONEY))
    assert table["Social board: Cashable"] == [800, 800]
    assert table["Social board: Benefit"] == [2000, 2000]
    assert next(iter(table)) == "Social board: Cashable"


def test_what_nobody_can_cut_is_nothing_and_is_said():
    """A board that gains but has no cashable share: 0, the question a board asks first."""
    outcome = {k: v for k, v in BASE["outcomes"]["placement"].items() if k != "cashable"}
    table = savings_table(
        compared(*[d | {"outcomes": {"p": outcome}} for d in (BASE, ALONE)]), MONEY
    )
    assert amounts(table)["Social board: Cashable"] == [0, 0]


def test_an_unknown_saving_is_unknown_and_not_nothing():
    """Beside a known one too: no amount, no difference."""
    table = savings_table(compared(BASE, ALONE | {"outcomes": UNKNOWN}), MONEY)
    benefit = next(row for row in table.rows if row.label == "Social board: Benefit")
    assert [cell.text for cell in benefit.cells] == ["2,000", "unknown"]
    assert [cell.value for cell in benefit.cells] == [2000, None]


def test_where_nobody_saves_money_there_is_no_table_of_savings():
    """Only costs are compared."""
    bare = [data | {"outcomes": {}} for data in (BASE, ALONE)]
    assert savings_table(compared(*bare), MONEY) is None


def test_alternatives_of_the_same_total_are_said_to_be_so():
    """Public money from two payers: the sum is the same, and so is the benefit."""
    assert agreement(compared(BASE, ALONE), EN).startswith("Cost and benefit to public sector are")
    unknown = [data | {"outcomes": UNKNOWN} for data in (BASE, ALONE)]
    assert agreement(compared(*unknown), EN).startswith("The cost to public sector is the same")


@pytest.mark.parametrize("other", [{"costs": {}}, {"outcomes": UNKNOWN}, {"outcomes": {}}])
def test_alternatives_that_differ_are_not_said_to_be_the_same(other):
    """Another cost, an unknown beside a known, another benefit."""
    assert agreement(compared(BASE, ALONE | other), EN) is None


def test_who_pays_more_and_less_is_said_of_each_alternative():
    """In whole currency units, undiscounted."""
    (sentence,) = cost_changes(compared(BASE, ALONE), MONEY)
    assert sentence.replace("\u00a0", " ") == (
        "No grant (against grant): Social board pays SEK 400 more, Region pays SEK 400 less."
    )
    (same,) = cost_changes(compared(BASE, BASE | {"name": "Families, again"}), MONEY)
    assert same == "Again (against grant): everybody pays the same."


def test_alternatives_may_have_other_years_and_payers():
    """Calendar years are matched, and a payer who is not there pays nothing."""
    later = ALONE | {"name": "Families, later", "first_year": 2026, "programme": {"years": 2026}}
    payers = {"state": {"name": "The state", "sector": "state"}}
    later = later | {"payers": BASE["payers"] | payers, "costs": {
        "post": {"amount": 500, "payer": "state"}}}  # fmt: skip
    table = cost_table(compared(BASE, later), MONEY)
    rows = amounts(table)
    assert rows["The state: from own budget, 2026"] == [0, 500]
    assert rows["Social board: from own budget"] == [800, 0]
