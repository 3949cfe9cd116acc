"""The courier over HTTP: what did not arrive does so later, in order, once, or is given up for all to see."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Any

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

import app.courier.courier as courier_module
import bot.post as post_module
from app.courier.room import Room
from app.crm.deliveries import end_delivery
from app.domain.delivery import DeliveryState
from app.domain.errors import Busy
from app.host.main import COURIER, CRM, DATABASE
from app.store.tables import conversations, deliveries, turns
from tests.contract.test_delivery import BLOCKED, LEAD, leads, settled
from tests.kit import activities
from tests.kit.activities import FOREIGN_TENANT
from tests.kit.host import HostUnderTest
from tests.kit.patience import eventually


def said_in(answer: dict[str, Any]) -> str:
    return str(answer["attachments"])


def rows(host: HostUnderTest, table: sa.Table = deliveries) -> list[Any]:
    with host.app[DATABASE].read() as connection:
        return list(connection.execute(sa.select(table)).mappings())


def counted(outcome: str) -> float:
    labels = {"kind": "answer", "outcome": outcome}
    return REGISTRY.get_sample_value("leadline_deliveries_total", labels) or 0.0


async def say(host: HostUnderTest, text: str, conversation: str = "", **more: Any) -> None:
    if conversation:
        more["conversation"] = {"id": conversation, "conversationType": "personal"}
    answer = await host.deliver(activities.message(host.service_url, text, **more))
    assert answer.status < 300


async def test_answers_of_a_conversation_arrive_in_their_order(host: HostUnderTest) -> None:
    host.connector.go_away(503)
    names = ["Anna Arndt", "Bert Bauer", "Carl Conrad", "Dora Diehl"]
    for name in names:
        await say(host, f"new lead {name}")
    host.connector.come_back()
    # Who writes meanwhile is not answered before those who wait.
    await say(host, "new lead Emil Ernst")
    answers = await host.connector.wait_until_taken(5)
    found = [next(name for name in [*names, "Emil Ernst"] if name in said_in(one)) for one in answers]
    assert found == [*names, "Emil Ernst"]
    await settled(host)
    assert len(host.connector.taken) == 5
    assert await leads(host) == 5


async def test_each_answer_is_noted_with_its_end(host: HostUnderTest) -> None:
    kept, delivered = counted("kept"), counted("delivered")
    host.connector.answer_next(502)
    await say(host, LEAD)
    await host.connector.wait_until_taken(1)
    await settled(host)
    (row,), (turn,) = rows(host), rows(host, turns)
    assert (row["state"], row["payload"]) == (DeliveryState.DELIVERED, None)
    assert turn["answered_at"] is not None
    assert (counted("kept"), counted("delivered")) == (kept + 1, delivered + 1)


async def test_patience_is_had_as_long_as_it_is_asked_for(host: HostUnderTest) -> None:
    host.connector.answer_next(429, headers={"Retry-After": "2"}, path="busy")
    await say(host, "help", "busy")
    began = time.monotonic()
    # Others need not have it.
    await say(host, "help", "idle")
    assert len(host.connector.taken) == 1
    await host.connector.wait_until_taken(2)
    assert time.monotonic() - began >= 1.8


async def test_a_silent_service_is_tried_with_one_after_the_other(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (courier_module, post_module):
        monkeypatch.setattr(module, "PATIENCE", 1.5)
    host.connector.go_away()
    places = [f"place-{number}" for number in range(12)]
    await asyncio.gather(*(say(host, "help", place) for place in places))
    await asyncio.sleep(4.0)
    # Each was tried once at first; since then one or two were under way at a time.
    assert len(host.connector.requests) < 2 * len(places)
    host.connector.come_back()
    began = time.monotonic()
    await host.connector.wait_until_taken(len(places))
    assert time.monotonic() - began < 5.0
    await settled(host)
    host.connector.release()
    assert len(host.connector.taken) == len(places)


async def test_where_nothing_arrives_nothing_is_sent_until_somebody_is_there_again(
    host: HostUnderTest,
) -> None:
    host.connector.go_away(503)
    await say(host, "help")
    await say(host, LEAD)
    lost = counted("unreachable")
    host.connector.come_back()
    host.connector.answer_next(403, body=BLOCKED)
    await settled(host)
    assert [row["state"] for row in rows(host)] == [DeliveryState.UNREACHABLE] * 2
    assert counted("unreachable") == lost + 2
    assert host.connector.taken == []
    (place,) = rows(host, conversations)
    assert place["unreachable_at"] is not None
    await say(host, "help")
    await host.connector.wait_until_taken(1)
    await eventually(lambda: rows(host, conversations)[0]["unreachable_at"] is None)


async def test_what_is_worth_nothing_any_more_is_given_up_for_all_to_see(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(courier_module, "WORTH", dt.timedelta(seconds=0.5))
    before = counted("given_up")
    host.connector.go_away(503)
    await say(host, LEAD)
    await settled(host)
    (row,) = rows(host)
    assert (row["state"], row["payload"]) == (DeliveryState.GIVEN_UP, None)
    assert counted("given_up") == before + 1
    assert "answers were given up" in caplog.text
    assert "Sarah" not in caplog.text


async def test_what_the_service_stumbles_over_is_refused_where_it_takes_others(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "LONGEST_WAIT", 0.5)
    host.connector.go_away(500, path="poison")
    await say(host, "help", "poison")
    for _ in range(200):
        await say(host, "help", "healthy")
        if rows(host)[0]["state"] == DeliveryState.REFUSED:
            break
        await asyncio.sleep(0.1)
    assert rows(host)[0]["state"] == DeliveryState.REFUSED
    # The conversation is free again.
    host.connector.come_back()
    taken = len(host.connector.taken)
    await say(host, "help", "poison")
    await host.connector.wait_until_taken(taken + 1)


async def test_what_cannot_be_noted_is_not_sent_again(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "LEASE", 0.2)
    errands = host.app[CRM].errands
    attend, failures = errands.attend, [True] * 5

    async def fail(tenant: str, use_case: Any, *args: Any, **more: Any) -> Any:
        if use_case is end_delivery and failures:
            failures.pop()
            raise ConnectionError
        return await attend(tenant, use_case, *args, **more)

    host.connector.answer_next(503)
    monkeypatch.setattr(errands, "attend", fail)
    await say(host, LEAD)
    await host.connector.wait_until_taken(1)
    await settled(host)
    assert failures == []
    assert len(host.connector.taken) == 1


@pytest.mark.parametrize("held", ["all", "ends"])
async def test_a_busy_tenant_keeps_no_other_tenants_answers(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    """Nor does it take their place, where there is one for one delivery at a time."""
    host.app[COURIER]._room = Room(1)
    errands = host.app[CRM].errands
    attend, is_held, is_free = errands.attend, asyncio.Event(), asyncio.Event()

    async def attend_or_wait(tenant: str, use_case: Any, *args: Any, **more: Any) -> Any:
        if tenant == FOREIGN_TENANT and (held == "all" or use_case is end_delivery) and not is_free.is_set():
            is_held.set()
            await is_free.wait()
            raise Busy
        return await attend(tenant, use_case, *args, **more)

    host.connector.answer_next(502)
    await say(host, "new lead Bert Bauer", "b-place", tenant=FOREIGN_TENANT)
    monkeypatch.setattr(errands, "attend", attend_or_wait)
    await asyncio.wait_for(is_held.wait(), 60.0)
    for number, name in enumerate(["Anna Arndt", "Carl Conrad", "Dora Diehl"], len(host.connector.taken) + 1):
        host.connector.answer_next(502)
        await say(host, f"new lead {name}")
        assert name in said_in((await host.connector.wait_until_taken(number))[-1])
    is_free.set()
    await settled(host)
    assert sum("Bert Bauer" in said_in(one) for one in host.connector.taken) == 1
    assert {row["state"] for row in rows(host)} == {DeliveryState.DELIVERED}


class TestWithoutAStore:
    """Answers that can be neither delivered nor kept."""

    @pytest.fixture(autouse=True)
    def lose_store(self, host: HostUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
        async def fail(*_: Any, **__: Any) -> Any:
            raise ConnectionError

        monkeypatch.setattr(host.app[CRM].errands, "attend", fail)
        monkeypatch.setattr(post_module, "INSISTENCE", (0.1, 0.1))

    async def test_are_insisted_on(self, host: HostUnderTest) -> None:
        host.connector.answer_next(503)
        await say(host, LEAD)
        assert len(host.connector.taken) == 1

    async def test_are_no_success(self, host: HostUnderTest) -> None:
        lost = counted("lost")
        host.connector.go_away(503)
        message = activities.message(host.service_url, LEAD)
        assert (await host.deliver(message)).status == 503
        assert counted("lost") == lost + 1
        host.connector.come_back()
        # Teams may send it again.
        assert (await host.deliver(message)).status < 300
        assert len(host.connector.taken) == 1
