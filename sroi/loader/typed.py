"""What people type in a field, a cell or a command, and what a scenario file says.

One reader of numbers for the page, the fill-in workbook and the command line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from sroi.languages import LANGUAGES
from sroi.loader.advice import DOUBTFUL
from sroi.loader.document import inline, parse
from sroi.loader.scalars import MAX_DIGITS, Doubtful
from sroi.loader.terms import locale

if TYPE_CHECKING:
    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.languages import Language

Units = Mapping[str, Decimal]  # what may stand after a number, and what it multiplies it by
MAX_TYPED = 2 * MAX_DIGITS
POINTED = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+")  # 38.500: thousands, or 38,5?
TAIL = r"(?:[eE][-+]?\d+)?"
NUMBER = {  # by the mark before decimals
    ",": re.compile(r"[-+]? ?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?" + TAIL),
    ".": re.compile(r"[-+]? ?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)(?:\.\d+)?" + TAIL),
}
SHARE_SIGN = {"%": Decimal("0.01"), "procent": Decimal("0.01"), "per cent": Decimal("0.01")}
KRONOR = {
    **dict.fromkeys(("kr", "kronor", "sek", ":-"), Decimal(1)),
    **dict.fromkeys(("tkr", "ksek", "tusen", "tusen kr", "tusen kronor"), Decimal(1000)),
    **dict.fromkeys(("mkr", "mnkr", "msek", "miljon", "miljoner"), Decimal(1_000_000)),
    **dict.fromkeys(("miljoner kr", "miljoner kronor", "million sek"), Decimal(1_000_000)),
}
UNITS: Units = {**SHARE_SIGN, **KRONOR}


def units_of(quantity: Quantity, currency: str) -> Units:
    """Return what may stand after a number of a kind: a unit of its money, or a per cent sign.

    >>> from sroi.arithmetic.quantities import MONEY, SHARE
    >>> "kr" in units_of(MONEY, "SEK"), "kr" in units_of(MONEY, "EUR"), "kr" in units_of(SHARE, "")
    (True, False, False)
    """
    if not quantity.money:
        return SHARE_SIGN
    return KRONOR if currency == "SEK" else {currency.lower(): Decimal(1)}


def text_of(raw: Raw, quantity: Quantity | None, language: Language) -> str:
    """Return a value of the file as it is typed: ``1 250 000``, ``25 %``, or its own text.

    >>> from sroi.arithmetic.quantities import MONEY, SHARE
    >>> text_of(1250000, MONEY, "sv"), text_of(0.2384, SHARE, "sv"), text_of(None, SHARE, "sv")
    ('1 250 000', '23,84 %', '')
    """
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return raw if isinstance(raw, str) else inline(raw)
    if raw != raw or abs(raw) == float("inf"):
        return str(raw)
    exact, percent = Decimal(repr(raw)), quantity is not None and quantity.in_percent
    return _typed(exact * 100 if percent else exact, language) + (" %" if percent else "")


def _typed(exact: Decimal, language: Language) -> str:
    """Return a number with all its digits, or as a power of ten where those are too many."""
    if len(f"{exact:f}") <= MAX_TYPED:
        return _grouped(exact, language)
    text = f"{exact:e}"
    return text.replace(".", locale(language).decimal)


def _grouped(exact: Decimal, language: Language) -> str:
    """Return a number with all its digits, thousands apart."""
    whole, _, rest = f"{exact:f}".partition(".")
    digits = f"{int(whole):,}" if abs(int(whole)) >= 10_000 else str(int(whole))
    sign = "-" if whole.startswith("-") and not digits.startswith("-") else ""
    rest = rest.rstrip("0")
    marks = locale(language)
    grouped = digits.replace(",", marks.between_thousands)
    return sign + grouped + (f"{marks.decimal}{rest}" if rest else "")


def raw_of(text: str, language: Language, units: Units = UNITS) -> Raw:
    """Return what typed text is in the file: a number, None for nothing, or else the text.

    >>> raw_of("1 250 000 kr", "sv"), raw_of("23,84 %", "sv"), raw_of("1,250.5", "en")
    (1250000, 0.2384, 1250.5)
    >>> raw_of("1,2 mkr", "sv"), raw_of(" ", "sv"), raw_of("about ten", "en")
    (1200000, None, 'about ten')
    """
    plain = " ".join(text.split())
    plain = re.sub(r"^[\u2212\u2013\u2012](?= ?\d)", "-", plain)
    if not plain:
        return None
    typed, factor = _apart(plain, units)
    decimal = locale(language).decimal
    if decimal == "," and POINTED.fullmatch(typed):
        return text.strip()
    if not NUMBER[decimal].fullmatch(typed) or len(typed) > 2 * MAX_TYPED:
        return text.strip()
    digits = typed.replace(" ", "").replace(",", "." if decimal == "," else "")
    if factor == 1 and DOUBTFUL.fullmatch(digits):
        return Doubtful(digits)
    number = _counted(digits, factor)
    return text.strip() if number is None else number


def _apart(plain: str, units: Units) -> tuple[str, Decimal]:
    """Return the digits of a typed number, and what its unit multiplies them by."""
    parts = re.fullmatch(r"([-+\d., ]*\d" + TAIL + r") ?([^\d ].*)", plain)
    unit = units.get(parts[2].rstrip(".").casefold()) if parts else None
    return (parts[1], unit) if parts and unit else (plain, Decimal(1))


def _counted(digits: str, factor: Decimal) -> int | float | None:
    """Return a number with its unit, whole where it is; None where none can hold it."""
    try:
        exact = Decimal(digits) * factor
    except ArithmeticError:
        return None
    if abs(float(exact)) == float("inf"):
        return None
    plain = "." not in digits and "e" not in digits.lower()
    whole = factor >= 1 and (plain or (factor > 1 and exact == exact.to_integral_value()))
    return int(exact) if whole and len(digits) <= MAX_DIGITS else float(exact)


def clear(text: str) -> Raw:
    """Return the number that text is in every language it can be read in, or else the text.

    >>> clear("5 %"), clear("1,5"), clear("1 250 000"), clear("100,000"), clear("ten")
    (0.05, 1.5, 1250000, '100,000', 'ten')
    """
    numbers = {raw for raw in (raw_of(text, each) for each in LANGUAGES) if _is_clear(raw)}
    return numbers.pop() if len(numbers) == 1 else text


def _is_clear(raw: Raw) -> bool:
    return isinstance(raw, int | float)


def yaml_of(text: str) -> Raw:
    """Return what text typed as YAML says; ``ScenarioError`` where it is none."""
    if not text.strip():
        return None
    return parse(text.replace("\r\n", "\n"), "").sound.data
