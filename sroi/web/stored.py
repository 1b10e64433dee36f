"""Drafts on disk, in the user's own state folder, so that they outlive the server."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sroi.errors import reason_of
from sroi.loader.document import Document
from sroi.loader.merge import merged, written_difference
from sroi.loader.scalars import Doubtful
from sroi.web.drafts import reopened
from sroi.web.state import draft_file_name, private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from sroi.errors import Message, Raw
    from sroi.web.drafts import Draft

STEPS = 20  # changes that can still be undone after a restart
DRAFT, DROPPED = ".draft", ".dropped"
DAY = 86_400.0
DAYS = 30  # that what was dropped can be taken back
IDENT = re.compile(r"[\w-]{12}", re.ASCII)
ODD = ""  # no key of a scenario: marks what JSON has no word for


class DamagedError(Exception):
    """A stored draft cannot be read."""


@dataclass(frozen=True)
class Label:
    """What a list says of a stored draft."""

    ident: str
    title: str
    name: str  # of its file in the folder
    example: bool
    new: bool  # no file holds it yet
    changed: bool
    when: float  # in seconds since 1970, when it was changed last

    @property
    def age(self) -> float:
        """Return how many days ago it was changed."""
        return (time.time() - self.when) / DAY


class Store:
    """The drafts of one folder of scenarios; whatever the disk says, the page goes on."""

    def __init__(self, state: Path, folder: Path) -> None:
        """Choose the place: one for each folder, which may itself be shared or read-only."""
        self.folder = folder
        self.place = state / hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        self.failure: Message = ""  # why nothing can be written, where that is so
        self.damaged: list[str] = []  # files that are no draft
        self.writer = ThreadPoolExecutor(1, "drafts")
        self.latest: dict[str, Future[bool]] = {}  # of each draft
        self._try()

    def write(self, label: Label, draft: Draft) -> Future[bool]:
        """Write a draft as it is now, in a thread: the one asked for last is written last."""
        writing = self.writer.submit(self._write, label, partial(_body, *_snapshot(draft)))
        self.latest[label.ident] = writing
        return writing

    def holds(self, ident: str) -> bool:
        """Return whether a draft is on disk as it was last to be written."""
        writing = self.latest.get(ident)
        return writing is None or (writing.done() and writing.result())

    def labels(self) -> dict[str, Label]:
        """Return what is stored, the oldest first; what was dropped long ago goes."""
        for old in self._files(DROPPED):
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > DAYS * DAY:
                    old.unlink()
        labels = [label for path in self._files(DRAFT) if (label := self._label(path))]
        return {label.ident: label for label in sorted(labels, key=lambda label: label.when)}

    def read(self, label: Label, file: Path) -> Draft:
        """Return a stored draft of a file; ``DamagedError`` where it is none any more."""
        path = self._path(label.ident)
        try:
            body = _decoded(json.loads(path.read_text(encoding="utf-8").split("\n")[1]))
            draft = reopened(file, label.name, not label.example, label.new, body)
            draft.states = _states(body["now"], body["undo"])
            draft.at, draft.version = len(draft.states) - 1, body["version"]
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            self.damaged.append(path.name)
            raise DamagedError(path.name) from error
        return draft

    def drop(self, ident: str) -> None:
        """Put a draft away; for a while it can be taken back."""
        self.writer.submit(self._renamed, ident, DRAFT, DROPPED).result()

    def take_back(self, ident: str) -> Label | None:
        """Return the label of a draft that was dropped, stored again; None where it is gone."""
        if not IDENT.fullmatch(ident):
            return None
        self.writer.submit(self._renamed, ident, DROPPED, DRAFT).result()
        return self._label(self._path(ident)) if self._path(ident).is_file() else None

    def dropped(self, ident: str) -> Label | None:
        """Return the label of a draft that was dropped and can be taken back."""
        path = self._path(ident, DROPPED)
        return self._label(path) if IDENT.fullmatch(ident) and path.is_file() else None

    def forget(self, ident: str) -> None:
        """Delete a draft for good: one without changes."""
        self.writer.submit(self._unlink, ident)

    def _files(self, ending: str) -> Iterator[Path]:
        with suppress(OSError):
            yield from sorted(self.place.glob(f"*{ending}"))

    def _path(self, ident: str, ending: str = DRAFT) -> Path:
        return self.place / f"{ident}{ending}"

    def _label(self, path: Path) -> Label | None:
        try:
            with path.open(encoding="utf-8") as file:
                label = Label(**json.loads(file.readline()))
            if label.ident != path.stem or not IDENT.fullmatch(label.ident):
                raise ValueError(label.ident)
            if not draft_file_name(label.name):
                raise ValueError(label.name)
        except (OSError, ValueError, TypeError, AttributeError):
            self.damaged.append(path.name)
            return None
        return label

    def _try(self) -> None:
        """Find out whether drafts can be stored at all."""
        try:
            private_folder(self.place, self.folder)
            with tempfile.TemporaryFile(dir=self.place):
                pass
        except OSError as error:
            self.failure = reason_of(error)

    def _write(self, label: Label, body: partial[Mapping[str, Any]]) -> bool:
        """Return whether a draft was written."""
        try:
            private_folder(self.place, self.folder)
            lines = (asdict(label), _coded(body()))
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            handle, name = tempfile.mkstemp(".unfinished", dir=self.place)
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            Path(name).replace(self._path(label.ident))
        except OSError as error:
            self.failure = reason_of(error)
            return False
        self.failure = ""
        return True

    def _renamed(self, ident: str, before: str, after: str) -> None:
        path = self._path(ident, after)
        with suppress(OSError):
            self._path(ident, before).replace(path)
            os.utime(path)

    def _unlink(self, ident: str) -> None:
        with suppress(OSError):
            self._path(ident).unlink(missing_ok=True)


def _snapshot(draft: Draft) -> tuple[Any, ...]:
    """Return what is written of a draft; none of it is ever changed in place."""
    states = draft.states[max(draft.at - STEPS, 0) : draft.at + 1]
    return draft.levels[-1].data, draft.digest, states, draft.version


def _body(base: Raw, digest: str, states: list[Any], version: int) -> Mapping[str, Any]:
    """Return a draft as it is written: its file, its state, and the way back step by step."""
    undo = [written_difference(after, before) for before, after in pairwise(states)]
    return {
        "base": base,
        "digest": digest,
        "now": states[-1],
        "undo": undo,
        "version": version,
    }


def _states(now: Raw, undo: list[Any]) -> list[Any]:
    """Return a state after those before it; ``ValueError`` where one is not of a scenario."""
    states = [now]
    for step in reversed(undo):
        states.insert(0, merged(Document(states[0]), Document(step))[0].data)
    if not all(isinstance(state, Mapping) for state in states):
        raise ValueError(undo)
    return states


def _coded(value: Raw) -> Raw:
    """Return a value in the words of JSON, which has neither years as keys nor doubtful numbers.

    >>> _coded({"amount": {2027: 1, 2028: 2}})
    {'amount': {'': [[2027, 1], [2028, 2]]}}
    """
    if isinstance(value, Mapping):
        inner = {key: _coded(one) for key, one in value.items()}
        odd = not all(isinstance(key, str) and key != ODD for key in inner)
        return {ODD: [list(pair) for pair in inner.items()]} if odd else inner
    if isinstance(value, list):
        return [_coded(one) for one in value]
    return {ODD: value.written} if isinstance(value, Doubtful) else value


def _decoded(value: Raw) -> Raw:
    """Return what was coded.

    >>> _decoded(_coded({"amount": {2027: 1}, "rate": Doubtful("0.125"), "uses": ["se"]}))
    {'amount': {2027: 1}, 'rate': 0.125, 'uses': ['se']}
    """
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    if ODD not in value:
        return {key: _decoded(one) for key, one in value.items()}
    odd = value[ODD]
    return Doubtful(odd) if isinstance(odd, str) else {key: _decoded(one) for key, one in odd}
