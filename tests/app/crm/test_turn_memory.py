"""What was answered is saved for each tenant by itself: what one cannot have saved keeps no other's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.crm import turn_memory as notes_module
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.people.members import me
from app.crm.privacy import erasing as erasing_module
from app.crm.privacy.erasing import ask_erasure
from app.crm.privacy.findings import Finding, findings_of
from app.crm.views import Shown
from app.domain.erasure import DataSubject, SubjectKind
from app.domain.member import Actor
from app.store.database import Database
from app.store.engine import postgres
from app.store.tables import memories
from tests.kit.patience import eventually

PEOPLE = 5


@pytest.fixture
async def people(crm: Crm, alex: Actor) -> list[Actor]:
    """One member of each of several tenants."""
    known = [replace(alex, tenant_id=f"tenant {position}") for position in range(PEOPLE)]
    for actor in known:
        await crm.write(actor, me)
    return known


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("bad", ["nul\x00nul", "lone \ud800"])
async def test_what_the_database_never_takes_keeps_nothing_else(
    crm: Crm, database: Database, people: list[Actor], bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Of the same tenant, and of others."""
    for position in range(7):
        crm.answered(replace(people[0], turn=("chat", f"good {position}")))
    crm.answered(replace(people[0], turn=("chat", bad)))
    crm.speak_of(replace(people[0], turn=(bad, "good")), 7)
    crm.speak_of(replace(people[0], turn=("chat", "good")), 8)
    crm.answered(replace(people[1], turn=("chat", "good")))
    crm.answered(replace(people[2], tenant_id=bad, turn=("chat", "nobody's")))
    await crm._turn_memory.save()
    assert _saved(database) == {(0, f"good {position}") for position in range(7)} | {(1, "good")}
    with database.read() as connection:
        assert list(connection.execute(sa.select(memories.c.about)).scalars()) == [8]
    assert caplog.text.count("is refused and dropped") == 3
    assert not any(pad.notes() for pad in crm._turn_memory._pads.values())
    # Long after, the host goes on to save.
    crm.answered(replace(people[0], turn=("chat", "later")))
    await crm._turn_memory.save()
    assert (0, "later") in _saved(database)


