"""A file rewritten only where it changed: it says what it should, and its comments stay."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sroi.loader.document import parse, written
from sroi.loader.patch import patched
from tests.browser import SHIPPED, name_of

TEXT = """\
# On top.
sroi: 1
name: One  # what it is called
note: |
  Two lines
  of text.

# Who pays.
payers:
  social: {name: Social, sector: municipality}  # the board
  # The region.
  health:
    name: Region
    sector: region
years:
  2025: 1  # the first
  2026: 2

# What it costs.
costs:
  rent:
    amount: 40_000  # from the lease
    payer: social
uses: [se]  # the library
"""
DATA = parse(TEXT, "text").data
OWN_LINES = [line for line in TEXT.splitlines() if line.startswith("#")]
COMMENTS = [line.partition("#")[2] for line in TEXT.splitlines() if "#" in line]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.text("aé:#,'\"{}[]&*!|>%@-?\n 0", max_size=12),
    st.lists(st.integers(0, 9) | st.text("a ,", max_size=3), max_size=3),
    st.dictionaries(st.text("ab: #", min_size=1, max_size=4), st.integers(0, 9), max_size=3),
    st.dictionaries(st.integers(2025, 2030), st.floats(0, 1), max_size=3),
)


def places(data, path=()):
    """Yield the path of everything in a mapping."""
    for key, value in data.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


def edited(data, path, value, remove=False):
    """Return the data with another value at a path, or without it."""
    made = copy.deepcopy(data)
    inner = made
    for key in path[:-1]:
        inner = inner.get(key) if isinstance(inner, dict) else None
    if isinstance(inner, dict):
        if remove:
            inner.pop(path[-1], None)
        else:
            inner[path[-1]] = value
    return made


@st.composite
def edits(draw, data):
    """Some data after a few things were changed, added or taken away."""
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([*places(data)]))
        if draw(st.booleans()):
            path = (*path[:-1], draw(st.sampled_from(["new", "b: c", 2031])))
        data = edited(data, path, draw(VALUES), remove=draw(st.booleans()))
        if not data:
            return {"sroi": 1}
    return data


@given(edits(DATA))
def test_a_patched_file_says_what_it_should(data):
    """Whatever was changed, added or taken away, and whatever is in it."""
    assert parse(patched(TEXT, data), "patched").sound.data == data


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SHIPPED).flatmap(
    lambda file: st.tuples(st.just(file), edits(parse(file.read_text("utf-8"), "").data))
))  # fmt: skip
def test_a_patched_programme_says_what_it_should(case):
    """Of every file that is shipped, as people write them."""
    file, data = case
    assert parse(patched(file.read_text("utf-8"), data), "patched").sound.data == data


@pytest.mark.parametrize("file", SHIPPED, ids=name_of)
def test_nothing_changed_changes_no_byte(file):
    """A file that already says it is left alone."""
    text = file.read_text("utf-8")
    assert patched(text, parse(text, "").data) == text


@pytest.mark.parametrize("path", [*places(DATA)], ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize("value", [7, "a: b # c", "two\nlines", [1, 2]], ids=repr)
def test_comments_stay_where_they_were(path, value):
    """Also those at the end of a changed line; only comments inside what is replaced are gone."""
    made = patched(TEXT, edited(DATA, path, value))
    inside = {("payers",): 2, ("years",): 1, ("costs",): 1, ("costs", "rent"): 1}.get(path, 0)
    assert sum(comment in made for comment in COMMENTS) >= len(COMMENTS) - inside
    assert all(line in made.splitlines() for line in OWN_LINES)


@pytest.mark.parametrize(
    ("path", "lost"),
    [
        (("costs", "rent"), [" from the lease"]),
        (("costs",), [" from the lease"]),
        (("payers", "social"), [" the board"]),
        (("payers", "health"), []),
        (("years", 2025), [" the first"]),
        (("note",), []),
        (("uses",), [" the library"]),
        (("sroi",), []),
    ],
)
def test_what_is_taken_away_takes_only_its_own_lines(path, lost):
    """The only part of a section too."""
    made = patched(TEXT, edited(DATA, path, None, remove=True))
    assert [comment for comment in COMMENTS if comment not in made] == lost


def test_the_first_line_can_be_taken_away():
    """Nothing stands above it."""
    assert patched("a: 1\n# why\nb: 2\n", {"b": 2}).lstrip() == "# why\nb: 2\n"


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n# the end\n", "  # the end"])
def test_what_is_new_comes_last_in_its_section(end):
    """However the file ends."""
    made = patched(f"a: 1\nb:\n  c: 2{end}", {"a": 1, "b": {"c": 2, "d": "x: y"}, "e": [1]})
    assert parse(made, "").data == {"a": 1, "b": {"c": 2, "d": "x: y"}, "e": [1]}
    assert made.index("\n  c: 2") < made.index("\n  d: 'x: y'") < made.index("\ne: [1]")
    assert ("# the end" in made) == ("# the end" in end)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: &x {p: 1}\nb: *x\n", {"a": {"p": 1}, "b": {"p": 2}}),
        ("a: *nothing\n", {"a": 2}),
        ("a: 1\na: 2\n", {"a": 3}),
    ],
)
def test_a_file_that_cannot_be_edited_in_place_is_written_anew(text, data):
    """Repetitions, and keys that stand twice: it says what it should even so."""
    assert patched(f"# gone\n{text}", data) == written(data)
    assert parse(written(data), "").sound.data == data
