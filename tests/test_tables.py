"""Tables: every figure with its unit, and nothing claimed that is not known."""

import math
import re
from pathlib import Path

import pytest

import sroi
from sroi.loader.document import written
from sroi.model.checks import notices
from sroi.model.comparison import compare
from sroi.model.projection import simulate
from sroi.questions.breakeven.table import breakeven_lines, needed_table
from sroi.questions.difference.compute import Share, explained
from sroi.questions.difference.table import difference_page, part_name
from sroi.questions.information.compute import information
from sroi.questions.information.table import information_page, knowledge_label
from sroi.questions.sweep.compute import Grid, sweep
from sroi.questions.sweep.table import sweep_page
from sroi.tables import compared, run
from sroi.tables.cells import common_money, short
from sroi.tables.labels import events_needed, notice_statement, notice_words
from sroi.tables.page import comparison_page, run_page
from sroi.tables.sentences import sentences
from sroi.wording import Wording
from tests.strategies import load
from tests.test_papers import JOBS
from tests.test_projection import DATA

SV = Wording("sv", "SEK")
UNKNOWN = DATA | {"name": "Unknown"}
UNKNOWN["outcomes"] = {"a": DATA["outcomes"]["a"] | {"effect": {"unknown": True}}}


@pytest.fixture(scope="module")
def known():
    return simulate(load(DATA), 256, 1)


@pytest.fixture(scope="module")
def unknown():
    return simulate(load(UNKNOWN), 256, 1)


def cells(table, label):
    return next(row for row in table.rows if row.label == label).cells


def test_the_headline_shows_base_and_range(known):
    """The base case, and 90 % of the draws below it."""
    table = run.headline(known, common_money([known], SV))
    cell = cells(table, "Kostnad")[0]
    assert cell.value == known.base_value("pv_costs", "public")
    assert re.fullmatch(r".+ till .+", cell.range)
    assert "kr, nuvärde vid ingången av 2025, 2024 års priser" in table.note


def test_perspectives_that_count_alike_are_shown_once(known):
    """Health is the only region and the family the only household: 7 columns for 9 views."""
    table = run.headline(known, common_money([known], SV))
    assert len(known.scenario.views) == 9
    assert len(table.columns) == len(set(table.columns)) == 7


def test_an_unknown_effect_claims_nothing(unknown):
    """Not 0: unknown, wherever its money would be felt; 0 only where it would not."""
    table = run.headline(unknown, common_money([unknown], SV))
    for label in ("Nytta", "Netto (nytta minus kostnad)", "Hemtagbar nytta", "Återbetalt år"):
        felt = dict(zip(table.columns, cells(table, label), strict=True))
        assert {felt[view].text for view in ("Offentlig sektor", "Samhället")} == {"okänd"}
        assert felt["Health"].text != "okänd"
    assert cells(table, "Kostnad")[0].text != "okänd"


def test_the_break_even_is_told_in_plain_words(unknown):
    """What would have to be true, and whether it can be."""
    told = sentences(unknown, SV)
    assert told[0].startswith("Effekten är okänd, så ingenting påstås.")
    assert "måste" in told[1] or "skulle" in told[1]


def test_money_by_year_tells_granted_applied_for_and_own_budget_apart():
    """A rent of 5 000: 1 000 granted, 500 applied for, and the rest from the board's own budget."""
    granted = {"payer": "health", "amount": 1000, "status": "granted"}
    applied = {"payer": "social", "amount": 500, "status": "applied"}
    data = DATA | {"funding": {"g": granted, "a": applied}}
    made = simulate(load(data), 16, 1)
    table = run.money_by_year(made, common_money([made], SV))
    assert table.columns == ("2025", "2026", "Summa")
    paid = {row.label: [cell.value for cell in row.cells] for row in table.rows}
    assert paid["Health: beviljade medel"] == [1000, 1000, 2000]
    assert paid["Social: sökta medel"] == [500, 500, 1000]
    assert paid["Social: ur egen budget"] == [3500, 3500, 7000]
    assert paid["Alla kostnader"] == [5000, 5000, 10_000]


