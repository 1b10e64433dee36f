"""A scenario's numbers in some draws: as vectors, and as flows in the years they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.arithmetic.flows import Flow
from sroi.schema.numbers import ByYear

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.model.sampling import Draws
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario
    from sroi.schema.years import Years

ONE = np.ones(1)


class DrawnNumbers:
    """The scenario's numbers in the given draws."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        """Take a scenario and the worlds it is looked at in."""
        self.scenario, self.draws = scenario, draws
        self.years: Sequence[int] = scenario.years
        self.horizon = scenario.horizon
        self._masks: dict[tuple[int, ...], Array] = {}

    def value(self, number: Number | None, default: float) -> Array:
        """Return a number as a vector, or its default where the file leaves it out."""
        return np.array([default]) if number is None else self.draws.of(number)

    def yearly(self, number: ByYear) -> list[Array]:
        """Return a number's vector for every year; a year it does not name is 0."""
        numbers, none = number.numbers, np.zeros(1)
        return [self.draws.of(numbers[y]) if y in numbers else none for y in self.years]

    def active(self, number: Number | ByYear, years: Years | Sequence[int]) -> Flow:
        """Return a number as a flow in the years given, or in its own if it is given by year."""
        if isinstance(number, ByYear):
            return Flow(flows.by_year(self.yearly(number)), ONE)
        return Flow(self._mask(years), self.draws.of(number))

    def growth(self, growth: Number | None) -> Flow:
        """Return the growth factors of a line's price."""
        factors = self.value(growth, 0.0)
        return Flow(f.growth_factors(factors, self.years, self.scenario.price_year), ONE)

    def _mask(self, years: Iterable[int]) -> Array:
        """Return 1 in the years given, one array for all that hold in the same years."""
        chosen = tuple(years)
        if chosen not in self._masks:
            self._masks[chosen] = flows.mask(self.years, chosen)
        return self._masks[chosen]
