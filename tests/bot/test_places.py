"""Two people of one workspace in two places: each says and sees what holds where they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from app.crm.people.members import me
from app.crm.records import show_record
from app.domain.activity import Activity
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.domain.place import Place
from app.domain.record import Record
from tests.bot.desk import Desk, Shown

PLACES = {
    "alex": Place(time_zone="America/New_York", country="US", locale="en-US"),
    "kim": Place(time_zone="Europe/London", country="GB", locale="en-GB"),
    "reto": Place(time_zone="Europe/Zurich", country="CH", locale="de-CH"),
}


async def say(desk: Desk, text: str, who: str) -> Shown:
    return await desk.say(text, who, place=PLACES[who], locale=PLACES[who].locale)


async def record(desk: Desk, number: int) -> Record:
    view = await desk.crm.read(Actor(tenant_id="tenant", user_id="alex"), show_record, number)
    return view.record


async def due(desk: Desk, number: int) -> dt.datetime:
    found = await record(desk, number)
    assert isinstance(found, Activity)
    assert found.due_at is not None
    return found.due_at


@pytest.mark.parametrize(
    ("who", "text", "phone"),
    [
        ("alex", "new lead Joel Katz, Katz Bakery, (312) 555-0147", "+1 312-555-0147"),
        ("kim", "new lead Moira Shaw, Shaw Linen, 020 7946 0123", "+44 20 7946 0123"),
        ("reto", "neuer Lead Reto Amstutz, Amstutz Bau AG, 079 123 45 67", "+41 79 123 45 67"),
        ("alex", "new lead Moira Shaw, Shaw Linen, 020 7946 0123", "020 7946 0123"),
    ],
)
async def test_numbers_are_those_of_who_writes(desk: Desk, who: str, text: str, phone: str) -> None:
    await say(desk, "hello", "alex")
    await say(desk, text, who)
    assert getattr(await record(desk, 1), "phone", None) == phone


async def test_a_time_is_one_of_the_clocks_of_who_says_it_and_of_who_sees_it(desk: Desk) -> None:
    await say(desk, "new lead Tom Barlow, Barlow Inc", "alex")
    shown = await say(desk, "task 1: send the offer on 2031-01-15 at 8pm", "alex")
    assert "Jan 15, 2031, 8:00 PM" in shown.text
    assert await due(desk, 2) == dt.datetime(2031, 1, 16, 1, 0, tzinfo=dt.UTC)
    assert "Jan 16, 2031, 1:00 AM" in (await say(desk, "show 2", "kim")).text
    assert "16.01.2031, 02:00" in (await say(desk, "zeige 2", "reto")).text
    await say(desk, "postpone 2 by a day", "reto")
    assert await due(desk, 2) == dt.datetime(2031, 1, 17, 1, 0, tzinfo=dt.UTC)
    await say(desk, "postpone 2 to 9am", "kim")
    assert await due(desk, 2) == dt.datetime(2031, 1, 17, 9, 0, tzinfo=dt.UTC)


async def test_the_form_of_an_activity_is_filled_for_who_opens_it(desk: Desk) -> None:
    await say(desk, "new lead Tom Barlow, Barlow Inc", "alex")
    await say(desk, "task 1: send the offer on 2031-01-15 at 8pm", "alex")
    form = await say(desk, "edit 2", "reto")
    assert (form.inputs["due"], form.inputs["time"]) == ("2031-01-16", "02:00")
    data = {**form.inputs, **form.buttons["activity.edit"], "due": "2031-01-16", "time": "10:00"}
    await desk.press("activity.edit", data, "reto", place=PLACES["reto"], locale="de-CH")
    assert await due(desk, 2) == dt.datetime(2031, 1, 16, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("who", "day", "hour"),
    [
        ("alex", "2031-03-08", 14),
        ("alex", "2031-03-09", 13),
        ("alex", "2030-11-02", 13),
        ("alex", "2030-11-03", 14),
        ("kim", "2031-03-29", 9),
        ("kim", "2031-03-30", 8),
        ("kim", "2030-10-26", 8),
        ("kim", "2030-10-27", 9),
    ],
)
async def test_nine_in_the_morning_on_both_sides_of_a_change_of_clocks(
    desk: Desk, who: str, day: str, hour: int
) -> None:
    await say(desk, "new lead Tom Barlow, Barlow Inc", who)
    await say(desk, f"task 1: ring him on {day} at 9am", who)
    assert await due(desk, 2) == dt.datetime.fromisoformat(day).replace(hour=hour, tzinfo=dt.UTC)


async def test_tomorrow_is_that_of_who_says_it(desk: Desk) -> None:
    # One of these places is always on another date than the other.
    for number, zone in ((2, "Pacific/Kiritimati"), (3, "Pacific/Pago_Pago")):
        place = replace(PLACES["alex"], time_zone=zone)
        if number == 2:
            await desk.say("new lead Tom Barlow, Barlow Inc", place=place)
        before = dt.datetime.now(ZoneInfo(zone)).date()
        await desk.say("task 1: ring him tomorrow", place=place)
        after = dt.datetime.now(ZoneInfo(zone)).date()
        found = await record(desk, number)
        assert isinstance(found, Activity)
        assert found.due in {before + dt.timedelta(days=1), after + dt.timedelta(days=1)}


@pytest.mark.parametrize(
    ("who", "day"),
    [("alex", dt.date(2031, 3, 4)), ("kim", dt.date(2031, 4, 3)), ("reto", dt.date(2031, 4, 3))],
)
async def test_only_americans_write_the_month_first(desk: Desk, who: str, day: dt.date) -> None:
    await say(desk, "new deal Elm refit, 9k", who)
    await say(desk, "edit 1 close date 03/04/2031", who)
    found = await record(desk, 1)
    assert isinstance(found, Opportunity)
    assert found.close_date == day


@pytest.mark.parametrize(("who", "currency"), [("alex", "USD"), ("kim", "GBP"), ("reto", "CHF")])
async def test_a_bare_amount_is_paid_where_the_workspace_was_founded(
    desk: Desk, who: str, currency: str
) -> None:
    await say(desk, "hello", who)
    await say(desk, "new deal Elm refit, 9k", "kim")
    await say(desk, "new deal Larch rollout, €22,000", "kim")
    await say(desk, "edit 2 amount 25k", "kim")
    form = await say(desk, "edit 2", "alex")
    await desk.press("record.edit", {**form.buttons["record.edit"], "amount": "26k"}, place=PLACES["alex"])
    amounts = [getattr(await record(desk, number), "amount", None) for number in (1, 2)]
    assert [(int(one.amount), one.currency) for one in amounts if one] == [(9000, currency), (26_000, "EUR")]


async def test_a_bot_that_was_installed_somewhere_unknown_is_at_home_with_the_first_message(
    desk: Desk,
) -> None:
    await desk.say("hello", locale="en")
    member = await desk.crm.read(Actor(tenant_id="tenant", user_id="alex"), me)
    assert (member.workspace.currency, member.workspace.country) == ("EUR", "")
    await say(desk, "new deal Elm refit, 9k", "kim")
    found = await record(desk, 1)
    assert isinstance(found, Opportunity)
    assert found.amount is not None
    assert found.amount.currency == "GBP"


async def test_who_only_reads_is_answered_where_they_are(desk: Desk) -> None:
    await say(desk, "new lead Tom Barlow, Barlow Inc", "alex")
    await say(desk, "task 1: send the offer on 2031-01-15 at 8pm", "alex")
    moved = replace(PLACES["alex"], time_zone="Asia/Tokyo")
    shown = await desk.say("show 2", place=moved)
    assert "Jan 16, 2031, 10:00 AM" in shown.text
