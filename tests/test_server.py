"""The server as a process, killed or ended and started again: what was answered is there."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager

import httpx2
import pytest

from tests.served import ROOT, Served, browser, needs_chromium, programmes

FILE = "varvaderstorget/grant_as_applied.yaml"
OPEN = """element => {
  for (let d = element.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
}"""
TOLD = {"accept": "application/json"}


@pytest.fixture
def folder(tmp_path):
    return programmes(tmp_path)


@contextmanager
def started(folder, state, port, how=signal.SIGKILL, browser=""):
    """Serve a folder until the block ends, and then end the server in one way or another."""
    command = [sys.executable, "-m", "sroi", "serve", str(folder), "--port", str(port)]
    command += ["--language", "sv"]
    process = subprocess.Popen(
        [*command, *([] if browser else ["--no-browser"])], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "XDG_STATE_HOME": str(state), "BROWSER": browser},
    )  # fmt: skip
    try:
        served = Served(folder, process.stdout.readline().strip(), [])
        yield served
    finally:
        process.send_signal(how)
        served.said.extend(process.communicate(timeout=30))
        served.said.append(process.returncode)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_the_last_answered_keystroke_survives_a_kill(folder, tmp_path):
    """SIGKILL right after an answer, four times: the draft says what was answered."""
    port, draft = free_port(), None
    for n in range(1, 5):
        with (
            started(folder, tmp_path / "state", port) as served,
            closing(served.client()) as client,
        ):
            draft = draft or client.get("/open", params={"file": FILE}).url.path
            if n > 1:
                assert f'value="{n - 1}"' in client.get(draft).text
                assert "Osparat arbete" in client.get("/").text
            answer = client.post(draft, data={"horizon": str(n)}, headers=TOLD)
            assert answer.status_code == 200


def test_an_old_key_is_told_that_the_server_was_restarted(folder, tmp_path):
    """In words, at every address; a stranger without any key is told how to get in."""
    port = free_port()
    with started(folder, tmp_path / "state", port) as served, closing(served.client()) as client:
        cookies = dict(client.cookies)
        draft = client.get("/open", params={"file": FILE}).url.path
    with (
        started(folder, tmp_path / "state", port) as served,
        httpx2.Client(base_url=served.base, headers={"origin": served.base}, timeout=60) as old,
    ):
        assert "startats om" not in old.get(draft).text
        for name, value in cookies.items():
            old.cookies.set(name, value)
        for answer in (old.get(draft), old.post(draft, data={"horizon": "9"}), old.get("/")):
            assert answer.status_code == 403
            assert "Servern har startats om" in answer.text
            assert "ditt arbete finns kvar" in answer.text
        old.get(served.url)
        assert old.get(draft).status_code == 200


@pytest.mark.parametrize(
    ("how", "count", "told", "code"),
    [
        (signal.SIGINT, 0, "", 0),
        (signal.SIGINT, 1, "1 osparat utkast finns kvar till nästa gång.", 0),
        (signal.SIGTERM, 2, "2 osparade utkast finns kvar till nästa gång.", 128 + signal.SIGTERM),
    ],
)
def test_the_end_says_how_much_is_not_saved(folder, tmp_path, how, count, told, code):
    """However it is ended; nothing is complained of."""
    with started(folder, tmp_path / "state", 0, how) as served, closing(served.client()) as client:
        client.get("/open", params={"file": FILE})
        for _ in range(count):
            draft = client.get("/open", params={"file": FILE}).url.path
            client.post(draft, data={"horizon": "9"}, headers=TOLD)
    said, complaints, ended = served.said
    assert (complaints, ended) == ("", code)
    assert told in said
    assert ("utkast" in said) is bool(count)


def test_the_browser_is_given_a_key_that_opens_once(folder, tmp_path):
    """Everybody on the machine can read the arguments of a process."""
    opened = tmp_path / "opened"
    opened.write_text("")
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    script.chmod(0o700)
    with started(folder, tmp_path / "state", 0, signal.SIGINT, str(script)) as served:
        while not (url := opened.read_text().strip()):
            pass
        assert url.startswith(f"{served.base}/?token=")
        assert served.token not in url
        with httpx2.Client(follow_redirects=True, timeout=60) as first:
            assert first.get(url).status_code == 200
            assert first.get(url).status_code == 200  # it has the cookie now
        assert httpx2.get(url, timeout=60).status_code == 403
        assert httpx2.get(served.url, timeout=60).status_code == 303


@needs_chromium
def test_an_old_tab_is_led_back_to_its_work(folder, tmp_path):
    """Type, kill, type on: told so in words; with the new address, a reload has it all."""
    port = free_port()
    with browser() as page:
        with started(folder, tmp_path / "state", port) as served:
            page.goto(served.url)
            page.goto(f"{served.base}/open?file={FILE}")
            draft = page.url
            with page.expect_response(lambda r: r.request.method == "POST"):
                page.locator('[id="f-horizon"]').fill("7")
            page.wait_for_load_state("networkidle")
        with started(folder, tmp_path / "state", port) as served:
            page.locator('[id="f-tax_factor"]').evaluate(OPEN)
            page.locator('[id="f-tax_factor"]').fill("1,2")
            page.locator("#result", has_text="Servern har startats om").wait_for()
            other = page.context.new_page()
            other.goto(served.url)
            unsaved = other.locator("[aria-labelledby=unsaved]").inner_text()
            assert "Vårväderstorget, bidrag som sökt" in unsaved
            with page.expect_response(lambda r: r.status == 200 and r.request.method == "POST"):
                page.locator('[id="f-tax_factor"]').fill("1,25")
            page.reload()
            assert page.url == draft
            assert page.locator('[id="f-horizon"]').input_value() == "7"
            assert page.locator('[id="f-tax_factor"]').input_value() == "1,25"
            page.wait_for_load_state("networkidle")
            other.close()
