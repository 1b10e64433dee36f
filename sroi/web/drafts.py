"""What somebody is changing: a scenario's file as it was opened, and every state since."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from sroi.errors import ScenarioError, dotted
from sroi.loader.document import Document, parse, read, written
from sroi.loader.ids import slug, unlike
from sroi.loader.merge import assignment, merged, path_of, value_at, written_difference
from sroi.loader.patch import patched
from sroi.loader.reading import laid, resolved
from sroi.schema.fields import GROUPS
from sroi.schema.rules import mapping
from sroi.schema.scenario import ROOT
from sroi.web.parts import BY_GROUP, NAMES, PAID, parts_of, section_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sroi.errors import KeyPath as Path
    from sroi.errors import Problem, Raw
    from sroi.schema.scenario import Scenario
    from sroi.web.answers import DraftResult

MAX_STATES = 200
PART_KEYS = 3  # keys to what a part says: what is to hold more than that may have to be made
COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
STARTING = ("participants", "per_year")  # who start where there are no groups
DraftData = Mapping[str, Any]
NEW_PARTS: dict[str, DraftData] = {
    "payers": {},
    "staffing": {"fte": "missing", "monthly_salary": "missing", "oncost_rate": "missing"},
    "costs": {"amount": "missing"},
    "funding": {"amount": "missing", "status": "applied"},
    "outcomes": {"baseline": "missing", "effect": {"unknown": True}, "unit_cost": "missing"},
    "services": {"per_year": "missing"},
    "claims": {"says": "document", "direction": "unclear"},
    GROUPS: {"per_year": "missing"},
    "sources": {},
}


@dataclass
class Draft:
    """A scenario being changed; what the file said when it was opened is ``levels``."""

    file: FilePath
    name: str  # of the file in its folder
    writable: bool
    levels: list[Document]
    problems: list[Problem]
    digest: str
    new: bool = False  # no file holds it yet
    states: list[DraftData] = field(default_factory=list)
    at: int = 0
    last: frozenset[Path] = frozenset()  # the fields of the newest state, typed on
    version: int = 0
    pages: dict[int, DraftData] = field(default_factory=dict)  # what pages show, by version
    tab: str = ""  # of the browser, that changed it last
    aside: dict[tuple[Path, str], DraftData] = field(
        default_factory=dict
    )  # said in another way before
    valid: DraftResult | None = None  # the last that could be counted
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def saved(self) -> DraftData:
        """Return what the file said when it was opened; what no file holds differs from none."""
        data: DraftData = self.data if self.new else self.levels[-1].data
        return data

    @property
    def data(self) -> DraftData:
        """Return what the draft says."""
        return self.states[self.at]

    @property
    def title(self) -> str:
        """Return what the scenario is called, or its file where it has no name."""
        return str(self.data.get("name") or self.name)

    @property
    def undoable(self) -> bool:
        """Return whether there is a step to undo."""
        return self.at > 0

    @property
    def redoable(self) -> bool:
        """Return whether there is a step to do again."""
        return self.at < len(self.states) - 1

    @property
    def currency(self) -> str:
        """Return the money of the scenario, empty where it says none."""
        return str(self.data.get("currency") or "")

    @property
    def changed(self) -> bool:
        """Return whether the draft says something that no file does."""
        return self.new or self.data != self.saved

    def change(self, values: Mapping[Path, Any]) -> None:
        """Put values at their paths, None for what goes; typing on in a field is one step."""
        document = self._document()
        for path, value in values.items():
            if value is None and value_at(document.data, path) is None:
                continue
            place, content = _placed(document.data, path, value)
            document, _ = merged(document, assignment(document, dotted(place), content))
        if document.data == self.data:
            return
        typing_on = self.last == frozenset(values) and self.at == len(self.states) - 1
        history = self.states[: self.at + (0 if typing_on and self.at else 1)]
        self.states = [*history, document.data][-MAX_STATES:]
        self.at, self.last = len(self.states) - 1, frozenset(values)
        self.version += 1

    def step(self, by: int) -> None:
        """Undo (-1) or redo (1)."""
        self.at = min(max(self.at + by, 0), len(self.states) - 1)
        self.last = frozenset()
        self.version += 1

    def remembered(self) -> int:
        """Return the version a page shows; what it says is kept, to see what is typed there."""
        self.pages[self.version] = self.data
        for old in list(self.pages)[:-MAX_STATES]:
            del self.pages[old]
        return self.version

    def seen(self, version: str) -> DraftData:
        """Return what a page showed, which may be older than what the draft says now."""
        known = version.isascii() and version.isdecimal() and len(version) < 10
        return self.pages.get(int(version), self.data) if known else self.data

    def _document(self) -> Document:
        return Document(self.data, self.levels[-1].marks, self.levels[-1].key_marks)

    def scenario(self) -> Scenario:
        """Return the scenario the draft describes; ``ScenarioError`` with every problem."""
        return self.loading()()

    def loading(self) -> Callable[[], Scenario]:
        """Return what makes the scenario of the draft as it is now, whatever changes later."""
        before = [] if self.new else self.levels  # so that saving changes no draw
        levels = [*before, self._document()] if self.changed else list(self.levels)
        return partial(resolved, levels, self.file, list(self.problems))

    def variant(self, name: str) -> str:
        """Return the draft as a file that extends the original and holds the differences."""
        over = written_difference(self.saved, {**self.data, "name": name})
        return written({"extends": self.file.name, **over})

    def whole(self, name: str) -> str:
        """Return the draft as one file, with all that the original extends."""
        return written({**self.data, "name": name})

    def keeps_comments(self) -> bool:
        """Return whether the file can be rewritten with its comments in place."""
        if self.new:
            return True
        comments, comments_after = (
            COMMENT.findall(text) for text in (self._text(), self.rewritten())
        )
        return Counter(comments) <= Counter(comments_after)

    def _text(self) -> str:
        return self.file.read_bytes().decode("utf-8")

    def rewritten(self) -> str:
        """Return the text of the file with the changes in it."""
        if self.new:
            return written(self.data)
        data = self.data
        if len(self.levels) > 1:
            extends = own_data(self.file)["extends"]
            data = {"extends": extends, **written_difference(self.levels[-2].data, data)}
        return rewritten(self._text(), data)

    def change_back(self) -> None:
        """Go back to what the file says: the changes are kept elsewhere now."""
        self.states, self.at, self.last = [self.saved], 0, frozenset()
        self.version += 1

    def reread(self) -> None:
        """Take what the file says now as what is saved; the changes stay on top."""
        before = self.saved
        self.take_file()
        self.states = [self._over(written_difference(before, state)) for state in self.states]

    def take_file(self) -> None:
        """Take what the file says now as what is saved; every step so far can still be undone."""
        self.levels, self.problems, self.digest = _read(self.file)
        self.new = False
        self.last = frozenset()
        self.version += 1

    def move(self, file: FilePath, name: str) -> None:
        """Follow a file that was renamed, or one that it extends; the changes stay on top."""
        self.file, self.name = file, name
        self.reread()

    def _over(self, changes: DraftData) -> DraftData:
        """Return changes laid over what the file says."""
        document, _ = merged(self.levels[-1], Document(changes))
        data: DraftData = document.data
        return data

    def add(self, section: str, name: str) -> Path:
        """Add a part with a name; what must be asked of it is still missing. Return its path."""
        before = parts_of(self.data, section)
        ident = unlike(slug(name) or section.rpartition(".")[2], before)
        path = (*path_of(section), ident)
        part = {NAMES.get(section, "name"): name, **NEW_PARTS[section]}
        payers = list(mapping(self.data, "payers"))
        if payers and section in PAID:
            part["payer"] = payers[0]
        if section == GROUPS and not before:  # the first is all of them
            part["per_year"] = value_at(self.data, STARTING) or "missing"
        if section == "outcomes" and (groups := parts_of(self.data, GROUPS)):
            risk = part.pop("baseline")  # asked of each group
            part[BY_GROUP] = {group: {"baseline": risk} for group in groups}
        self.change({path: part})
        return path

    def remove(self, path: Path) -> None:
        """Take a part away; those of the last group are all who start."""
        rest = [ident for ident in parts_of(self.data, section_of(path)) if ident != path[-1]]
        if section_of(path) == GROUPS and not rest:
            self.change({STARTING: value_at(self.data, (*path, "per_year")) or "missing"})
        else:
            self.change({path: None})

    def choose(self, path: Path, value: Raw, library: str) -> None:
        """Put a value of a library at a place, and use the library if that is not said yet."""
        uses = self.data.get("uses")
        used = uses if isinstance(uses, list) else [uses] if isinstance(uses, str) else []
        changes: dict[Path, Any] = {path: value}
        self.change(changes if library in used else {("uses",): [*used, library], **changes})

    def can_be_extended(self) -> bool:
        """Return whether a variant of the file can be saved: one's own, and as it was opened."""
        return self.writable and not (self.new or self.is_gone() or self.moved_on())

    def files(self) -> set[FilePath]:
        """Return the file and every file it extends."""
        names = {mark.file for level in self.levels for mark in level.marks.values()}
        return {self.file, *map(FilePath, names)}

    def is_gone(self) -> bool:
        """Return whether the file, or one it extends, is no longer on disk."""
        return not self.new and any(not f.is_file() or f.is_symlink() for f in self.files())

    def moved_on(self) -> bool:
        """Return whether the file on disk, or one it extends, is another than was opened."""
        return not self.new and digest_of(self.file, self.levels) != self.digest


