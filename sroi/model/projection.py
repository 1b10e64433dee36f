"""One scenario projected: the base case, and the draws of the simulation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.errors import Mark, MissingValueError, Problem, Text, UsageError
from sroi.model.engine import results_of as flows_of
from sroi.model.measures import MEASURES
from sroi.model.sampling import BLOCK, simulation_of, worlds
from sroi.model.statistics import summary, with_ratio_of_means
from sroi.model.totals import joined_totals, totals
from sroi.schema.scenario import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.arithmetic.flows import Array
    from sroi.errors import KeyPath
    from sroi.model.results import Results
    from sroi.model.sampling import Draws
    from sroi.model.statistics import Summary
    from sroi.model.totals import Totals
    from sroi.schema.numbers import Number
    from sroi.schema.scenario import Scenario

Progress = Callable[[int, int], None]  # draws done, draws in all


@dataclass(frozen=True)
class Projection:
    """A scenario's base case and its draws; money in currency units of the price year."""

    scenario: Scenario
    base: Results
    base_totals: Totals
    totals: Totals
    draws: int
    seed: int

    def base_value(self, measure: str, view: str) -> float:
        """Return a measure of a perspective in the base case; NaN where it does not exist."""
        return float(MEASURES[measure].of(self.base_totals, view)[0])

    def values(self, measure: str, view: str) -> Array:
        """Return a measure of a perspective in every draw, shape (draws,), or (1,) if certain."""
        return MEASURES[measure].of(self.totals, view)

    def summary(self, measure: str, view: str) -> Summary:
        """Return the distribution of a measure of a perspective."""
        drawn, terms = summary(self.values(measure, view)), MEASURES[measure].terms
        if terms is None:
            return drawn
        over, under = (term(self.totals, view) for term in terms)
        return with_ratio_of_means(drawn, over, under)


def simulate(
    scenario: Scenario,
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Projection:
    """Return the projection of a scenario: its base case and ``draws`` simulated worlds.

    ``draws`` and ``seed`` default to the scenario's own. Raises ``MissingValueError`` with every
    number still marked missing.
    """
    return projections([scenario], draws, seed, progress)[0]


def projections(
    scenarios: Sequence[Scenario],
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> list[Projection]:
    """Return projections of scenarios looked at together, the reference first.

    A number with the same path has the same draws in each, so that differences are not noise.
    """
    for scenario in scenarios:
        refuse_missing(scenario)
    draws, seed = simulation_of(scenarios[0], draws, seed)
    parts_of: list[list[Totals]] = [[] for _ in scenarios]
    done = 0
    for block in worlds(scenarios, draws, seed):
        for scenario, values, parts in zip(scenarios, block, parts_of, strict=True):
            parts.append(totals(flows_of(scenario, values)))
        done += block[0].size
        if progress:
            progress(done, draws)
    bases = [flows_of(scenario) for scenario in scenarios]
    return [
        Projection(scenario, base, totals(base), joined_totals(parts), draws, seed)
        for scenario, base, parts in zip(scenarios, bases, parts_of, strict=True)
    ]


def evaluated(scenario: Scenario, draws: Draws, measure: str, view: str) -> Array:
    """Return a measure of a perspective in every one of any draws, block by block."""
    results, paybacks = np.empty(draws.size), [view] if measure == "payback_year" else []
    for start in range(0, draws.size, BLOCK):
        part = draws.part(start, min(start + BLOCK, draws.size))
        evaluated_totals = totals(flows_of(scenario, part), paybacks)
        results[start : start + part.size] = MEASURES[measure].of(evaluated_totals, view)
    return results


def base_totals(scenario: Scenario) -> Totals:
    """Return the totals of the base case; ``MissingValueError`` if some number is missing."""
    refuse_missing(scenario)
    return totals(flows_of(scenario))


def refuse_missing(scenario: Scenario) -> None:
    """Raise ``MissingValueError`` if the source does not give some number yet."""
    if problems := missing(scenario):
        raise MissingValueError(problems)


def refuse_unlike(scenarios: Sequence[Scenario], view: str) -> None:
    """Raise ``UsageError`` where currency or price year differ, or one lacks the perspective."""
    first = scenarios[0]
    for other in scenarios:
        for key in ("currency", "price_year"):
            if getattr(other, key) != getattr(first, key):
                raise UsageError(
                    Text(
                        "{file} has {phrase} {given}, {other} has {wanted}: "
                        "bring them to one before comparing",
                        file=other.file,
                        phrase=Text(key),
                        given=getattr(other, key),
                        other=first.file,
                        wanted=getattr(first, key),
                    )
                )
        if view not in other.views:
            known = ", ".join(name for name in first.views if name in other.views)
            raise UsageError(
                Text(
                    "{file} has no perspective {given}; choose one of {names}",
                    file=other.file,
                    given=view,
                    names=known,
                )
            )


def missing(scenario: Scenario) -> list[Problem]:
    """Return the numbers still marked missing, with what they need."""
    numbers = [number for number in scenario.numbers.values() if number.missing]
    return [
        Problem(
            number.path,
            scenario.marks.get(number.path, Mark(scenario.file)),
            _what_is_missing(number),
            Text("give it in the file, in a variant, or with --set {path}=…", path=number.path),
        )
        for number in numbers
    ]


def _what_is_missing(number: Number) -> Text:
    path: KeyPath = tuple(number.path.split("."))
    descriptions = [ROOT.description_at(path) or ROOT.description_at(path[:-1]), number.origin.note]
    about = "".join(f" ({text})" for text in descriptions if text)
    return Text("missing; needs {words}{about}", words=Text(number.quantity.words), about=about)
