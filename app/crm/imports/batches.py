"""Batches: a long import is many short transactions, so that nobody waits for all of it. Each one is whole,
and anybody may go on where the last one ended."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from app.crm.imports.intake import import_portion
from app.crm.imports.reverting import begin_revert, revert_portion
from app.crm.imports.views import ImportView, show_import
from app.domain.imports import ImportState

Write = Callable[..., Awaitable[Any]]
"""Carries a use case out in a transaction of its own, with the arguments that follow it."""


async def run_import(write: Write, id_: int, seconds: float = float("inf")) -> ImportView:
    """Takes in the rows of an import that runs; after some `seconds` it stays as far as it has come. Raises
    DomainError."""
    until = time.monotonic() + seconds
    while (await write(import_portion, id_)).state is ImportState.RUNNING and time.monotonic() < until:
        pass
    view: ImportView = await write(show_import, id_)
    return view


async def run_revert(write: Write, id_: int) -> ImportView:
    """Takes an import back. Raises DomainError."""
    for position in await write(begin_revert, id_):
        await write(revert_portion, id_, position)
    view: ImportView = await write(show_import, id_)
    return view