def own_data(file: FilePath) -> dict[str, Any]:
    """Return what a file itself says; ``ScenarioError`` where it cannot be read."""
    data: dict[str, Any] = read(file).data
    return data


def rewritten(text: str, data: DraftData) -> str:
    """Return the text of a file that says ``data``; its comments stay where they can.

    So do the line ends of Windows.
    """
    plain = patched(text.replace("\r\n", "\n").removeprefix("\ufeff"), data)
    lines = plain.replace("\n", "\r\n") if "\r\n" in text else plain
    return "\ufeff" + lines if text.startswith("\ufeff") else lines


def _placed(data: DraftData, path: Path, value: Any) -> tuple[Path, Any]:  # noqa: ANN401
    """Return where a value goes and as what: within all that is to hold it and is not there yet."""
    if value is None:
        return _emptied(data, path), None
    while len(path) > PART_KEYS and not isinstance(value_at(data, path[:-1]), Mapping):
        path, value = path[:-1], {path[-1]: value}
    return path, value


def _emptied(data: DraftData, path: Path) -> Path:
    """Return what goes when a value goes: also what holds only that, such as a recurrence."""
    inside = len(path) > 3 or ROOT.at(path[:-1]).number is not None
    holder = value_at(data, path[:-1])
    return _emptied(data, path[:-1]) if inside and holder and set(holder) == {path[-1]} else path


