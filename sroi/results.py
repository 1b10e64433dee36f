"""What happened: flows by draw and year for every line, before anyone asks what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sroi.flows import Array, scaled
from sroi.schema.scenario import Scenario


@dataclass(frozen=True)
class Events:
    """Events of an outcome as flows; value is None where an event has no price."""

    quantity: Array  # first events avoided (harm is negative)
    load: Array  # events under way, with those that come back
    value: Array | None  # money


@dataclass(frozen=True)
class OutcomeFlows:
    """One outcome: what happens is x times ``per_x``; ``unit`` is what would with an effect of 1.

    Where the effect is one number, ``per_x`` and ``unit`` are the same; where it is given by
    year, ``per_x`` already holds it and x is 1.
    """

    per_x: Events
    unit: Events
    x: Array  # vector
    cashable: Array  # money
    baseline: Array | None  # vector: events per person and year without the programme

    @property
    def quantity(self) -> Array:
        """Return the first events avoided, a flow."""
        return scaled(self.per_x.quantity, self.x)

    @property
    def load(self) -> Array:
        """Return the events under way, a flow."""
        return scaled(self.per_x.load, self.x)

    @property
    def value(self) -> Array:
        """Return the value of the events in money, a flow; 0 where they have no price."""
        if self.per_x.value is None:
            return np.zeros_like(self.per_x.load)
        return scaled(self.per_x.value, self.x)


@dataclass(frozen=True)
class Results:
    """Flows of a scenario, each of shape (draws, years) or, where certain, (1, years).

    Money is undiscounted, in currency units of the price year; ``discount`` holds the factors.
    """

    scenario: Scenario
    draws: int
    participants: Array
    costs: Mapping[str, Array]  # by line, such as staffing.nurse
    funding: Mapping[str, Array]  # by funding id
    outcomes: Mapping[str, OutcomeFlows]
    discount: Array

    def __post_init__(self) -> None:
        """Check the shape of every flow once."""
        shapes = {(1, self.scenario.horizon), (self.draws, self.scenario.horizon)}
        for label, flow in self._flows():
            if flow.shape not in shapes:
                raise ValueError(f"{label} has shape {flow.shape}, expected one of {shapes}")

    def _flows(self) -> Iterator[tuple[str, Array]]:
        yield "participants", self.participants
        yield "discounting", self.discount
        yield from self.costs.items()
        yield from ((f"funding.{name}", flow) for name, flow in self.funding.items())
        for name, outcome in self.outcomes.items():
            yield f"outcomes.{name}", outcome.per_x.quantity
            yield f"outcomes.{name}", outcome.per_x.load
            yield f"outcomes.{name}", outcome.unit.load
            yield f"outcomes.{name}", outcome.cashable
