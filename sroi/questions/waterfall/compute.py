"""From the gross value of the effect to the cashable savings a board can count on, in steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.model.engine import results_of as flows_of
from sroi.model.measures import pv_benefits, pv_cashable, pv_costs
from sroi.model.projection import refuse_missing
from sroi.model.results import followed
from sroi.model.sampling import Draws, simulation_of, worlds
from sroi.model.totals import totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sroi.arithmetic.flows import Array
    from sroi.model.projection import Progress
    from sroi.schema.outcomes import Outcome
    from sroi.schema.scenario import Scenario

# What is added or taken away, in order; after the last is left what the board can count on.
STEPS = (
    "duration",  # the effect lasts for more than a year, and drops off
    "deadweight",
    "attribution",
    "displacement",
    "optimism",  # what is taken off good effects for the grade of their evidence
    "discounting",
    "other_payers",  # falls on payers outside the perspective
    "not_cashable",
    "beyond_followup",
)


def steps_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the steps of a scenario: optimism only where it is corrected for."""
    return tuple(step for step in STEPS if step != "optimism" or scenario.optimism is not None)


@dataclass(frozen=True)
class Waterfall:
    """What is left of the gross value after each step, in currency units.

    ``gross`` is the value, to everybody and not discounted, of one year of the effect in full.
    """

    view: str
    gross: float
    left: Mapping[str, float]  # by step
    costs: float  # pv_costs of the perspective

    @property
    def steps(self) -> dict[str, float]:
        """Return what each step takes away (negative) or adds; they sum to cashable - gross."""
        before = [self.gross, *self.left.values()]
        return {
            step: after - earlier
            for (step, after), earlier in zip(self.left.items(), before, strict=False)
        }

    @property
    def cashable(self) -> float:
        """Return what is left in the end."""
        return self.left[STEPS[-1]]


def base_waterfalls(scenario: Scenario) -> dict[str, Waterfall]:
    """Return the steps from gross to cashable in the base case, by perspective."""
    refuse_missing(scenario)
    return _waterfalls(scenario, _means(scenario, Draws()))


def mean_waterfalls(
    scenario: Scenario,
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Waterfall]:
    """Return the steps from gross to cashable as means of the simulation, by perspective."""
    refuse_missing(scenario)
    draws, seed = simulation_of(scenario, draws, seed)
    sums: dict[str, Array] = {
        view: np.zeros(len(steps_of(scenario)) + 2) for view in scenario.views
    }
    done = 0
    for (block,) in worlds([scenario], draws, seed):
        for view, means in _means(scenario, block).items():
            sums[view] += means * block.size / draws
        done += block.size
        if progress:
            progress(done, draws)
    return _waterfalls(scenario, sums)


def _waterfalls(scenario: Scenario, levels: Mapping[str, Array]) -> dict[str, Waterfall]:
    waterfalls = {}
    for view in scenario.views:
        gross, *left, costs = levels[view].tolist()
        waterfalls[view] = Waterfall(
            view, gross, dict(zip(steps_of(scenario), left, strict=True)), costs
        )
    return waterfalls


def _means(scenario: Scenario, draws: Draws) -> dict[str, Array]:
    """Return by perspective the mean gross value, what is left after each step, and the costs."""
    to_all = [float(level.mean()) for level in _to_all(scenario, draws)]
    results = flows_of(scenario, draws)
    in_full, seen = totals(results, ()), totals(followed(results), ())
    to_all.append(float(_to_everybody(in_full.benefits, scenario).mean()))
    return {
        view: np.array(
            [
                *to_all,
                pv_benefits(in_full, view).mean(),
                pv_cashable(in_full, view).mean(),
                pv_cashable(seen, view).mean(),
                pv_costs(in_full, view).mean(),
            ]
        )
        for view in scenario.views
    }


def _to_all(scenario: Scenario, draws: Draws) -> Iterator[Array]:
    """Yield the gross value, and what is left after each step before discounting."""
    shares = ("deadweight", "attribution", "displacement")
    uncorrected = scenario.changed(optimism=None)
    for depth in range(len(shares) + 1):
        outcomes = {name: _without(o, shares[depth:]) for name, o in scenario.outcomes.items()}
        if depth == 0:
            brief = {name: _for_one_year(o) for name, o in outcomes.items()}
            yield _everything(uncorrected.changed(outcomes=brief), draws)
        yield _everything(uncorrected.changed(outcomes=outcomes), draws)
    if scenario.optimism is not None:
        yield _everything(scenario, draws)


def _everything(scenario: Scenario, draws: Draws) -> Array:
    """Return the value of all outcomes, to everybody and not discounted."""
    sums = totals(flows_of(scenario.discounted_at(0.0), draws), ())
    return _to_everybody(sums.benefits, scenario)


def _to_everybody(benefits: Mapping[str, Array], scenario: Scenario) -> Array:
    """Return the sum over payers, each krona counted once; what is a transfer cancels."""
    parts = [
        vector * sum(scenario.outcomes[name].shares.values()) for name, vector in benefits.items()
    ]
    return np.asarray(sum(parts, np.zeros(1)))


def _without(outcome: Outcome, shares: tuple[str, ...]) -> Outcome:
    """Return the outcome without some of what it loses, in every group."""
    nothing = dict.fromkeys(shares)
    groups = outcome.by_group and {
        name: group.model_copy(update=nothing) for name, group in outcome.by_group.items()
    }
    return outcome.model_copy(update={**nothing, "by_group": groups})


def _for_one_year(outcome: Outcome) -> Outcome:
    """Return the outcome with an effect that is there for one year, at its greatest."""
    profile = outcome.profile
    if profile is None:
        return outcome.model_copy(update={"lasts": None, "drop_off": None})
    most = max(profile, key=lambda year: abs(profile[year]))
    return outcome.model_copy(update={"profile": {most: profile[most]}})
