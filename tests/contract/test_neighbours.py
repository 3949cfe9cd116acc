"""No tenant waits for another: the row of one is held while its people read, import and write as much as they
can, and the other one goes on to work, on the same host and on another."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import psycopg
import pytest

import app.crm.workers as workers_module
import app.store.engine.postgres as postgres_module
from app.host.main import CRM
from tests.kit import activities
from tests.kit.activities import ALEX, FOREIGN_TENANT, TENANT
from tests.kit.host import Answer, HostUnderTest, start_host
from tests.kit.patience import eventually

WRITES = 20
"""What a quiet tenant saves on each host while the other one is held. How long each takes tells
`python -m bench neighbours`, as here other tests run beside."""
WRITERS = 10

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
Hosts = tuple[HostUnderTest, HostUnderTest]


@pytest.fixture
async def hosts(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hosts]:
    """Two that give up neither a call nor a lock: who waits for a tenant that is held waits to the end."""
    patient = re.sub(r"(_timeout)=\d+", r"\1=300000", postgres_module._OPTIONS)
    monkeypatch.setattr(postgres_module, "_OPTIONS", patient)
    monkeypatch.setattr(workers_module, "PATIENCE", 300.0)
    async with start_host(database_url) as one, start_host(database_url) as other:
        yield one, other


async def test_a_busy_tenant_keeps_no_other_waiting(hosts: Hosts, database_url: str) -> None:
    for host, tenant in itertools.product(hosts, (TENANT, FOREIGN_TENANT)):
        assert (await _capture(host, tenant, "First")).status == 201
    over = asyncio.Event()
    with _held(database_url, FOREIGN_TENANT):
        crowd = [asyncio.create_task(_write(hosts[0], f"Writer {n}", over)) for n in range(WRITERS)]
        crowd += [asyncio.create_task(_ask(host, over)) for host in hosts]
        crowd += [asyncio.create_task(_import(host)) for host in hosts]
        await eventually(lambda: hosts[0].app[CRM].load().waiting["write"] > 0)
        # Whoever waited for what is held would wait for ever.
        async with asyncio.timeout(120):
            await asyncio.gather(*map(_work, hosts))
        assert hosts[0].app[CRM].load().waiting["write"] > 0
        over.set()
    assert {await each for each in crowd} <= {200, 201}
    for host in hosts:
        assert (await _capture(host, FOREIGN_TENANT, "Last")).status == 201


async def test_who_is_too_many_is_told_when_to_come_again(
    hosts: Hosts, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "MOST_WAITING", 2)
    host = hosts[0]
    assert (await _capture(host, FOREIGN_TENANT, "First")).status == 201
    await host.say("help", tenant=FOREIGN_TENANT)
    with _held(database_url, FOREIGN_TENANT):
        writers = [asyncio.create_task(_capture(host, FOREIGN_TENANT, f"W {n}")) for n in range(4)]
        await eventually(lambda: host.app[CRM].load().waiting["write"] == 2)
        headers = {"Authorization": f"Bearer {host.tab_token(FOREIGN_TENANT, ALEX['aadObjectId'])}"}
        url = f"{host.url}/api/v1/leads"
        async with host.session.post(url, json={"name": "Refused"}, headers=headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            body = await answer.json()
        assert (body["code"], "try again" in body["message"]) == ("busy", True)
        told = await host.say("neuer Lead Nina Abgewiesen, Kranz AG", tenant=FOREIGN_TENANT, locale="de-DE")
        assert "bitte versuch es gleich noch einmal" in str(told)
        form = {"form": "f", "name": "Nina Abgewiesen"}
        again = await host.press("lead.capture", form, tenant=FOREIGN_TENANT, user=ALEX)
        assert "Nina Abgewiesen" in str(again)
        assert "please try again in a moment" in str(again)
        # Others are not told so.
        assert (await _capture(host, TENANT, "Ann")).status == 201
    assert [answer.status for answer in await asyncio.gather(*writers)] == [201] * 4
    found = await host.api("GET", "/leads?limit=50", tenant=FOREIGN_TENANT)
    names = {item["name"] for item in found.body["items"]}
    assert names == {"First", *(f"W {n}" for n in range(4))}
    # The same form is carried out when it comes again.
    assert "Nina Abgewiesen" in str(await host.press("lead.capture", form, tenant=FOREIGN_TENANT, user=ALEX))


@contextmanager
def _held(database_url: str, tenant: str) -> Iterator[None]:
    """Holds the lock that a writer of the tenant takes."""
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "SELECT 1 FROM workspaces JOIN counters ON counters.workspace_id = workspaces.id"
            " WHERE tenant_id = %s FOR NO KEY UPDATE",
            [tenant],
        )
        yield
        connection.rollback()


async def _work(host: HostUnderTest) -> None:
    """What the quiet tenant does meanwhile."""
    for number in range(WRITES):
        assert (await _capture(host, TENANT, f"Person {number}")).status == 201


async def _write(host: HostUnderTest, name: str, over: asyncio.Event) -> int:
    for number in itertools.count():
        answer = await _capture(host, FOREIGN_TENANT, f"{name} {number}")
        if answer.status != 201 or over.is_set():
            return answer.status
    return 0


async def _ask(host: HostUnderTest, over: asyncio.Event) -> int:
    """Somebody who only looks; but that they were answered is saved."""
    while not over.is_set():
        asked = activities.message(host.service_url, "pipeline", tenant=FOREIGN_TENANT)
        if (answer := await host.deliver(asked)).status != 200:
            return answer.status
        await asyncio.sleep(0.05)
    return 200


async def _import(host: HostUnderTest) -> int:
    rows = "\n".join(f"Person {number},Company {number}" for number in range(300))
    headers = {
        "Authorization": f"Bearer {host.tab_token(FOREIGN_TENANT, ALEX['aadObjectId'])}",
        "Content-Type": "text/csv",
    }
    content = f"Name,Company\n{rows},{id(host)}\n".encode()
    url = f"{host.url}/api/v1/imports"
    async with host.session.post(url, data=content, headers=headers) as answer:
        return answer.status


async def _capture(host: HostUnderTest, tenant: str, name: str) -> Answer:
    return await host.api("POST", "/leads", {"name": name}, tenant=tenant)
