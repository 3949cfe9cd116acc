"""The host as the store bench runs it, and a reader of its API with a signed token."""

from __future__ import annotations

import http.server
import os
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import orjson

from bench.keys import KEYS_PATH, SigningKey
from bench.processes import Program, run_server
from bench.turns import APP_ID
from bench.variants import configure_host
from bench.wire import Framing, Message

_PATIENCE = 60.0


class Reader:
    """One member who asks one host; each question waits for the answer before."""

    def __init__(self, url: str, token: str) -> None:
        address = urlsplit(url)
        self._socket = socket.create_connection((address.hostname or "", address.port or 80), _PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"host: {address.netloc}\r\nauthorization: Bearer {token}\r\naccept-language: en\r\n"
        self._framing = Framing()

    def get(self, path: str) -> bytes:
        """The body of the answer; raises ValueError on any status but 200."""
        return self._ask(f"GET /api/v1{path} HTTP/1.1\r\n{self._head}\r\n".encode())

    def post(self, path: str, body: object) -> bytes:
        """The body of the answer to a change; raises ValueError where it is refused."""
        content = orjson.dumps(body)
        head = f"{self._head}content-type: application/json\r\ncontent-length: {len(content)}\r\n"
        return self._ask(f"POST /api/v1{path} HTTP/1.1\r\n{head}\r\n".encode() + content)

    def close(self) -> None:
        """Hangs up."""
        self._socket.close()

    def _ask(self, request: bytes) -> bytes:
        self._socket.sendall(request)
        answer = self._receive()
        if b" 20" not in answer.start:
            raise ValueError(f"the host answered {answer.start!r}: {answer.body[:500]!r}")
        return answer.body

    def _receive(self) -> Message:
        while chunk := self._socket.recv(262_144):
            for message in self._framing.feed(chunk):
                return message
        raise ValueError("the host hung up")


class Door:
    """The sign-in of Teams for one run: signs tokens of people, and serves the key that proves them."""

    def __init__(self, port: int, key: SigningKey) -> None:
        self._port = port
        self._key = key

    def token(self, tenant: str, person: str) -> str:
        """A token as Teams gives it to the tab."""
        return self._key.sign_person(APP_ID, tenant, str(uuid.uuid5(uuid.NAMESPACE_DNS, person)))

    def environment(self, url: str) -> dict[str, str]:
        """A production host over a database, whose sign-in is this one."""
        return {**configure_host(url), "TAB_KEYS_URL": f"http://127.0.0.1:{self._port}{KEYS_PATH}"}


@contextmanager
def open_door() -> Iterator[Door]:
    """Serves the keys from a thread."""
    key = SigningKey()
    document = key.documents("")[KEYS_PATH]

    class Keys(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Says nothing: the keys are read once."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Door(server.server_address[1], key)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def run_host(
    door: Door,
    url: str,
    folder: Path,
    name: str,
    *,
    core: int | None = 0,
    teams: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The address of a host over a database, as operators start it; `teams` is what it knows of the chat's
    side."""
    environment = {**door.environment(url), **(teams or {})}
    program = Program(name, (sys.executable, "-m", "app", "serve"), environment)
    with run_server(program, folder, watched=False, core=core) as server:
        yield server.url


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Keeps this process off the core of a measured one, where there are two."""
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    if len(cores) > core:
        os.sched_setaffinity(0, {cores[core]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def clock() -> float:
    """Milliseconds."""
    return time.perf_counter() * 1000
