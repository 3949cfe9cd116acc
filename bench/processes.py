"""Starts and stops the processes of a run, each on a core of its own where there are two."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from bench.watchdog import SOCKET_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
_START_PATIENCE = 60.0  # seconds until a server counts as not starting
_POLL = 0.005  # seconds between two questions whether a server is ready


class StartError(Exception):
    """A process ended, or was not ready in time; the text says what it wrote last."""


@dataclass(frozen=True, slots=True)
class Program:
    """How to start one server; `environment` is added to the bench's own."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


class Server:
    """A running server that is ready, with the watchdog inside it."""

    def __init__(self, url: str, watchdog: socket.socket | None, seconds: float, pid: int) -> None:
        self.url = url
        self.pid = pid
        self.start_seconds = seconds
        self._watchdog = watchdog
        self._answers = watchdog.makefile("rb") if watchdog else None

    def observe(self, word: str) -> dict[str, float]:
        """`start` or `stop` of a measurement; see `bench.watchdog`."""
        if self._watchdog is None or self._answers is None:
            return {}
        self._watchdog.sendall(word.encode() + b"\n")
        seen: dict[str, float] = orjson.loads(self._answers.readline())
        return seen


class Load:
    """The running Teams side; see `bench.load`."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._stdin, self._stdout = stdin, stdout
        self.ports: dict[str, int] = self._read()

    def order(self, **order: Any) -> dict[str, Any]:
        """Has one measurement made and returns its result."""
        self._stdin.write(orjson.dumps(order) + b"\n")
        self._stdin.flush()
        return self._read()

    def capture_leads(self, hosts: Sequence[str], conversations: int, seconds: float) -> dict[str, Any]:
        """Has people tell hosts of one lead after the other; raises StartError where that fails."""
        heard = self.order(
            servers=list(hosts),
            scene="lead",
            scheme="http",
            conversations=conversations,
            seconds=seconds,
            signed=True,
        )
        if "error" in heard:
            raise StartError(heard["error"])
        return heard

    def _read(self) -> dict[str, Any]:
        line = self._stdout.readline()
        if not line:
            raise StartError("the load process ended")
        answer: dict[str, Any] = orjson.loads(line)
        return answer


@contextlib.contextmanager
def run_server(
    program: Program, folder: Path, *, watched: bool = True, core: int | None = 0
) -> Iterator[Server]:
    """Starts a server, waits until `/readyz` says 200, and stops it at the end."""
    port, path = _find_port(), folder / f"{program.name}.socket"
    environment = {"PORT": str(port), "HOST": "127.0.0.1", **_UNBOUND, **program.environment}
    if watched:
        environment[SOCKET_VARIABLE] = str(path)
    log = folder / f"{program.name}.log"
    begin = time.perf_counter()
    with ExitStack() as stack:
        process = stack.enter_context(_spawn(program.command, environment, log, core=core))
        _wait_until_ready(process, port, log)
        seconds = time.perf_counter() - begin
        watchdog = stack.enter_context(_connect(path)) if watched else None
        yield Server(f"http://127.0.0.1:{port}", watchdog, seconds, process.pid)


@contextlib.contextmanager
def run_load(folder: Path, *, core: int | None = 1) -> Iterator[Load]:
    """Starts the Teams side with the certificates in `folder`."""
    command, log = [sys.executable, "-m", "bench.load", str(folder)], folder / "load.log"
    with _spawn(command, {}, log, core=core, talks=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            load = Load(process.stdin, process.stdout)
        except StartError as failure:
            raise StartError(f"{failure}: {_tail(log)}") from None
        yield load


def run_command(
    program: Program, folder: Path, *, patience: float = _START_PATIENCE, core: int | None = 0
) -> None:
    """Runs something that ends by itself, such as a migration; raises StartError where it fails. Without a
    core of its own it may use all of them."""
    log = folder / f"{program.name}.log"
    with _spawn(program.command, program.environment, log, core=core) as process:
        if process.wait(patience) != 0:
            raise StartError(f"{program.name}: {_tail(log)}")


@contextlib.contextmanager
def _spawn(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    core: int | None,
    talks: bool = False,
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**_inherit_environment(), **environment},
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE if talks else output,
            stderr=output,
            preexec_fn=_pin_to(core),  # noqa: PLW1509 - this process has no other thread
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


_UNBOUND = {"OPERATIONS_PORT": "0", "RATE_LIMIT_PERSON": "off", "RATE_LIMIT_TENANT": "off"}
"""What a host would refuse of a load that a few people make, and which port it would take of a neighbour."""


def _inherit_environment() -> dict[str, str]:
    """Without proxies, which would stand between a server and the loopback, and without a host's settings."""
    dropped = ("MICROSOFTAPP", "LEADLINE_", "DATABASE_URL", "PUBLIC_URL", "BOT_")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(dropped) and not name.lower().endswith("_proxy")
    }
    return {**kept, "PYTHONPATH": str(ROOT)}


def _pin_to(core: int | None) -> Callable[[], None] | None:
    """Keeps a process on one of two cores, so that server and load do not take turns on the same one."""
    cores = sorted(os.sched_getaffinity(0))
    if core is None or len(cores) < 2:
        return None
    return lambda: os.sched_setaffinity(0, {cores[core]})


def _find_port() -> int:
    # Below those that systems give to whoever asks for any, so that nobody takes it before the process does.
    for port in random.sample(range(26_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise StartError("no port is free")


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _START_PATIENCE
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > until:
            raise StartError(_tail(log))
        time.sleep(_POLL)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _connect(path: Path) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(_START_PATIENCE)
    link.connect(str(path))
    return link


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-1500:].strip()
