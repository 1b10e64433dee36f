"""The process beside the server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVER = """
import os, signal
from sroi.web.beside import process
if __name__ == "__main__":
    print(process().submit(os.getpid).result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="looks at processes as Linux shows them"
)
def test_it_ends_when_the_server_is_killed(tmp_path):
    """However the server ended, nothing is left to draw for nobody."""
    file = tmp_path / "server.py"
    file.write_text(SERVER, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    child, deadline = int(ended.stdout), time.monotonic() + 60
    assert ended.returncode == -signal.SIGKILL
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not runs(child)


def runs(process):
    """Return whether a process runs, rather than having ended with nobody to take notice."""
    try:
        state = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
