"""Numbers calculated from parameters, while a file is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from pydantic_core import PydanticCustomError

from sroi.arithmetic.distributions import Certain
from sroi.arithmetic.expressions import FUNCTIONS, ExpressionError, expression
from sroi.errors import Text, nearest
from sroi.schema.faults import wrong
from sroi.schema.numbers import Number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.arithmetic.expressions import Expression
    from sroi.arithmetic.quantities import Quantity
    from sroi.schema.numbers import Calculation, Grade, Origin

GRADES: Sequence[Grade] = ("A", "B", "C", "D")  # the best first
Parameters = Mapping[str, Number | PydanticCustomError]  # by id: each, or what is wrong with it


def parsed(text: str) -> Expression:
    """Return the calculation that a text says, or raise what is wrong with it."""
    try:
        return expression(text)
    except ExpressionError as error:
        raise wrong(error.what, error.hint, "calc") from None


def parameters_in(calculation: Expression, known: Parameters) -> tuple[Number, ...] | None:
    """Return the parameters of a calculation; None where one of them is wrong itself."""
    for name in calculation.names:
        if name not in known:
            advice = partial(nearest, name, [*known, *FUNCTIONS])
            raise wrong(Text("no parameter {given}", given=name), advice, "calc")
    numbers = [known[name] for name in calculation.names]
    usable = tuple(number for number in numbers if isinstance(number, Number))
    return usable if len(usable) == len(numbers) else None


def calculated_number(
    path: str, quantity: Quantity, calculation: Calculation, origin: Origin
) -> Number:
    """Return the number of a calculation, whose base case is that of its parameters."""
    parameters = calculation.parameters
    if any(number.missing for number in parameters):
        return Number(path, path, quantity, np.nan, None, origin, calculation=calculation)
    values = calculation.value([np.array([number.base]) for number in parameters])
    _check(float(values[0]), quantity, calculation)
    base = float(calculation.settled(values, quantity)[0])
    return Number(path, path, quantity, base, Certain(base), origin, calculation=calculation)


def _check(value: float, quantity: Quantity, calculation: Calculation) -> None:
    """Raise a fault where the base case is no number, or none that may stand here."""
    low, high = quantity.calculated
    if low <= value <= high:
        return
    stated = ", ".join(
        f"{name} = {number.base:g}"
        for name, number in zip(calculation.expression.names, calculation.parameters, strict=True)
    )
    with_values = "{calc} is {given} where {values}, not {expected}"
    raise wrong(
        Text(
            with_values if stated else "{calc} is {given}, not {expected}",
            calc=calculation.expression.text,
            given=value,
            values=stated,
            expected=Text(quantity.words),
        ),
        "change the calculation, or its parameters",
        "calc",
    )


def worst_grade(parameters: Sequence[Number]) -> Grade:
    """Return the worst grade of parameters; D for one without, and where there are none."""
    grades: list[Grade] = [number.origin.grade or "D" for number in parameters]
    return max(grades, key=GRADES.index, default="D")
