"""Kept answers: a question is answered once for each state of the workspace, and a client that has the answer
is told so."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from tabs.encodings import LEAST, best_of, pack

MOST_BYTES = 32 * 1024 * 1024
"""What is kept of answers in all."""
KEPT_FOR = 10.0
"""Seconds after which an answer is made anew though nothing has happened: that colleagues joined or are
called otherwise now is no event."""

_LARGE = 64 * 1024
VARY = "Accept-Encoding, Accept-Language, Authorization"


@dataclass(slots=True)
class Answer:
    """A body in JSON, and what was packed of it so far, by encoding. `tag` tells it from other ones."""

    body: bytes
    tag: str
    at: float = field(default_factory=time.monotonic)
    packed: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, body: bytes) -> Answer:
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        # Weak, as it is the same however the body is packed.
        return cls(body, f'W/"{digest}"')

    @property
    def size(self) -> int:
        return len(self.body) + sum(map(len, self.packed.values()))


class Answers:
    """The answers of a host that may be asked for again, the newest of them; bounded in bytes and in age."""

    def __init__(self, most_bytes: int = MOST_BYTES, kept_for: float = KEPT_FOR) -> None:
        self._most_bytes = most_bytes
        self._kept_for = kept_for
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._under_way: dict[Hashable, asyncio.Task[Answer]] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> Answer:
        """The answer of this key; made by the first one who asks, while the others wait for it."""
        kept = self._kept.get(key)
        if kept is not None and time.monotonic() - kept.at < self._kept_for:
            self._kept.move_to_end(key)
            return kept
        making = self._under_way.get(key)
        if making is None:
            making = self._under_way[key] = asyncio.ensure_future(self._make(key, make))
            making.add_done_callback(partial(self._forget, key))
        # Whoever hangs up must not take the answer from the others.
        return await asyncio.shield(making)

    def _forget(self, key: Hashable, making: asyncio.Task[Answer]) -> None:
        del self._under_way[key]
        if not making.cancelled():
            # Looked at, or it would be told as an error that nobody has seen when all have hung up.
            making.exception()

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> Answer:
        answer = Answer.of(await make())
        self._kept[key] = answer
        self._kept.move_to_end(key)
        size = sum(one.size for one in self._kept.values())
        while size > self._most_bytes and len(self._kept) > 1:
            size -= self._kept.popitem(last=False)[1].size
        return answer


async def send(request: web.Request, answer: Answer, headers: dict[str, str]) -> web.Response:
    """An answer as the client takes it: 304 without a body where it has it."""
    headers = {**headers, "ETag": answer.tag, "Vary": VARY}
    if _has(request, answer.tag):
        return web.Response(status=304, headers=headers)
    encoding = best_of(request.headers.get("Accept-Encoding", "")) if len(answer.body) >= LEAST else ""
    if encoding:
        headers["Content-Encoding"] = encoding
    body = await packed(answer, encoding)
    return web.Response(body=body, content_type="application/json", headers=headers)


async def packed(answer: Answer, encoding: str) -> bytes:
    """The body in an encoding, packed once."""
    if encoding and encoding not in answer.packed:
        answer.packed[encoding] = await in_time(answer.body, encoding)
    return answer.packed.get(encoding, answer.body)


async def in_time(body: bytes, encoding: str) -> bytes:
    """A body packed without holding up others: a large one in another thread."""
    if len(body) < _LARGE:
        return pack(body, encoding)
    return await asyncio.to_thread(pack, body, encoding)


def _has(request: web.Request, tag: str) -> bool:
    wanted = request.headers.get("If-None-Match", "")
    plain = tag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") in {plain, "*"} for one in wanted.split(","))
