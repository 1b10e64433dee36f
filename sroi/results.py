"""What happened: flows by draw and year for every line, before anyone asks what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sroi.errors import SroiError
from sroi.flows import Array
from sroi.schema.scenario import Scenario


@dataclass(frozen=True)
class OutcomeFlows:
    """One outcome's flows; the ``unit`` ones are what they would be with an effect x of 1."""

    quantity: Array  # first events avoided (harm is negative)
    load: Array  # events under way, with those that come back
    value: Array  # money
    cashable: Array  # money
    unit_quantity: Array
    unit_value: Array
    baseline: Array | None  # vector: events per person and year without the programme


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
        """Check every flow once."""
        shapes = {(1, self.scenario.horizon), (self.draws, self.scenario.horizon)}
        for label, flow in self._flows():
            if flow.shape not in shapes:
                raise ValueError(f"{label} has shape {flow.shape}, expected one of {shapes}")
            if not np.isfinite(flow).all():
                raise SroiError(
                    f"{label} grows beyond what can be counted; "
                    "check its amounts, growth and discount rate"
                )

    def _flows(self) -> Iterator[tuple[str, Array]]:
        yield "participants", self.participants
        yield "discounting", self.discount
        yield from self.costs.items()
        yield from ((f"funding.{name}", flow) for name, flow in self.funding.items())
        for name, outcome in self.outcomes.items():
            yield f"outcomes.{name}", outcome.load
            yield f"outcomes.{name}", outcome.value
            yield f"outcomes.{name}", outcome.unit_value
