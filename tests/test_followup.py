"""Did it happen: series, changes and verdicts of small tables worked out by hand."""

import json
import math

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import sroi
from sroi.arithmetic.intervals import exact_ratio, garwood, newcombe, wilson
from sroi.cli import main
from sroi.errors import Mark
from sroi.loader.terms import terms
from sroi.observations.reading import observations_in
from sroi.observations.rows import Observation
from sroi.observations.series import series_of
from sroi.questions.followup.compute import follow_up
from sroi.questions.followup.findings import findings
from sroi.questions.followup.record import followup_record
from sroi.questions.followup.table import followup_page
from sroi.questions.followup.verdicts import judged
from sroi.schema.periods import period_in
from sroi.wording import Wording
from tests.followed import read_rows, scenario_of, table_of
from tests.test_explain import ROOT

EN, SV = Wording("en", "SEK"), Wording("sv", "SEK")
HEAD = "indicator,period,unit,group,events,of,value,sd,about,cohort,reporting,expected,mark\n"


def line(indicator, period, **cells):
    """Return a row of a table."""
    columns = HEAD.strip().split(",")
    known = {"indicator": indicator, "period": period, **cells}
    return ",".join(str(known.get(column, "")) for column in columns) + "\n"


def record_of(folder, indicators, *lines, level=None, annualise=False, more="", wording=EN):
    """Return what the JSON says of a table about some indicators."""
    scenario = scenario_of(folder, indicators, more)
    followed = follow_up(scenario, read_rows(folder, HEAD + "".join(lines), scenario))
    return followup_record(followed, findings(followed), level, annualise, wording)


def one(folder, indicator, *lines, **how):
    """Return what the JSON says of one indicator, x."""
    return record_of(folder, f"  x: {{name: X, {indicator}}}\n", *lines, **how)["indicators"]["x"]


SHARE = "kind: share, better: lower"
COUNT = "kind: count, better: higher"


# Series ---------------------------------------------------------------------------------------


def test_a_share_has_wilsons_interval(tmp_path):
    """108 of 115."""
    (point,) = one(tmp_path, SHARE, line("x", 2019, events=108, of=115))["series"]
    assert (point["events"], point["of"], point["value"]) == (108, 115, 108 / 115)
    assert (point["low"], point["high"]) == wilson(108, 115)


def test_a_share_without_n_has_no_interval(tmp_path):
    """Nor one that is about so much."""
    points = one(
        tmp_path, SHARE, line("x", 2018, value=0.3), line("x", 2019, events=30, of=90, about="ca")
    )["series"]
    assert [(point["value"], point["low"]) for point in points] == [(0.3, None), (30 / 90, None)]


def test_visits_have_an_interval_only_where_a_person_makes_so_many(tmp_path):
    """1 000 visits of 25 each are 40 persons: Garwood's 40, times 25."""
    visits = "kind: count, people: false"
    assert one(tmp_path, visits, line("x", 2019, value=1000))["series"][0]["low"] is None
    (point,) = one(tmp_path, f"{visits}, per_person: 25", line("x", 2019, value=1000))["series"]
    assert (point["low"], point["high"]) == tuple(end * 25 for end in garwood(40))


def test_a_count_by_exposure_is_a_rate(tmp_path):
    """12 events in 400 person-years: 0.03."""
    (point,) = one(tmp_path, COUNT, line("x", 2019, value=12, of=400))["series"]
    assert (point["value"], point["events"], point["of"]) == (0.03, 12, 400)
    assert (point["low"], point["high"]) == garwood(12, 400)


