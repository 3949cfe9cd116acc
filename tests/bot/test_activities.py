"""Activities in the chat: what people write, what they press, and the cards that come back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.bot.desk import Desk

BERLIN = ZoneInfo("Europe/Berlin")
SARAH, ACME = "#1 Sarah Meier", "#3 Acme rollout"


def in_days(days: int) -> dt.date:
    return dt.datetime.now(BERLIN).date() + dt.timedelta(days=days)


async def deal(desk: Desk) -> int:
    """Sarah's lead #1, qualified; the number of the opportunity."""
    await desk.say("new lead Sarah Meier, Tech Innovators Inc., sarah@techinnovators.example")
    form = await desk.say("qualify 1")
    shown = await desk.press("lead.qualify", form.buttons["lead.qualify"])
    assert "Opportunity #4" in shown.text
    return 4


async def test_a_note_is_kept_and_shown_with_its_record(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say("note 1 they want it by Friday")
    assert {"Note #2", "they want it by Friday", "#1 Sarah Meier", "Kept."} <= set(kept.text.split("\n"))
    assert "activity.done" not in kept.buttons
    shown = await desk.say("show 1")
    assert {"Activities", "they want it by Friday", "Activity logged"} <= set(shown.text.split("\n"))
    assert "Nothing is due" not in kept.text
    undone = await desk.press("undo", kept.buttons["undo"])
    assert "No longer there: they want it by Friday (#2)" in undone.text


async def test_a_task_with_a_day_and_a_time(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say("task 1 call Sarah by next Friday 2pm")
    assert {"Task #2", "call Sarah", "Planned"} <= set(kept.text.split("\n"))
    assert "2:00 PM" in kept.text
    german = await desk.say("Aufgabe 1 Sarah anrufen bis nächsten Freitag 14 Uhr", locale="de-DE")
    assert {"Aufgabe #3", "Sarah anrufen", "Geplant"} <= set(german.text.split("\n"))
    assert "14:00" in german.text


async def test_a_task_without_a_day_is_open(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say("task 1 call Sarah")
    assert {"Task kept.", "Open"} <= set(kept.text.split("\n"))
    done = await desk.press("activity.done", kept.buttons["activity.done"])
    assert {"Done.", "Done"} <= set(done.text.split("\n"))
    again = await desk.press("record.reopen", done.buttons["record.reopen"])
    assert "activity.done" in again.buttons


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("task 1 send the offer by 30 February", "30 February"),
        ("task 1 send the offer soon", "soon"),
        ("task 1 send the offer asap", "asap"),
        ("task 1 send the offer Friday 25:00", "25:00"),
        ("meeting 1 Friday 25:00 about the offer", "25:00"),
        ("task 1 send the offer KW 12", "KW 12"),
        ("next 1 Angebot irgendwann schicken bis Freitag", "irgendwann"),
        ("Aufgabe 1 Angebot demnächst schicken", "demnächst"),
        ("Aufgabe 1 Angebot schicken bis 31.02.2027", "31.02.2027"),
        ("Aufgabe 1 in ein paar Tagen nachfassen", "in ein paar Tagen"),
    ],
)
async def test_a_day_of_a_plan_that_cannot_be_read_is_asked_for(desk: Desk, text: str, asked: str) -> None:
    await desk.say("new lead Sarah Meier")
    form = await desk.say(text)
    assert f"“{asked}”" in form.text
    assert "nothing is planned yet" in form.text.lower()
    # The next record would be #2.
    assert "#2" not in (await desk.say("show 1")).text


@pytest.mark.parametrize(
    "text",
    ["send the report for Q1", "prepare 1/2 of the deck", "send Christmas cards", "send the minutes of 3 May",
     "Bericht für KW 12 schicken", "Protokoll vom 3. Mai schicken"],
)  # fmt: skip
async def test_a_task_whose_words_name_a_day_is_kept_unasked(desk: Desk, text: str) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say(f"task 1 {text}")
    assert {"Task #2", text, "Task kept."} <= set(kept.text.split("\n"))


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("call 1 she likes the demo", False),
        ("call 1 she decides by Friday", False),
        ("call 1 spoke with her yesterday", False),
        ("call 1 she wants a demo on Friday", False),
        ("email 1 they asked for a new price on Monday", False),
        ("call 1 about the offer on Friday", True),
        ("call 1 on Friday about the demo with her boss", True),
        ("call 1 about the demo with her boss tomorrow 14:00", True),
        ("call 1 tomorrow 10:00", True),
        ("meeting 1 demo with the CFO tomorrow at 3pm", True),
        ("email 1 sent the offer", False),
    ],
)
async def test_what_lies_ahead_is_planned_and_all_else_was_done(desk: Desk, text: str, open_: bool) -> None:
    await desk.say("new lead Sarah Meier")
    assert ("activity.done" in (await desk.say(text)).buttons) == open_


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Notiz 1 will SAP", "Notiz #2"),
        ("Anruf 1 fand die Demo gut", "Anruf #2"),
        ("E-Mail 1 Angebot geschickt", "E-Mail #2"),
        ("Termin 1 Demo morgen um 9", "Termin #2"),
    ],
)
async def test_the_same_in_german(desk: Desk, text: str, title: str) -> None:
    await desk.say("neuer Lead Sarah Meier", locale="de-DE")
    assert title in (await desk.say(text, locale="de-DE")).text


