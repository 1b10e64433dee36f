"""The server: on this machine only unless told otherwise, until Ctrl-C."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import active_children
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sroi.errors import Text, UsageError, reason_of
from sroi.web.guard import SECONDS

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from sroi.web.guard import Guard
    from sroi.web.site import Site

LOCAL = ("127.0.0.1", "localhost", "::1")
SHORTEST = 24  # characters of a token of one's own
PORT = 8765  # where nobody asks for another


@dataclass(frozen=True)
class ServerAddress:
    """Where the page is served, and the key to it."""

    host: str
    port: int
    token: str

    @property
    def url(self) -> str:
        """Return the address with the key."""
        return self.address(self.token)

    def address(self, key: str) -> str:
        """Return the address with a key."""
        host = socket.gethostname() if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/?token={quote(key)}"

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names the page answers to; ``*`` for any bare address."""
        if self.host in LOCAL:
            return frozenset({"127.0.0.1", "localhost", "::1"})
        if self.host in ("0.0.0.0", "::"):
            return frozenset({"*", "localhost", socket.gethostname().lower()})
        return frozenset({self.host.lower()})


def token_in(file: Path | None, host: str) -> str:
    """Return the key: a new one, or what a file says where the page is for other machines."""
    if file is None:
        if host not in LOCAL:
            raise UsageError(
                Text("--host {host} lets other machines in: give --token-file too", host=host)
            )
        return secrets.token_urlsafe(24)
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UsageError(Text("--token-file {file} cannot be read", file=file)) from None
    if len(token) < SHORTEST or not token.isascii() or any(c.isspace() for c in token):
        what = Text(
            "--token-file {file}: write one word of at least {n} characters", file=file, n=SHORTEST
        )
        raise UsageError(what)
    return token


def serve(
    pages: Callable[[ServerAddress], tuple[Site, Guard]],
    host: str,
    port: int | None,
    token: str,
    tell: Callable[[str], None],
    farewell: Callable[[int, bool], None],
    browser: bool,
) -> None:
    """Serve a page until it is interrupted.

    ``pages`` returns the page at an address, behind its guard; ``tell`` gets the address once it
    answers; ``farewell``, at the end, how many drafts are not saved, and whether they are stored.
    """
    listening = _socket(host, port) if port is not None else _some_socket(host)
    place = ServerAddress(host, listening.getsockname()[1], token)
    site, application = pages(place)
    try:
        with suppress(KeyboardInterrupt):  # the way to end it
            tell(place.url)
            if browser:  # whose arguments every user of the machine can read
                application.tickets.add(ticket := secrets.token_urlsafe(24))
                Thread(target=webbrowser.open, args=(place.address(ticket),), daemon=True).start()
            uvicorn.Server(_config(application)).run(sockets=[listening])
    finally:
        for child in active_children():  # whatever is still being drawn is for nobody
            child.kill()
        site.drafts.store.writer.shutdown()
        farewell(len(site.drafts.unsaved()), not site.drafts.store.failure)


def _config(application: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_level="critical",
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        http=Patient,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )


class Patient(H11Protocol):
    """A connection that is given up where a whole request does not begin in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        self.loop.call_later(SECONDS, self._give_up, self.cycle)

    def _give_up(self, last: object) -> None:
        resting = self.cycle is None or self.cycle.response_complete
        if self.cycle is last and resting and not self.transport.is_closing():
            self.transport.close()


def _some_socket(host: str) -> socket.socket:
    """Return a socket that listens on the usual port, or on a free one where that is taken."""
    try:
        return _socket(host, PORT)
    except UsageError:
        return _socket(host, 0)


def _socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens; ``UsageError`` where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(
        family, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio sets NODELAY then
    if sys.platform == "win32":  # where the other option lets two programs share a port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            Text(
                "{host}:{port}: {reason}; choose another --port",
                host=host,
                port=port,
                reason=reason_of(error),
            )
        ) from None
    listening.listen(128)
    return listening
