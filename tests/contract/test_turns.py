"""What a turn is answered with, and what it sends: messages, invokes, crashes."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.adapter import InvokeAnswer, Outbox
from bot.inbound import Inbound
from tests.contract.conftest import BotUnderTest
from tests.kit.activities import (
    ALEX,
    BOT,
    PERSONAL,
    card_action,
    channel_message,
    installation,
    invoke,
    members_added,
    message,
)
from tests.kit.connector import RecordingConnector

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Grüße"}]}
CARD_ANSWER = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": CARD}
ERROR = "application/vnd.microsoft.error"


class TestMessages:
    async def test_a_reply_is_addressed_to_the_message(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        body = message(bot.service_url, "hello")
        await bot.post(body)
        (sent,) = connector.requests
        assert sent.path.endswith(f"/activities/{body['id']}")
        assert sent.body["replyToId"] == body["id"]
        assert sent.body["type"] == "message"
        assert sent.body["from"] == BOT
        assert sent.body["recipient"] == {"id": ALEX["id"], "name": ALEX["name"]}
        assert sent.body["conversation"] == {"id": PERSONAL}

    async def test_a_reply_in_a_channel_stays_in_its_thread(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        body = channel_message(bot.service_url, "hello")
        await bot.post(body)
        assert connector.activities[0]["conversation"]["id"] == body["conversation"]["id"]
        assert "%3Bmessageid%3D" in connector.requests[0].path

    @pytest.mark.parametrize("build", [members_added, installation])
    async def test_an_update_is_answered_emptily(self, bot: BotUnderTest, build: Any) -> None:
        assert await bot.post(build(bot.service_url)) == (200, None)
        assert len(bot.turns) == 1

    async def test_a_crash_is_answered_all_the_same(
        self, bot: BotUnderTest, caplog: pytest.LogCaptureFixture
    ) -> None:
        bot.crash = RuntimeError("boom")
        assert await bot.post(message(bot.service_url, "private words")) == (200, None)
        assert "boom" in caplog.text
        assert "private words" not in caplog.text

    async def test_a_reply_that_cannot_be_delivered_is_told(
        self, bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture
    ) -> None:
        connector.answer_next(403, body={"errorCode": 209, "message": "{}"})
        assert await bot.post(message(bot.service_url, "private words")) == (200, None)
        assert "Unreachable" in caplog.text
        assert "private words" not in caplog.text

    async def test_an_answer_of_its_own_is_given_to_a_message_as_well(self, bot: BotUnderTest) -> None:
        bot.answer = InvokeAnswer(503)
        assert (await bot.post(message(bot.service_url)))[0] == 503


class TestAcknowledgedTurns:
    @pytest.fixture(autouse=True)
    def acknowledge(self, bot: BotUnderTest) -> None:
        async def handle(inbound: Inbound, outbox: Outbox) -> None:
            outbox.acknowledge()
            await outbox.send({"text": f"Echo: {inbound.text}"})

        bot.handle = handle  # type: ignore[method-assign]

    async def test_are_answered_while_the_connector_is_silent(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        connector.hang_next()
        assert await bot.post(message(bot.service_url, "one")) == (200, None)
        await connector.wait_for(1)
        connector.release()
        await bot.adapter.settled()
        assert [sent["text"] for sent in connector.activities] == ["Echo: one"]

    async def test_leave_the_connection_to_the_next(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        connector.hang_next()
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as bot.session:
            for text in ("one", "two"):
                assert await bot.post(message(bot.service_url, text)) == (200, None)
        await connector.wait_for(2)
        connector.release()

    async def test_are_waited_for_at_the_end(self, bot: BotUnderTest, connector: RecordingConnector) -> None:
        connector.hang_next()
        assert await bot.post(message(bot.service_url, "one")) == (200, None)
        await connector.wait_for(1)
        closing = asyncio.create_task(bot.adapter.close())
        assert await bot.post(card_action(bot.service_url, "x")) == (501, None)
        assert not closing.done()
        connector.release()
        await closing

    async def test_that_cannot_be_delivered_are_logged(
        self, bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture
    ) -> None:
        connector.answer_next(403, body={"errorCode": 209, "message": "{}"})
        assert await bot.post(message(bot.service_url, "private words")) == (200, None)
        await bot.adapter.settled()
        assert "Unreachable" in caplog.text
        assert "private words" not in caplog.text

    @pytest.mark.parametrize("says", [True, False])
    async def test_that_break_outside_of_their_handler_are_logged(
        self, bot: BotUnderTest, caplog: pytest.LogCaptureFixture, *, says: bool
    ) -> None:
        """Whether they break while the connector is asked, or before anybody could be answered."""

        async def handle(_inbound: Inbound, outbox: Outbox) -> None:
            outbox.acknowledge()
            if says:
                await outbox.send({"text": "Hello"})

        def fail(*_: object) -> None:
            raise RuntimeError("boom")

        bot.handle = handle  # type: ignore[method-assign, assignment]
        bot.adapter._response = fail  # type: ignore[method-assign, assignment]
        assert await bot.post(message(bot.service_url, "one")) == (200, None)
        await bot.adapter.settled()
        assert "a turn failed after it was acknowledged" in caplog.text
        assert "boom" in caplog.text

    async def test_that_break_before_are_answered_by_what_they_give(
        self, bot: BotUnderTest, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def handle(_inbound: Inbound, outbox: Outbox) -> None:
            raise RuntimeError("boom")

        bot.handle = handle  # type: ignore[method-assign, assignment]
        assert await bot.post(message(bot.service_url, "one")) == (200, None)
        assert "boom" in caplog.text


class TestInvokes:
    async def test_a_card_answers_as_plain_json(self, bot: BotUnderTest) -> None:
        bot.answer = InvokeAnswer(200, CARD_ANSWER)
        assert await bot.post(card_action(bot.service_url, "lead.qualify")) == (200, CARD_ANSWER)

    async def test_an_empty_answer_closes_a_dialog(self, bot: BotUnderTest) -> None:
        bot.answer = InvokeAnswer()
        assert await bot.post(invoke(bot.service_url, "task/submit", {"data": {}})) == (200, None)

    async def test_an_invoke_nobody_knows(self, bot: BotUnderTest) -> None:
        url = f"{bot.url}/api/messages"
        headers = {"Authorization": f"Bearer {bot.token()}"}
        body = invoke(bot.service_url, "unheard/of", {})
        async with bot.session.post(url, json=body, headers=headers) as response:
            assert (response.status, await response.text()) == (501, "null")

    @pytest.mark.parametrize(
        "value",
        [
            {},
            {"action": None},
            {"action": "x"},
            {"action": {}},
            {"action": {"verb": 1}},
            {"action": {"verb": "x", "data": []}},
        ],
    )
    async def test_a_malformed_action_gets_the_error_of_the_protocol(
        self, bot: BotUnderTest, value: dict[str, Any]
    ) -> None:
        status, body = await bot.post(invoke(bot.service_url, "adaptiveCard/action", value))
        assert (status, body["statusCode"], body["type"]) == (200, 400, ERROR)
        assert bot.turns == []

    @pytest.mark.parametrize("name", ["adaptiveCard/action", "application/search"])
    async def test_a_crash_answers_with_the_error_of_the_protocol(self, bot: BotUnderTest, name: str) -> None:
        bot.crash = RuntimeError("boom")
        value = {"action": {"type": "Action.Execute", "verb": "x"}}
        status, body = await bot.post(invoke(bot.service_url, name, value))
        assert (status, body["statusCode"], body["type"]) == (200, 500, ERROR)
        assert body["value"] == {"code": "InternalError", "message": ""}

    @pytest.mark.parametrize("name", ["task/submit", "composeExtension/query", "signin/verifyState"])
    async def test_a_crash_of_any_other_kind_is_answered_emptily(self, bot: BotUnderTest, name: str) -> None:
        bot.crash = RuntimeError("boom")
        assert await bot.post(invoke(bot.service_url, name, {})) == (200, {})

    async def test_an_answer_that_is_no_json_is_a_crash(self, bot: BotUnderTest) -> None:
        bot.answer = InvokeAnswer(200, {"card": object()})
        status, body = await bot.post(card_action(bot.service_url, "x"))
        assert (status, body["statusCode"]) == (200, 500)


async def test_other_methods_are_refused(bot: BotUnderTest, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{bot.url}/api/messages") as response:
        assert response.status == 405
