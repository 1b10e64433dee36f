"""Pieces of spreadsheet formulas, each with the value it has: what is written is also computed.

Every text can stand as an operand of anything: it is a cell, a number, a call or in parentheses.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from sroi.formulas import TOLERANCE

NOTHING = "–"  # a result that does not exist


@dataclass(frozen=True)
class Term:
    """A piece of a formula and its value."""

    text: str
    value: float


@dataclass(frozen=True)
class Answer:
    """A formula that gives a number, or words where there is none."""

    text: str
    value: float | str


@dataclass(frozen=True)
class Condition:
    """A condition in a formula, and whether it holds."""

    text: str
    holds: bool


def number(x: float) -> Term:
    """Return a number as it stands in a formula."""
    return Term(repr(float(x)) if x >= 0 else f"({float(x)!r})", float(x))


ZERO, ONE = Term("0", 0.0), Term("1", 1.0)


def total(terms: Iterable[Term]) -> Term:
    """Return a sum; zeros that stand for nothing are left out."""
    kept = [term for term in terms if term is not ZERO]
    if len(kept) < 2:
        return kept[0] if kept else ZERO
    return Term(f"({'+'.join(t.text for t in kept)})", sum(t.value for t in kept))


def product(*factors: Term) -> Term:
    """Return a product; nothing if a factor stands for nothing."""
    if any(factor is ZERO for factor in factors):
        return ZERO
    kept = [factor for factor in factors if factor is not ONE]
    if len(kept) < 2:
        return kept[0] if kept else ONE
    text = "*".join(factor.text for factor in kept)
    return Term(f"({text})", reduce(lambda x, factor: x * factor.value, kept, 1.0))


def less(one: Term, other: Term) -> Term:
    """Return a difference."""
    if other is ZERO:
        return one
    if one is ZERO:
        return product(number(-1.0), other)
    return Term(f"({one.text}-{other.text})", one.value - other.value)


def ratio(one: Term, other: Term) -> Term:
    """Return a quotient; the caller has made sure that it exists."""
    value = one.value / other.value if other.value else math.nan
    return Term(f"({one.text}/{other.text})", value)


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
    return Term(f"POWER({base.text},{exponent:g})", base.value**exponent)


def exponential(exponent: Term) -> Term:
    """Return e to a power."""
    return Term(f"EXP({exponent.text})", math.exp(exponent.value))


def within(low: Term, term: Term, high: Term) -> Term:
    """Return a term kept between two others."""
    value = max(low.value, min(high.value, term.value))
    return Term(f"MAX({low.text},MIN({high.text},{term.text}))", value)


def greatest(one: Term, other: Term) -> Term:
    """Return the greater of two."""
    return Term(f"MAX({one.text},{other.text})", max(one.value, other.value))


def least(one: Term, other: Term) -> Term:
    """Return the smaller of two."""
    return Term(f"MIN({one.text},{other.text})", min(one.value, other.value))


def magnitude(term: Term) -> Term:
    """Return the absolute value."""
    return ZERO if term is ZERO else Term(f"ABS({term.text})", abs(term.value))


def whole_steps(term: Term, step: Term) -> Term:
    """Return how much of a load comes in whole steps, towards 0."""
    if term is ZERO:
        return ZERO
    steps = math.floor(abs(term.value) / step.value + TOLERANCE)
    value = math.copysign(step.value * steps, term.value) if term.value else 0.0
    text = f"(SIGN({term.text})*{step.text}*INT(ABS({term.text})/{step.text}+{TOLERANCE:G}))"
    return Term(text, value)


def counted(term: Term) -> Term:
    """Return 1 where a term is above 0, else 0."""
    if term is ZERO:
        return ZERO
    return Term(f"IF({term.text}>0,1,0)", 1.0 if term.value > 0 else 0.0)


def settled(term: Term, size: Term) -> Term:
    """Return a sum, or 0 where it is rounding dust beside the size of its terms."""
    if term is ZERO or size is ZERO:
        return term
    value = 0.0 if abs(term.value) < TOLERANCE * size.value else term.value
    return Term(f"IF(ABS({term.text})<{TOLERANCE:G}*{size.text},0,{term.text})", value)


def above_zero(term: Term) -> Condition:
    """Return whether a term is above 0."""
    return Condition(f"{term.text}>0", term.value > 0)


def both(one: Condition, other: Condition) -> Condition:
    """Return whether two conditions hold."""
    return Condition(f"AND({one.text},{other.text})", one.holds and other.holds)


def where(condition: Condition, term: Term | Answer, otherwise: str = NOTHING) -> Answer:
    """Return a term where a condition holds, else words."""
    value = term.value if condition.holds else otherwise
    return Answer(f'IF({condition.text},{term.text},"{otherwise}")', value)
