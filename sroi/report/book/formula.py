"""Pieces of spreadsheet formulas, each with the value it has: what is written is also computed.

Every text can stand as an operand of anything: it is a cell, a number, a call or in parentheses.
What is made of numbers alone is a number: nothing like ``IF(0>0,…)`` is ever written.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from sroi.arithmetic.formulas import TOLERANCE
from sroi.report.book.places import CellPlace, runs, unless, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = "–"  # a result that does not exist
SUMMED = 3  # cells that are summed by SUM and not by plus


@dataclass(frozen=True)
class Term:
    """A piece of a formula and its value; ``at`` where it is a cell, ``fixed`` if a number."""

    text: str
    value: float
    at: CellPlace | None = None
    fixed: bool = False

    def __add__(self, other: Term) -> Term:
        """Return a sum."""
        return total([self, other])

    def __sub__(self, other: Term) -> Term:
        """Return a difference."""
        return less(self, other)

    def __rsub__(self, other: float) -> Term:
        """Return a number less itself."""
        return less(number(other), self)

    def __mul__(self, other: Term | float) -> Term:
        """Return a product; a number stands first, as it is read."""
        return product(self, other) if isinstance(other, Term) else product(number(other), self)

    def __truediv__(self, other: Term) -> Term:
        """Return a quotient; the caller has made sure that it exists."""
        return ratio(self, other)

    def exp(self) -> Term:
        """Return e to its power, for ``numpy.exp``."""
        return Term(f"EXP({self.text})", math.exp(self.value))


@dataclass(frozen=True)
class Answer:
    """A formula that gives a number, or words where there is none."""

    text: str
    value: float | str


@dataclass(frozen=True)
class Condition:
    """A condition in a formula, and whether it holds; ``fixed`` if it always does, or never."""

    text: str
    holds: bool
    fixed: bool = False


ZERO, ONE = Term("0", 0.0, fixed=True), Term("1", 1.0, fixed=True)


def number(x: float) -> Term:
    """Return a number as it stands in a formula.

    >>> number(12.0).text, number(-0.5).text, number(0.0) is ZERO
    ('12', '(-0.5)', True)
    """
    if x in (0.0, 1.0):
        return ONE if x else ZERO
    text = f"{x:.0f}" if float(x).is_integer() and abs(x) < 1e15 else repr(float(x))
    return Term(text if x > 0 else f"({text})", float(x), fixed=True)


def twelfths(share: float) -> Term:
    """Return a part of a year as it stands in a formula: so many months.

    >>> twelfths(4 / 12).text, twelfths(1.0) is ONE
    ('(4/12)', True)
    """
    months = round(share * 12)
    if share in (0.0, 1.0) or abs(months / 12 - share) > 1e-12:
        return number(share)
    return Term(f"({months}/12)", share, fixed=True)


def _of(text: str, value: float, *terms: Term) -> Term:
    """Return a piece made of others; a number where all of them are."""
    return number(value) if all(term.fixed for term in terms) else Term(text, value)


def cell(place: CellPlace, value: float) -> Term:
    """Return a cell as a piece of a formula."""
    return Term(place.text, value, at=place)


class Cells(list[Term]):
    """A row of cells that stand beside each other, with ZERO for those that are nothing.

    ``total`` is the cell with their sum, or ZERO where there is none.
    """

    def __init__(self, cells: Iterable[Term], first: CellPlace, total: Term = ZERO) -> None:
        """Hold the cells of a row that begins at a place."""
        super().__init__(cells)
        self.first, self.total = first, total

    def span(self, start: int = 0, stop: int | None = None) -> str:
        """Return the address of the row, or of a part of it."""
        last = len(self) if stop is None else stop
        row, column = self.first.row, self.first.column
        begin, end = (CellPlace(self.first.sheet, row, column + i) for i in (start, last - 1))
        return begin.to(end)


def total(terms: Iterable[Term]) -> Term:
    """Return a sum; zeros that stand for nothing are left out, and many cells go into SUM."""
    addends = [term for term in terms if term is not ZERO]
    if len(addends) < 2:
        return addends[0] if addends else ZERO
    value = sum(term.value for term in addends)
    places = [term.at for term in addends if term.at is not None]
    if len(places) >= SUMMED:
        cells = Term(f"SUM({','.join(runs(places))})", sum(t.value for t in addends if t.at))
        addends = [*(term for term in addends if term.at is None), cells]
    if len(addends) == 1:
        return addends[0]
    return _of(f"({'+'.join(unless(term.text, '-') for term in addends)})", value, *addends)


def weighted(row: Cells, weights: Cells, start: int = 0) -> Term:
    """Return the sum of a row's cells, each times its weight, from one of them on."""
    pairs = list(zip(row[start:], weights[start:], strict=True))
    if all(x is ZERO for x, _ in pairs):
        return ZERO
    text = f"SUMPRODUCT({row.span(start)},{weights.span(start)})"
    return Term(text, sum(x.value * weight.value for x, weight in pairs))


