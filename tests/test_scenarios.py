"""The shipped scenarios: their budgets against the printed totals, their output, their schema."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

import sroi
from sroi.loader.document import read
from sroi.model.checks import notices
from sroi.model.engine import results_of as flows_of
from sroi.model.projection import simulate
from sroi.records.run import as_json, record
from sroi.report.text import markdown
from sroi.schema.json_schema import json_schema
from sroi.tables.page import run_page
from sroi.wording import Wording
from tests.test_cli import call

FOLDER = Path(__file__).parent.parent / "scenarios"
GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*/*.yaml"))
RUN = [path for path in FILES if path.parent.name != "norrkoping" or path.stem != "template"]


def name(path):
    return f"{path.parent.name}-{path.stem}"


def lines_by_year(path):
    """Return the cost of every line by year in thousands, undiscounted."""
    scenario = sroi.load(FOLDER / path)
    flows = flows_of(scenario).costs
    return {
        line: {
            y: flow.values[0, t] / 1000 for t, y in enumerate(scenario.years) if flow.values[0, t]
        }
        for line, flow in flows.items()
    }


def total(lines, *names):
    chosen = [line for line in lines if not names or line in names]
    return sum(amount for line in chosen for amount in lines[line].values())


# The printed totals, thousands of kronor: STIS final report 2021, budget tables
STIS = {
    "stis/application.yaml": 41_423,
    "stis/revised.yaml": 50_094,
    "stis/outcome.yaml": 39_637,
}


@pytest.mark.parametrize(("path", "printed"), STIS.items())
def test_stis_totals_are_the_printed_ones(path, printed):
    """Application 41 423, revised budget 50 094, outcome 39 637 tkr."""
    assert total(lines_by_year(path)) == pytest.approx(printed, abs=1e-6)


def test_stis_rows_are_the_printed_ones():
    """The five rows of the application's budget, each one line."""
    lines = lines_by_year("stis/application.yaml")
    printed = {
        "staffing.district": 39_221,
        "costs.course": 180,
        "costs.seminars": 880,
        "costs.consulting": 431,
        "costs.coordination": 711,
    }
    assert set(lines) - set(printed) == {"costs.bvc"}  # which nobody has priced
    for line, amount in printed.items():
        assert total(lines, line) == pytest.approx(amount)


def test_stis_printed_yearly_totals_are_70_too_low():
    """A documented discrepancy: each printed year total is 70 tkr below its own rows."""
    printed = {2017: 9_595, 2018: 10_083, 2019: 10_474, 2020: 10_991}
    lines = lines_by_year("stis/application.yaml")
    for year, amount in printed.items():
        rows = sum(by_year.get(year, 0) for by_year in lines.values())
        assert rows - amount == pytest.approx(70)
    assert sum(printed.values()) == 41_423 - 4 * 70


def test_stis_posts_cost_650_each_and_5_percent_more_a_year():
    """9 100 / 14 = 650 tkr in 2017, then 5 % a year to the printed thousand."""
    line = lines_by_year("stis/application.yaml")["staffing.district"]
    assert line[2017] == pytest.approx(14 * 650)
    for year in (2018, 2019, 2020):
        assert line[year] / line[year - 1] == pytest.approx(1.05, abs=0.0002)


def test_stis_revision_is_posts_and_an_evaluation():
    """46 392 - 39 221 = 7 171 for 6.5 posts, and 1 500 for the evaluation."""
    lines = lines_by_year("stis/revised.yaml")
    assert total(lines, "staffing.district") == pytest.approx(39_221 + 7_171)
    assert total(lines, "costs.evaluation") == pytest.approx(1_500)


def test_stis_outcome_rows_are_the_printed_ones():
    """45, 902, 275, 788, 686 and 36 941 tkr."""
    lines = lines_by_year("stis/outcome.yaml")
    printed = {
        "costs.course": 45,
        "costs.seminars": 902,
        "costs.consulting": 275,
        "costs.coordination": 788,
        "costs.evaluation": 686,
        "staffing.district": 36_941,
    }
    for line, amount in printed.items():
        assert total(lines, line) == pytest.approx(amount)


def test_stis_is_handed_over_in_may_2021():
    """The fund pays until April; the city then bears 20.5 posts x 650 tkr x 0.756 for 8 months."""
    result = json.loads(call("budget", str(FOLDER / "stis/continued.yaml"), "--json").stdout)
    assert result["handover"] == "2021-05"
    city = result["payers"]["stad"]["handover"]
    posts = 20.5 * 650_000 * (1 - 0.243916083916084)
    assert city["own_budget"] == pytest.approx(posts * 8 / 12)
    assert city["own_budget_next_3"] == pytest.approx(posts)  # all of 2022


def test_grastorp_visits_cost_what_their_hours_do():
    """269 hours for 108 visits and 180 for 49, at 357 kr: 889 and 1 311 kr a visit."""
    base = record(sroi.simulate(sroi.load(FOLDER / "grastorp/as_reported.yaml"), draws=8))
    services = base["base"]["services"]
    assert services["hembesok4"]["cost_per_unit"] == pytest.approx(269 * 357 / 108)
    assert services["hembesok15"]["cost_per_unit"] == pytest.approx(180 * 357 / 49)


def test_varvaderstorget_applies_for_500():
    """375 for half a nurse and 125 for the premises; the grant covers a quarter of the whole."""
    lines = lines_by_year("varvaderstorget/grant_as_applied.yaml")
    assert total(lines, "staffing.sjukskoterska") == pytest.approx(375)
    assert total(lines, "costs.lokal") == pytest.approx(125)
    # 40 300 x 12 x 1.4453 and 45 750 x 12 x 1.4453: municipal wages 2024, on-costs 2023
    assert total(lines, "staffing.socionom") == pytest.approx(698.947, abs=0.001)
    assert total(lines, "staffing.specialpedagog") == pytest.approx(793.470, abs=0.001)
    assert 500 / total(lines) == pytest.approx(0.25, abs=0.01)


