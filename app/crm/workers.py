"""Workers: the threads in which transactions run.

A ThreadPoolExecutor would do; but each of its calls makes two futures with locks of their own and chains
them, which takes as long as the hop into the thread and back. A turn hops once, so it shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]]


class Workers:
    """Up to `most` threads that carry out calls in the order in which they came. Used from one event loop."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._under_way = 0

    def run(self, call: Callable[[], T]) -> asyncio.Future[T]:
        """What `call` returns or raises in one of the threads. A call that nobody waits for any more is
        made all the same."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._under_way += 1
        if len(self._threads) < min(self._under_way, self._most):
            # Only where all others are busy: each thread keeps a connection to the database.
            thread = Thread(target=self._work, name=f"{self._name}_{len(self._threads)}")
            self._threads.append(thread)
            thread.start()
        self._jobs.put((loop, future, call))
        return future

    def shutdown(self) -> None:
        """Waits until everything that was asked for is done, and ends the threads."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _work(self) -> None:
        while job := self._jobs.get():
            loop, future, call = job
            result, error = None, None
            try:
                result = call()
            except BaseException as raised:  # noqa: BLE001 - whoever waits is to hear of it, whatever it is
                error = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._tell, future, result, error)
            # Nothing of it is to be kept alive until the next one comes.
            del job, loop, future, call, result, error

    def _tell(self, future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
        self._under_way -= 1
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
