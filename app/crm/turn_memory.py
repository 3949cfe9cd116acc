"""Turn memory: what is kept of turns after they were answered. It is saved a moment later, many turns at
once, so that it costs a turn nothing.

Each tenant's notes are saved in a transaction of their own: one that cannot be saved keeps nobody else's
waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from app.crm.workers import Workers
from app.domain.member import Actor
from app.store.database import Database
from app.store.memories import Memory
from app.store.outages import is_cut_off, is_refused
from app.store.work import find_work

TurnKey = tuple[str, str, str]
"""Tenant, conversation and activity id."""
Seat = tuple[str, str, str]
"""Tenant, conversation and user id: where somebody speaks with the bot."""

REMEMBERED = 20_000
"""Answered turns that are known without asking the database, and of each tenant notes that wait."""
SAVED_EVERY = 0.25
"""Seconds between two savings of a tenant's notes."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database does not take them."""
MOST_TRIES = 20
"""Tries after which a tenant's notes are dropped, those not counted in which the database was away."""
FORGET_AFTER = dt.timedelta(days=7)
"""Nobody delivers a message again after this."""

log = logging.getLogger(__name__)


class _Answered(NamedTuple):
    """A turn whose first answer was delivered."""

    conversation: str
    activity: str


class _Spoken(NamedTuple):
    """What somebody was answered last in a conversation."""

    conversation: str
    user: str
    memory: Memory


_Note = _Answered | _Spoken


@dataclass(slots=True)
class _Pad:
    """What waits of one tenant. Memories are by conversation and user, in the order in which records were
    spoken of."""

    answered: list[_Answered] = field(default_factory=list)
    memories: OrderedDict[tuple[str, str], Memory] = field(default_factory=OrderedDict)
    saving: asyncio.Task[None] | None = None

    def is_empty(self) -> bool:
        return not self.answered and not self.memories

    def notes(self) -> list[_Note]:
        return [*self.answered, *(_Spoken(*seat, memory) for seat, memory in self.memories.items())]

    def drop(self, notes: Sequence[_Note]) -> None:
        """Strikes out what is done with; something else may have been spoken of meanwhile."""
        done = {note for note in notes if isinstance(note, _Answered)}
        self.answered = [one for one in self.answered if one not in done]
        for note in notes:
            if isinstance(note, _Spoken) and self.memories.get(note[:2]) is note.memory:
                del self.memories[note[:2]]


