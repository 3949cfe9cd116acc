"""Strangers who say nothing, or say it slowly, or say too much at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from app.host.connections import Patience, Runner

SHORT = Patience(head=0.4, body=0.6, slowest=16 * 1024, idle=5.0, glance=0.1, most=50)
TOKEN = {"Authorization": "Bearer good"}


async def _take(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def _last(_: web.Request) -> web.Response:
    await asyncio.sleep(1.5)
    return web.Response(text="done")


@asynccontextmanager
async def listening(patience: Patience) -> AsyncIterator[int]:
    """The port of an application for strangers."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/take", _take)
    app.router.add_get("/last", _last)
    runner = Runner(app, patience, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with listening(SHORT) as found:
        yield found


async def _is_closed(reader: asyncio.StreamReader, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            while await reader.read(4096):
                pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


HALVES = {
    "nothing": b"",
    "half a header": b"POST /take HTTP/1.1\r\nHost: x\r\nX-Half: ",
    "a body that does not come": b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
    "a chunk that does not come": b"POST /take HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx",
    "a second header behind a request": b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nPOST /",
}


@pytest.mark.parametrize("said", HALVES.values(), ids=HALVES)
async def test_what_is_left_open_is_closed(port: int, said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    assert await _is_closed(reader, 15)
    await _close(writer)


@pytest.mark.parametrize("path", ["/take", "/elsewhere"])
async def test_whoever_drips_is_closed_as_well(port: int, path: str) -> None:
    """A sign every now and then keeps neither a header nor a body open."""
    for head in (
        f"POST {path} HTTP/1.1\r\nHost: x\r\n",
        f"POST {path} HTTP/1.1\r\nContent-Length: 9999\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode())
        closing = asyncio.create_task(_is_closed(reader, 15))
        while not closing.done():
            writer.write(b"x")
            await asyncio.sleep(0.1)
        assert closing.result()
        await _close(writer)


async def test_who_speaks_in_time_is_answered(port: int) -> None:
    """A long body in pieces, a long answer, and one connection for several requests with pauses."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 16 * 1024
            await asyncio.sleep(0.1)

    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.post("/take", data=pieces()) as answer:
            assert await answer.text() == str(12 * 16 * 1024)
        for _ in range(3):
            await asyncio.sleep(0.7)
            async with session.post("/take", data=b"abc") as answer:
                assert await answer.text() == "3"
        async with session.get("/last") as answer:
            assert await answer.text() == "done"


async def test_so_many_are_open_at_once_and_no_more() -> None:
    patience = Patience(head=60, body=60, idle=60, most=20)
    async with listening(patience) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
        async with (
            aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
            session.post("/take", data=b"abc") as answer,
        ):
            assert await answer.text() == "3"
        # Those who came first and said nothing made room.
        closed = [await _is_closed(reader, 0.5 if n < 40 else 0.01) for n, (reader, _) in enumerate(silent)]
        assert closed[:40] == [True] * 40
        assert closed[41:] == [False] * 19
        for _, writer in silent:
            await _close(writer)


MALFORMED: dict[str, bytes] = {
    "no HTTP": b"secret=4711 \x00\x01\r\n\r\n",
    "a header without a name": b"GET /take?q=secret4711 HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n",
    "two lengths": b"POST /take?q=secret4711 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "a line without end": b"GET /" + b"secret4711" * 2000 + b" HTTP/1.1\r\n\r\n",
    "a body that is no gzip": b"POST /take?q=secret4711 HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n"
    b"Content-Length: 4\r\n\r\nabcd",
    "an encoding that nobody knows": b"POST /take?q=secret4711 HTTP/1.1\r\nHost: x\r\n"
    b"Content-Encoding: secret4711\r\nContent-Length: 1\r\n\r\nx",
}


@pytest.mark.parametrize("said", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_malformed_costs_a_line(
    port: int, caplog: pytest.LogCaptureFixture, said: bytes
) -> None:
    for _ in range(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 15)
        assert b"secret4711" not in answer
        assert b"aiohttp" not in answer
        await _close(writer)
    # What cannot be unpacked may be read as it came: then there is nothing to tell.
    await asyncio.sleep(3 * SHORT.glance)
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) <= 5
    for record in told:
        assert record.exc_info is None
        assert len(record.getMessage()) < 120
        assert "secret" not in record.getMessage()
