"""The commands that ask questions: every one as JSON, in files, as a picture, in two languages."""

import json
import math

import openpyxl
import pytest

from sroi.figures.style import KINDS
from tests.test_cli import ROOT, call

ONE = "docs/examples/home-visits.yaml"
TWO = "docs/examples/home-visits-twice.yaml"
UNKNOWN = "scenarios/varvaderstorget/grant_as_applied.yaml"
FEW = ("--draws", "1024")
QUESTIONS = {
    "sensitivity": (ONE, *FEW, "--variance", "64"),
    "breakeven": (ONE, "--grid", "participants.per_year", "outcomes.report.unit_cost"),
    "waterfall": (ONE, *FEW, "--perspective", "council"),
    "information": (ONE, TWO, *FEW, "--outcome", "report"),
    "diff": (ONE, TWO),
    "sweep": (ONE, *FEW, "--vary", "horizon=5,10", "--vary", "discounting.rate=0:0.05:2"),
}


def answered(question, *more):
    done = call(question, *QUESTIONS[question], *more)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def numbers(value):
    """Yield every number in plain data."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from numbers(inner)
    elif isinstance(value, int | float):
        yield value


@pytest.mark.parametrize("question", QUESTIONS)
def test_json(question):
    """Plain data that says which scenario it is about; never NaN."""
    made = json.loads(answered(question, "--json"))
    if question != "sweep":
        assert made["name"].startswith("Home visits")
        assert len(made["digest"]) == 64
        assert made["perspective"] == ("council" if question == "waterfall" else "public")
    assert all(math.isfinite(x) for x in numbers(made))


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("ending", ["csv", "md", "xlsx", "tex"])
def test_files(question, ending, tmp_path):
    """Each kind holds what its reader expects."""
    path = tmp_path / f"out.{ending}"
    answered(question, "-o", path)
    assert path.stat().st_size > 100
    if ending == "xlsx":
        assert len(openpyxl.load_workbook(path).sheetnames) >= 2
    if ending == "csv":
        assert len(path.read_text().splitlines()) > 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_pictures(question, tmp_path):
    """A figure of every answer, the same bytes each time."""
    paths = [tmp_path / f"{name}.svg" for name in "ab"]
    for path in paths:
        answered(question, "--figure", path)
    assert paths[0].stat().st_size > 3000
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("ending", KINDS)
def test_every_kind_of_picture(ending, tmp_path):
    """By the ending of the file's name."""
    path = tmp_path / f"out{ending}"
    answered("diff", "--figure", path)
    beginnings = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}
    assert path.read_bytes().startswith(beginnings[ending])


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q != "sweep"])
def test_both_languages(question):
    """The language asked for, whatever the scenario's."""
    assert "miljoner SEK" not in answered(question)
    swedish = answered(question, "--language", "sv")
    assert any(word in swedish for word in ("års priser", "utfall"))


def test_the_promised_keys_of_information():
    """Evpi, best, expected_net_benefit, and evppi with value and error by path."""
    made = json.loads(answered("information", "--json"))
    names = {"Home visits (invented)", "Home visits (invented), fewer visits to more families"}
    assert set(made["best"]) == set(made["expected_net_benefit"]) == names
    assert sum(made["best"].values()) == pytest.approx(1.0)
    for worth in made["evppi"].values():
        assert 0.0 <= worth["value"] <= made["evpi"]
        assert worth["se"] >= 0.0
    assert "outcomes.report.effect.relative_risk" in made["evppi"]


def test_an_unknown_effect_is_never_a_result():
    """Each answer says that nothing is known, and what would have to be true."""
    told = {q: call(q, UNKNOWN, *FEW).stdout for q in ("sensitivity", "waterfall", "information")}
    assert all("är okänd" in text or "är okända" in text for text in told.values())
    assert "skulle betala insatsen" in call("breakeven", UNKNOWN).stdout


def test_beliefs_are_not_alternatives():
    """Scenarios that cost the same for as many are not a choice, and that is said."""
    files = [f"scenarios/varvaderstorget/what_if_{n}.yaml" for n in ("cautious", "meta_analysis")]
    told = call("information", *files, *FEW).stdout
    assert "inte alternativ att välja mellan" in " ".join(told.split())