class TurnMemory:
    """What was answered and is spoken of on this host. Used from one event loop."""

    def __init__(self, database: Database, workers: Workers) -> None:
        self._database = database
        self._workers = workers
        self._answered: OrderedDict[TurnKey, None] = OrderedDict()
        self._pads: dict[str, _Pad] = {}
        self._pruned: dict[str, dt.date] = {}

    def add_answered(self, turn: TurnKey) -> None:
        """Notes that the first answer to a turn was delivered."""
        self._answered[turn] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        pad = self._pad(turn[0])
        pad.answered.append(_Answered(*turn[1:]))
        # In memory they are known all the same; what is dropped here can at worst be answered twice.
        del pad.answered[:-REMEMBERED]

    def knows_answered(self, turn: TurnKey) -> bool:
        """Whether this host has delivered the first answer itself, not long ago."""
        return turn in self._answered

    def add_memory(self, seat: Seat, memory: Memory) -> None:
        """Notes what somebody was answered, and keeps what was noted before and still holds."""
        pad, place = self._pad(seat[0]), seat[1:]
        pad.memories[place] = pad.memories.get(place, Memory()).then(memory)
        if memory.about is not None:
            # In the order in which records were spoken of, whatever is shown besides.
            pad.memories.move_to_end(place)
        if len(pad.memories) > REMEMBERED:
            pad.memories.popitem(last=False)

    def forget_shown(self, tenant: str) -> None:
        """Drops the lists of a tenant that wait to be saved."""
        pad = self._pads.get(tenant)
        for seat, memory in pad.memories.items() if pad else ():
            pad.memories[seat] = memory._replace(shown=None)  # type: ignore[union-attr]

    def memory_of(self, seat: Seat) -> Memory:
        """What waits to be saved of somebody: what is saved may be older than what another host has saved
        since, so that is not known here."""
        pad = self._pads.get(seat[0])
        return pad.memories.get(seat[1:], Memory()) if pad else Memory()

    def spoken_of_last(self, tenant: str, conversation: str) -> int | None:
        """The record that anybody has just spoken of in a conversation."""
        pad = self._pads.get(tenant)
        seats = reversed(pad.memories.items()) if pad else ()
        abouts = (memory.about for seat, memory in seats if seat[0] == conversation)
        return next((about for about in abouts if about is not None), None)

    @property
    def waiting(self) -> int:
        """Notes that are not saved yet."""
        return sum(len(pad.answered) + len(pad.memories) for pad in self._pads.values())

    async def save(self) -> None:
        """Saves all that waits; raises the first error of a tenant whose notes are still waiting then."""
        pads = list(self._pads.items())
        saved = (self._save(tenant, pad) for tenant, pad in pads)
        ended = await asyncio.gather(*saved, return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def close(self) -> None:
        """Saves what waits; what cannot be saved now is lost, and the log says so."""
        for pad in self._pads.values():
            if pad.saving is not None:
                pad.saving.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await pad.saving
        try:
            await self.save()
        except Exception:
            waiting = sum(len(pad.notes()) for pad in self._pads.values())
            log.exception("%d notes of what was answered could not be saved and are lost", waiting)

    def _pad(self, tenant: str) -> _Pad:
        pad = self._pads.get(tenant)
        if pad is None:
            pad = self._pads[tenant] = _Pad()
        if pad.saving is None or pad.saving.done():
            pad.saving = asyncio.create_task(self._save_soon(tenant, pad))
        return pad

    async def _save_soon(self, tenant: str, pad: _Pad) -> None:
        pause, tries = SAVED_EVERY, 0
        while tries < MOST_TRIES:
            await asyncio.sleep(pause)
            try:
                await self._save(tenant, pad)
            except Exception as error:
                if pause == SAVED_EVERY:
                    log.warning("answered turns of a tenant could not be saved; trying again", exc_info=True)
                pause = min(pause * 2, LONGEST_PAUSE)
                tries += not is_cut_off(self._database, error)
            else:
                pause, tries = SAVED_EVERY, 0
                if pad.is_empty():
                    self._pads.pop(tenant, None)
                    return
        log.error("%d notes of a tenant were refused %d times and are dropped", len(pad.notes()), tries)
        self._pads.pop(tenant, None)

    async def _save(self, tenant: str, pad: _Pad) -> None:
        notes, today = pad.notes(), dt.datetime.now(dt.UTC).date()
        if notes:
            prunes = self._pruned.get(tenant) != today
            await self._workers.run(partial(self._keep, tenant, notes, prunes), tenant)
            self._pruned[tenant] = today
            pad.drop(notes)

    def _keep(self, tenant: str, notes: Sequence[_Note], prunes: bool) -> None:
        """Stores as much of it as the database ever takes: of what it refuses, each half by itself."""
        try:
            self._mark(tenant, notes, prunes)
        except Exception as error:
            if not is_refused(self._database, error):
                raise
            if len(notes) == 1:
                log.error("a note of what was answered is refused and dropped: %s", type(error).__name__)
                return
            middle = len(notes) // 2
            self._keep(tenant, notes[:middle], prunes)
            self._keep(tenant, notes[middle:], prunes=False)

    def _mark(self, tenant: str, notes: Sequence[_Note], prunes: bool) -> None:
        with self._database.write() as connection:
            work = find_work(connection, Actor(tenant_id=tenant, user_id=""))
            if work is None:
                return
            # In one order on every host: each of these locks a row, and memories wait for who erases.
            answered = sorted({note for note in notes if isinstance(note, _Answered)})
            memories: list[Any] = [note for note in notes if isinstance(note, _Spoken)]
            if memories:
                work.memories.note(memories, work.now)
            if answered:
                work.turns.mark_answered(answered, work.now)
                work.deliveries.reopen(one.conversation for one in answered)
            if prunes:
                work.turns.forget(work.now - FORGET_AFTER)
                work.deliveries.forget(work.now - FORGET_AFTER)
                work.memories.forget(work.now - FORGET_AFTER)
