"""Postponing in the chat: what is planned is named in many ways, and so is when it is to be instead."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.languages.reader import Reader
from tests.bot.desk import Desk

BERLIN = ZoneInfo("Europe/Berlin")
READERS = {one: Reader(one, "Europe/Berlin", "EUR") for one in ("en", "de")}
TUESDAY, MONDAY = dt.date(2030, 1, 8), dt.date(2030, 1, 7)

BY_A_WEEK = [
    "postpone by a week",
    "postpone it by a week",
    "postpone 6 by a week",
    "postpone 5 by a week",
    "postpone the call by a week",
    "postpone the call with 5 by a week",
    "postpone the call with Tom Becker by a week",
    "postpone Tom Becker's call by a week",
    "can you postpone the Becker call by a week, please?",
    "push it back a week",
    "push the call with Becker back by a week",
    "put the call off by a week",
    "move it by a week",
    "move the call with 5 by 7 days",
    "the call with Becker has been postponed by a week",
    "delay it 1 week",
    "due 6 +1 week",
    "verschiebe um eine Woche",
    "verschiebe ihn um eine Woche",
    "verschieb den Anruf mit #5 um eine Woche",
    "verschieb bitte den Anruf mit Becker um 7 Tage",
    "schieb den Anruf mit Becker um eine Woche nach hinten",
    "verleg den Anruf eine Woche nach hinten",
    "vertage Beckers Anruf um eine Woche",
    "leg den Anruf mit Becker eine Woche nach hinten",
    "kannst du den Anruf mit Becker um eine Woche verschieben?",
    "Anruf mit Becker um eine Woche verschieben",
    "der Anruf mit Becker wird um eine Woche verschoben",
    "fällig 6 +1 Woche",
]


def locale(text: str) -> str:
    german = ("verschieb", "leg", "schieb", "verleg", "vertag", "kannst", "anruf", "der ", "fällig", "zieh")
    return "de-DE" if text.lower().startswith(german) else "en-US"


def said(day: dt.date, time: tuple[int, int] | None, where: str) -> str:
    """A moment as the card says it: "Now due Jan 15, 2030, 10:00 AM."."""
    reader = READERS[where[:2]]
    due = reader.moment(dt.datetime.combine(day, dt.time(*time), BERLIN)) if time else reader.date(day)
    return reader.t("reply.activity.rescheduled", due=due).replace("\xa0", " ").replace("\u202f", " ")


def words(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize("text", BY_A_WEEK)
async def test_a_delay_counts_from_its_own_moment_and_keeps_the_time(world: Desk, text: str) -> None:
    """Tom's lead is #5, the call with him #6."""
    assert "Call #6" in (await world.say("call 5 2030-01-08 10:00")).text
    moved = await world.say(text, locale=locale(text))
    assert said(dt.date(2030, 1, 15), (10, 0), locale(text)) in words(moved.text)
    assert "#6" in moved.text
    await world.press("undo", moved.buttons["undo"])
    assert "Jan 8, 2030, 10:00" in words((await world.say("6")).text)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("postpone the call with 5 to 2030-02-01", dt.date(2030, 2, 1), (10, 0)),
        ("postpone the call with 5 to 2030-02-01 3pm", dt.date(2030, 2, 1), (15, 0)),
        ("move the call to 3pm", TUESDAY, (15, 0)),
        ("verschiebe den Anruf auf 16 Uhr", TUESDAY, (16, 0)),
        ("verschieb ihn auf den 1.2.2030 um 8:30", dt.date(2030, 2, 1), (8, 30)),
        ("verschiebe um eine Stunde", TUESDAY, (11, 0)),
        ("verschiebe den Anruf um eine halbe Stunde", TUESDAY, (10, 30)),
        ("push the call to 2030-02-01", dt.date(2030, 2, 1), (10, 0)),
        ("postpone it by two working days", dt.date(2030, 1, 10), (10, 0)),
        ("zieh den Anruf um einen Tag vor", MONDAY, (10, 0)),
        ("bring the call forward by an hour", TUESDAY, (9, 0)),
        ("vertage den Anruf am 8.1. auf den 1.2.2030", dt.date(2030, 2, 1), (10, 0)),
    ],
)
async def test_a_moment_sets_what_it_says(
    world: Desk, text: str, day: dt.date, time: tuple[int, int]
) -> None:
    await world.say("call 5 2030-01-08 10:00")
    moved = await world.say(text, locale=locale(text))
    assert said(day, time, locale(text)) in words(moved.text)


async def test_a_whole_day_stays_one(world: Desk) -> None:
    await world.say("task 5 send the offer by 2030-01-08")
    assert said(dt.date(2030, 1, 10), None, "en") in (await world.say("push it back two days")).text
    refused = await world.say("verschiebe um eine Stunde", locale="de-DE")
    assert "#6 ist für den ganzen Tag geplant" in refused.text
    assert "vertagen 6 auf Freitag 15 Uhr" in refused.text
    timed = await world.say("vertagen 6 auf 2030-01-11 15 Uhr", locale="de-DE")
    assert said(dt.date(2030, 1, 11), (15, 0), "de") in words(timed.text)


async def test_the_next_step_of_a_record_is_meant_where_no_kind_is_named(world: Desk) -> None:
    await world.say("meeting 5 demo 2030-01-09 9:00")
    await world.say("call 5 2030-01-08 10:00")
    await world.say("5")
    assert "Call #7" in (await world.say("postpone by a day")).text
    await world.say("done 7")
    # What was said last is done: the step that follows is meant.
    assert "Meeting #6" in (await world.say("postpone it by a day")).text
    assert "Termin #6" in (await world.say("verschiebe Becker um einen Tag", locale="de-DE")).text


