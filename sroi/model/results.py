"""What happened: flows by draw and year for every line, before anyone asks what it means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.flows import Flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.arithmetic.flows import Array
    from sroi.arithmetic.formulas import Flags
    from sroi.model.grants import Grants
    from sroi.model.starts import Starts
    from sroi.schema.scenario import Scenario


@dataclass(frozen=True)
class Events:
    """Events of an outcome; value is None where an event has no price."""

    quantity: Flow  # first events avoided (harm is negative)
    load: Flow  # events under way, with those that come back
    value: Flow | None  # money


@dataclass(frozen=True)
class OutcomeFlows:
    """What happens to one outcome, and what would with an effect x of 1.

    Where groups of participants share a relative reduction, ``unit`` is what would happen if it
    were all of every group's baseline.
    """

    actual: Events
    unit: Events
    cashable: Flow  # money
    baseline: Array | None  # vector: what ``unit`` is multiplied by where all is avoided
    impossible: Flags | None = None  # draws whose effect was cut to what is possible
    at_risk: Flow | None = None  # events with an x of 1, where ``unit`` takes another


@dataclass(frozen=True)
class Results:
    """Flows of a scenario in so many draws.

    Money is undiscounted, in currency units of the price year; ``discount`` holds the factors,
    shape (draws or 1, years).
    """

    scenario: Scenario
    draws: int
    starts: Starts
    volumes: Mapping[str, Flow]  # by service
    reached: Mapping[str, Flow]  # different people, by service that states them
    costs: Mapping[str, Flow]  # by line, such as staffing.nurse
    funding: Mapping[str, Flow]  # by funding id
    grants: Grants  # what the fundings pay of the costs
    outcomes: Mapping[str, OutcomeFlows]
    discount: Array
    outside: Mapping[str, Flags]  # draws in which a calculated number left its domain

    def __post_init__(self) -> None:
        """Check the shape of every flow once."""
        rows, years = {1, self.draws}, self.scenario.horizon
        for label, flow in self._flows():
            lengths = {flow.pattern.shape[0], flow.size.size}
            if flow.pattern.shape[1] != years or not lengths <= rows:
                shapes = f"{flow.pattern.shape} times {flow.size.shape}"
                raise ValueError(f"{label} has shape {shapes}, expected {self.draws} by {years}")

    @property
    def participants(self) -> Flow:
        """Return the participants who start."""
        return self.starts.total

    @property
    def moved(self) -> dict[str, Flow]:
        """Return the cost that grants move to each payer, as ``payers.ID``; away is negative."""
        return {f"payers.{p}": Flow(amount, np.ones(1)) for p, amount in self.grants.moved.items()}

    def _flows(self) -> Iterator[tuple[str, Flow]]:
        yield "participants", self.participants
        yield from ((f"services.{name}", flow) for name, flow in self.volumes.items())
        yield from ((f"services.{name}.persons", flow) for name, flow in self.reached.items())
        yield from self.starts.by_group.items()
        yield from self.costs.items()
        yield from ((f"funding.{name}", flow) for name, flow in self.funding.items())
        yield from self.moved.items()
        for name, outcome in self.outcomes.items():
            for events in (outcome.actual, outcome.unit):
                yield f"outcomes.{name}", events.quantity
                yield f"outcomes.{name}", events.load
            yield f"outcomes.{name}", outcome.cashable


def followed(results: Results) -> Results:
    """Return the results without what outcomes bring after the last year followed."""
    scenario = results.scenario
    seen = np.array([[float(year <= scenario.last_followed) for year in scenario.years]])

    def cut(flow: Flow) -> Flow:
        return Flow(flow.pattern * seen, flow.size)

    def cut_events(events: Events) -> Events:
        value = None if events.value is None else cut(events.value)
        return Events(cut(events.quantity), cut(events.load), value)

    outcomes = {
        name: replace(
            flows,
            actual=cut_events(flows.actual),
            unit=cut_events(flows.unit),
            cashable=cut(flows.cashable),
        )
        for name, flows in results.outcomes.items()
    }
    return replace(results, outcomes=outcomes)