def product(*factors: Term) -> Term:
    """Return a product; nothing if a factor stands for nothing."""
    if any(factor is ZERO for factor in factors):
        return ZERO
    factors_left = [factor for factor in factors if factor is not ONE]
    if len(factors_left) < 2:
        return factors_left[0] if factors_left else ONE
    text = "*".join(unless(factor.text, "+-/") for factor in factors_left)
    return _of(
        f"({text})", reduce(lambda x, factor: x * factor.value, factors_left, 1.0), *factors_left
    )


def less(one: Term, other: Term) -> Term:
    """Return a difference."""
    if other is ZERO:
        return one
    if one is ZERO:
        return _of(f"(-{other.text})", -other.value, other)
    text = f"({without_parentheses(one.text)}-{unless(other.text, '+-')})"
    return _of(text, one.value - other.value, one, other)


def ratio(one: Term, other: Term) -> Term:
    """Return a quotient; the caller has made sure that it exists."""
    if one is ZERO or other is ONE:
        return one
    value = one.value / other.value if other.value else math.nan
    return Term(f"({unless(one.text, '+-')}/{other.text})", value)


def quotient(one: Term, other: Term) -> Term:
    """Return a quotient of two amounts, 0 where the second is 0."""
    if one is ZERO or other is ZERO:
        return ZERO
    value = one.value / other.value if other.value else 0.0
    return Term(f"IF({other.text}=0,0,{one.text}/{other.text})", value)


def power(base: Term, exponent: float) -> Term:
    """Return a power; to the 0 it is 1, also of 0."""
    if exponent == 0:
        return ONE
    if exponent == 1:
        return base
    return _of(f"POWER({base.text},{exponent:g})", base.value**exponent, base)


def positive(cells: Iterable[Term]) -> Term:
    """Return the sum of what is above 0 in some cells."""
    positives = [term for term in cells if term is not ZERO]
    if len(positives) < 2:
        return greatest(ZERO, positives[0]) if positives else ZERO
    places = [term.at for term in positives if term.at is not None]
    text = "+".join(f'SUMIF({run},">0")' for run in runs(places))
    return Term(f"({text})", sum(max(0.0, term.value) for term in positives))


def within_limits(low: Term, term: Term, high: Term) -> Term:
    """Return a term kept between two others."""
    value = max(low.value, min(high.value, term.value))
    return _of(
        f"MAX({low.text},MIN({high.text},{without_parentheses(term.text)}))", value, low, term, high
    )


def greatest(one: Term, other: Term) -> Term:
    """Return the greater of two."""
    return _of(
        f"MAX({one.text},{without_parentheses(other.text)})",
        max(one.value, other.value),
        one,
        other,
    )


def least(one: Term, other: Term) -> Term:
    """Return the smaller of two."""
    return _of(
        f"MIN({one.text},{without_parentheses(other.text)})",
        min(one.value, other.value),
        one,
        other,
    )


def magnitude(term: Term) -> Term:
    """Return the absolute value."""
    return _of(f"ABS({without_parentheses(term.text)})", abs(term.value), term)


def sizes(row: Cells) -> Term:
    """Return the sum of the absolute values of a row's cells."""
    if all(x is ZERO for x in row):
        return ZERO
    return Term(f"SUMPRODUCT(ABS({row.span()}))", sum(abs(x.value) for x in row))


def whole_steps_term(term: Term, step: Term) -> Term:
    """Return how much of a load comes in whole steps, towards 0."""
    if term is ZERO:
        return ZERO
    steps = math.floor(abs(term.value) / step.value + TOLERANCE)
    value = math.copysign(step.value * steps, term.value) if term.value else 0.0
    text = f"(SIGN({term.text})*{step.text}*INT(ABS({term.text})/{step.text}+{TOLERANCE:G}))"
    return Term(text, value)


def one_if_positive(term: Term) -> Term:
    """Return 1 where a term is above 0, else 0."""
    return _of(f"IF({term.text}>0,1,0)", 1.0 if term.value > 0 else 0.0, term)


def settled_term(term: Term, size: Term) -> Term:
    """Return a sum, or 0 where it is rounding dust beside the size of its terms."""
    if term is ZERO or size is ZERO:
        return term
    value = 0.0 if abs(term.value) < TOLERANCE * size.value else term.value
    text = without_parentheses(term.text)
    return Term(f"IF(ABS({text})<{TOLERANCE:G}*{size.text},0,{text})", value)


def above_zero(term: Term) -> Condition:
    """Return whether a term is above 0."""
    return Condition(f"{without_parentheses(term.text)}>0", term.value > 0, term.fixed)


def both(one: Condition, other: Condition) -> Condition:
    """Return whether two conditions hold."""
    for condition, rest in ((one, other), (other, one)):
        if condition.fixed:
            return rest if condition.holds else condition
    return Condition(f"AND({one.text},{other.text})", one.holds and other.holds)


def where(condition: Condition, term: Term | Answer, otherwise: str = NOTHING) -> Answer:
    """Return a term where a condition holds, else words."""
    value = term.value if condition.holds else otherwise
    if condition.fixed:
        return Answer(term.text if condition.holds else f'"{otherwise}"', value)
    return Answer(f'IF({condition.text},{without_parentheses(term.text)},"{otherwise}")', value)
