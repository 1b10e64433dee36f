"""A real server of a folder, started as a user starts it, and a real browser to look at it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="no Chromium here: install chromium to test the page in a browser",
)
OWN = ("http://127.0.0.1:", "data:", "blob:")  # whatever else is asked for leaves the machine
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-quic", "--no-first-run",
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A page that is being served."""

    folder: Path
    url: str  # with its key
    said: list  # what the server said to its terminal, once it has stopped

    @property
    def base(self):
        return self.url.partition("/?")[0]

    @property
    def token(self):
        return self.url.partition("token=")[2]

    def client(self, **more):
        """Return a client that has been let in, as a browser is by its first address."""
        client = httpx2.Client(base_url=self.base, follow_redirects=True, timeout=60, **more)
        assert client.get(self.url).status_code == 200
        client.headers["origin"] = self.base
        return client


@contextmanager
def serving(folder, *options):
    """Serve a folder until the block ends; then the server stops at Ctrl-C, having said nothing."""
    command = [sys.executable, "-m", "sroi", "serve", str(folder), "--no-browser", "--port", "0"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    with (
        tempfile.TemporaryDirectory() as state,  # of the drafts
        subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**environment, "XDG_STATE_HOME": state},
        ) as process,
    ):
        try:
            served = Served(Path(folder), process.stdout.readline().strip(), [])
            yield served
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    served.said.append(errors)
    assert errors == "" or options, errors
    assert process.returncode == 0


def programmes(folder):
    """Copy the shipped programmes into a folder."""
    return Path(
        shutil.copytree(
            ROOT / "tests/before", folder / "programmes", ignore=shutil.ignore_patterns("*.json")
        )
    )


@contextmanager
def browser(**context):
    """Open a browser; what it complains of, or asks for elsewhere, fails the test.

    Only answers refused may be complained of.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = opened.new_context(
            **{"viewport": {"width": 1366, "height": 768}, **context}
        ).new_page()
        told = []
        page.on("console", lambda m: "Failed to load resource" in m.text or told.append(m.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda r: r.url.startswith(OWN) or told.append(r.url))
        yield page
        opened.close()
    assert told == []


def born(page, served, name, starting):
    """Make a new scenario as an applicant does, with so many who start each year."""
    page.goto(served.url)
    page.get_by_label("Vad heter insatsen").fill(name)
    page.get_by_label("Hur många börjar per år").fill(starting)
    page.get_by_role("button", name="Skapa").click()
    page.locator("#result").wait_for()
