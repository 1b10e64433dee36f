"""How many simulations may run and wait at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

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

    @asynccontextmanager
    async def _passed(self) -> AsyncIterator[None]:
        if self.inside >= RUNNING + WAITING:
            raise BusyError
        self.inside += 1
        try:
            async with self.free:
                yield
        finally:
            self.inside -= 1

    async def run(self, work: Callable[[], T]) -> T:
        """Return what work gives, done in a thread when its turn comes."""
        async with self._passed():
            return await run_in_threadpool(work)