MISTAKES = [
    (("sensitivity", ONE, "--perspective", "nobody"), "no perspective nobody; choose one of"),
    (("sensitivity", ONE, "--variance", "100"), "take a power of 2, such as 64"),
    (("breakeven", ONE, "--grid", "a", "b"), "no number a"),
    (("information", ONE, "--group", "x"), "write NAME=PATH,PATH"),
    (("information", ONE, "--group", "x=funding"), "nothing uncertain at funding"),
    (("information", ONE, "--draws", "64"), "at least 512 draws"),
    (("information", ONE, "--outcome", "raport"), "did you mean report?"),
    (("diff", ONE, UNKNOWN, "--group", "x=staffing"), None),
    (("sweep", ONE, "--vary", "horizon"), "write PATH=from:to:n or PATH=a,b,c"),
    (("sweep", ONE, "--vary", "horizon=1:x:3"), "from, to and n are numbers"),
    (("sweep", ONE, "--vary", "horizon=1:9:1"), "n is 2 or more"),
    (("sweep", ONE, "--vary", "horzon=1,2"), "no place horzon"),
    (("sweep", ONE, "--vary", "horizon=1:2:200000"), "at most 100000"),
    (("waterfall", ONE, "--figure", "x.gif"), "x.gif ends in none of .svg, .png, .pdf"),
    (("waterfall", "scenarios/norrkoping/template.yaml"), "13 tal saknas"),
]


@pytest.mark.parametrize(("arguments", "words"), MISTAKES, ids=lambda a: str(a)[:40])
def test_mistakes_are_told_in_words(arguments, words):
    """What was given, what is expected, what to do; never a traceback."""
    done = call(*arguments)
    assert "Traceback" not in done.stderr
    if words:
        assert done.returncode in (1, 2)
        assert words in done.stderr


@pytest.mark.parametrize("name", ["views", "horizon.x", "name.H"])
def test_a_group_may_have_any_name(name):
    """Also one that the code happens to use for something else."""
    known = call("information", ONE, *FEW, "--group", f"{name}=outcomes.report")
    assert f"\n{name} " in known.stdout, known.stderr
    differs = call("diff", ONE, TWO, "--group", f"{name}=participants,programme,outcomes,staffing")
    assert differs.returncode == 0, differs.stderr


def test_the_root_is_the_projects():
    """The files named here are the ones of the documentation."""
    assert (ROOT / ONE).exists()


def test_no_picture_and_no_row_of_an_unknown_effect(tmp_path):
    """Refused or empty, not drawn as a result; a run draws the costs."""
    for question in (["waterfall"], ["diff", "scenarios/varvaderstorget/no_grant.yaml"]):
        done = call(question[0], UNKNOWN, *question[1:], "--figure", tmp_path / "x.png")
        assert done.returncode == 2
        assert "okänd" in done.stderr
    grid = ("--grid", "participants.per_year", "discounting.rate")
    assert "effekten är okänd" in call("breakeven", UNKNOWN, *grid).stderr
    rows = call("sweep", UNKNOWN, *FEW, "--vary", "horizon=5,10").stdout.splitlines()
    npv = next(row for row in rows if ",npv," in row)
    assert npv.endswith(",,,,,,,,,,,0.0")
    assert call("run", UNKNOWN, *FEW, "--figure", tmp_path / "cost.svg").returncode == 0
    assert "aldrig" not in (tmp_path / "cost.svg").read_text(encoding="utf-8")


def test_the_same_number_twice_is_no_grid():
    """Two different numbers are asked for."""
    twice = ("--grid", "participants.per_year", "participants.per_year")
    assert "the same number twice" in call("breakeven", ONE, *twice).stderr


def test_a_difference_says_what_it_leaves_out():
    """An unknown effect counts as nothing, and that is said first."""
    told = call("diff", UNKNOWN, "scenarios/varvaderstorget/what_if_middle.yaml").stdout
    assert "räknas som ingenting här" in " ".join(told.split())
