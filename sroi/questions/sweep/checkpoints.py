"""The finished points of a sweep: in a folder, so that an interrupted one goes on where it stopped.

One process at a time uses a folder: it is locked, and the lock dies with the process.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from sroi.errors import SroiError, Text, UsageError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST, POINTS, LOCK = "manifest.json", "points.jsonl", "lock"
Point = Mapping[str, Any]
SweepRow = dict[str, Any]

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Checkpoints:
    """The rows of every finished point, by its values; also in a folder where there is one."""

    def __init__(self, folder: Path | None = None, file: TextIO | None = None) -> None:
        """Take up what a file of points holds."""
        self.folder, self.file = folder, file
        self.known: dict[str, list[SweepRow]] = _read(file) if file else {}

    def rows(self, point: Point) -> list[SweepRow] | None:
        """Return the rows of a point, or None where it is not finished."""
        return self.known.get(_key(point))

    def add(self, point: Point, rows: list[SweepRow]) -> None:
        """Keep the rows of a point."""
        self.known[_key(point)] = rows
        if self.file:
            self.file.write(json.dumps({"point": _key(point), "rows": rows}) + "\n")
            self.file.flush()

    def forget(self) -> None:
        """Remove the folder: the sweep is finished."""
        if self.file and self.folder:
            self.file.close()
            _remove(self.folder)


@contextmanager
def checkpoints(folder: Path | None, manifest: str) -> Iterator[Checkpoints]:
    """Give the finished points in a folder; without one, points are kept in memory only.

    Raises ``SroiError`` if another process uses the folder, and ``UsageError`` if its points are
    those of another manifest.
    """
    if folder is None:
        yield Checkpoints()
        return
    folder.mkdir(exist_ok=True)
    with _locked(folder), (folder / POINTS).open("a+", encoding="latin-1", newline="\n") as file:
        _take_over(folder, manifest)
        yield Checkpoints(folder, file)
    if sys.platform == "win32" and not (folder / MANIFEST).exists():
        _remove(folder)  # Windows removes no file that is open, as the lock was until now


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder alone; ``SroiError`` if another process holds it, or just removed it."""
    try:
        file = (folder / LOCK).open("ab")
    except FileNotFoundError:
        raise _in_use(folder) from None
    with file:
        try:
            _lock(file)
            alone = os.path.samestat(os.fstat(file.fileno()), (folder / LOCK).stat())
        except (BlockingIOError, PermissionError, FileNotFoundError):
            alone = False
        except OSError as error:
            raise SroiError(
                Text(
                    "{folder} cannot be locked: {reason}; write to a folder on this machine",
                    folder=folder,
                    reason=reason_of(error),
                )
            ) from None
        if not alone:
            raise _in_use(folder)
        yield


def _in_use(folder: Path) -> SroiError:
    return SroiError(
        Text(
            "{folder} is in use by another sweep that has not ended; "
            "wait for it, or write to another file",
            folder=folder,
        )
    )


def _take_over(folder: Path, manifest: str) -> None:
    """Write the manifest of a folder without points; refuse points of another one."""
    file = folder / MANIFEST
    known = file.read_bytes().decode() if file.exists() else None
    if known != manifest and (folder / POINTS).stat().st_size:
        raise UsageError(
            Text(
                "{folder} holds another sweep, or the scenario, its draws or its seed has changed "
                "since; remove the folder to start again",
                folder=folder,
            )
        )
    file.write_bytes(manifest.encode())


def _read(file: TextIO) -> dict[str, list[SweepRow]]:
    """Return the rows by point; what an interruption cut off, and all after it, is removed."""
    file.seek(0)
    rows: dict[str, list[SweepRow]] = {}
    whole = 0
    for line in file.read().splitlines(keepends=True):
        try:
            finished = json.loads(line) if line.endswith("\n") else None
        except ValueError:
            finished = None
        if finished is None:
            break
        rows[finished["point"]] = finished["rows"]
        whole += len(line)
    file.truncate(whole)
    return rows


def _key(point: Point) -> str:
    return json.dumps(point, default=str)


def _remove(folder: Path) -> None:
    """Remove what this module writes, and the folder unless somebody keeps more in it."""
    for name in (POINTS, MANIFEST, LOCK):
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()
