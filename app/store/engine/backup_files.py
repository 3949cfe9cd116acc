"""Backup files: which engine made one, as its first bytes tell."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.store.engine.errors import BackupFailed

_LENGTH = 16


def check_beginning(file: Path, expected: bytes, engine: str) -> None:
    """Raises BackupFailed where a file does not begin as the backups of an engine do."""
    head = b""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        head = stream.read(_LENGTH)
    if not head:
        raise BackupFailed(f"{file} cannot be read")
    if not head.startswith(expected):
        raise BackupFailed(
            f"{file} is no backup of {engine}; to change from one to the other there is `copy`"
        )
