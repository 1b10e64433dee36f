"""Parameters: numbers with names, of which other numbers are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import Discriminator, Field, Tag, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from sroi.arithmetic import quantities
from sroi.arithmetic.expressions import FUNCTIONS, ExpressionError, expression
from sroi.errors import Text
from sroi.schema.faults import wrong
from sroi.schema.fields import NumberField
from sroi.schema.number_types import Calculated, SourcedOnce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sroi.arithmetic.quantities import Quantity
    from sroi.errors import Raw
    from sroi.schema.calculations import Parameters
    from sroi.schema.fields import Resolver
    from sroi.schema.numbers import Number
    from sroi.schema.resolve import Context

KINDS: dict[str, Quantity] = {
    "share": quantities.SHARE,
    "amount": quantities.AMOUNT,
    "rate": quantities.AMOUNT,
    "ratio": quantities.POSITIVE_RATIO,
    "money": quantities.FEE,
    "effect": quantities.EFFECT,
    "difference": quantities.EFFECT,
}
Kind = Literal["share", "amount", "rate", "ratio", "money", "effect", "difference"]
STATED = frozenset({"value", "calc"})
DESCRIBING = frozenset({"price_year", "index", "times", "over", "source", "grade"})
KEYS = STATED | DESCRIBING | {"kind", "note"}


class StatedParameter(SourcedOnce):
    """A parameter whose value is written."""

    kind: Kind = Field(description="what kind of number: share, amount, rate, ratio, money, effect")


class CalculatedParameter(Calculated):
    """A parameter calculated from others."""

    kind: Kind = Field(description="what kind of number: share, amount, rate, ratio, money, effect")


def _tag(raw: Raw) -> str:
    return "calc" if isinstance(raw, Mapping) and "calc" in raw else "sourced"


Written = Annotated[
    Annotated[StatedParameter, Tag("sourced")] | Annotated[CalculatedParameter, Tag("calc")],
    Discriminator(_tag),
]


@dataclass(frozen=True)
class ParameterField(NumberField):
    """Marks a field that holds a parameter, a number that says of what kind it is."""

    @property
    def written(self) -> Any:  # noqa: ANN401 - a union type
        """Return the type of what may be written here."""
        return Written

    def part_of(self, raw: Raw) -> type[StatedParameter | CalculatedParameter]:
        """Return what holds the keys of a parameter as it is written."""
        return CalculatedParameter if _tag(raw) == "calc" else StatedParameter

    def laid(self, base: Raw, over: Raw) -> Raw:
        """Return a parameter with what a variant says of it.

        A new value or calculation takes away what described the old one; a lone number is a value.
        """
        is_written_out = isinstance(over, Mapping) and over.keys() & KEYS
        stated = dict(over) if is_written_out else {"value": over}
        if not isinstance(base, Mapping):
            return stated
        old = base.keys() & (STATED | DESCRIBING) if stated.keys() & STATED else set()
        return {key: value for key, value in base.items() if key not in old} | stated

    def resolved(self, path: str, written: Raw, context: Resolver) -> Number:
        """Return the parameter at a path, which the context knows, or raise what is wrong."""
        parameter = context.parameters[path.partition(".")[2]]
        if isinstance(parameter, PydanticCustomError):
            raise parameter
        return parameter


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Written)


def parameters_of(section: Raw, context: Context) -> Parameters:
    """Return every parameter of a section, or what is wrong with it; none that is not written well.

    ``context`` is the rest of what the numbers refer to.
    """
    written = dict(_validly_written(section))
    known: dict[str, Number | PydanticCustomError] = {}
    for name in _in_order(written, known):
        if name in written and name not in known:
            known[name] = _parameter(name, written[name], context.with_parameters(known))
    return {name: known[name] for name in written}


def _validly_written(section: Raw) -> Iterator[tuple[str, StatedParameter | CalculatedParameter]]:
    for name, raw in section.items() if isinstance(section, Mapping) else ():
        try:
            yield name, _adapter().validate_python(raw)
        except ValidationError:
            continue  # said when the file is read


def _in_order(
    written: Mapping[str, StatedParameter | CalculatedParameter],
    known: dict[str, Number | PydanticCustomError],
) -> list[str]:
    """Return names so that each comes after those it is made of; a circle is a fault of its own."""
    needs = {name: _names_in(one) for name, one in written.items()}
    while True:
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = error.args[1]
            what = Text("parameters in a circle: {names}", names=" → ".join(reversed(circle)))
            for name in circle[1:]:
                known[name] = wrong(what, "give one of them a value", "calc")
                needs[name] = []


def _names_in(parameter: StatedParameter | CalculatedParameter) -> list[str]:
    if not isinstance(parameter, CalculatedParameter):
        return []
    try:
        return expression(parameter.calc).names
    except ExpressionError:
        return []


def _parameter(
    name: str, written: StatedParameter | CalculatedParameter, context: Context
) -> Number | PydanticCustomError:
    field = NumberField(KINDS[written.kind])
    stated = written.model_dump(exclude={"kind", "value"})
    how = (
        Calculated(**stated)
        if isinstance(written, CalculatedParameter)
        else SourcedOnce.model_construct(**stated, value=written.value)
    )
    try:
        if name in FUNCTIONS:
            raise wrong(Text("{given} is the name of a function", given=name), "choose another id")
        return cast("Number", context.number(field, f"parameters.{name}", how))
    except PydanticCustomError as error:
        return error


def calculated_there(number: Number) -> tuple[Text, Text]:
    """Return that a number has no draws or values of its own, and whose it takes."""
    assert number.calculation is not None
    names = ", ".join(each.path for each in number.calculation.parameters)
    return (
        Text("{path} is calculated from others", path=number.path),
        Text(
            "name those it is made of: {names}", names=names or number.calculation.expression.text
        ),
    )