def test_a_comparison_leaves_the_difference_to_the_unknown_unknown():
    """A known net less an unknown one is unknown; the cost difference is known."""
    made = compare([load(DATA), load(UNKNOWN)], draws=64)
    money = common_money(made.projections.values(), SV)
    table = compared.differences(made, money)
    assert cells(table, "Netto (nytta minus kostnad)")[0].text == "okänd"
    assert cells(table, "Kostnad")[0].text == "0"


def test_a_comparison_shows_what_would_have_to_be_true():
    """Break-even per outcome and scenario."""
    made = compare([load(DATA), load(UNKNOWN)], draws=64)
    table = compared.comparison_table(made, common_money(made.projections.values(), SV))
    assert all(cell.value for cell in cells(table, "A: nollpunkt, undvikna händelser"))


def test_names_are_shortened_by_what_they_share():
    """Only up to a comma, so that no word is cut."""
    assert short(["Infants, as is", "Infants, alone"]) == ("as is", "alone")
    assert short(["Infant", "Infants"]) == ("Infant", "Infants")
    assert short(["Infants, as is"]) == ("Infants, as is",)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_hold_their_tables(known, language):
    """Results, money, lines, gains and outcomes of a run; a comparison begins with who pays."""
    wording = Wording(language, "SEK")
    assert len(run_page(known, [], wording).tables) == 5
    made = compare([load(DATA), load(UNKNOWN)], draws=64)
    tables = comparison_page(made, [], wording).tables
    heads = ("who_pays", "who_saves", "comparison", "differences", "gains")
    assert len(tables) == len(heads)
    for table, head in zip(tables, heads, strict=True):
        assert table.title.startswith(wording.term(f"table.{head}", reference="Drawn"))


def test_a_headline_says_what_it_leaves_out():
    """A known benefit beside an unknown one: the sentence names what is not counted."""
    outcomes = DATA["outcomes"] | {"b": UNKNOWN["outcomes"]["a"] | {"name": "B"}}
    told = sentences(simulate(load(DATA | {"outcomes": outcomes}), 64, 1), SV)
    assert "Räknas inte för offentlig sektor, eftersom effekten är okänd: B." in told


def test_nothing_within_the_years_is_said():
    """Not a net of 0."""
    data = DATA | {"programme": {"years": "2040-2041"}}
    told = sentences(simulate(load(data), 64, 1), SV)
    assert told == ["Ingenting faller inom 2025–2030: varken kostnad eller nytta räknas."]


def test_benefit_by_payer_and_year(known):
    """Who saves, when, and how much of it is cashable."""
    table = run.gains_by_year(known, common_money([known], SV))
    assert [row.label for row in table.rows] == ["Social: Nytta", "Social: Hemtagbart"]
    flow = known.base.outcomes["a"].actual.value.values[0]
    assert [cell.value for cell in table.rows[0].cells[:-1]] == pytest.approx(
        [x for x in flow if x]
    )


def test_a_range_says_when_it_is_not_of_all_worlds():
    """Break-even exists only where there is a benefit."""
    effect = {"relative_risk": {"estimate": 0.9, "ci95": [0.6, 1.4]}, "basis": "expert"}
    outcomes = {"a": DATA["outcomes"]["a"] | {"effect": effect}}
    made = simulate(load(DATA | {"outcomes": outcomes}), 512, 1)
    table = run.headline(made, common_money([made], SV))
    exists = made.summary("breakeven", "public").exists
    assert 0.3 < exists < 0.95
    assert f"i {SV.percent(exists)}" in cells(table, "Nollpunkt (gånger effekten)")[0].range


