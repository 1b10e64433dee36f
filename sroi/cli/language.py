"""The language a command answers in where no scenario has been read that says it."""

import os
import sys
from typing import Literal

SWEDISH = 0x1D  # what Windows calls it, in the ten lowest bits of a language's number
LANGUAGE_BITS = 0x3FF


def system_language() -> Literal["sv", "en"]:
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
