"""The board in Teams: what was captured elsewhere appears, moves, and can be taken back."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from playwright.async_api import Route, expect

from app.crm.contacts import capture_contact
from app.crm.opportunities import move_opportunity
from app.crm.pipeline import change_stage
from app.crm.records import show_record
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from tests.browser.conftest import Leadline, Open
from tests.browser.teams import TeamsTab, lose_answer

pytestmark = pytest.mark.browser


async def test_it_shows_what_was_captured_in_chat(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Tech Innovators Inc.", "12000", close_date=dt.date(2099, 2, 23))
    tab = await open_board()
    card = tab.card(number, "qualified")
    await expect(card).to_contain_text("Tech Innovators Inc.")
    await expect(card).to_contain_text("€12,000")
    await expect(card).to_contain_text("Feb 23, 2099")
    await expect(card.get_by_label("Owner: Alex Wilber")).to_be_visible()
    await expect(tab.column("qualified")).to_contain_text("€2,400 weighted")
    await tab.expect_said("appInitialization.appLoaded")
    await tab.expect_said("appInitialization.success")


async def test_it_says_how_to_begin(open_board: Open) -> None:
    tab = await open_board(locale="de-DE")
    await expect(tab.view.get_by_role("heading", name="Deine Pipeline beginnt im Chat")).to_be_visible()
    await expect(tab.view.get_by_role("listitem").first).to_contain_text("Sarah Meier")
    await tab.view.get_by_role("button", name="Mit dem Bot chatten").click()
    link = (await tab.expect_said("executeDeepLink"))[0]
    assert link.endswith("/conversations")


async def test_changes_of_others_appear_without_a_reload(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    first = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await expect(tab.card(first, "qualified")).to_be_visible()
    second = await leadline.capture(kim, "Fabrikam")
    await expect(tab.card(second, "qualified")).to_be_visible()
    await leadline.write(kim, move_opportunity, first, "proposal")
    await expect(tab.card(first, "proposal")).to_be_visible()
    await expect(tab.card(first, "qualified")).to_have_count(0)


async def test_a_card_moves_by_keyboard_and_the_focus_goes_with_it(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await _choose_proposal_by_keyboard(tab, number)
    title = tab.card(number, "proposal").get_by_role("button", name="Contoso", exact=True)
    await expect(title).to_be_focused()
    await expect(tab.notice("Contoso moved to Proposal")).to_be_visible()
    assert await leadline.stage(alex, number) == "proposal"


async def test_the_last_move_can_be_undone(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.choose_stage(number, "Contoso", "Won")
    await expect(tab.card(number, "won")).to_be_visible()
    await tab.notice("Contoso moved to Won").wait_for()
    await tab.undo(f"Opportunity won: Contoso (#{number})")
    await expect(tab.notice("Your last change was undone")).to_be_visible()
    await expect(tab.card(number, "qualified")).to_be_visible()
    assert await leadline.stage(alex, number) == "qualified"


async def test_an_undo_whose_answer_was_lost_takes_back_nothing_more_when_repeated(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.choose_stage(number, "Contoso", "Won")
    await tab.notice("Contoso moved to Won").wait_for()
    await tab.page.route("**/api/v1/undo", lose_answer)
    await tab.undo()
    await expect(tab.notice("Not undone")).to_be_visible()
    assert await leadline.stage(alex, number) == "qualified"
    await tab.page.unroute_all()
    await tab.expect_live()
    await tab.view.get_by_role("toolbar").get_by_role("button", name="Undo").click()
    await expect(tab.notice("Nothing more to undo")).to_be_visible()
    # Another undo would have taken away what was captured before the move.
    await expect(tab.card(number, "qualified")).to_be_visible()
    assert await leadline.stage(alex, number) == "qualified"


async def test_a_loss_needs_a_reason(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.choose_stage(number, "Contoso", "Lost")
    dialog = tab.view.get_by_role("dialog", name="Why is Contoso lost?")
    confirm = dialog.get_by_role("button", name="Close as lost")
    await confirm.click()
    await expect(dialog).to_contain_text("Please choose a reason.")
    await dialog.get_by_role("radio", name="Other").check()
    await confirm.click()
    # What the server wants to know is asked at its field.
    await expect(dialog.get_by_role("textbox", name="Note")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_role("radio", name="Price").check()
    await confirm.click()
    await expect(dialog).to_have_count(0)
    await expect(tab.card(number, "lost")).to_be_visible()
    assert await leadline.stage(alex, number) == "lost"


async def test_a_loss_that_was_not_sent_stays_typed_below_a_notice_that_can_be_read(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    """Also by those who have reduced motion, as this browser has."""
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.choose_stage(number, "Contoso", "Lost")
    dialog = tab.view.get_by_role("dialog", name="Why is Contoso lost?")
    await dialog.get_by_role("radio", name="Price").check()
    await dialog.get_by_role("textbox", name="Note").fill("Too dear for them")
    await tab.page.route("**/api/v1/opportunities/**", lambda route: route.fulfill(status=503))
    await dialog.get_by_role("button", name="Close as lost").click()
    notice = tab.view.locator(".fui-ToastContainer", has_text="Contoso was not moved")
    await expect(notice).to_be_visible()
    await expect(notice.locator("[data-timer-status]")).to_have_css("animation-duration", "10s")
    assert await notice.evaluate(_IS_ON_TOP)
    await expect(dialog.get_by_role("textbox", name="Note")).to_have_value("Too dear for them")
    await tab.page.unroute_all()
    await dialog.get_by_role("button", name="Close as lost").click()
    await expect(tab.card(number, "lost")).to_be_visible()


_IS_ON_TOP = """notice => {
    const { x, y, width, height } = notice.getBoundingClientRect();
    return notice.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


async def test_a_stage_asks_for_only_what_is_missing_and_saves_it_with_the_move(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    """By keyboard alone, from the board."""
    number = await leadline.capture(alex, "Contoso", "12000")
    contact = await leadline.write(alex, capture_contact, {"name": "Ana Pop"})
    required = ["amount", "close_date", "contact", "authority", "need"]
    await leadline.write(alex, change_stage, 3, {"required": required})
    tab = await open_board()
    await _choose_proposal_by_keyboard(tab, number)
    dialog = tab.view.get_by_role("dialog", name="What Contoso still needs for Proposal")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_label("Amount")).to_have_count(0)
    await expect(tab.card(number, "qualified")).to_be_attached()
    confirm = dialog.get_by_role("button", name="Save and move")
    await confirm.press("Enter")
    await expect(dialog.get_by_text("Please fill this in.")).to_have_count(4)

    await dialog.get_by_label("Close date").fill("2030-01-31")
    await dialog.get_by_role("combobox", name="Contact").press_sequentially("ana")
    await tab.view.get_by_role("option", name="Ana Pop").wait_for()
    for key in ("ArrowDown", "Enter"):
        await tab.page.keyboard.press(key)
    await expect(dialog.get_by_role("combobox", name="Contact")).to_have_value("Ana Pop")
    await dialog.get_by_label("Authority").select_option("Decides")
    await dialog.get_by_label("Need").fill("A project tool")
    await confirm.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(tab.card(number, "proposal")).to_be_visible()
    deal = await leadline.crm.read(alex, show_record, number)
    record = deal.record
    assert isinstance(record, Opportunity)
    assert (record.contact, record.need, record.close_date) == (
        contact.record.number,
        "A project tool",
        dt.date(2030, 1, 31),
    )
    await tab.undo()
    await expect(tab.card(number, "qualified")).to_be_visible()
    record = (await leadline.crm.read(alex, show_record, number)).record
    assert isinstance(record, Opportunity)
    assert (record.contact, record.need, record.close_date) == (None, "", None)


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
async def test_the_dialog_of_a_stage_is_german_too_in_every_theme(
    leadline: Leadline, open_board: Open, alex: Actor, theme: str
) -> None:
    number = await leadline.capture(alex, "Contoso")
    await leadline.write(alex, change_stage, 5, {"required": ["amount", "timeline"]})
    tab = await open_board(locale="de-DE", theme=theme)
    await (
        tab.view.locator(f"[data-number='{number}']")
        .get_by_role("button", name="Contoso verschieben")
        .click()
    )
    await tab.view.get_by_role("menuitem", name="Gewonnen").click()
    dialog = tab.view.get_by_role("dialog", name="Was Contoso für Gewonnen noch fehlt")
    await dialog.get_by_label("Betrag").fill("1.200,50")
    await dialog.get_by_label("Zeitrahmen").select_option("In einem Monat")
    assert await tab.find_barriers() == []
    await dialog.get_by_role("button", name="Speichern und verschieben").click()
    await expect(dialog).to_have_count(0)
    await expect(tab.card(number, "won")).to_contain_text("1.200,50")


async def test_a_late_move_tells_who_was_faster(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    moves = await _hold_moves(tab)
    await tab.choose_stage(number, "Contoso", "Meeting")
    move = await moves.get()
    await leadline.write(kim, move_opportunity, number, "negotiation")
    await move.continue_()
    await expect(tab.notice("Contoso has changed meanwhile")).to_be_visible()
    await expect(tab.notice("Kim Akers: Stage changed. The board is up to date again.")).to_be_visible()
    await expect(tab.card(number, "negotiation")).to_be_visible()
    assert await leadline.stage(alex, number) == "negotiation"


async def test_a_second_move_waits_for_the_first(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    """What others read in between does not let the card jump back."""
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    moves = await _hold_moves(tab)
    await tab.choose_stage(number, "Contoso", "Meeting")
    await expect(tab.card(number, "meeting")).to_be_visible()
    await tab.choose_stage(number, "Contoso", "Proposal")
    await expect(tab.card(number, "proposal")).to_be_visible()
    await (await moves.get()).continue_()
    second = await moves.get()
    assert await leadline.stage(alex, number) == "meeting"
    await leadline.capture(alex, "Fabrikam")
    await expect(tab.column("qualified").get_by_role("button", name="Fabrikam", exact=True)).to_be_visible()
    await expect(tab.card(number, "proposal")).to_be_visible()
    await second.continue_()
    await expect(tab.notice("Contoso moved to Proposal")).to_be_visible()
    await expect(tab.card(number, "proposal")).to_be_visible()
    assert await leadline.stage(alex, number) == "proposal"


async def test_a_colleague_who_was_faster_than_two_moves_is_told_once(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    moves = await _hold_moves(tab)
    await tab.choose_stage(number, "Contoso", "Meeting")
    await tab.choose_stage(number, "Contoso", "Proposal")
    await leadline.write(kim, move_opportunity, number, "negotiation")
    await (await moves.get()).continue_()
    await expect(tab.notice("Kim Akers: Stage changed. The board is up to date again.")).to_be_visible()
    await expect(tab.card(number, "negotiation")).to_be_visible()
    await expect(tab.notice("Contoso has changed meanwhile")).to_have_count(1)
    assert moves.empty()
    assert await leadline.stage(alex, number) == "negotiation"


async def test_it_catches_up_after_an_interruption(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await expect(tab.card(number, "qualified")).to_be_visible()
    await tab.expect_live()
    await tab.page.context.set_offline(True)
    await leadline.write(kim, move_opportunity, number, "meeting")
    await tab.page.context.set_offline(False)
    await expect(tab.card(number, "meeting")).to_be_visible()


async def _choose_proposal_by_keyboard(tab: TeamsTab, number: int) -> None:
    await tab.card(number, "qualified").get_by_role("button", name="Move Contoso").focus()
    await tab.page.keyboard.press("Enter")
    # A key that is pressed before the menu is there would be lost.
    await expect(tab.view.get_by_role("menuitem", name="Meeting")).to_be_focused()
    await tab.page.keyboard.press("ArrowDown")
    await expect(tab.view.get_by_role("menuitem", name="Proposal")).to_be_focused()
    await tab.page.keyboard.press("Enter")


async def _hold_moves(tab: TeamsTab) -> asyncio.Queue[Route]:
    """Requests to move something wait here from now on."""
    held: asyncio.Queue[Route] = asyncio.Queue()
    await tab.page.route("**/api/v1/opportunities/*/move", held.put)
    return held
