"""The threads of the core: order, errors, cancellation and the end."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from app.crm import workers as workers_module
from app.crm.workers import Workers
from app.domain.errors import Busy


async def test_calls_of_one_thread_run_in_order_and_give_what_they_return() -> None:
    workers = Workers(1, "test")
    seen: list[int] = []
    results = await asyncio.gather(*(workers.run(partial(_double, seen, n)) for n in range(50)))
    workers.shutdown()
    assert seen == list(range(50))
    assert results == [n * 2 for n in range(50)]


async def test_an_error_reaches_who_waits_and_the_thread_goes_on() -> None:
    workers = Workers(1, "test")
    with pytest.raises(ZeroDivisionError):
        await workers.run(lambda: 1 // 0)
    assert await workers.run(lambda: 7) == 7
    workers.shutdown()


async def test_a_busy_thread_is_joined_by_others_up_to_the_most() -> None:
    workers = Workers(3, "test")
    together = threading.Barrier(3)
    # Would wait for ever if fewer than three ran at once.
    names = await asyncio.gather(*(workers.run(lambda: _meet(together)) for _ in range(3)))
    assert len(set(names)) == 3
    again = await asyncio.gather(*(workers.run(lambda: _meet(together)) for _ in range(3)))
    assert set(again) == set(names)
    workers.shutdown()


async def test_who_was_busy_last_takes_the_next_call() -> None:
    workers = Workers(3, "test")
    together = threading.Barrier(3)
    await asyncio.gather(*(workers.run(lambda: _meet(together)) for _ in range(3)))
    names = [await workers.run(lambda: threading.current_thread().name) for _ in range(50)]
    assert len(set(names)) == 1
    workers.shutdown()


async def test_who_stops_waiting_does_not_stop_the_call() -> None:
    workers = Workers(1, "test")
    go, done = threading.Event(), threading.Event()
    waiting = workers.run(lambda: go.wait(120) and done.set())  # type: ignore[func-returns-value]
    waiting.cancel()
    go.set()
    assert await workers.run(lambda: done.wait(120))
    workers.shutdown()


async def test_the_end_waits_for_what_was_asked_for() -> None:
    workers = Workers(2, "test")
    done: list[int] = []
    for number in range(20):
        workers.run(partial(done.append, number))
    workers.shutdown()
    assert sorted(done) == list(range(20))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("test_")]


def _double(seen: list[int], number: int) -> int:
    seen.append(number)
    return number * 2


def _meet(together: threading.Barrier) -> str:
    together.wait(120)
    return threading.current_thread().name


async def test_one_lane_leaves_threads_to_others() -> None:
    workers = Workers(4, "test", abreast=2)
    go, began = threading.Event(), threading.Semaphore(0)
    slow = [workers.run(partial(_wait, began, go), "busy") for _ in range(20)]
    for _ in range(2):
        assert began.acquire(timeout=120)
    assert await asyncio.gather(*(workers.run(lambda: 7, "other") for _ in range(50))) == [7] * 50
    assert not began.acquire(blocking=False), "a third call of the lane was begun"
    go.set()
    assert all(await asyncio.gather(*slow))
    workers.shutdown()


async def test_calls_of_a_lane_run_in_order_and_leave_nothing_behind() -> None:
    workers = Workers(4, "test", abreast=1)
    seen: list[int] = []
    given = [workers.run(partial(_double, seen, number), "lane") for number in range(100)]
    given[40].cancel()
    await asyncio.gather(*given, return_exceptions=True)
    assert seen == list(range(100))
    assert not workers._lanes
    workers.shutdown()


async def test_more_than_may_wait_are_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers_module, "MOST_WAITING", 3)
    workers = Workers(4, "test", abreast=2)
    go = threading.Event()
    given = [workers.run(lambda: go.wait(120), "busy") for _ in range(2 + 3 + 4)]
    for refused in given[5:]:
        with pytest.raises(Busy):
            await refused
    go.set()
    assert await asyncio.gather(*given[:5]) == [True] * 5
    assert caplog.text.count("too busy") == 1
    workers.shutdown()


async def test_who_waits_too_long_is_refused_and_the_call_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers_module, "PATIENCE", 0.05)
    workers = Workers(4, "test", abreast=1)
    go, made = threading.Event(), threading.Event()
    first = workers.run(lambda: go.wait(120), "busy")
    gone, refused = (workers.run(made.set, "busy") for _ in range(2))
    gone.cancel()
    with pytest.raises(Busy):
        await refused
    go.set()
    assert await first
    assert await workers.run(lambda: 7, "busy") == 7
    assert not made.is_set()
    workers.shutdown()


async def test_the_end_waits_for_what_waits_in_lanes() -> None:
    workers = Workers(4, "test", abreast=1)
    done: list[int] = []
    for number in range(20):
        workers.run(partial(done.append, number), "lane")
    workers.shutdown()
    assert sorted(done) == list(range(20))


def _wait(began: threading.Semaphore, go: threading.Event) -> bool:
    began.release()
    return go.wait(120)
