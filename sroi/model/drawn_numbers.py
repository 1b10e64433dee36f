"""The numbers of a scenario in given draws, as vectors and as flows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

ONE = np.ones(1)
YearShare = Callable[[int], float]  # of a calendar year, the part that counts


def always(_: int) -> float:
    """Return 1: the whole of every year."""
    return 1.0


class DrawnNumbers:
    """The scenario's numbers in the given draws."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        """Take the scenario and its draws."""
        self.scenario, self.draws = scenario, draws
        self.years: Sequence[int] = scenario.years
        self.horizon = scenario.horizon
        self._patterns: dict[tuple[float, ...], Array] = {}

    def value(self, number: Number | None, default: float) -> Array:
        """Return a number as a vector, or its default where the file leaves it out."""
        return np.array([default]) if number is None else self.draws.of(number)

    def yearly(self, number: ByYear) -> list[Array]:
        """Return a number's vector for every year; a year it does not name is 0."""
        numbers, none = number.numbers, np.zeros(1)
        return [self.draws.of(numbers[y]) if y in numbers else none for y in self.years]

    def shares(self, share: YearShare) -> Flow:
        """Return a share of every year as a flow."""
        return Flow(self._pattern(share), ONE)

    def active(self, number: Number | ByYear, share: YearShare) -> Flow:
        """Return a number times a share of every year, or by itself if it is given by year."""
        if isinstance(number, ByYear):
            return Flow(flows.by_year(self.yearly(number)), ONE)
        return Flow(self._pattern(share), self.draws.of(number))

    def growth(self, growth: Number | None) -> Flow:
        """Return the growth factors of a line's price."""
        factors = self.value(growth, 0.0)
        return Flow(f.growth_factors(factors, self.years, self.scenario.price_year), ONE)

    def _pattern(self, share: YearShare) -> Array:
        """Return a share of every year, one array for all that have the same."""
        shares = tuple(map(share, self.years))
        if shares not in self._patterns:
            self._patterns[shares] = flows.shares_of(self.years, share)
        return self._patterns[shares]
