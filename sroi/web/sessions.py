"""The drafts that are being worked on, in memory and on disk, and which are let go."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import TYPE_CHECKING

from sroi.web.stored import DAYS, DamagedError, Label

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sroi.web.drafts import Draft
    from sroi.web.folder import Folder
    from sroi.web.stored import Store

MOST = 1_000  # drafts; of more, the oldest without changes go
IN_MEMORY = 100
AWAKE = 20  # drafts whose last answer stays in memory
PATIENCE = 0.1  # seconds that an answer waits for a slow disk


class ForgottenError(Exception):
    """There is no such draft: it was dropped, or its file is damaged."""


class FullError(Exception):
    """So many drafts hold changes that neither a file nor the state folder has."""


class Drafts:
    """The drafts of a folder: those worked on last in memory, all of them on disk."""

    def __init__(self, store: Store, folder: Folder, examples: Folder) -> None:
        """Take up what was stored before."""
        self.store = store
        self.folders = {False: folder, True: examples}
        self.by_id: dict[str, Draft] = {}
        self.labels = store.labels()  # the one changed last comes last

    def keep(self, draft: Draft) -> str:
        """Keep a draft and return its id."""
        if len(self.labels) >= MOST:
            self._let_go()
        ident = secrets.token_urlsafe(9)
        self.write(ident, draft)
        return ident

    def write(self, ident: str, draft: Draft) -> Future[bool]:
        """Store a draft as it is now."""
        self.by_id[ident] = draft
        self.labels.pop(ident, None)
        label = Label(
            ident,
            draft.title,
            draft.name,
            not draft.writable,
            draft.new,
            draft.changed,
            time.time(),
        )
        self.labels[ident] = label
        return self.store.write(label, draft)

    async def settled(self, writing: Future[bool]) -> None:
        """Wait until a draft is stored, unless the disk is slow: nobody waits long for that."""
        await asyncio.wait([asyncio.wrap_future(writing)], timeout=PATIENCE)

    def draft(self, ident: str) -> Draft:
        """Return a draft; ``ForgottenError`` where there is none."""
        if ident not in self.labels:
            raise ForgottenError(ident)
        draft = self.by_id.pop(ident, None) or self._stored(self.labels[ident])
        for resting in list(self.by_id.values())[: 1 - AWAKE]:
            resting.valid, resting.pictures = None, {}  # thousands of draws each
        for stored in filter(self.store.holds, list(self.by_id)[: 1 - IN_MEMORY]):
            del self.by_id[stored]
        self.by_id[ident] = draft
        return draft

    def unsaved(self) -> list[Label]:
        """Return the drafts with changes that no file holds, the newest first."""
        return [label for label in reversed(self.labels.values()) if label.changed]

    def old(self) -> list[Label]:
        """Return the unsaved drafts that are old, or over the number there may be."""
        return old(self.unsaved())

    def of_files(self, files: set[str]) -> list[str]:
        """Return the drafts of some of the folder's files."""
        labels = (label for label in self.labels.values() if not (label.example or label.new))
        return [label.ident for label in labels if label.name in files]

    def drop(self, ident: str) -> Label:
        """Put a draft away, and return what it was."""
        self.by_id.pop(ident, None)
        if ident not in self.labels:
            raise ForgottenError(ident)
        self.store.drop(ident)
        return self.labels.pop(ident)

    def take_back(self, ident: str) -> None:
        """Take back a draft that was dropped."""
        label = self.store.take_back(ident)
        if label is None:
            raise ForgottenError(ident)
        self.labels[ident] = label

    def _stored(self, label: Label) -> Draft:
        folder = self.folders[label.example]
        try:
            return self.store.read(label, folder.root / label.name)
        except DamagedError:
            del self.labels[label.ident]
            raise ForgottenError(label.ident) from None

    def _let_go(self) -> None:
        """Let the oldest drafts without changes go, which hold nothing that a file does not."""
        resting = [ident for ident, label in self.labels.items() if not label.changed]
        for ident in resting[: len(self.labels) - MOST + 1]:
            self.by_id.pop(ident, None)
            del self.labels[ident]
            self.store.forget(ident)
        if len(self.labels) >= MOST and self.store.failure:
            raise FullError  # memory is all there is


def old(labels: list[Label]) -> list[Label]:
    """Return the drafts that nobody has touched for long, and those over the number there may be.

    They are offered to be dropped; none with changes goes by itself.
    """
    return [label for place, label in enumerate(labels) if label.age > DAYS or place >= MOST]
