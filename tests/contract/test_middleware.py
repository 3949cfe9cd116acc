"""Parts written against the SDK fit: they see, and may change, all that comes in and all that leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from botbuilder.core import MemoryTranscriptStore, TranscriptLoggerMiddleware, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationParameters

from app.domain.delivery import DeliveryState
from app.host.main import ADAPTER, CHAT
from bot.adapter import InvokeAnswer
from tests.contract.conftest import BotUnderTest
from tests.contract.test_courier import rows
from tests.contract.test_delivery import LEAD, leads, settled
from tests.contract.test_patience import held
from tests.kit import activities
from tests.kit.activities import ALEX, BOT, PERSONAL, TENANT, card_action, invoke, message
from tests.kit.connector import RecordingConnector
from tests.kit.host import HostUnderTest, start_host

Go = Callable[[], Awaitable[Any]]


class Notary:
    """Middleware as the SDK's documentation teaches it; keeps what it sees."""

    def __init__(self) -> None:
        self.came: list[Any] = []
        self.places: list[Any] = []
        self.sent: list[Any] = []
        self.changed: list[str] = []
        self.removed: list[str] = []

    async def on_turn(self, context: TurnContext, logic: Go) -> None:
        self.came.append(context.activity)
        self.places.append(TurnContext.get_conversation_reference(context.activity))
        context.on_send_activities(self._note_sent)
        context.on_update_activity(self._note_changed)
        context.on_delete_activity(self._note_removed)
        await logic()

    async def _note_sent(self, _: TurnContext, sent: Sequence[Any], go: Go) -> Any:
        self.sent += sent
        return await go()

    async def _note_changed(self, _: TurnContext, activity: Any, go: Go) -> Any:
        self.changed.append(activity.id)
        return await go()

    async def _note_removed(self, _: TurnContext, reference: Any, go: Go) -> Any:
        self.removed.append(reference.activity_id)
        return await go()


class Doing:
    """Middleware that does something in each turn before it goes on, or instead."""

    def __init__(self, do: Callable[[TurnContext, Go], Awaitable[None]]) -> None:
        self.on_turn = do


@pytest.fixture
def notary() -> Notary:
    return Notary()


def is_where_alex_writes(place: Any, service_url: str) -> bool:
    """Whether a conversation reference leads there, and names all who take part."""
    return (
        place.conversation.id == PERSONAL
        and place.conversation.tenant_id == TENANT
        and (place.user.id, place.user.aad_object_id) == (ALEX["id"], ALEX["aadObjectId"])
        and (place.bot.id, place.bot.name) == (BOT["id"], BOT["name"])
        and (place.channel_id, place.service_url) == ("msteams", service_url)
    )


async def test_what_comes_and_what_leaves_is_seen(database_url: str, notary: Notary) -> None:
    """A message and its answer, an invoke and its answer, and what the courier delivers."""
    async with start_host(database_url, middleware=[notary]) as host:
        written = activities.message(host.service_url, LEAD)
        await host.posted(written)
        assert (notary.came[0].type, notary.came[0].text) == ("message", LEAD)
        (answer,) = notary.sent
        assert answer.reply_to_id == written["id"]
        assert "Sarah Meier" in str(answer.attachments[0].content)
        await host.press("help")
        assert (notary.came[1].type, notary.came[1].name) == ("invoke", "adaptiveCard/action")
        assert notary.came[1].value["action"]["verb"] == "help"
        assert notary.sent[1].type == ActivityTypes.invoke_response
        assert notary.sent[1].value.status == 200
        assert notary.sent[1].value.body["value"]["type"] == "AdaptiveCard"
        host.connector.answer_next(503)
        written = activities.message(host.service_url, "help")
        await host.deliver(written)
        await host.connector.wait_until_taken(2)
        assert (notary.came[3].type, notary.came[3].name) == ("event", "ContinueConversation")
        assert notary.places[3].activity_id == notary.sent[3].reply_to_id == written["id"]
        assert notary.sent[3].attachments[0].content == notary.sent[2].attachments[0].content
        assert (len(notary.came), len(notary.sent)) == (4, 4)
        assert all(is_where_alex_writes(place, host.service_url) for place in notary.places)


async def test_a_late_answer_to_a_button_leaves_by_itself(host: HostUnderTest, notary: Notary) -> None:
    await host.say(LEAD)
    host.app[ADAPTER].use(notary)
    host.app[CHAT]._patience = 0.2
    async with held(host):
        press = card_action(host.service_url, "lead.capture", {"form": "form-1", "name": "Tom Becker"})
        assert "longer" in (await host.deliver(press)).body["value"]
    await host.connector.wait_until_taken(2)
    assert [one.name for one in notary.came] == ["adaptiveCard/action", "ContinueConversation"]
    assert is_where_alex_writes(notary.places[1], host.service_url)


