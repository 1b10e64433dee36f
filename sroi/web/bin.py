"""Scenarios that were thrown away, in the user's state folder: for a while they can come back."""

from __future__ import annotations

import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sroi.errors import SroiError, Text, UsageError, reason_of
from sroi.web.folder import UnlistedError
from sroi.web.state import private_folder
from sroi.web.stored import DAY, DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sroi.web.stored import Store


@dataclass(frozen=True)
class Thrown:
    """A scenario in the bin."""

    ident: str
    name: str  # it had in the folder
    path: Path
    when: float


@dataclass(frozen=True)
class Bin:
    """The bin of a folder of scenarios."""

    place: Path
    root: Path

    @classmethod
    def of(cls, store: Store) -> Bin:
        """Return the bin beside the stored drafts, without what has lain there long."""
        thrown = cls(store.place / "bin", store.folder)
        for item in thrown.items():
            if time.time() - item.when > DAYS * DAY:
                shutil.rmtree(thrown.place / item.ident, ignore_errors=True)
        return thrown

    def items(self) -> list[Thrown]:
        """Return what is in the bin, the newest first."""
        return sorted(self._items(), key=lambda item: -item.when)

    def _items(self) -> Iterator[Thrown]:
        with suppress(OSError):
            for inside in self.place.iterdir():
                for path in inside.rglob("*.y*ml"):
                    name = path.relative_to(inside).as_posix()
                    yield Thrown(inside.name, name, path, inside.stat().st_mtime)

    def throw(self, name: str) -> str:
        """Move a scenario of the folder here and return the id it got; it is copied first."""
        ident = secrets.token_urlsafe(9)
        target = self.place / ident / name
        try:
            private_folder(self.place.parent, self.root)
            target.parent.mkdir(0o700, parents=True)
            shutil.copyfile(self.root / name, target)
            (self.root / name).unlink()
        except OSError as error:
            shutil.rmtree(self.place / ident, ignore_errors=True)
            raise _unmoved(name, error) from None
        return ident

    def take_back(self, ident: str) -> str:
        """Put a scenario back and return its name; ``UsageError`` where another has its place."""
        item = next((item for item in self.items() if item.ident == ident), None)
        if item is None:
            raise UnlistedError(ident)
        target = self.root / item.name
        if target.exists() or target.is_symlink():
            raise UsageError(item.name)
        try:
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(item.path, target)
        except OSError as error:
            raise _unmoved(item.name, error) from None
        shutil.rmtree(self.place / ident, ignore_errors=True)
        return item.name


def _unmoved(name: str, error: OSError) -> SroiError:
    return SroiError(Text("{file} cannot be moved: {reason}", file=name, reason=reason_of(error)))