async def test_a_tenant_that_fails_is_tried_again_and_dropped_loudly(
    crm: Crm,
    database: Database,
    people: list[Actor],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(notes_module, "SAVED_EVERY", 0.01)
    monkeypatch.setattr(notes_module, "LONGEST_PAUSE", 0.02)
    monkeypatch.setattr(notes_module, "MOST_TRIES", 4)
    mark, tried = crm._turn_memory._mark, 0

    def fail(tenant: str, *rest: Any) -> None:
        nonlocal tried
        if tenant == people[0].tenant_id:
            tried += 1
            raise OSError("the disk is full")
        mark(tenant, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(crm._turn_memory, "_mark", fail)
        for actor in people:
            crm.answered(replace(actor, turn=("chat", "turn")))
        others = {(position, "turn") for position in range(1, PEOPLE)}
        await eventually(lambda: _saved(database) == others and "dropped" in caplog.text)
    assert tried == 4
    assert "1 notes of a tenant were refused 4 times and are dropped" in caplog.text
    # What comes after it is saved.
    crm.answered(replace(people[0], turn=("chat", "next")))
    await crm._turn_memory.save()
    assert _saved(database) == {*others, (0, "next")}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_while_the_database_is_away_nothing_is_dropped(
    crm: Crm, database: Database, people: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes_module, "SAVED_EVERY", 0.01)
    monkeypatch.setattr(notes_module, "LONGEST_PAUSE", 0.02)
    monkeypatch.setattr(notes_module, "MOST_TRIES", 2)
    mark, tried = crm._turn_memory._mark, 0

    def be_away(tenant: str, *rest: Any) -> None:
        nonlocal tried
        tried += 1
        if tried < 10:
            raise psycopg.OperationalError("connection refused")
        mark(tenant, *rest)

    monkeypatch.setattr(crm._turn_memory, "_mark", be_away)
    crm.answered(replace(people[0], turn=("chat", "turn")))
    await eventually(lambda: _saved(database) == {(0, "turn")})


@pytest.fixture
def endless_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a row waits for as long as it is held: no stalled machine looks like that."""
    options = f"{postgres._OPTIONS} -c lock_timeout=0 -c statement_timeout=0"
    monkeypatch.setattr(postgres, "_OPTIONS", options)


@pytest.mark.usefixtures("endless_locks")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_tenant_whose_rows_are_held_keeps_nobody_waiting(
    crm: Crm, database: Database, database_url: str, people: list[Actor]
) -> None:
    """Held as nothing of ours holds them: even who points to them has to wait."""
    with psycopg.connect(database_url) as other:
        other.execute("SELECT 1 FROM workspaces WHERE tenant_id = %s FOR UPDATE", [people[0].tenant_id])
        for actor in people:
            crm.answered(replace(actor, turn=("chat", "turn")))
        others = {(position, "turn") for position in range(1, PEOPLE)}
        await eventually(lambda: _saved(database) == others)
        for actor in people[1:]:
            async with asyncio.timeout(60):
                await crm.write(actor, capture_lead, LeadDraft(name="Ann"))


@pytest.mark.usefixtures("endless_locks")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_was_answered_is_saved_while_somebody_writes(
    crm: Crm, database: Database, database_url: str, people: list[Actor]
) -> None:
    """The lock of a writer is no wider than needed: a row that points to the workspace goes in beside it."""
    with psycopg.connect(database_url) as other:
        other.execute(
            "SELECT 1 FROM workspaces, counters WHERE counters.workspace_id = workspaces.id FOR NO KEY UPDATE"
        )
        crm.answered(replace(people[0], turn=("chat", "turn")))
        crm.show(replace(people[0], turn=("chat", "turn")), Shown(of="leads"))
        async with asyncio.timeout(60):
            await crm._turn_memory.save()
    assert _saved(database) == {(0, "turn")}
    assert _shown(database) == ["leads"]


async def test_a_list_from_before_an_erasure_is_not_saved_after_it(
    crm: Crm, database: Database, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was just erased may have been looked for, on another host as well."""
    monkeypatch.setattr(notes_module, "SAVED_EVERY", 3600.0)
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Quirin Zwack"))).record.number
    has_looked, may_end = threading.Event(), threading.Event()

    def findings_then_wait(*args: Any) -> list[Finding]:
        found = findings_of(*args)
        has_looked.set()
        assert may_end.wait(60.0)
        return found

    def show(host: Crm, place: str, text: str) -> None:
        host.show(replace(alex, turn=(place, "1")), Shown(of="leads", text=text))

    others = [Crm(database), Crm(database)]
    for other in others:
        show(other, "before", "Zwack")
    monkeypatch.setattr(erasing_module, "findings_of", findings_then_wait)
    erasing = asyncio.create_task(crm.write(alex, ask_erasure, DataSubject(SubjectKind.RECORD, lead), None))
    await asyncio.to_thread(has_looked.wait, 60.0)
    show(others[1], "meanwhile", "Zwack")
    saving = asyncio.create_task(others[0]._turn_memory.save())
    await asyncio.wait({saving}, timeout=0.5)
    assert not saving.done()
    may_end.set()
    await asyncio.gather(erasing, saving, others[1]._turn_memory.save())
    show(others[1], "after", "Tom")
    await others[1]._turn_memory.save()
    assert _shown(database) == ["Tom"]
    for other in others:
        await other._turn_memory.close()
        other._writers.shutdown()


def _shown(database: Database) -> list[str]:
    """What the lists that are saved were asked with, or else what they list."""
    with database.read() as connection:
        found = connection.execute(sa.select(memories.c.shown)).scalars()
        return [shown["text"] or shown["of"] for shown in found if shown]


def _saved(database: Database) -> set[tuple[int, str]]:
    """The answered turns: the position of their tenant, and their activity."""
    with database.read() as connection:
        found: Sequence[Any] = connection.execute(
            sa.text(
                "SELECT tenant_id, activity_id FROM turns JOIN workspaces ON id = workspace_id"
                " WHERE answered_at IS NOT NULL"
            )
        ).all()
    return {(int(row.tenant_id.removeprefix("tenant ")), row.activity_id) for row in found}
