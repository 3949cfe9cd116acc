"""The live stream: every change of a workspace as a server-sent event, resumable by sequence. The change of
the board comes with it, made once for all who see the same."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import orjson

from app.crm.board import board_patch, touches_board
from app.crm.crm import Crm
from app.domain.event import Recorded
from app.domain.member import Actor
from app.meters import STREAMS
from tabs.api.answers import board
from tabs.api.audience import Audience, Stream, Told
from tabs.api.boards import present_patch
from tabs.api.gate import Identity
from tabs.api.presenters import present_signal
from tabs.api.replies import RequestRefused

PAGE = 500
"""Events that are read at once for a client that was away, and told at once."""

_LONGEST_PAUSE = 30.0

log = logging.getLogger(__name__)


class Live:
    """Who listens, by workspace. Seconds are `heartbeat`, after which a silent stream gives a sign of life;
    `patience`, in which a client must accept what was written; `glance`, after which the store is asked for
    what other hosts have written; and `pace`, which lies at least between two tellings of a workspace: many
    changes at once are told together."""

    def __init__(
        self,
        *,
        most: int = 10,
        waiting: int = 256,
        heartbeat: float = 10.0,
        patience: float = 30.0,
        glance: float = 1.0,
        pace: float = 0.2,
    ) -> None:
        self.heartbeat = heartbeat
        self.patience = patience
        self._most = most
        self._waiting = waiting
        self._glance = glance
        self._pace = pace
        self._audiences: dict[str, Audience] = {}
        self._gap = asyncio.Event()
        self._closed = False
        self._crm: Crm | None = None

    def publish(self, tenant_id: str, recorded: list[Recorded]) -> None:
        """Passes the events of a committed transaction to all who listen in this tenant."""
        audience = self._audiences.get(tenant_id)
        if audience:
            audience.tell(recorded)
            self._rouse(audience)

    async def watch(self, crm: Crm) -> None:
        """Tells what other hosts write, as long as this runs. One question for all workspaces: what happens
        in a workspace costs the hosts on which nobody listens nothing."""
        self._crm = crm
        pause = self._glance
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._gap.wait(), pause)
            self._gap.clear()
            known = {
                tenant: audience.told_to
                for tenant, audience in self._audiences.items()
                if audience.told_to is not None
            }
            try:
                found = await crm.news(known) if known else {}
            except Exception:
                if pause == self._glance:
                    log.warning("what other hosts have written is not known; trying again", exc_info=True)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = self._glance
            for tenant, recorded in found.items():
                self.publish(tenant, recorded)

    def close(self) -> None:
        """Ends all streams; nobody can join any more."""
        self._closed = True
        for audience in self._audiences.values():
            for stream in audience.streams:
                stream.end()

    @contextmanager
    def join(
        self, identity: Identity, actor: Actor, transport: asyncio.Transport | None, seen_by: Hashable
    ) -> Iterator[Stream]:
        """A stream of one client and what it may see. Raises RequestRefused where the member has too many,
        and where the host is ending."""
        if self._closed:
            raise RequestRefused(503, "ending", **{"Retry-After": "1"})
        audience = self._audiences.setdefault(identity.tenant_id, Audience())
        streams = audience.streams
        mine = [stream for stream, user in streams.items() if user == identity.user_id and stream.is_alive]
        if len(mine) >= self._most:
            raise RequestRefused(429, "streams_many", **{"Retry-After": "30"})

        def begin(sequence: int) -> None:
            audience.begin(sequence)
            self._rouse(audience)

        stream = Stream(transport, self._waiting, begin, actor, seen_by)
        streams[stream] = identity.user_id
        STREAMS.inc()
        try:
            yield stream
        finally:
            STREAMS.dec()
            del streams[stream]
            if not streams:
                self._audiences.pop(identity.tenant_id, None)

    def _rouse(self, audience: Audience) -> None:
        if audience.has_gap:
            self._gap.set()
        if audience.has_news and audience.telling is None:
            audience.telling = asyncio.get_running_loop().create_task(self._tell(audience))

    async def _tell(self, audience: Audience) -> None:
        """Tells what is new until nothing is, at a pace that spares host and clients."""
        try:
            while recorded := audience.take(PAGE):
                for _, streams in audience.sights():
                    told = Told(recorded, partial(encode_events, await self._patch(streams[0], recorded)))
                    for stream in streams:
                        stream.add(told)
                await asyncio.sleep(self._pace)
        finally:
            audience.telling = None

    async def _patch(self, stream: Stream, recorded: list[Recorded]) -> board.Patch | None:
        """What these events did to the board as the owner of a stream sees it."""
        if self._crm is None or not any(map(touches_board, recorded)):
            return None
        try:
            patch = await self._crm.read(stream.actor, board_patch, recorded)
        except Exception:
            log.warning("what changed of a board is not known; it is read anew", exc_info=True)
            return None
        return None if patch is None else present_patch(patch)


def encode_events(patch: board.Patch | None, recorded: Sequence[Recorded]) -> bytes:
    """Events as they go over the wire. What they did to the board is told with the first of those that touch
    it, null where that is not known: whoever is cut off after it, and resumes there, has missed nothing."""
    blocks, is_told = [], False
    for one in recorded:
        signal = present_signal(one)
        if touches_board(one) and not is_told:
            signal["board"] = patch
            is_told = True
        data = orjson.dumps(signal)
        blocks.append(b"event: change\nid: %d\ndata: %s\n\n" % (one.sequence, data))
    return b"".join(blocks)
