"""How many simulations may run and wait at once."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from starlette.concurrency import run_in_threadpool

from sroi.web.beside import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUNNING, WAITING = 2, 8
T = TypeVar("T")


class BusyError(Exception):
    """As many simulations are running and waiting as may."""


class Gate:
    """Lets two through at a time and eight wait; the next is turned away."""

    def __init__(self) -> None:
        """Start with nobody inside."""
        self.inside = 0
        self.free = asyncio.Semaphore(RUNNING)
        self.pencil = asyncio.Lock()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        if self.inside >= RUNNING + WAITING:
            raise BusyError
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1

    async def run(self, work: Callable[[], T]) -> T:
        """Return what work gives, done in a thread when its turn comes."""
        with self._counted():
            async with self.free:
                return await run_in_threadpool(work)

    async def draw(self, work: Callable[[], T]) -> T:
        """Return what takes long, done in another process, so that one place is left to count."""
        with self._counted():
            async with self.pencil, self.free:
                return await beside(work)
