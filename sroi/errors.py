"""Errors that teach: where, what was given, what is expected, what to do.

Whatever a file holds, what is told of it is bounded: so many problems, each of so many characters.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

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
    words = re.sub(rf"\S{{{LONGEST + 1},}}", lambda found: cut(found.group()), text)
    return cut(words, LONGEST_TEXT)


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file; line and column count from 1, and line 0 means the place has no line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, which editors turn into a link."""
        file = cut(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file


@dataclass(frozen=True)
class Problem:
    """One fault: the dotted path, the place, what was given and expected, and what to do.

    ``advice`` is what to do, or finds it out: only where it is told.
    """

    path: str
    where: Mark
    what: str
    advice: str | Callable[[], str] = ""

    def __post_init__(self) -> None:
        """Bound what is kept: a file may have thousands of problems with paths of thousands."""
        object.__setattr__(self, "path", cut(self.path))
        object.__setattr__(self, "what", _bounded(self.what))

    @property
    def hint(self) -> str:
        """Return what to do."""
        return _bounded(self.advice if isinstance(self.advice, str) else self.advice())

    def __str__(self) -> str:
        """Return the whole message on one line."""
        head = f"{self.where}: {self.path}: " if self.path else f"{self.where}: "
        return head + self.what + (f" -> {self.hint}" if self.hint else "")


class SroiError(Exception):
    """Base of everything this package raises for a mistake a user can mend."""

    def __init__(self, text: str) -> None:
        """Keep what is wrong, in words of a bounded length."""
        super().__init__(_bounded(text))


class ScenarioError(SroiError):
    """A scenario or library file is wrong; carries every problem found, and tells the first."""

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        """Keep the problems in the order of their places; ``more`` were left out before."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.where))
        self.more = max(len(self.problems) - MOST, 0) + more

    @cached_property
    def told(self) -> Sequence[Problem]:
        """Return the problems that are told, at most ``MOST``."""
        return [replace(problem, advice=problem.hint) for problem in self.problems[:MOST]]

    def __str__(self) -> str:
        """Return the problems, one on each line."""
        more = [f"and {self.more} more"] if self.more else []
        return "\n".join([*map(str, self.told), *more])

    def __reduce__(self) -> tuple[type, tuple[Sequence[Problem], int]]:
        """Return how it is made again in another process."""
        return type(self), (self.told, self.more)


class MissingValueError(ScenarioError):
    """A projection was asked for while numbers are still marked ``missing``."""


class UsageError(SroiError):
    """The call or the command line is wrong, not the file."""
