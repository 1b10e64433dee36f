"""Safe YAML: text to plain data, with the line and column of every value and key.

Built on the parser's events, so that depth, size, repetition and kinds are bounded before
anything is made. YAML's surprises (yes, no, dates, clock times, octals) are plain text here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from sroi.errors import Mark, Problem, ScenarioError, Text, reason_of
from sroi.loader.advice import how_to_write, syntax_hint
from sroi.loader.scalars import (
    INTEGER,
    MAX_DIGITS,
    Doubtful,
    TooManyDigitsError,
    cut_by_comma,
    plain_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sroi.errors import KeyPath, Message, Raw

Key = str | int
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 1 << 20
MAX_DEPTH = 50
MAX_VALUES = 20_000
MAX_KEY = 200  # characters
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAVE = "save it as UTF-8; in Notepad that is Save as, Encoding"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True)
class Document:
    """Plain data with the mark of every value by path, and the mark of every key."""

    data: Any
    marks: dict[KeyPath, Mark] = field(default_factory=dict)
    key_marks: dict[KeyPath, Mark] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    empty: frozenset[KeyPath] = frozenset()  # keys with nothing after them, which is not yet null

    @property
    def sound(self) -> Document:
        """Return itself, or raise ``ScenarioError`` with what was wrong in the text."""
        if self.problems:
            raise ScenarioError(list(self.problems))
        return self


def read(path: Path, label: str | None = None) -> Document:
    """Return the document in a file; ``shown`` is the name used in marks (default: the path)."""
    name = label or str(path)
    try:
        if path.exists() and not path.is_file():
            raise _stop(name, "this is not a file", "name a YAML file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _stop(
                name, Text("the file has {n} bytes", n=size), "a scenario has at most 1 MiB"
            )
        text = _decoded(path.read_bytes(), name)
    except OSError as error:
        raise _stop(
            name,
            Text("the file cannot be read: {reason}", reason=reason_of(error)),
            "check the name",
        ) from None
    return parse(text, name)


def _decoded(content: bytes, name: str) -> str:
    """Return text in UTF-8, its lines ending as on any system."""
    if content.startswith(b"PK"):
        hint = Text("write: {command}", command=f"sroi import {name} -o FILE.yaml")
        raise _stop(name, "a workbook, not a scenario", hint)
    if content.startswith(UTF_16):
        raise _stop(name, "the file is in UTF-16, not in UTF-8", SAVE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before: bytes = error.object[: error.start]
        mark = Mark(name, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        raise ScenarioError([Problem("", mark, "a letter that is not in UTF-8", SAVE)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, name: str) -> Document:
    """Return the document in a text, with every problem that does not stop the reading."""
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        what = Text("a control character ({given})", given=f"U+{ord(control.group()):04X}")
        raise ScenarioError([Problem("", Mark(name, line, column), what, "delete it")])
    reader = _Reader(text, name)
    try:
        document = reader.document()
    except yaml.MarkedYAMLError as error:
        raise ScenarioError([*reader.problems, _syntax(error, name, text)]) from None
    except yaml.YAMLError as error:
        raise _stop(name, Text("not YAML: {reason}", reason=str(error)), "check the file") from None
    return document


def _stop(name: str, what: Message, hint: Message) -> ScenarioError:
    return ScenarioError([Problem("", Mark(name), what, hint)])


def _syntax(error: yaml.MarkedYAMLError, name: str, text: str) -> Problem:
    at = error.problem_mark or error.context_mark
    mark = Mark(name) if at is None else Mark(name, at.line + 1, at.column + 1)
    line = text.split("\n")[at.line] if at and at.line < text.count("\n") + 1 else ""
    hint = syntax_hint(error.problem or "", line)
    reason = error.problem or error.context
    return Problem("", mark, Text("not YAML: {reason}", reason=str(reason)), hint)


class _Reader:
    """Builds one document from the parser's events."""

    def __init__(self, text: str, name: str) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=PARSER)
        self.name = name
        self.problems: list[Problem] = []
        self.marks: dict[KeyPath, Mark] = {}
        self.key_marks: dict[KeyPath, Mark] = {}
        self.anchors: dict[str, list[yaml.Event]] = {}
        self.recording: list[list[yaml.Event]] = []
        self.replay: list[Iterator[yaml.Event]] = []
        self.values = 0
        self.empty: set[KeyPath] = set()

    def document(self) -> Document:
        """Return the only document of the stream."""
        next(self.events)
        first = next(self.events)
        if isinstance(first, yaml.StreamEndEvent):
            raise _stop(
                self.name,
                "the file is empty",
                Text("start with: {command}", command="sroi new FILE"),
            )
        data = self.value(self.event(), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.problem((), after, "a second document", "keep one scenario per file")
        problems, empty = tuple(self.problems), frozenset(self.empty)
        return Document(data, self.marks, self.key_marks, problems, empty)

    def event(self) -> yaml.Event:
        """Return the next event: replayed from an anchor, or parsed; recorded for open anchors."""
        event = None
        while self.replay and event is None:
            event = next(self.replay[-1], None)
            if event is None:
                self.replay.pop()
        event = event or next(self.events)
        for record in self.recording:
            record.append(event)
        return event

    def mark(self, event: yaml.Event) -> Mark:
        """Return where an event starts."""
        at = event.start_mark
        return Mark(self.name) if at is None else Mark(self.name, at.line + 1, at.column + 1)

    def problem(self, path: KeyPath, event: yaml.Event, what: Message, hint: Message) -> None:
        """Note a problem and go on."""
        dotted = ".".join(map(str, path))
        self.problems.append(Problem(dotted, self.mark(event), what, hint))

    def value(self, event: yaml.Event, path: KeyPath) -> Raw:
        """Return the value that starts with an event."""
        self.count(event, path)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, path)
        self.marks[path] = self.mark(event)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.recording.append([event])
        value = self.node(event, path)
        if anchor:
            self.anchors[anchor] = self.recording.pop()
        return value

    def count(self, event: yaml.Event, path: KeyPath) -> None:
        """Stop when the document holds too much, repeated parts included."""
        self.values += 1
        if self.values > MAX_VALUES:
            what = Text("more than {n} values, repeated ones included", n=MAX_VALUES)
            self.problem(path[:3], event, what, "a scenario is smaller; check the repetitions")
            raise ScenarioError(self.problems)
        if len(path) > MAX_DEPTH:
            self.problem(
                path[:3],
                event,
                Text("more than {n} levels deep", n=MAX_DEPTH),
                "check the brackets",
            )
            raise ScenarioError(self.problems)

    def alias(self, event: yaml.AliasEvent, path: KeyPath) -> Raw:
        """Return the value of an anchor anew, as if it were written here."""
        if event.anchor not in self.anchors:
            self.problem(
                path,
                event,
                Text("{given} repeats what is not above", given=f"*{event.anchor}"),
                "define it first",
            )
            return None
        self.replay.append(iter(self.anchors[event.anchor]))
        first = next(self.replay[-1])
        self.marks[path] = self.mark(first)
        for record in self.recording:
            record[-1] = first
        return self.node(first, path)

    def node(self, event: yaml.Event, path: KeyPath) -> Raw:
        """Return the scalar, list or mapping of an event."""
        if getattr(event, "tag", None) not in (None, "!"):
            tag = getattr(event, "tag", "")
            self.problem(
                path, event, Text("a type tag, {given}", given=tag), "write the value without it"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: KeyPath) -> list[Any]:
        """Return a list."""
        items: list[Any] = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: KeyPath) -> dict[Key, Any]:
        """Return a mapping; a key that comes twice is a problem that names both places."""
        result: dict[Key, Any] = {}
        pieces: list[yaml.Event] = []  # of the value before, where a comma has cut a number
        place = path
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            key = self.key(event, path)
            value = self.event()
            if pieces and cut_by_comma(pieces[-1], event, value):
                pieces.append(event)
                continue
            self.refuse_cut(pieces, place)
            place, pieces = (*path, key), [value]
            if key in result:
                first = self.key_marks[place]
                what = Text("{key} stands twice, first on line {line}", key=key, line=first.line)
                self.problem(place, event, what, "keep one of them")
            self.key_marks[place] = self.mark(event)
            result.setdefault(key, self.value(value, place))
        self.refuse_cut(pieces, place)
        return result

    def refuse_cut(self, pieces: list[yaml.Event], path: KeyPath) -> None:
        """Note a number in several pieces: 100,000 inside { } is 100 and then a key."""
        if len(pieces) > 1:
            number = ",".join(
                piece.value for piece in pieces if isinstance(piece, yaml.ScalarEvent)
            )
            what = Text("{given}: a comma inside {{ }} begins a new key", given=number)
            self.problem(path, pieces[0], what, how_to_write(number))

    def key(self, event: yaml.Event, path: KeyPath) -> Key:
        """Return a mapping key: text or a whole number, in quotes as in JSON or without."""
        if isinstance(event, yaml.ScalarEvent):
            if INTEGER.fullmatch(event.value) and len(event.value) <= MAX_DIGITS:
                return int(event.value)
            if len(event.value) > MAX_KEY:
                what = Text("a key of {n} characters", n=len(event.value))
                self.problem(path, event, what, Text("a key has at most {n}", n=MAX_KEY))
                return str(event.value[:MAX_KEY])
            if event.value == "<<":
                self.problem(path, event, "a merge key, <<", "write the keys out, or use extends")
            return str(event.value)
        self.problem(path, event, "a key that is not plain text", "write the key as a word")
        self.value(event, (*path, "?"))
        return "?"

    def scalar(self, event: yaml.ScalarEvent, path: KeyPath) -> Raw:
        """Return text, a number, true, false or null."""
        text = event.value
        if not event.implicit[0] or event.style in ("'", '"', "|", ">"):
            return text
        if not text:
            self.empty.add(path)
        try:
            return plain_value(text)
        except TooManyDigitsError:
            what = Text("a whole number of more than {n} digits", n=MAX_DIGITS)
            self.problem(path, event, what, "check the number; currency units, not öre")
            return None


def written(data: Raw) -> str:
    """Return plain data as YAML that this module reads back unchanged."""
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))


def inline(data: Raw) -> str:
    """Return plain data as YAML on one line, as a value inside other text."""
    how = {"default_flow_style": True, "sort_keys": False, "width": 1 << 20}
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, **how)  # type: ignore[call-overload]
    return str(text).removesuffix("...\n").strip()


class _Dumper(yaml.SafeDumper):
    """Quotes text that would be read back as something else."""

    def ignore_aliases(self, data: Raw) -> bool:
        """Write repeated parts out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    try:
        quoted = not isinstance(plain_value(text), str)
    except ValueError:
        quoted = True
    style = '"' if "\n" in text else "'" if quoted else None  # line breaks as \n, on one line
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _doubtful(dumper: yaml.SafeDumper, number: Doubtful) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", number.written)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Doubtful, _doubtful)
