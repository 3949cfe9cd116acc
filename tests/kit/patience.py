"""Waiting for something that nobody tells of."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable


async def eventually(
    is_so: Callable[[], bool | Awaitable[bool]], *, within: float = 60.0, every: float = 0.01
) -> None:
    """Waits until it is so; raises TimeoutError after so many seconds."""
    async with asyncio.timeout(within):
        while True:
            found = is_so()
            if await found if inspect.isawaitable(found) else found:
                return
            await asyncio.sleep(every)


def wait_until(is_so: Callable[[], object], *, within: float = 60.0, every: float = 0.01) -> None:
    """The same where no loop runs."""
    until = time.monotonic() + within
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(every)
