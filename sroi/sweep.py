"""A grid of scenarios, every combination of some values: resumable, the same bytes however run."""

import hashlib
import itertools
import json
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sroi.errors import UsageError
from sroi.loader import load
from sroi.loader.literal import as_written
from sroi.measures import CLAIMS, MEASURES, nothing_known_in
from sroi.projection import Progress, Projection, simulate, summary
from sroi.record import figures, number
from sroi.version import __version__

MANIFEST, POINTS = "manifest.json", "points.jsonl"
MOST = 100_000  # points of a grid
Row = dict[str, Any]
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
            raise UsageError(f"{len(self)} points; at most {MOST}: take fewer values")

    def __len__(self) -> int:
        """Return the number of points."""
        return math.prod(map(len, self.axes.values()))

    @property
    def points(self) -> Iterator[dict[str, Any]]:
        """Yield every combination of values by path, the last path varying fastest."""
        for values in itertools.product(*self.axes.values()):
            yield dict(zip(self.axes, as_written(values), strict=True))

    def rows(self, point: Mapping[str, Any]) -> list[Row]:
        """Return one row per measure of the perspective at a point of the grid."""
        scenario = load(self.file, set={**self.settings, **point})
        made = simulate(scenario, self.draws, self.seed)
        view = scenario.view_named(self.view)
        return [{**point, **_row(made, measure, view)} for measure in MEASURES]

    @property
    def manifest(self) -> str:
        """Return what the rows depend on, as JSON: equal manifests give equal rows."""
        digests = [load(self.file, set={**self.settings, **point}).digest for point in self._ends()]
        told = {
            "sroi": __version__,
            "scenario": hashlib.sha256("".join(digests).encode()).hexdigest(),
            "axes": as_written(self.axes),
            "settings": as_written(self.settings),
            "perspective": self.view,
            "draws": self.draws,
            "seed": self.seed,
        }
        return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"

    def _ends(self) -> list[dict[str, Any]]:
        """Return the first and the last point."""
        return [
            {path: as_written(values[end]) for path, values in self.axes.items()} for end in (0, -1)
        ]


def _row(made: Projection, measure: str, view: str) -> Row:
    """Return a measure's figures; what an unknown effect would decide is empty."""
    known = not (measure in CLAIMS and nothing_known_in(made.scenario, view))
    base = made.base_value(measure, view) if known else float("nan")
    found = made.summary(measure, view) if known else NOTHING
    return {"perspective": view, "measure": measure, "base": number(base), **figures(found)}


def sweep(grid: Grid, progress: Progress | None = None, folder: Path | None = None) -> list[Row]:
    """Return the rows of every point of the grid, the last path varying fastest.

    With a folder, finished points are kept in it (``manifest.json``, and ``points.jsonl`` with
    one line each) and not run again. Raises ``UsageError`` if it belongs to another sweep.
    """
    finished = _taken_up(grid, folder) if folder else []
    with (folder / POINTS).open("a", encoding="utf-8") if folder else nullcontext() as file:
        for count, point in enumerate(grid.points, start=1):
            if count > len(finished):
                finished.append(grid.rows(point))
                if file:
                    file.write(json.dumps(finished[-1]) + "\n")
                    file.flush()
            if progress:
                progress(count, len(grid))
    return [row for rows in finished for row in rows]


def _taken_up(grid: Grid, folder: Path) -> list[list[Row]]:
    """Return the rows of the points finished; a line cut off by an interruption is dropped."""
    folder.mkdir(exist_ok=True)
    manifest, points = folder / MANIFEST, folder / POINTS
    wanted = grid.manifest
    if manifest.exists() and manifest.read_text("utf-8") != wanted:
        raise UsageError(
            f"{folder} holds another sweep, or the scenario has changed since; remove the folder "
            "to start again"
        )
    manifest.write_text(wanted, "utf-8")
    written = points.read_text("utf-8") if points.exists() else ""
    whole = written[: written.rfind("\n") + 1]
    points.write_text(whole, "utf-8")
    return [json.loads(line) for line in whole.splitlines()]


def forget(folder: Path) -> None:
    """Remove the folder of a sweep that is finished."""
    shutil.rmtree(folder)