def test_units_are_added_up_and_a_total_is_used_instead(tmp_path):
    """20 of 40 and 30 of 60 are 50 of 100; a total that says 51 is used, and told of."""
    units = [line("x", 2019, unit=u, events=e, of=n) for u, e, n in (("a", 20, 40), ("b", 30, 60))]
    total = line("x", 2019, events=51, of=100)
    assert one(tmp_path, SHARE, *units)["series"][0]["value"] == 0.5
    record = record_of(tmp_path, f"  x: {{name: X, {SHARE}}}\n", *units, total)
    assert record["indicators"]["x"]["series"][0]["value"] == 0.51
    assert [f["rule"] for f in record["findings"]] == ["sums"]


def test_a_unit_without_a_row_of_its_own_is_the_sum_of_its_groups(tmp_path):
    """Unit a: girls 3 and boys 4; unit b: 9. Together 16."""
    rows = [line("x", 2019, unit="a", group=g, value=n) for g, n in (("girls", 3), ("boys", 4))]
    rows.append(line("x", 2019, unit="b", value=9))
    x = one(tmp_path, f"{COUNT}, people: false", *rows, level="unit")
    assert x["series"][0]["value"] == 16
    assert {name: part[0]["value"] for name, part in x["parts"].items()} == {"a": 7, "b": 9}


def test_groups_are_added_up_over_units_where_that_is_asked(tmp_path):
    """Girls 3 + 5, boys 4 + 6."""
    rows = [
        line("x", 2019, unit=u, group=g, value=n)
        for u, g, n in (("a", "girls", 3), ("a", "boys", 4), ("b", "girls", 5), ("b", "boys", 6))
    ]
    x = one(tmp_path, f"{COUNT}, people: false", *rows, level="group")
    assert {name: part[0]["value"] for name, part in x["parts"].items()} == {"boys": 10, "girls": 8}


def test_parts_without_n_beside_others_are_not_added(tmp_path):
    """There is nothing to weigh them by."""
    rows = line("x", 2019, unit="a", value=0.5), line("x", 2019, unit="b", events=30, of=60)
    record = record_of(tmp_path, f"  x: {{name: X, {SHARE}}}\n", *rows)
    assert record["indicators"]["x"]["series"][0]["value"] is None
    assert [f["rule"] for f in record["findings"]] == ["mixed"]


def test_coverage_is_who_reported_of_those_who_should(tmp_path):
    """Stated 3 of 4; else units with a value among all that are ever seen: 1 of 2."""
    stated = one(tmp_path, COUNT, line("x", 2019, value=9, reporting=3, expected=4))
    assert stated["series"][0]["coverage"] == 0.75
    rows = line("x", 2018, unit="a", value=9), line("x", 2019, unit="a", value=8)
    rows = *rows, line("x", 2018, unit="b", value=7), line("x", 2019, unit="b")
    seen = one(tmp_path, COUNT, *rows)
    assert [point["coverage"] for point in seen["series"]] == [1, 0.5]


def test_the_spread_of_units_together_is_that_of_the_union(tmp_path):
    """Means 1 and 3, sd 0 in each of 2 and 2: all values 1 1 3 3, mean 2, sd sqrt(4/3)."""
    rows = [line("x", 2019, unit=u, value=m, of=2, sd=0) for u, m in (("a", 1), ("b", 3))]
    (point,) = one(tmp_path, "kind: mean, people: false", *rows)["series"]
    half = 2.353363434801824 * math.sqrt(4 / 3) / 2  # t with 3 degrees of freedom at 0.95
    assert (point["value"], point["of"], point["events"]) == (2, 4, None)
    assert (point["low"], point["high"]) == pytest.approx((2 - half, 2 + half))


# Changes --------------------------------------------------------------------------------------


def test_a_change_of_shares_is_a_difference_with_newcombes_interval(tmp_path):
    """From 50 of 100 to 30 of 100: -0.2."""
    rows = line("x", 2016, events=50, of=100), line("x", 2019, events=30, of=100)
    change = one(tmp_path, f"{SHARE}, baseline: {{periods: 2016}}", *rows)["change"]
    assert (change["from"], change["to"], change["scale"]) == ("2016", "2019", "difference")
    assert change["value"] == pytest.approx(-0.2) and change["distinguishable"] is True
    assert (change["low"], change["high"]) == newcombe((30, 100), (50, 100))


