"""What a turn is answered with, and what it sends: messages, invokes, crashes, bots written for the SDK."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment

from bot.adapter import InvokeAnswer, Outbox, Unreachable
from bot.inbound import Inbound
from tests.contract.conftest import BotUnderTest
from tests.kit.activities import (
    ALEX,
    BOT,
    PERSONAL,
    TENANT,
    card_action,
    channel_message,
    installation,
    invoke,
    members_added,
    message,
)
from tests.kit.connector import RecordingConnector
from tests.kit.keys import serve

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
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        told: list[Exception] = []

        async def note(_inbound: Inbound, _outbox: Outbox, error: Exception) -> str | None:
            told.append(error)
            return None

        bot.adapter._on_error = note
        connector.answer_next(403, body={"errorCode": 209, "message": "{}"})
        assert await bot.post(message(bot.service_url)) == (200, None)
        assert [type(error) for error in told] == [Unreachable]

    async def test_the_outbox_changes_removes_and_types(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        async def handle(_inbound: Inbound, outbox: Outbox) -> None:
            await outbox.typing()
            await outbox.update("42", {"attachments": []})
            await outbox.delete("42")

        bot.handle = handle  # type: ignore[method-assign, assignment]
        await bot.post(message(bot.service_url))
        assert [sent.method for sent in connector.requests] == ["POST", "PUT", "DELETE"]
        assert connector.activities[0]["type"] == "typing"
        assert connector.activities[1]["id"] == "42"


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

        async def fail(*_: object) -> None:
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

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("task/submit", {"task": {"type": "message", "value": "Ref 4711"}}),
            ("composeExtension/query", {"composeExtension": {"type": "message", "text": "Ref 4711"}}),
            ("signin/verifyState", {}),
        ],
    )
    async def test_a_crash_carries_the_sentence_of_the_bot(
        self, bot: BotUnderTest, name: str, expected: Any
    ) -> None:
        async def apologise(_inbound: Inbound, _outbox: Outbox, _error: Exception) -> str:
            return "Ref 4711"

        bot.adapter._on_error = apologise
        bot.crash = RuntimeError("boom")
        assert await bot.post(invoke(bot.service_url, name, {})) == (200, expected)

    async def test_an_apology_that_fails_too_is_still_answered(self, bot: BotUnderTest) -> None:
        async def fail(_inbound: Inbound, _outbox: Outbox, _error: Exception) -> str:
            raise ValueError("again")

        bot.adapter._on_error = fail
        bot.crash = RuntimeError("boom")
        assert (await bot.post(card_action(bot.service_url, "x")))[0] == 200

    async def test_an_answer_that_is_no_json_is_a_crash(self, bot: BotUnderTest) -> None:
        bot.answer = InvokeAnswer(200, {"card": object()})
        status, body = await bot.post(card_action(bot.service_url, "x"))
        assert (status, body["statusCode"]) == (200, 500)


class SdkBot(ActivityHandler):  # type: ignore[misc]
    """A bot as the SDK's documentation teaches it."""

    def __init__(self) -> None:
        self.tenants: list[str] = []

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        self.tenants.append(turn_context.activity.conversation.tenant_id)
        if turn_context.activity.text == "crash":
            raise RuntimeError("boom")
        reply = Activity(
            type=ActivityTypes.message,
            text=f"Echo: {turn_context.activity.text}",
            attachments=[Attachment(content_type="application/vnd.microsoft.card.adaptive", content=CARD)],
        )
        sent = await turn_context.send_activity(reply)
        reply.id = sent.id
        await turn_context.update_activity(reply)
        await turn_context.delete_activity(sent.id)

    async def on_invoke_activity(self, _turn_context: TurnContext) -> InvokeResponse:
        return InvokeResponse(status=200, body=CARD_ANSWER)


