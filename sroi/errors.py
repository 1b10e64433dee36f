"""Errors that teach: where, what was given, what is expected, what to do.

A message is a template and its values, and becomes a sentence last, in the reader's language.
Whatever a file holds, what is said of it is bounded: so many problems, each of so many characters.
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Raw = Any  # whatever a file may hold
KeyPath = tuple[str | int, ...]  # the keys from the top of a file to a value
MANY = 12  # words of what there is
MOST = 200  # problems told; of more, only how many
LONGEST = 200  # characters of a path, a file name, or a word
LONGEST_TEXT = 500  # characters of what is wrong, or what to do


def cut(text: str, longest: int = LONGEST) -> str:
    """Return text without its middle where it is long.

    >>> cut("a path of many keys", 10)
    'a pat…keys'
    """
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[half + 1 - longest :]}"


def _bounded(text: str) -> str:
    """Return a sentence in which no word, and not the whole, is long."""
    words = re.sub(rf"\S{{{LONGEST + 1},}}", lambda word: cut(word.group()), text)
    return cut(words, LONGEST_TEXT)


@dataclass(frozen=True, init=False)
class Text:
    """A message: an English template, which is its key in every language, and what is put in.

    Without values the template is the message: braces in it are braces.

    >>> str(Text("{low} is above {high}", low=0.5, high=Text("a third")))
    '0.5 is above a third'
    """

    template: str
    values: Mapping[str, Any]

    def __init__(self, template: str, **values: Any) -> None:  # noqa: ANN401
        """Keep the values at a bounded length; they are text, numbers or messages themselves."""
        plain = (int, float, Text)
        bounded = {k: v if isinstance(v, plain) else _bounded(str(v)) for k, v in values.items()}
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", bounded)

    def __str__(self) -> str:
        """Return the sentence in English."""
        written = {name: as_in_a_file(value) for name, value in self.values.items()}
        return self.template.format(**written) if written else self.template

    def __reduce__(self) -> tuple[Callable[..., Text], tuple[str, Mapping[str, Any]]]:
        """Return how it is made again in another process."""
        return _text, (self.template, self.values)


Message = str | Text  # a message without values is its template alone


def _text(template: str, values: Mapping[str, Any]) -> Text:
    return Text(template, **values)


def as_in_a_file(value: Raw) -> str:
    """Return a value of a message as a scenario file has it: no marks between thousands.

    >>> as_in_a_file(1250000.0), as_in_a_file(0.5), as_in_a_file("one")
    ('1250000', '0.5', 'one')
    """
    return min(f"{value:.9g}", repr(value), key=len) if isinstance(value, float) else str(value)


def joined(messages: Iterable[Message]) -> Message:
    """Return messages as one.

    >>> print(joined(["one thing", Text("{n} others", n=2)]))
    one thing; 2 others
    """
    first, *others = (
        message if isinstance(message, Text) else Text(message) for message in messages
    )
    return reduce(lambda one, other: Text("{one}; {other}", one=one, other=other), others, first)


def reason_of(error: OSError) -> Text:
    """Return why the machine refuses something, in the same words on Windows as elsewhere."""
    return Text((os.strerror(error.errno) if error.errno else error.strerror or "failed").lower())


def refusal(error: OSError) -> Text:
    """Return which file the machine refuses, and what it says of it."""
    return Text("{file}: {reason}", file=error.filename or "", reason=reason_of(error))


@dataclass(frozen=True, order=True)
class SheetCell:
    """A cell of a workbook; sheet by sheet, in the order of rows and columns.

    >>> str(SheetCell("Kostnader", 4, 2, "Kostnader!C5", "Belopp"))
    'Kostnader!C5 (Belopp)'
    """

    sheet: str = ""
    row: int = 0
    column: int = 0
    address: str = ""
    heading: str = ""

    def __str__(self) -> str:
        """Return its address, with the heading of its column."""
        return f"{self.address} ({self.heading})" if self.heading else self.address


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file; line and column count from 1, and line 0 means the place has no line.

    In a workbook it is a cell, or no more than the file.
    """

    file: str
    line: int = 0
    column: int = 0
    cell: SheetCell = SheetCell()

    def __str__(self) -> str:
        """Return ``file:line:column``, which editors turn into a link, or a cell of the file."""
        file = cut(self.file)
        if self.cell.address:
            return f"{file}: {self.cell}"
        return f"{file}:{self.line}:{self.column}" if self.line else file


@dataclass(frozen=True)
class Problem:
    """One fault: the dotted path, the place, what was given and expected, and what to do.

    ``advice`` is what to do, or finds it out: only where it is told.
    """

    path: str
    where: Mark
    what: Message
    advice: Message | Callable[[], Message] = ""

    def __post_init__(self) -> None:
        """Bound what is kept: a file may have thousands of problems with paths of thousands."""
        object.__setattr__(self, "path", cut(self.path))
        if isinstance(self.what, str):
            object.__setattr__(self, "what", _bounded(self.what))

    @property
    def hint(self) -> Message:
        """Return what to do."""
        advice = self.advice() if callable(self.advice) else self.advice
        return _bounded(advice) if isinstance(advice, str) else advice

    def __str__(self) -> str:
        """Return the whole message on one line, in English."""
        return self.line(str)

    def line(self, said: Callable[[Message], str]) -> str:
        """Return the whole message on one line, its sentences as ``said`` says them."""
        place = str(self.where)  # a cell says more than a path, and ``set a.b`` says it already
        named = self.path and not self.where.cell.address and not place.endswith(f" {self.path}")
        head = f"{place}: {self.path}: " if named else f"{place}: "
        return head + said(self.what) + (f" -> {said(self.hint)}" if self.hint else "")


class SroiError(Exception):
    """Base of everything this package raises for a mistake a user can mend."""

    def __init__(self, text: Message) -> None:
        """Keep what is wrong, in words of a bounded length."""
        self.text = _bounded(text) if isinstance(text, str) else text
        super().__init__(self.text)


class ScenarioError(SroiError):
    """A scenario or library file is wrong; carries every problem found, and tells the first."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        """Keep the problems in the order of their places; ``more`` were left out before."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.where))
        self.more = max(len(self.problems) - MOST, 0) + more

    @cached_property
    def listed(self) -> Sequence[Problem]:
        """Return the problems that are listed, at most ``MOST``."""
        return [replace(problem, advice=problem.hint) for problem in self.problems[:MOST]]

    def __str__(self) -> str:
        """Return the problems, one on each line."""
        more = [f"and {self.more} more"] if self.more else []
        return "\n".join([*map(str, self.listed), *more])

    def __reduce__(self) -> tuple[type, tuple[Sequence[Problem], int]]:
        """Return how it is made again in another process."""
        return type(self), (self.listed, self.more)


class MissingValueError(ScenarioError):
    """A projection was asked for while numbers are still marked ``missing``."""


class UsageError(SroiError):
    """The call or the command line is wrong, not the file."""


def dotted(path: KeyPath) -> str:
    """Return the path as it is written: ``outcomes.placement.unit_cost``."""
    return ".".join(map(str, path))


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the right word that a word is most like, or None where it is like none."""
    return next(iter(difflib.get_close_matches(word, known, 1)), None)


def nearest(word: str, known: Iterable[str]) -> Text:
    """Return a hint that names the closest right word, or the words there are."""
    words = sorted(map(str, known))
    if close := closest(word, words):
        return Text("did you mean {name}?", name=close)
    listed = ", ".join(words[:MANY])
    return Text("known: {names}", names=listed) if words else Text("there is none")
