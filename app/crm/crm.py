"""Crm: the only place where transactions begin and end."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.crm.conversations import shown_last, spoken_of
from app.crm.views import Shown, Subject
from app.crm.workers import Workers
from app.domain.errors import AlreadyDone, DomainError
from app.domain.event import Recorded
from app.domain.member import Actor, Member
from app.store.database import Database
from app.store.ledger import read_news
from app.store.memories import Memory
from app.store.work import Work, begin_read, begin_write, find_work

P = ParamSpec("P")
T = TypeVar("T")
Turn = tuple[str, str, str]
"""Tenant, conversation and activity id."""
Seat = tuple[str, str, str]
"""Tenant, conversation and user id: where somebody speaks with the bot."""

_Notes = tuple[list[tuple[str, str]], list[tuple[str, str, Memory]]]
"""Of a tenant: turns that were answered, and what users were answered in conversations."""

REMEMBERED = 20_000
"""Answered turns that are known without asking the database."""
ANSWERS_EVERY = 0.25
"""Seconds between two writes of what was answered."""
MOST_NEWS = 500
"""Events that are read at once of a workspace."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database does not take them."""
FORGET_AFTER = dt.timedelta(days=7)
"""Nobody delivers a message again after this."""

log = logging.getLogger(__name__)


class Crm:
    """Runs use cases in worker threads, one hop per transaction, and wakes listeners after a commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writers = Workers(database.writers, "crm-write")
        self._readers = Workers(database.readers, "crm-read")
        self._answered: OrderedDict[Turn, None] = OrderedDict()
        self._unsaved: list[Turn] = []
        self._memories: OrderedDict[Seat, Memory] = OrderedDict()
        self._saving: asyncio.Task[None] | None = None
        self._pruned: dict[str, dt.date] = {}
        self.listeners: list[Callable[[str, list[Recorded]], None]] = []

    async def write(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Work, Member, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Carries out a use case that changes something, all of it or nothing. Raises DomainError, and
        AlreadyDone where the actor's turn was carried out before."""
        run = partial(self._write, actor, partial(_apply, use_case, args, kwargs))
        result, recorded = await self._writers.run(run)
        if recorded:
            for listener in self.listeners:
                listener(actor.tenant_id, recorded)
        return result

    async def read(
        self,
        actor: Actor,
        use_case: Callable[Concatenate[Work, Member, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Answers a question; raises DomainError."""
        run = partial(self._read, actor, partial(_apply, use_case, args, kwargs))
        answer = await self._readers.run(run)
        if answer is None:
            await self.write(replace(actor, turn=None), _join)
            return await self.read(actor, use_case, *args, **kwargs)
        return answer[0]

    def answered(self, actor: Actor) -> None:
        """Notes that the first answer to the actor's turn was delivered; saved a moment later, many at
        once, so that it costs a turn nothing."""
        if actor.turn is None:
            return
        turn = (actor.tenant_id, *actor.turn)
        self._answered[turn] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        self._unsaved.append(turn)
        self._save_later()

    def speak_of(self, actor: Actor, number: int) -> None:
        """Notes the record that the actor speaks of now in the conversation of the turn (0 for none); saved
        with the answered turns."""
        self._note(actor, Memory(about=number))

    async def spoken_of(self, actor: Actor) -> Subject | None:
        """The record that the actor spoke of last in the turn's conversation, on this host or another; who
        has spoken of none there means what others spoke of."""
        if actor.turn is None:
            return None
        # What is saved may be older than what another host has saved since: only what waits is known here.
        noted = self._memories.get(_seat(actor), Memory()).about
        nearby = self._noted_nearby(actor) if noted is None else None
        return await self.read(actor, spoken_of, actor.turn, noted, nearby)

    def show(self, actor: Actor, shown: Shown) -> None:
        """Notes the list that the actor was shown in the conversation of the turn, as `speak_of` does."""
        self._note(actor, Memory(shown=asdict(shown)))

    async def shown_last(self, actor: Actor) -> Shown | None:
        """The list that the actor was shown last in the turn's conversation, on this host or another."""
        if actor.turn is None:
            return None
        noted = self._memories.get(_seat(actor), Memory()).shown
        return Shown(**noted) if noted else await self.read(actor, shown_last, actor.turn[0])

    def knows_answered(self, actor: Actor) -> bool:
        """Whether this host has delivered the first answer to the actor's turn itself, not long ago."""
        return actor.turn is not None and (actor.tenant_id, *actor.turn) in self._answered

    async def was_answered(self, actor: Actor) -> bool:
        """Whether the first answer to the actor's turn was delivered, by this host or another."""
        if actor.turn is None:
            return False
        if (actor.tenant_id, *actor.turn) in self._answered:
            return True
        return await self.read(actor, _was_answered, actor.turn)

    async def news(self, known: Mapping[str, int]) -> dict[str, list[Recorded]]:
        """What happened in workspaces after the sequence that is known of each, on this host or another, by
        tenant, oldest first: some where there is much, nothing of a tenant without news."""
        return await self._readers.run(partial(self._news, known))

    async def check(self) -> None:
        """Raises where the database does not answer."""
        await self._readers.run(self._ping)

    async def close(self) -> None:
        """Saves what is waiting and gives threads and connections back."""
        if self._saving is not None:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
        await self._save_answers()
        self._writers.shutdown()
        self._readers.shutdown()
        self._database.close()

    def _write(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T, list[Recorded]]:
        try:
            return self._write_once(actor, run)
        except self._database.Clash:
            # Most likely the turn, which is stored once.
            with self._database.write() as connection:
                _refuse_repetition(find_work(connection, actor), actor)
            raise

    def _write_once(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T, list[Recorded]]:
        with self._database.write() as connection:
            work, member = begin_write(connection, actor)
            try:
                result = run(work, member)
            except DomainError:
                # What a repeated turn asks for is often refused because its first delivery did it.
                _refuse_repetition(work, actor)
                raise
            work.finish(getattr(getattr(result, "record", None), "number", None))
            return result, work.recorded

    def _read(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T] | None:
        with self._database.read() as connection:
            begun = begin_read(connection, actor)
            return None if begun is None else (run(*begun),)

    def _news(self, known: Mapping[str, int]) -> dict[str, list[Recorded]]:
        with self._database.read() as connection:
            return read_news(connection, known, MOST_NEWS)

    def _ping(self) -> None:
        with self._database.read() as connection:
            connection.exec_driver_sql("SELECT 1")

    def _note(self, actor: Actor, memory: Memory) -> None:
        if actor.turn is None:
            return
        seat = _seat(actor)
        self._memories[seat] = self._memories.get(seat, Memory()).then(memory)
        if memory.about is not None:
            # In the order in which records were spoken of, whatever is shown besides.
            self._memories.move_to_end(seat)
        if len(self._memories) > REMEMBERED:
            self._memories.popitem(last=False)
        self._save_later()

    def _noted_nearby(self, actor: Actor) -> int | None:
        """The record that anybody has just spoken of in the turn's conversation."""
        place = _seat(actor)[:2]
        abouts = (memory.about for seat, memory in reversed(self._memories.items()) if seat[:2] == place)
        return next((about for about in abouts if about is not None), None)

    def _save_later(self) -> None:
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._save_soon())

    async def _save_soon(self) -> None:
        pause = ANSWERS_EVERY
        while self._unsaved or self._memories:
            await asyncio.sleep(pause)
            try:
                await self._save_answers()
                pause = ANSWERS_EVERY
            except Exception:
                if pause == ANSWERS_EVERY:
                    log.warning("answered turns could not be saved; trying again", exc_info=True)
                pause = min(pause * 2, LONGEST_PAUSE)
                # In memory they are known all the same; what is dropped here can at worst be answered twice.
                del self._unsaved[:-REMEMBERED]

    async def _save_answers(self) -> None:
        turns, self._unsaved = self._unsaved, []
        memories = dict(self._memories)
        notes = _by_tenant(turns, memories)
        today = dt.datetime.now(dt.UTC).date()
        pruned = {tenant for tenant in notes if self._pruned.get(tenant) == today}
        try:
            if notes:
                await self._writers.run(partial(self._mark, notes, pruned))
        except BaseException:
            self._unsaved = turns + self._unsaved
            raise
        self._pruned.update(dict.fromkeys(notes, today))
        for seat, memory in memories.items():
            # Something else may have been spoken of meanwhile.
            if self._memories.get(seat) is memory:
                del self._memories[seat]

    def _mark(self, notes: Mapping[str, _Notes], pruned: set[str]) -> None:
        with self._database.write() as connection:
            # In one order on every host: each of these statements locks a row.
            for tenant, (answered, memories) in sorted(notes.items()):
                work = find_work(connection, Actor(tenant_id=tenant, user_id=""))
                if work is None:
                    continue
                if answered:
                    work.turns.mark_answered(sorted(answered), work.now)
                if memories:
                    work.memories.note(memories, work.now)
                if tenant not in pruned:
                    work.turns.forget(work.now - FORGET_AFTER)
                    work.memories.forget(work.now - FORGET_AFTER)


def _seat(actor: Actor) -> Seat:
    return (actor.tenant_id, actor.turn[0] if actor.turn else "", actor.user_id)


def _by_tenant(turns: list[Turn], memories: Mapping[Seat, Memory]) -> dict[str, _Notes]:
    notes: dict[str, _Notes] = {}
    for tenant, conversation, activity in turns:
        notes.setdefault(tenant, ([], []))[0].append((conversation, activity))
    for (tenant, conversation, user), memory in memories.items():
        notes.setdefault(tenant, ([], []))[1].append((conversation, user, memory))
    return notes


def _apply(use_case: Callable[..., T], args: Any, kwargs: Any, work: Work, member: Member) -> T:
    return use_case(work, member, *args, **kwargs)


def _refuse_repetition(work: Work | None, actor: Actor) -> None:
    done = work.turns.carried_out(actor.turn) if work and actor.turn else None
    if done is not None:
        raise AlreadyDone(number=done[0])


def _join(work: Work, actor: Member) -> None:
    """Being there is all it takes: the transaction takes the member in."""


def _was_answered(work: Work, actor: Member, turn: tuple[str, str]) -> bool:
    return work.turns.answered(turn)