def test_the_last_year_is_pooled_of_its_usable_periods(tmp_path):
    """2019: 5 + 6 in two quarters, the third disrupted: 11 in half a year, 22 a year against 10."""
    rows = [line("x", f"2019Q{q}", value=v) for q, v in ((1, 5), (2, 6))]
    rows += [line("x", "2019Q3", value=50, mark="disrupted"), line("x", 2018, value=10)]
    change = one(tmp_path, COUNT, *rows)["change"]
    assert (change["from"], change["to"], change["value"]) == ("2018", "2019", 2.2)
    assert (change["low"], change["high"]) == exact_ratio((11, 0.5), (10, 1))


def test_what_is_not_over_is_shown_and_not_compared(tmp_path):
    """The last year that counts is 2018."""
    rows = [line("x", year, value=9) for year in (2017, 2018)]
    x = one(tmp_path, COUNT, *rows, line("x", 2019, value=1, mark="partial"))
    assert len(x["series"]) == 3 and x["change"]["to"] == "2018"


def test_nothing_before_a_break_is_compared(tmp_path):
    """The baseline is still shown; without one, the first year since the break is it."""
    rows = [line("x", 2016, value=0.5, of=100), line("x", 2018, value=0.4, of=100, mark="break")]
    rows.append(line("x", 2019, value=0.3, of=100))
    broken = one(tmp_path, f"{SHARE}, baseline: {{periods: 2016}}", *rows)
    assert broken["baseline"] == {"value": 0.5, "of": 100} and broken["change"] is None
    assert one(tmp_path, SHARE, *rows)["change"]["from"] == "2018"
    stated = one(tmp_path, f"{SHARE}, baseline: {{value: 0.5, of: 100}}", *rows)["change"]
    assert stated["from"] is None and stated["value"] == pytest.approx(-0.2)


def test_a_period_both_disrupted_and_a_break_breaks(tmp_path):
    """Two rows of 2018, one with each mark."""
    rows = [line("x", 2017, value=9), line("x", 2018, unit="a", value=5, mark="break")]
    rows += [line("x", 2018, unit="b", value=5, mark="disrupted"), line("x", 2019, value=12)]
    x = one(tmp_path, COUNT, *rows)
    assert x["series"][1]["mark"] == "disrupted" and x["change"] is None


def test_a_ratio_from_nothing_has_no_value_and_one_limit(tmp_path):
    """From 0 to 12."""
    change = one(tmp_path, COUNT, line("x", 2018, value=0), line("x", 2019, value=12))["change"]
    assert change["value"] is None and change["high"] is None
    assert change["low"] == exact_ratio((12, 1), (0, 1))[0] and change["distinguishable"] is True


@pytest.mark.parametrize("key", ["same_people: true", "people: false"])
def test_a_change_without_an_interval_is_not_told_from_chance(tmp_path, key):
    """The same people before and after, or visits."""
    rows = line("x", 2018, value=10), line("x", 2019, value=30)
    x = one(tmp_path, f"{COUNT}, {key}", *rows)
    assert x["change"]["value"] == 3 and x["change"]["distinguishable"] is None
    assert x["detectable"] is None


def test_no_change_where_the_last_year_is_in_the_baseline(tmp_path):
    """Nothing has come after."""
    rows = line("x", 2018, value=10), line("x", 2019, value=30)
    x = one(tmp_path, f"{COUNT}, baseline: {{periods: 2018-2019}}", *rows)
    assert x["baseline"] == {"value": 20, "of": None} and x["change"] is None


