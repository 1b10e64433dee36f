"""Sweeps: the full grid, the same bytes however often interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from sroi.errors import UsageError
from sroi.loader.document import written
from sroi.projection import simulate
from sroi.sweep import MANIFEST, POINTS, Grid, sweep
from tests.strategies import load
from tests.test_projection import DATA

AXES = {"discounting.rate": [0.0, 0.03], "participants.per_year": [5, 10, 20]}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text(written(DATA), encoding="utf-8")
    return path


def test_a_grid_of_numpy_is_a_grid(file, tmp_path):
    """np.arange gives whole numbers of its own; the finished points are kept all the same."""
    axes = {"participants.per_year": np.arange(5, 15, 5)}
    plain = Grid(file, {"participants.per_year": [5, 10]}, {}, draws=64)
    assert sweep(Grid(file, axes, {}, draws=64), folder=tmp_path / "kept") == sweep(plain)


def test_every_combination_is_a_run(file):
    """One row per point and measure, in the order of the axes."""
    rows = sweep(Grid(file, AXES, {}, draws=64))
    net = [row for row in rows if row["measure"] == "npv"]
    assert [(r["discounting.rate"], r["participants.per_year"]) for r in net] == [
        (rate, n) for rate in (0.0, 0.03) for n in (5, 10, 20)
    ]
    made = simulate(load(DATA, **{"discounting.rate": 0.03, "participants.per_year": 10}), 64)
    assert net[4]["base"] == pytest.approx(made.base_value("npv", "public"))
    assert net[4]["p95"] == pytest.approx(made.summary("npv", "public").percentiles[95])


@pytest.mark.parametrize("cut", ["after a line", "within a line", "before the first"])
def test_a_finished_sweep_has_the_rows_of_an_uninterrupted_one(file, tmp_path, cut):
    """Whatever was left behind in the folder."""
    grid, folder = Grid(file, AXES, {}, draws=64), tmp_path / "run"
    whole = sweep(grid)
    sweep(grid, folder=folder)
    lines = (folder / POINTS).read_text().splitlines(keepends=True)
    left = {"after a line": "".join(lines[:2]), "within a line": "".join(lines[:2]) + lines[2][:40],
            "before the first": ""}[cut]  # fmt: skip
    (folder / POINTS).write_text(left)
    assert json.dumps(sweep(grid, folder=folder)) == json.dumps(whole)


def test_finished_points_are_not_run_again(file, tmp_path):
    """What stands in the folder is taken as it stands."""
    grid, folder = Grid(file, AXES, {}, draws=64), tmp_path / "run"
    sweep(grid, folder=folder)
    lines = (folder / POINTS).read_text().splitlines()
    marked = json.loads(lines[0])
    marked[0]["base"] = -1.0
    (folder / POINTS).write_text("\n".join([json.dumps(marked), *lines[1:]]) + "\n")
    assert sweep(grid, folder=folder)[0]["base"] == -1.0


def test_another_sweep_is_not_mixed_in(file, tmp_path):
    """Other draws, or a scenario that has changed since, are refused by name."""
    folder = tmp_path / "run"
    sweep(Grid(file, AXES, {}, draws=64), folder=folder)
    with pytest.raises(UsageError, match="another sweep"):
        sweep(Grid(file, AXES, {}, draws=128), folder=folder)
    file.write_text(written(DATA | {"horizon": 9}), encoding="utf-8")
    with pytest.raises(UsageError, match="has changed since"):
        sweep(Grid(file, AXES, {}, draws=64), folder=folder)
    assert (folder / MANIFEST).exists()


def test_too_large_a_grid(file):
    """Said before anything is run."""
    with pytest.raises(UsageError, match="at most"):
        Grid(file, {"a": range(1000), "b": range(1000)}, {})


def command(file, out, *more):
    return [
        *(sys.executable, "-m", "sroi", "sweep", str(file), "-o", str(out)),
        *("--vary", "discounting.rate=0:0.1:40", "--draws", "16384", *more),
    ]


def test_a_real_process_interrupted_goes_on_where_it_stopped(file, tmp_path):
    """Ctrl-C in the middle leaves no CSV but a folder; the same command finishes it."""
    out, once = tmp_path / "out.csv", tmp_path / "once.csv"
    folder = Path(f"{out}.unfinished")
    process = subprocess.Popen(command(file, out), stderr=subprocess.PIPE)
    while process.poll() is None and not _lines(folder) >= 2:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0, "finished before it could be interrupted"
    assert b"Traceback" not in told
    assert not out.exists()
    before = _lines(folder)
    assert 2 <= before < 40
    subprocess.run(command(file, out), check=True, capture_output=True, env=os.environ)
    subprocess.run(command(file, once), check=True, capture_output=True, env=os.environ)
    assert out.read_bytes() == once.read_bytes()
    assert not folder.exists()


def _lines(folder):
    points = folder / POINTS
    return points.read_bytes().count(b"\n") if points.exists() else 0
