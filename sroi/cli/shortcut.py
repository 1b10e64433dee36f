"""A file to double-click that opens the page of a folder, on Windows, macOS and Linux."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sroi.errors import Text, UsageError
from sroi.report.files import write_whole

if TYPE_CHECKING:
    from pathlib import PurePath

    from sroi.wording import Wording

MARK = "sroi serve --shortcut"  # in every shortcut: a file that holds it may be written over
MODE = 0o755  # a desktop asks, or refuses, before it runs a file that is no program


@dataclass(frozen=True)
class Opening:
    """What a double-click does: which Python opens which folder, in which words."""

    python: PurePath
    folder: PurePath
    wording: Wording

    @property
    def arguments(self) -> list[str]:
        """Return the command; ``-P`` lets Python take no module from the folder it starts in."""
        options = ["-P", "-m", "sroi", "serve", "--language", self.wording.language]
        return [str(self.python), *options, str(self.folder)]

    @property
    def failure(self) -> str:
        """Return what the window says, and stays open to say, where the page did not open."""
        return self.wording.term("shortcut.failure")


def batch(opening: Opening) -> str:
    """Return a shortcut for Windows, in UTF-8, which its second command lets Windows read."""
    command = " ".join(map(_batch_word, opening.arguments))
    return "\r\n".join(
        [
            "@echo off",
            f"rem {MARK}",
            "chcp 65001 >nul",
            "title sroi",
            command,
            "if %errorlevel%==0 exit /b",
            "echo.",
            f"echo {opening.failure}",
            "pause >nul",
            "",
        ]
    )


def _batch_word(word: str) -> str:
    """Return a word of a command of Windows, in quotes that no ``&`` or ``\\`` at its end opens.

    >>> _batch_word("C:\\\\R&D 100%\\\\"), _batch_word("-m")
    ('"C:\\\\R&D 100%%\\\\."', '-m')
    """
    if word.startswith("-") or word.isalnum():
        return word
    whole = word + "." if word.endswith("\\") else word
    return '"{}"'.format(whole.replace("%", "%%"))


def script(opening: Opening) -> str:
    """Return a shortcut for macOS, whose terminal runs it."""
    return f"#!/bin/sh\n# {MARK}\n{_script_line(opening)}\n"


def _script_line(opening: Opening) -> str:
    failure = shlex.quote(opening.failure)
    return f"{shlex.join(opening.arguments)} || {{ echo; echo {failure}; read -r _; }}"


def entry(opening: Opening) -> str:
    """Return a shortcut for the desktops of Linux, run by a shell in a terminal."""
    return (
        f"[Desktop Entry]\n# {MARK}\nType=Application\nTerminal=true\n"
        f"Name={opening.wording.term('shortcut.name')}\n"
        f"Exec=sh -c {_entry_word(_script_line(opening))}\n"
    )


def _entry_word(word: str) -> str:
    """Return an argument of ``Exec``: quoted, as the desktop's standard has it, and then escaped.

    >>> print(_entry_word("echo 100% $HOME"))
    "echo 100%% \\\\$HOME"
    """
    for special in ("\\", '"', "`", "$"):
        word = word.replace(special, f"\\{special}")
    escaped = word.replace("\\", "\\\\").replace("\n", "\\n")
    return '"{}"'.format(escaped.replace("%", "%%"))


KINDS = {"win32": ("cmd", batch), "darwin": ("command", script), "linux": ("desktop", entry)}


def write_shortcut(opening: Opening, system: str) -> Path:
    """Write the shortcut of a system into its folder; ``UsageError`` over somebody else's file."""
    ending, text = KINDS.get(system, KINDS["linux"])
    file = Path(opening.folder) / f"{opening.wording.term('shortcut.name')}.{ending}"
    if file.exists() and MARK.encode() not in file.read_bytes():
        what = "{file} is not a shortcut of sroi; rename it, or remove it"
        raise UsageError(Text(what, file=file))
    write_whole(file, os.fsencode(text(opening)))
    file.chmod(MODE)
    return file
