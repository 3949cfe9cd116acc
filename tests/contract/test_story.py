"""The story over HTTP with signed tokens, every message delivered twice: nothing is doubled."""

from typing import Any

import pytest

from tests.kit import activities
from tests.kit.activities import ALEX, MEGAN
from tests.kit.host import HostUnderTest

pytestmark = pytest.mark.divided

LEAD = (
    "new lead Sarah Meier, IT manager, Tech Innovators Inc., sarah@techinnovators.example, "
    "wants a project management tool"
)
LEAD_DE = (
    "neuer Lead Sarah Meier, IT-Leiterin, Tech Innovators Inc., sarah@techinnovators.example, "
    "sucht ein Projektwerkzeug"
)


def texts_of(card: Any) -> str:
    """All that a card shows, in one string."""
    if isinstance(card, dict):
        own = [card[name] for name in ("text", "title", "label") if isinstance(card.get(name), str)]
        return " ".join([*own, *(texts_of(part) for part in card.values())])
    return " ".join(texts_of(part) for part in card) if isinstance(card, list) else ""


def verbs_of(card: Any) -> set[str]:
    """The verbs of all buttons of a card."""
    if isinstance(card, dict):
        own = {card["verb"]} if isinstance(card.get("verb"), str) else set()
        return own.union(*(verbs_of(part) for part in card.values()))
    return set().union(*(verbs_of(part) for part in card)) if isinstance(card, list) else set()


def button_data(card: Any, verb: str) -> dict[str, Any]:
    """The data of the button with this verb."""
    found = [part for part in _walk(card) if part.get("verb") == verb]
    assert found, f"no button {verb}"
    return dict(found[0].get("data") or {})


def _walk(card: Any) -> list[dict[str, Any]]:
    if isinstance(card, dict):
        return [card, *(part for value in card.values() for part in _walk(value))]
    return [part for value in card for part in _walk(value)] if isinstance(card, list) else []


@pytest.mark.parametrize(
    ("line", "qualify", "move", "won", "words"),
    [
        (LEAD, "qualify 1", "move 4 meeting", "won 4", ("Qualify", "Meeting", "Won")),
        (LEAD_DE, "Qualifizieren #1", "verschiebe 4 Termin", "gewonnen 4", ("Lead", "Termin", "Gewonnen")),
    ],
    ids=["en", "de"],
)
@pytest.mark.parametrize("place", ["personal", "group", "channel"])
async def test_a_lead_becomes_a_won_opportunity_and_nothing_is_doubled(
    host: HostUnderTest, place: str, line: str, qualify: str, move: str, won: str, words: tuple[str, ...]
) -> None:
    locale = "de-DE" if line is LEAD_DE else "en-US"

    async def say(text: str) -> dict[str, Any]:
        builders = {
            "personal": activities.message,
            "group": activities.group_message,
            "channel": activities.channel_message,
        }
        card = await host.posted(builders[place](host.service_url, text, locale=locale), times=2)
        assert card, "the first delivery was not answered"
        return card

    captured = await say(line)
    assert "Sarah Meier" in texts_of(captured)
    form = await say(qualify)
    answers = {
        "budget": "12k" if locale == "en-US" else "12.000 €",
        "authority": "decision_maker",
        "need": "a project management tool",
        "timeline": "quarter",
    }
    pressed = button_data(form, "lead.qualify") | answers
    opportunity = await host.press("lead.qualify", pressed, times=2, locale=locale)
    assert "#4" in texts_of(opportunity)
    moved = await say(move)
    assert words[1] in texts_of(moved)
    closed = await say(won)
    assert words[2] in texts_of(closed)

    for kind, count in (("leads", 1), ("contacts", 1), ("organizations", 1), ("opportunities", 1)):
        listed = await host.api("GET", f"/{kind}")
        assert len(listed.body["items"]) == count, kind
    deal = (await host.api("GET", "/opportunities/4")).body
    assert (deal["status"], deal["stage"], deal["amount"]) == (
        "won",
        "won",
        {"amount": "12000.00", "currency": "EUR"},
    )
    assert deal["organization"]["name"] == "Tech Innovators Inc."
    told = (await host.api("GET", "/opportunities/4/timeline")).body["items"]
    assert [event["event"] for event in told] == ["OpportunityWon", "OpportunityMoved", "OpportunityCaptured"]
    assert {event["actor"]["name"] for event in told} == {ALEX["name"]}
    board = (await host.api("GET", "/board")).body
    assert {column["stage"]["key"]: column["count"] for column in board["columns"]} == {
        "qualified": 0,
        "meeting": 0,
        "proposal": 0,
        "negotiation": 0,
        "won": 1,
        "lost": 0,
    }


async def test_a_double_press_gets_the_same_card_again(host: HostUnderTest) -> None:
    form = await host.say("new")
    data = button_data(form, "lead.capture") | {"name": "Ann Lee", "company": "Acme"}
    first = await host.press("lead.capture", data)
    second = await host.press("lead.capture", data)
    assert "Ann Lee" in texts_of(first)
    assert "Ann Lee" in texts_of(second)
    assert len((await host.api("GET", "/leads")).body["items"]) == 1


