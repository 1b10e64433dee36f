"""Numbers calculated from others, as formulas of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.expressions import MINUS
from sroi.report.book.formula import Term, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.arithmetic.expressions import Step
    from sroi.arithmetic.quantities import Quantity
    from sroi.schema.numbers import Calculation

CALLS = {"exp": "EXP", "log": "LN", "sqrt": "SQRT", "min": "MIN", "max": "MAX"}


def calculated_term(calculation: Calculation, quantity: Quantity, cells: Sequence[Term]) -> Term:
    """Return a calculation as a formula on the cells of its parameters, within its domain."""
    values = [np.array([cell.value]) for cell in cells]
    raw = calculation.value(values)
    named = dict(zip(calculation.expression.names, cells, strict=True))
    text = _text(calculation.expression.steps, named)
    if calculation.times != 1.0:
        text = f"({text}*{number(calculation.times).text})"
    low, high = quantity.calculated
    text = f"MAX({number(low).text},MIN({text},{number(high).text}))"
    if calculation.over != 1.0:
        text = f"(1-(1-{text})^(1/{number(calculation.over).text}))"
    value = float(calculation.settled(raw, quantity)[0])
    return Term(text, value)


def _text(steps: Sequence[Step], cells: dict[str, Term]) -> str:
    """Return steps as text; in parentheses, since a spreadsheet binds a minus before a power."""
    stack: list[str] = []
    for step in steps:
        if step.kind == "number":
            stack.append(number(step.value).text)
        elif step.kind == "name":
            stack.append(cells[step.text].text)
        else:
            operands = stack[len(stack) - step.operands :]
            del stack[len(stack) - step.operands :]
            stack.append(_operation(step.text, operands))
    return stack[0]


def _operation(operation: str, operands: Sequence[str]) -> str:
    if operation in CALLS:
        return f"{CALLS[operation]}({','.join(operands)})"
    if operation == MINUS:
        return f"(-{operands[0]})"
    sign = "^" if operation == "**" else operation
    return f"({operands[0]}{sign}{operands[1]})"
