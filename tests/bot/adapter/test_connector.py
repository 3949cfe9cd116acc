"""What the connector does with every answer of Teams, and with none."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest

from bot.adapter import (
    Connector,
    ConversationGone,
    DeliveryFailed,
    Misconfigured,
    NotInstalled,
    Pacing,
    Throttled,
    TooLarge,
    Undelivered,
    Unreachable,
)
from bot.configuration import BotConfiguration
from tests.bot.adapter.conftest import PATIENCE, Time, Token
from tests.kit.clocks import move_clocks
from tests.kit.connector import RecordingConnector

MESSAGE = {"type": "message", "text": "grün & «fair»"}
BLOCKED = {
    "errorCode": 209,
    "message": '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is not present"\r\n}',
}
NOT_INSTALLED = {"error": {"code": "ForbiddenOperationException", "message": "not installed"}}
NOT_IN_ROSTER = {"error": {"code": "BotNotInConversationRoster", "message": "no"}}


async def test_a_message_is_posted_with_the_token(
    connector: Connector, teams: RecordingConnector, service_url: str
) -> None:
    assert await connector.send(service_url, "19:x@thread.tacv2;messageid=1", MESSAGE) == "1"
    (sent,) = teams.requests
    assert (sent.method, sent.body) == ("POST", MESSAGE)
    assert sent.path == "/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/activities"
    assert sent.headers["Authorization"] == "Bearer outbound-token-4711"
    assert sent.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_an_answer_an_update_and_a_removal(
    connector: Connector, teams: RecordingConnector, service_url: str
) -> None:
    await connector.send(service_url, "a:1", MESSAGE, reply_to="f:7/8")
    await connector.update(service_url, "a:1", "42", MESSAGE)
    await connector.delete(service_url, "a:1", "42")
    assert [(sent.method, sent.path) for sent in teams.requests] == [
        ("POST", "/v3/conversations/a%3A1/activities/f%3A7%2F8"),
        ("PUT", "/v3/conversations/a%3A1/activities/42"),
        ("DELETE", "/v3/conversations/a%3A1/activities/42"),
    ]


async def test_a_conversation_is_created(
    connector: Connector, teams: RecordingConnector, service_url: str
) -> None:
    teams.answer_next(201, body={"id": "a:new", "activityId": "7"})
    created = await connector.create_conversation(service_url, {"isGroup": False})
    assert (created.conversation_id, created.activity_id) == ("a:new", "7")
    teams.answer_next(201, body={})
    with pytest.raises(Undelivered):
        await connector.create_conversation(service_url, {"isGroup": False})


async def test_a_member_is_asked_for(
    connector: Connector, teams: RecordingConnector, service_url: str
) -> None:
    teams.answer_next(200, body={"id": "29:a", "name": "Alex"})
    assert (await connector.member(service_url, "a:1", "29:a"))["name"] == "Alex"


FINAL: dict[str, tuple[int, Any, type[DeliveryFailed], str]] = {
    "blocked": (403, BLOCKED, Unreachable, "MessageWritesBlocked"),
    "not installed": (403, NOT_INSTALLED, NotInstalled, "ForbiddenOperationException"),
    "not in the roster": (403, NOT_IN_ROSTER, NotInstalled, "BotNotInConversationRoster"),
    "forbidden for another reason": (403, {"error": {"code": "Other"}}, Undelivered, "Other"),
    "conversation gone": (
        404,
        {"error": {"code": "ConversationNotFound"}},
        ConversationGone,
        "ConversationNotFound",
    ),
    "gone for good": (410, None, ConversationGone, ""),
    "too large": (413, {"error": {"code": "MessageSizeTooBig"}}, TooLarge, "MessageSizeTooBig"),
    "token refused": (401, {"message": "Authorization has been denied"}, Misconfigured, ""),
    "bad request": (400, {"error": {"code": "BadSyntax"}}, Undelivered, "BadSyntax"),
    "crash": (500, b"<html>oops</html>", Undelivered, ""),
    "redirected": (307, None, Undelivered, ""),
    "an odd body": (403, [[["x"]]], Undelivered, ""),
}


@pytest.mark.parametrize("name", FINAL)
async def test_a_final_answer_is_not_tried_again(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time, name: str
) -> None:
    status, body, kind, code = FINAL[name]
    teams.answer_next(
        status, body=body, headers={"Location": "https://evil.example/"} if status == 307 else None
    )
    with pytest.raises(kind) as failed:
        await connector.send(service_url, "a:1", MESSAGE)
    assert type(failed.value) is kind
    assert (failed.value.status, failed.value.code) == (status, code)
    assert len(teams.requests) == 1
    assert time.slept == []


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_a_passing_failure_is_tried_again_with_growing_waits(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time, status: int
) -> None:
    teams.answer_next(status, times=3)
    assert await connector.send(service_url, "a:1", MESSAGE) == "1"
    assert len(teams.requests) == 4
    assert time.slept == [0.5, 1.0, 2.0]


async def test_teams_says_how_long_to_wait(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    teams.answer_next(429, headers={"Retry-After": "3"})
    await connector.send(service_url, "a:1", MESSAGE)
    assert time.slept == [3.0]


async def test_teams_says_until_when_to_wait(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    teams.answer_next(429, headers={"Retry-After": moment})
    await connector.send(service_url, "a:1", MESSAGE, within=7200.0)
    assert 3000.0 < time.slept[0] <= 3600.0


@pytest.mark.parametrize("header", ["soon", "-1", "", "Mon, 99 Foo 2026", "١"])
async def test_a_senseless_wait_is_ignored(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time, header: str
) -> None:
    teams.answer_next(429, headers={"Retry-After": header})
    await connector.send(service_url, "a:1", MESSAGE)
    assert time.slept == [0.5]


async def test_a_wait_longer_than_the_turn_is_given_up_at_once(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    teams.answer_next(429, headers={"Retry-After": "600"}, body={"error": {"code": "TooManyRequests"}})
    with pytest.raises(Throttled) as failed:
        await connector.send(service_url, "a:1", MESSAGE)
    assert (failed.value.retry_after, failed.value.code) == (600.0, "TooManyRequests")
    assert (len(teams.requests), time.slept) == (1, [])


async def test_who_has_time_may_wait_longer(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    teams.answer_next(429, headers={"Retry-After": "600"})
    assert await connector.send(service_url, "a:1", MESSAGE, within=1200.0) == "1"
    assert time.slept == [600.0]


async def test_trying_ends_before_teams_repeats_the_turn(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    teams.answer_next(502, times=100)
    with pytest.raises(Undelivered) as failed:
        await connector.send(service_url, "a:1", MESSAGE)
    assert failed.value.status == 502
    assert time.slept == [0.5, 1.0, 2.0, 4.0]
    assert sum(time.slept) < Pacing().total
    assert len(teams.requests) == 5


async def test_a_broken_connection_is_tried_again(
    connector: Connector, teams: RecordingConnector, service_url: str, time: Time
) -> None:
    teams.close_next()
    assert await connector.send(service_url, "a:1", MESSAGE) == "1"
    assert (len(teams.requests), time.slept) == (2, [0.5])


async def test_a_message_without_an_answer_is_not_sent_twice(
    connector: Connector, teams: RecordingConnector, service_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams.hang_next()
    sending = asyncio.create_task(connector.send(service_url, "a:1", MESSAGE))
    await teams.wait_for(1)
    move_clocks(monkeypatch, PATIENCE)
    with pytest.raises(Undelivered) as failed:
        await sending
    assert (failed.value.status, failed.value.code) == (None, "no_answer")
    assert len(teams.requests) == 1


async def test_an_update_without_an_answer_is_tried_again(
    connector: Connector, teams: RecordingConnector, service_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams.hang_next()
    updating = asyncio.create_task(connector.update(service_url, "a:1", "42", MESSAGE))
    await teams.wait_for(1)
    move_clocks(monkeypatch, PATIENCE)
    assert await updating == "1"
    assert len(teams.requests) == 2


async def test_nobody_listens(session: aiohttp.ClientSession, token: Token, time: Time) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        settings = BotConfiguration(service_hosts=frozenset({url}))
        connector = Connector(session, token, settings, pacing=Pacing(tries=3), clock=time, sleep=time.sleep)
        with pytest.raises(Undelivered) as failed:
            await connector.send(url, "a:1", MESSAGE)
    assert failed.value.status is None
    assert len(time.slept) == 2
    assert all(0.4 <= first <= 0.6 for first in time.slept[:1])


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "http://smba.trafficmanager.net/", "http://127.0.0.1:1/"]
)
async def test_the_token_never_leaves_for_a_foreign_address(
    connector: Connector, token: Token, address: str
) -> None:
    with pytest.raises(Misconfigured):
        await connector.send(address, "a:1", MESSAGE)
    assert token.asked == 0


async def test_an_answer_without_id_or_sense_is_still_an_answer(
    connector: Connector, teams: RecordingConnector, service_url: str
) -> None:
    bodies: list[Any] = [b"", b"no json", [], {"id": None}]
    for body in bodies:
        teams.answer_next(201, body=body)
        assert await connector.send(service_url, "a:1", MESSAGE) == ""


def test_a_failure_tells_no_message() -> None:
    assert (
        str(Throttled(status=429, code="TooManyRequests")) == "Throttled (status 429, code TooManyRequests)"
    )