def test_varvaderstorget_nurse_agrees_with_wage_and_on_costs():
    """41 000 x 12 x 1.5228 x 0.5 = 374 609, the document's 375 000 within half a per cent."""
    assert pytest.approx(375_000, rel=0.005) == 41_000 * 12 * 1.5228 * 0.5


def test_varvaderstorget_intake_is_9_a_year():
    """47 families in 62 months, 12 and 35, each with Jeffreys' half; 6 places x 12 / 8 months."""
    scenario = sroi.load(FOLDER / "varvaderstorget/grant_as_applied.yaml")
    groups = scenario.participants.groups
    assert groups["bistand"].per_year.base == pytest.approx(12.5 / 62 * 12)
    assert groups["oppet"].per_year.base == pytest.approx(35.5 / 62 * 12)
    assert pytest.approx(9.1, abs=0.01) == 47 / 62 * 12
    starting = flows_of(scenario).participants
    assert starting.total[0] == pytest.approx(6 * 12 / 8)


def test_a_takeover_changes_who_pays_and_nothing_else():
    """Society's cost is the same; the two boards pay all of it."""
    files = [
        FOLDER / "varvaderstorget" / f"{n}.yaml" for n in ("grant_as_applied", "municipal_takeover")
    ]
    made = sroi.compare([sroi.load(file) for file in files], draws=64)
    difference = made.difference(list(made.projections)[1], "pv_costs", "society")
    assert difference.base == pytest.approx(0, abs=1e-6)
    takeover = list(made.projections.values())[1]
    assert takeover.base_value("pv_costs", "temagrupp") == 0
    assert takeover.base_value("npv", "forvaltningarna") == takeover.base_value("npv", "public")


@pytest.mark.parametrize(
    "path",
    [p for p in RUN if not p.stem.startswith("what_if") and p.stem != "illustration"],
    ids=name,
)
def test_nothing_is_claimed_where_the_documents_give_no_effect(path):
    """Every priced outcome is unknown in the programmes' own scenarios."""
    scenario = sroi.load(path)
    for key, outcome in scenario.outcomes.items():
        if outcome.unit_cost is not None:
            assert scenario.outcomes[scenario.root(key)].unknown


@pytest.mark.parametrize("path", [p for p in FILES if p.stem.startswith("what_if")], ids=name)
def test_a_what_if_is_marked_as_a_judgement(path):
    """Published effects from elsewhere are basis: expert here."""
    found = {notice.rule for notice in notices(sroi.load(path))}
    assert "expert" in found


def test_grastorp_hours():
    """5 038 hours as reported, 85 % of them planning; 2 670 of planning on working days."""
    reported = sroi.load(FOLDER / "grastorp/as_reported.yaml")
    hours = {line: post.hours.base for line, post in reported.staffing.items()}
    assert sum(hours.values()) == pytest.approx(269 + 180 + 289 + 4300)
    assert hours["planning"] / sum(hours.values()) == pytest.approx(0.85, abs=0.01)
    corrected = sroi.load(FOLDER / "grastorp/corrected_hours.yaml")
    assert corrected.staffing["planning"].hours.base == 2670


def test_grastorp_shows_no_effect_before_it_can():
    """Children visited in 2017 are checked at four, in 2021."""
    scenario = sroi.load(FOLDER / "grastorp/as_reported.yaml")
    assert scenario.outcomes["fyraarskontroll"].starts_after == 4
    found = {(n.path, n.rule) for n in notices(scenario)}
    assert ("outcomes.fyraarskontroll", "effect_after_followup") in found


def test_norrkoping_is_a_template():
    """The document gives no number: each is missing, and the illustration says it is one."""
    template = sroi.load(FOLDER / "norrkoping/template.yaml")
    with pytest.raises(sroi.MissingValueError):
        sroi.simulate(template)
    illustration = sroi.load(FOLDER / "norrkoping/illustration.yaml")
    assert "ILLUSTRATION" in illustration.name
    filled = {p for p, n in template.numbers.items() if n.missing}
    assert all(
        illustration.numbers[path].origin.note == "påhittat"
        for path in filled
        if path in illustration.numbers
    )


@pytest.mark.parametrize("path", FILES, ids=name)
def test_each_carries_the_modeline_and_validates(path):
    """Editors complete and check the shipped files with the shipped schema."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../sroi.schema.json"
    jsonschema.validate(text_keys(read(path).data), json_schema())


def text_keys(value):
    """Return data as JSON sees it: every key is text."""
    if isinstance(value, dict):
        return {str(key): text_keys(inner) for key, inner in value.items()}
    return [text_keys(inner) for inner in value] if isinstance(value, list) else value


def test_the_shipped_schema_is_the_one_printed():
    """scenarios/sroi.schema.json is what sroi schema prints."""
    shipped = (FOLDER / "sroi.schema.json").read_text(encoding="utf-8")
    assert shipped == as_json(json_schema())


def output(path):
    """Return a scenario's page as Markdown."""
    scenario = sroi.load(path)
    wording = Wording(scenario.language, scenario.currency)
    made = simulate(scenario)
    return markdown(run_page(made, notices(scenario, made.base, made.totals), wording)).decode()


@pytest.mark.parametrize("path", RUN, ids=name)
def test_the_output_is_the_golden_one(path):
    """Rewrite with SROI_GOLDEN=1 after looking at every change."""
    golden = GOLDEN / f"{name(path)}.md"
    made = output(path)
    if os.environ.get("SROI_GOLDEN"):
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")