def test_amounts_for_a_spreadsheet_are_in_the_unit_of_the_table():
    """A million in tkr is 1 000, as the note says."""
    data = DATA | {"costs": {"rent": {"amount": 2_000_000, "payer": "social"}}}
    made = simulate(load(data), 16, 1)
    table = run.money_by_year(made, common_money([made], SV))
    assert table.note.startswith("tkr")
    assert cells(table, "Social: ur egen budget")[0].value == 2000


# Words of the code, of the scenario and of nobody: none of them is a section or a part.
OWN = ("views", "years", "name", "numbers", "correlations", "reach", "views.public", "name.D")
OWN += ("horizon.x", "years.2025", "lines.costs", "outcomes.b", "sources.x", "a.b.c")


@pytest.mark.parametrize("name", OWN)
def test_a_group_is_called_what_the_user_calls_it(name):
    """Its name may happen to be that of something else, and is still only a name."""
    before, after = load(DATA), load(DATA, **{"participants.per_year": 18})
    assert knowledge_label([before], name, SV) == name
    assert part_name(before, after, Share(name, 1.0, 0.0, ()), SV) == name
    made = explained(before, after, "public", {name: ["participants"]})
    assert difference_page(before, after, made, SV).tables[0].rows[0].label == name


def test_sections_and_parts_have_names():
    """In words, not as in the file."""
    one = load(DATA)
    names = {"outcomes.a": "Allt om: A", "costs": "Allt om: övriga kostnader"}
    assert {name: knowledge_label([one], name, SV) for name in names} == names
    assert part_name(one, one, Share("time", 1.0, 0.0, ()), SV) == "Åren"


# Wanted outcomes -----------------------------------------------------------------------------


def wanted(**changes):
    """Return a run of a wanted outcome: 10 people, 2 in work anyway, 0.6 more with it."""
    jobs = JOBS["outcomes"]["work"] | {"effect": {"relative_risk": 1.3, "basis": "comparative"}}
    work = {key: value for key, value in (jobs | changes).items() if value is not None}
    return simulate(load(JOBS | {"outcomes": {"work": work}}), 64, 1)


def told_of(projection, language="en"):
    """Return the sentences of a run and of its break-even."""
    wording, scenario = Wording(language, "SEK"), projection.scenario
    lines = breakeven_lines(scenario, projection.base_totals, "public", wording)
    return " ".join([*sentences(projection, wording), *lines])


def test_wanted_events_are_gained():
    """100 000 at 200 000 each: half a job more, a quarter of the 2 that are there anyway."""
    told = told_of(wanted())
    assert "In work: 0.500 more must be gained to break even for public sector." in told
    assert "That is 25% more than is expected without the programme." in told
    assert "0.500 more over 4 years would pay for the programme" in told
    assert "0,500 fler måste vinnas" in told_of(wanted(), "sv")


def test_more_than_the_baseline_can_be_gained():
    """5 more on top of 2 is 250 % of the baseline, and possible: 8 of 10 are not in work yet."""
    table = needed_table(
        wanted(unit_cost=20_000).scenario, wanted(unit_cost=20_000).base_totals, SV
    )
    assert [cell.text for cell in table.rows[0].cells] == ["5,00", "2,00", "250\xa0%"]
    assert "cannot" not in told_of(wanted(unit_cost=20_000))


def test_no_more_can_be_gained_than_lack():
    """10 more are needed, and 8 are not in work yet."""
    projection = wanted(unit_cost=10_000)
    assert "only 8.00 more are possible: it cannot pay for itself on this alone" in told_of(
        projection
    )
    assert "That is more than can be gained" in told_of(projection)
    table = run.outcomes(projection, common_money([projection], SV))
    assert "omöjligt" in table.rows[0].cells[-1].text


def test_of_a_wanted_rate_there_can_always_be_more():
    """Visits may come any number of times: 10 more on top of 2 are no impossibility."""
    visits = wanted(unit_cost=10_000, baseline=None, rate=0.2)
    assert "10.0 more over 4 years would pay for the programme" in told_of(visits)
    assert "possible" not in told_of(visits)


