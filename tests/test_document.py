"""Safe YAML: plain data with places, and nothing YAML would guess."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.errors import Mark, ScenarioError
from sroi.loader.document import parse, read, written
from sroi.loader.scalars import Doubtful


def data(text):
    return parse(text, "file").data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e6", 1_000_000.0),
        ("750_000", 750_000),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("0123", 123),
        ("true", True),
        ("null", None),
        ("~", None),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("2026-01-01", "2026-01-01"),
        ("0x1F", "0x1F"),
        ("1.5.2", "1.5.2"),
        ("12 000", "12 000"),
        ("1_", "1_"),
        ("e5", "e5"),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_a_scalar_is_what_it_looks_like(text, value):
    """Numbers are numbers whatever YAML's version says; words, dates and clock times are text."""
    assert data(f"x: {text}")["x"] == value
    assert type(data(f"x: {text}")["x"]) is type(value)


def test_every_value_and_key_has_a_place():
    """Marks count lines and columns from 1."""
    document = parse("a:\n  b: [1, {c: 2}]\n", "f.yaml")
    assert document.marks["a", "b", 1, "c"] == Mark("f.yaml", 2, 14)
    assert document.key_marks["a", "b"] == Mark("f.yaml", 2, 3)


def test_an_alias_is_written_out():
    """A repeated part stands at its own path, marked where it is written."""
    document = parse("a: &x {k: [1, 2]}\nb: *x\nc: {d: *x}\n", "f")
    assert document.data["c"]["d"] == {"k": [1, 2]}
    assert document.marks["b", "k", 1] == document.marks["a", "k", 1]


def test_an_alias_inside_an_anchor_is_written_out():
    """Anchors may hold aliases of earlier ones."""
    assert data("a: &x 1\nb: &y [*x, *x]\nc: *y\n")["c"] == [1, 1]


@pytest.mark.parametrize("text", ["{2025: 1, a: 2}", '{"2025": 1, "a": 2}', "'2025': 1\na: 2"])
def test_whole_numbers_may_be_keys(text):
    """Years are whole numbers as keys, also in quotes, as every key of a JSON file is."""
    assert data(text) == {2025: 1, "a": 2}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("{a: 100,000}", "100,000"),
        ("{a: 100,000, b: 2}", "100,000"),
        ("{a: 1,250,000}", "1,250,000"),
        ("{a: 12,5 %}", "12,5 %"),
        ("{2025: 1,5, 2026: 2}", "1,5"),
        ("{x: {a: -0,5}}", "-0,5"),
    ],
)
def test_a_number_cut_by_a_comma_is_told_whole(text, number):
    """Inside { } YAML reads 100,000 as 100 and a key 000 without a value."""
    (problem,) = parse(text, "file").problems
    assert str(problem.what) == f"{number}: a comma inside {{ }} begins a new key"


@pytest.mark.parametrize("text", ["{a: 1, 2}", "{1: 1,2: 2}", "{a: x,2}", "[1,2]", "{a: 1,b}"])
def test_other_commas_are_commas(text):
    """A space after it, a value of its own, a word or a list: nothing was cut."""
    assert parse(text, "file").problems == ()


@pytest.mark.parametrize("number", ["100.000", "-12.500", "1.250"])
def test_a_point_that_may_stand_between_thousands_is_remembered(number):
    """As a number like any other, that is written back with its three decimals."""
    (value,) = data(f"[{number}]")
    assert (value, value.written) == (float(number), number)
    assert number in written({"x": value})


@pytest.mark.parametrize("number", ["0.125", "1234.567", "100.0", "12.5000", "'100.000'"])
def test_other_decimals_are_decimals(number):
    """0.125 cannot be 125, and 1234.567 has its thousands."""
    assert not isinstance(data(f"[{number}]")[0], Doubtful)


def test_a_large_file_is_refused(tmp_path):
    """More than 1 MiB is no scenario."""
    path = tmp_path / "large.yaml"
    path.write_text("# " + "x" * (1 << 20))
    with pytest.raises(ScenarioError, match="1 MiB"):
        read(path)


def test_many_values_are_refused():
    """More than 20 000 values are no scenario."""
    with pytest.raises(ScenarioError, match="20000"):
        parse("\n".join(f"k{i}: 1" for i in range(30_000)), "file")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfea", "UTF-8"), (b"name: \xe5", "UTF-8")],
)
def test_other_encodings_are_refused(tmp_path, content, words):
    """Text is UTF-8."""
    path = tmp_path / "latin.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=words):
        read(path)


def test_a_byte_order_mark_is_no_trouble(tmp_path):
    """Windows editors write one."""
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: X\n")
    assert read(path).data == {"name": "X"}


@pytest.mark.parametrize("given", ["nowhere.yaml", "."])
def test_what_is_no_file_is_said(tmp_path, given):
    """A missing file and a folder are told in words."""
    with pytest.raises(ScenarioError, match="cannot be read|not a file"):
        read(tmp_path / given)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex("[a-z][a-z0-9_]{0,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_what_is_written_is_read_back(value):
    """Written and parse are inverse, also for text that looks like a number."""
    assert data(written({"x": value}))["x"] == value


@pytest.mark.parametrize("seed", range(40))
def test_no_noise_crashes_the_reader(seed):
    """A file damaged at random gives data or problems, never another exception."""
    random.seed(seed)
    text = list("sroi: 1\nname: X\ncosts: {a: {amount: 1, payer: b}}\nlist: [1, &a 2, *a]\n" * 3)
    for _ in range(12):
        place = random.randrange(len(text))
        text[place] = random.choice("{}[]:,#&*!|>'\"%@`-?\n\t \x00\u2028é1")
    try:
        parse("".join(text), "noise")
    except ScenarioError as error:
        assert error.problems
