"""From a scenario and draws to flows: composes the formulas, with no arithmetic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic import flows
from sroi.arithmetic import formulas as f
from sroi.errors import SroiError, Text
from sroi.model.costs import Costs
from sroi.model.drawn_numbers import DrawnNumbers
from sroi.model.grants import grants
from sroi.model.outcomes import flows_of_outcomes
from sroi.model.results import Results
from sroi.model.sampling import Draws
from sroi.model.starts import starts
from sroi.schema.numbers import ByYear

if TYPE_CHECKING:
    from sroi.arithmetic.flows import Array, Flow
    from sroi.schema.scenario import Scenario


def results_of(scenario: Scenario, draws: Draws = Draws()) -> Results:  # noqa: B008 - frozen
    """Return every flow of the scenario in the given draws (default: the base case)."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        _refuse_no_number(scenario, draws)
        numbers = DrawnNumbers(scenario, draws)
        starting = starts(numbers)
        volumes = _volumes(numbers, starting.total)
        lines = Costs(numbers, starting.total, volumes)
        costs = {name: lines.line(line) for name, line in scenario.lines.items()}
        funding = {name: lines.grant(part) for name, part in scenario.funding.items()}
        return Results(
            scenario=scenario,
            draws=draws.size,
            starts=starting,
            volumes=volumes,
            reached=_reached(numbers),
            costs=costs,
            funding=funding,
            grants=grants(scenario, costs, funding),
            outcomes=flows_of_outcomes(numbers, starting),
            discount=_discount(numbers),
            outside={n.path: draws.outside(n) for n in scenario.calculated if not n.certain},
        )


def _refuse_no_number(scenario: Scenario, draws: Draws) -> None:
    """Raise ``SroiError`` where what is calculated is no number in some draws."""
    parameters_first = sorted(
        scenario.calculated, key=lambda n: n.path.partition(".")[0] != "parameters"
    )
    for number in parameters_first:
        none = float(np.isnan(draws.of(number)).mean())
        if none and number.calculation is not None:
            raise SroiError(
                Text(
                    "{path}: {calc} is no number in {percent} % of the draws",
                    path=number.path,
                    calc=number.calculation.expression.text,
                    percent=round(100.0 * none, 1),
                )
            )


def _discount(numbers: DrawnNumbers) -> Array:
    """Return the discount factors."""
    discounting, horizon = numbers.scenario.discounting, numbers.horizon
    rate, draws = discounting.yearly_rate, numbers.draws
    if isinstance(rate, ByYear):
        steps = sorted(rate.numbers)
        held = [rate.numbers[max(s for s in steps if s <= t)] for t in range(horizon)]
        rates = [draws.of(step) for step in held]
    else:
        rates = [draws.of(rate)] * horizon
    return f.discount_factors(flows.by_year(rates), discounting.passed)


def _volumes(numbers: DrawnNumbers, starting: Flow) -> dict[str, Flow]:
    """Return how much of each service is delivered."""
    programme = numbers.scenario.programme.months
    return {
        name: numbers.active(service.per_year, programme.share_of)
        if service.per_year is not None
        else starting.scaled(numbers.value(service.per_participant, 0.0))
        for name, service in numbers.scenario.services.items()
    }


def _reached(numbers: DrawnNumbers) -> dict[str, Flow]:
    """Return the different people that services reach each year, where that is known."""
    programme = numbers.scenario.programme.months
    return {
        name: numbers.active(service.persons, programme.share_of)
        for name, service in numbers.scenario.services.items()
        if service.persons is not None
    }