def test_outcomes_of_both_kinds_share_a_heading():
    """Events avoided or gained, and the gained ones are marked."""
    both = {"work": JOBS["outcomes"]["work"], "a": DATA["outcomes"]["a"] | {"payer": "town"}}
    projection = simulate(load(JOBS | {"outcomes": both}), 64, 1)
    table = run.outcomes(projection, common_money([projection], Wording("en", "SEK")))
    assert table.columns[0] == "Events avoided or gained"
    assert [row.label for row in table.rows] == ["In work (gained)", both["a"]["name"]]


# Scenarios of unlike years and rates ---------------------------------------------------------


def unlike(**changes):
    """Return a comparison of four years at 3 % with a scenario that differs."""
    one = DATA | {"name": "A", "horizon": 4, "discounting": {"rate": 0.03}}
    return compare([load(one), load(one | {"name": "B"} | changes)], draws=512)


def present_values(page):
    """Return the tables of a page that are discounted."""
    undiscounted = ("undiscounted", "utan diskontering")
    return [t for t in page.tables if not any(word in t.note for word in undiscounted)]


LONGER = {"horizon": 10, "discounting": {"rate": 0.1}}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_caption_is_true_of_every_column(language):
    """A counts 2025-2028 at 3 %, B 2025-2034 at 10 %: each is said, and neither of both."""
    wording = Wording(language, "SEK")
    share = wording.percent
    page = comparison_page(unlike(**LONGER), [], wording)
    each = f"A 2025–2028, {share(0.03)}; B 2025–2034, {share(0.1)}"
    assert [each in table.note for table in present_values(page)] == [True] * 3
    assert page.subtitle.startswith("A: 2025–2028, 4 ")
    assert "; B: 2025–2034, 10 " in page.subtitle


def test_alike_columns_have_one_caption():
    """The same years and rate are said once."""
    page = comparison_page(unlike(), [], Wording("en", "SEK"))
    assert all("discounted at 3.0%" in table.note for table in present_values(page))
    assert page.subtitle.startswith("2025–2028, 4 years · ")


def test_when_in_the_year_money_counts_is_said_where_it_differs():
    """The same rate at the start and at the end of the year."""
    late = unlike(discounting={"rate": 0.03, "timing": "end"})
    note = present_values(comparison_page(late, [], Wording("en", "SEK")))[0].note
    assert "A 2025–2028, 3.0% at the start of the year; B 2025–2028, 3.0% at the end" in note


def test_a_difference_names_the_rates_on_both_sides():
    """diff and information stand on the same present values."""
    wording = Wording("en", "SEK")
    made = unlike(**LONGER)
    one, other = (p.scenario for p in made.projections.values())
    page = difference_page(one, other, explained(one, other, "public"), wording)
    assert "A 2025–2028, 3.0%; B 2025–2034, 10%" in page.tables[0].note
    assert page.subtitle == "2025–2034, 10 years / 2025–2028, 4 years"
    known = information_page(
        [one, other], information(made.projections, "public", {}), None, wording
    )
    assert "A 2025–2028, 3.0%; B 2025–2034, 10%" in known.tables[0].note


def test_a_sweep_says_of_all_rows_only_what_all_share(tmp_path):
    """The rate stands in each row, and so does the horizon."""
    file, wording = tmp_path / "a.yaml", Wording("en", "SEK")
    file.write_text(written(DATA), encoding="utf-8")
    for path, values in {"discounting.rate": [0.0, 0.1], "horizon": [2, 4]}.items():
        rows = sweep(Grid(file, {path: values}, {}, draws=64))
        page = sweep_page(load(DATA), [path], rows, wording)
        assert ("discounted at" in page.tables[0].note) is (path == "horizon")
        assert (page.subtitle == "") is (path == "horizon")


# In words ------------------------------------------------------------------------------------


