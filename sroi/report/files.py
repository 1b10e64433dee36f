"""Files that are whole or not there: written beside the target, then renamed over it."""

import os
import tempfile
from pathlib import Path

from sroi.errors import SroiError


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
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def harmless(text: str) -> str:
    """Return text that a spreadsheet never takes for a formula.

    >>> harmless("=1+1"), harmless("plain")
    ("'=1+1", 'plain')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