def test_like_for_like_is_of_the_units_in_both(tmp_path):
    """Unit a 10 to 12, unit b only after: together 10 to 40, like for like 10 to 12."""
    rows = [line("x", 2018, unit="a", value=10), line("x", 2019, unit="a", value=12)]
    assert one(tmp_path, COUNT, *rows)["like_for_like"] is None
    x = one(tmp_path, COUNT, *rows, line("x", 2019, unit="b", value=28))
    assert x["change"]["value"] == 4 and x["like_for_like"]["value"] == 1.2


def test_a_range_is_compared_with_its_base_and_without_an_interval(tmp_path):
    """45-60 %, counted from 52.5."""
    baseline = "baseline: {low: 0.45, base: 0.525, high: 0.6}"
    x = one(tmp_path, f"{SHARE}, {baseline}", line("x", 2019, events=30, of=100))
    assert x["baseline"] == {"value": 0.525, "of": None}
    assert x["change"]["value"] == pytest.approx(-0.225) and x["change"]["low"] is None


def test_counts_by_exposure_are_not_compared_with_counts_without(tmp_path):
    """A rate and a number."""
    rows = line("x", 2018, value=10), line("x", 2019, value=30, of=400)
    record = record_of(tmp_path, f"  x: {{name: X, {COUNT}, baseline: {{periods: 2018}}}}\n", *rows)
    assert record["indicators"]["x"]["change"] is None
    assert "exposure" in {f["rule"] for f in record["findings"]}


def test_annualised_values_are_marked(tmp_path):
    """1 040 in eight months is 1 560 in a year; the count stays what was counted."""
    rows = [line("x", "2021-01..2021-08", value=1040), line("x", 2020, value=1300)]
    first, last = one(tmp_path, f"{COUNT}, people: false", *rows, annualise=True)["series"]
    assert (last["value"], last["events"], last["annualised"]) == (1560, 1040, True)
    assert (first["value"], first["annualised"]) == (1300, False)


# Verdicts -------------------------------------------------------------------------------------

VERDICTS = [  # indicator, rows, what is judged and why
    ("target: {value: 0.6}", [line("x", 2019, events=30, of=100)], ("met", None)),
    ("target: {value: 0.2}", [line("x", 2019, events=30, of=100)], ("not_met", None)),
    ("target: {value: 0.28}", [line("x", 2019, events=30, of=100)], ("cannot_tell", "few")),
    ("target: {value: 0.6}", [line("x", 2019, value=0.3)], ("cannot_tell", "no_n")),
    ("target: {value: 0.6}", [line("x", 2019)], ("cannot_tell", "no_observation")),
    (
        "target: {value: 0.6, by: 2018}",
        [line("x", 2019, events=30, of=100)],
        ("cannot_tell", "no_observation"),
    ),
    (
        "target: {value: 0.6}, first_effect: 2020",
        [line("x", 2019, value=0.3)],
        ("cannot_tell", "too_early"),
    ),
]


@pytest.mark.parametrize(("target", "rows", "expected"), VERDICTS)
def test_a_verdict_and_its_first_reason(tmp_path, target, rows, expected):
    """30 of 100: Wilson 0.230 to 0.380."""
    verdict = one(tmp_path, f"{SHARE}, {target}", *rows)["verdict"]
    assert (verdict["verdict"], verdict["reason"]) == expected


def test_a_part_of_a_year_does_not_meet_a_yearly_target(tmp_path):
    """Three quarters; a span of two years counts per year: 30 in two are 15 a year."""
    rows = [line("x", f"2019Q{q}", value=30) for q in (1, 2, 3)]
    verdict = one(tmp_path, f"{COUNT}, target: {{value: 10}}", *rows)["verdict"]
    assert (verdict["period"], verdict["reason"]) == ("2019", "part_year")
    spent = "kind: money, better: lower, target: {value: 16}"
    verdict = one(tmp_path, spent, line("x", "2018-2019", value=30))["verdict"]
    assert (verdict["period"], verdict["verdict"]) == ("2018-2019", "met")


