"""Text that any document can hold: no control characters, no marks that turn the reading order."""

import unicodedata

LEAD = 36  # characters
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def printable(text: str) -> str:
    r"""Return text without control characters and without marks that reverse it.

    >>> printable("a\u202eb\x07c\nd")
    'abc\nd'
    """
    return "".join(
        c
        for c in text
        if c in "\n\t" or not (c in TURNING or unicodedata.category(c) in ("Cc", "Cs"))
    )


def led(text: str) -> tuple[str, str]:
    """Return the short lead that opens a line, with its colon, and the rest; empty without one.

    >>> led("Known: 3 of 4"), led("No money.")
    (('Known:', ' 3 of 4'), ('', 'No money.'))
    """
    lead, colon, rest = text.partition(":")
    return (lead + colon, rest) if colon and len(lead) <= LEAD else ("", text)
