"""Ports for processes that want to be told where to listen."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterator

# Below those that systems give to whoever asks for any, so that nobody takes one before the process does;
# the bench takes its own from those above these.
_CANDIDATES = range(20_000, 26_000)


def free_ports() -> Iterator[int]:
    """Different ports of this machine that nobody listens on."""
    return filter(_is_free, random.sample(_CANDIDATES, len(_CANDIDATES)))


def _is_free(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False