def test_deliveries_are_compared_as_they_are(tmp_path):
    """2 411 visits against 2 000: no interval is needed."""
    visits = f"{COUNT}, people: false, target: {{value: 2000}}"
    assert one(tmp_path, visits, line("x", 2019, value=2411))["verdict"]["verdict"] == "met"


def test_no_verdict_where_nothing_is_better(tmp_path):
    """The target is told of as unused."""
    record = record_of(
        tmp_path, "  x: {name: X, kind: count, target: {value: 3}}\n", line("x", 2019, value=9)
    )
    assert record["indicators"]["x"]["verdict"] is None
    assert "target_unused" in {f["rule"] for f in record["findings"]}


def test_the_first_effect_follows_from_the_outcome(tmp_path):
    """The programme starts in 2018 and the outcome three years after: 2021."""
    x = f"{SHARE}, outcome: check, target: {{value: 0.2}}"
    early = one(tmp_path, x, line("x", 2020, events=10, of=100))["verdict"]
    late = one(tmp_path, x, line("x", 2021, events=10, of=100))["verdict"]
    assert (early["reason"], late["verdict"]) == ("too_early", "met")


@given(
    st.sampled_from(["lower", "higher"]), st.integers(1, 60), st.integers(60, 90), st.floats(0, 1)
)
def test_no_number_both_meets_and_misses_a_target(better, events, of, target):
    """A target met the one way is not met the other; on the edge of the interval both may be."""
    low, high = wilson(events, of)
    one_way, other = (judged((low, high), target, higher) for higher in (True, False))
    assert (one_way, other) in {
        ("met", "not_met"), ("not_met", "met"), ("cannot_tell", "cannot_tell"),
        ("met", "cannot_tell"), ("cannot_tell", "met"),
    }  # fmt: skip


# Small numbers --------------------------------------------------------------------------------

SMALL = [
    (SHARE, {"events": 3, "of": 40}),
    (SHARE, {"events": 38, "of": 40}),
    (SHARE, {"events": 0, "of": 4}),
    (SHARE, {"events": 9, "of": 9}),
    (COUNT, {"value": 4}),
    ("kind: mean", {"value": 3.2, "sd": 1, "of": 4}),
]


def small_record(folder, kind, *rows):
    """Return what the JSON says of rows of an indicator with a target."""
    better = "" if "better" in kind else "better: lower, "
    indicator = f"  x: {{name: X, {kind}, {better}target: {{value: 0.9}}}}\n"
    return record_of(folder, indicator, *rows, level="unit")


def large_cells(kind):
    """Return a cell that need not be hidden."""
    sizes = {"value": 20} if "count" in kind else {"value": 20, "of": 50, "sd": 1}
    return {"events": 20, "of": 40} if "share" in kind else sizes


@pytest.mark.parametrize(("kind", "cells"), SMALL)
def test_a_small_number_is_hidden_and_what_rests_on_it(tmp_path, kind, cells):
    """The change, what can be told, the verdict."""
    rows = line("x", 2018, **large_cells(kind)), line("x", 2019, **cells)
    record = small_record(tmp_path, kind, *rows)
    x = record["indicators"]["x"]
    hidden = x["series"][1]
    assert hidden["protected"] is True
    assert [hidden[key] for key in ("value", "low", "high", "events", "of")] == [None] * 5
    assert x["change"] is x["like_for_like"] is x["detectable"] is None
    assert (x["verdict"]["verdict"], x["verdict"]["reason"]) == ("protected", None)
    assert x["verdict"]["period"] == "2019" and record["protected_cells"] == 1
    assert "protected" in {f["rule"] for f in record["findings"]}


