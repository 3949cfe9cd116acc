"""More of what was shown last: by the button of a list, or in words, page by page to the end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.crm import Crm
from app.crm.opportunities import capture_opportunity
from app.domain.activity import ActivityType
from app.domain.member import Actor
from app.store.database import Database
from bot.parsing.manners import asks_for_more
from tests.app.crm.test_agenda import at
from tests.bot.desk import Desk, Shown, parts_of
from tests.kit.entrance import FIRST_OWNS

ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")
NAMES = [f"Guest{number:02}" for number in range(23)]


def rows(shown: Shown) -> list[int]:
    """The numbers of the records that a list shows, in order."""
    taps = [part["selectAction"] for part in parts_of(shown.card) if "selectAction" in part]
    return [tap["data"]["number"] for tap in taps if tap["verb"] == "record.show"]


@pytest.fixture
async def guests(desk: Desk) -> Desk:
    """Alex has the open leads #1 to #23."""
    for name in NAMES:
        await desk.say(f"new lead {name} Smith{name}, {name}@{name}.example")
    return desk


@pytest.mark.parametrize(
    "text",
    ["more", "More!", "more please", "show me more", "give me more", "next page", "show more", "mehr",
     "Mehr bitte", "zeig mir mehr", "weiter", "nächste Seite", "naechste seite", "weitere", "noch mehr",
     "und weiter?", "mehr Leads", "show me the rest", "den Rest bitte", "what else?", "go on",
     "the next ones", "gibt es noch mehr?"],
)  # fmt: skip
def test_what_asks_for_more(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize(
    "text",
    ["more about Sarah", "mehr zu Kranz", "next", "next step", "weiter mit Kranz", "", "more " * 20,
     "mehr Rabatt für Kranz", "we need more time", "one more lead"],
)  # fmt: skip
def test_what_does_not(text: str) -> None:
    assert not asks_for_more(text)


@pytest.mark.parametrize(
    "text", ["list", "find Smith", "leads of me", "all leads", "find guest", "offene Leads"]
)
async def test_more_goes_on_to_the_end(guests: Desk, text: str) -> None:
    shown = await guests.say(text)
    told, pages = rows(shown), 1
    while "list.more" in shown.buttons:
        assert "There is more: press More, or write “more”." in shown.text
        shown = await guests.say("more" if pages % 2 else "Nächste Seite")
        told += rows(shown)
        pages += 1
    assert pages == 3
    assert told == list(range(23, 0, -1))
    for _ in range(2):
        assert "That is all." in (await guests.say("more")).text
    assert "Das war alles." in (await guests.say("mehr", locale="de-DE")).text


async def test_the_button_does_the_same_and_more_follows_it(guests: Desk) -> None:
    first = await guests.say("list")
    second = await guests.press("list.more", first.buttons["list.more"])
    again = await guests.press("list.more", first.buttons["list.more"])
    assert rows(second) == rows(again) == list(range(13, 3, -1))
    assert rows(await guests.say("more")) == [3, 2, 1]


async def test_more_is_what_each_person_was_shown_in_each_conversation(guests: Desk) -> None:
    await guests.say("list", conversation_id="group")
    assert "none was shown to you" in (await guests.say("more", "kim", conversation_id="group")).text
    assert "none was shown to you" in (await guests.say("more")).text
    await guests.say("find Guest22", "kim", conversation_id="group")
    assert rows(await guests.say("more", conversation_id="group")) == list(range(13, 3, -1))
    assert "That is all." in (await guests.say("more", "kim", conversation_id="group")).text


async def test_more_after_a_record_goes_on_with_the_list(guests: Desk) -> None:
    await guests.say("list")
    await guests.say("show 20")
    assert rows(await guests.say("more")) == list(range(13, 3, -1))
    assert "Lead #20" in (await guests.say("show it")).text
    await guests.say("pipeline")
    assert "That is all." in (await guests.say("more")).text


async def test_another_host_goes_on_after_a_restart(guests: Desk, crm: Crm, database_url: str) -> None:
    await guests.say("list")
    await crm._turn_memory.save()
    other = Desk(Crm(Database(database_url), FIRST_OWNS))
    try:
        assert rows(await other.say("more")) == list(range(13, 3, -1))
        await other.crm._turn_memory.save()
        assert rows(await guests.say("more")) == [3, 2, 1]
    finally:
        await other.crm.close()


async def test_before_any_list_the_way_to_one_is_shown(desk: Desk) -> None:
    told = await desk.say("more")
    assert "There is no list to go on with" in told.text
    assert {"help", "command.run"} <= told.buttons.keys()
    told = await desk.say("mehr", locale="de-DE")
    assert "Es gibt keine Liste, mit der es weitergeht" in told.text


async def test_what_is_added_or_gone_between_pages_changes_no_other_line(guests: Desk) -> None:
    await guests.say("list")
    await guests.say("new lead Zoe Late, zoe@late.example")
    await guests.say("disqualify 12 no need")
    assert rows(await guests.say("more")) == [13, 11, 10, 9, 8, 7, 6, 5, 4, 3]


async def test_what_is_followed_goes_on(guests: Desk) -> None:
    for number in range(1, 13):
        await guests.say(f"follow {number}")
    assert rows(await guests.say("following")) == list(range(12, 2, -1))
    assert rows(await guests.say("more")) == [2, 1]


async def test_every_part_of_my_work_goes_on_and_nothing_comes_twice(desk: Desk, crm: Crm) -> None:
    await desk.say("hi")
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    expected: dict[str, set[int]] = {"activity": set(), "opportunity": set()}
    for age in [0] * 13 + [60] * 12:
        run = at(now - dt.timedelta(days=age), capture_opportunity)
        view = await crm.write(ALEX, run, {"name": f"Deal of {age} days"})
        expected["opportunity"].add(view.record.number)
    lead = (await desk.say("new lead Ann Roe")).buttons["lead.qualify.open"]["number"]
    for days in [*range(-14, 0), *[0] * 11, *range(1, 8), *[None] * 4]:
        due = None if days is None else today + dt.timedelta(days=days)
        draft = ActivityDraft(type=ActivityType.TASK, text=f"Due {days}", due=due)
        expected["activity"].add((await crm.write(ALEX, log_activity, lead, draft)).record.number)
    shown = await desk.say("my work")
    told = rows(shown)
    while "list.more" in shown.buttons:
        shown = await desk.say("more")
        told += rows(shown)
    assert len(told) == len(set(told))
    assert set(told) == expected["activity"] | expected["opportunity"]
    assert "That is all." in (await desk.say("more")).text


@pytest.mark.parametrize(("text", "title"), [("overdue", "Overdue"), ("stale deals", "Nothing has happened")])
async def test_a_part_of_my_work_goes_on_alone(desk: Desk, crm: Crm, text: str, title: str) -> None:
    await desk.say("hi")
    now = dt.datetime.now(dt.UTC)
    for _ in range(9):
        await crm.write(ALEX, at(now - dt.timedelta(days=60), capture_opportunity), {"name": "Deal"})
    for days in range(1, 10):
        draft = ActivityDraft(type=ActivityType.TASK, text="Late", due=now.date() - dt.timedelta(days=days))
        lead = await crm.write(ALEX, capture_opportunity, {"name": "New"})
        await crm.write(ALEX, log_activity, lead.record.number, draft)
    first = await desk.say(text)
    second = await desk.say("more")
    assert title in second.text
    assert (len(rows(first)), len(rows(second))) == (8, 1)
    assert not set(rows(first)) & set(rows(second))
    assert "That is all." in (await desk.say("more")).text


@pytest.mark.each_database
@pytest.mark.parametrize(
    "data",
    [{}, {"of": "list"}, {"of": "nothing", "cursor": "1"}, {"of": "list", "cursor": "x"},
     {"of": "work", "cursor": "["}, {"of": "work", "cursor": "{\"overdue\": 3}"},
     {"of": "work", "cursor": "{\"overdue\": \"x\"}"},
     {"of": "find", "text": "a", "cursor": "~"}, {"of": "following", "cursor": "9" * 30},
     {"of": "duplicates", "cursor": "-1"}, {"of": "work", "cursor": "{}"}],
)  # fmt: skip
async def test_a_button_that_nobody_made_breaks_nothing(desk: Desk, data: dict[str, Any]) -> None:
    answer = await desk.press("list.more", data)
    assert "Something went wrong" not in answer.text
    assert answer.buttons
