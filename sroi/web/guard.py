"""What stands between the page and everybody else: who may ask, how much, and what answers say."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 2 << 20
HOST = re.compile(r"(?P<name>[\w.-]+|\[[\da-fA-F:.]+\])(:(?P<port>\d{1,5}))?", re.ASCII)
SECONDS = 10.0  # for a body to arrive
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
CLOSED = (
    "Öppna adressen som sroi serve skrev i terminalen: den innehåller nyckeln hit.\n"
    "Open the address that sroi serve printed in the terminal: it holds the key to this page.\n"
)
RESTARTED = (
    "Servern har startats om sedan sidan öppnades. Öppna adressen som den skrev i "
    "terminalfönstret: ditt arbete finns kvar där. Ladda sedan om den här sidan.\n"
    "The server was restarted after this page was opened. Open the address that it printed in "
    "the terminal window: your work is still there. Then reload this page.\n"
)
LARGE = (
    "Detta är större än 2 MiB; ett scenario är mindre. Gå tillbaka och välj en annan fil.\n"
    "This is more than 2 MiB; a scenario is smaller. Go back and choose another file.\n"
)


@dataclass(frozen=True)
class Guard:
    """Lets in who has the key and asks for this host from this page; bounds what is sent."""

    app: ASGIApp
    token: str
    hosts: frozenset[str]
    port: int
    tickets: set[str] = field(default_factory=set)  # keys that let in once

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        try:
            async with asyncio.timeout(SECONDS):
                body = await _body(receive)
        except TimeoutError:
            await _plain("the request took too long to arrive", 408)(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if body is None or refusal is not None:
            await (refusal or _too_large())(scope, receive, send)
            return
        await _while_waited_for(self.app(scope, _given(body, receive), send), receive)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return how a request is refused, or None where it may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._known(host):
            return _plain(f"this page is not {host[:100]}", 421)
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            return _plain("this came from another page; use the form on this one", 403)
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if scope["path"] == "/" and self._opens(query.get("token", [""])[0]):
            return self._welcome()
        cookie = cookie_parser(headers.get("cookie", "")).get(self.cookie, "")
        if self._same(cookie):
            return None
        return _plain(RESTARTED if cookie else CLOSED, 403)

    @property
    def cookie(self) -> str:
        """Return the name of the cookie; cookies do not tell ports apart, so the name does."""
        return f"sroi-{self.port}"

    def _welcome(self) -> Response:
        response = RedirectResponse("/", 303)
        response.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return response

    def _opens(self, key: str) -> bool:
        """Return whether a key lets in; a ticket does so once."""
        if key not in self.tickets:
            return self._same(key)
        self.tickets.discard(key)
        return True

    def _same(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self.token.encode())

    def _known(self, host: str) -> bool:
        """Return whether this page is meant; names that lead here by DNS alone are refused."""
        parts = HOST.fullmatch(host)
        if parts is None:
            return False
        name, port = parts["name"].strip("[]").lower(), int(parts["port"] or 80)
        return port == self.port and (name in self.hosts or ("*" in self.hosts and _address(name)))


def _address(name: str) -> bool:
    """Return whether a name is a bare address, which nobody's DNS can redirect."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _plain(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={"connection": "close"})


def _too_large() -> Response:
    return _plain(LARGE, 413)


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, or None for one too large, which is read to its end unkept.

    An answer before the end would reach nobody: the connection would be reset under the sender.
    """
    body, size = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None  # what came is not what was to be sent
        part = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            body += part
        if not message.get("more_body"):
            return bytes(body) if size <= MAX_BODY else None


async def _while_waited_for(work: Awaitable[None], receive: Receive) -> None:
    """Do what was asked for until it is done, or until whoever asked has gone."""
    doing, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_gone(receive))
    await asyncio.wait((doing, leaving), return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    if not doing.done():
        doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _given(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body already received, and then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