async def test_several_that_fit_are_asked_about_and_the_answer_goes_on(world: Desk) -> None:
    await world.say("call 4 2030-01-08 10:00")
    await world.say("call 4 2030-01-09 10:00")
    asked = await world.say("verschieb den Anruf mit #4 auf den 1.2.2030", locale="de-DE")
    assert "„den Anruf mit #4“ passt auf mehrere Einträge." in asked.text
    assert "08.01.2030, 10:00 · #4 Tech Innovators Inc." in asked.text
    assert asked.buttons["command.run"]["text"] == "verschieben #6 auf den 1.2.2030"
    moved = await world.press("command.run", asked.buttons["command.run"], locale="de-DE")
    assert said(dt.date(2030, 2, 1), (10, 0), "de") in words(moved.text)
    asked = await world.say("postpone the call with Sarah by a week")
    assert asked.buttons["command.run"]["text"] == "postpone #7 by a week"


async def test_the_meeting_is_the_one_spoken_of_or_one_of_mine(world: Desk) -> None:
    await world.say("meeting 5 demo 2030-01-08 9:00")
    await world.say("4")
    asked = await world.say("move the meeting to 2030-02-01 3pm")
    assert "Which one?" in asked.text
    assert asked.buttons["command.run"]["text"] == "move #6 to 2030-02-01 3pm"
    await world.say("5")
    moved = await world.say("move the meeting to 2030-02-01 3pm")
    assert said(dt.date(2030, 2, 1), (15, 0), "en") in words(moved.text)
    elsewhere = await world.say("postpone the meeting by a day", conversation_id="elsewhere")
    assert said(dt.date(2030, 2, 2), (15, 0), "en") in words(elsewhere.text), "the only one of mine"


@pytest.mark.parametrize(
    ("text", "where", "sentence", "button"),
    [
        ("postpone the call with 4 to Friday", "en-US",
         "For #4 Tech Innovators Inc. no call is planned. Write, for example: call 4 tomorrow 10:00", "call"),
        ("postpone 4 by a week", "en-US", "For #4 Tech Innovators Inc. nothing is planned.", "call"),
        ("postpone the task with Becker to Friday", "en-US",
         "For #5 Tom Becker no task is planned. Write, for example: task 5 send the offer by Friday", "task"),
        ("verschiebe um eine Woche", "de-DE", "Für #5 Tom Becker ist nichts geplant.", "call"),
        ("verschieb den Termin auf Freitag", "de-DE", "Für #5 Tom Becker ist kein Termin geplant. "
         "Schreib zum Beispiel: termin 5 morgen 10 Uhr", "meeting"),
    ],
)  # fmt: skip
async def test_where_nothing_is_planned_it_is_said_what_to_write(
    world: Desk, text: str, where: str, sentence: str, button: str
) -> None:
    told = await world.say(text, locale=where)
    assert sentence in told.text
    assert told.buttons["activity.new"]["type"] == button


async def test_before_anything_was_spoken_of(desk: Desk) -> None:
    await desk.say("hello", "kim")
    assert "So far no call is planned." in (await desk.say("postpone the call by a week", "kim")).text
    assert "So far nothing is planned." in (await desk.say("postpone by a week", "kim")).text
    assert "I do not know which record you mean" in (await desk.say("postpone it by a week", "kim")).text


async def test_without_a_time_it_is_asked_when(world: Desk) -> None:
    await world.say("call 5 2030-01-08 10:00")
    for text in ("postpone the call with 5", "postpone it", "move the call", "Anruf mit Becker verschieben"):
        asked = await world.say(text)
        assert "To when? Write, for example: postpone 6 to Friday 3pm" in asked.text, text
        assert "activity.later" in asked.buttons
    assert "“to nirvana”" in (await world.say("postpone it to nirvana")).text
    assert "“soonish”" in (await world.say("postpone 6 soonish")).text


async def test_what_was_planned_for_the_past_says_so(world: Desk) -> None:
    await world.say("task 5 send the offer by 2020-05-04")
    assert "May 11, 2020 is in the past." in (await world.say("postpone by a week")).text


async def test_a_stage_is_still_a_stage(world: Desk) -> None:
    await world.say("meeting 4 demo 2030-01-08 9:00")
    for text, stage in (
        ("move 4 to meeting", "Moved to Meeting."),
        ("move the close date of 4 to 2030-03-31", "Mar 31, 2030"),
        ("verschiebe 4 auf Termin", "Moved to Meeting."),
        ("move the Tech Innovators deal to negotiation", "Moved to Negotiation."),
        ("push 4 to proposal", "Moved to Proposal."),
        ("verschiebe es auf Verhandlung", "Moved to Negotiation."),
    ):
        assert stage in (await world.say(text)).text, text


async def test_what_a_task_is_called_names_it(world: Desk) -> None:
    await world.say("task 5 call Sarah by 2030-01-08")
    await world.say("task 4 send the offer by 2030-01-08")
    assert "Task #6" in (await world.say("postpone call Sarah by a day")).text
    assert "Task #7" in (await world.say("postpone the offer by a day")).text
    assert (
        "I found nothing for “the call with Zorro”"
        in (await world.say("postpone the call with Zorro to Friday")).text
    )
