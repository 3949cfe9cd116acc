"""Who listens in a workspace, and what they were told: every event once, from whichever host it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.domain.event import Recorded


class Stream:
    """One client that listens. What waits for it is bounded: a client too slow to read is cut off, and
    resumes where it was. `begin` is told up to where it has read by itself."""

    def __init__(
        self, transport: asyncio.Transport | None, waiting: int, begin: Callable[[int], None]
    ) -> None:
        self.begin = begin
        self._transport = transport
        self._queue: asyncio.Queue[list[Recorded] | None] = asyncio.Queue(waiting)

    @property
    def is_alive(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def add(self, recorded: list[Recorded]) -> None:
        """Passes events on, or cuts the client off."""
        try:
            self._queue.put_nowait(recorded)
        except asyncio.QueueFull:
            self.end()
            if self._transport is not None:
                self._transport.abort()

    def end(self) -> None:
        """No more events; those that wait are dropped."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self, patience: float) -> list[Recorded] | None:
        """The next events, none of them after so many seconds of silence; None at the end."""
        try:
            async with asyncio.timeout(max(patience, 0)):
                return await self._queue.get()
        except TimeoutError:
            return []


class Audience:
    """All who listen in one workspace, and which of its events they were told.

    Sequences are given in the order of the commits, so whatever is below one that was told is there to be
    read: a gap is an event of another host, or of a transaction of this one that is about to be told."""

    def __init__(self) -> None:
        self.streams: dict[Stream, str] = {}
        self.told_to: int | None = None
        self._ahead: set[int] = set()

    @property
    def has_gap(self) -> bool:
        return self.told_to is not None and bool(self._ahead)

    def begin(self, sequence: int) -> None:
        """The first listener knows everything up to here."""
        if self.told_to is None:
            self.told_to = sequence
            self._close_up()

    def tell(self, recorded: list[Recorded]) -> None:
        """Passes on what was not told yet."""
        fresh = [one for one in recorded if one.sequence not in self._ahead]
        if self.told_to is not None:
            fresh = [one for one in fresh if one.sequence > self.told_to]
        self._ahead.update(one.sequence for one in fresh)
        self._close_up()
        for stream in self.streams if fresh else ():
            stream.add(fresh)

    def catch_up(self, recorded: list[Recorded]) -> None:
        """Passes on what the store has after `told_to`, all of it up to the last of these."""
        self.tell(recorded)
        self.told_to = max(self.told_to or 0, recorded[-1].sequence)
        self._close_up()

    def _close_up(self) -> None:
        if self.told_to is None:
            return
        while self.told_to + 1 in self._ahead:
            self.told_to += 1
        self._ahead = {sequence for sequence in self._ahead if sequence > self.told_to}