async def test_what_was_said_last_is_meant_where_nothing_is_named(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("task 1 call Sarah tomorrow")
    assert "Done." in (await desk.say("done")).text
    await desk.say("show Sarah")
    for text in (
        "note she was glad",
        "note Sarah Meier she was glad",
        "call her: she was glad",
        "task write her",
    ):
        assert "#1 Sarah Meier" in (await desk.say(text)).text, text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("task it call Anna by Friday", "call Anna"),
        ("next it: send the offer on Monday", "send the offer"),
        ("Aufgabe ihn anrufen bis Freitag", "anrufen"),
        ("note it was a good talk", "it was a good talk"),
    ],
)
async def test_a_pronoun_before_what_is_to_be_done_is_the_record(desk: Desk, text: str, title: str) -> None:
    await desk.say("new lead Ann Meier")
    card = await desk.say(text)
    assert title in card.text.splitlines()
    assert "#1 Ann Meier" in card.text


async def test_the_last_step_of_a_deal_asks_for_the_next_one(desk: Desk) -> None:
    number = await deal(desk)
    await desk.say(f"next {number} send the offer tomorrow")
    asked = await desk.say(f"done {number}")
    assert f"#{number} Tech Innovators Inc. now has no next step" in asked.text
    assert asked.inputs["type"] == "task"
    assert asked.inputs["due"] == in_days(7).isoformat()
    kept = await desk.press(
        "activity.log",
        {**asked.buttons["activity.log"], **asked.inputs, "text": "Ask for the CFO", "time": "09:30"},
    )
    assert {"Task #6", "Ask for the CFO"} <= set(kept.text.split("\n"))
    assert "9:30 AM" in kept.text
    assert "Ask for the CFO" in (await desk.say(f"next {number}")).text


async def test_a_next_step_without_a_day_comes_back_as_the_form(desk: Desk) -> None:
    number = await deal(desk)
    form = await desk.say(f"next {number} send the offer")
    assert (form.inputs["text"], form.inputs["due"]) == ("send the offer", in_days(7).isoformat())
    assert "activity.log" in (await desk.say(f"nächster Schritt {number}")).buttons


