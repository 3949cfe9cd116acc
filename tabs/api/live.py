"""The live stream: every change of a workspace as a server-sent event, resumable by sequence. What a change
did to the board comes with it, made once for all who see the same."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from app.crm.board import board_patch, sight, touches_board
from app.crm.crm import Crm
from app.crm.history import events_since
from app.crm.members import me
from app.domain.errors import Forbidden, Problem
from app.domain.event import Recorded
from app.domain.member import Member
from app.languages.veil import unveil_bytes
from app.meters import STREAMS
from app.store.work import Work
from tabs.api.audience import Audience, Stream, Told
from tabs.api.boards import present_patch
from tabs.api.fields import invalid
from tabs.api.gate import Identity
from tabs.api.presenters import Json, present_signal
from tabs.api.refusals import HEADERS, Refused

if TYPE_CHECKING:
    from tabs.api.call import Call

PAGE = 500
"""Events that are read at once for a client that was away, and told at once."""

_SEQUENCE = re.compile(r"[0-9]{1,15}")
_STREAM = {**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
_HEARTBEAT = b":\n\n"
_BEGIN = b'event: begin\nid: %d\ndata: {"sequence":%d}\n\n'
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
    def join(self, call: Call, seen_by: Hashable) -> Iterator[Stream]:
        """A stream of one client and what it may see. Raises Refused where the member has too many, or the
        host is ending."""
        identity: Identity = call.identity
        if self._closed:
            raise Refused(503, "ending", **{"Retry-After": "1"})
        audience = self._audiences.setdefault(identity.tenant_id, Audience())
        streams = audience.streams
        mine = [stream for stream, user in streams.items() if user == identity.user_id and stream.is_alive]
        if len(mine) >= self._most:
            raise Refused(429, "streams_many", **{"Retry-After": "30"})

        def begin(sequence: int) -> None:
            audience.begin(sequence)
            self._rouse(audience)

        stream = Stream(call.request.transport, self._waiting, begin, call.actor, seen_by)
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
                    told = Told(recorded, partial(_encode, await self._patch(streams[0], recorded)))
                    for stream in streams:
                        stream.add(told)
                await asyncio.sleep(self._pace)
        finally:
            audience.telling = None

    async def _patch(self, stream: Stream, recorded: list[Recorded]) -> Json | None:
        """What these events did to the board as the owner of a stream sees it."""
        if self._crm is None or not any(map(touches_board, recorded)):
            return None
        try:
            patch = await self._crm.read(stream.actor, board_patch, recorded)
        except Exception:
            log.warning("what changed of a board is not known; it is read anew", exc_info=True)
            return None
        return None if patch is None else present_patch(patch)


async def follow(call: Call) -> web.StreamResponse:
    """Streams the changes of the workspace until the client leaves, its token expires, or the host ends."""
    call.query()
    seen = _last_seen(call.request)
    newest, seen_by = await call.read(_where_it_stands)
    # Somebody may have seen more than there is: where the database is an older copy of what it was.
    after = newest if seen is None else min(seen, newest)
    with call.host.live.join(call, seen_by) as stream:
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(call.request)
        try:
            await _stream(call, stream, response, after)
        except (ConnectionError, TimeoutError, Forbidden):
            _break(call.request)
        except Exception:
            # The answer has begun: all that can still be said is that it is not complete.
            log.exception("a stream failed")
            _break(call.request)
    return response


async def _stream(call: Call, stream: Stream, response: web.StreamResponse, after: int) -> None:
    live = call.host.live
    await _write(response, _BEGIN % (after, after), live.patience)
    last = await _replay(call, response, after)
    stream.begin(last)
    # Whoever is withdrawn in Entra ID must not go on listening with an old token.
    while (left := call.identity.expires_at - time.time()) > 0:
        told = await stream.next(min(live.heartbeat, left))
        if told is None:
            return
        if call.identity.is_guest:
            # The owners may have closed the door meanwhile.
            await call.read(me)
        # Events that were read from the store already may wait in the queue as well.
        content = b"".join(one.after(last) for one in told)
        if content or not told:
            await _write(response, unveil_bytes(content, call.reader) or _HEARTBEAT, live.patience)
        last = max([last, *(one.last for one in told)])


async def _replay(call: Call, response: web.StreamResponse, after: int) -> int:
    """Sends what the client missed; gives the last sequence that was read."""
    while True:
        recorded, patch = await call.read(_missed, after)
        if not recorded:
            return after
        await _write(response, unveil_bytes(_encode(patch, recorded), call.reader), call.host.live.patience)
        after = recorded[-1].sequence


def _missed(work: Work, actor: Member, after: int) -> tuple[list[Recorded], Json | None]:
    recorded = events_since(work, actor, after, PAGE)
    patch = board_patch(work, actor, recorded) if any(map(touches_board, recorded)) else None
    return recorded, None if patch is None else present_patch(patch)


def _where_it_stands(work: Work, actor: Member) -> tuple[int, Hashable]:
    return work.events.last_sequence(), sight(actor)


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _encode(patch: Json | None, recorded: Sequence[Recorded]) -> bytes:
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


async def _write(response: web.StreamResponse, content: bytes, patience: float) -> None:
    async with asyncio.timeout(patience):
        await response.write(content)


def _last_seen(request: web.Request) -> int | None:
    header = request.headers.get("Last-Event-ID", "")
    if header and not _SEQUENCE.fullmatch(header):
        raise invalid({"Last-Event-ID": Problem("cursor_invalid")})
    return int(header) if header else None
