"""Settings in the tab: where the workspace and its reader are, and for owners the questions, what a stage
requires, and when a deal is stale there."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.async_api import expect

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.framework import show_framework
from app.crm.people.members import me
from app.crm.pipeline import change_stage, show_pipeline
from app.crm.workspace import show_settings
from app.domain.activity import ActivityType
from app.domain.member import Actor
from tests.browser.conftest import Leadline, Open

pytestmark = pytest.mark.browser


async def test_an_owner_sets_them_by_keyboard_and_the_focus_returns(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await expect(tab.card(number, "qualified")).to_be_visible()
    gear = tab.view.get_by_role("button", name="Settings")
    await gear.press("Enter")
    drawer = tab.view.get_by_role("dialog", name="Settings")
    await drawer.get_by_role("radio", name="BANT").focus()
    await tab.page.keyboard.press("ArrowUp")
    await expect(tab.notice("From now on MEDDIC qualifies")).to_be_visible()
    assert (await leadline.crm.read(alex, show_framework)).key == "meddic"

    await drawer.get_by_role("button", name="Qualified").press("Enter")
    form = drawer.get_by_role("form", name="Qualified")
    # The answers that the chosen questions ask for are among what can be required.
    await form.get_by_role("checkbox", name="Champion").press("Space")
    days = form.get_by_role("textbox", name="Working days without activity")
    await days.fill("366")
    await days.press("Enter")
    await expect(form).to_contain_text("Please write a whole number from 0 to 365.")
    await days.fill("12")
    await days.press("Enter")
    await expect(tab.notice("Qualified saved")).to_be_visible()
    await expect(drawer.get_by_role("button", name="Qualified")).to_contain_text(
        "1 field required · stale after 12 working days"
    )
    stage = (await leadline.crm.read(alex, show_pipeline)).keyed("qualified")
    assert (stage.required, stage.stale_after) == (("champion",), 12)
    await expect(days).to_be_focused()
    await form.get_by_role("button", name="Save").press("Enter")
    await tab.page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)
    await expect(gear).to_be_focused()


async def test_two_owners_do_not_overwrite_each_other_unasked(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    tab = await open_board(locale="de-DE")
    await tab.view.get_by_role("button", name="Einstellungen").click()
    drawer = tab.view.get_by_role("dialog", name="Einstellungen")
    await drawer.get_by_role("button", name="Angebot").click()
    form = drawer.get_by_role("form", name="Angebot")
    await form.get_by_role("checkbox", name="Betrag").check()
    await leadline.write(alex, change_stage, 3, {"required": ["need"], "stale_after": 9})
    save = form.get_by_role("button", name="Speichern")
    await save.press("Enter")
    told = form.get_by_role("alert")
    await expect(told).to_contain_text("Angebot wurde inzwischen von jemand anderem gespeichert")
    await expect(told).to_contain_text("Pflicht beim Eintritt: Bedarf · Hinweis nach 9 Arbeitstagen")
    await expect(form.get_by_role("checkbox", name="Betrag")).to_be_checked()
    await expect(save).to_be_focused()
    assert await tab.find_barriers() == []
    assert (await leadline.crm.read(alex, show_pipeline)).keyed("proposal").required == ("need",)
    await save.press("Enter")
    await expect(tab.notice("Angebot gespeichert")).to_be_visible()
    await expect(told).to_have_count(0)
    stage = (await leadline.crm.read(alex, show_pipeline)).keyed("proposal")
    assert (stage.required, stage.stale_after) == (("amount",), 9)


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
async def test_they_keep_nobody_out(leadline: Leadline, open_board: Open, alex: Actor, theme: str) -> None:
    await leadline.capture(alex, "Contoso")
    tab = await open_board(theme=theme, locale="de-DE", width=320, height=560)
    await tab.view.get_by_role("button", name="Einstellungen").click()
    drawer = tab.view.get_by_role("dialog", name="Einstellungen")
    await drawer.get_by_role("button", name="Angebot").click()
    await expect(drawer.get_by_role("checkbox", name="Betrag")).to_be_visible()
    assert await tab.find_barriers() == []
    width = await tab.frame.evaluate("document.documentElement.scrollWidth")
    assert width == 320


async def test_an_owner_moves_the_workspace_and_others_see_where_it_is(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    await leadline.capture(alex, "Contoso", "12000")
    theirs = await open_board(kim)
    await theirs.expect_live()
    await theirs.view.get_by_role("button", name="Settings").click()
    shown = theirs.view.get_by_role("dialog", name="Settings")
    await expect(shown).to_contain_text("Owners change this: Alex Wilber.")
    await expect(shown.get_by_role("region", name="Stages")).to_have_count(0)
    await expect(shown.get_by_role("combobox", name="Currency")).to_have_count(0)

    tab = await open_board(locale="de-DE")
    await tab.view.get_by_role("button", name="Einstellungen").click()
    form = tab.view.get_by_role("form", name="Arbeitsbereich")
    await form.get_by_role("combobox", name="Währung").select_option("CHF")
    await form.get_by_role("combobox", name="Land").select_option("CH")
    await form.get_by_role("combobox", name="Feiertage").select_option("ZH")
    await form.get_by_role("checkbox", name="Freitag").uncheck()
    await form.get_by_label("Eigene freie Tage").fill("2026-12-24")
    await form.get_by_role("button", name="Tag hinzufügen").click()
    told = form.get_by_role("status")
    await expect(told).to_contain_text("Währung: Euro (EUR) → Schweizer Franken (CHF)")
    await expect(told).to_contain_text("Jeder gespeicherte Betrag behält seine Währung")
    assert (await leadline.crm.read(alex, show_settings)).workspace.version == 1
    await form.get_by_role("button", name="Speichern").press("Enter")
    await expect(tab.notice("Arbeitsbereich gespeichert")).to_be_visible()
    await expect(told).to_have_count(0)
    workspace = (await leadline.crm.read(alex, show_settings)).workspace
    assert (workspace.currency, workspace.country, workspace.subdivision) == ("CHF", "CH", "ZH")
    assert (workspace.working_days, workspace.free_days) == (("mon", "tue", "wed", "thu"), ("12-24",))
    # Whoever looks at it hears of it, and what was stored is as it was.
    await expect(shown).to_contain_text("Swiss Franc (CHF)")
    await expect(shown).to_contain_text("Public holidaysZurich")
    await theirs.page.keyboard.press("Escape")
    await expect(theirs.view.get_by_role("main")).to_contain_text("€12,000")


async def test_a_member_sets_their_own_time_zone(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    await leadline.capture(alex, "Contoso")
    tab = await open_board(kim)
    await tab.view.get_by_role("button", name="Settings").click()
    form = tab.view.get_by_role("form", name="You")
    await form.get_by_role("combobox", name="Time zone").select_option("America/New_York")
    await form.get_by_role("button", name="Save").click()
    await expect(tab.notice("Your time zone saved")).to_be_visible()
    assert (await leadline.crm.read(kim, me)).time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("time_zone", "locale", "shown"),
    [
        (
            "America/New_York",
            "en-US",
            ["Mar 8, 2031, 9:00 AM", "Mar 9, 2031, 9:00 AM", "Nov 3, 2031, 9:00 AM"],
        ),
        ("Europe/London", "en-GB", ["8 Mar 2031, 14:00", "9 Mar 2031, 13:00", "3 Nov 2031, 14:00"]),
        ("Europe/Zurich", "de-CH", ["08.03.2031, 15:00", "09.03.2031, 14:00", "03.11.2031, 15:00"]),
    ],
)
async def test_each_of_a_team_sees_the_time_where_they_are(
    leadline: Leadline, open_board: Open, alex: Actor, time_zone: str, locale: str, shown: list[str]
) -> None:
    """Nine in the morning in New York, on both sides of a change of clocks there."""
    moments = ("2031-03-08T14:00+00:00", "2031-03-09T13:00+00:00", "2031-11-03T14:00+00:00")
    tab = await open_board(locale=locale, time_zone=time_zone)
    for moment, said in zip(moments, shown, strict=True):
        number = await leadline.capture(alex, "Contoso")
        call = ActivityDraft(type=ActivityType.CALL, due_at=dt.datetime.fromisoformat(moment))
        await leadline.write(alex, log_activity, number, call)
        await tab.card(number, "qualified").click()
        await expect(tab.view.get_by_role("dialog")).to_contain_text(said)
        await tab.page.keyboard.press("Escape")
        await expect(tab.view.get_by_role("dialog")).to_have_count(0)
