"""Merge and split at the desk, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.organizations import capture_organization
from app.domain.member import Actor
from tests.bot.desk import Desk, Shown
from tests.kit.tasks import plan_task

ALEX = Actor(tenant_id="tenant", user_id="alex")


@pytest.fixture
async def pair(desk: Desk) -> Desk:
    """A desk that knows #1 and #2, who are one person."""
    await desk.say("new lead Sarah Meier, Tech Innovators Inc., sarah@tech.example")
    shown = await desk.say("new lead Sara Meyer, Tech Innovators, +49 30 1234567")
    await press(desk, shown, "lead.capture")
    return desk


@pytest.mark.parametrize(
    ("text", "locale", "kept"),
    [
        ("merge 1 2", "en-US", 1),
        ("merge #1 with #2", "en-US", 1),
        ("merge 1 and 2 together", "en-US", 1),
        ("merge 2 into 1", "en-US", 1),
        ("merge Sarah Meier with Sara Meyer", "en-US", 1),
        ("zusammenführen 2 1", "de-DE", 2),
        ("führe 1 und 2 zusammen", "de-DE", 1),
        ("führe 1 in 2 zusammen", "de-DE", 2),
    ],
)
async def test_two_numbers_are_laid_side_by_side(pair: Desk, text: str, locale: str, kept: int) -> None:
    shown = await pair.say(text, locale=locale)
    assert shown.buttons["record.merge"] | {"form": ""} == {
        "form": "",
        "number": kept,
        "version": 1,
        "other": 3 - kept,
        "other_version": 1,
    }
    assert shown.inputs == {"name": "kept", "company": "kept"}
    assert "Sarah Meier" in shown.text
    assert "Sara Meyer" in shown.text
    assert ("Kommt von" if locale == "de-DE" else "Comes from") in shown.text


async def test_it_is_merged_with_what_was_spoken_of_last(pair: Desk) -> None:
    await pair.say("show 1")
    assert (await pair.say("merge it with 2")).buttons["record.merge"]["number"] == 1