def opened_draft(file: FilePath, name: str, writable: bool) -> Draft:
    """Return a draft of a file; ``ScenarioError`` where it cannot be read at all."""
    levels, problems, digest = _read(file)
    return Draft(file, name, writable, levels, problems, digest, states=[levels[-1].data])


def begun(file: FilePath, name: str, data: DraftData) -> Draft:
    """Return a draft of a new scenario, which no file holds yet."""
    return _apart(file, name, data, "", True)


def reopened(
    file: FilePath, name: str, writable: bool, new: bool, body: Mapping[str, Any]
) -> Draft:
    """Return a draft of a file as it was when it was opened before: the file may be another now."""
    if not new:
        with suppress(ScenarioError):
            draft = opened_draft(file, name, writable)
            if draft.digest == body["digest"]:
                return draft
    draft = _apart(file, name, body["base"], body["digest"], new)
    draft.writable = writable
    return draft


def _apart(file: FilePath, name: str, data: DraftData, digest: str, new: bool) -> Draft:
    """Return a draft of data that no file on disk says."""
    document = replace(parse(written(data), str(file)), data=data)
    return Draft(file, name, True, [document], [], digest, new, [data])


def _read(file: FilePath) -> tuple[list[Document], list[Problem], str]:
    """Return what a file says, with its digest, taken first: a change meanwhile is noticed."""
    digest = digest_of(file, laid(file)[0])
    return *laid(file), digest


def digest_of(file: FilePath, levels: Sequence[Document]) -> str:
    """Return what tells one content of a file, and of those it extends, from another."""
    marks = (mark.file for level in levels for mark in level.marks.values())
    sha = hashlib.sha256()
    for name in sorted({str(file), *marks}):
        sha.update(b"\0" + _content(FilePath(name)))
    return sha.hexdigest()


def _content(file: FilePath) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()
    except OSError:
        return b""