async def test_the_transcripts_of_the_sdk_hold_both_sides(host: HostUnderTest) -> None:
    store = MemoryTranscriptStore()
    store.channels = {}
    host.app[ADAPTER].use(TranscriptLoggerMiddleware(store))
    host.connector.answer_next(503)
    await host.deliver(activities.message(host.service_url, "help"))
    await host.connector.wait_until_taken(1)
    await settled(host)
    kept = store.channels["msteams"][PERSONAL]
    # The answer was tried twice.
    assert [(one.type, one.from_property.id) for one in kept] == [
        ("message", ALEX["id"]),
        ("message", BOT["id"]),
        ("message", BOT["id"]),
    ]
    assert kept[0].serialize()["from"]["aadObjectId"] == ALEX["aadObjectId"]
    assert kept[2].serialize()["attachments"][0]["content"]["type"] == "AdaptiveCard"


async def test_parts_may_type_change_and_remove(
    bot: BotUnderTest, connector: RecordingConnector, notary: Notary
) -> None:
    async def add(context: TurnContext, go: Go) -> None:
        await context.send_activity(Activity(type=ActivityTypes.typing))
        sent = await context.send_activity("One moment")
        await context.update_activity(Activity(id=sent.id, type="message", text="Soon"))
        await context.delete_activity(sent.id)
        await go()

    bot.adapter.use(notary).use(Doing(add))
    written = message(bot.service_url, "hello")
    assert await bot.post(written) == (200, None)
    typing, moment, soon, gone, echo = connector.requests
    assert [one.method for one in connector.requests] == ["POST", "POST", "PUT", "DELETE", "POST"]
    assert (typing.body["type"], moment.body["text"]) == ("typing", "One moment")
    assert moment.body["replyToId"] == written["id"]
    assert (moment.body["from"], moment.body["conversation"]["tenantId"]) == (BOT, TENANT)
    assert soon.body["text"] == "Soon"
    assert soon.path == gone.path == f"{moment.path.rpartition('/')[0]}/2"
    assert echo.body["text"] == "Echo: hello"
    assert echo.headers["Authorization"] == "Bearer outbound-token-4711"
    assert [one.type for one in notary.sent] == ["typing", "message", "message"]
    assert notary.changed == notary.removed == ["2"]


async def test_parts_may_change_what_was_said(bot: BotUnderTest, connector: RecordingConnector) -> None:
    async def shout(_: TurnContext, sent: list[Any], go: Go) -> Any:
        sent[0].text = sent[0].text.upper()
        return await go()

    async def translate(context: TurnContext, go: Go) -> None:
        context.activity.text = "good day"
        context.activity.entities[0].type = "unheard"
        context.on_send_activities(shout)
        await go()

    bot.adapter.use(Doing(translate))
    written = message(bot.service_url, "guten Tag")
    await bot.post(written)
    (turn,) = bot.turns
    assert (turn.text, turn.raw["entities"][0]["type"]) == ("good day", "unheard")
    (echo,) = connector.activities
    assert (echo["text"], echo["replyToId"]) == ("ECHO: GOOD DAY", written["id"])


async def test_parts_may_change_the_answer_to_an_invoke(bot: BotUnderTest) -> None:
    async def stamp(_: TurnContext, sent: list[Any], go: Go) -> Any:
        sent[0].value.body["seen"] = True
        return await go()

    async def listen(context: TurnContext, go: Go) -> None:
        context.on_send_activities(stamp)
        await go()

    bot.adapter.use(Doing(listen))
    bot.answer = InvokeAnswer(200, {"task": None})
    assert await bot.post(invoke(bot.service_url, "task/fetch", {})) == (200, {"task": None, "seen": True})


async def fail(*_: Any) -> None:
    raise RuntimeError("boom")


async def stop(*_: Any) -> None:
    """Goes no further."""


