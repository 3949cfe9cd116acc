"""Crm: the only place where transactions begin and end."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.crm.conversations import shown_last, spoken_of
from app.crm.errands import Errands
from app.crm.refused_sign_ins import Refusal, RefusedSignIns
from app.crm.turn_memory import Seat, TurnKey, TurnMemory
from app.crm.views import Shown, Subject
from app.crm.workers import Load, Workers
from app.domain.errors import AlreadyDone, DomainError, Forbidden, KeyReused
from app.domain.event import Recorded, Source
from app.domain.member import GUESTS_REFUSED, Actor, Entrance, Member
from app.domain.record import PERSON_ERASED
from app.meters import LOCK_SECONDS
from app.store.audit import Door
from app.store.database import Begin, Database
from app.store.ledger import read_news
from app.store.memories import Memory
from app.store.outages import Outages
from app.store.work import Work, begin_read, begin_write, find_work

P = ParamSpec("P")
T = TypeVar("T")
UseCase = Callable[Concatenate[Work, Member, P], T]
"""What is done or asked within a transaction, for a member; `P` are its further arguments."""

MOST_NEWS = 500
"""Events that are read at once of a workspace."""
WRITERS_ABREAST = 2
"""Writers of one workspace that keep a thread busy: one writes, and the next has all it needs as soon as the
first has ended. The others wait in memory, where they keep no thread from another workspace."""
READERS_LEFT = 2
"""Threads that the readers of one workspace leave to others, where there are more than two."""


class Crm:
    """Runs use cases in worker threads, one hop per transaction, and wakes listeners after a commit."""

    def __init__(self, database: Database, entrance: Entrance | None = None) -> None:
        """`entrance` says who owns a workspace from the beginning: nobody, unless it is given."""
        self._entrance = entrance or Entrance()
        self._database = database
        self._outages = Outages(database)
        self._writers = Workers(database.writers, "crm-write", WRITERS_ABREAST)
        readers = database.readers
        self._readers = Workers(readers, "crm-read", max(readers - READERS_LEFT, min(readers, 2)))
        self.errands = Errands(database, self._writers, self._readers)
        self._turn_memory = TurnMemory(database, self._writers)
        self._refused_sign_ins = RefusedSignIns(database, self._writers)
        self.listeners: list[Callable[[str, list[Recorded]], None]] = []

    async def write(self, actor: Actor, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Carries out a use case that changes something, all of it or nothing. Raises DomainError:
        AlreadyDone where the actor's turn was carried out before, KeyReused where that was about something
        else, and Busy where too much else goes on in the workspace."""
        run = partial(self._write, actor, partial(_apply, use_case, args, kwargs))
        with self._telling(actor):
            result, recorded = await self._writers.run(run, actor.tenant_id)
        if recorded:
            self._forget_erased(actor.tenant_id, recorded)
            for listener in self.listeners:
                listener(actor.tenant_id, recorded)
        return result

    async def read(self, actor: Actor, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Answers a question; raises DomainError."""
        return await self._answer(self._database.read, actor, partial(_apply, use_case, args, kwargs))

    async def read_through(
        self, actor: Actor, use_case: UseCase[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`read` for a question that looks at everything: as of one moment, however long that takes."""
        return await self._answer(self._database.snapshot, actor, partial(_apply, use_case, args, kwargs))

    def answered(self, actor: Actor) -> None:
        """Notes that the first answer to the actor's turn was delivered; saved a moment later, many at
        once, so that it costs a turn nothing."""
        if (turn := _turn(actor)) is not None:
            self._turn_memory.add_answered(turn)

    def speak_of(self, actor: Actor, number: int) -> None:
        """Notes the record that the actor speaks of now in the conversation of the turn (0 for none); saved
        with the answered turns."""
        self._note(actor, Memory(about=number))

    async def spoken_of(self, actor: Actor) -> Subject | None:
        """The record that the actor spoke of last in the turn's conversation, on this host or another; who
        has spoken of none there means what others spoke of."""
        if actor.turn is None:
            return None
        noted = self._turn_memory.memory_of(_seat(actor)).about
        nearby = self._turn_memory.spoken_of_last(*_seat(actor)[:2]) if noted is None else None
        return await self.read(actor, spoken_of, actor.turn, noted, nearby)

    def show(self, actor: Actor, shown: Shown) -> None:
        """Notes the list that the actor was shown in the conversation of the turn, as `speak_of` does."""
        self._note(actor, Memory(shown=asdict(shown), shown_at=dt.datetime.now(dt.UTC)))

    async def shown_last(self, actor: Actor) -> Shown | None:
        """The list that the actor was shown last in the turn's conversation, on this host or another."""
        if actor.turn is None:
            return None
        noted = self._turn_memory.memory_of(_seat(actor)).shown
        return Shown(**noted) if noted else await self.read(actor, shown_last, actor.turn[0])

    def refused(self, refusal: Refusal) -> None:
        """Notes that somebody was not let in; told in the audit some seconds later."""
        self._refused_sign_ins.note(refusal)

    def knows_answered(self, actor: Actor) -> bool:
        """Whether this host has delivered the first answer to the actor's turn itself, not long ago."""
        return (turn := _turn(actor)) is not None and self._turn_memory.knows_answered(turn)

    async def was_answered(self, actor: Actor) -> bool:
        """Whether the first answer to the actor's turn was delivered, by this host or another."""
        if actor.turn is None:
            return False
        if self.knows_answered(actor):
            return True
        return await self.read(actor, _was_answered, actor.turn)

    async def news(self, known: Mapping[str, int]) -> dict[str, list[Recorded]]:
        """What happened in workspaces after the sequence that is known of each, on this host or another, by
        tenant, oldest first: some where there is much, nothing of a tenant without news."""
        return await self._readers.run(partial(self._news, known))

    def load(self) -> Load:
        """How busy the core is at the moment."""
        return Load(
            waiting={"write": self._writers.waiting, "read": self._readers.waiting},
            busy={"write": self._writers.busy, "read": self._readers.busy},
            unsaved=self._turn_memory.waiting,
        )

    async def check(self) -> None:
        """Raises where the database does not answer."""
        await self._readers.run(self._ping)

    async def close(self) -> None:
        """Saves what is waiting and gives threads and connections back."""
        await self._turn_memory.close()
        await self._refused_sign_ins.close()
        self._writers.shutdown()
        self._readers.shutdown()
        self._database.close()

    @contextmanager
    def _telling(self, actor: Actor) -> Iterator[None]:
        """Owners are told of guests whom their workspace did not let in."""
        try:
            yield
        except Forbidden as refusal:
            if refusal.code == GUESTS_REFUSED:
                door: Door = "chat" if actor.source is Source.CHAT else "tab"
                self.refused(Refusal(actor.tenant_id, actor.user_id, refusal.code, door))
            raise

    def _write(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T, list[Recorded]]:
        # A turn is stored with what it did: where it is not known whether the first try was kept, the second
        # one finds that out, and is refused as a repetition.
        attempt = partial(self._write_unless_done, actor, run)
        return self._outages.carry_out(attempt, recognised=actor.turn is not None)

    def _write_unless_done(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T, list[Recorded]]:
        try:
            return self._write_once(actor, run)
        except self._database.Clash:
            # Most likely the turn, which is stored once.
            with self._database.write() as connection:
                _refuse_repetition(find_work(connection, actor), actor)
            raise

    def _write_once(self, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T, list[Recorded]]:
        began = time.perf_counter()
        with self._database.write() as connection:
            work, member = begin_write(connection, actor, self._entrance)
            LOCK_SECONDS.observe(time.perf_counter() - began)
            try:
                result = run(work, member)
            except DomainError:
                # What a repeated turn asks for is often refused because its first delivery did it.
                _refuse_repetition(work, actor)
                raise
            work.finish(getattr(getattr(result, "record", None), "number", None))
            return result, work.recorded

    async def _answer(self, begin: Begin, actor: Actor, run: Callable[[Work, Member], T]) -> T:
        with self._telling(actor):
            answer = await self._readers.run(partial(self._read, begin, actor, run), actor.tenant_id)
        if answer is None:
            await self.write(replace(actor, turn=None), _join)
            return await self._answer(begin, actor, run)
        return answer[0]

    def _read(self, begin: Begin, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T] | None:
        return self._outages.carry_out(partial(self._read_once, begin, actor, run), recognised=True)

    def _read_once(self, begin: Begin, actor: Actor, run: Callable[[Work, Member], T]) -> tuple[T] | None:
        with begin() as connection:
            begun = begin_read(connection, actor, self._entrance)
            return None if begun is None else (run(*begun),)

    def _news(self, known: Mapping[str, int]) -> dict[str, list[Recorded]]:
        with self._database.read() as connection:
            return read_news(connection, known, MOST_NEWS)

    def _ping(self) -> None:
        with self._database.read() as connection:
            connection.exec_driver_sql("SELECT 1")

    def _note(self, actor: Actor, memory: Memory) -> None:
        if actor.turn is not None:
            self._turn_memory.add_memory(_seat(actor), memory)

    def _forget_erased(self, tenant: str, recorded: list[Recorded]) -> None:
        """Drops lists that are not saved yet: somebody who was just erased may have been looked for."""
        if any(one.event.name == PERSON_ERASED for one in recorded):
            self._turn_memory.forget_shown(tenant)


def _turn(actor: Actor) -> TurnKey | None:
    return None if actor.turn is None else (actor.tenant_id, *actor.turn)


def _seat(actor: Actor) -> Seat:
    return (actor.tenant_id, actor.turn[0] if actor.turn else "", actor.user_id)


def _apply(use_case: Callable[..., T], args: Any, kwargs: Any, work: Work, member: Member) -> T:
    return use_case(work, member, *args, **kwargs)


def _refuse_repetition(work: Work | None, actor: Actor) -> None:
    done = work.turns.carried_out(actor.turn) if work and actor.turn else None
    if done is None:
        return
    number, what = done
    if _is_other(what, actor.what):
        raise KeyReused(number=number)
    raise AlreadyDone(number=number)


def _is_other(done: str, asked: str) -> bool:
    """Whether two requests, each a word and a digest, are of one kind and ask for different things."""
    return done != asked and done.partition(" ")[0] == asked.partition(" ")[0]


def _join(work: Work, actor: Member) -> None:
    """Being there is all it takes: the transaction takes the member in."""


def _was_answered(work: Work, actor: Member, turn: tuple[str, str]) -> bool:
    return work.turns.answered(turn)
