"""What is wrong, as the page says it: no key, no id, no YAML, and in one language."""

import ast
import re
from pathlib import Path

import pytest

import sroi
from sroi.errors import Mark, Problem, Text
from sroi.loader.document import parse
from sroi.loader.merge import value_at
from sroi.loader.terms import terms
from sroi.schema.number_types import FORMS, SourcedOnce
from sroi.schema.scenario import ROOT
from sroi.schema.tree import nodes_of
from sroi.web.answers import answer
from sroi.web.field_words import FieldWords
from sroi.web.form import DraftForm
from sroi.web.problem_words import ProblemWords
from sroi.wording import Wording
from tests.browser import draft_of

PACKAGE = Path(sroi.__file__).parent
SAID_HERE = [  # modules whose messages can stand on the page of a scenario
    *sorted((PACKAGE / "schema").glob("*.py")),
    *(
        PACKAGE / "loader" / f"{name}.py"
        for name in ("advice", "explain", "merge", "reading", "wrongs")
    ),
    PACKAGE / "arithmetic/quantities.py",
    *(PACKAGE / "model" / f"{name}.py" for name in ("projection", "engine", "sampling")),
]
SWEDISH_TOO = {"status", "per", "index", "text", "min", "max", "a"}
FILE_WORDS = {"yaml", "null", "true", "false", "missing", "unknown", "lib", "sroi", "set", "cli"}
ENGLISH = {"the", "is", "not", "of", "and", "or", "write", "with", "a", "an", "number", "value"}
SAMPLES = {"key": "monthly_salary", "name": "oncost_rate", "one": "low", "other": "high",
           "number": "fte", "names": "municipality, region, social", "lone": "price_year",
           "circle": "report", "index": "lib.se.kpi", "per": "once", "about": "ett", "unit": "kr/h",
           "reason": "x", "path": "costs.rent.amount"}  # fmt: skip
BASE = """\
sroi: 1
name: Ett
payers: {social: {name: Socialnämnden, sector: municipality}}
participants: {per_year: 10}
costs: {rent: {name: Lokal, amount: 1000, payer: social}}
outcomes: {report: {name: Anmälan, baseline: 0.25, effect: {unknown: true}}}
"""


def keys_of(part):
    """Return every key of a part of the file format, and of what is inside it."""
    inner = [s.part or (s.each and s.each.part) for s in nodes_of(part).values()]
    return set(nodes_of(part)).union(*(keys_of(below) for below in inner if below))


NUMBER_KEYS = {key for form in (*FORMS.values(), SourcedOnce) for key in form.model_fields}
KEYS = (keys_of(ROOT.part) | NUMBER_KEYS | {"dist", "ci95"}) - SWEDISH_TOO


def messages():
    """Return every message of the modules whose messages can stand on the page."""
    known = terms("sv")["problem"]
    trees = [ast.parse(file.read_text("utf-8")) for file in SAID_HERE]
    texts = {n.value for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)}
    return sorted(text for text in texts if isinstance(text, str) and text in known)


def foreign(text):
    """Return what of a text belongs to the file, or to another language."""
    words = set(re.findall(r"[a-zåäö_0-9]+", text.lower()))
    marks = {mark for mark in "{}" if mark in text} | set(re.findall(r"\b\w+_\w+|lib\.\w+", text))
    return marks | (words & (KEYS | FILE_WORDS | (ENGLISH - SWEDISH_TOO)))


@pytest.fixture
def draft(tmp_path):
    return draft_of(BASE, tmp_path)


@pytest.mark.parametrize("message", messages())
def test_a_swedish_page_says_every_problem_in_swedish_words(draft, message):
    """Whatever the loader and the rules can say of a scenario, with the values they say it with."""
    names = re.findall(r"{(\w+)}", message)
    values = {name: SAMPLES.get(name, 0.5) for name in names}
    text = Text(message, **values) if names else message
    said = ProblemWords(FieldWords(draft, Wording("sv", "SEK"))).said(text)
    assert foreign(said) == set()


@pytest.mark.parametrize("message", messages())
def test_an_english_page_says_no_key_and_no_yaml_either(draft, message):
    """Keys that are English words may stand as words; what only a file has may not."""
    names = re.findall(r"{(\w+)}", message)
    text = Text(message, **{n: SAMPLES.get(n, 0.5) for n in names}) if names else message
    said = ProblemWords(FieldWords(draft, Wording("en", "SEK"))).said(text)
    assert not {mark for mark in "{}" if mark in said}
    assert not re.findall(r"\b[a-z]+_\w+|lib\.\w+|YAML|--set", said)


WRONG = {
    "a monthly salary alone": (
        "staffing: {s: {role: Kurator, fte: 1, oncost_rate: 0.4, payer: social}}",
        "månadslön saknas",
    ),
    "a share above one": ("outcomes.report.baseline: 50", "menar du 50 %?"),
    "shares of more than all": (
        "costs.rent.payers: {social: 1, fund: 0.8}",
        "andelarna blir tillsammans 180 % → de ska bli 100 %",
    ),
    "an unknown payer": ("costs.rent.payer: region", "det finns: Fonden, Socialnämnden"),
    "low above high": (
        "participants.per_year: {low: 9, base: 5, high: 12}",
        "lågt (9) är mer än",
    ),
    "an effect without a basis": (
        "outcomes.report.effect: {relative_risk: 0.8}",
        "välj vad den vilar på",
    ),
    "no number": ("costs.rent.amount: ungefär tio", "välj ”inte känt” under det"),
}


@pytest.mark.parametrize(("entry", "expected"), WRONG.values(), ids=WRONG)
def test_a_slip_on_the_page_is_told_in_the_words_of_the_page(tmp_path, entry, expected):
    """Names for ids, per cent for shares, and what can be done on the page."""
    data = parse(BASE, "base").data
    data["payers"]["fund"] = {"name": "Fonden", "sector": "other"}
    path, value = next(iter(parse(entry, "").data.items()))
    *holders, last = path.split(".")
    inner = value_at(data, tuple(holders)) if holders else data
    if last == "payers":
        inner.pop("payer")
    inner[last] = value
    draft = draft_of(data, tmp_path)
    form = DraftForm(draft, Wording("sv", "SEK"), answer(draft.scenario, 8))
    told = " | ".join(form.errors().values()).replace("\u00a0", " ")
    assert expected in told
    assert foreign(told) == set()


def test_what_is_empty_is_asked_for_and_not_explained(draft):
    """By the template of the message, and whatever its words are in any language."""
    words = ProblemWords(FieldWords(draft, Wording("sv", "SEK")))
    here = Mark("")
    for what in (
        Text("the key {key} is missing", key="horizon"),
        Text("{given} is not {expected}", given="''", expected=Text("a number")),
    ):
        assert words.text(Problem("horizon", here, what)).startswith("inte känt ännu")
    grouped = Text("{given} is not {expected}", given="'38.500'", expected=Text("a number"))
    assert "menas 38 500?" in words.text(Problem("horizon", here, grouped))
