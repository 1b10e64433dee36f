"""The page: from a key to new numbers in a real browser, and from the start to the first page."""

import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import distribution
from pathlib import Path

import httpx2

from tests.benchmarks.command import ROOT, SCENARIO, seconds
from tests.served import browser, programmes, serving

ADDED = ("starlette", "uvicorn", "anyio", "h11", "idna", "python-multipart")
FILES = ("varvaderstorget/what_if_middle.yaml", "stis/revised.yaml", "norrkoping/illustration.yaml")
KEYS = 30
PAUSES = (0, 800)  # ms before a key; after 500 the figures of the key before are drawn
WATCH = """() => {
  window.waits = [];
  let pressed = 0;
  document.addEventListener("keyup", () => { pressed = performance.now(); });
  new MutationObserver(() => {
    const began = pressed;
    pressed = 0;
    if (began) requestAnimationFrame(() => window.waits.push(performance.now() - began));
  }).observe(document.getElementById("result"), { childList: true });
}"""


def waits(page, served, file, pause=0):
    """Return how long after each key the new numbers were on the screen, in milliseconds.

    With a pause before each key, all draws and the figures of the key before are on their way.
    """
    page.goto(f"{served.base}/open?file={file}")
    page.locator("#figures img").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    place = page.locator('[id="f-horizon"]')
    place.focus()
    for key in range(KEYS):
        page.wait_for_timeout(pause)
        page.keyboard.press("Control+A")
        page.keyboard.press(str(5 + key % 5))
        while page.evaluate("window.waits.length") <= key:
            page.wait_for_timeout(5)
    return page.evaluate("window.waits")


def latency():
    """Print the median and the 95th percentile of the wait, over the shipped programmes."""
    with (
        tempfile.TemporaryDirectory() as inside,
        serving(programmes(Path(inside))) as served,
        browser() as page,
    ):
        page.goto(served.url)
        for pause in PAUSES:
            found = [wait for file in FILES for wait in waits(page, served, file, pause)]
            p95 = statistics.quantiles(found, n=20)[-1]
            middle = statistics.median(found)
            print(f"page, key to new numbers, {pause} ms between: median {middle:.0f} ms")
            print(f"  p95 {p95:.0f} ms over {len(found)} keys (at most 150)")


def first_page():
    """Return the seconds from starting the server to having its first page, stopped afterwards."""
    command = [sys.executable, "-m", "sroi", "serve", "scenarios", "--no-browser", "--port", "0"]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        httpx2.get(process.stdout.readline().strip(), follow_redirects=True).raise_for_status()
        taken = time.perf_counter() - began
        process.kill()
    return taken


def start(runs=5):
    """Print start-up to the first page against a run of one scenario."""
    pairs = [(first_page(), seconds("-m", "sroi", "run", SCENARIO)) for _ in range(runs)]
    page, run = (min(times) for times in zip(*pairs, strict=True))
    print(f"page, start to first page: {page:.2f} s; sroi run {run:.2f} s")
    print(f"  ratio {page / run:.2f} (at most 1.5)")


def size():
    """Print what the page adds to the installation, compiled files included."""
    files = [file for name in ADDED for file in distribution(name).files or ()]
    there = [path for path in (Path(file.locate()) for file in files) if path.is_file()]
    print(
        f"page, added by {len(ADDED)} packages: {sum(p.stat().st_size for p in there) / 1e6:.1f} MB"
    )
    print("  (at most 5)")


def main():
    """Print all three."""
    size()
    start()
    latency()
