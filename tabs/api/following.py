"""Following: one client reads the live stream, from where it was until it leaves."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Hashable

from aiohttp import web

from app.crm.board import board_patch, sight, touches_board
from app.crm.history import events_since
from app.crm.people.members import me
from app.domain.errors import Forbidden, Problem
from app.domain.event import Recorded
from app.domain.member import Member
from app.languages.veil import unveil_bytes
from app.store.work import Work
from tabs.api.answers.board import Patch
from tabs.api.audience import Stream
from tabs.api.boards import present_patch
from tabs.api.call import Call
from tabs.api.fields import invalid
from tabs.api.live import PAGE, encode_events
from tabs.api.replies import HEADERS

_SEQUENCE = re.compile(r"[0-9]{1,15}")
_STREAM = {**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
_HEARTBEAT = b":\n\n"
_BEGIN = b'event: begin\nid: %d\ndata: {"sequence":%d}\n\n'

log = logging.getLogger(__name__)


async def follow(call: Call) -> web.StreamResponse:
    """Streams the changes of the workspace until the client leaves, its token expires, or the host ends."""
    call.query()
    seen = _last_seen(call.request)
    newest, seen_by = await call.read(_where_it_stands)
    # Somebody may have seen more than there is: where the database is an older copy of what it was.
    after = newest if seen is None else min(seen, newest)
    with call.host.live.join(call.identity, call.actor, call.request.transport, seen_by) as stream:
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
        await _write(
            response, unveil_bytes(encode_events(patch, recorded), call.reader), call.host.live.patience
        )
        after = recorded[-1].sequence


def _missed(work: Work, actor: Member, after: int) -> tuple[list[Recorded], Patch | None]:
    recorded = events_since(work, actor, after, PAGE)
    patch = board_patch(work, actor, recorded) if any(map(touches_board, recorded)) else None
    return recorded, None if patch is None else present_patch(patch)


def _where_it_stands(work: Work, actor: Member) -> tuple[int, Hashable]:
    return work.events.last_sequence(), sight(actor)


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _write(response: web.StreamResponse, content: bytes, patience: float) -> None:
    async with asyncio.timeout(patience):
        await response.write(content)


def _last_seen(request: web.Request) -> int | None:
    header = request.headers.get("Last-Event-ID", "")
    if header and not _SEQUENCE.fullmatch(header):
        raise invalid({"Last-Event-ID": Problem("cursor_invalid")})
    return int(header) if header else None
