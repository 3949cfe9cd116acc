"""Settings in the chat: where the workspace and each of its people are, and what owners change about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.crm.people.members import me
from app.crm.records import show_record
from app.crm.workspace import change_settings, show_settings
from app.domain.activity import Activity
from app.domain.member import SETTINGS, Actor, Workspace
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.place import Place
from app.domain.workdays import WEEKDAYS
from tests.bot.desk import Desk, Shown
from tests.bot.test_places import record, say

ALEX = Actor(tenant_id="tenant", user_id="alex")


async def workspace(desk: Desk) -> Workspace:
    return (await desk.crm.read(ALEX, show_settings)).workspace


async def agree(desk: Desk, shown: Shown, who: str = "alex") -> Shown:
    return await desk.press("settings.change", shown.buttons["settings.change"], who)


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        ("currency USD", "currency", "USD"),
        ("set currency to USD", "currency", "USD"),
        ("change the currency to Swiss francs", "currency", "CHF"),
        ("our currency is British pounds", "currency", "GBP"),
        ("Währung CHF", "currency", "CHF"),
        ("stell die Währung auf Franken", "currency", "CHF"),
        ("time zone America/New_York", "time_zone", "America/New_York"),
        ("timezone: New York", "time_zone", "America/New_York"),
        ("set our time zone to Eastern Time", "time_zone", "America/New_York"),
        ("Zeitzone Wien", "time_zone", "Europe/Vienna"),
        ("die Zeitzone auf Zürich umstellen", "time_zone", "Europe/Zurich"),
        ("country US", "country", "US"),
        ("set the country to the Netherlands", "country", "NL"),
        ("Land Schweiz", "country", "CH"),
        ("working days Mon-Thu", "working_days", ("mon", "tue", "wed", "thu")),
        ("we work Sunday to Thursday", "working_days", ("mon", "tue", "wed", "thu", "sun")),
        ("Arbeitstage Mo-Do", "working_days", ("mon", "tue", "wed", "thu")),
        ("wir arbeiten nur Montag, Mittwoch und Freitag", "working_days", ("mon", "wed", "fri")),
        ("public holidays Bavaria", "subdivision", "BY"),
        ("use the public holidays of Saxony", "subdivision", "SN"),
        ("Feiertage Bayern", "subdivision", "BY"),
        ("holidays off", "public_holidays", False),
        ("Feiertage aus", "public_holidays", False),
        ("free days Dec 24; Dec 31, 2030", "free_days", ("12-24", "2030-12-31")),
        ("Freie Tage 24.12., 31.12.2030", "free_days", ("12-24", "2030-12-31")),
        ("free days: 2030-12-24, Dec 31, 2030, Jan 2", "free_days", ("01-02", "2030-12-24", "2030-12-31")),
    ],
)
async def test_an_owner_is_told_before_what_changes_and_what_stays(
    desk: Desk, text: str, setting: str, value: object
) -> None:
    await desk.say("hello", place=Place(time_zone="Europe/Berlin", country="DE"))
    before = await workspace(desk)
    asked = await desk.say(text, place=Place(time_zone="Europe/Berlin", country="DE"))
    assert "Change the settings?" in asked.text
    assert "Stays:" in asked.text
    assert await workspace(desk) == before
    done = await agree(desk, asked)
    assert "Changed:" in done.text
    after = await workspace(desk)
    assert getattr(after, setting) == value
    assert {name for name in SETTINGS if getattr(after, name) != getattr(before, name)} == {setting}
    undone = await desk.say("undo")
    assert "Settings changed" in undone.text
    assert replace(await workspace(desk), version=1) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency DM", "I do not know this currency."),
        ("time zone Atlantis", "I do not know this time zone."),
        ("set the country to Atlantis", "I do not know this country."),
        ("working days sometimes", "Please name at least one weekday"),
        ("public holidays Tirol", "I do not know the part of Germany that you mean by “Tirol”. I know:"),
        ("free days soon", "I cannot read “soon” as a day."),
    ],
)  # fmt: skip
async def test_what_cannot_be_read_is_told(desk: Desk, text: str, told: str) -> None:
    await desk.say("hello")
    before = await workspace(desk)
    assert told in (await desk.say(text)).text
    assert await workspace(desk) == before


@pytest.mark.parametrize(
    "text",
    [
        "Land Rover GmbH, Herr Ott, ott@landrover.example",
        "Currency Exchange Ltd, Ann Hall, 020 7946 0123",
    ],
)
async def test_a_company_that_begins_like_a_setting_is_a_company(desk: Desk, text: str) -> None:
    await desk.say("hello")
    shown = await desk.say(text)
    assert "settings.change" not in shown.buttons
    assert shown.buttons["leads.one"]["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        "settings",
        "Einstellungen",
        "workspace settings",
        "what is our currency?",
        "welche Währung haben wir?",
        "when is the next public holiday?",
    ],
)
async def test_everybody_sees_where_the_workspace_and_they_are(desk: Desk, text: str) -> None:
    await say(desk, "hello", "alex")
    shown = await say(desk, text, "kim")
    for said in (
        "US Dollar (USD)",
        "New York (America/New_York)",
        "Mon – Fri",
        "Owners change this: Alex.",
        "London (Europe/London)",
        "United Kingdom",
        "day first: 3/4 is Apr 3",
        "Teams tells me your time zone",
    ):
        assert said in shown.text
    assert "settings.form" not in shown.buttons
    assert "settings.form" in (await say(desk, text, "alex")).buttons


@pytest.mark.parametrize("text", ["currency CHF", "set currency to CHF", "Währung CHF", "Arbeitstage Mo-Do"])
async def test_members_are_told_who_can_and_nothing_changes(desk: Desk, text: str) -> None:
    await say(desk, "hello", "alex")
    before = await workspace(desk)
    shown = await say(desk, text, "kim")
    assert "Only owners change the workspace: Alex. Nothing was changed." in shown.text
    assert await workspace(desk) == before
    # Not by a button either that somebody kept.
    kept = await desk.press("settings.change", {"currency": "CHF", "version": 1}, "kim")
    assert "Only owners" in kept.text
    assert "Only owners" in (await desk.press("settings.form", {}, "kim")).text
    assert await workspace(desk) == before


async def test_the_form_tells_its_mistakes_keeps_what_was_typed_and_proposes_what_differs(
    desk: Desk,
) -> None:
    await say(desk, "hello", "alex")
    card = await say(desk, "settings", "alex")
    form = await desk.press("settings.form", card.buttons["settings.form"])
    assert form.inputs == {
        "currency": "USD", "time_zone": "America/New_York", "country": "United States",
        "working_days": "mon,tue,wed,thu,fri", "public_holidays": "all", "guests": "off",
        "free_days": "", "retention_months": "",
    }  # fmt: skip
    sent = {**form.buttons["settings.propose"], **form.inputs}
    wrong = await desk.press("settings.propose", {**sent, "currency": "Taler", "free_days": "Dec 24; soon"})
    assert "I do not know this currency." in wrong.text
    assert "I cannot read “soon” as a day." in wrong.text
    assert (wrong.inputs["currency"], wrong.inputs["free_days"]) == ("Taler", "Dec 24; soon")
    right = {"currency": "francs", "country": "Schweiz", "free_days": "Dec 24", "working_days": "mon,thu"}
    asked = await desk.press("settings.propose", {**sent, **right})
    assert "Time zone" not in asked.text
    done = await agree(desk, asked)
    assert "Changed: Currency, Country, Working days, Own free days." in done.text
    after = await workspace(desk)
    assert (after.currency, after.country, after.time_zone) == ("CHF", "CH", "America/New_York")
    assert (after.working_days, after.free_days) == (("mon", "thu"), ("12-24",))
    again = await desk.press("settings.form", {})
    same = await desk.press("settings.propose", {**again.buttons["settings.propose"], **again.inputs})
    assert "It is so already" in same.text


async def test_two_owners_do_not_overwrite_each_other_unasked(desk: Desk) -> None:
    await say(desk, "hello", "alex")
    asked = await say(desk, "currency CHF", "alex")
    form = await desk.press("settings.form", {})
    await desk.crm.write(ALEX, change_settings, {"currency": "GBP"})
    told = await agree(desk, asked)
    assert "Somebody else has changed the settings meanwhile" in told.text
    assert "British Pound (GBP) → Swiss Franc (CHF)" in told.text
    late = {**form.buttons["settings.propose"], **form.inputs, "working_days": "mon"}
    back = await desk.press("settings.propose", late)
    assert "changed by somebody else" in back.text
    assert back.inputs["working_days"] == "mon"
    assert (await workspace(desk)).currency == "GBP"
    assert "Changed:" in (await agree(desk, told)).text
    assert (await workspace(desk)).currency == "CHF"


async def test_a_colleague_who_wrote_a_moment_ago_writes_in_the_new_currency(desk: Desk) -> None:
    await say(desk, "hello", "alex")
    await say(desk, "new deal Elm refit, 9k", "kim")
    await agree(desk, await say(desk, "currency CHF", "alex"))
    await say(desk, "new deal Larch rollout, 9k", "kim")
    await say(desk, "edit 1 amount 10k", "kim")
    first, second = await record(desk, 1), await record(desk, 2)
    assert isinstance(first, Opportunity)
    assert isinstance(second, Opportunity)
    assert (first.amount, second.amount) == (Money(Decimal(10_000), "USD"), Money(Decimal(9_000), "CHF"))


async def test_whose_time_zone_teams_does_not_tell_sets_it(desk: Desk) -> None:
    await say(desk, "hello", "alex")
    assert "so I take the workspace’s time zone" in (await desk.say("settings", "kim")).text
    done = await desk.say("my time zone London", "kim")
    assert "Your time zone is now London (Europe/London)." in done.text
    told = await say(desk, "meine Zeitzone Wien", "kim")
    assert "Teams tells me your time zone with every message, London (Europe/London)" in told.text
    member = await desk.crm.read(Actor(tenant_id="tenant", user_id="kim"), me)
    assert (member.time_zone, member.country) == ("Europe/London", "GB")
    assert "I do not know this time zone." in (await desk.say("my time zone Atlantis", "reto")).text


@pytest.mark.parametrize(
    ("founder", "day", "due"),
    [
        # Three working days over Thanksgiving, over Boxing Day, and over the second of January, which only
        # some cantons keep.
        ("alex", "2030-11-26", "2030-12-02"),
        ("kim", "2030-12-23", "2030-12-30"),
        ("reto", "2030-04-17", "2030-04-24"),
    ],
)
async def test_working_days_are_counted_where_the_workspace_is(
    desk: Desk, founder: str, day: str, due: str
) -> None:
    await say(desk, "hello", founder)
    await say(desk, "new lead Tom Barlow, Barlow Inc", founder)
    await say(desk, f"task 1: ring him on {day}", founder)
    await say(desk, "postpone 2 by three working days", founder)
    found = await record(desk, 2)
    assert isinstance(found, Activity)
    assert found.due == dt.date.fromisoformat(due)


async def test_in_three_working_days_is_counted_by_the_working_week(desk: Desk) -> None:
    await say(desk, "hello", "alex")
    await say(desk, "new lead Tom Barlow, Barlow Inc", "alex")
    today = dt.datetime.now(ZoneInfo("America/New_York")).date()
    only_one = WEEKDAYS[today.weekday()]
    await desk.crm.write(ALEX, change_settings, {"working_days": [only_one], "public_holidays": False})
    await say(desk, "task 1: ring him in 3 working days", "alex")
    found = await record(desk, 2)
    assert isinstance(found, Activity)
    assert found.due == today + dt.timedelta(weeks=3)
    assert (await desk.crm.read(ALEX, show_record, 1)).next_step == found


async def test_a_setting_and_another_wish_are_both_answered(desk: Desk) -> None:
    await say(desk, "hello", "alex")
    await say(desk, "new lead Tom Barlow, Barlow Inc", "alex")
    shown = await say(desk, "set currency to CHF and disqualify 1", "alex")
    assert "US Dollar (USD) → Swiss Franc (CHF)" in shown.text
    assert "lead.disqualify" in shown.buttons
    days = await say(desk, "working days Monday and Tuesday and Friday", "alex")
    assert "Mon – Fri → Mon, Tue, Fri" in days.text
