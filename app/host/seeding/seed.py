"""Seed: made-up records in any number, in one or several workspaces."""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from app.domain.event import Source
from app.domain.member import Actor, Entrance, Member
from app.host.configuration import PLAYGROUND_NAME, PLAYGROUND_TENANT, PLAYGROUND_USER, Configuration
from app.host.seeding.bulk import Batch, Bulk, Terms, prepare
from app.host.seeding.sample_data import RECORDS_OF_DEAL, Portion, invent, share
from app.progress import Progress
from app.store.database import Database
from app.store.opening import opened
from app.store.schema import migrate
from app.store.work import Work, begin_write

PORTION = 2_000
"""Opportunities, or leads where they are more, that are made up in one go."""
TRANSACTION = 100_000
"""As many are stored in one transaction: the search index costs least where many words come at once."""
LEADS_SHARE = 0.7
"""Leads for each opportunity unless told."""
AHEAD = 4
"""Portions that are made up before they can be stored."""
ALONE = 10_000
"""For no more than these no second process is started."""


def seed(configuration: Configuration, opportunities: int, workspaces: int, leads: int | None = None) -> int:
    """Fills the database; prints how long it took. The first workspace is the one that the chat playground
    plays, or the first ones those of the tenants allowed; the numbers are divided among all of them."""
    leads = int(opportunities * LEADS_SHARE) if leads is None else leads
    began = time.monotonic()
    with opened(configuration.database_url, may_create=True) as database, ExitStack() as stack:
        migrate(database)
        stack.enter_context(_without_collections())
        executor = None
        if max(opportunities, leads) > ALONE:
            executor = stack.enter_context(_start_workers())
        progress = Progress("records", opportunities * RECORDS_OF_DEAL + leads)
        for position, tenant in enumerate(_tenants(configuration, workspaces)):
            deals, people = share(opportunities, workspaces, position), share(leads, workspaces, position)
            _fill(database, tenant, (deals, people), executor, progress, configuration.entrance)
        database.tidy()
        progress.end()
    seconds = time.monotonic() - began
    print(
        f"{opportunities} opportunities and {leads} leads in {workspaces} workspace(s) after {seconds:.1f} s"
    )
    return 0


@contextmanager
def _without_collections() -> Iterator[None]:
    """Millions of rows hold no cycles, and looking for some in them takes longer than making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _start_workers() -> ProcessPoolExecutor:
    # A fresh process each: a copy of this one would hold our connection to the database as well.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(min(4, os.cpu_count() or 1), mp_context=context, initializer=gc.disable)


def _tenants(configuration: Configuration, count: int) -> Iterator[str]:
    allowed = [PLAYGROUND_TENANT] if configuration.is_dev else sorted(configuration.allowed_tenants)
    yield from (allowed or [PLAYGROUND_TENANT])[:count]
    for position in range(len(allowed) or 1, count):
        yield str(uuid.uuid5(uuid.NAMESPACE_DNS, f"workspace-{position}.leadline.example"))


def _fill(
    database: Database,
    tenant: str,
    counts: tuple[int, int],
    executor: Executor | None,
    progress: Progress,
    entrance: Entrance,
) -> None:
    actor = Actor(tenant_id=tenant, user_id=PLAYGROUND_USER, name=PLAYGROUND_NAME, source=Source.IMPORT)
    for some in _cut(*counts, TRANSACTION):
        with database.write() as connection:
            work, member = begin_write(connection, actor, entrance)
            # All that a batch points to lies in it or in the workspace.
            database.engine.take_time(connection)
            database.engine.trust(connection)
            bulk = Bulk(work, partial(database.engine.load, connection))
            terms = Terms(database.engine, work.workspace.id, member.id, actor)
            prepared = partial(_prepare, terms)
            portions = _portions(work, member, *some)
            for batch in _in_order(executor, prepared, portions):
                bulk.add(batch)
                progress.advance(batch.events)
            bulk.finish()


def _portions(work: Work, owner: Member, opportunities: int, leads: int) -> Iterator[tuple[Portion, int]]:
    """What to make up, and the sequence of its first event."""
    number, sequence, pipeline = work.next_number, work.next_sequence, work.pipelines.default()
    for some, some_leads in _cut(opportunities, leads, PORTION):
        portion = Portion(
            seed=f"{work.workspace.tenant_id}-{number}",
            opportunities=some,
            leads=some_leads,
            first_number=number,
            now=work.now,
            pipeline=pipeline,
            owner=owner.id,
        )
        yield portion, sequence
        number, sequence = number + portion.size, sequence + portion.size


def _cut(opportunities: int, leads: int, most: int) -> Iterator[tuple[int, int]]:
    """Both counts in pieces, none with more than `most` of either."""
    pieces = -(-max(opportunities, leads) // most)
    for piece in range(pieces):
        yield share(opportunities, pieces, piece), share(leads, pieces, piece)


def _prepare(terms: Terms, portion: Portion, sequence: int) -> Batch:
    return prepare(terms, invent(portion), sequence)


def _in_order(
    executor: Executor | None,
    prepared: Callable[[Portion, int], Batch],
    portions: Iterable[tuple[Portion, int]],
) -> Iterator[Batch]:
    """The batches in the order of their portions; a few are made while the one before is stored."""
    if executor is None:
        yield from (prepared(*portion) for portion in portions)
        return
    waiting: deque[Future[Batch]] = deque()
    for portion in portions:
        waiting.append(executor.submit(prepared, *portion))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
