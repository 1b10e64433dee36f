"""What tells of one person and does not belong in a table of aggregates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import cycle

from sroi.errors import Text

DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
IDENTITY = re.compile(
    r"(?<!\d)(\d\d)?(\d\d)[-.]?(\d\d)[-.]?(\d\d) ?([-+]?) ?(\d{4})(?!\d)"  # 19900101-1234
)
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(
    r"(?<![\d.,-])"
    r"(?:(?:\+|00)\d{1,3}[ -]?\(?0?\)?\d[\d -]{5,12}\d|0\d{1,3}[ -]\d[\d ]{4,9}\d|07\d{8})"
    r"(?![\d,.])"
)


def unified(text: str) -> str:
    """Return text after NFKC, with one kind of dash and one kind of space.

    >>> unified("19900101\u20131234\u00a0a")
    '19900101-1234 a'
    """
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return " ".join(plain.split())


def tells_of_person(text: str) -> Text | None:
    """Return what in a text is somebody's: a number, an address, a phone; None for nothing.

    >>> str(tells_of_person("850101-1236")), tells_of_person("556016-0680")
    ('a personal identity number', None)
    """
    plain = unified(text)
    if any(_is_identity(match) for match in _identities(plain)):
        return Text("a personal identity number")
    if ADDRESS.search(plain):
        return Text("an e-mail address")
    return Text("a phone number") if PHONE.search(plain) else None


def _identities(text: str) -> Iterator[re.Match[str]]:
    """Yield what has the digits of an identity number, each start tried."""
    at = 0
    while match := IDENTITY.search(text, at):
        yield match
        at = match.start() + 1


def _is_identity(match: re.Match[str]) -> bool:
    """Return whether digits are a date, or a day + 60, and a number that belongs to it."""
    century, year, month, day, dash, number = match.groups()
    if not _is_date(int(f"{century or '20'}{year}"), int(month), int(day) % 60):
        return False
    return bool(dash) or _checks(f"{year}{month}{day}{number}")


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _checks(digits: str) -> bool:
    """Return whether the last digit is the check digit of the others (Luhn).

    >>> _checks("8501011236"), _checks("8501011234")
    (True, False)
    """
    products = (int(digit) * weight for digit, weight in zip(digits, cycle((2, 1)), strict=False))
    return sum(product // 10 + product % 10 for product in products) % 10 == 0
