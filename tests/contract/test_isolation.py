"""Two tenants with the same names: neither sees, finds, moves or guesses the other's records."""

import pytest

from tests.contract.test_story import texts_of
from tests.kit import activities
from tests.kit.activities import FOREIGN_TENANT, TENANT
from tests.kit.host import HostUnderTest

pytestmark = pytest.mark.divided

OURS = "new lead Sarah Meier, Tech Innovators Inc., sarah@techinnovators.example"
SECRET = "Geheimprojekt"


@pytest.fixture
async def two_tenants(host: HostUnderTest) -> HostUnderTest:
    """The first tenant has a qualified lead (numbers 1 to 4); the second one lead of the same name."""
    await host.say(f"{OURS}, needs {SECRET}")
    await host.press("lead.qualify", {"number": 1, "form": "q", "need": SECRET, "budget": "5000"})
    await host.say(OURS, tenant=FOREIGN_TENANT)
    return host


TEXTS = (
    "show 2", "show 4", "show #3", "find Tech", f"find {SECRET}", "find sarah", "move 4 won", "won 4",
    "lost 4 price", "qualify 4", "assign 4 me", "reopen 4", "disqualify 4 junk", "pipeline", "list won",
    "list opportunities",
)  # fmt: skip


async def test_by_chat(two_tenants: HostUnderTest) -> None:
    for text in TEXTS:
        card = await two_tenants.say(text, tenant=FOREIGN_TENANT)
        # A search that found nothing repeats what was asked for, and no more.
        asked = text.removeprefix("find ")
        assert SECRET not in texts_of(card).replace(asked, ""), text
        assert "5,000" not in texts_of(card), text
        assert "#4" not in texts_of(card).replace(text, "") or "4" in text, text
        await _untouched(two_tenants, text)


BUTTONS: dict[str, dict[str, object]] = {
    "record.show": {"number": 4},
    "opportunity.win": {"number": 4, "version": 1, "form": "a"},
    "opportunity.move": {"number": 4, "version": 1, "stage": "meeting", "form": "b"},
    "opportunity.enter": {"number": 4, "version": 1, "stage": "meeting", "need": "x", "form": "k"},
    "opportunity.lose": {"number": 4, "version": 1, "reason": "price", "form": "c"},
    "record.assign": {"number": 4, "version": 1, "owner": "1", "form": "d"},
    "record.edit": {"number": 4, "version": 1, "name": "Mine", "form": "e"},
    "lead.qualify.open": {"number": 4},
    "undo": {"form": "f"},
    "record.reopen": {"number": 4, "form": "g"},
    "lead.qualify": {"number": 4, "version": 1, "form": "h"},
    "lead.disqualify": {"number": 4, "version": 1, "reason": "junk", "form": "i"},
    "command.run": {"text": "show 4", "form": "j"},
}


async def test_by_card(two_tenants: HostUnderTest) -> None:
    for verb, data in BUTTONS.items():
        card = await two_tenants.press(verb, data, tenant=FOREIGN_TENANT)
        assert SECRET not in texts_of(card), verb
        await _untouched(two_tenants, verb)


CALLS: tuple[tuple[str, str, object], ...] = (
    ("GET", "/opportunities/4", None),
    ("GET", "/opportunities/4/timeline", None),
    ("GET", "/organizations/2", None),
    ("GET", "/contacts/3", None),
    ("PATCH", "/opportunities/4", {"version": 1, "name": "Mine"}),
    ("POST", "/opportunities/4/move", {"stage": "won"}),
    ("POST", "/opportunities/4/move", {"stage": "won", "fields": {"need": "Mine"}}),
    ("POST", "/opportunities/4/reopen", {}),
    ("POST", "/opportunities/4/assign", {"owner": 1}),
    ("POST", "/leads/4/qualify", {}),
    ("POST", "/opportunities/4/participants", {"contact": 3}),
    ("DELETE", "/opportunities/4/participants", {"contact": 3}),
    ("POST", "/opportunities/4/followers", {}),
    ("DELETE", "/opportunities/4/followers", {"member": 1}),
)


async def test_by_api(two_tenants: HostUnderTest) -> None:
    for method, path, body in CALLS:
        answer = await two_tenants.api(method, path, body, tenant=FOREIGN_TENANT)
        assert answer.status == 404, path
        assert SECRET not in str(answer.body), path
        await _untouched(two_tenants, path)


async def test_lists_hold_only_ones_own(two_tenants: HostUnderTest) -> None:
    for tenant, leads, deals in ((TENANT, 1, 1), (FOREIGN_TENANT, 1, 0)):
        for path, count in (("/leads", leads), ("/opportunities", deals), ("/leads?q=sarah", leads)):
            answer = await two_tenants.api("GET", path, tenant=tenant)
            assert len(answer.body["items"]) == count, (tenant, path)
        board = (await two_tenants.api("GET", "/board", tenant=tenant)).body
        assert sum(column["count"] for column in board["columns"]) == deals


async def test_the_same_activity_id_in_two_tenants_is_two_turns(host: HostUnderTest) -> None:
    ours = activities.message(host.service_url, OURS)
    theirs = activities.message(host.service_url, OURS, tenant=FOREIGN_TENANT, id=ours["id"])
    assert await host.posted(ours)
    assert await host.posted(theirs)
    for tenant in (TENANT, FOREIGN_TENANT):
        assert len((await host.api("GET", "/leads", tenant=tenant)).body["items"]) == 1


async def _untouched(host: HostUnderTest, by: str) -> None:
    deal = (await host.api("GET", "/opportunities/4")).body
    found = (deal["version"], deal["status"], deal["stage"], deal["need"])
    assert found == (1, "open", "qualified", SECRET), by


async def test_what_was_spoken_of_stays_in_its_conversation(two_tenants: HostUnderTest) -> None:
    """ "It" is a record of this conversation and tenant, also after a repeated delivery."""
    here, elsewhere = "a:here", "a:elsewhere"
    conversation = {"conversationType": "personal", "tenantId": TENANT}
    told = await two_tenants.say("show it", conversation={**conversation, "id": elsewhere})
    assert "do not know which record" in texts_of(told)
    shown = activities.message(two_tenants.service_url, "show 4", conversation={**conversation, "id": here})
    await two_tenants.posted(shown)
    await two_tenants.say("show 2", conversation={**conversation, "id": here})
    await two_tenants.posted(shown)
    again = await two_tenants.say("show it", conversation={**conversation, "id": here})
    assert "Tech Innovators Inc." in texts_of(again)
    assert "Organization #2" in texts_of(again)
    # The same conversation id under another tenant is another conversation.
    foreign = {"conversationType": "personal", "tenantId": FOREIGN_TENANT, "id": here}
    card = await two_tenants.say("show it", tenant=FOREIGN_TENANT, conversation=foreign)
    assert "do not know which record" in texts_of(card)
    assert SECRET not in texts_of(card)
