"""How many simulations may run and wait: the rest are told to come again."""

import asyncio
import threading

import pytest

from sroi.web.gate import RUNNING, WAITING, BusyError, Gate


async def _until(true):
    """Let others on until something holds."""
    while not true():
        await asyncio.sleep(0)


def test_two_run_eight_wait_and_the_next_is_turned_away():
    """And when those inside are done, everybody waiting gets a turn."""
    open_, running, most, lock = threading.Event(), [], [], threading.Lock()

    def work(number):
        with lock:
            running.append(number)
            most.append(len(running))
        open_.wait()
        with lock:
            running.remove(number)
        return number

    async def all_of():
        gate = Gate()
        inside = [
            asyncio.ensure_future(gate.run(lambda n=n: work(n))) for n in range(RUNNING + WAITING)
        ]
        await _until(lambda: len(running) == RUNNING)
        try:
            with pytest.raises(BusyError):
                await gate.run(lambda: work(-1))
        finally:
            open_.set()
        done = await asyncio.gather(*inside)
        return done, await gate.run(lambda: "again"), gate.inside

    done, again, left = asyncio.run(all_of())
    assert done == list(range(RUNNING + WAITING))
    assert max(most) == RUNNING
    assert (again, left) == ("again", 0)


def test_what_fails_or_is_given_up_leaves_its_place():
    """However many fail, and however many stop waiting, the gate is as free as before."""

    def broken():
        raise ZeroDivisionError

    async def all_of():
        gate, open_ = Gate(), threading.Event()
        for _ in range(RUNNING + WAITING + 1):
            with pytest.raises(ZeroDivisionError):
                await gate.run(broken)
        inside = [asyncio.ensure_future(gate.run(open_.wait)) for _ in range(RUNNING)]
        waiting = [asyncio.ensure_future(gate.run(lambda: None)) for _ in range(WAITING)]
        await _until(lambda: gate.inside == RUNNING + WAITING)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        left = gate.inside
        open_.set()
        await asyncio.gather(*inside)
        assert left == RUNNING
        return await asyncio.gather(*(gate.run(lambda n=n: n) for n in range(RUNNING + WAITING)))

    assert asyncio.run(all_of()) == list(range(RUNNING + WAITING))
