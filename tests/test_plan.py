"""A plan beside what it came to, worked out by hand."""

import pytest

from sroi.errors import ScenarioError
from sroi.loader import load
from sroi.observations.reading import observations_in
from sroi.questions.followup.compute import follow_up
from sroi.questions.followup.findings import findings
from sroi.questions.followup.plan import plan_outcome
from sroi.questions.followup.record import followup_record
from sroi.questions.followup.table import followup_page
from sroi.wording import Wording
from tests.followed import INDICATORS, scenario_of, table_of

EN = Wording("en", "SEK")
HEAD = "indicator,period,value,mark\n"


def record_of(folder, *rows, scenario=None, others=()):
    """Return what the JSON says of rows about a plan: a nurse of 600 000 and rent of 100 000."""
    scenario = scenario or scenario_of(folder)
    known = observations_in([table_of(folder, HEAD + "\n".join(rows))], scenario)
    followed = follow_up(scenario, known)
    plans = [p for s in (scenario, *others) if (p := plan_outcome(s, known)) is not None]
    notes = findings(followed, plans[0] if plans else None)
    followup_page(followed, notes, None, False, EN, plans)
    return followup_record(followed, notes, None, False, EN, plans)


def rules(record):
    return {finding["rule"] for finding in record["findings"]}


def test_a_line_is_compared_over_the_years_that_are_known(tmp_path):
    """Rent of 100 000 a year: 90 000 in 2018 and 120 000 in 2019 are 210 of 200."""
    record = record_of(tmp_path, "costs.rent,2018,90000", "costs.rent,2019,120000")
    rent = record["plan"]["costs.rent"]
    assert (rent["planned"], rent["actual"], rent["used"]) == (200_000, 210_000, 1.05)
    assert rent["years"]["2019"] == {"planned": 100_000, "actual": 120_000}
    assert "price_year" in rules(record)


def test_a_line_that_nobody_reports_is_planned_and_not_compared(tmp_path):
    """Nor is it in the total."""
    record = record_of(tmp_path, "costs.rent,2018,90000")
    assert record["plan"]["staffing.nurse"]["used"] is None
    assert record["plan_total"]["planned"] == 100_000 and record["plan_total"]["used"] == 0.9


@pytest.mark.parametrize(
    "rows",
    [
        ["costs.rent,2018Q1,20000", "costs.rent,2018Q2,20000"],
        ["costs.rent,2018,20000,partial"],
        ["costs.rent,2018,"],
    ],
)
def test_a_year_counts_when_every_planned_month_is_known(tmp_path, rows):
    """Half of it, not over, or not known."""
    record = record_of(tmp_path, *rows)
    assert record["plan"]["costs.rent"]["years"] == {} and record["plan_total"] is None
    assert "not_whole" in rules(record)


def test_months_that_were_not_planned_need_not_be_known(tmp_path):
    """From July 2018 to 2020, 50 000 in 2018: two quarters are all of that year."""
    rent = "costs: {rent: {amount: 100000, payer: town, from: 2018-07, to: 2020-12}}\n"
    scenario = scenario_of(tmp_path)
    file = tmp_path / "scenario.yaml"
    text = file.read_text("utf-8").replace("costs:\n  rent: {amount: 100000, payer: town}\n", rent)
    file.write_text(text, encoding="utf-8")
    scenario = load(file)
    rows = ["costs.rent,2018Q3,30000", "costs.rent,2018Q4,30000"]
    years = record_of(tmp_path, *rows, scenario=scenario)["plan"]["costs.rent"]["years"]
    assert years == {"2018": {"planned": 50_000, "actual": 60_000}}


def test_a_span_is_compared_with_the_months_inside_it(tmp_path):
    """July 2018 to March 2020: 6 + 12 + 3 months of 100 000 a year are 175 000."""
    record = record_of(tmp_path, "costs.rent,2018-07..2020-03,140000")
    rent = record["plan"]["costs.rent"]
    assert rent["years"]["2018-07..2020-03"]["planned"] == pytest.approx(175_000)
    assert rent["used"] == pytest.approx(0.8)


def test_a_difference_is_split_in_posts_and_price(tmp_path):
    """One post of 600 000 planned, 0.8 filled at 540 000: -120 000 of posts, +60 000 of price."""
    rows = ["staffing.nurse,2018,540000", "staffing.nurse.fte,2018,0.8"]
    nurse = record_of(tmp_path, *rows)["plan"]["staffing.nurse"]
    assert nurse["posts"] == pytest.approx(-120_000) and nurse["price"] == pytest.approx(60_000)
    assert nurse["posts"] + nurse["price"] == pytest.approx(nurse["actual"] - nurse["planned"])


