"""A grid of scenarios, every combination of some values: resumable, the same bytes however run."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.errors import Text, UsageError
from sroi.loader import Chain
from sroi.loader.literal import as_written
from sroi.model.measures import MEASURES, unclaimed
from sroi.model.projection import simulate
from sroi.model.statistics import summary
from sroi.questions.sweep.checkpoints import checkpoints
from sroi.records.run import plain_number, summary_figures
from sroi.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sroi.model.projection import Progress, Projection
    from sroi.questions.sweep.checkpoints import Checkpoints, SweepRow
    from sroi.schema.scenario import Scenario

MOST = 100_000  # points of a grid
NOTHING = summary(np.array([np.nan]))  # the figures of what does not exist


@dataclass(frozen=True)
class Grid:
    """Which file, which values at which paths, which draws; ``settings`` hold in every point."""

    file: Path
    axes: Mapping[str, Sequence[Any]]
    settings: Mapping[str, Any]
    view: str | None = None
    draws: int | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        """Check that there is something to do, and not too much."""
        if not self.axes:
            raise UsageError("give at least one --vary PATH=from:to:n or PATH=a,b,c")
        if len(self) > MOST:
            raise UsageError(
                Text("{n} points; at most {most}: take fewer values", n=len(self), most=MOST)
            )

    def __len__(self) -> int:
        """Return the number of points."""
        return math.prod(map(len, self.axes.values()))

    @property
    def points(self) -> Iterator[dict[str, Any]]:
        """Yield every combination of values by path, the last path varying fastest."""
        for values in itertools.product(*self.axes.values()):
            yield dict(zip(self.axes, as_written(values), strict=True))

    def rows(self, point: Mapping[str, Any]) -> list[SweepRow]:
        """Return one row per measure of the perspective at a point of the grid."""
        scenario = self.scenario(point)
        projection = simulate(scenario, self.draws, self.seed)
        view = scenario.view_named(self.view)
        return [{**point, **_row(projection, measure, view)} for measure in MEASURES]

    @cached_property
    def chain(self) -> Chain:
        """Return the scenario's files, read once: every point is of the same files."""
        return Chain.of(self.file)

    def scenario(self, point: Mapping[str, Any]) -> Scenario:
        """Return the scenario at a point of the grid."""
        return self.chain.scenario({**self.settings, **point})

    @property
    def manifest(self) -> str:
        """Return what the rows depend on, as JSON: equal manifests give equal rows."""
        ends = [self.scenario(point) for point in self._ends()]
        simulation = ends[0].simulation
        depended_on = {
            "sroi": __version__,
            "scenario": _fingerprint(ends),
            "axes": as_written(self.axes),
            "settings": as_written(self.settings),
            "perspective": self.view,
            "draws": self.draws or simulation.draws,
            "seed": simulation.seed if self.seed is None else self.seed,
        }
        return json.dumps(depended_on, ensure_ascii=False, indent=1, default=str) + "\n"

    def _ends(self) -> list[dict[str, Any]]:
        """Return the first and the last point."""
        return [
            {path: as_written(values[end]) for path, values in self.axes.items()} for end in (0, -1)
        ]


def _fingerprint(scenarios: Iterable[Scenario]) -> str:
    """Return a hash of what scenarios say, in its order: sums and draws are taken in that order."""
    texts = [each.digest + json.dumps(each.merged, default=str) for each in scenarios]
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def _row(projection: Projection, measure: str, view: str) -> SweepRow:
    """Return a measure's figures; what an unknown effect would decide is empty."""
    known = not unclaimed(projection.scenario, measure, view)
    base = projection.base_value(measure, view) if known else float("nan")
    summary = projection.summary(measure, view) if known else NOTHING
    return {
        "perspective": view,
        "measure": measure,
        "base": plain_number(base),
        **summary_figures(summary),
    }


def sweep(
    grid: Grid, progress: Progress | None = None, folder: Path | None = None
) -> list[SweepRow]:
    """Return the rows of every point of the grid, the last path varying fastest.

    With a folder, finished points are kept in it and not run again (``checkpoints``).
    """
    with checkpoints(folder, grid.manifest) as finished:
        return rows_of(grid, finished, progress)


def rows_of(grid: Grid, finished: Checkpoints, progress: Progress | None = None) -> list[SweepRow]:
    """Return the rows of every point of the grid; those finished already are not run again."""
    rows: list[SweepRow] = []
    for count, point in enumerate(grid.points, start=1):
        if finished.rows(point) is None:
            finished.add(point, grid.rows(point))
        rows += finished.rows(point) or []
        if progress:
            progress(count, len(grid))
    return rows