def with_effect(effect, **more):
    return load(DATA | {"outcomes": {"a": DATA["outcomes"]["a"] | {"effect": effect} | more}})


def test_an_effect_without_a_range_is_never_said_to_have_been_tried():
    """A bare 0.69 is the same in every draw: how many of them pay says nothing of it."""
    bare = simulate(with_effect({"relative_risk": 0.69, "basis": "comparative"}), 64, 1)
    assert sentences(bare, SV)[0].endswith("Effekten anges utan intervall och har inte varierats.")
    assert "simulerade utfallen" not in " ".join(sentences(bare, SV))
    ranged = {"low": 0.5, "base": 0.69, "high": 0.9}
    tried = simulate(with_effect({"relative_risk": ranged, "basis": "comparative"}), 64, 1)
    assert "av de simulerade utfallen" in sentences(tried, SV)[0]
    assert "inte varierats" not in " ".join(sentences(tried, SV))


def test_one_of_two_effects_without_a_range_is_named():
    """The chance of paying stands, and beside it which effect stood still."""
    ranged = {"relative_risk": {"low": 0.5, "base": 0.69, "high": 0.9}, "basis": "comparative"}
    bare = {"relative_risk": 0.8, "basis": "comparative"}
    outcome = DATA["outcomes"]["a"]
    both = {
        "a": outcome | {"name": "Tried", "effect": ranged},
        "b": outcome | {"name": "Bare", "effect": bare},
    }
    told = sentences(simulate(load(DATA | {"outcomes": both}), 64, 1), SV)
    assert "av de simulerade utfallen" in told[0]
    assert "Effekten anges utan intervall och har inte varierats: Bare." in told


@pytest.mark.parametrize(
    ("needed", "expected", "told"),
    [
        (3.57, 7.9, ("4", "8")),
        (4.0, 8.0, ("4", "8")),
        (88.2, 61.9, ("89", "62")),
        (1.82, 1.39, ("1,82", "1,39")),  # 2 of 1 would say something else
        (7.2, 7.4, ("7,2", "7,4")),  # 8 of 7 would say that it cannot be
        (470.6, 38.4, ("471", "38")),
        (2700.4, math.nan, ("2 700", "2 700")),
    ],
)
def test_events_are_whole_where_that_misleads_nobody(needed, expected, told):
    """Rounded up by hand; in decimals where rounding would change the verdict."""
    assert tuple(x.replace("\u00a0", " ") for x in events_needed(needed, expected, SV)) == told


@pytest.mark.parametrize("file", sorted(Path("scenarios").glob("*/*.yaml")), ids=str)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_warnings_name_what_they_are_about(file, language):
    """No path, key or id of a library value: a reader never saw the file."""
    scenario = sroi.load(file)
    for notice in notices(scenario):
        for words in (notice_words, notice_statement):
            text = ": ".join(words(scenario, notice, Wording(language, "SEK")))
            assert not re.search(r"lib\.|\w_\w|\w\.[a-z]|yaml|missing", text), text


def test_what_shares_money_or_varies_together_is_named():
    """Two outcomes at one library price, and a correlation with a number that stands still."""
    priced = DATA["outcomes"]["a"] | {"unit_cost": "lib.se.ifo_forhandsbedomning"}
    both = {"a": priced | {"name": "First"}, "b": priced | {"name": "Second"}}
    tied = {"c": {"between": ["outcomes.a.baseline", "outcomes.b.lasts"], "rank": 0.5}}
    data = DATA | {"uses": ["se"], "outcomes": both, "correlations": tied}
    scenario = load(data)
    told = {n.rule: notice_words(scenario, n, SV) for n in notices(scenario)}
    assert told["same_money"][0] == "Second: kostnad per händelse"
    assert "som First: se till" in told["same_money"][1]
    assert told["correlation_unused"][0] == "Tal som följs åt"
    assert "Second: år som effekten varar" in told["correlation_unused"][1]
