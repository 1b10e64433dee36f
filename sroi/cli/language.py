"""The language a command answers in, known before its files are read, or where they cannot be."""

from __future__ import annotations

import gettext
import os
import re
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from sroi.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.languages import Language

SPOKEN = re.compile(rf"(?:--set=|--)?language=({'|'.join(LANGUAGES)})")
WRITTEN = re.compile(
    rf"""(?:^|[{{,])\s*["']?language["']?\s*:\s*["']?({"|".join(LANGUAGES)})\b""", re.MULTILINE
)
BASE = re.compile(r"""(?:^|[{,])\s*["']?extends["']?\s*:\s*["']?([^"'\s,}]+)""", re.MULTILINE)
READ = 1 << 20  # bytes of a file in which its language is looked for
LONGEST_CHAIN = 10
SHEET = b"Insatsen"  # of a workbook to fill in, where it is Swedish
BYTE_ORDER_MARKS = b"\xff\xfe\xef\xbb\xbf"  # of UTF-16 and UTF-8
SWEDISH = 0x1D  # what Windows calls it, in the ten lowest bits of a language's number
LANGUAGE_BITS = 0x3FF
TRANSLATIONS = Path(__file__).parents[1] / "terms"


def language_asked_for(arguments: Sequence[str]) -> Language:
    """Return the language of ``--language``, else of the first file that says one.

    Files that say none are English, as their answers are; without files it is the system's.
    """
    for argument in (*arguments, *map("=".join, pairwise(arguments))):
        if spoken := SPOKEN.fullmatch(argument):
            return spoken[1]
    files = [Path(argument) for argument in arguments if _is_file(argument)]
    languages = [language for language in map(language_in, files) if language]
    return languages[0] if languages else "en" if files else system_language()


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or with a null in it
        return False


def language_in(file: Path, further: int = LONGEST_CHAIN) -> Language | None:
    """Return the language a file says, or what it extends; also where the rest is no good."""
    try:
        if file.suffix.lower() == ".xlsx":
            with zipfile.ZipFile(file) as workbook:
                return "sv" if SHEET in workbook.read("xl/workbook.xml") else "en"
        with file.open("rb") as content:
            text = _letters(content.read(READ))
    except (OSError, KeyError, zipfile.BadZipFile):
        return None
    if written := WRITTEN.search(text):
        return written[1]
    base = BASE.search(text)
    if not base or not further:
        return None
    return language_in(file.parent / base[1].replace("\\", "/"), further - 1)


def _letters(content: bytes) -> str:
    """Return the ASCII of a text in any encoding: of UTF-16 every other byte is null."""
    return content.lstrip(BYTE_ORDER_MARKS).replace(b"\0", b"").decode("ascii", "replace")


def system_language() -> Language:
    """Return Swedish where the environment, or else Windows, speaks it; otherwise English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if code := os.environ.get(name):
            return "sv" if code.lower().startswith("sv") else "en"
    return "sv" if _windows_language() & LANGUAGE_BITS == SWEDISH else "en"


def _windows_language() -> int:
    """Return the number of the language that Windows shows its menus in; elsewhere 0."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetUserDefaultUILanguage())


def speak(language: Language) -> None:
    """Let click speak a language; it asks gettext, which asks the environment."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", TRANSLATIONS)