async def test_merge_undo_and_split(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    merged = await press(pair, shown, "record.merge", {"name": "gone"})
    assert "#2 was merged into #1." in merged.text
    assert "Sara Meyer" in merged.text
    assert "+49 30 1234567" in merged.text
    undone = await press(pair, merged, "undo")
    assert "#2" in undone.text
    await press(pair, await pair.say("merge 1 2"), "record.merge")
    alias = await pair.say("#2")
    assert "Lead #1" in alias.text
    assert "#2 was merged into #1." in alias.text
    assert "undo" not in alias.buttons
    split = await pair.say("split 2")
    assert "Lead #2" in split.text
    assert "#2 is a record of its own again, beside #1." in split.text
    assert "+49" not in (await pair.say("show 1")).text.partition("History")[0]


async def test_german_speakers_read_german(pair: Desk) -> None:
    shown = await pair.say("zusammenführen 1 2", locale="de-DE")
    assert "#2 mit #1 zusammenführen?" in shown.text
    merged = await press(pair, shown, "record.merge", locale="de-DE")
    assert "#2 ist in #1 aufgegangen." in merged.text
    split = await pair.say("trennen 2", locale="de-DE")
    assert "#2 ist wieder ein eigener Eintrag neben #1." in split.text


async def test_what_moves_is_told_before_and_after(desk: Desk, crm: Crm) -> None:
    await desk.say("hi")
    numbers = [
        (await crm.write(ALEX, capture_organization, {"name": name})).record.number
        for name in ("Acme", "Acme Inc.")
    ]
    for name in ("Ann", "Ben"):
        await crm.write(ALEX, capture_contact, {"name": name, "organization": numbers[1]})
    shown = await desk.say(f"merge {numbers[0]} {numbers[1]}")
    assert "Moves with it: 2 contacts." in shown.text
    merged = await press(desk, shown, "record.merge")
    assert "Moved along: 2 contacts." in merged.text
    split = await desk.say(f"split {numbers[0]}")
    assert "Back with it: 2 contacts." in split.text


async def test_a_change_in_between_shows_both_again(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    edit = await press(pair, await pair.say("show 2"), "lead.edit.open")
    await press(pair, edit, "record.edit", {**edit.inputs, "job_title": "CIO"})
    again = await press(pair, shown, "record.merge", {"name": "gone"})
    assert "One of the two has changed in the meantime." in again.text
    assert again.inputs["name"] == "gone"
    assert again.buttons["record.merge"]["other_version"] == 2
    merged = await press(pair, again, "record.merge", again.inputs)
    assert "#2 was merged into #1." in merged.text
    assert "CIO" in merged.text


async def test_a_second_press_changes_nothing(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    await press(pair, shown, "record.merge")
    again = await press(pair, shown, "record.merge")
    assert "Lead #1" in again.text


async def test_the_other_one_can_stay_instead(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    swapped = await press(pair, shown, "record.merge.open")
    assert swapped.buttons["record.merge"]["number"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("merge 1", "merge <number or name> <other record>"),
        ("merge 1 1", "That is one record already"),
        ("merge 1 99", "There is no record #99."),
        ("split 1", "Nothing was merged into #1."),
    ],
)
async def test_what_cannot_be_merged_is_said(pair: Desk, text: str, said: str) -> None:
    assert said in (await pair.say(text)).text


async def test_a_button_that_lost_its_other_record_breaks_nothing(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    for other in ("", "x", "9" * 30, "-1"):
        answered = await press(pair, shown, "record.merge", {"other": other})
        assert "There is no record" in answered.text


async def test_another_tenant_sees_nothing_of_it(pair: Desk) -> None:
    shown = await pair.say("merge 1 2")
    theirs = await press(pair, shown, "record.merge", tenant_id="other")
    assert "Sarah" not in theirs.text
    assert "There is no record" in theirs.text
    assert "Sarah Meier" in (await pair.say("show 1")).text


async def press(
    desk: Desk, shown: Shown, verb: str, typed: dict[str, str] | None = None, **more: Any
) -> Shown:
    """Presses a button of a card as it is shown, with what the inputs hold unless something was typed."""
    data = {**shown.buttons[verb], **shown.inputs, **(typed or {})}
    if verb in ("undo", "record.merge.open"):
        data = shown.buttons[verb]
    return await desk.press(verb, data, **more)


async def test_an_edit_that_makes_a_lead_like_another_offers_to_merge(desk: Desk) -> None:
    await desk.say("new lead Sarah Meier, Tech Innovators Inc., sarah@tech.example")
    await desk.say("new lead Somebody Else, Northwind")
    edit = await press(desk, await desk.say("show 2"), "lead.edit.open")
    same = {**edit.inputs, "name": "Sarah Meier", "company": "Tech Innovators"}
    saved = await press(desk, edit, "record.edit", same)
    assert "#1 is likely the same." in saved.text
    assert saved.buttons["record.merge.open"] == {"number": 1, "other": 2}
    assert "record.merge" in (await press(desk, saved, "record.merge.open")).buttons


@pytest.mark.parametrize(
    ("text", "locale", "none", "some"),
    [
        ("duplicates", "en-US", "None of your open leads", "Merge #1 and #2"),
        ("Dubletten", "de-DE", "Von deinen offenen Leads", "#1 und #2 zusammenführen"),
    ],
)
async def test_leads_that_are_there_twice_are_listed(
    desk: Desk, text: str, locale: str, none: str, some: str
) -> None:
    await desk.say("new lead Sarah Meier, Tech Innovators Inc.")
    assert none in (await desk.say(text, locale=locale)).text
    shown = await desk.say("new lead Sara Meyer, Tech Innovators")
    await press(desk, shown, "lead.capture")
    listed = await desk.say(text, locale=locale)
    assert some in listed.text
    assert listed.buttons["record.merge.open"] == {"number": 1, "other": 2}
    # They are Alex's leads: nobody else is asked about them.
    assert none in (await desk.say(text, who="kim", locale=locale)).text


async def test_a_new_lead_of_a_known_company_says_so(desk: Desk) -> None:
    first = await desk.say("new lead Sarah Meier, Tech Innovators Inc., sarah@tech.example")
    assert "Also there" not in first.text
    colleague = await desk.say("new lead Tom Berger, Tech Innovators")
    assert "Also there: #1 Sarah Meier" in colleague.text
    form = await desk.say("qualify 1")
    await desk.press("lead.qualify", form.buttons["lead.qualify"])
    german = await desk.say("neuer Lead Uli Kraft, Tech Innovators", locale="de-DE")
    assert "Auch vorhanden: #3 Tech Innovators Inc. (1 offene Opportunity)" in german.text
    deal = (await desk.say("find Tech Innovators")).text
    number = deal.partition("Opportunity #")[2].split()[0]
    await desk.say(f"won {number}")
    third = await desk.say("new lead Ida Holm, Tech Innovators")
    assert "Also there: #3 Tech Innovators Inc. (customer)" in third.text


async def test_more_offers_who_is_alike_and_to_split_off(pair: Desk) -> None:
    more = await pair.press("record.more", {"number": 1})
    assert "record.split" not in more.buttons
    alike = await pair.press("lead.alike", more.buttons["lead.alike"])
    assert "Merge #1 and #2" in alike.text
    await press(pair, await press(pair, alike, "record.merge.open"), "record.merge")
    more = await pair.press("record.more", {"number": 1})
    split = await pair.press("record.split", more.buttons["record.split"])
    assert "#2 is a record of its own again, beside #1." in split.text


async def test_activities_move_along_and_back(pair: Desk, crm: Crm) -> None:
    await crm.write(ALEX, plan_task, 2, "Send an offer")
    merged = await press(pair, await pair.say("merge 1 2"), "record.merge")
    assert "Moved along: 1 activity." in merged.text
    assert "Send an offer" in (await pair.say("show 1")).text
    split = await pair.say("split 2")
    assert "Back with it: 1 activity." in split.text
    assert "Send an offer" in (await pair.say("show 2")).text
