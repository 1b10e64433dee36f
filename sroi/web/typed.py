"""What people type in a field, and what a scenario file says: one turned into the other."""

import re
from decimal import Decimal
from typing import Any

from sroi.loader.advice import DOUBTFUL
from sroi.loader.document import inline, parse
from sroi.loader.scalars import MAX_DIGITS, Doubtful
from sroi.locales import Language
from sroi.quantities import Quantity
from sroi.tables.labels import PERCENT

MAX_TYPED = 2 * MAX_DIGITS
POINTED = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+")  # 38.500: thousands, or 38,5?
NUMBER = {
    "sv": re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?%?"),
    "en": re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?%?"),
}


def text_of(raw: Any, quantity: Quantity | None, language: Language) -> str:  # noqa: ANN401
    """Return a value of the file as it is typed: ``1 250 000``, ``25 %``, or its own text.

    >>> from sroi.quantities import MONEY, SHARE
    >>> text_of(1250000, MONEY, "sv"), text_of(0.2384, SHARE, "sv"), text_of(None, SHARE, "sv")
    ('1 250 000', '23,84 %', '')
    """
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return raw if isinstance(raw, str) else inline(raw)
    if raw != raw or abs(raw) == float("inf"):
        return str(raw)
    exact, percent = Decimal(repr(raw)), quantity in PERCENT
    return _typed(exact * 100 if percent else exact, language) + (" %" if percent else "")


def _typed(exact: Decimal, language: Language) -> str:
    """Return a number with all its digits, or as a power of ten where those are too many."""
    if len(f"{exact:f}") <= MAX_TYPED:
        return _grouped(exact, language)
    text = f"{exact:e}"
    return text.replace(".", ",") if language == "sv" else text


def _grouped(exact: Decimal, language: Language) -> str:
    """Return a number with all its digits, thousands apart."""
    whole, _, rest = f"{exact:f}".partition(".")
    digits = f"{int(whole):,}" if abs(int(whole)) >= 10_000 else str(int(whole))
    sign = "-" if whole.startswith("-") and not digits.startswith("-") else ""
    rest = rest.rstrip("0")
    mark = "," if language == "sv" else "."
    shown = digits.replace(",", " ") if language == "sv" else digits
    return sign + shown + (f"{mark}{rest}" if rest else "")


def raw_of(text: str, language: Language) -> Any:  # noqa: ANN401
    """Return what typed text is in the file: a number, None for nothing, or else the text.

    >>> raw_of("1 250 000", "sv"), raw_of("23,84 %", "sv"), raw_of("1,250.5", "en")
    (1250000, 0.2384, 1250.5)
    >>> raw_of("lib.se.po_kommun", "sv"), raw_of(" ", "sv"), raw_of("about ten", "en")
    ('lib.se.po_kommun', None, 'about ten')
    """
    plain = "".join(text.split()).replace("\u2212", "-")
    if not plain:
        return None
    if language == "sv" and POINTED.fullmatch(plain):
        return text.strip()
    if not NUMBER[language].fullmatch(plain) or len(plain) > MAX_TYPED + 10:
        return text.strip()
    digits = plain.rstrip("%").replace(",", "." if language == "sv" else "")
    if DOUBTFUL.fullmatch(digits) and "%" not in plain:
        return Doubtful(digits)
    try:
        exact = Decimal(digits) / (100 if plain.endswith("%") else 1)
    except ArithmeticError:
        return text.strip()
    if abs(float(exact)) == float("inf"):
        return text.strip()
    whole = "%" not in plain and "." not in digits and "e" not in digits.lower()
    return int(exact) if whole and len(digits) <= MAX_DIGITS else float(exact)


def yaml_of(text: str) -> Any:  # noqa: ANN401
    """Return what text typed as YAML says; ``ScenarioError`` where it is none."""
    if not text.strip():
        return None
    return parse(text.replace("\r\n", "\n"), "").sound.data
