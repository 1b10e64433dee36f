"""What to do about text that is not what it is meant to be: a number, or YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sroi.errors import Text

if TYPE_CHECKING:
    from sroi.errors import Message

NUMBER_HINT = "write a number, {low: …, base: …, high: …}, another form, lib.… or missing"
DOUBTFUL = re.compile(r"([-+]?[1-9]\d{0,2})([.,])(\d{3})")
SIGN_AND_DIGITS = r"[-+]?\d{1,3}"
GROUPED = (  # thousands apart, and nothing else that it could be
    re.compile(SIGN_AND_DIGITS + r"(?:,\d{3}){2,}(?:\.\d+)?|" + SIGN_AND_DIGITS + r",\d{3}\.\d+"),
    re.compile(SIGN_AND_DIGITS + r"(?:\.\d{3}){2,}(?:,\d+)?|" + SIGN_AND_DIGITS + r"\.\d{3},\d+"),
    re.compile(SIGN_AND_DIGITS + r"(?:['’]\d{3})+(?:[.,]\d+)?"),
)


def readings(text: str) -> tuple[str, str] | None:
    """Return both numbers that text may mean, a thousand times apart, or None where it is clear.

    >>> readings("100,000"), readings("12.500"), readings("0,125"), readings("1,5")
    (('100000', '100,0'), ('12500', '12.5'), None, None)
    """
    parts = DOUBTFUL.fullmatch(text)
    if parts is None:
        return None
    whole, mark, rest = parts.groups()
    return whole + rest, f"{whole}{mark}{rest.rstrip('0') or '0'}"


def how_to_write(text: str) -> Message:
    """Return how a number that reads like a spreadsheet's text is written in a file.

    >>> print(how_to_write("12 000"))
    write 12000 or 12_000, without spaces
    >>> print(how_to_write("1,5"))
    write 1.5, with a point
    >>> print(how_to_write("100,000"))
    write 100000, or 100.0 if the comma is a decimal comma
    >>> print(how_to_write("25 %"))
    write 0.25: shares are fractions of one
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").strip()
    compact = plain.replace(" ", "").replace(",", ".")
    if both := readings(plain):
        return _either(*both)
    if any(form.fullmatch(plain) for form in GROUPED):
        return Text("write {given}, without marks between thousands", given=_ungrouped(plain))
    if re.fullmatch(r"-?[\d ]+([.,]\d+)?\s*%", plain):
        share = float(compact.rstrip("%")) / 100
        return Text("write {given}: shares are fractions of one", given=share)
    if re.fullmatch(r"-?\d{1,3}( \d{3})+", plain):
        joined = plain.replace(" ", "_")
        return Text("write {given} or {other}, without spaces", given=compact, other=joined)
    if re.fullmatch(r"-?[\d ]+,\d+", plain):
        return Text("write {given}, with a point", given=compact)
    return _without(plain)


def _either(thousands: str, decimals: str) -> Text:
    comma = "write {given}, or {other} if the comma is a decimal comma"
    point = "write {given}, or {other} if the point is a decimal point"
    other = decimals.replace(",", ".")
    return Text(comma if "," in decimals else point, given=thousands, other=other)


def _ungrouped(text: str) -> str:
    """Return a number without the marks between its thousands, and with a decimal point.

    >>> _ungrouped("1,250,000.50"), _ungrouped("1.250,5"), _ungrouped("1'250'000")
    ('1250000.50', '1250.5', '1250000')
    """
    *groups, last = re.split(r"[.,'’]", text)
    mark = text[-len(last) - 1]
    return "".join(groups) + (last if text.count(mark) > 1 or mark in "'’" else f".{last}")


def _without(plain: str) -> Message:
    """Return what to leave out around a number."""
    if re.fullmatch(r"[-+]?[\d_]+(\.\d+)?([eE][-+]?\d+)?", plain):
        return "write it without quotes"
    if plain.startswith("lib."):
        return "write lib.LIBRARY.ID, such as lib.se.po_kommun"
    if re.match(r"-?\d", plain) and re.search(r"[a-zA-Z]", plain):
        return "write the number alone, without a unit"
    return NUMBER_HINT


def syntax_hint(problem: str, line: str) -> str:
    """Return what to do about a line that is not YAML."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in problem:
        return "put text that contains a colon in quotes"
    return "check quotes, brackets and the indentation of this line and the one above"