async def test_a_day_is_changed_by_words_and_by_buttons(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say("task 1 call Sarah tomorrow")
    later = await desk.press("activity.later", kept.buttons["activity.later"])
    assert "Now due" in later.text
    assert "Now due tomorrow." in (await desk.say("due 2 tomorrow")).text
    assert "Jetzt fällig: heute." in (await desk.say("fällig 2 heute", locale="de-DE")).text
    assert "Now due" in (await desk.say("due 1 +2 weeks")).text
    assert "“soonish”" in (await desk.say("due 2 soonish")).text


async def test_my_work_holds_what_is_due_and_what_nobody_looks_after(desk: Desk) -> None:
    number = await deal(desk)
    lonely = await desk.say("my work")
    assert {"No next step", "Tech Innovators Inc."} <= set(lonely.text.split("\n"))
    form = await desk.press("activity.new", lonely.buttons["activity.new"])
    await desk.press(
        "activity.log",
        {**form.buttons["activity.log"], "type": "task", "text": "Call", "due": in_days(0).isoformat()},
    )
    await desk.say(f"task {number} write tomorrow")
    day = await desk.say("heute", locale="de-DE")
    assert {"Heute", "Demnächst", "Call", "write"} <= set(day.text.split("\n"))
    assert "Ohne nächsten Schritt" not in day.text
    after = await desk.press("activity.done", day.buttons["activity.done"], locale="de-DE")
    assert {"Meine Arbeit", "Erledigt."} <= set(after.text.split("\n"))
    assert "Heute" not in after.text.split("\n")


@pytest.mark.parametrize("text", ["my work", "today", "agenda", "meine Arbeit", "heute", "Aufgaben"])
async def test_a_free_day(desk: Desk, text: str) -> None:
    assert (await desk.say(text)).buttons.keys() >= {"lead.new"}


async def test_my_leads_are_still_leads(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    for text in ("my leads", "list"):
        assert "My open leads" in (await desk.say(text)).text


async def test_a_second_press_on_a_row_is_one(desk: Desk) -> None:
    number = await deal(desk)
    await desk.say(f"task {number} call today")
    await desk.say(f"task {number} write today")
    day = await desk.say("my work")
    button = day.buttons["activity.done"]
    assert button["form"]
    await desk.press("activity.done", button)
    again = await desk.press("activity.done", button)
    assert "Task #5" in again.text
    assert "write" in (await desk.say("my work")).text


async def test_more_opens_the_rarer_actions(desk: Desk) -> None:
    shown = await desk.say("new lead Sarah Meier")
    more = await desk.press("record.more", shown.buttons["record.more"])
    assert {"Note", "Call", "Task", "Assign"} <= set(more.text.split("\n"))
    form = await desk.press("activity.new", {"number": 1, "type": "call"})
    assert form.inputs["type"] == "call"
    refused = await desk.press("activity.log", {**form.buttons["activity.log"], "type": "note", "text": " "})
    assert "Please fill this in." in refused.text
    odd = await desk.press(
        "activity.log", {**form.buttons["activity.log"], "type": "note", "text": "x", "time": "25:99"}
    )
    assert "I cannot read this time" in odd.text


async def test_an_activity_is_corrected(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    kept = await desk.say("task 1 call Sarah tomorrow 14:00")
    form = await desk.press("activity.edit.open", kept.buttons["activity.edit.open"])
    assert (form.inputs["text"], form.inputs["time"]) == ("call Sarah", "14:00")
    saved = await desk.press(
        "activity.edit",
        {**form.buttons["activity.edit"], **form.inputs, "text": "Write Sarah\nin German", "type": "email"},
    )
    assert {"Email #2", "Write Sarah", "in German", "Saved."} <= set(saved.text.split("\n"))
    form = await desk.press("activity.edit.open", saved.buttons["activity.edit.open"])
    empty = await desk.press(
        "activity.edit", {**form.buttons["activity.edit"], **form.inputs, "type": "task", "text": ""}
    )
    assert "Please fill this in." in empty.text


@pytest.mark.parametrize("text", ["note 99 x", "task 99 x tomorrow", "done 99", "due 99 tomorrow", "next 99"])
async def test_a_record_that_is_not_there(desk: Desk, text: str) -> None:
    assert "There is no record #99." in (await desk.say(text)).text


@pytest.mark.parametrize(
    ("text", "locale", "title", "words", "about"),
    [
        ("note for 1: prefers email", "en-US", "Note #4", "prefers email", SARAH),
        ("note Sarah Meier: prefers email", "en-US", "Note #4", "prefers email", SARAH),
        ("call with Sarah tomorrow 2pm", "en-US", "Call #4", "Call", SARAH),
        ("email to Sarah Meier offer sent", "en-US", "Email #4", "offer sent", SARAH),
        ("note she was glad", "en-US", "Note #4", "she was glad", ACME),
        ("note with regards to the price", "en-US", "Note #4", "with regards to the price", ACME),
        ("call them tomorrow 2pm", "en-US", "Call #4", "Call", ACME),
        ("remind me to send the offer on Friday", "en-US", "Task #4", "send the offer", ACME),
        ("Notiz zu 1: Preis ist zu hoch", "de-DE", "Notiz #4", "Preis ist zu hoch", SARAH),
        ("Anruf mit Sarah Meier morgen 10 Uhr", "de-DE", "Anruf #4", "Anruf", SARAH),
        ("Aufgabe Sarah anrufen bis Freitag", "de-DE", "Aufgabe #4", "anrufen", SARAH),
        ("Aufgabe Angebot schicken bis Freitag", "de-DE", "Aufgabe #4", "Angebot schicken", ACME),
    ],
)
async def test_whom_it_is_about(
    desk: Desk, text: str, locale: str, title: str, words: str, about: str
) -> None:
    """Shell AG begins as "she" does, and is not meant."""
    for said in ("new lead Sarah Meier", "new organization Shell AG", "new opportunity Acme rollout 50k"):
        await desk.say(said)
    kept = await desk.say(text, locale=locale)
    assert {title, words, about} <= set(kept.text.split("\n"))


async def test_what_was_said_is_no_record_to_tell_more_of(desk: Desk) -> None:
    await desk.say("new opportunity Acme rollout")
    await desk.say("Aufgabe Vertrag prüfen bis Freitag", locale="de-DE")
    again = await desk.say("Aufgabe Vertrag prüfen bis Montag", locale="de-DE")
    assert {"Aufgabe #3", "Vertrag prüfen", "#1 Acme rollout"} <= set(again.text.split("\n"))


async def test_it_is_the_deal_of_the_activity_that_was_shown(desk: Desk) -> None:
    await desk.say("new opportunity Acme rollout 50k")
    await desk.say("note they liked it")
    assert "Meeting · 40%" in (await desk.say("move it to meeting")).text
    await desk.say("new lead Sarah Meier")
    await desk.say("note she was glad")
    assert "#3 is a lead, but this needs an opportunity." in (await desk.say("move it to meeting")).text
    assert "lead.qualify" in (await desk.say("qualify her")).buttons


async def test_the_next_step_of_an_activity_is_that_of_its_record(desk: Desk) -> None:
    await desk.say("new opportunity Acme rollout 50k")
    await desk.say("task 1 call Ann tomorrow")
    await desk.say("note she was glad")
    assert "Task #2" in (await desk.say("next")).text
    assert "Aufgabe #2" in (await desk.say("nächster Schritt", locale="de-DE")).text


@pytest.mark.parametrize(
    "text", ["done with 2", "mark 2 as done", "2 is done", "done", "markiere 2 als erledigt", "hake 2 ab"]
)
async def test_it_is_done_in_many_words(desk: Desk, text: str) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("task 1 call her tomorrow")
    assert {"Task #2", "Done."} <= set((await desk.say(text)).text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "what's next",
        "What is due today?",
        "show my tasks",
        "was steht heute an?",
        "was ist als nächstes zu tun",
    ],
)
async def test_work_is_asked_for_in_many_words(desk: Desk, text: str) -> None:
    assert {"My work", "Meine Arbeit"} & set((await desk.say(text)).text.split("\n"))


@pytest.mark.parametrize(
    ("text", "locale"), [("task 1 tomorrow 9:00", "en-US"), ("Aufgabe 1 morgen 9 Uhr", "de-DE")]
)
async def test_a_task_of_a_day_alone_comes_back_as_the_form_with_it(
    desk: Desk, text: str, locale: str
) -> None:
    await desk.say("new lead Sarah Meier")
    form = await desk.say(text, locale=locale)
    assert (form.inputs["due"], form.inputs["time"]) == (in_days(1).isoformat(), "09:00")
    assert (form.inputs["type"], form.inputs["text"]) == ("task", "")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("edit 2 due: 2030-01-05", "Jan 5, 2030"),
        ("edit 2 due: 2030-01-05 9:00", "Jan 5, 2030, 9:00 AM"),
        ("edit 2 due: 2030-01-05, time: 15:30", "Jan 5, 2030, 3:30 PM"),
        ("edit 2 due: tomorrow", "tomorrow"),
        ("edit 2 due: none", "Open"),
        ("edit 2 type: call", "Call #2"),
        ("edit 2 about: 3", "#3 Tom Klein"),
        ("edit 2 what: send the offer", "send the offer"),
        ("edit 2 name: send the offer", "send the offer"),
    ],
)
async def test_an_activity_is_corrected_in_one_line(desk: Desk, said: str, shown: str) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("task 1 call Sarah by next Friday")
    await desk.say("new lead Tom Klein")
    corrected = await desk.say(said)
    assert {"Saved.", shown} <= set(corrected.text.split("\n"))
    undone = await desk.press("undo", corrected.buttons["undo"])
    assert "Back to how it was: call Sarah (#2)" in undone.text


