"""The same command gives the same bytes: in any process, under any hash seed, on any day."""

import os
import re
import subprocess
import sys
import zipfile

import pytest

from sroi.loader.document import written
from tests.served import ROOT
from tests.test_projection import DATA

FOLLOWER = {"name": "After", "payer": "social", "unit_cost": {"mean": 900, "sd": 90}}
# Three followers and a second root: sums over several outcomes, in whatever order they are added.
OUTCOMES = DATA["outcomes"] | {
    "b": FOLLOWER | {"follows": {"outcome": "a", "per_event": 0.3}},
    "c": FOLLOWER | {"follows": {"outcome": "b", "per_event": {"mean": 0.7, "sd": 0.1}}},
    "d": FOLLOWER | {"follows": {"outcome": "a", "per_event": 0.1}, "cashable": 0.3},
    "e": {**DATA["outcomes"]["a"], "name": "Other", "baseline": 0.07},
}
FUNDING = {
    "one": {"payer": "health", "amount": {"mean": 900, "sd": 90}},
    "two": {"payer": "school", "amount": 700, "status": "granted"},
}
SCENARIO = DATA | {"name": "Followers", "outcomes": OUTCOMES, "funding": FUNDING}
OTHER = SCENARIO | {"name": "Other", "horizon": 9, "discounting": {"rate": 0.05}}
RUN = [f"run a.yaml -o run.{kind}" for kind in ("json", "csv", "md", "xlsx", "tex")]
RUN += [f"run a.yaml --figure run.{kind}" for kind in ("svg", "png", "pdf")]
COMPARE = [line.replace("a.yaml", "a.yaml b.yaml").replace("run", "compare") for line in RUN]
REPORT = [f"report a.yaml b.yaml -o report.{kind}" for kind in ("docx", "html", "pdf")]
REPORT += [f"brief a.yaml b.yaml -o brief.{kind}" for kind in ("docx", "html", "pdf")]
ASKED = [
    *("run a.yaml", "run a.yaml --json", "compare a.yaml b.yaml", "compare a.yaml b.yaml --json"),
    *("breakeven a.yaml", "breakeven a.yaml --json", "waterfall a.yaml --json"),
    *("sensitivity a.yaml --variance 16 --json", "diff a.yaml b.yaml --json"),
    *("information a.yaml b.yaml --outcome a --json", "sweep a.yaml --vary horizon=4,6"),
    *("run a.yaml --csv excel -o excel.csv", "compare a.yaml b.yaml --csv excel -o excels.csv"),
    *("schema", "check a.yaml", "check broken.yaml"),
]
COMMANDS = [*RUN, *COMPARE, *REPORT, *ASKED]
ENDINGS = {"json", "csv", "md", "xlsx", "tex", "svg", "png", "pdf", "docx", "html", "out", "yaml"}
# One process for all commands, as a terminal would have one for each, only quicker.
PROGRAM = """
import contextlib, pathlib, sys
from sroi.cli import main
for number, line in enumerate(sys.argv[1:]):
    with pathlib.Path(f"{number:02}.out").open("w", encoding="utf-8") as file:
        with contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
            with contextlib.suppress(SystemExit):
                main(line.split(), prog_name="sroi")
"""
PLACES = {"0": "UTC", "1": "Pacific/Kiritimati", "4711": "Etc/GMT+12"}  # never the same day


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """What every command writes and prints, by hash seed."""
    folders = {}
    for seed, place in PLACES.items():
        folders[seed] = tmp_path_factory.mktemp(f"seed{seed}") / "work"
        folders[seed].mkdir()
        for name, data in (("a", SCENARIO), ("b", OTHER), ("broken", OTHER | {"sroi": 7, "x": 1})):
            data = data | {"simulation": {"draws": 256}}
            (folders[seed] / f"{name}.yaml").write_text(written(data), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-c", PROGRAM, *COMMANDS], cwd=folders[seed], check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": place, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    return folders


def test_every_output_is_the_same_under_every_hash_seed(runs):
    """Byte for byte: text, JSON, CSV, Markdown, Excel, LaTeX, Word, HTML, PDF and every figure."""
    one, *others = runs.values()
    names = sorted(path.name for path in one.iterdir())
    endings = {name.rpartition(".")[2] for name in names}
    assert endings == ENDINGS
    assert sum(name.startswith(("run.", "compare.")) for name in names) == 16
    for number, line in enumerate(COMMANDS):
        assert (one / f"{number:02}.out").stat().st_size, line
    for other in others:
        assert [path.name for path in sorted(other.iterdir())] == names
        differ = [n for n in names if (one / n).read_bytes() != (other / n).read_bytes()]
        assert not differ, COMMANDS


def test_no_file_holds_the_time_of_its_writing(runs):
    """No clock in the metadata: a date is fixed, or not there."""
    folder = runs["0"]
    for name in ("run.xlsx", "compare.xlsx", "report.docx"):
        with zipfile.ZipFile(folder / name) as packed:
            years = {part.date_time[0] for part in packed.infolist()}
            said = packed.read("docProps/core.xml").decode()
        assert years <= {1980, 2000}, name
        assert set(re.findall(r">(\d{4})-\d\d-\d\dT", said)) <= {"2000", "2013"}, name
    for name in ("run.pdf", "run.svg", "run.png", "report.html"):
        content = (folder / name).read_bytes()
        assert not re.search(rb"CreationDate|ModDate|dc:date|tIME", content), name
