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

from sroi.errors import SroiError, UsageError
from sroi.loader.document import written
from sroi.model.projection import simulate
from sroi.questions.sweep.checkpoints import LOCK, MANIFEST, POINTS, checkpoints
from sroi.questions.sweep.compute import Grid, sweep
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
    marked["rows"][0]["base"] = -1.0
    (folder / POINTS).write_text("\n".join([json.dumps(marked), *lines[1:]]) + "\n")
    assert sweep(grid, folder=folder)[0]["base"] == -1.0


def test_points_are_known_by_their_values(file, tmp_path):
    """Whatever order, and however often, points stand in the folder: each is its own row."""
    grid, folder = Grid(file, AXES, {}, draws=64), tmp_path / "run"
    whole = sweep(grid, folder=folder)
    lines = (folder / POINTS).read_text().splitlines(keepends=True)
    (folder / POINTS).write_text("".join([lines[4], lines[1], lines[1], lines[4]]))
    assert json.dumps(sweep(grid, folder=folder)) == json.dumps(whole)


OTHER = {
    "a year more": DATA | {"horizon": 9},
    "other draws": DATA | {"simulation": {"draws": 32}},
    "another seed": DATA | {"simulation": {"seed": 99}},
    "another order": dict(reversed(DATA.items())),  # of sums and draws
}


@pytest.mark.parametrize("change", OTHER)
def test_another_sweep_is_not_mixed_in(file, tmp_path, change):
    """Other draws, or a file that says something else since, are refused by name."""
    folder = tmp_path / "run"
    sweep(Grid(file, AXES, {}), folder=folder)
    with pytest.raises(UsageError, match="another sweep"):
        sweep(Grid(file, AXES, {}, draws=128), folder=folder)
    file.write_text(written(OTHER[change]), encoding="utf-8")
    with pytest.raises(UsageError, match="has changed since"):
        sweep(Grid(file, AXES, {}), folder=folder)


def test_the_manifest_says_what_the_rows_depend_on(file, tmp_path):
    """The draws and the seed are those in force: the command line's, else the file's."""
    for draws, seed, expected in ((None, None, (16_384, 1)), (64, 0, (64, 0))):
        manifest = json.loads(Grid(file, AXES, {}, draws=draws, seed=seed).manifest)
        assert (manifest["draws"], manifest["seed"]) == expected
        assert len(manifest["scenario"]) == 64
    file.write_text(written(DATA | {"simulation": {"draws": 32, "seed": 5}}), encoding="utf-8")
    manifest = json.loads(Grid(file, AXES, {}).manifest)
    assert (manifest["draws"], manifest["seed"]) == (32, 5)


def test_every_point_is_of_the_same_files(tmp_path):
    """The chain and the libraries are read once: what is written meanwhile is not mixed in."""
    (tmp_path / "base.yaml").write_text(written(DATA | {"uses": ["own.yaml"]}), encoding="utf-8")
    library = (
        "name: {sv: Egen, en: Own}\nsources: {s: {title: T}}\n"
        "values: {x: {name: {sv: X, en: X}, kind: price, value: 100, unit: SEK, currency: SEK, "
        "price_year: 2024, index: none, grade: A, source: s}}\n"
    )
    (tmp_path / "own.yaml").write_text(library, encoding="utf-8")
    file = tmp_path / "variant.yaml"
    over = {"extends": "base.yaml", "costs": {"rent": {"amount": "lib.own.x"}}}
    file.write_text(written(over), encoding="utf-8")
    axes, undisturbed = {"horizon": [4, 5, 6]}, []

    def change(done, _):
        if done == 1 and undisturbed:
            (tmp_path / "own.yaml").write_text(library.replace("100", "999"), encoding="utf-8")
            file.write_text(written(over | {"discounting": {"rate": 0.5}}), encoding="utf-8")

    undisturbed = sweep(Grid(file, axes, {}, draws=16))
    assert sweep(Grid(file, axes, {}, draws=16), change) == undisturbed
    assert sweep(Grid(file, axes, {}, draws=16)) != undisturbed


def test_a_folder_in_use_is_refused(tmp_path):
    """Said at once; a folder that was let go, or is gone, may be used again."""
    folder = tmp_path / "run"
    refused = pytest.raises(SroiError, match="in use by another sweep")
    with checkpoints(folder, "one"), refused, checkpoints(folder, "one"):
        pass
    with checkpoints(folder, "one") as finished:
        finished.forget()
    assert not folder.exists()
    with checkpoints(folder, "two"):
        assert (folder / LOCK).exists()
        assert (folder / MANIFEST).read_text() == "two"


def test_what_else_lies_in_the_folder_stays(tmp_path):
    """Only what the sweep wrote is removed."""
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with checkpoints(folder, "one") as finished:
        finished.add({"a": 1}, [{"a": 1}])
        finished.forget()
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


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
    out = tmp_path / "out.csv"
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
    _finishes_as_if_undisturbed(file, out, tmp_path)


def _finishes_as_if_undisturbed(file, out, tmp_path):
    once = tmp_path / "once.csv"
    subprocess.run(command(file, out), check=True, capture_output=True, env=os.environ)
    subprocess.run(command(file, once), check=True, capture_output=True, env=os.environ)
    assert out.read_bytes() == once.read_bytes()
    assert not Path(f"{out}.unfinished").exists()


def test_a_second_process_is_refused_and_a_killed_one_taken_up(file, tmp_path):
    """The lock is the first process's, and dies with it, even where nothing can be tidied up."""
    out = tmp_path / "out.csv"
    folder = Path(f"{out}.unfinished")
    first = subprocess.Popen(command(file, out), stderr=subprocess.PIPE)
    while first.poll() is None and not _lines(folder) >= 2:
        time.sleep(0.005)
    first.send_signal(signal.SIGSTOP)  # whatever it was doing, it still holds the folder
    second = subprocess.run(command(file, out), capture_output=True, text=True, check=False)
    first.kill()
    first.communicate(timeout=60)
    assert second.returncode == 1, second.stderr
    assert "in use by another sweep" in second.stderr
    assert "Traceback" not in second.stderr
    assert 2 <= _lines(folder) < 40
    _finishes_as_if_undisturbed(file, out, tmp_path)


def test_a_file_changed_meanwhile_is_refused(file, tmp_path):
    """Nothing is written, neither of the old file nor of both, and the same command starts anew."""
    out = tmp_path / "out.csv"
    process = subprocess.Popen(command(file, out), stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not _lines(Path(f"{out}.unfinished")) >= 2:
        time.sleep(0.005)
    file.write_text(written(DATA | {"horizon": 3}), encoding="utf-8")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "has changed while it was swept: nothing is written" in told
    assert not out.exists()
    subprocess.run(command(file, out), check=True, capture_output=True)
    assert out.exists()


def _lines(folder):
    points = folder / POINTS
    return points.read_bytes().count(b"\n") if points.exists() else 0
