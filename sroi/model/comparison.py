"""How scenarios compare: differences taken within each draw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sroi.arithmetic.formulas import settled
from sroi.model.measures import MEASURES
from sroi.model.projection import projections, refuse_unlike
from sroi.model.statistics import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sroi.arithmetic.flows import Array
    from sroi.model.projection import Progress, Projection
    from sroi.model.statistics import Summary
    from sroi.schema.scenario import Scenario


@dataclass(frozen=True)
class Difference:
    """A measure of one scenario less that of the reference, within each draw."""

    base: float
    summary: Summary
    probability_better: float | None  # share of the draws where both exist


@dataclass(frozen=True)
class Comparison:
    """Projections by name on common draws; differences are against the reference."""

    projections: dict[str, Projection]
    reference: str
    perspective: str

    def difference(self, name: str, measure: str, view: str | None = None) -> Difference:
        """Return how a scenario differs from the reference in a measure of a perspective."""
        view = view or self.perspective
        one, other = self.projections[name], self.projections[self.reference]
        change = _less(one.values(measure, view), other.values(measure, view))
        bases = (one.base_value(measure, view), other.base_value(measure, view))
        base = float(_less(*map(np.array, bases)))
        finite = change[np.isfinite(change)]
        better = finite < 0.0 if MEASURES[measure].lower_is_better else finite > 0.0
        return Difference(base, summary(change), float(better.mean()) if finite.size else None)


def _less(one: Array, other: Array) -> Array:
    """Return a difference, exactly 0 where it is dust, which is neither better nor worse."""
    return settled(one - other, np.abs(one) + np.abs(other))


def compare(
    scenarios: Sequence[Scenario],
    reference: Scenario | None = None,
    perspective: str | None = None,
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Return scenarios compared on common draws; the reference defaults to the first.

    ``perspective`` defaults to the reference's headline. Raises ``UsageError`` where scenarios
    cannot stand beside each other: another currency or price year, or a perspective they lack.
    """
    if reference is None:
        reference = scenarios[0]
    ordered = [reference, *(s for s in scenarios if s is not reference)]
    view = perspective or reference.headline
    refuse_unlike(ordered, view)
    names = dict(zip(map(id, ordered), told_apart(ordered), strict=True))
    projected = dict(
        zip(map(id, ordered), projections(ordered, draws, seed, progress), strict=True)
    )
    ranked = scenarios if any(s is reference for s in scenarios) else ordered
    return Comparison({names[id(s)]: projected[id(s)] for s in ranked}, names[id(reference)], view)


def told_apart(scenarios: Sequence[Scenario]) -> list[str]:
    """Return the scenarios' names, with the file's where two are alike."""
    names = [scenario.name for scenario in scenarios]
    names = [
        f"{s.name} ({Path(s.file).stem})" if names.count(s.name) > 1 else s.name for s in scenarios
    ]
    return [f"{name} #{i}" if names.count(name) > 1 else name for i, name in enumerate(names, 1)]
