"""Every broken file gives errors that teach: the place, what was given, what to do."""

import re
import time
from pathlib import Path

import pytest

import sroi
from sroi.loader.advice import how_to_write
from sroi.loader.document import read
from sroi.wording import Wording

BROKEN = Path(__file__).parent / "broken"
WORDS = read(BROKEN / "words.yml").data
SWEDISH = Wording("sv", "SEK")


@pytest.mark.parametrize("name", WORDS)
def test_a_broken_file_says(name):
    """The message of each broken file contains the words the table demands, soon."""
    began = time.perf_counter()
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / f"{name}.yaml")
    message = str(caught.value)
    for word in WORDS[name]:
        assert word in message, f"{word!r} is not in:\n{message}"
    assert time.perf_counter() - began < 5  # a hang, not a speed: the machine may be busy


def test_the_table_and_the_folder_agree():
    """No broken file is left untested."""
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_each_problem_has_a_place(name):
    """Every problem names its file, and all but those of the whole file a line and column."""
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / f"{name}.yaml")
    for problem in caught.value.problems:
        assert problem.where.file.endswith(f"{name}.yaml")
        assert problem.what
        if problem.path:
            assert re.match(r".*:\d+:\d+$", str(problem.where)), problem


def test_all_problems_come_at_once():
    """Four faults in one file are four problems in one error."""
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / "several_at_once.yaml")
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("1 250 000", "1250000"),
        ("-3,5", "-3.5"),
        ("12,5 %", "0.125"),
        ("500 kr", "without a unit"),
        ("lib.se", "lib.se.po_kommun"),
        ("about ten", "write a number"),
        ("100,000", "write 100000, or 100.0 if the comma is a decimal comma"),
        ("-12.500", "write -12500, or -12.5 if the point is a decimal point"),
        ("0,125", "write 0.125, with a point"),
        ("1,250,000", "write 1250000, without"),
        ("1.250.000", "write 1250000, without"),
        ("1'250'000", "write 1250000, without"),
        ("100.000,00", "write 100000.00, without"),
        ("100,000.00", "write 100000.00, without"),
    ],
)
def test_numbers_as_swedes_write_them_are_explained(given, hint):
    """The hint shows how the number is written here."""
    assert hint in how_to_write(given)


@pytest.mark.parametrize("name", WORDS)
def test_every_problem_can_be_told_in_swedish(name):
    """What is wrong and what to do: the page speaks its reader's language."""
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / f"{name}.yaml")
    for problem in caught.value.problems:
        for text in filter(None, (problem.what, problem.hint)):
            assert SWEDISH.problem(text) != text
            assert Wording("en", "SEK").problem(text) == text
