"""A watch on the event loop: the longest that one message kept it from everything else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Watch:
    """Milliseconds of processor time between two beats of a task that beats whenever it may: other processes
    do not count, and neither do the worker threads of the store."""

    longest: float = 0.0
    beats: int = 0

    async def beat(self) -> None:
        """Beats until it is cancelled."""
        last = time.thread_time()
        while True:
            await asyncio.sleep(0)
            now = time.thread_time()
            self.longest, last = max(self.longest, (now - last) * 1000), now
            self.beats += 1


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Watch]:
    """A watch on the loop that runs."""
    watch = Watch()
    beating = asyncio.create_task(watch.beat())
    await asyncio.sleep(0)
    try:
        yield watch
        await asyncio.sleep(0)
    finally:
        beating.cancel()
