"""Words and numbers as a reader writes them, in Swedish or English."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal, format_percent

from sroi.errors import Text, as_in_a_file
from sroi.languages import LANGUAGES, language_of
from sroi.loader.terms import locale, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sroi.errors import Message
    from sroi.languages import Language
    from sroi.loader.terms import Locale

GREATEST, LEAST = 1e15, 1e-15  # of what is written out; what is beyond tells a reader no more
VOWELS = "aeiouyåäö"
LEAST_SHARE = 0.001  # a smaller share reads as less than this, never as nothing


@dataclass(frozen=True)
class Wording:
    """The words and numbers of one language, with money in one currency."""

    language: Language
    currency: str

    @property
    def locale(self) -> Locale:
        """Return how the language writes numbers."""
        return locale(self.language)

    def in_language(self, text: str | None) -> Wording:
        """Return the words of the language a reader chose; Swedish where none is known."""
        return wording_chosen(text, self.currency)

    def term(self, key: str, **values: Any) -> str:  # noqa: ANN401
        """Return the words of a key such as ``measure.npv``, with values put in."""
        section, _, name = key.partition(".")
        return terms(self.language)[section][name].format(**values)

    def has(self, key: str) -> bool:
        """Return whether there are words of a key."""
        section, _, name = key.partition(".")
        return name in terms(self.language).get(section, {})

    def said(self, message: Message) -> str:
        """Return a message in this language, with numbers as a scenario file has them.

        >>> Wording("sv", "SEK").said(Text("write {expected}", expected=Text("text")))
        'skriv text'
        """
        return self._filled(message, as_in_a_file)

    def typed(self, message: Message) -> str:
        """Return a message in this language, with numbers as a reader types them: 0,5.

        >>> Wording("sv", "SEK").typed(Text("write {expected}", expected=0.5))
        'skriv 0,5'
        """
        return self._filled(message, self.short)

    def _filled(self, message: Message, number: Callable[[float], str]) -> str:
        """Return a message in this language; its values may be messages themselves."""
        if isinstance(message, str):
            return self._template(message)
        values = {name: self._value(value, number) for name, value in message.values.items()}
        template = self._template(message.template)
        return template.format(**values) if values else template

    def on_page(self, english: str) -> str:
        """Return the template of a message as the page says it, which knows no file."""
        return terms(self.language)["page_problem"].get(english) or self._template(english)

    def _value(self, value: Any, number: Callable[[float], str]) -> str:  # noqa: ANN401
        if isinstance(value, Text):
            return self._filled(value, number)
        return number(value) if isinstance(value, float) else str(value)

    def _template(self, english: str) -> str:
        """Return the template of a message in this language, English where it has none."""
        return terms(self.language).get("problem", {}).get(english, english)

    def number(self, x: float, decimals: int = 0) -> str:
        """Return a number with grouped digits and so many decimals.

        >>> Wording("sv", "SEK").number(-1250000.5, 1).replace(chr(160), " ")
        '−1 250 000,5'
        """
        if abs(x) > GREATEST:
            return self.term("word.over" if x > 0 else "word.under")
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        rounded = round(x, decimals) + 0.0
        text = format_decimal(rounded, pattern, self.locale.babel)
        return str(text).replace("-", "\u2212")

    def significant(self, x: float, digits: int = 3) -> str:
        """Return a number with at least so many significant digits, none of the whole ones cut.

        >>> Wording("en", "SEK").significant(0.012345), Wording("en", "SEK").significant(12345.6)
        ('0.0123', '12,346')
        """
        if abs(x) < LEAST:
            return self.number(0.0)
        magnitude = len(f"{abs(x):.0f}") if abs(x) >= 1 else 1 - _leading_zeros(x)
        return self.number(x, max(0, digits - magnitude) if x else 0)

    def ratio(self, x: float) -> str:
        """Return a ratio or a factor, with two decimals below a hundred."""
        return self.number(x, 2) if abs(x) < 100 else self.number(x)

    def short(self, x: float) -> str:
        """Return a number with at most three significant digits and no zeros for show.

        >>> Wording("en", "SEK").short(7.0), Wording("sv", "SEK").short(0.25)
        ('7', '0,25')
        """
        text = self.significant(x)
        mark = self.locale.decimal
        return text.rstrip("0").rstrip(mark) if mark in text and abs(x) < 1000 else text

    def short_percent(self, x: float) -> str:
        """Return a share in per cent, with at most three significant digits.

        >>> Wording("en", "SEK").short_percent(0.2384)
        '23.8%'
        """
        return self.short(100.0 * x) + self.locale.percent

    def percent(self, x: float) -> str:
        """Return a share in per cent, with a decimal below ten.

        >>> Wording("sv", "SEK").percent(0.126).replace(chr(160), " ")
        '13 %'
        """
        if abs(x) > GREATEST / 100:
            return f"{self.number(100 * x)}{self.locale.percent}"
        pattern = "#,##0.0 %" if 0.0005 < abs(x) < 0.0995 else "#,##0 %"
        text = str(format_percent(x, pattern, self.locale.babel)).replace("-", "\u2212")
        return text.replace(" %", self.locale.percent)

    def range(self, low: str, high: str) -> str:
        """Return two ends as a range; in words, as a dash beside a minus is hard to read."""
        return self.term("word.range", low=low, high=high)

    def exists(self, share: float) -> str:
        """Return in which share of the draws a measure exists."""
        return self.term("word.exists", share=self.percent(share))

    def unit(self, scale: float = 1) -> str:
        """Return the name of the money unit that is so many currency units: kr, tkr, mkr."""
        if self.currency == "SEK":
            return self.locale.kronor[scale]
        return self.locale.scales[scale].format(self.currency)

    def money(self, x: float) -> str:
        """Return an amount with its unit, in thousands or millions where that reads better.

        >>> Wording("sv", "SEK").money(1250000).replace(chr(160), " ")
        '1,25 mkr'
        >>> Wording("sv", "SEK").money(6500).replace(chr(160), " ")
        '6 500 kr'
        """
        scale = 1e6 if abs(x) >= 999_500 else 1
        text = self.significant(x / scale) if scale > 1 else self.number(x)
        units = {"currency": self.currency, "unit": self.unit(scale)}
        return self.locale.amounts[scale].format(amount=text, **units)

    def view(self, name: str) -> str:
        """Return the name of a built-in perspective, or another's own."""
        return terms(self.language)["view"].get(name, name)

    def published(self, unit: str) -> str:
        """Return the unit of a sourced value as a reader writes it.

        >>> Wording("sv", "SEK").published("SEK/day")
        'kr/dygn'
        """
        return terms(self.language)["published"].get(unit, unit)

    def formatted(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as text, by how their name ends: ``_money``, ``_share`` or ``_number``."""
        return {name: self._formatted(name, value) for name, value in values.items()}

    def _formatted(self, name: str, value: Any) -> str:  # noqa: ANN401
        if name.endswith("_money"):
            return self.money(value)
        if name.endswith("_share"):
            tiny = 0.0 < value < LEAST_SHARE
            return "<" + self.percent(LEAST_SHARE) if tiny else self.percent(value)
        if name.endswith("_number"):
            return self.short(value)
        if name == "view":
            return self.view(value)
        if name == "unit":
            return self.published(value)
        return str(value)


def _leading_zeros(x: float) -> int:
    return -math.floor(math.log10(abs(x))) if x else 0


def wordings(currency: str) -> list[Wording]:
    """Return the words of every language there is."""
    return [Wording(language, currency) for language in LANGUAGES]


def wording_chosen(language: str | None, currency: str) -> Wording:
    """Return the words of the language a reader chose; Swedish where none is known."""
    return Wording(language_of(language), currency)


def capital(text: str) -> str:
    """Return text with a capital first letter."""
    return text[:1].upper() + text[1:]


def cut_name(text: str, most: int) -> str:
    """Return text no longer than so many characters, with a mark where some are left out.

    >>> cut_name("Förskoleförvaltningen", 10)
    'Förskolef…'
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def syllables(word: str) -> list[int]:
    """Return where a new syllable may begin in a word that has to be divided.

    >>> [f"{'familjehem'[:n]}-" for n in syllables("familjehem")]
    ['famil-', 'familje-']
    """
    ends = range(4, len(word) - 2)
    return [n for n in ends if word[n] not in VOWELS and word[n + 1] in VOWELS]


def spans(years: Iterable[int]) -> str:
    """Return years in short.

    >>> spans([2025, 2026, 2027, 2030])
    '2025–2027, 2030'
    """
    stretches: list[list[int]] = []
    for year in sorted(years):
        if stretches and year == stretches[-1][-1] + 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in stretches)
