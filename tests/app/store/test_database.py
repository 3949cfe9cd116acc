"""Connections: threads keep theirs, and a server that was restarted is met again without an error."""

import psycopg
import pytest

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.records import find_records
from app.domain.member import Actor
from app.store import database as database_module
from app.store.database import Database


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_the_server_ended_are_replaced(
    database_url: str, alex: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "TRUSTED_FOR", 0.0)
    crm = Crm(Database(database_url))
    await crm.write(alex, capture_lead, LeadDraft(name="Ann"))
    await crm.read(alex, find_records, "ann")
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await crm.write(alex, capture_lead, LeadDraft(name="Ben"))
    assert len((await crm.read(alex, find_records, "ben")).hits) == 1
    await crm.close()


async def test_a_failed_use_case_leaves_nothing(crm: Crm, alex: Actor) -> None:
    def fail_after_work(work: object, actor: object) -> None:
        capture_lead(work, actor, LeadDraft(name="Half"))  # type: ignore[arg-type]
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await crm.write(alex, fail_after_work)
    assert not (await crm.read(alex, find_records, "half")).hits
    kept = await crm.write(alex, capture_lead, LeadDraft(name="Whole"))
    assert kept.record.number == 1
