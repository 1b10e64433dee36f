"""What exists and has no price: counted as 0, and told wherever it is part of a figure."""

import pytest

import sroi
from sroi.model.checks import comparison_notices
from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.questions.breakeven.table import breakeven_lines
from sroi.questions.budget.compute import budget
from sroi.questions.budget.table import budget_page
from sroi.questions.waterfall.compute import base_waterfalls
from sroi.questions.waterfall.table import waterfall_sentence
from sroi.records.run import record
from sroi.report.brief import front_page
from sroi.tables.page import comparison_page, run_page
from sroi.wording import Wording
from tests.strategies import load
from tests.test_cli import call
from tests.test_projection import DATA

PREMISES = {"name": "Premises", "amount": "unpriced", "payer": "social"}
NURSE = {"role": "Nurse", "fte": 0.5, "annual_cost": "unpriced", "payers": {"health": 1}}
UNPRICED = DATA | {"costs": DATA["costs"] | {"premises": PREMISES}, "staffing": {"nurse": NURSE}}
EN, SV = Wording("en", "SEK"), Wording("sv", "SEK")


def test_it_counts_as_nothing_and_every_perspective_names_it():
    """Figures are those without the lines; social feels its premises, health its nurse."""
    one, other = (record(simulate(load(data), 64))["base"] for data in (UNPRICED, DATA))
    views = one["perspectives"]
    assert {v: views[v]["unpriced"] for v in ("social", "health", "society", "school")} == {
        "social": ["costs.premises"],
        "health": ["staffing.nurse"],
        "society": ["staffing.nurse", "costs.premises"],
        "school": [],
    }
    for view, figures in views.items():
        same = other["perspectives"][view] | {"unpriced": figures["unpriced"]}
        assert figures == same
    assert all(figures["unpriced"] == [] for figures in other["perspectives"].values())


def test_the_fingerprint_tells_it_from_free_of_charge():
    """An unpriced line is not one that costs 0."""
    free = {"costs": DATA["costs"] | {"premises": PREMISES | {"amount": 0}}}
    priced = load(UNPRICED | free)
    assert load(UNPRICED).digest != priced.digest


@pytest.mark.parametrize(
    ("wording", "least", "most", "told"),
    [
        (
            EN,
            "at least",
            "at most",
            "which costs something that nobody has priced: Nurse; Premises",
        ),
        (SV, "minst", "högst", "som kostar något som ingen har satt pris på: Nurse; Premises"),
    ],
)
def test_no_bare_figure_in_a_run(wording, least, most, told):
    """Cost and break-even at least, net and benefit per cost at most, and what is left out."""
    projection = simulate(load(UNPRICED), 64)
    page = run_page(projection, [], wording)
    text = " ".join(page.sentences)
    assert told in text
    assert most in page.sentences[0]
    assert any(least in sentence for sentence in page.sentences[1:])
    cells = {row.label: row.cells[0].text for row in page.tables[0].rows}
    bounds = dict.fromkeys(("pv_costs", "cost_per_participant", "breakeven"), least)
    bounds |= dict.fromkeys(("npv", "npv_cashable", "bcr"), most)
    for measure, word in bounds.items():
        assert cells[wording.term(f"measure.{measure}")].startswith(word), measure


def test_every_answer_with_the_cost_says_so():
    """Break-even, waterfall, budget, comparison and the one page."""
    scenario = load(UNPRICED)
    projection = simulate(scenario, 64)
    lines = breakeven_lines(scenario, projection.base_totals, scenario.headline, EN)
    assert all("at least" in line for line in lines)
    waterfall = base_waterfalls(scenario)[scenario.headline]
    assert "at least" in waterfall_sentence(scenario, waterfall, EN)
    assert any("nobody has priced" in s for s in budget_page(budget(scenario, 64), EN).sentences)
    compared = compare([scenario, load(DATA)], draws=64)
    sentences = comparison_page(compared, [], EN).sentences
    assert any("nobody has priced" in sentence for sentence in sentences)
    front = front_page(compare([scenario], draws=64), EN)
    assert "nobody has priced" in str(front.sections)
    assert "at least" in str(front.sections)


def test_a_difference_of_alike_lines_is_plain():
    """The same unpriced lines cancel: no notice; with others there is one."""

    def rules(*data):
        compared = compare([load(each) for each in data], draws=64)
        return {notice.rule for notice in comparison_notices(compared)}

    assert "different_unpriced" not in rules(UNPRICED, UNPRICED | {"horizon": 3})
    assert "different_unpriced" in rules(UNPRICED, DATA)


@pytest.mark.parametrize("amount", [{2025: "unpriced"}, {"value": "unpriced"}])
def test_it_is_the_whole_amount_or_an_error(amount):
    """One year of an amount cannot be unpriced, nor what has a source."""
    costs = {"premises": PREMISES | {"amount": amount}}
    with pytest.raises(sroi.ScenarioError, match="a whole amount"):
        load(DATA | {"costs": costs})
    funding = {"grant": {"payer": "social", "amount": "unpriced"}}
    with pytest.raises(sroi.ScenarioError, match="a whole amount"):
        load(DATA | {"funding": funding})


FILE, OTHER = (f"scenarios/varvaderstorget/what_if_{name}.yaml" for name in ("middle", "cautious"))


@pytest.mark.parametrize(
    "command",
    [
        ("sensitivity", FILE, "--draws", "64"),
        ("breakeven", FILE),
        ("waterfall", FILE, "--draws", "64"),
        ("information", FILE, OTHER, "--draws", "512"),
        ("diff", FILE, OTHER),
        ("sweep", FILE, "--vary", "horizon=5,10", "--draws", "64"),
        ("budget", FILE, "--draws", "64"),
    ],
    ids=lambda command: command[0],
)
def test_every_question_says_what_it_leaves_out(command, tmp_path):
    """A net, a driver or a difference without what nobody has priced is not the whole of it."""
    paper = tmp_path / "answer.md"
    assert call(*command, "-o", paper).returncode == 0
    said = " ".join(paper.read_text("utf-8").split())
    assert "ingen har satt pris på: Övriga lokalkostnader; Inspirationskonferens" in said
