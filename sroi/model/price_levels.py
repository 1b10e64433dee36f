"""What money of each year is in money of the price year: the level of prices, by inflation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import formulas as f
from sroi.model.sampling import Draws
from sroi.schema.numbers import ByYear

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array
    from sroi.schema.scenario import Scenario


def price_levels_of(scenario: Scenario, draws: Draws = Draws()) -> Array:  # noqa: B008 - frozen
    """Return I(y), the price level of every year where the price year's is 1: ones by default."""
    inflation = scenario.inflation
    if inflation is None:
        return np.ones((1, scenario.horizon))
    if not isinstance(inflation, ByYear):
        rise = draws.of(inflation)
        return f.price_levels(lambda _: rise, scenario.years, scenario.price_year)
    steps = {year: draws.of(number) for year, number in sorted(inflation.numbers.items())}
    earliest = min(steps)

    def held(year: int) -> Array:
        """Return the rise of a year: the last given by then, before all of them the first."""
        return steps[max((y for y in steps if y <= year), default=earliest)]

    return f.price_levels(held, scenario.years, scenario.price_year)