async def test_a_refused_form_comes_back_filled_with_the_message_at_its_field(host: HostUnderTest) -> None:
    form = await host.say("neu", locale="de-DE")
    data = button_data(form, "lead.capture") | {"name": "Jürgen Groß", "email": "juergen@", "phone": "x"}
    refused = await host.press("lead.capture", data, locale="de-DE")
    values = {part["id"]: part.get("value") for part in _walk(refused) if part.get("id")}
    assert (values["name"], values["email"], values["phone"]) == ("Jürgen Groß", "juergen@", "x")
    assert "E-Mail" in texts_of(refused)
    corrected = button_data(refused, "lead.capture") | {
        "name": "Jürgen Groß",
        "email": "juergen@gross.example",
    }
    assert "Jürgen Groß" in texts_of(await host.press("lead.capture", corrected, locale="de-DE"))


async def test_two_people_one_record(host: HostUnderTest) -> None:
    await host.say("new lead Sarah Meier, Tech Innovators Inc.")
    card = await host.say("show 1", user=MEGAN)
    edit = await host.press("lead.edit.open", button_data(card, "lead.edit.open"), user=MEGAN)
    await host.say("disqualify 1 no need")
    stale = button_data(edit, "record.edit") | {"name": "Sara Meier", "phone": "+49 30 5550000"}
    answered = await host.press("record.edit", stale, user=MEGAN)
    lead = (await host.api("GET", "/leads/1")).body
    if lead["status"] == "disqualified":
        assert lead["name"] == "Sarah Meier", "a stale form overwrote a newer state"
        assert ALEX["name"] in texts_of(answered)
    assert lead["phone"] == ""


async def test_welcome_once(host: HostUnderTest) -> None:
    added = activities.installation(host.service_url, "add")
    await host.post(added, times=2)
    await host.post(activities.installation(host.service_url, "add"))
    assert len(host.connector.activities) == 1


@pytest.mark.parametrize("greeting", ["hi", "HELLO", "Hallo", "  Guten Morgen!  "])
async def test_greetings_are_answered_in_any_case(host: HostUnderTest, greeting: str) -> None:
    card = await host.say(greeting)
    assert sorted(verbs_of(card)) == ["command.run", "help", "lead.new"]


@pytest.mark.parametrize("asked", ["help", "HILFE", "  help  "])
async def test_help_is_given_in_any_case(host: HostUnderTest, asked: str) -> None:
    card = await host.say(asked)
    assert "pipeline" in texts_of(card).lower()


async def test_a_typo_and_nonsense_get_a_way_forward(host: HostUnderTest) -> None:
    typo = await host.say("qualfy 1")
    nonsense = await host.say("colourless green ideas sleep")
    assert "command.run" in verbs_of(typo)
    assert "qualify 1" in texts_of(typo)
    assert verbs_of(nonsense)
    assert texts_of(typo) != texts_of(nonsense)


async def test_the_undo_button_takes_back_what_its_card_shows_or_nothing(host: HostUnderTest) -> None:
    anna = await host.say("new lead Anna Alt, Alpha GmbH")
    await host.say("new lead Berta Braun, Beta GmbH")
    refused = await host.press("undo", button_data(anna, "undo"))
    assert "#2" in texts_of(refused)
    assert len((await host.api("GET", "/leads")).body["items"]) == 2
    others = await host.press("undo", button_data(anna, "undo"), user=MEGAN)
    assert "undo" not in verbs_of(others)
    assert len((await host.api("GET", "/leads")).body["items"]) == 2


async def test_undo_with_a_number_concerns_that_record(host: HostUnderTest) -> None:
    await host.say("new lead Anna Alt, Alpha GmbH")
    await host.say("new lead Berta Braun, Beta GmbH")
    await host.say("undo 1")
    assert len((await host.api("GET", "/leads")).body["items"]) == 2
    await host.say("undo 2")
    assert [lead["number"] for lead in (await host.api("GET", "/leads")).body["items"]] == [1]


async def test_a_suggestion_pressed_twice_is_carried_out_once(host: HostUnderTest) -> None:
    offered = await host.say("Carla Conrad of Gamma")
    data = next(part["data"] for part in _walk(offered) if "new lead" in str(part.get("data")))
    await host.press("command.run", data, times=2)
    assert len((await host.api("GET", "/leads")).body["items"]) == 1


async def test_a_form_that_comes_as_a_message_is_answered_until_it_is_right(host: HostUnderTest) -> None:
    form = await host.say("new")
    data = button_data(form, "lead.capture")
    for email in ("ann@", "ann@lee", "ann@lee.example"):
        pressed = {"verb": "lead.capture", "data": data | {"name": "Ann Lee", "email": email}}
        assert await host.posted(activities.message(host.service_url, None, value=pressed))
    assert [lead["email"] for lead in (await host.api("GET", "/leads")).body["items"]] == ["ann@lee.example"]
