"""Every statement finds its workspace by itself: on a database that is partitioned by workspace, nothing
looks into a partition in which no workspace lies."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from app.host.main import CRM
from app.store.database import Database
from tests.conftest import DIVIDED
from tests.kit.activities import ALEX, FOREIGN_TENANT, TENANT
from tests.kit.books import check_books, read_books
from tests.kit.host import HostUnderTest, start_host
from tests.kit.lending import Lending
from tests.kit.partitions import PARTS, forget_looks, parts_looked_into, parts_of

SARAH = "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example"

pytestmark = [
    pytest.mark.divided,
    pytest.mark.parametrize("database_url", [DIVIDED], indirect=True),
]


async def test_nothing_looks_where_no_workspace_lies(database_url: str, lending: Lending) -> None:
    lending.end()
    forget_looks(database_url)
    async with start_host(database_url) as host:
        for tenant in (TENANT, FOREIGN_TENANT):
            await _use_all(host, tenant)
        await host.app[CRM].news({TENANT: 0, FOREIGN_TENANT: 3, "nobody's": 0})
    # Whoever leaves tells what they have looked into.
    lending.end()
    looked, mine = parts_looked_into(database_url), parts_of(database_url)
    assert len(mine) == 2, "they lie together: nothing would be seen"
    assert looked == mine
    # It would be seen.
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT count(*) FROM leads")
    assert parts_looked_into(database_url) == set(range(PARTS))
    database = Database(database_url)
    for tenant in (TENANT, FOREIGN_TENANT):
        check_books(read_books(database, tenant))
    database.close()


async def _use_all(host: HostUnderTest, tenant: str) -> None:
    """What people do: in the chat, through the API, with a file, and back again."""
    for text in (
        *("hi", SARAH, SARAH.replace("Meier", "Meyer"), "show 1", "note 1 met her at the fair", "find sarah"),
        *("qualify 1", "task 1 call her tomorrow", "my work", "my leads", "pipeline", "settings", "undo"),
        *("merge 1 and 2", "assign 1 to me", "follow 1", "board", "history 1", "help", "more"),
    ):
        await host.say(text, tenant=tenant)
    await host.press("lead.capture", {"form": "f", "name": "Ben Okoro", "company": "Kranz"}, tenant=tenant)
    await host.press("lead.qualify.save", {"number": 1, "form": "q", "need": "a tool"}, tenant=tenant)
    captured = await host.api("POST", "/leads", {"name": "Ann", "company": "Acme AG"}, tenant=tenant)
    number = captured.body["number"]
    qualified = await host.api("POST", f"/leads/{number}/qualify", {"need": "a tool"}, tenant=tenant)
    assert qualified.status == 200, qualified
    open_deals = await host.api("GET", "/opportunities?limit=1", tenant=tenant)
    deal = open_deals.body["items"][0]["number"]
    moved = await host.api("POST", f"/opportunities/{deal}/move", {"stage": "meeting"}, tenant=tenant)
    assert moved.status == 200, moved
    for kind in ("leads", "opportunities", "contacts", "organizations", "activities"):
        assert (await host.api("GET", f"/{kind}?limit=2&q=a", tenant=tenant)).status == 200
        assert (await host.api("GET", f"/{kind}?limit=2", tenant=tenant)).status == 200
    for path in ("/me", "/board", "/members", f"/opportunities/{deal}", "/imports?limit=5", "/workspace"):
        await host.api("GET", path, tenant=tenant)
    await _bring_along(host, tenant)
    await asyncio.gather(*(host.api("POST", "/leads", {"name": f"P {n}"}, tenant=tenant) for n in range(4)))


async def _bring_along(host: HostUnderTest, tenant: str) -> None:
    headers = {"Authorization": f"Bearer {host.tab_token(tenant, ALEX['aadObjectId'])}"}
    headers["Content-Type"] = "text/csv"
    url, content = f"{host.url}/api/v1/imports", b"Name,Company\nZoe,Acme AG\nEve,Kranz AG\n"
    async with host.session.post(url, data=content, headers=headers) as answer:
        assert answer.status == 201
        id_ = (await answer.json())["id"]
    assert (await host.api("POST", f"/imports/{id_}/revert", tenant=tenant)).status == 200