def test_posts_are_means(tmp_path):
    """0.5 in a third of 2018 and 0.8 in the rest are 0.7; with 1.1 in 2019, 0.9 of 1."""
    rows = ["staffing.nurse.fte,2018T1,0.5", "staffing.nurse.fte,2018T2,0.8"]
    rows += ["staffing.nurse.fte,2018T3,0.8", "staffing.nurse.fte,2019,1.1"]
    posts = record_of(tmp_path, *rows)["plan"]["staffing.nurse.fte"]
    assert posts["years"]["2018"] == {"planned": 1, "actual": pytest.approx(0.7)}
    assert posts["actual"] == pytest.approx(0.9) and posts["planned"] == 1


def test_hours_without_a_plan_are_not_a_share_of_it(tmp_path):
    """Nobody planned hours."""
    hours = record_of(tmp_path, "staffing.nurse.hours,2018,1500")["plan"]["staffing.nurse.hours"]
    assert (hours["planned"], hours["actual"], hours["used"]) == (None, 1500, None)


def test_hours_and_services_are_compared_with_their_plan(tmp_path):
    """1 000 hours of which a tenth stands empty are 900; 200 visits, 150 made."""
    file = tmp_path / "scenario.yaml"
    scenario_of(tmp_path)
    post = "{hours: 1000, vacancy: 0.1, hourly_cost: 400, payer: town}"
    text = file.read_text("utf-8").replace("{fte: 1, annual_cost: 600000, payer: town}", post)
    file.write_text(text + "services: {visits: {per_year: 200}}\n", encoding="utf-8")
    text = file.read_text("utf-8").replace("  visits: {name: Visits,", "  talks: {name: Visits,")
    file.write_text(text, encoding="utf-8")
    rows = ["staffing.nurse.hours,2018,810", "services.visits,2018,150"]
    plan = record_of(tmp_path, *rows, scenario=load(file))["plan"]
    assert plan["staffing.nurse.hours"]["used"] == pytest.approx(0.9)
    assert plan["services.visits"]["used"] == 0.75


def test_a_plan_is_in_the_money_of_each_year_where_prices_rise(tmp_path):
    """Rent of 100 000 in prices of 2019 and 2 % a year: 104 040 in 2021."""
    scenario_of(tmp_path)
    values = {"inflation": 0.02, "programme.years": "2018-2021"}
    scenario = load(tmp_path / "scenario.yaml", set=values)
    record = record_of(tmp_path, "costs.rent,2021,104040", scenario=scenario)
    assert record["plan_total"]["planned"] == pytest.approx(104_040)
    assert "price_year" not in rules(record)


def test_participants_are_compared_and_few_are_hidden(tmp_path):
    """40 planned and 31 came; of 3 nothing is said."""
    came = record_of(tmp_path, "participants,2018,31")["plan"]["participants"]
    assert (came["planned"], came["actual"]) == (40, 31)
    few = record_of(tmp_path, "participants,2018,31", "participants,2019,3")
    assert few["plan"]["participants"]["actual"] is None and few["protected_cells"] == 2
    assert "protected" in rules(few)


def test_a_second_plan_is_compared_with_the_same_outcome(tmp_path):
    """A revised budget of 120 000 a year."""
    first = scenario_of(tmp_path)
    revised = load(tmp_path / "scenario.yaml", set={"name": "Revised", "costs.rent.amount": 120000})
    record = record_of(tmp_path, "costs.rent,2018,90000", scenario=first, others=[revised])
    assert record["plan_total"]["used"] == 0.9
    assert record["plans"]["Revised"]["plan_total"]["used"] == 0.75


def test_nothing_is_planned_where_no_row_is_about_it(tmp_path):
    """The keys are there all the same."""
    record = record_of(tmp_path, "courses,2018,31")
    assert (record["plan"], record["plan_total"], record["plans"]) == ({}, None, {})


def test_a_plan_with_a_number_missing_cannot_be_compared(tmp_path):
    """Indicators can, and they need no plan."""
    scenario = scenario_of(tmp_path, INDICATORS)
    lacking = load(tmp_path / "scenario.yaml", set={"costs.rent.amount": "missing"})
    assert scenario.indicators
    with pytest.raises(ScenarioError, match="missing"):
        record_of(tmp_path, "costs.rent,2018,90000", scenario=lacking)
    assert record_of(tmp_path, "courses,2018,31", scenario=lacking)["plan"] == {}