@pytest.mark.parametrize(("kind", "cells"), SMALL[:5])
def test_a_small_unit_hides_another_with_it(tmp_path, kind, cells):
    """Else it is the total less the others; c, the smallest of the others, goes with a."""
    more = {"events": 60, "of": 120} if "share" in kind else {"value": 60}
    rows = [line("x", 2019, unit="a", **cells), line("x", 2019, unit="b", **more)]
    rows += [line("x", 2019, unit="c", **large_cells(kind))]
    record = small_record(tmp_path, kind, *rows)
    x = record["indicators"]["x"]
    hidden = [name for name, part in x["parts"].items() if part[0]["protected"]]
    assert hidden == ["a", "c"] and not x["series"][0]["protected"]
    assert record["protected_cells"] == 2


def test_no_two_outputs_differ_in_what_they_hide(tmp_path):
    """Whether units or groups are asked for, or counts made yearly: the same cells."""
    cells = ("a", "g", 3), ("a", "h", 30), ("b", "g", 12), ("b", "h", 25)
    rows = [line("x", "2019Q1", unit=u, group=g, value=n) for u, g, n in cells]
    rows += [line("x", "2019Q2", value=2)]
    asked = [{}, {"level": "unit"}, {"level": "group"}, {"level": "unit", "annualise": True}]
    records = [record_of(tmp_path, f"  x: {{name: X, {COUNT}}}\n", *rows, **how) for how in asked]
    series = [record["indicators"]["x"]["series"] for record in records]
    assert len({tuple(point["protected"] for point in each) for each in series}) == 1
    assert {record["protected_cells"] for record in records} == {5}
    assert all(record["findings"] == records[0]["findings"] for record in records)


def test_a_small_total_is_hidden_with_its_parts(tmp_path):
    """2 and 1 are 3: nothing is shown."""
    rows = [line("x", 2019, unit=u, value=n) for u, n in (("a", 2), ("b", 1))]
    x = small_record(tmp_path, COUNT, *rows)["indicators"]["x"]
    assert all(p[0]["protected"] for p in (x["series"], *x["parts"].values()))


def test_what_is_no_number_of_people_is_shown(tmp_path):
    """4 courses; nobody at all; 3 of 40 where protection is off, for a reason that is printed."""
    courses = one(tmp_path, f"{COUNT}, people: false", line("x", 2019, value=4))
    assert courses["series"][0]["value"] == 4
    assert one(tmp_path, SHARE, line("x", 2019, events=0, of=40))["series"][0]["value"] == 0
    record = record_of(
        tmp_path,
        f"  x: {{name: X, {SHARE}}}\n",
        line("x", 2019, events=3, of=40),
        more="small_cells: {below: 0, because: published already}\n",
    )
    assert record["indicators"]["x"]["series"][0]["events"] == 3
    assert "published already" in record["findings"][0]["message"]


# Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("wording", [EN, SV])
def test_the_page_never_says_that_the_programme_did_it(tmp_path, wording):
    """Nothing caused, led to, reduced or gave anything."""
    scenario = scenario_of(tmp_path, f"  x: {{name: X, {SHARE}, chosen_high: true}}\n")
    rows = line("x", 2016, events=50, of=100), line("x", 2019, events=20, of=100)
    followed = follow_up(scenario, read_rows(tmp_path, HEAD + "".join(rows), scenario))
    page = followup_page(followed, findings(followed), None, False, wording)
    said = " ".join([*page.sentences, *(text for _, text in page.warnings)])
    words = terms(wording.language)["followup"] | terms(wording.language)["finding"]
    for cause in ("caused", "led to", "effect of", "thanks to", "tack vare", "ledde till", "orsak"):
        assert cause not in said and not any(cause in text for text in words.values())
    assert wording.term("finding.chosen_high") in said


def test_coverage_that_grew_is_told_of(tmp_path):
    """From one of two units to both."""
    rows = [line("x", 2016, unit="a", value=9), line("x", 2019, unit="a", value=9)]
    rows.append(line("x", 2019, unit="b", value=9))
    record = record_of(tmp_path, f"  x: {{name: X, {COUNT}}}\n", *rows)
    (message,) = [f["message"] for f in record["findings"] if f["rule"] == "coverage"]
    assert "100% against 50%" in message


