"""One scenario projected: the base case, and the draws of the simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sroi.engine import simulate as flows_of
from sroi.errors import Mark, MissingValueError, Problem, UsageError
from sroi.flows import Array
from sroi.measures import MEASURES, pv_benefits, pv_costs
from sroi.results import Results
from sroi.sampling import BLOCK, RANDOMISATIONS, Draws, worlds
from sroi.schema.numbers import Number
from sroi.schema.scenario import Scenario
from sroi.schema.spots import Path, description_at
from sroi.totals import Totals, joined, totals

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
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
        return float(MEASURES[measure](self.base_totals, view)[0])

    def values(self, measure: str, view: str) -> Array:
        """Return a measure of a perspective in every draw, shape (draws,), or (1,) if certain."""
        return MEASURES[measure](self.totals, view)

    def summary(self, measure: str, view: str) -> "Summary":
        """Return the distribution of a measure of a perspective."""
        if measure == "bcr":
            return self._ratio_of_means(view)
        return summary(self.values(measure, view))

    def _ratio_of_means(self, view: str) -> "Summary":
        """Return the distribution of bcr; its mean is the ratio of the means, not their mean."""
        made = summary(self.values("bcr", view))
        costs, benefits = pv_costs(self.totals, view), pv_benefits(self.totals, view)
        if made.mean is None or not costs.mean() > 0.0:
            return replace(made, mean=None, se=None)
        ratios = _by_randomisation(benefits) / _by_randomisation(costs)
        mean = float(benefits.mean() / costs.mean())
        return Summary(mean, made.sd, _standard_error(ratios), made.percentiles, made.exists)


@dataclass(frozen=True)
class Summary:
    """A distribution in few numbers; None where nothing exists, or (se) where draws are too few."""

    mean: float | None
    sd: float | None
    se: float | None
    percentiles: dict[int, float | None]
    exists: float  # share of the draws in which the measure exists


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
    asked = scenarios[0].simulation
    draws, seed = draws or asked.draws, asked.seed if seed is None else seed
    kept: list[list[Totals]] = [[] for _ in scenarios]
    done = 0
    for block in worlds(scenarios, draws, seed):
        for scenario, own, parts in zip(scenarios, block, kept, strict=True):
            parts.append(totals(flows_of(scenario, own)))
        done += block[0].size
        if progress:
            progress(done, draws)
    bases = [flows_of(scenario) for scenario in scenarios]
    return [
        Projection(scenario, base, totals(base), joined(parts), draws, seed)
        for scenario, base, parts in zip(scenarios, bases, kept, strict=True)
    ]


def evaluated(scenario: Scenario, draws: Draws, measure: str, view: str) -> Array:
    """Return a measure of a perspective in every one of any draws, block by block."""
    results, paybacks = np.empty(draws.size), [view] if measure == "payback_year" else []
    for start in range(0, draws.size, BLOCK):
        part = draws.part(start, min(start + BLOCK, draws.size))
        made = totals(flows_of(scenario, part), paybacks)
        results[start : start + part.size] = MEASURES[measure](made, view)
    return results


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
                    f"{other.file} has {key} {getattr(other, key)}, "
                    f"{first.file} has {getattr(first, key)}: bring them to one before comparing"
                )
        if view not in other.views:
            known = ", ".join(name for name in first.views if name in other.views)
            raise UsageError(f"{other.file} has no perspective {view}; choose one of {known}")


def missing(scenario: Scenario) -> list[Problem]:
    """Return the numbers still marked missing, with what they need."""
    found = [number for number in scenario.numbers.values() if number.missing]
    return [
        Problem(
            number.path,
            scenario.marks.get(number.path, Mark(scenario.file)),
            _what_is_missing(number),
            f"give it in the file, in a variant, or with --set {number.path}=…",
        )
        for number in found
    ]


def _what_is_missing(number: Number) -> str:
    path: Path = tuple(number.path.split("."))
    told = [description_at(path) or description_at(path[:-1]), number.origin.note]
    about = "".join(f" ({text})" for text in told if text)
    return f"missing; needs {number.quantity.words}{about}"


def summary(values: Array) -> Summary:
    """Return the distribution of a measure's draws; NaN means it does not exist in that draw."""
    there = np.isfinite(values)
    kept = values[there]
    if not kept.size:
        return Summary(None, None, None, dict.fromkeys(PERCENTILES), 0.0)
    if kept.size == values.size and np.ptp(kept) == 0.0:
        value = float(kept[0])
        return Summary(value, 0.0, 0.0, dict.fromkeys(PERCENTILES, value), 1.0)
    cuts = np.quantile(kept, [percent / 100 for percent in PERCENTILES])
    return Summary(
        mean=float(kept.mean()),
        sd=float(kept.std()),
        se=_standard_error(_by_randomisation(values)),
        percentiles=dict(zip(PERCENTILES, map(float, cuts), strict=True)),
        exists=float(there.mean()),
    )


def _by_randomisation(values: Array) -> Array:
    """Return the mean over each independent randomisation, NaN where one has nothing."""
    if values.size == 1:
        return np.full(RANDOMISATIONS, values[0])
    groups = [values[start::RANDOMISATIONS] for start in range(RANDOMISATIONS)]
    finite = [group[np.isfinite(group)] for group in groups]
    return np.array([group.mean() if group.size else np.nan for group in finite])


def _standard_error(means: Array) -> float | None:
    """Return the standard error of the mean of independent randomisations."""
    means = means[np.isfinite(means)]
    if means.size < 2:
        return None
    return float(means.std(ddof=1) / np.sqrt(means.size))
