"""Who may ask, and how much: a real server, asked the way an attacker would."""

import asyncio
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from sroi.web.app import app
from sroi.web.guard import HEADERS, MAX_BODY, Guard
from sroi.web.server import SHORTEST, token_in
from sroi.web.site import MAX_FIELD
from tests.served import programmes, serving
from tests.test_report import HOSTILE

OTHER = "varvaderstorget/no_grant.yaml"
FILE = "varvaderstorget/what_if_middle.yaml"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(programmes(tmp_path_factory.mktemp("guard"))) as running:
        yield running


@pytest.fixture
def client(served):
    made = served.client()
    yield made
    made.close()


def opened(client):
    """Return the address of a new draft."""
    return client.get("/open", params={"file": FILE}).url.path


def works(client):
    """Return whether a draft can still be opened, changed and counted."""
    draft = opened(client)
    answer = client.post(draft, data={"horizon": "9"}, headers={"accept": "application/json"})
    return answer.status_code == 200 and answer.json()["errors"] == {}


def test_nothing_is_answered_without_the_key(served):
    """Every address but the stylesheet's folder is closed too: 403, and how to get in."""
    with httpx2.Client(base_url=served.base) as stranger:
        for path in ("/", "/compare", "/static/work.js", "/?token=wrong", "/fill-in"):
            answer = stranger.get(path)
            assert answer.status_code == 403
            assert "sroi serve" in answer.text
            assert not answer.cookies


def test_the_key_is_spent_on_a_cookie_no_other_site_can_send(served):
    """HttpOnly, SameSite=Strict, and the address without the key."""
    answer = httpx2.get(served.url)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}"),
        *("127.0.0.1:1", "", "[::", "localhost:99999999"),
        *("evil@127.0.0.1:{port}", "127.0.0.1:{port}/evil", "127.0.0.1:{port}#x"),
        *("127.0.0.1:{port}?x", "[127.0.0.1:{port}", "127.0.0.1:{port}:{port}"),
    ],
)  # fmt: skip
def test_a_forged_host_is_refused(served, client, host):
    """DNS rebinding: a name that leads here is not this page, even with the cookie."""
    port = served.base.rpartition(":")[2]
    answer = client.get("/", headers={"host": host.format(port=port)})
    assert answer.status_code in (400, 421)
    assert "Vårväderstorget" not in answer.text


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:{port}"],
)
def test_a_post_from_another_page_is_refused(served, client, origin):
    """Cross-site posts change nothing, even with the cookie."""
    draft = opened(client)
    del client.headers["origin"]
    port = served.base.rpartition(":")[2]
    headers = {"origin": origin.format(port=port)} if origin else {}
    answer = client.post(draft, data={"horizon": "3"}, headers=headers)
    assert answer.status_code == 403
    assert 'name="horizon" value="10"' in client.get(draft).text


def test_every_answer_forbids_what_a_page_does_not_need(client):
    """No inline script, nothing remote, no frames, nothing kept: on pages, errors and files."""
    for path in ("/", "/compare", "/nowhere", "/static/page.css", "/static/none", "/fill-in"):
        headers = client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, (path, name)
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_no_page_asks_for_anything_elsewhere_or_holds_script(client):
    """Every address on every page is this server's; there is no inline script or style."""
    draft = opened(client)
    for path in ("/", "/compare", draft, f"{draft}/save", f"/compare?file={FILE}&file={OTHER}"):
        text = client.get(path).text
        assert ("<table>" in text) == (path == draft or OTHER in path)
        assert not re.search(
            r"<script(?! src=\"/static)|<style|\sstyle=|\son\w+=|javascript:", text
        )
        for address in re.findall(r'(?:src|href|action|data-\w+)="([^"]*)"', text):
            assert not address.startswith(("http", "//"))