async def test_the_time_of_an_activity_alone(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("task 1 call Sarah by 2030-01-05")
    corrected = await desk.say("bearbeite 2 Uhrzeit: 15:30", locale="de-DE")
    assert "05.01.2030, 15:30" in corrected.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("edit 2", "Correct Task #2"),
        ("edit 2 due: gurkensalat", "▲ I cannot read this date."),
        ("edit 2 time: gurkensalat", "▲ I cannot read this time. Write it like 14:30."),
        ("edit 2 type: gurkensalat", "▲ Please pick an entry of the list."),
        ("edit 2 about: gurkensalat", "This is no number."),
        ("edit 2 what: none", "▲ Please fill this in."),
    ],
)
async def test_the_form_of_an_activity_comes_with_what_is_wrong(desk: Desk, said: str, sentence: str) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("task 1 call Sarah")
    form = await desk.say(said)
    assert sentence in form.text.split("\n")
    assert form.inputs["type"] == "task"
    saved = await desk.press(
        "activity.edit", {**form.buttons["activity.edit"], **form.inputs, "type": "call", "text": "ring"}
    )
    assert {"Call #2", "ring"} <= set(saved.text.split("\n"))


async def test_a_day_at_the_beginning_of_the_calendar_is_refused_at_its_field(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    typed = {"number": 1, "type": "task", "text": "call", "due": "0001-01-01", "time": "00:00"}
    form = await desk.press("activity.log", typed)
    assert "▲ I cannot read this date." in form.text
    assert form.inputs["text"] == "call"


async def test_after_an_undo_it_is_what_was_told_of(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier")
    await desk.say("note 1 she likes it")
    await desk.say("undo")
    assert SARAH in (await desk.say("note it she wants a demo")).text


@pytest.mark.parametrize(
    "text",
    [
        "Hi, could you call me back? Thanks, Peter Braun",
        "call me back please, Sarah",
        "Ruf mich bitte zurück. Gruß, Sarah Meier",
    ],
)
async def test_what_a_customer_asks_for_is_logged_as_done_nowhere(desk: Desk, text: str) -> None:
    await desk.say("new lead Sarah Meier")
    answer = await desk.say(text)
    assert "Kept." not in answer.text
    assert "Activity logged" not in (await desk.say("show 1")).text
