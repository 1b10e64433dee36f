"""The pictures of the page in docs/images: python -m tests.screenshots."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.served import ROOT, browser, programmes, serving

IMAGES = ROOT / "docs" / "images"
FILE = "varvaderstorget/what_if_middle.yaml"
APPLIED = "varvaderstorget/grant_as_applied.yaml"


def kept(page, name):
    """Keep a picture of what is on the screen."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


def work(page, served, file):
    """Open a scenario and wait for its figures."""
    page.goto(f"{served.base}/open?file={file}")
    page.locator("#figures img").first.wait_for()
    page.wait_for_load_state("networkidle")


def swedish(served):
    """Keep the list, a scenario, a changed scenario and the question how to save it."""
    with browser() as page:
        page.goto(served.url)
        page.locator("[aria-labelledby=own] .line span").nth(8).wait_for()
        kept(page, "sidan-lista")
        work(page, served, APPLIED)
        kept(page, "sidan-arbete")
        page.locator("#s-people > summary").click()
        page.locator('[id="f-participants.per_year"]').fill("11")
        page.locator("#undo:not([disabled])").wait_for()
        page.wait_for_timeout(1500)
        kept(page, "sidan-andrat")
        page.locator("#save-variant").click()
        kept(page, "sidan-spara")


def english(served):
    """Keep a comparison and a scenario, in English, the last in the dark and on a phone."""
    with browser() as page:
        page.goto(served.url)
        page.get_by_role("button", name="In English").click()
        middle = f"file={FILE}&file=varvaderstorget/what_if_cautious.yaml&file={APPLIED}"
        page.goto(f"{served.base}/compare?{middle}")
        page.locator("#compared img").last.evaluate("i => i.decode()")
        page.locator("#compared").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('compared').scrollIntoView()")
        kept(page, "page-compare")
    with browser(viewport={"width": 390, "height": 844}, color_scheme="dark") as page:
        page.goto(served.url)
        page.get_by_role("button", name="In English").click()
        work(page, served, FILE)
        page.evaluate("document.getElementById('result-heading').scrollIntoView()")
        kept(page, "page-phone")


def figures():
    """Keep the picture of the README: who pays in each alternative."""
    names = ("grant_as_applied", "without_grant", "municipal_takeover")
    files = [str(ROOT / f"scenarios/varvaderstorget/{name}.yaml") for name in names]
    command = [sys.executable, "-m", "sroi", "compare", "--language", "en", *files]
    subprocess.run([*command, "--figure", str(IMAGES / "who-pays.png")], check=True)


def main():
    """Write all pictures anew."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as inside:
        folder = programmes(Path(inside))
        with serving(folder) as served:
            swedish(served)
            english(served)
    figures()


if __name__ == "__main__":
    main()
