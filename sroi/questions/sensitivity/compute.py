"""What the answer depends on, one thing at a time: numbers over their ranges, and choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.model.engine import results_of as flows_of
from sroi.model.measures import MEASURES, nothing_known_in
from sroi.model.projection import evaluated, refuse_missing
from sroi.model.results import followed
from sroi.model.sampling import Draws
from sroi.model.totals import totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sroi.arithmetic.flows import Array
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario

LOW, HIGH = 0.05, 0.95
RATES = (0.0, 0.03, 0.035, 0.05)


@dataclass(frozen=True)
class Swing:
    """A result with one uncertain number at its 5th and 95th percentile, all else at base.

    ``paths`` are several where a library value is used more than once.
    """

    paths: tuple[str, ...]
    number: Number
    low_value: float
    high_value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far the result moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Choice:
    """A result under another way of calculating: which choice, set to what."""

    choice: str  # discount_rate, horizon, drop_off or extrapolated
    setting: float | str
    result: float


@dataclass(frozen=True)
class OneWay:
    """How a measure of a perspective moves; swings widest first."""

    measure: str
    view: str
    base: float
    swings: tuple[Swing, ...]
    choices: tuple[Choice, ...]


def one_way(scenario: Scenario, measure: str, view: str) -> OneWay:
    """Return how the measure moves with each uncertain number and each named choice.

    Where every effect is unknown there is no net: the cost is looked at instead.
    """
    refuse_missing(scenario)
    if nothing_known_in(scenario, view):
        measure = "pv_costs"
    groups = [numbers for numbers in scenario.sharing.values() if not numbers[0].certain]
    results = evaluated(scenario, _one_at_a_time(groups), measure, view)
    swings = [
        Swing(
            paths=tuple(number.path for number in numbers),
            number=numbers[0],
            low_value=numbers[0].quantile(LOW),
            high_value=numbers[0].quantile(HIGH),
            low=float(results[2 * index]),
            high=float(results[2 * index + 1]),
        )
        for index, numbers in enumerate(groups)
    ]
    base = float(evaluated(scenario, Draws(), measure, view)[0])
    ordered = sorted(swings, key=lambda swing: -swing.width)
    return OneWay(measure, view, base, tuple(ordered), tuple(_choices(scenario, measure, view)))


def _one_at_a_time(groups: Sequence[Sequence[Number]]) -> Draws:
    """Return two draws for each group of numbers: low and high, all others at their base."""
    size = 2 * len(groups)
    values: dict[str, Array] = {}
    for index, numbers in enumerate(groups):
        for number in numbers:
            values[number.path] = np.full(size, number.base)
            values[number.path][2 * index] = number.quantile(LOW)
            values[number.path][2 * index + 1] = number.quantile(HIGH)
    return Draws(size, {}, values)


def _choices(scenario: Scenario, measure: str, view: str) -> Iterator[Choice]:
    """Yield the result under each named choice."""

    def result(changed: Scenario, values: Mapping[str, float] = {}) -> float:
        vectors = {path: np.array([value]) for path, value in values.items()}
        return float(evaluated(changed, Draws(1, {}, vectors), measure, view)[0])

    for rate in RATES:
        yield Choice("discount_rate", rate, result(scenario.discounted_at(rate)))
    for factor in (0.5, 2.0):
        years = max(1, min(120, round(scenario.horizon * factor)))
        yield Choice("horizon", years, result(scenario.changed(horizon=years)))
    if measure == "pv_costs":
        return  # the rest changes benefits only
    drops = [n for n in scenario.numbers.values() if n.path.endswith(".drop_off")]
    if drops:
        for factor, name in ((0.0, "none"), (2.0, "double")):
            values = {number.path: min(1.0, factor * number.base) for number in drops}
            yield Choice("drop_off", name, result(scenario, values))
    seen = totals(followed(flows_of(scenario)), ())
    yield Choice("extrapolated", "without", float(MEASURES[measure].of(seen, view)[0]))


# Two numbers at a time -----------------------------------------------------------------------
