"""What is said on a terminal, in the letters it has: no sign is lost where it lacks the minus."""

import codecs
import sys
import unicodedata
from typing import TextIO

import click

PLAIN = "sroi.plain"  # the name by which the streams know ``_plain``
LETTERS = {
    **dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\u00b7\u2022", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    "\u2192": "->",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u00d7": "x",
    "\u2026": "...",
}


def speak_plainly(streams: tuple[TextIO, ...]) -> None:
    """Let streams write a letter that they lack as the nearest they have."""
    codecs.register_error(PLAIN, _plain)
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors=PLAIN)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """Return what to write in place of letters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(plain_letter, lacking)), error.end


def plain_letter(letter: str) -> str:
    """Return a letter in ASCII: a minus as a hyphen, å as a, and ? where there is none.

    >>> "".join(map(plain_letter, "−5 – 3 år → 😀"))
    '-5 - 3 ar -> ?'
    """
    if letter in LETTERS:
        return LETTERS[letter]
    base = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return base or "?"


def say(text: str, nl: bool = True) -> None:
    """Write text to standard output, in its own encoding also where that is ASCII."""
    click.echo(text, file=sys.stdout, nl=nl)


def complain(text: str) -> None:
    """Write text to standard error, in its own encoding also where that is ASCII."""
    click.echo(text, file=sys.stderr)
