"""What is typed in a field and what the file says: each is turned into the other and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.arithmetic import quantities
from sroi.arithmetic.quantities import MONEY, SHARE, Quantity
from sroi.loader.document import parse, written
from sroi.loader.scalars import MAX_DIGITS, Doubtful
from sroi.loader.typed import clear, raw_of, text_of, units_of, yaml_of
from tests.browser import LANGUAGES

QUANTITIES = sorted(
    (q for q in vars(quantities).values() if isinstance(q, Quantity)), key=lambda q: q.words
)
LONGEST = 10**MAX_DIGITS - 1  # the longest whole number a file may hold
NUMBERS = st.one_of(
    st.integers(-LONGEST, LONGEST),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 4)),
)


@given(
    raw=NUMBERS,
    quantity=st.sampled_from([None, *QUANTITIES]),
    language=st.sampled_from(LANGUAGES),
)
def test_a_number_shown_and_typed_back_is_the_same_number(raw, quantity, language):
    """Every bit of it, whatever it measures; a whole number without a unit stays whole."""
    back = raw_of(text_of(raw, quantity, language), language)
    assert back == raw
    if isinstance(raw, int) and not (quantity and quantity.in_percent):
        assert isinstance(back, int) or abs(raw) > LONGEST // 10


@pytest.mark.parametrize(
    ("language", "text", "raw"),
    [
        ("sv", "1250000", 1_250_000),
        ("sv", "1 250 000", 1_250_000),
        ("sv", "1\u00a0250\u00a0000", 1_250_000),
        ("sv", "1\u202f250\u202f000,5", 1_250_000.5),
        ("sv", "0,25", 0.25),
        ("sv", "0.25", 0.25),
        ("sv", "25 %", 0.25),
        ("sv", "25%", 0.25),
        ("sv", "\u221212,5", -12.5),
        ("sv", "+3", 3),
        ("sv", "1,5e3", 1500),
        ("en", "1,250,000", 1_250_000),
        ("en", "1,250,000.5", 1_250_000.5),
        ("en", "1 250 000", 1_250_000),
        ("en", "0.25", 0.25),
        ("en", "25 %", 0.25),
        ("en", "-12.5%", -0.125),
        ("sv", "1 250 000 kr", 1_250_000),
        ("sv", "41 500 kr.", 41_500),
        ("sv", "500:-", 500),
        ("sv", "120 tkr", 120_000),
        ("sv", "1,2 mkr", 1_200_000),
        ("sv", "2,5 miljoner kronor", 2_500_000),
        ("en", "1,250,000 SEK", 1_250_000),
        ("sv", "\u2013 5", -5),
        ("en", "", None),
        ("sv", " \t\u00a0", None),
    ],
)
def test_numbers_are_typed_as_each_language_writes_them(language, text, raw):
    """Spaces or commas between thousands, comma or point before decimals, per cent or a share."""
    assert raw_of(text, language) == raw


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "1.250.000"),
        ("sv", "1,250,000"),
        ("sv", "1 25"),
        ("sv", "2027 2029"),
        ("sv", "41.500 kr"),
        ("sv", "40 EUR"),
        ("en", "1,25"),
        ("en", "12,5%"),
        ("en", "1,2500"),
        ("en", "25 %%"),
        ("sv", "1e400"),
        ("sv", "1e99999999999999999999"),
        ("en", "--5"),
        ("en", "nan"),
        ("en", ".inf"),
        ("en", "0x10"),
        ("en", "\u00b2"),
        ("en", "10 people"),
        ("en", "9" * 100),
        ("sv", "lib.se.po_kommun"),
        ("sv", "missing"),
    ],
)
def test_what_could_be_misread_stays_text(language, text):
    """Nothing is guessed: the loader then says that it is no number."""
    assert raw_of(text, language) == text


@given(text=st.text(), language=st.sampled_from(LANGUAGES))
def test_nothing_typed_makes_it_fail(text, language):
    """Anything becomes nothing, a finite number, or the text itself."""
    raw = raw_of(text, language)
    assert raw is None or raw == text.strip() or math.isfinite(raw)


@given(
    number=st.from_regex(r"[-+]?[0-9 .,]{1,12}(e[-+]?[0-9]{1,4})? ?%?", fullmatch=True),
    language=st.sampled_from(LANGUAGES),
)
def test_what_looks_like_a_number_never_makes_it_fail(number, language):
    """Neither do its neighbours, and what is understood can be shown and typed again."""
    raw = raw_of(number, language)
    assert (
        raw is None or isinstance(raw, str) or raw_of(text_of(raw, None, language), language) == raw
    )


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-LONGEST, LONGEST) | st.text("ab: #'\n-é5", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab5", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(PLAIN.filter(lambda data: isinstance(data, list | dict)))
def test_data_shown_as_yaml_is_typed_back_as_itself(data):
    """Lists and mappings are shown on one line, and read as a file would be."""
    text = text_of(data, None, "sv")
    assert "\n" not in text
    assert yaml_of(text.replace("\n", "\r\n")) == parse(written(data), "").data


@pytest.mark.parametrize(("language", "text"), [("sv", "100,000"), ("en", "100.000")])
def test_three_decimals_typed_are_asked_about_like_those_of_a_file(language, text):
    """A hundred, or a hundred thousand? The warning comes with the result."""
    assert isinstance(raw_of(text, language), Doubtful)
    assert raw_of(text, language) == 100


def test_a_share_is_shown_in_per_cent_and_money_in_full():
    """No digit is lost that the file has: 0.23847 is 23.847 %."""
    assert text_of(0.23847, SHARE, "en") == "23.847 %"
    assert text_of(1_234_567.891, MONEY, "sv") == "1 234 567,891"


def test_a_unit_is_read_only_where_it_belongs():
    """Kronor for money in kronor, per cent for what is no money."""
    assert raw_of("20 kr", "sv", units_of(MONEY, "SEK")) == 20
    assert raw_of("20 kr", "sv", units_of(MONEY, "EUR")) == "20 kr"
    assert raw_of("20 eur", "sv", units_of(MONEY, "EUR")) == 20
    assert raw_of("20 kr", "sv", units_of(SHARE, "SEK")) == "20 kr"
    assert raw_of("20 %", "sv", units_of(MONEY, "SEK")) == "20 %"


@given(text=st.text() | st.from_regex(r"[-+]?[0-9 .,]{1,12} ?(%|kr|mkr)?", fullmatch=True))
def test_what_is_clear_is_so_in_every_language(text):
    """It is what each language that can read it reads, and nothing is left to doubt."""
    raw, readings = clear(text), {raw_of(text, language) for language in LANGUAGES}
    if isinstance(raw, str):
        assert raw == text
    else:
        assert {each for each in readings if isinstance(each, int | float)} == {raw}
