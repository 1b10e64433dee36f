"""Files that are whole or not there: written beside the target, then renamed over it."""

import glob
import os
import stat
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sroi.errors import SroiError, Text, reason_of

UNFINISHED, HOUR = ".unfinished", 3600.0
PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
DEVICES = frozenset(("con", "prn", "aux", "nul", *PORTS))  # of Windows, whatever their ending
FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # so that the same run gives the same bytes
# Of every Excel book: text is text, also where it begins like a formula or a link.
BOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once; if anything fails, what stood there before still stands."""
    if sys.platform == "win32" and refused_by_windows(path.name):
        what = "{path}: Windows has no files of that name; choose another"
        raise SroiError(Text(what, path=path))
    temporary = None
    try:
        _tidy(path)
        handle, name = tempfile.mkstemp(UNFINISHED, f".{path.name}.", path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except OSError as error:
        raise SroiError(
            Text(
                "{path} cannot be written: {reason}; close it where it is open, or choose another"
                " folder, such as your own",
                path=path,
                reason=reason_of(error),
            )
        ) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def refused_by_windows(name: str) -> bool:
    """Return whether Windows keeps a name for a device, or takes what is after ``:`` for a stream.

    >>> refused_by_windows("Aux.yaml"), refused_by_windows("a: b.xlsx"), refused_by_windows("c.md")
    (True, True, False)
    """
    return ":" in name or name.partition(".")[0].rstrip().lower() in DEVICES


def _tidy(path: Path) -> None:
    """Remove what a process that was killed while it wrote the file has left beside it."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{UNFINISHED}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > HOUR:
                left.unlink()


def _mode(path: Path) -> int:
    """Return who may read and write a file: as before, or as of any new one."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def harmless(text: str) -> str:
    """Return text that a spreadsheet never takes for a formula.

    >>> harmless("=1+1"), harmless("plain")
    ("'=1+1", 'plain')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
