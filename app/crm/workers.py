"""Workers: the threads in which transactions run.

A ThreadPoolExecutor would do; but each of its calls makes two futures with locks of their own and chains
them, which takes as long as the hop into the thread and back. A turn hops once, so it shows.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]]
_Place = SimpleQueue[_Job | None]
"""Where one thread finds its next call, or None at the end."""


class Workers:
    """Up to `most` threads that carry out calls in the order in which they came. Used from one event loop.

    Of several idle threads the one that was busy last takes the next call: what it and its connection to the
    database need is still in the processor's cache, and the others leave the cores to other hosts.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._threads: list[Thread] = []
        self._changing = Lock()
        self._waiting: deque[_Job | None] = deque()
        self._idle: list[_Place] = []
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
        self._give((loop, future, call))
        return future

    def shutdown(self) -> None:
        """Waits until everything that was asked for is done, and ends the threads."""
        for _ in self._threads:
            self._give(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _give(self, job: _Job | None) -> None:
        with self._changing:
            if not self._idle:
                self._waiting.append(job)
                return
            place = self._idle.pop()
        place.put(job)

    def _offer(self, place: _Place) -> None:
        with self._changing:
            if not self._waiting:
                self._idle.append(place)
                return
            job = self._waiting.popleft()
        place.put(job)

    def _work(self) -> None:
        place: _Place = SimpleQueue()
        self._offer(place)
        while job := place.get():
            loop, future, call = job
            result, error = None, None
            try:
                result = call()
            except BaseException as raised:  # noqa: BLE001 - whoever waits is to hear of it, whatever it is
                error = raised
            # Before anybody hears of the end, who may have the next call ready.
            self._offer(place)
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
