"""The chat around the commands: repetitions, failures on the way, buttons, and the first contact."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from app.crm.crm import Crm
from app.crm.people.members import find_pointed, me
from app.crm.records import list_records
from app.domain.event import Kind
from app.domain.member import Actor, Member
from app.store.work import Work
from bot.adapter import (
    ConversationGone,
    DeliveryFailed,
    Misconfigured,
    NotInstalled,
    Throttled,
    TooLarge,
    Undelivered,
    Unreachable,
)
from bot.registry import registry
from tests.bot.desk import BOT, Desk, Outbox

ALEX = Actor(tenant_id="tenant", user_id="alex")
SARAH = "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example"


async def leads(crm: Crm) -> list[str]:
    """The names of all leads, newest first."""
    return [hit.name for hit in (await crm.read(ALEX, list_records, Kind.LEAD)).hits]


@pytest.mark.parametrize("text", [SARAH, "help", "show 1", "new lead", "asdf", "undo"])
async def test_a_message_that_was_answered_is_not_answered_again(desk: Desk, crm: Crm, text: str) -> None:
    assert len(await desk.hear(text, activity_id="same")) == 1
    known = await leads(crm)
    assert await desk.hear(text, activity_id="same") == []
    assert await leads(crm) == known


@pytest.mark.parametrize("text", [SARAH, "help"])
async def test_another_host_knows_what_was_answered(desk: Desk, crm: Crm, text: str) -> None:
    await desk.hear(text, activity_id="same")
    await crm._turn_memory.save()
    crm._turn_memory._answered.clear()
    assert await Desk(crm).hear(text, activity_id="same") == []


async def test_the_same_activity_id_in_another_conversation_is_another_message(desk: Desk, crm: Crm) -> None:
    await desk.hear(SARAH, activity_id="same")
    await desk.hear("new lead Ben Okoro", activity_id="same", conversation_id="elsewhere")
    assert len(await leads(crm)) == 2


async def test_a_repetition_that_arrives_meanwhile_waits_and_says_nothing(desk: Desk, crm: Crm) -> None:
    answers = await asyncio.gather(*(desk.hear(SARAH, activity_id="same") for _ in range(5)))
    assert sorted(len(shown) for shown in answers) == [0, 0, 0, 0, 1]
    assert len(await leads(crm)) == 1


async def test_a_message_whose_answer_was_lost_is_answered_once_it_comes_again(desk: Desk, crm: Crm) -> None:
    assert await desk.hear(SARAH, activity_id="same", outbox=Outbox(failures=[Undelivered(status=502)])) == []
    (answer,) = await desk.hear(SARAH, activity_id="same")
    assert "Lead #1" in answer.text
    assert len(await leads(crm)) == 1
    assert await desk.hear(SARAH, activity_id="same") == []


async def test_different_messages_are_answered_side_by_side(desk: Desk, crm: Crm) -> None:
    answers = await asyncio.gather(*(desk.hear(f"new lead Person {i}") for i in range(8)))
    assert [len(shown) for shown in answers] == [1] * 8
    assert len(set(await leads(crm))) == 8


@pytest.mark.parametrize(
    "failure",
    [Unreachable, NotInstalled, ConversationGone, Throttled, Misconfigured, Undelivered],
)
async def test_a_change_is_kept_where_its_answer_does_not_arrive(
    desk: Desk, crm: Crm, failure: type[DeliveryFailed], caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(failures=[failure(status=403)])
    assert await desk.hear(SARAH, outbox=outbox) == []
    assert outbox.tried == 1
    assert await leads(crm) == ["Sarah Meier"]
    assert failure.__name__ in caplog.text
    assert "Sarah" not in caplog.text


async def test_an_answer_that_is_too_large_is_replaced_by_a_small_one(desk: Desk, crm: Crm) -> None:
    outbox = Outbox(failures=[TooLarge(status=413)])
    shown = await desk.say(SARAH, outbox=outbox, activity_id="same")
    assert "too large" in shown.text
    assert outbox.tried == 2
    assert await leads(crm) == ["Sarah Meier"]
    assert await desk.hear(SARAH, activity_id="same") == []


async def test_a_crash_is_told_with_a_reference_that_is_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(registry, "run", crash)
    with caplog.at_level(logging.ERROR, "bot.chat"):
        shown = await desk.say("help")
    (record,) = caplog.records
    assert record.exc_info
    reference = record.getMessage().rpartition(" ")[2]
    assert len(reference) == 8
    assert reference in shown.text
    assert "broken on purpose" not in shown.text


async def test_a_database_that_is_gone_is_told_in_the_clients_language(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError

    for name in ("read", "write", "was_answered"):
        monkeypatch.setattr(desk.crm, name, crash)
    assert "schiefgegangen" in (await desk.say("hilfe", locale="de-DE")).text


async def test_a_database_that_goes_away_later_is_told_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError

    await desk.say("help")
    for name in ("read", "write", "was_answered"):
        monkeypatch.setattr(desk.crm, name, crash)
    assert "help" in (await desk.say("pipeline")).buttons
    assert "Calls, meetings, tasks" in (await desk.say("help")).text


async def test_a_form_that_crashes_keeps_what_was_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    form = await desk.press("lead.new")
    write = desk.crm.write

    async def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(desk.crm, "write", crash)
    data = {**form.buttons["lead.capture"], "name": "Sarah", "note": "met at the fair"}
    again = await desk.press("lead.capture", data)
    assert (again.inputs["name"], again.inputs["note"]) == ("Sarah", "met at the fair")
    assert "reference" in again.text
    monkeypatch.setattr(desk.crm, "write", write)
    assert (
        "Lead #1"
        in (await desk.press("lead.capture", {**again.buttons["lead.capture"], **again.inputs})).text
    )


async def test_a_form_comes_back_with_every_message_at_its_field(desk: Desk) -> None:
    form = await desk.press("lead.new")
    typed = {"name": "", "amount": "a lot", "budget": "-5", "email": "x", "note": "keep me"}
    again = await desk.press("lead.capture", {**form.buttons["lead.capture"], **typed})
    assert again.inputs["amount"] == "a lot"
    assert again.inputs["note"] == "keep me"
    assert again.buttons["lead.capture"]["form"] == form.buttons["lead.capture"]["form"]
    assert "Please give a name or a company." in again.text
    assert "I cannot read this amount." in again.text
    corrected = {**again.buttons["lead.capture"], "name": "Sarah", "amount": "1,200 €", "email": "x"}
    still = await desk.press("lead.capture", corrected)
    assert "This is no email address." in still.text
    assert "Lead #1" in (await desk.press("lead.capture", {**corrected, "email": ""})).text


async def test_a_double_click_makes_one_record_and_shows_it_twice(desk: Desk, crm: Crm) -> None:
    data = {"form": "f1", "name": "Sarah"}
    first, second = await asyncio.gather(desk.press("lead.capture", data), desk.press("lead.capture", data))
    assert "Lead #1" in first.text
    assert "Lead #1" in second.text
    assert await leads(crm) == ["Sarah"]


async def test_a_double_click_on_undo_takes_back_one_change(desk: Desk, crm: Crm) -> None:
    await desk.say("new lead Ann")
    undo = (await desk.say("new lead Bob")).buttons["undo"]
    await desk.press("undo", undo)
    assert "That was done already." in (await desk.press("undo", undo)).text
    assert await leads(crm) == ["Ann"]


async def test_a_button_of_a_card_that_is_out_of_date_changes_nothing(desk: Desk, crm: Crm) -> None:
    shown = await desk.say(SARAH)
    form = await desk.press("lead.edit.open", shown.buttons["lead.edit.open"])
    await desk.say("assign 1 me", "kim")
    mine = {**form.buttons["record.edit"], **form.inputs, "name": "Sarah M."}
    told = await desk.press("record.edit", mine)
    assert "has changed since you opened it" in told.text
    assert "Kim" in told.text
    assert "Sarah M." in told.text
    assert await leads(crm) == ["Sarah Meier"]
    await desk.press("record.edit", told.buttons["record.edit"])
    assert await leads(crm) == ["Sarah M."]


async def test_qualifying_answers_with_the_opportunity_once(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    form = await desk.press("lead.qualify.open", {"number": 1})
    data = {**form.buttons["lead.qualify"], "timeline": "quarter", "opportunity_name": "x" * 300}
    refused = await desk.press("lead.qualify", data)
    assert "At most 200 characters." in refused.text
    data["opportunity_name"] = "New tool"
    assert "Opportunity #4" in (await desk.press("lead.qualify", data)).text
    assert "Opportunity #4" in (await desk.press("lead.qualify", data)).text
    opportunities = await crm.read(ALEX, list_records, Kind.OPPORTUNITY)
    assert [hit.name for hit in opportunities.hits] == ["New tool"]


async def test_disqualify_and_lose_ask_for_a_reason(desk: Desk) -> None:
    await desk.say(SARAH)
    form = await desk.press("lead.disqualify.open", {"number": 1})
    again = await desk.press("lead.disqualify", {**form.buttons["lead.disqualify"], "note": "no idea"})
    assert again.inputs["note"] == "no idea"
    assert "Please fill this in." in again.text
    closed = await desk.press("lead.disqualify", {**again.buttons["lead.disqualify"], "reason": "no_need"})
    assert "The lead is closed." in closed.text
    assert "Open again." in (await desk.press("record.reopen", closed.buttons["record.reopen"])).text


async def test_buttons_of_opportunities(desk: Desk) -> None:
    await desk.say(SARAH)
    form = await desk.press("lead.qualify.open", {"number": 1})
    shown = await desk.press("lead.qualify", form.buttons["lead.qualify"])
    shown = await desk.press("opportunity.move", shown.buttons["opportunity.move"])
    assert "Moved to Meeting." in shown.text
    form = await desk.press("opportunity.lose.open", shown.buttons["opportunity.lose.open"])
    other = {**form.buttons["opportunity.lose"], "reason": "other"}
    assert "Please say in a few words" in (await desk.press("opportunity.lose", other)).text
    lost = await desk.press("opportunity.lose", {**other, "note": "moved away"})
    assert "Closed as lost." in lost.text
    shown = await desk.press("record.reopen", lost.buttons["record.reopen"])
    assert (
        "Won. Congratulations!"
        in (await desk.press("opportunity.win", shown.buttons["opportunity.win"])).text
    )


async def test_assigning_by_form(desk: Desk) -> None:
    await desk.say("hi", "kim")
    shown = await desk.say(SARAH)
    form = await desk.press("record.assign.open", shown.buttons["record.assign.open"])
    data = form.buttons["record.assign"]
    assert "Please fill this in." in (await desk.press("record.assign", data)).text
    assert (
        "I do not know this colleague." in (await desk.press("record.assign", {**data, "owner": "99"})).text
    )
    assert "I do not know this colleague." in (await desk.press("record.assign", {**data, "owner": "x"})).text
    assert "Assigned to Kim." in (await desk.press("record.assign", {**data, "owner": "1"})).text


@pytest.mark.each_database
@pytest.mark.parametrize("verb", sorted(registry.forms))
async def test_no_button_breaks_whatever_it_carries(
    desk: Desk, verb: str, caplog: pytest.LogCaptureFixture
) -> None:
    for data in (None, {}, {"number": 99}, {"number": "x", "version": -1, "form": 7, "text": []}):
        await desk.press(verb, data)
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == [], data


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"action": None},
        {"action": []},
        {"action": {}},
        {"action": {"verb": 5}},
        {"action": {"verb": "x", "data": 3}},
    ],
)
async def test_a_malformed_action_is_answered_with_an_error_body(desk: Desk, value: dict[str, Any]) -> None:
    answer = await desk.invoke(value)
    assert answer is not None
    assert answer.status == 200
    assert (answer.body["statusCode"], answer.body["type"]) == (400, "application/vnd.microsoft.error")
    assert set(answer.body["value"]) == {"code", "message"}


async def test_a_button_that_no_longer_exists_leads_on(desk: Desk) -> None:
    shown = await desk.press("lead.capture.old", {"number": 1})
    assert {"lead.new", "help"} <= set(shown.buttons)


async def test_an_unknown_kind_of_invoke_is_left_to_others(desk: Desk) -> None:
    assert await desk.invoke({}, invoke_name="composeExtension/query") is None


async def test_a_message_that_is_a_button_is_taken_for_one(desk: Desk) -> None:
    shown = await desk.say("", value={"verb": "lead.capture", "data": {"form": "f", "name": "Sarah"}})
    assert "Lead #1" in shown.text


async def arrive(desk: Desk, **more: Any) -> list[Mapping[str, Any]]:
    """What the bot says when it was added; Teams tells it of that twice."""
    outbox = Outbox()
    known = {"conversation_id": "a:1", "members_added": (BOT,), **more}
    await desk.chat.handle(desk.inbound("conversationUpdate", **known), outbox)
    await desk.chat.handle(desk.inbound("installationUpdate", **{**known, "action": "add"}), outbox)
    return outbox.sent


async def test_the_welcome_comes_exactly_once(desk: Desk) -> None:
    (sent,) = await arrive(desk, locale="de-DE")
    assert "Willkommen" in str(sent)
    assert await arrive(desk) == []


async def test_the_welcome_comes_once_however_the_two_notices_overlap(desk: Desk) -> None:
    outbox = Outbox()
    notices = [
        desk.inbound("conversationUpdate", conversation_id="a:1", members_added=(BOT,)),
        desk.inbound("installationUpdate", conversation_id="a:1", action="add"),
    ]
    await asyncio.gather(*(desk.chat.handle(notice, outbox) for notice in notices * 2))
    assert len(outbox.sent) == 1


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_a_team_is_not_written_to_when_it_adds_the_bot(desk: Desk, kind: str) -> None:
    assert await arrive(desk, conversation_kind=kind) == []


async def test_other_notices_are_not_answered(desk: Desk) -> None:
    outbox = Outbox()
    for inbound in (
        desk.inbound("conversationUpdate", members_added=("29:kim",)),
        desk.inbound("conversationUpdate", members_removed=(BOT,)),
        desk.inbound("installationUpdate", action="remove"),
        desk.inbound("installationUpdate", action="add-upgrade"),
        desk.inbound("installationUpdate", action="add", aad_object_id=""),
        desk.inbound("messageReaction"),
        desk.inbound("messageUpdate", text="help"),
    ):
        assert await desk.chat.handle(inbound, outbox) is None
    assert outbox.sent == []


async def test_a_conversation_is_noted_once(desk: Desk, crm: Crm) -> None:
    await desk.say("help", conversation_id="19:x", conversation_kind="channel")
    assert await crm.read(ALEX, noted, "19:x")
    assert not await crm.read(ALEX, noted, "19:y")


def noted(work: Work, actor: Member, conversation_id: str) -> bool:
    from sqlalchemy import select

    from app.store.tables import conversations

    row = select(conversations.c.service_url).where(conversations.c.conversation_id == conversation_id)
    return work._connection.execute(row).scalar() is not None


async def test_a_language_chosen_elsewhere_is_spoken_after_a_while(desk: Desk, crm: Crm) -> None:
    await desk.say("help")
    other = Desk(crm)
    await other.say("language de")
    assert "Anrufe, Termine, Aufgaben" in (await Desk(crm).say("help")).text
    # What a turn reads tells who asks, so the very next answer is in the new language.
    assert "offenen Leads" in (await desk.say("list")).text


async def test_a_crash_after_the_change_does_not_deny_it(
    desk: Desk, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.forms.duplicates.record_card", crash)
    shown = await desk.say(SARAH)
    assert "Your change is saved" in shown.text
    assert await leads(crm) == ["Sarah Meier"]


async def test_who_only_reads_can_be_mentioned_all_the_same(desk: Desk) -> None:
    await desk.crm.write(Actor(tenant_id="tenant", user_id="kim", name="Kim"), me)
    await desk.say("my leads", "kim")
    found = await desk.crm.read(Actor(tenant_id="tenant", user_id="kim"), find_pointed, "29:kim")
    assert found
    assert found.user_id == "kim"
