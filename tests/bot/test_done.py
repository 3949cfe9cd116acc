"""When what is told as done took place: told in the chat, asked for, corrected, and typed into forms."""

from __future__ import annotations

import pytest

from tests.bot.desk import Desk
from tests.bot.test_activities import in_days


async def start(desk: Desk) -> None:
    await desk.say("new lead Ann Hall, Ruby Ltd, ann@ruby.example")


def shown(day: int) -> str:
    return f"{in_days(day):%b} {in_days(day).day}, {in_days(day).year}"


@pytest.mark.parametrize(
    ("text", "title", "day"),
    [
        ("meeting with Ann yesterday: demo", "Meeting #2", -1),
        ("met Ann 3 days ago, she was glad", "Meeting #2", -3),
        ("yesterday I called Ann", "Call #2", -1),
        ("Ann called yesterday, wants a discount", "Call #2", -1),
        ("ich habe gestern mit Ann telefoniert", "Call #2", -1),
        ("mit Ann vorgestern telefoniert: will ein Angebot", "Call #2", -2),
        ("gestern bei Ann gewesen, sehr nett", "Meeting #2", -1),
        ("note for Ann yesterday: likes tea", "Note #2", -1),
    ],
)
async def test_a_day_that_is_past_dates_what_is_done(desk: Desk, text: str, title: str, day: int) -> None:
    await start(desk)
    kept = await desk.say(text)
    lines = kept.text.split("\n")
    assert title in lines
    assert "Done" in lines
    assert shown(day) in lines, "the day, and no time that nobody told"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I need to call Ann yesterday", "That is in the past"),
        ("task for Ann: write her yesterday", "That is in the past"),
        ("called Ann tomorrow", "is still to come"),
        ("called Ann recently, she is on board", "When was that?"),
        ("called Ann on Nov 31", "When was that?"),
        ("mit Ann letzte Woche telefoniert", "When was that?"),
    ],
)
async def test_what_contradicts_itself_or_cannot_be_read_is_asked_for(
    desk: Desk, text: str, asked: str
) -> None:
    await start(desk)
    form = await desk.say(text)
    assert asked in form.text
    assert "activity.log" in form.buttons
    assert "Activities" not in (await desk.say("show 1")).text


async def test_a_day_that_has_just_gone_by_is_asked_for_unless_it_is_told_as_past(desk: Desk) -> None:
    await start(desk)
    day = in_days(-10)
    form = await desk.say(f"meeting with Ann on {day:%b} {day.day}")
    assert "Did this take place on" in form.text
    assert (form.inputs["done"], form.inputs["due"]) == (day.isoformat(), "")
    kept = await desk.press("activity.log", {**form.buttons["activity.log"], **form.inputs})
    assert shown(-10) in kept.text.split("\n")
    told = await desk.say(f"meeting with Ann on {day:%b} {day.day}: prices discussed")
    assert shown(-10) in told.text.split("\n")


@pytest.mark.parametrize(
    "text", ["no, that was 2 days ago", "nein, vorgestern", "it was not today but 2 days ago"]
)
async def test_when_it_was_is_corrected_and_taken_back(desk: Desk, text: str) -> None:
    await start(desk)
    await desk.say("called Ann, she was glad")
    corrected = await desk.say(text)
    assert shown(-2) in corrected.text.split("\n")
    undone = await desk.say("undo")
    assert shown(-2) not in undone.text.split("\n")


async def test_a_correction_does_not_do_what_is_planned(desk: Desk) -> None:
    await start(desk)
    planned = await desk.say("call Ann tomorrow 3pm")
    assert "activity.done" in planned.buttons
    await desk.say("that was yesterday")
    assert "activity.done" in (await desk.say("show 2")).buttons


async def test_the_forms_have_a_field_for_when_it_was(desk: Desk) -> None:
    await start(desk)
    form = await desk.press("activity.new", {"number": 1, "type": "call"})
    typed = {**form.buttons["activity.log"], **form.inputs, "text": "Talked"}
    ahead = await desk.press("activity.log", {**typed, "done": in_days(1).isoformat()})
    assert "That lies ahead." in ahead.text
    assert ahead.inputs["text"] == "Talked"
    kept = await desk.press("activity.log", {**typed, "done": in_days(-3).isoformat(), "done_time": "14:30"})
    assert f"{shown(-3)}, 2:30 PM" in kept.text.replace("\u202f", " ").replace("\xa0", " ")
    edit = await desk.press("activity.edit.open", kept.buttons["activity.edit.open"])
    assert (edit.inputs["done"], edit.inputs["done_time"]) == (in_days(-3).isoformat(), "14:30")
    day_only = {
        **edit.buttons["activity.edit"],
        **edit.inputs,
        "done": in_days(-4).isoformat(),
        "done_time": "",
    }
    saved = await desk.press("activity.edit", day_only)
    assert shown(-4) in saved.text.split("\n")


async def test_what_was_planned_took_place_when_that_is_told(desk: Desk) -> None:
    await start(desk)
    await desk.say("meeting with Ann tomorrow 9am: demo")
    done = await desk.say("done #2: yesterday, she liked it")
    assert {shown(-1), "she liked it"} <= set(done.text.split("\n"))


async def test_the_newest_talk_stands_first_whenever_it_was_told(desk: Desk) -> None:
    await start(desk)
    await desk.say("call with Ann yesterday: newer")
    await desk.say("call with Ann 5 days ago: older")
    lines = (await desk.say("show 1")).text.split("\n")
    assert lines.index("newer") < lines.index("older")