@pytest.mark.parametrize(
    "name",
    [
        *("../outside.yaml", "varvaderstorget/../../outside.yaml", "..%2foutside.yaml"),
        *("/etc/passwd", "link.yaml", "linked/grant_as_applied.yaml", ".hidden.yaml"),
        *("", "\x00", "a" * 5_000),
    ],
)
def test_the_folder_is_a_cage(served, client, name):
    """Nothing outside it can be named, not through a link either."""
    (served.folder.parent / "outside.yaml").write_text("sroi: 1\nname: Utanför muren\n")
    link, linked = served.folder / "link.yaml", served.folder / "linked"
    if not link.is_symlink():
        link.symlink_to(served.folder.parent / "outside.yaml")
        linked.symlink_to(served.folder / "varvaderstorget")
    (served.folder / ".hidden.yaml").write_text("sroi: 1\nname: Utanför muren\n")
    for path in ("/open", "/line"):
        answer = client.get(path, params={"file": name})
        assert answer.status_code == 404
        assert "Utanför muren" not in answer.text
    assert "root:" not in client.get("/static/../../../etc/passwd").text
    assert client.get("/static/%2e%2e/%2e%2e/site.py").status_code == 404


def test_too_much_is_refused_and_the_page_still_works(client):
    """A body over 2 MiB, a field over 10 000 characters, thousands of fields: said in words."""
    draft = opened(client)
    assert client.post(draft, content=b"x" * (MAX_BODY + 1)).status_code == 413
    long = client.post(draft, data={"note": "x" * (MAX_FIELD + 1)})
    assert long.status_code == 413
    assert "10 000" in long.text
    many = client.post(draft, data={f"f{n}": "" for n in range(6_000)})
    assert 400 <= many.status_code < 500
    nested = {"outcomes.placering.profile": "[" * 5_000}
    deep = client.post(draft, data=nested, headers={"accept": "application/json"})
    assert deep.status_code == 200
    assert "outcomes.placering.profile" in deep.json()["errors"]
    assert works(client)


def begun(served, client, path, text):
    """Return a post of a hundred bytes of which only the first are sent, and where to send it."""
    host = served.base.removeprefix("http://")
    cookie = "; ".join(f"{k}={v}" for k, v in client.cookies.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {served.base}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n{text}"
    )
    name, port = host.split(":")
    return head.encode(), (name, int(port))


def test_a_body_that_never_comes_is_given_up(served, client):
    """A slow sender is told so after ten seconds; meanwhile others are served."""
    head, place = begun(served, client, "/new", "name=")
    with socket.create_connection(place) as slow, socket.create_connection(place) as silent:
        slow.sendall(head)
        silent.sendall(head[:60])  # not even its headers come
        assert works(client)
        for waiting in (slow, silent):
            waiting.settimeout(60)
        assert b" 408 " in slow.recv(200)
        assert silent.recv(200) == b""


def test_a_post_broken_off_changes_nothing(served, client):
    """Half a number is not a number."""
    draft = opened(client)
    head, place = begun(served, client, draft, "horizon=1")
    with socket.create_connection(place) as broken:
        broken.sendall(head)
    assert works(client)
    assert 'name="horizon" value="10"' in client.get(draft).text


def test_what_nobody_waits_for_is_given_up():
    """Whoever closes the page leaves the place in the queue to others."""
    given_up = []

    async def asked_for(scope, receive, send):
        try:
            await asyncio.sleep(3600)
        finally:
            given_up.append(scope["path"])

    async def asked_and_left():
        messages = iter([{"type": "http.request"}, {"type": "http.disconnect"}])

        async def receive():
            return next(messages)

        async def send(message):
            raise AssertionError(message)

        headers = [(b"host", b"localhost:80"), (b"cookie", b"sroi-80=" + b"t" * 32)]
        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b""}
        guard = Guard(asked_for, "t" * 32, frozenset({"localhost"}), 80)
        await guard({**scope, "headers": headers}, receive, send)

    asyncio.run(asked_and_left())
    assert given_up == ["/x"]


