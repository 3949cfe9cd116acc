"""The two traps of a tab: an Undo that walks back for ever, and a move that looks done without a network."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import move_opportunity
from app.crm.records import show_record
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from tests.browser.conftest import Leadline, Open
from tests.browser.teams import TeamsTab, lose_answer

pytestmark = pytest.mark.browser


async def test_a_hundred_presses_of_undo_take_back_what_was_done_here_and_no_more(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    numbers = [await leadline.capture(alex, f"Deal {i}", "1000") for i in range(5)]
    await leadline.write(alex, capture_lead, LeadDraft(name="Sarah Meier", note="Call about the budget"))
    tab = await open_board()
    await tab.expect_live()
    for stage in ("Meeting", "Proposal", "Won"):
        await tab.choose_stage(numbers[0], "Deal 0", stage)
        await tab.notice(f"Deal 0 moved to {stage}").wait_for()
    await leadline.write(kim, move_opportunity, numbers[1], "meeting")
    told: list[str] = []
    for _ in range(100):
        await tab.view.get_by_role("toolbar").get_by_role("button", name="Undo").click()
        dialog = tab.view.get_by_role("dialog", name="Undo this change?")
        await expect(dialog.or_(tab.notice("Nothing more to undo")).first).to_be_visible()
        if await dialog.count():
            told.append(" ".join((await dialog.get_by_role("listitem").first.inner_text()).split()))
            await dialog.get_by_role("button", name="Undo", exact=True).click()
            await expect(dialog).to_have_count(0)
    number = numbers[0]
    assert [one.partition(":")[0] for one in told] == ["Opportunity won", "Stage changed", "Stage changed"]
    assert all(f"Deal 0 (#{number})" in one for one in told)
    assert "Meeting" in told[1]
    assert "Proposal" in told[1]
    await expect(tab.notice("Nothing more to undo")).to_have_count(1)
    for number in numbers:
        stage = "meeting" if number == numbers[1] else "qualified"
        await expect(tab.card(number, stage)).to_be_visible()
        assert await leadline.stage(alex, number) == stage
    assert (await leadline.crm.read(alex, show_record, numbers[-1] + 1)).record.name == "Sarah Meier"


async def test_undo_asks_before_it_removes(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    """What was captured by the API as the tab does it."""
    tab = await open_board()
    await tab.expect_live()
    await tab.frame.evaluate(_CAPTURE, leadline.token(alex))
    card = tab.column("qualified").get_by_role("button", name="Fabrikam", exact=True)
    await expect(card).to_be_visible()
    undo = tab.view.get_by_role("toolbar").get_by_role("button", name="Undo")
    await undo.click()
    dialog = tab.view.get_by_role("dialog", name="Undo this change?")
    await expect(dialog).to_contain_text("This removes Fabrikam (#1).")
    assert await tab.find_barriers() == []
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(card).to_be_visible()
    await tab.undo("This removes Fabrikam (#1).", "Undo and remove")
    await expect(card).to_have_count(0)


_CAPTURE = """async token => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ name: "Fabrikam" });
    await fetch("/api/v1/opportunities", { method: "POST", headers, body });
}"""


async def test_a_toasts_undo_takes_back_what_it_names(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    first, second = await leadline.capture(alex, "Contoso"), await leadline.capture(alex, "Fabrikam")
    # Two windows, so that the toast of the one stays while something else is done in the other.
    tab, other = await open_board(), await open_board()
    for one in (tab, other):
        await one.expect_live()
    await tab.choose_stage(first, "Contoso", "Meeting")
    await tab.notice("Contoso moved to Meeting").wait_for()
    await other.choose_stage(second, "Fabrikam", "Meeting")
    await other.notice("Fabrikam moved to Meeting").wait_for()
    toast = tab.view.locator(".fui-Toast", has_text="Contoso moved to Meeting")
    await toast.get_by_role("button", name="Undo").click()
    await expect(tab.notice("Not undone")).to_be_visible()
    assert [await leadline.stage(alex, number) for number in (first, second)] == ["meeting"] * 2
    await other.view.locator(".fui-Toast").get_by_role("button", name="Undo").click()
    await expect(other.card(second, "qualified")).to_be_visible()


async def test_moves_without_a_network_are_listed_and_sent_when_it_is_back(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    first, second = await leadline.capture(alex, "Contoso", "500"), await leadline.capture(alex, "Fabrikam")
    tab = await open_board()
    await tab.expect_live()
    await tab.page.context.set_offline(True)
    await expect(tab.view.locator("[data-live]")).to_have_attribute("data-live", "offline")
    await expect(tab.view.get_by_text("You see what was read last.")).to_be_visible()
    await tab.choose_stage(first, "Contoso", "Meeting")
    await tab.choose_stage(first, "Contoso", "Proposal")
    await tab.choose_stage(second, "Fabrikam", "Won")
    await expect(_line(tab).get_by_role("listitem")).to_have_text(
        ["Contoso to MeetingDiscard", "Contoso to ProposalDiscard", "Fabrikam to WonDiscard"]
    )
    await expect(tab.card(first, "proposal").get_by_label("Not sent yet")).to_be_visible()
    await expect(tab.column("proposal")).to_contain_text("€500")
    assert [await leadline.stage(alex, number) for number in (first, second)] == ["qualified"] * 2
    assert await tab.find_barriers() == []
    # An undo would have to wait for what waits.
    await tab.view.get_by_role("toolbar").get_by_role("button", name="Undo").click()
    await expect(tab.notice("Wait until your changes are sent, or discard them.")).to_be_visible()

    await tab.page.context.set_offline(False)
    await expect(_line(tab)).to_have_count(0)
    await tab.expect_live()
    assert [await leadline.stage(alex, number) for number in (first, second)] == ["proposal", "won"]
    await expect(tab.card(first, "proposal")).to_be_visible()
    await expect(tab.card(first, "proposal").get_by_label("Not sent yet")).to_have_count(0)


async def test_what_waits_outlives_a_reload_and_is_refused_openly_where_it_is_late(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    first, second = await leadline.capture(alex, "Contoso"), await leadline.capture(alex, "Fabrikam")
    tab = await open_board()
    await tab.expect_live()
    await tab.page.context.set_offline(True)
    await tab.choose_stage(first, "Contoso", "Meeting")
    await tab.choose_stage(second, "Fabrikam", "Meeting")
    await expect(_line(tab).get_by_role("listitem")).to_have_count(2)
    # Meanwhile a colleague was faster with one of them.
    await leadline.write(kim, move_opportunity, second, "negotiation")
    # The page itself is there again before what it asks for.
    await tab.page.route("**/api/v1/**", lambda route: route.abort())
    await tab.page.context.set_offline(False)
    tab = await tab.reload()
    await expect(_line(tab).get_by_role("listitem")).to_have_text(
        ["Contoso to MeetingDiscard", "Fabrikam to MeetingDiscard"]
    )
    assert await leadline.stage(alex, first) == "qualified"
    await tab.page.unroute("**/api/v1/**")
    # Nobody has to ask for it.
    await expect(tab.card(first, "meeting")).to_be_visible()
    await expect(_line(tab)).to_contain_text("1 change could not be carried out any more")
    refused = _line(tab).get_by_role("listitem")
    await expect(refused).to_have_count(1)
    await expect(refused).to_contain_text("Fabrikam to Meeting")
    await expect(refused).to_contain_text("Kim Akers: Stage changed.")
    await expect(tab.card(second, "negotiation")).to_be_visible()
    stages = [await leadline.stage(alex, number) for number in (first, second)]
    assert stages == ["meeting", "negotiation"], "nothing of a colleague is overwritten"
    # It stays until it was read, also over a reload.
    tab = await tab.reload()
    await _line(tab).get_by_role("button", name="Got it: Fabrikam to Meeting").click()
    await expect(_line(tab)).to_have_count(0)


async def test_what_a_closed_tab_left_behind_is_sent_once_by_the_next_one(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    # The host carries it out, and its answer is lost: nobody knows.
    await tab.page.route("**/api/v1/opportunities/*/move", lose_answer)
    await tab.choose_stage(number, "Contoso", "Meeting")
    await expect(_line(tab).get_by_role("listitem")).to_have_text(["Contoso to MeetingDiscard"])
    await tab.page.unroute("**/api/v1/opportunities/*/move")
    tab = await tab.reload()
    await expect(tab.card(number, "meeting")).to_be_visible()
    await expect(_line(tab)).to_have_count(0)
    assert (await leadline.crm.read(alex, show_record, number)).record.version == 2, "it was done once"


async def test_others_at_the_same_browser_neither_see_nor_send_it(
    leadline: Leadline, open_board: Open, alex: Actor, kim: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await tab.page.context.set_offline(True)
    await tab.choose_stage(number, "Contoso", "Meeting")
    await expect(_line(tab).get_by_role("listitem")).to_have_count(1)
    await tab.page.context.set_offline(False)
    await tab.page.route("**/api/v1/**/move", lambda route: route.abort())
    tab = await tab.reload(leadline.token(kim))
    await expect(tab.card(number, "qualified")).to_be_visible()
    await tab.expect_live()
    await expect(_line(tab)).to_have_count(0)
    assert await leadline.stage(alex, number) == "qualified"


async def test_leaving_warns_while_something_waits(leadline: Leadline, open_board: Open, alex: Actor) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    assert await _is_kept_from_leaving(tab) is False
    await tab.page.context.set_offline(True)
    await tab.choose_stage(number, "Contoso", "Meeting")
    await expect(_line(tab).get_by_role("listitem")).to_have_count(1)
    assert await _is_kept_from_leaving(tab) is True
    await _line(tab).get_by_role("button", name="Discard: Contoso to Meeting").click()
    await expect(tab.card(number, "qualified")).to_be_visible()
    await expect(_line(tab).get_by_role("listitem")).to_have_count(0)
    assert await _is_kept_from_leaving(tab) is False
    await tab.page.context.set_offline(False)
    await tab.expect_live()
    assert await leadline.stage(alex, number) == "qualified"


async def test_a_loss_without_a_network_closes_its_dialog_and_waits(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await tab.choose_stage(number, "Contoso", "Lost")
    dialog = tab.view.get_by_role("dialog", name="Why is Contoso lost?")
    await dialog.get_by_role("radio", name="Price").check()
    await tab.page.context.set_offline(True)
    await dialog.get_by_role("textbox", name="Note").fill("Too dear for them")
    await dialog.get_by_role("button", name="Close as lost").click()
    await expect(dialog).to_have_count(0)
    await expect(_line(tab).get_by_role("listitem")).to_have_text(["Contoso to LostDiscard"])
    await tab.page.context.set_offline(False)
    await expect(tab.card(number, "lost")).to_be_visible()
    record = (await leadline.crm.read(alex, show_record, number)).record
    assert isinstance(record, Opportunity)
    assert (record.lost_reason, record.lost_note) == ("price", "Too dear for them")


async def test_a_line_that_fails_without_a_word_of_the_browser_is_told_too(
    leadline: Leadline, open_board: Open, alex: Actor
) -> None:
    """The network is there, and nothing that is asked is answered."""
    number = await leadline.capture(alex, "Contoso")
    tab = await open_board()
    await tab.expect_live()
    await tab.page.route("**/api/v1/**", lambda route: route.abort())
    await tab.choose_stage(number, "Contoso", "Meeting")
    await expect(tab.view.locator("[data-live]")).to_have_attribute("data-live", "offline")
    await expect(_line(tab).get_by_role("listitem")).to_have_text(["Contoso to MeetingDiscard"])
    await tab.page.unroute("**/api/v1/**")
    await expect(_line(tab)).to_have_count(0)
    await tab.expect_live()
    assert await leadline.stage(alex, number) == "meeting"


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("de-DE", 320)])
async def test_what_waits_can_be_read_everywhere(
    leadline: Leadline, open_board: Open, alex: Actor, theme: str, locale: str, width: int
) -> None:
    number = await leadline.capture(alex, "Contoso Rahmenvertrag für Wartung", "12000")
    tab = await open_board(theme=theme, locale=locale, width=width)
    await tab.expect_live()
    await tab.page.context.set_offline(True)
    await tab.view.locator(f"[data-number='{number}'] button[aria-haspopup]").click()
    await tab.view.get_by_role("menuitem").nth(1).click()
    await expect(_line(tab).get_by_role("listitem")).to_have_count(1)
    assert await tab.find_barriers() == []
    wide = await tab.frame.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "the page itself does not scroll sideways"


def _line(tab: TeamsTab) -> Locator:
    return tab.view.locator("[data-line]")


async def _is_kept_from_leaving(tab: TeamsTab) -> bool:
    """Whether the browser would ask before it leaves, as the tab has it."""
    kept: bool = await tab.frame.evaluate(
        "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    )
    return kept
