"""Words and numbers: both languages say the same things, as their readers write them."""

import re
from pathlib import Path

import pytest

from sroi.wording import Wording, _terms

SV, EN = Wording("sv", "SEK"), Wording("en", "SEK")


def keys(language):
    """Return every term with the placeholders it takes."""
    return {
        f"{section}.{name}": set(re.findall(r"{(\w+)}", text))
        for section, terms in _terms(language).items()
        if section not in ("help", "problem")  # in English the schema, and the key, say them
        for name, text in terms.items()
    }


def test_both_languages_have_the_same_terms_and_placeholders():
    """A term that one language lacks would fail only when it is needed."""
    assert keys("sv") == keys("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SV.number(1250000), "1\u00a0250\u00a0000"),
        (EN.number(1250000), "1,250,000"),
        (SV.number(-0.5, 1), "\u22120,5"),
        (SV.number(-0.0001), "0"),
        (SV.money(1250000), "1,25\u00a0mkr"),
        (SV.money(999_400), "999\u00a0400\u00a0kr"),
        (EN.money(1250000), "SEK\u00a01.25\u00a0million"),
        (Wording("sv", "EUR").money(2e6), "2,00\u00a0miljoner EUR"),
        (SV.percent(0.25), "25\u00a0%"),
        (EN.percent(0.031), "3.1%"),
        (SV.percent(4e-6), "0\u00a0%"),
        (SV.significant(1234.5), "1\u00a0234"),
        (SV.significant(0.491), "0,491"),
        (SV.significant(0.0), "0"),
        (SV.significant(1e-200), "0"),
        (EN.significant(2.3e31), "over 10^15"),
        (SV.number(-1e300, 2), "under \u221210^15"),
        (SV.money(1e30), "över 10^15\u00a0mkr"),
        (SV.percent(1e200), "över 10^15\u00a0%"),
        (EN.number(float("inf")), "over 10^15"),
        (SV.unit(1e3), "tkr"),
        (EN.unit(1e3), "SEK thousand"),
        (Wording("sv", "EUR").unit(1e3), "tusen EUR"),
        (SV.view("public"), "Offentlig sektor"),
        (SV.view("own_view"), "own_view"),
    ],
)
def test_numbers_are_written_as_they_are_read(text, expected):
    """Groups, decimals, minus and units of each language."""
    assert text == expected


def test_nothing_is_translated_that_nobody_says():
    """The English of every problem still stands in the code, or is the validator's own."""
    code = "\n".join(
        file.read_text("utf-8") for file in (Path(__file__).parents[1] / "sroi").rglob("*.py")
    )
    code = re.sub(r'"\s*\n\s*f?"', "", code)
    for english in _terms("sv")["problem"]:
        for piece in re.split(r"{+\w+}+|[();:?,{}]", english):
            if len(piece) > 10 and not piece.startswith("write a value"):
                assert piece.strip() in code, english
