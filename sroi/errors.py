"""Errors that teach: where, what was given, what is expected, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file; line and column count from 1, and line 0 means the place has no line."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, which editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One fault: the dotted path, the place, what was given and expected, and what to do."""

    path: str
    where: Mark
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the whole message on one line."""
        head = f"{self.where}: {self.path}: " if self.path else f"{self.where}: "
        return head + self.what + (f" -> {self.hint}" if self.hint else "")


class SroiError(Exception):
    """Base of everything this package raises for a mistake a user can mend."""


class ScenarioError(SroiError):
    """A scenario or library file is wrong; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.where))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type, tuple[Sequence[Problem]]]:
        """Return how it is made again in another process."""
        return type(self), (self.problems,)


class MissingValueError(ScenarioError):
    """A projection was asked for while numbers are still marked ``missing``."""


class UsageError(SroiError):
    """The call or the command line is wrong, not the file."""
