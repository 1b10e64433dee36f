"""A process beside the server for what takes long, so that counting never waits for drawing."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def beside(work: Callable[[], T]) -> T:
    """Return what work gives, done in the other process, which is started anew if it died."""
    try:
        return await asyncio.wrap_future(process().submit(work))
    except BrokenProcessPool:
        process.cache_clear()
        return await asyncio.wrap_future(process().submit(work))


@lru_cache(maxsize=1)
def process() -> ProcessPoolExecutor:
    """Return the process, started when it is first needed; it does one thing at a time."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
    pool.submit(_pencil)
    return pool


def _begin() -> None:
    """Leave Ctrl-C to the server, and end when it has ended, however that was."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    Thread(target=_outlived, daemon=True).start()


def _outlived() -> None:
    """Wait for the server to end; on Windows the number of a parent stays when it has ended."""
    if server := parent_process():
        server.join()
    os._exit(0)


def _pencil() -> None:
    """Import what draws, which takes longer than drawing."""
