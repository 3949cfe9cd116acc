"""Turns that take longer than Teams waits: somebody is told, and the answer comes when it is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from app.host.main import ADAPTER, CHAT, DATABASE
from tests.contract.test_delivery import LEAD, leads, settled
from tests.kit import activities
from tests.kit.host import HostUnderTest

PATIENCE = 0.5


def turns(command: str, outcome: str) -> float:
    labels = {"command": command, "outcome": outcome}
    return REGISTRY.get_sample_value("leadline_turns_total", labels) or 0.0


@asynccontextmanager
async def held(host: HostUnderTest) -> AsyncIterator[None]:
    """Nobody can write meanwhile."""
    database = host.app[DATABASE]
    engine = sa.create_engine(database.url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE" if database.engine.name == "SQLite" else "LOCK TABLE workspaces"
        )
        yield
        connection.rollback()
    engine.dispose()


@pytest.fixture(autouse=True)
async def hasty(host: HostUnderTest) -> None:
    await host.say("help")
    host.app[CHAT]._patience = PATIENCE


async def test_a_message_is_answered_in_time_and_its_answer_comes_late(host: HostUnderTest) -> None:
    before, late = len(host.connector.taken), turns("new", "late")
    async with held(host):
        assert (await host.deliver(activities.message(host.service_url, LEAD))).status < 300
        (told,) = (await host.connector.wait_until_taken(before + 1))[before:]
        assert "takes longer" in str(told)
    (_, answer) = (await host.connector.wait_until_taken(before + 2))[before:]
    assert "Sarah Meier" in str(answer)
    await host.app[ADAPTER].settled()
    assert turns("new", "late") == late + 1
    assert len(host.connector.taken) == before + 2
    assert await leads(host) == 1


async def test_the_sentence_is_in_the_language_of_who_waits(host: HostUnderTest) -> None:
    await host.say("language de")
    before = len(host.connector.taken)
    async with held(host):
        await host.deliver(activities.message(host.service_url, LEAD))
        (told,) = (await host.connector.wait_until_taken(before + 1))[before:]
        assert "dauert länger" in str(told)
    await host.connector.wait_until_taken(before + 2)


async def test_a_repetition_meanwhile_makes_no_second_answer(host: HostUnderTest) -> None:
    before = len(host.connector.taken)
    message = activities.message(host.service_url, LEAD)
    async with held(host):
        await host.deliver(message)
        again = asyncio.create_task(host.deliver(message))
        await asyncio.sleep(0.2)
    assert (await again).status < 300
    await host.app[ADAPTER].settled()
    assert sum("Sarah Meier" in str(one) for one in host.connector.taken[before:]) == 1
    assert await leads(host) == 1


async def test_a_button_is_answered_with_a_sentence_and_then_with_a_message(host: HostUnderTest) -> None:
    before = len(host.connector.taken)
    form = {"form": "form-1", "name": "Sarah Meier"}
    action = activities.card_action(host.service_url, "lead.capture", form)
    async with held(host):
        answer = await host.deliver(action)
        assert answer.body["type"] == "application/vnd.microsoft.activity.message"
        assert "takes longer" in answer.body["value"]
    await host.connector.wait_until_taken(before + 1)
    assert "Sarah Meier" in str(host.connector.taken[before:])
    await host.app[CHAT].settled()
    assert await leads(host) == 1


async def test_turns_are_counted_by_what_became_of_them(
    host: HostUnderTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "leadline.turns")
    host.app[CHAT]._patience = 60.0
    wanted = [("new", "answered"), ("show", "refused"), ("new", "undelivered"), ("new", "failed")]
    before = [turns(*one) for one in wanted]
    await host.say("new lead Anna Arndt")
    await host.say("show 99")
    host.connector.answer_next(502)
    message = activities.message(host.service_url, "new lead Bert Bauer")
    await host.post(message)
    await settled(host)
    monkeypatch.setattr("bot.forms.duplicates.capture_lead", None)
    card = await host.say("new lead Carl Conrad")
    assert [turns(*one) for one in wanted] == [count + 1 for count in before]
    line = caplog.records[-1]
    assert line.__dict__["reference"] in str(card)
    assert (line.__dict__["tenant"], line.__dict__["outcome"]) == (activities.TENANT, "failed")
    assert "TypeError" in line.__dict__["error"]
    told = " ".join(str(record.__dict__) for record in caplog.records if record.name == "leadline.turns")
    assert not any(name in told for name in ("Anna", "Bert", "Carl", "Alex"))
