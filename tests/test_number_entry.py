"""A number as it is typed: back and forth, of the library, and priced per day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.arithmetic.quantities import MONEY, SHARE
from sroi.web.effect_ways import BELIEVED, WAYS, in_way, way_of
from sroi.web.number_entry import NumberEntry
from sroi.web.sourced import chosen

DAY = "lib.se.plac_familjehem_konsulent_dygn"
HOW = {"source": "own", "grade": "B", "times": 365, "price_year": 2020, "index": "none"}
FORMS = st.one_of(
    st.floats(allow_nan=False),
    st.integers(),
    st.sampled_from(["missing", DAY, "about ten", None]),
    st.just({"low": 1, "base": 2, "high": 3}),
    st.just({"low": 1, "base": 2, "high": 3, "interval": 0.8}),
    st.just({"events": 3, "of": 12}),
    st.just({"events": 47, "months": 62}),
    st.just({"events": 47, "years": 5}),
    st.just({"events": 3, "person_years": 40}),
    st.just({"dist": "uniform", "min": 0, "max": 1}),
    st.just({2025: 1, 2026: "missing"}),
)


@given(raw=FORMS, how=st.dictionaries(st.sampled_from(list(HOW)), st.none()))
def test_what_is_read_of_a_number_is_written_again(raw, how):
    """Every form, with and without where it comes from."""
    sourced = {"value": raw, **{key: HOW[key] for key in how}} if how and raw is not None else raw
    assert NumberEntry.from_raw(sourced).to_raw() == sourced


@given(raw=FORMS, language=st.sampled_from(["sv", "en"]))
def test_typing_what_is_shown_changes_nothing(raw, language):
    """The very same entry, whatever it is written as."""
    entry = NumberEntry.from_raw(raw)
    typed = {name: entry.text(name, MONEY, language) for name in (*entry.values, *entry.how)}
    assert entry.typed_over(typed | {"form": entry.form}, MONEY, language) is entry


def over(raw, quantity=MONEY, **typed):
    return NumberEntry.from_raw(raw).typed_over(typed, quantity, "sv").to_raw()


def test_a_value_of_the_library_shows_its_number_until_another_is_typed():
    """Its id is never typed; how many days it is for stays when the price is another."""
    entry = NumberEntry.from_raw({"value": DAY, "times": 365})
    assert entry.text("base", MONEY, "sv") == "1966"
    assert entry.typed_over({"base": "1966"}, MONEY, "sv") is entry
    assert over({"value": DAY, "times": 365}, base="2 100") == {"value": 2100, "times": 365}
    assert over("lib.se.po_kommun", SHARE, base="40 %") == 0.4


def test_a_value_of_the_library_made_uncertain_has_the_limits_of_its_source():
    """Low and high as published, to be changed."""
    assert over(DAY, form="range") == {"low": 1900, "base": 1966, "high": 4200}


@pytest.mark.parametrize(
    ("raw", "typed", "expected"),
    [
        (1000, {"per": "part"}, {"value": 1000, "times": ""}),
        ("missing", {"per": "part"}, {"value": "missing", "times": ""}),
        (None, {"per": "part"}, {"value": "missing", "times": ""}),
        (
            {"value": 1000, "times": ""},
            {"per": "part", "times": "30"},
            {"value": 1000, "times": 30},
        ),
        ({"value": 1000, "times": 30}, {"per": "part", "times": ""}, {"value": 1000, "times": ""}),
        ({"value": 1000, "times": 30}, {"per": "event", "times": "30"}, 1000),
    ],
)
def test_a_price_is_for_an_event_or_for_a_part_of_one(raw, typed, expected):
    """Of a part it is asked how many there are, until that is said or the choice is another."""
    assert over(raw, **typed) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [(DAY, {"value": DAY, "times": ""}), ("lib.se.ifo_utredning_bbic", "lib.se.ifo_utredning_bbic"),
     ("lib.se.lon_socionom_manad", "lib.se.lon_socionom_manad")],
)  # fmt: skip
def test_only_a_price_per_part_of_time_asks_how_many(name, expected):
    """A price per investigation does not, and a salary is a month's by its field."""
    assert chosen(name, 5) == expected
    assert chosen(name, {"value": DAY, "times": 200}) == (
        {"value": name, "times": 200} if name == DAY else expected
    )


@pytest.mark.parametrize(
    ("raw", "typed", "expected"),
    [
        (9, {"form": "counts_over_time"}, {"events": "", "months": ""}),
        ({"events": "", "months": ""}, {"events": "47"}, {"events": 47, "months": ""}),
        ({"events": 47, "months": ""}, {"months": "62"}, {"events": 47, "months": 62}),
        ({"events": 47, "months": 62}, {"months": ""}, {"events": 47, "months": ""}),
        ({"events": 47, "months": 62}, {"months": "", "events": ""}, None),
        ({"events": 47, "years": 5}, {"events": "48"}, {"events": 48, "years": 5}),
        (0.3, {"form": "counts_over_persons"}, {"events": "", "person_years": ""}),
        ({"events": 3, "of": 12}, {"form": "counts_over_time"}, {"events": 3, "months": ""}),
    ],
    ids=repr,
)
def test_what_is_counted_is_typed_with_the_time_it_was_counted_during(raw, typed, expected):
    """The time is asked for once, in the unit that the file has."""
    assert over(raw, **typed) == expected
    asked = NumberEntry.from_raw(expected).names
    assert expected is None or list(expected) == list(asked)


def test_what_nobody_has_priced_is_said_alone():
    """Neither a source nor a grade goes with it, and a price typed in its place is the price."""
    assert over({"value": 500, "source": "own"}, form="unpriced") == "unpriced"
    assert over("unpriced", base="300") == 300
    assert over("unpriced", form="missing") == "missing"


@pytest.mark.parametrize("way", WAYS)
def test_an_effect_stated_in_a_way_is_in_that_way(way):
    """Whatever it was before, and its note stays."""
    for before in ({}, {"unknown": True, "note": "x"}, in_way(BELIEVED, {}), {"odds_ratio": 0.5}):
        stated = in_way(way, before)
        assert way_of(stated) == way
        assert stated.get("note") == before.get("note") or way == "unknown"


def test_what_is_believed_is_a_judgement_and_no_longer_when_a_study_says_it():
    """The basis is asked for again."""
    believed = in_way(BELIEVED, {})
    assert believed == {
        "relative_reduction": {"low": "", "base": "", "high": ""},
        "basis": "expert",
    }
    assert "basis" not in in_way("relative_risk", believed)