def test_how_many_would_look_changed_by_chance_is_told(tmp_path):
    """A tenth of two: 0.2."""
    names = "".join(f"  {name}: {{name: {name}, {COUNT}}}\n" for name in "xy")
    rows = [line(name, year, value=20) for name in "xy" for year in (2016, 2019)]
    (message,) = [
        f["message"] for f in record_of(tmp_path, names, *rows)["findings"] if f["rule"] == "chance"
    ]
    assert "2 indicators" in message and "0.2" in message


def test_a_baseline_of_the_programmes_own_time_is_told_of(tmp_path):
    """The programme began in 2018."""
    rows = line("x", 2018, value=20), line("x", 2019, value=20)
    record = record_of(tmp_path, f"  x: {{name: X, {COUNT}}}\n", *rows)
    rules = {f["rule"] for f in record["findings"]}
    assert "late_baseline" in rules


# The programmes -------------------------------------------------------------------------------

TARGETS = {
    "check4": ("target", {"value": 0.25, "by": 2019}),
    "epds": ("target", {"value": 0.10}),
    "courses": ("target", {"value": 18}),
    "openpre": ("target", {"value": 2000}),
}


@pytest.fixture(scope="module")
def grastorp():
    """Return what the JSON says of Grästorp, with targets that are ours."""
    file = ROOT / "scenarios" / "grastorp" / "as_reported.yaml"
    values = {f"indicators.{name}.{key}": value for name, (key, value) in TARGETS.items()}
    values |= {"indicators.violence.better": "lower", "indicators.violence.target": {"value": 0.25}}
    scenario = sroi.load(file, set=values)
    followed = follow_up(scenario, observations_in([file.parent / "observations.csv"], scenario))
    return followup_record(followed, findings(followed), None, False, SV)


def test_grastorps_decline_at_four_cannot_come_from_the_programme(grastorp):
    """60 % in 2015, 28 and 29 % of children born before the visits: the earliest is 2021."""
    verdict = grastorp["indicators"]["check4"]["verdict"]
    assert verdict == {
        "period": "2018", "target": 0.25, "verdict": "cannot_tell", "reason": "too_early",
    }  # fmt: skip
    (early,) = [f for f in grastorp["findings"] if f["rule"] == "before_effect"]
    assert early["path"] == "indicators.check4" and "2017" in early["message"]


def test_grastorps_shares_without_n_have_no_verdict(grastorp):
    """Mothers with low mood, and violence."""
    for name in ("epds", "violence"):
        assert grastorp["indicators"][name]["verdict"]["reason"] == "no_n"


def test_grastorps_visits_and_courses(grastorp):
    """108 of 115 and 49 of 65 with intervals; 10 in courses is below 18 (Garwood: 5.4 to 17.0)."""
    for name, events, of in (("visit4", 108, 115), ("visit15", 49, 65)):
        (point,) = grastorp["indicators"][name]["series"]
        assert (point["events"], point["of"]) == (events, of)
        assert (point["low"], point["high"]) == wilson(events, of)
    courses = grastorp["indicators"]["courses"]
    assert courses["verdict"]["verdict"] == "not_met"
    assert courses["change"]["distinguishable"] is False


def test_grastorps_visits_to_the_open_preschool_have_no_interval(grastorp):
    """They are visits, and nobody says how many each family makes."""
    openpre = grastorp["indicators"]["openpre"]
    assert all(point["low"] is None for point in openpre["series"])
    assert openpre["change"]["distinguishable"] is None


