"""A connector that records what the bot sends and answers as it is told.

connector = RecordingConnector()
async with serve(connector.app()) as url:           # url is the serviceUrl for activities
    connector.answer_next(429, headers={"Retry-After": "1"})
    …
    assert connector.activities[-1]["text"] == "Hello"
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from tests.kit.patience import eventually


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of the bot. `body` is the parsed JSON, None without a body."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: Any
    fate: str


class RecordingConnector:
    """Keeps every request; by default it accepts everything and gives ids in order: "1", "2", …"""

    def __init__(self) -> None:
        self.requests: list[Sent] = []
        self.taken: list[dict[str, Any]] = []
        """Messages that were confirmed, in order."""
        self.members: list[dict[str, Any]] = []
        self._answers: list[tuple[str, _Answer]] = []
        self._absence: tuple[str, _Answer] | None = None
        self._count = 0
        self._arrived = asyncio.Condition()
        self._released = asyncio.Event()

    @property
    def activities(self) -> list[dict[str, Any]]:
        """The messages posted or put so far, in order."""
        return [sent.body for sent in self.requests if sent.method in {"POST", "PUT"}]

    def answer_next(
        self,
        status: int,
        *,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        path: str = "",
        times: int = 1,
    ) -> None:
        """Answers the next `times` requests (whose path contains `path`) like this."""
        answer = _Answer(status, headers or {}, body, "answer")
        self._answers += [(path, answer)] * times

    def hang_next(self, *, path: str = "", times: int = 1) -> None:
        """Takes the next requests and never answers, until `release` or the end of the server."""
        self._answers += [(path, _Answer(200, {}, None, "hang"))] * times

    def close_next(self, *, path: str = "", times: int = 1) -> None:
        """Takes the next requests and closes the connection without an answer."""
        self._answers += [(path, _Answer(200, {}, None, "close"))] * times

    def go_away(self, status: int = 0, *, path: str = "", headers: Mapping[str, str] | None = None) -> None:
        """From now on answers all requests (whose path contains `path`) with a status, or never where that
        is 0."""
        self._absence = (path, _Answer(status or 200, headers or {}, None, "answer" if status else "hang"))

    def come_back(self) -> None:
        """Takes everything again."""
        self._absence = None

    async def wait_until_taken(self, count: int) -> list[dict[str, Any]]:
        """Waits until there were `count` confirmed messages; all of them."""
        await eventually(lambda: len(self.taken) >= count)
        return self.taken

    def forget_answers(self) -> None:
        """Accepts everything again, whatever was still to be refused."""
        self._answers.clear()

    def release(self) -> None:
        """Lets the hanging requests go."""
        self._released.set()

    async def wait_for(self, count: int) -> list[Sent]:
        """Waits until there were `count` requests; returns all of them."""
        async with asyncio.timeout(60.0), self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)
        return self.requests

    def app(self) -> web.Application:
        """The connector as an application; every path is taken."""
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._take)
        app.on_shutdown.append(self._shut_down)
        return app

    async def _shut_down(self, _app: web.Application) -> None:
        self.release()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        body = orjson.loads(content) if content else None
        async with self._arrived:
            self.requests.append(Sent(request.method, request.raw_path, dict(request.headers), body))
            self._arrived.notify_all()
        answer = self._next_answer(request.raw_path)
        if answer is None:
            if request.method == "POST" and body is not None:
                self.taken.append(body)
            return self._accept(request)
        if answer.fate == "close" and request.transport is not None:
            request.transport.close()
        if answer.fate == "hang":
            await self._released.wait()
        content = answer.body if isinstance(answer.body, bytes) else orjson.dumps(answer.body)
        return web.Response(
            status=answer.status, headers=answer.headers, body=content, content_type="application/json"
        )

    def _next_answer(self, path: str) -> _Answer | None:
        for index, (part, answer) in enumerate(self._answers):
            if part in path:
                del self._answers[index]
                return answer
        if self._absence and self._absence[0] in path:
            return self._absence[1]
        return None

    def _accept(self, request: web.Request) -> web.Response:
        if request.method == "DELETE":
            return web.Response(status=200)
        if "/members/" in request.path:
            wanted = request.path.rpartition("/")[2]
            found = [one for one in self.members if one["id"] == wanted]
            return web.json_response(found[0] if found else {}, status=200 if found else 404)
        self._count += 1
        return web.json_response({"id": str(self._count)}, status=200 if request.method == "GET" else 201)
