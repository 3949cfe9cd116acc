"""The audience of a workspace: each listener is told every event once and in order, from whichever host it
comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator, Sequence

from app.domain.event import Recorded
from app.domain.member import Actor

Encode = Callable[[Sequence[Recorded]], bytes]
"""How events go over the wire."""


class Told:
    """Some events in a row as they go over the wire: made once for all who see the same."""

    def __init__(self, recorded: Sequence[Recorded], encode: Encode) -> None:
        self._recorded = recorded
        self._encode = encode
        self._content = encode(recorded)

    @property
    def last(self) -> int:
        """The sequence of the last one."""
        return self._recorded[-1].sequence

    def after(self, sequence: int) -> bytes:
        """What comes after a sequence."""
        if self._recorded[0].sequence > sequence:
            return self._content
        return self._encode([one for one in self._recorded if one.sequence > sequence])


class Stream:
    """One client that listens. What waits for it is bounded: a client too slow to read is cut off, and
    resumes where it was. `begin` is told up to where it has read by itself; `sight` is what it may see."""

    def __init__(
        self,
        transport: asyncio.Transport | None,
        waiting: int,
        begin: Callable[[int], None],
        actor: Actor,
        sight: Hashable,
    ) -> None:
        self.begin = begin
        self.actor = actor
        self.sight = sight
        self._transport = transport
        self._queue: asyncio.Queue[Told | None] = asyncio.Queue(waiting)

    @property
    def is_alive(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def add(self, told: Told) -> None:
        """Passes events on, or cuts the client off."""
        try:
            self._queue.put_nowait(told)
        except asyncio.QueueFull:
            self.end()
            if self._transport is not None:
                self._transport.abort()

    def end(self) -> None:
        """No more events; those that wait are dropped."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def next(self, patience: float) -> list[Told] | None:
        """All events that wait, none of them after so many seconds of silence; None at the end."""
        try:
            async with asyncio.timeout(max(patience, 0)):
                told = [await self._queue.get()]
        except TimeoutError:
            return []
        while not self._queue.empty():
            told.append(self._queue.get_nowait())
        return None if None in told else [one for one in told if one is not None]


class Audience:
    """All who listen in one workspace, and up to which of its events they are to be told.

    Sequences are given in the order of the commits, so whatever is below one that is known is there to be
    read: a gap is an event of another host, or of a transaction of this one that is about to be told. What
    comes after a gap waits until it is closed, so that whoever resumes after an event has missed none."""

    def __init__(self) -> None:
        self.streams: dict[Stream, str] = {}
        self.told_to: int | None = None
        self.telling: asyncio.Task[None] | None = None
        self._known: dict[int, Recorded] = {}
        self._fresh: list[Recorded] = []

    @property
    def has_gap(self) -> bool:
        return self.told_to is not None and bool(self._known)

    @property
    def has_news(self) -> bool:
        return bool(self._fresh)

    def begin(self, sequence: int) -> None:
        """The first listener knows everything up to here."""
        if self.told_to is None:
            self.told_to = sequence
            self._close_up()

    def tell(self, recorded: list[Recorded]) -> None:
        """Takes in what is not known yet."""
        for one in recorded:
            if self.told_to is None or one.sequence > self.told_to:
                self._known[one.sequence] = one
        self._close_up()

    def take(self, most: int) -> list[Recorded]:
        """The next events in a row that are to be told, at most so many."""
        taken, self._fresh = self._fresh[:most], self._fresh[most:]
        return taken

    def sights(self) -> Iterator[tuple[Hashable, list[Stream]]]:
        """The streams that listen by now, by what they may see."""
        found: dict[Hashable, list[Stream]] = {}
        for stream in self.streams:
            found.setdefault(stream.sight, []).append(stream)
        yield from found.items()

    def _close_up(self) -> None:
        if self.told_to is None:
            return
        while (one := self._known.pop(self.told_to + 1, None)) is not None:
            self.told_to += 1
            self._fresh.append(one)
        self._known = {sequence: one for sequence, one in self._known.items() if sequence > self.told_to}