class TestBrokenParts:
    async def test_a_turn_is_answered_all_the_same(
        self, bot: BotUnderTest, caplog: pytest.LogCaptureFixture
    ) -> None:
        bot.adapter.use(Doing(fail))
        assert await bot.post(message(bot.service_url, "private words")) == (200, None)
        status, body = await bot.post(card_action(bot.service_url, "x"))
        assert (status, body["statusCode"]) == (200, 500)
        assert bot.turns == []
        assert "boom" in caplog.text
        assert "private words" not in caplog.text

    async def test_a_turn_that_is_kept_back_is_answered(self, bot: BotUnderTest) -> None:
        bot.adapter.use(Doing(stop))
        assert await bot.post(message(bot.service_url)) == (200, None)
        assert await bot.post(card_action(bot.service_url, "x")) == (501, None)
        assert bot.turns == []

    async def test_an_answer_is_kept_where_who_listens_breaks(self, host: HostUnderTest) -> None:
        breaks = [True]

        async def break_once(_: TurnContext, __: list[Any], go: Go) -> Any:
            if breaks:
                raise RuntimeError(breaks.pop())
            return await go()

        async def listen(context: TurnContext, go: Go) -> None:
            context.on_send_activities(break_once)
            await go()

        host.app[ADAPTER].use(Doing(listen))
        assert (await host.deliver(activities.message(host.service_url, LEAD))).status < 300
        (answer,) = await host.connector.wait_until_taken(1)
        assert "Sarah Meier" in str(answer)
        assert await leads(host) == 1

    @pytest.mark.parametrize("after", [True, False])
    async def test_what_leaves_by_itself_arrives_once(
        self, host: HostUnderTest, caplog: pytest.LogCaptureFixture, *, after: bool
    ) -> None:
        """Whether they break after it was sent, for good, or before, once."""
        breaks = [True] * (9 if after else 1)

        async def work(context: TurnContext, go: Go) -> None:
            if after:
                await go()
            if context.activity.name == "ContinueConversation" and breaks:
                raise RuntimeError(f"boom {breaks.pop()}")
            if not after:
                await go()

        host.app[ADAPTER].use(Doing(work))
        host.connector.answer_next(503)
        await host.deliver(activities.message(host.service_url, "help"))
        await host.connector.wait_until_taken(1)
        await settled(host)
        assert len(host.connector.taken) == 1
        assert "boom" in caplog.text
        assert [row["state"] for row in rows(host)] == [DeliveryState.DELIVERED]

    async def test_what_they_keep_back_does_not_count_as_delivered(self, host: HostUnderTest) -> None:
        async def keep_back(context: TurnContext, go: Go) -> None:
            if context.activity.name != "ContinueConversation":
                await go()

        host.app[ADAPTER].use(Doing(keep_back))
        host.connector.answer_next(503)
        await host.deliver(activities.message(host.service_url, "help"))
        await settled(host)
        (row,) = rows(host)
        assert (row["state"], row["error"]) == (DeliveryState.REFUSED, "Misconfigured withheld_by_middleware")
        assert host.connector.taken == []


class TestTurnsOfOthers:
    async def test_a_conversation_is_continued(
        self, bot: BotUnderTest, connector: RecordingConnector, notary: Notary
    ) -> None:
        async def remind(context: TurnContext) -> None:
            await context.send_activity("Task due")

        bot.adapter.use(notary)
        await bot.post(message(bot.service_url, "hello"))
        place = notary.places[0]
        place.activity_id = None
        await bot.adapter.continue_conversation(place, remind, bot.settings.app_id)
        reminder = connector.requests[-1]
        assert reminder.body["text"] == "Task due"
        # It answers nothing.
        assert reminder.path.endswith("/activities")
        assert is_where_alex_writes(notary.places[1], bot.service_url)
        assert notary.sent[1].text == "Task due"

    async def test_a_conversation_is_created(
        self, bot: BotUnderTest, connector: RecordingConnector, notary: Notary
    ) -> None:
        async def greet(context: TurnContext) -> None:
            await context.send_activity("Hello")

        bot.adapter.use(notary)
        connector.answer_next(201, body={"id": "a:new"})
        alex = ChannelAccount(id=ALEX["id"])
        parameters = ConversationParameters(
            is_group=False, bot=ChannelAccount(**BOT), members=[alex], tenant_id=TENANT
        )
        await bot.adapter.create_conversation(
            bot.settings.app_id, greet, parameters, "msteams", bot.service_url
        )
        created, hello = connector.requests
        assert created.body == {
            "isGroup": False,
            "bot": BOT,
            "members": [{"id": ALEX["id"]}],
            "tenantId": TENANT,
        }
        assert hello.path == "/v3/conversations/a%3Anew/activities"
        assert hello.body["text"] == "Hello"
        assert (notary.came[0].name, notary.places[0].conversation.id) == ("CreateConversation", "a:new")

    async def test_who_continues_a_conversation_hears_of_its_failure(self, bot: BotUnderTest) -> None:
        place = TurnContext.get_conversation_reference(Activity.deserialize(message(bot.service_url)))
        with pytest.raises(RuntimeError):
            await bot.adapter.continue_conversation(place, fail, bot.settings.app_id)

    async def test_nobody_comes_in_past_the_gate(self, bot: BotUnderTest) -> None:
        good = Activity.deserialize(message(bot.service_url))
        with pytest.raises(PermissionError):
            await bot.adapter.process_activity(f"Bearer {bot.token()}", good, stop)
        with pytest.raises(PermissionError):
            await bot.adapter.authentication.authenticate_streaming_request("", "msteams")
        with pytest.raises(PermissionError):
            await bot.adapter.authentication.authenticate_channel_request(f"Bearer {bot.token()}")
