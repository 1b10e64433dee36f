"""Every broken file gives errors that teach: the place, what was given, what to do."""

import os
import pickle
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sroi
from sroi.loader.advice import how_to_write
from sroi.loader.document import read
from sroi.wording import Wording

ROOT = Path(__file__).parent.parent
BROKEN = ROOT / "tests" / "broken"
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
    assert hint in str(how_to_write(given))


@pytest.mark.parametrize("name", WORDS)
def test_every_problem_can_be_told_in_swedish(name):
    """What is wrong and what to do: the page speaks its reader's language."""
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / f"{name}.yaml")
    for problem in caught.value.problems:
        for text in filter(None, (problem.what, problem.hint)):
            assert SWEDISH.said(text) != str(text)
            assert Wording("en", "SEK").said(text) == str(text)


HEAD = "sroi: 1\nname: X\n"
DEEP = [f"k{i:02}" + "x" * 190 for i in range(45)]  # far below the numbers that are wrong
MANY = {
    "numbers of too many digits": "costs: [" + ",".join(["1234567890123456"] * 17_000) + "]\n",
    "the same far below": "outcomes: " + "".join(f"{{{key}: " for key in DEEP)
    + "[" + ",".join(["1234567890123456"] * 17_000) + "]" + "}" * 45 + "\n",
    "unknown keys": "".join(f"unknown_key_{i}: 1\n" for i in range(5000)),
    "payers nearly known": "payers:\n" + "".join(f"  p{i}: {{}}\n" for i in range(2000))
    + "costs:\n" + "".join(f"  c{i}: {{amount: 1, payer: p{i}x}}\n" for i in range(2000)),
    "values nearly in the library": "uses: [se]\ncosts:\n"
    + "".join(f"  o{i}: {{amount: lib.se.x{i}, payer: a}}\n" for i in range(3000)),
    "outcomes in the short form": "outcomes:\n"
    + "".join(f"  o{i}: {{name: x, cashable: 0.1}}\n" for i in range(4000)),
    "a correlation of thousands": "correlations:\n  a: {rank: 0.5, between: ["
    + ",".join(f"costs.x{i}" for i in range(9000)) + "]}\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", MANY)
def test_however_much_is_wrong_little_is_told(kind, tmp_path):
    """At most 200 problems, each of a bounded length, and how many more; in bounded memory."""
    (tmp_path / "many.yaml").write_text(HEAD + MANY[kind], encoding="utf-8")
    code = (
        "import resource, sys, sroi\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "try: sroi.load('many.yaml')\n"
        "except sroi.ScenarioError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=120, env=os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    assert len(lines) == 200
    assert re.fullmatch(r"and [0-9]+ more", last)
    assert max(map(len, lines)) < 1500


def test_a_long_value_is_cut_wherever_it_is_told(tmp_path):
    """The middle goes, so that what is said around it, and in Swedish, stays."""
    long = "y" * 5000
    file = tmp_path / "long.yaml"
    file.write_text(f"{HEAD}perspective: {long}\ncosts: {{a: {{amount: {long}, payer: {long}}}}}\n")
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(file)
    assert "y" * 201 not in str(caught.value)
    unknown = next(p for p in caught.value.problems if p.path == "costs.a.payer")
    assert SWEDISH.said(unknown.what).endswith("finns inte")


def test_an_error_goes_to_another_process_whole():
    """Also what is found out only where it is told."""
    with pytest.raises(sroi.ScenarioError) as caught:
        sroi.load(BROKEN / "unknown_payer.yaml")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
