"""Workers: the threads in which transactions run, and how many of them one workspace may keep busy.

A ThreadPoolExecutor would do; but each of its calls makes two futures with locks of their own and chains
them, which takes as long as the hop into the thread and back. A turn hops once, so it shows.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar

from app.domain.errors import Busy

MOST_WAITING = 500
"""Calls of one workspace that wait in memory; more are refused."""
PATIENCE = 10.0
"""Seconds that a call waits there for the others of its workspace: whoever is asked for longer has gone."""
TELL_EVERY = 1.0
"""Seconds between two lines in the log about calls that were refused."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class _Job(NamedTuple):
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    call: Callable[[], Any]
    lane: str | None


@dataclass(slots=True)
class _Lane:
    """The calls of one workspace: how many of them the threads have been given, and those that wait, each
    with what gives it up."""

    given: int = 0
    waiting: OrderedDict[asyncio.Future[Any], tuple[_Job, asyncio.TimerHandle]] = field(
        default_factory=OrderedDict
    )


_Place = SimpleQueue[_Job | None]
"""Where one thread finds its next call, or None at the end."""


class Load(NamedTuple):
    """Calls that wait for a thread, and busy threads, of writers and of readers; and notes of answers that
    are not saved yet."""

    waiting: dict[str, int]
    busy: dict[str, int]
    unsaved: int


class Workers:
    """Up to `most` threads that carry out calls in the order in which they came. Used from one event loop.

    Of the calls in one lane no more than `abreast` are given to the threads at a time: where they all have to
    wait for the same lock, the other threads stay free for other lanes.

    Of several idle threads the one that was busy last takes the next call: what it and its connection to the
    database need is still in the processor's cache, and the others leave the cores to other hosts.
    """

    def __init__(self, most: int, name: str, abreast: int | None = None) -> None:
        self._most = most
        self._name = name
        self._abreast = abreast or most
        self._threads: list[Thread] = []
        self._changing = Lock()
        self._waiting: deque[_Job | None] = deque()
        self._idle: list[_Place] = []
        self._under_way = 0
        self._lanes: dict[str, _Lane] = {}
        self._refused = 0
        self._told_at = 0.0

    def run(self, call: Callable[[], T], lane: str | None = None) -> asyncio.Future[T]:
        """What `call` returns or raises in one of the threads. A call that nobody waits for any more is
        made all the same. Raises Busy, at once or a while later, where too many of its lane wait."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        job = _Job(loop, future, call, lane)
        if lane is None:
            self._begin(job)
            return future
        line = self._lanes.get(lane)
        if line is None:
            line = self._lanes[lane] = _Lane()
        if line.given < self._abreast:
            line.given += 1
            self._begin(job)
        elif len(line.waiting) < MOST_WAITING:
            line.waiting[future] = job, loop.call_later(PATIENCE, self._give_up, line, job)
        else:
            self._refuse(job)
        return future

    def shutdown(self) -> None:
        """Waits until everything that was asked for is done, and ends the threads."""
        for line in self._lanes.values():
            while line.waiting:
                line.given += 1
                self._begin(_next_of(line))
        for _ in self._threads:
            self._give(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _begin(self, job: _Job) -> None:
        self._under_way += 1
        if len(self._threads) < min(self._under_way, self._most):
            # Only where all others are busy: each thread keeps a connection to the database.
            thread = Thread(target=self._work, name=f"{self._name}_{len(self._threads)}")
            self._threads.append(thread)
            thread.start()
        self._give(job)

    @property
    def waiting(self) -> int:
        """Calls for which there is no thread yet, or whose turn in their workspace has not come."""
        return max(0, self._under_way - self._most) + sum(len(line.waiting) for line in self._lanes.values())

    @property
    def busy(self) -> int:
        """Threads that carry out a call."""
        return min(self._under_way, len(self._threads))

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
            result, error = None, None
            try:
                result = job.call()
            except BaseException as raised:  # noqa: BLE001 - whoever waits is to hear of it, whatever it is
                error = raised
            # Before anybody hears of the end, who may have the next call ready.
            self._offer(place)
            if not job.loop.is_closed():
                job.loop.call_soon_threadsafe(self._tell, job.future, job.lane, result, error)
            # Nothing of it is to be kept alive until the next one comes.
            del job, result, error

    def _tell(
        self,
        future: asyncio.Future[Any],
        lane: str | None,
        result: object,
        error: BaseException | None,
    ) -> None:
        self._under_way -= 1
        if lane is not None:
            self._move_on(lane)
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def _move_on(self, lane: str) -> None:
        """A call of the lane has ended: the one that waits longest is next."""
        line = self._lanes[lane]
        if line.waiting:
            self._begin(_next_of(line))
            return
        line.given -= 1
        if not line.given:
            del self._lanes[lane]

    def _give_up(self, line: _Lane, job: _Job) -> None:
        del line.waiting[job.future]
        self._refuse(job)

    def _refuse(self, job: _Job) -> None:
        self._refused += 1
        if time.monotonic() - self._told_at >= TELL_EVERY:
            self._told_at = time.monotonic()
            log.warning("a workspace is too busy; refused so far: %d", self._refused)
        if not job.future.done():
            job.future.set_exception(Busy())


def _next_of(line: _Lane) -> _Job:
    _, (job, giving_up) = line.waiting.popitem(last=False)
    giving_up.cancel()
    return job
