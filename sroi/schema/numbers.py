"""A number of the scenario, brought to the scenario's unit and price year."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from sroi.arithmetic.distributions import Certain
from sroi.arithmetic.formulas import yearly_risk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.arithmetic.distributions import Distribution
    from sroi.arithmetic.expressions import Expression
    from sroi.arithmetic.flows import Array
    from sroi.arithmetic.quantities import Quantity
    from sroi.schema.forms import Form

Grade = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Origin:
    """Where a number comes from, for those who ask."""

    source: str | None = None
    grade: Grade | None = None
    note: str | None = None
    library: str | None = None
    unit: str | None = None
    price_year: int | None = None
    index: str | None = None
    times: float = 1.0
    carried: tuple[int, int] | None = None  # last year of the index, and the year it stands for
    form: Form | None = None


@dataclass(frozen=True)
class Calculation:
    """How a number is made of parameters; ``times`` and ``over`` as of any number."""

    expression: Expression
    parameters: tuple[Number, ...]  # one for each of the expression's names
    times: float = 1.0
    over: float = 1.0

    def value(self, values: Sequence[Array]) -> Array:
        """Return the result for the values of the parameters, wherever it lies; before ``over``."""
        named = dict(zip(self.expression.names, values, strict=True))
        return self.expression.value(named) * self.times

    def settled(self, values: Array, quantity: Quantity) -> Array:
        """Return results with the nearest bound for what is outside a domain; after ``over``.

        What is no finite number is NaN.
        """
        low, high = quantity.calculated
        inside = np.where(np.isfinite(values), np.clip(values, low, high), np.nan)
        return inside if self.over == 1.0 else yearly_risk(inside, self.over)


@dataclass(frozen=True)
class Number:
    """One number at one path; ``key`` names its draws (the path, or the library id it shares).

    ``distribution`` is None while the value is still ``missing``; its base is then NaN. A number
    with a ``calculation`` has no draws of its own.
    """

    path: str
    key: str
    quantity: Quantity
    base: float
    distribution: Distribution | None
    origin: Origin = field(default=Origin(), compare=False)
    unpriced: bool = False  # a cost that nobody has priced: counted as 0, and told
    calculation: Calculation | None = None

    @property
    def missing(self) -> bool:
        """Return whether the source does not give the value."""
        return self.distribution is None

    @property
    def certain(self) -> bool:
        """Return whether the number never varies."""
        if self.calculation is not None:
            return all(number.certain for number in self.calculation.parameters)
        return self.distribution is None or isinstance(self.distribution, Certain)

    @property
    def drawn(self) -> bool:
        """Return whether the number has draws of its own."""
        return not self.certain and self.calculation is None

    def quantile(self, share: float) -> float:
        """Return the value below which this share of the draws falls."""
        if self.distribution is None or not self.drawn:
            return self.base
        return float(self.distribution.ppf(np.array([share]))[0])


@dataclass(frozen=True)
class ByYear:
    """One number per calendar year (or per year since start, in a rate schedule)."""

    numbers: Mapping[int, Number]


def each(number: Number | ByYear | None) -> Iterator[Number]:
    """Yield the single numbers of a number, of each year's number, or of nothing."""
    if isinstance(number, ByYear):
        yield from number.numbers.values()
    elif number is not None:
        yield number