class TestSdkBots:
    @pytest.fixture
    def sdk_bot(self) -> SdkBot:
        return SdkBot()

    @pytest.fixture
    async def bot(self, bot: BotUnderTest, sdk_bot: SdkBot) -> AsyncIterator[BotUnderTest]:
        async def messages(request: web.Request) -> web.Response:
            return await bot.adapter.run(request, sdk_bot.on_turn)

        app = web.Application()
        app.router.add_post("/api/messages", messages)
        async with serve(app) as url:
            bot.url = url
            yield bot

    async def test_a_message(self, bot: BotUnderTest, sdk_bot: SdkBot, connector: RecordingConnector) -> None:
        body = message(bot.service_url, "hello")
        assert await bot.post(body) == (200, None)
        posted, changed, removed = connector.requests
        assert posted.body["text"] == "Echo: hello"
        assert posted.body["replyToId"] == body["id"]
        assert posted.body["from"] == BOT
        assert posted.body["attachments"] == [
            {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
        ]
        assert (changed.method, removed.method) == ("PUT", "DELETE")
        assert sdk_bot.tenants == [TENANT]

    async def test_an_invoke_with_a_body(self, bot: BotUnderTest) -> None:
        assert await bot.post(card_action(bot.service_url, "x")) == (200, CARD_ANSWER)

    async def test_a_crash(self, bot: BotUnderTest) -> None:
        assert await bot.post(message(bot.service_url, "crash")) == (200, None)

    async def test_a_stranger(self, bot: BotUnderTest, connector: RecordingConnector) -> None:
        assert (await bot.post(message(bot.service_url), token=""))[0] == 401
        assert connector.requests == []


class TestSeams:
    async def test_middleware_sees_every_turn(self, bot: BotUnderTest) -> None:
        seen: list[str] = []

        class Note:
            async def on_turn(self, context: TurnContext, logic: Any) -> Any:
                seen.append(context.activity.text)
                return await logic()

        bot.adapter.use(Note())
        await bot.post(message(bot.service_url, "hello"))
        assert seen == ["hello"]
        assert len(bot.turns) == 1

    async def test_a_conversation_is_continued(
        self, bot: BotUnderTest, connector: RecordingConnector
    ) -> None:
        incoming = Activity.deserialize(message(bot.service_url, "hello"))
        reference = TurnContext.get_conversation_reference(incoming)

        async def remind(context: TurnContext) -> None:
            await context.send_activity("Task due")

        await bot.adapter.continue_conversation(reference, remind, bot.settings.app_id)
        assert connector.activities[0]["text"] == "Task due"
        assert connector.requests[0].headers["Authorization"] == "Bearer outbound-token-4711"

    async def test_who_continues_a_conversation_hears_of_its_failure(self, bot: BotUnderTest) -> None:
        incoming = Activity.deserialize(message(bot.service_url, "hello"))
        reference = TurnContext.get_conversation_reference(incoming)

        async def fail(_context: TurnContext) -> None:
            raise RuntimeError("boom")

        with pytest.raises(RuntimeError):
            await bot.adapter.continue_conversation(reference, fail, bot.settings.app_id)

    async def test_the_authentication_of_the_sdk_goes_through_the_gate(self, bot: BotUnderTest) -> None:
        good = message(bot.service_url)
        result = await bot.adapter.authentication.authenticate_request(
            Activity.deserialize(good), f"Bearer {bot.token()}"
        )
        assert result.claims_identity.get_claim_value("aud") == bot.settings.app_id
        for body, header in (
            (good, ""),
            (good, "Bearer x"),
            (message("https://evil.example/"), f"Bearer {bot.token()}"),
        ):
            with pytest.raises(PermissionError):
                await bot.adapter.authentication.authenticate_request(Activity.deserialize(body), header)
        with pytest.raises(PermissionError):
            await bot.adapter.authentication.authenticate_streaming_request("", "msteams")
        with pytest.raises(PermissionError):
            await bot.adapter.authentication.authenticate_channel_request(f"Bearer {bot.token()}")

    async def test_other_methods_are_refused(self, bot: BotUnderTest, session: aiohttp.ClientSession) -> None:
        async with session.get(f"{bot.url}/api/messages") as response:
            assert response.status == 405