def test_stockholms_talks_grew_by_a_fifth_a_year():
    """1 300 in 2020 and 1 040 in eight months of 2021: 1 560 / 1 300 = 1.2, not 15 %."""
    file = ROOT / "scenarios" / "stis" / "revised.yaml"
    scenario = sroi.load(file)
    followed = follow_up(scenario, observations_in([file.parent / "observations.csv"], scenario))
    record = followup_record(followed, findings(followed), None, True, SV)["indicators"]
    assert record["talks06"]["change"]["value"] == pytest.approx(1.2)
    assert record["talks06"]["series"][-1]["annualised"] is True
    assert record["talks06"]["change"]["distinguishable"] is None
    assert all(
        point["low"] is None
        for name in ("contacts", "families", "users")
        for point in record[name]["series"]
    )


# The command ----------------------------------------------------------------------------------


def called(*arguments):
    done = CliRunner().invoke(main, ["followup", *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("ending", ["json", "csv", "md", "xlsx", "tex", "docx", "html"])
def test_the_command_writes_every_kind_of_file(tmp_path, ending):
    """And a formula in a name is text in all of them."""
    scenario_of(tmp_path, f"  x: {{name: '=cmd()', {SHARE}}}\n")
    table = table_of(tmp_path, HEAD + line("x", 2019, unit="=1+1", events=20, of=40))
    target = tmp_path / f"out.{ending}"
    called(tmp_path / "scenario.yaml", table, "--by", "unit", "-o", target)
    assert target.stat().st_size > 100
    if ending == "csv":
        assert ",'=1+1," in target.read_text("utf-8")


def test_a_spreadsheet_has_swedish_headings(tmp_path):
    """And decimal commas; what is hidden is empty."""
    scenario_of(tmp_path, f"  x: {{name: X, {SHARE}}}\n")
    rows = line("x", 2018, events=20, of=40), line("x", 2019, events=3, of=40)
    table, target = table_of(tmp_path, HEAD + "".join(rows)), tmp_path / "out.csv"
    called(tmp_path / "scenario.yaml", table, "-o", target, "--language", "sv")
    head, first, second = target.read_text("utf-8-sig").strip().split("\n")
    assert head.strip() == (
        "Indikator;Enhet eller grupp;Period;Värde;Intervall från;Intervall till;Antal;Av;"
        "Andel som rapporterat;Märkning;Skyddat;Uppräknat till helår"
    )
    assert first.startswith("x;;2018;0,5;") and second.strip() == "x;;2019;;;;;;;;ja;nej"


def test_the_command_prints_what_the_record_says(tmp_path):
    """JSON with keys that are always there."""
    scenario_of(tmp_path, f"  x: {{name: X, {SHARE}}}\n")
    table = table_of(tmp_path, HEAD + line("x", 2019, events=20, of=40))
    record = json.loads(called(tmp_path / "scenario.yaml", table, "--json"))
    assert set(record) >= {"name", "digest", "indicators", "protected_cells", "findings"}
    assert set(record["indicators"]["x"]) == {
        *("series", "baseline", "change", "like_for_like", "verdict"),
        *("detectable", "detectable_ratio"),
    }  # fmt: skip


def test_a_picture_shows_nothing_that_is_hidden(tmp_path):
    """Of 3 of 40 there is no dot."""
    scenario_of(tmp_path, f"  x: {{name: X, {SHARE}}}\n")
    rows = line("x", 2018, events=20, of=40), line("x", 2019, events=3, of=40)
    table, file = table_of(tmp_path, HEAD + "".join(rows)), tmp_path / "out.svg"
    called(tmp_path / "scenario.yaml", table, "--figure", file)
    assert file.read_text("utf-8").count("7.5%") == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), min_size=1, max_size=9))
def test_a_series_is_the_sum_of_its_units(parts):
    """Whatever the units, and whoever they are named."""
    period = period_in("2019")
    rows = [
        Observation(Mark("t"), "x", period, f"{unit}{i}", events=float(n))
        for i, (unit, n) in enumerate(parts)
    ]
    (point,) = series_of(rows, "count").points
    assert point.tally.value == sum(n for _, n in parts)
