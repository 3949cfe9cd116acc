"""`make run`: the host and the chat playground side by side, ended together."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.host.configuration import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER

ROOT = Path(__file__).parents[1]
HOST_PORT = int(os.environ.get("PORT", "3978"))
PLAYGROUND_PORT = int(os.environ.get("PLAYGROUND_PORT", "56150"))
READY_WITHIN = 60.0
"""Seconds until both must answer."""

LOOPBACK = Path(__file__).with_name("loopback.cjs")
"""Keeps the playground on this machine: it speaks for a host that trusts whoever reaches it."""

CONFIG = f"""\
version: "0.1.1"
tenantId: {PLAYGROUND_TENANT}
bot:
  id: 00000000-0000-0000-0000-00000000000011
  name: Leadline
currentUser:
  id: user-id-0
  name: {PLAYGROUND_NAME}
  userPrincipleName: alexw@example.com
  aadObjectId: {PLAYGROUND_USER}
  givenName: Alex
  surname: Wilber
  email: alexw@example.com
users:
  - id: user-id-1
    name: Megan Bowen
    userPrincipleName: meganb@example.com
    aadObjectId: 00000000-0000-0000-0000-0000000000021
    givenName: Megan
    surname: Bowen
    email: meganb@example.com
  - id: user-id-2
    name: Adele Vance
    userPrincipleName: adelev@example.com
    aadObjectId: 00000000-0000-0000-0000-0000000000022
    givenName: Adele
    surname: Vance
    email: adelev@example.com
  - id: user-id-3
    name: Isaiah Langer
    userPrincipleName: isaiahl@example.com
    aadObjectId: 00000000-0000-0000-0000-0000000000023
    givenName: Isaiah
    surname: Langer
    email: isaiahl@example.com
  - id: user-id-4
    name: Patti Fernandez
    userPrincipleName: pattif@example.com
    aadObjectId: 00000000-0000-0000-0000-0000000000024
    givenName: Patti
    surname: Fernandez
    email: pattif@example.com
  - id: user-id-5
    name: Lynne Robbins
    userPrincipleName: lynner@example.com
    aadObjectId: 00000000-0000-0000-0000-0000000000025
    givenName: Lynne
    surname: Robbins
    email: lynner@example.com
personalChat:
  id: personal-chat-id
groupChat:
  id: group-chat-id
  name: Sales group
team:
  id: team-id
  name: Sales
  aadGroupId: 00000000-0000-0000-0000-0000000000031
  channels:
    - id: channel-announcements-id
      name: Pipeline
"""
"""The people and conversations that the playground plays; it wants at least five colleagues."""


def main() -> int:
    """Runs both until Ctrl-C, SIGTERM, or until one of them ends; returns the exit status."""
    # SIGINT too: a shell starts what runs in the background with it ignored.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _interrupt)
    with contextlib.ExitStack() as running:
        try:
            processes = [running.enter_context(host(HOST_PORT))]
            processes.append(running.enter_context(playground(PLAYGROUND_PORT, HOST_PORT)))
            print(f"\n  chat   http://localhost:{PLAYGROUND_PORT}", file=sys.stderr)
            print(f"  board  http://localhost:{HOST_PORT}/tab\n\n  Ctrl-C ends both.\n", file=sys.stderr)
            while all(process.poll() is None for process in processes):
                time.sleep(0.2)
        except KeyboardInterrupt:
            return 0
        except RuntimeError as error:
            print(error, file=sys.stderr)
    return 1


@contextlib.contextmanager
def host(port: int, settings: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The host in development mode on loopback."""
    chosen = {"LEADLINE_ENV": "dev", "HOST": "127.0.0.1", "PORT": str(port)}
    # Several may run side by side, as tests do: nobody is in the way of another's operator.
    chosen |= {"OPERATIONS_PORT": "0", **(settings or {})}
    with _started([sys.executable, "-m", "app", "serve"], chosen, ROOT) as process:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process, "the host")
        yield process


@contextlib.contextmanager
def playground(port: int, host_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The chat client, talking to the host on `host_port`."""
    folder = ROOT / "data" / f"playground-{port}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".m365agentsplayground.yml").write_text(CONFIG, encoding="utf-8")
    script = ROOT / "tests/node/node_modules/@microsoft/m365agentsplayground/cli.js"
    endpoint = f"http://127.0.0.1:{host_port}/api/messages"
    command = [_node(), str(script), "-e", endpoint, "-c", "msteams", "-p", str(port), "--dt"]
    try:
        settings = {"TEAMSAPPTESTER_BROWSER": "none", "NODE_OPTIONS": f"--require {LOOPBACK}"}
        with _started(command, settings, folder) as process:
            _wait_for(f"http://127.0.0.1:{port}/_debug/ping", process, "the chat playground")
            yield process
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _started(
    command: list[str], settings: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends both in order.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    process = subprocess.Popen(command, env=environment, cwd=folder, start_new_session=True)  # noqa: S603
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
            return


def _wait_for(url: str, process: subprocess.Popen[bytes], name: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(url, timeout=2),  # noqa: S310 - our own address
        ):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{name} did not start; is its port taken? ({url})")


def _node() -> str:
    found = shutil.which(
        "node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    )
    if found is None:
        raise RuntimeError("Node is missing: run make setup")
    return found


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
