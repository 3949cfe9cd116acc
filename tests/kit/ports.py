"""Ports for processes that want to be told where to listen."""

from __future__ import annotations

import contextlib
import os
import random
import socket
from collections.abc import Iterator

# Below those that systems give to whoever asks for any, so that nobody takes one before the process does;
# the bench takes its own from those above these.
_CANDIDATES = range(20_000, 26_000)
_SHARES = 4
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _SHARES


def free_ports() -> Iterator[int]:
    """Different ports of this machine that nobody listens on; other ones in each process of a test run, as
    all of them may shuffle alike."""
    mine = _CANDIDATES[_WORKER::_SHARES]
    return filter(_is_free, random.sample(mine, len(mine)))


def _is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False
