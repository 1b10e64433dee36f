"""Files that are whole or not there: written beside the target, then renamed over it."""

import os
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sroi.errors import SroiError

FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # so that the same run gives the same bytes
# Of every Excel book: text is text, also where it begins like a formula or a link.
BOOK_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once; if anything fails, what stood there before still stands."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise SroiError(
            f"{path} cannot be written: {reason}; choose another folder, such as your own"
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


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
