"""Calculations as text: read into steps, never evaluated as Python.

The steps stand in postfix order (operands before their operator), so that neither reading nor
counting calls itself, however long the text is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.errors import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.errors import Message

MOST_CHARACTERS, MOST_OPEN = 500, 20
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>\*\*|[-+*/(),]))"
)
ONE_ARGUMENT: dict[str, Callable[[Array], Array]] = {"exp": np.exp, "log": np.log, "sqrt": np.sqrt}
SEVERAL: dict[str, Callable[[Array, Array], Array]] = {"min": np.minimum, "max": np.maximum}
FUNCTIONS = (*SEVERAL, *ONE_ARGUMENT)
BINARY: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": np.power,
}
MINUS = "minus"
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, MINUS: 3, "**": 4}  # the higher the tighter


@dataclass(frozen=True)
class Step:
    """One step: a number, a parameter, or an operation on the last ``operands`` values."""

    kind: str  # "number", "name" or "operation"
    text: str
    operands: int = 0
    value: float = 0.0


class ExpressionError(ValueError):
    """A text that is no calculation: what is wrong, and what to do."""

    def __init__(self, what: Message, hint: Message) -> None:
        """Hold both messages."""
        super().__init__(str(what))
        self.what, self.hint = what, hint


@dataclass(frozen=True)
class Expression:
    """A calculation: its text and its steps."""

    text: str
    steps: tuple[Step, ...]

    @property
    def names(self) -> list[str]:
        """Return the parameters it is made of, in order of first appearance."""
        return list(dict.fromkeys(step.text for step in self.steps if step.kind == "name"))

    def value(self, values: Mapping[str, Array]) -> Array:
        """Return the result for the values of its parameters, each of shape (draws,) or (1,)."""
        stack: list[Array] = []
        with np.errstate(all="ignore"):
            for step in self.steps:
                if step.kind == "operation":
                    operands = stack[len(stack) - step.operands :]
                    del stack[len(stack) - step.operands :]
                    stack.append(_result(step.text, operands))
                else:
                    named = step.kind == "name"
                    stack.append(values[step.text] if named else np.array([step.value]))
        return np.asarray(stack[0], dtype=float)


def _result(operation: str, operands: Sequence[Array]) -> Array:
    if operation in ONE_ARGUMENT:
        return ONE_ARGUMENT[operation](operands[0])
    if operation == MINUS:
        return np.negative(operands[0])
    if operation in BINARY:
        return BINARY[operation](operands[0], operands[1])
    result = operands[0]
    for operand in operands[1:]:
        result = SEVERAL[operation](result, operand)
    return result


def expression(text: str) -> Expression:
    """Return the calculation that a text says; ``ExpressionError`` where it says none.

    Numbers, names, ``+ - * / **`` (as in Python: ``**`` before a leading minus, and from the
    right), parentheses, and min, max, exp, log (natural) and sqrt.

    >>> expression("-2**2 + max(a, 1)").value({"a": np.array([7.0])})
    array([3.])
    """
    if len(text) > MOST_CHARACTERS:
        what = Text("a calculation of {n} characters", n=len(text))
        raise ExpressionError(what, Text("write at most {n}; use parameters", n=MOST_CHARACTERS))
    reading = _Reading()
    for kind, token in _tokens(text):
        reading.take(kind, token)
    return Expression(text, reading.finished())


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, text = 0, text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            rest = text[position:].lstrip()
            raise ExpressionError(
                Text("{given} is no part of a calculation", given=rest[:1]),
                "write numbers, parameters, + - * / **, parentheses, min, max, exp, log, sqrt",
            )
        position = match.end()
        yield str(match.lastgroup), match[str(match.lastgroup)]


class _Reading:
    """The state of reading: the steps so far, and the operators that still wait (shunting-yard)."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.waiting: list[str] = []  # operators, functions and "("
        self.counts: list[int] = []  # arguments so far of each open parenthesis
        self.after_value = False
        self.function = ""  # a function whose parenthesis comes next

    def take(self, kind: str, token: str) -> None:
        """Take one token."""
        if self.function and token != "(":
            raise _misplaced(token, Text("write {name}(…)", name=self.function))
        if kind == "number":
            self._operand(Step("number", token, value=_number(token)))
        elif kind == "name" and token in FUNCTIONS:
            self._before_value(token)
            self.function = token
        elif kind == "name":
            self._operand(Step("name", token))
        else:
            self._sign(token)

    def finished(self) -> tuple[Step, ...]:
        """Return all steps once the text has ended."""
        if not self.after_value:
            raise ExpressionError("the calculation ends too early", "write what comes after")
        if self.counts:
            raise ExpressionError("a parenthesis is not closed", "write ) where it ends")
        self._settle(0)
        return tuple(self.steps)

    def _operand(self, step: Step) -> None:
        self._before_value(step.text)
        self.steps.append(step)
        self.after_value = True

    def _before_value(self, token: str) -> None:
        if self.after_value:
            raise _misplaced(token, "write + - * / or ** between them")

    def _sign(self, sign: str) -> None:
        if sign == "(":
            self._open()
        elif not self.after_value:
            if sign != "-":
                raise _misplaced(sign, "write a number or a parameter before it")
            self.waiting.append(MINUS)
        elif sign == ")":
            self._close()
        elif sign == ",":
            self._comma()
        else:
            self._settle(BINDS[sign], rightward=sign == "**")
            self.waiting.append(sign)
            self.after_value = False

    def _open(self) -> None:
        if self.after_value and self.steps[-1].kind == "name":
            what = Text("{given} is no function here", given=self.steps[-1].text)
            raise ExpressionError(what, Text("write {names}", names=", ".join(FUNCTIONS)))
        self._before_value("(")
        if len(self.counts) == MOST_OPEN:
            what = Text("more than {n} parentheses open at once", n=MOST_OPEN)
            raise ExpressionError(what, "use parameters for parts of it")
        self.waiting += [self.function, "("]
        self.counts.append(1)
        self.function = ""

    def _close(self) -> None:
        if not self.counts:
            raise ExpressionError("a parenthesis closes that was never opened", "remove )")
        self._settle(0)
        self.waiting.pop()
        function, count = self.waiting.pop(), self.counts.pop()
        if function:
            self._check_count(function, count)
            self.steps.append(Step("operation", function, count))

    def _check_count(self, function: str, count: int) -> None:
        if function in ONE_ARGUMENT and count != 1:
            what = Text("{name} of {n} values", name=function, n=count)
            raise ExpressionError(what, Text("write {name} of one", name=function))

    def _comma(self) -> None:
        self._settle(0)
        if not self.counts or not self.waiting[-2]:
            raise _misplaced(",", "write decimals with a point; a comma stands between values")
        self.counts[-1] += 1
        self.after_value = False

    def _settle(self, binds: int, rightward: bool = False) -> None:
        """Move out the operators that bind as tightly, back to an open parenthesis."""
        while self.waiting and self.waiting[-1] != "(":
            tightness = BINDS[self.waiting[-1]]
            if tightness < binds or (rightward and tightness == binds):
                break
            operator = self.waiting.pop()
            self.steps.append(Step("operation", operator, 1 if operator == MINUS else 2))


def _number(token: str) -> float:
    try:
        return float(token)
    except ValueError:
        raise _misplaced(token, "write a number such as 1_000 or 0.5") from None


def _misplaced(token: str, hint: Message) -> ExpressionError:
    return ExpressionError(Text("{given} cannot stand here", given=token), hint)
