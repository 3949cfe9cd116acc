"""The live stream: every change of a workspace as a server-sent event, resumable by sequence."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import orjson
from aiohttp import web

from app.crm.history import events_since, last_sequence
from app.domain.errors import Problem
from app.domain.event import Recorded
from tabs.api.audience import Audience, Stream
from tabs.api.fields import invalid
from tabs.api.gate import Identity
from tabs.api.presenters import present_signal
from tabs.api.refusals import HEADERS, Refused

if TYPE_CHECKING:
    from tabs.api.call import Call

PAGE = 500
"""Events that are read at once for a client that was away."""

_SEQUENCE = re.compile(r"[0-9]{1,15}")
_STREAM = {**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
_HEARTBEAT = b":\n\n"
_LONGEST_PAUSE = 30.0

News = Callable[[Mapping[str, int]], Awaitable[dict[str, list[Recorded]]]]
"""What the store has after a sequence of each tenant, oldest first; see `Crm.news`."""

log = logging.getLogger(__name__)


class Live:
    """Who listens, by workspace. Seconds are `heartbeat`, after which a silent stream gives a sign of life;
    `patience`, in which a client must accept what was written; and `glance`, after which the store is asked
    for what other hosts have written."""

    def __init__(
        self,
        *,
        most: int = 10,
        waiting: int = 256,
        heartbeat: float = 15.0,
        patience: float = 30.0,
        glance: float = 1.0,
    ) -> None:
        self.heartbeat = heartbeat
        self.patience = patience
        self._most = most
        self._waiting = waiting
        self._glance = glance
        self._audiences: dict[str, Audience] = {}
        self._gap = asyncio.Event()
        self._closed = False

    def publish(self, tenant_id: str, recorded: list[Recorded]) -> None:
        """Passes the events of a committed transaction to all who listen in this tenant."""
        audience = self._audiences.get(tenant_id)
        if audience:
            audience.tell(recorded)
            if audience.has_gap:
                self._gap.set()

    async def watch(self, news: News) -> None:
        """Tells what other hosts write, as long as this runs. One question for all workspaces: what happens
        in a workspace costs the hosts on which nobody listens nothing."""
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
                found = await news(known) if known else {}
            except Exception:
                if pause == self._glance:
                    log.warning("what other hosts have written is not known; trying again", exc_info=True)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = self._glance
            for tenant, recorded in found.items():
                if audience := self._audiences.get(tenant):
                    audience.catch_up(recorded)

    def close(self) -> None:
        """Ends all streams; nobody can join any more."""
        self._closed = True
        for audience in self._audiences.values():
            for stream in audience.streams:
                stream.end()

    @contextmanager
    def join(self, identity: Identity, request: web.Request) -> Iterator[Stream]:
        """A stream of one client. Raises Refused where the member has too many, or the host is ending."""
        if self._closed:
            raise Refused(503, "ending", **{"Retry-After": "1"})
        audience = self._audiences.setdefault(identity.tenant_id, Audience())
        streams = audience.streams
        mine = [stream for stream, user in streams.items() if user == identity.user_id and stream.is_alive]
        if len(mine) >= self._most:
            raise Refused(429, "streams_many", **{"Retry-After": "30"})
        stream = Stream(request.transport, self._waiting, audience.begin)
        streams[stream] = identity.user_id
        try:
            yield stream
        finally:
            del streams[stream]
            if not streams:
                self._audiences.pop(identity.tenant_id, None)


async def follow(call: Call) -> web.StreamResponse:
    """Streams the changes of the workspace until the client leaves, its token expires, or the host ends."""
    call.query()
    after = _last_seen(call.request)
    with call.host.live.join(call.identity, call.request) as stream:
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(call.request)
        try:
            await _stream(call, stream, response, after)
        except (ConnectionError, TimeoutError):
            _break(call.request)
        except Exception:
            # The answer has begun: all that can still be said is that it is not complete.
            log.exception("a stream failed")
            _break(call.request)
    return response


async def _stream(call: Call, stream: Stream, response: web.StreamResponse, after: int | None) -> None:
    live = call.host.live
    # Read before the first sign of life: whatever a client does after it is newer than this.
    newest = await call.read(last_sequence) if after is None else 0
    await _write(response, _HEARTBEAT, live.patience)
    replayed = last = newest if after is None else await _replay(call, response, after)
    stream.begin(replayed)
    # Whoever is withdrawn in Entra ID must not go on listening with an old token.
    while (left := call.identity.expires_at - time.time()) > 0:
        recorded = await stream.next(min(live.heartbeat, left))
        if recorded is None:
            return
        # Events that were read from the store already may wait in the queue as well.
        fresh = [one for one in recorded if one.sequence > replayed]
        if fresh or not recorded:
            await _write(response, _encode(fresh, last) or _HEARTBEAT, live.patience)
        last = max([last, *(one.sequence for one in fresh)])


async def _replay(call: Call, response: web.StreamResponse, after: int) -> int:
    """Sends what the client missed; gives the last sequence that was read."""
    while recorded := await call.read(events_since, after, PAGE):
        await _write(response, _encode(recorded, after), call.host.live.patience)
        after = recorded[-1].sequence
    return after


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _encode(recorded: list[Recorded], last: int) -> bytes:
    """Events as they go over the wire. Two transactions may be told in the wrong order: an id never falls
    behind `last`, the highest that was sent, lest a client resumes too early."""
    blocks = []
    for one in recorded:
        last = max(last, one.sequence)
        blocks.append(b"event: change\nid: %d\ndata: %s\n\n" % (last, orjson.dumps(present_signal(one))))
    return b"".join(blocks)


async def _write(response: web.StreamResponse, content: bytes, patience: float) -> None:
    async with asyncio.timeout(patience):
        await response.write(content)


def _last_seen(request: web.Request) -> int | None:
    header = request.headers.get("Last-Event-ID", "")
    if header and not _SEQUENCE.fullmatch(header):
        raise invalid({"Last-Event-ID": Problem("cursor_invalid")})
    return int(header) if header else None