def test_html_in_every_field_stays_text(client):
    """Whatever is typed anywhere is shown, never run."""
    draft = opened(client)
    text = client.get(draft).text
    sections = "name|note|payers|staffing|costs|outcomes|sources|participants"
    names = sorted(set(re.findall(rf'name="((?:{sections})[^"]*)"', text)))
    assert len(names) > 50
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>' + HOSTILE
    answer = client.post(
        draft, data=dict.fromkeys(names, evil), headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    for path in (draft, f"{draft}/save", "/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert works(client)


def test_fifty_at_once_are_answered_or_told_to_wait(client):
    """Two run, eight wait, the rest get 503 with what to do; afterwards all is as before."""
    drafts = [opened(client) for _ in range(50)]
    started = threading.Barrier(50)

    def post(draft):
        started.wait()
        given = {"horizon": "60", "simulation.draws": "16384"}
        return client.post(draft, data=given, headers={"accept": "application/json"})

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(post, drafts))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert any(answer.status_code == 200 for answer in answers)
    for answer in answers:
        assert answer.status_code == 200 or answer.headers["retry-after"]
    assert works(client)


def test_an_unknown_address_says_what_to_do(client):
    """No dead ends: every message leads back to the list."""
    for path in (
        "/nowhere",
        "/work/none",
        "/work/none/save",
        "/open?file=none",
        "/compare/take/zip",
    ):
        answer = client.get(path)
        assert answer.status_code in (404, 422), path
        assert '<a href="/">' in answer.text.partition("<main")[2]


def test_two_tabs_on_one_file_do_not_lose_each_others_work(client, served):
    """The second to save is told that the file has changed; nothing is overwritten."""
    one, other = opened(client), opened(client)
    client.post(one, data={"horizon": "11"})
    client.post(other, data={"horizon": "12"})
    assert client.post(f"{one}/save").status_code == 200
    kept = (served.folder / FILE).read_text()
    refused = client.post(f"{other}/save")
    assert refused.status_code == 409
    assert (served.folder / FILE).read_text() == kept
    assert "horizon: 11" in kept
    client.post(other, data={"action": "reread"})
    assert 'name="horizon" value="12"' in client.get(other).text


def test_other_machines_need_a_key_of_ones_own(tmp_path):
    """--host elsewhere demands --token-file, long and in one word, and warns."""
    from sroi.errors import UsageError

    with pytest.raises(UsageError, match="--token-file"):
        token_in(None, "0.0.0.0")
    file = tmp_path / "token"
    for bad in ("short", "two words " * 9, "å" * 40):
        file.write_text(bad)
        with pytest.raises(UsageError, match=str(SHORTEST)):
            token_in(file, "0.0.0.0")
    file.write_text("k" * SHORTEST)
    with serving(tmp_path, "--host", "0.0.0.0", "--token-file", str(file)) as running:
        port = running.base.rpartition(":")[2]
        assert httpx2.get(f"http://127.0.0.1:{port}/?token={'k' * SHORTEST}").status_code == 303
        evil = {"host": f"evil.example:{port}"}
        assert httpx2.get(f"http://127.0.0.1:{port}/", headers=evil).status_code == 421
    assert "lets other machines in" in running.said[0]


def test_a_taken_port_is_said(served):
    """Not a traceback: which port, and what to do."""
    import subprocess
    import sys

    port = served.base.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "sroi", "serve", "--no-browser", "--port", port],
        capture_output=True, text=True, cwd=Path(served.folder), check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_is_opened_also_where_the_usual_port_is_taken():
    """Double-clicked twice, or another program's port: a free one. One that is asked for is not."""
    from sroi.web.server import PORT, _some_socket

    with _some_socket("127.0.0.1") as first, _some_socket("127.0.0.1") as second:
        ports = [each.getsockname()[1] for each in (first, second)]
    assert len(set(ports)) == 2
    assert PORT not in ports[1:]


def test_a_script_is_a_script_whatever_the_registry_of_windows_says(tmp_path):
    """Some program may have said there that .js is plain text, which no browser runs."""
    import mimetypes

    known = mimetypes.guess_type("page.js")[0]
    mimetypes.add_type("text/plain", ".js")
    try:
        app(tmp_path, "k" * SHORTEST, frozenset({"127.0.0.1"}), 1)
        assert mimetypes.guess_type("page.js")[0] == "text/javascript"
    finally:
        mimetypes.add_type(known, ".js")
