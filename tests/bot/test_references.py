"""Records as people refer to them: "it", nothing at all, a name that several have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.crm.crm import Crm
from app.crm.records import show_record
from app.domain.errors import NotFound
from app.domain.event import Kind
from app.domain.member import Actor
from app.store.database import Database
from bot.adapter import Undelivered
from bot.parsing.pointers import is_pronoun, kind_named
from tests.bot.desk import Desk, Outbox, Shown, named
from tests.bot.test_commands import SARAH, make_viewer, qualified
from tests.kit.entrance import FIRST_OWNS

BEN = "new lead Ben Okoro, Northwind"


def choices(shown: Shown) -> list[dict[str, Any]]:
    """The data of every tap and button that writes something, in order."""
    return [part["data"] for part in _actions(shown.card) if part.get("verb") == "command.run"]


def _actions(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "Action.Execute":
            yield node
        for value in node.values():
            yield from _actions(value)
    elif isinstance(node, list):
        for value in node:
            yield from _actions(value)


@pytest.mark.parametrize(
    "text",
    ["qualify it", "qualify", "qualify him", "Qualify her!", "qualify them", "qualify this one",
     "qualify that lead", "qualify the last lead", "qualifiziere ihn", "qualifizieren sie",
     "qualifiziere diesen Lead", "qualifiziere den", "qualifiziere es bitte", "qualify it, please",
     "qualifiziere den letzten Lead", "qualifizieren"],
)  # fmt: skip
async def test_what_was_captured_is_spoken_of(desk: Desk, text: str) -> None:
    await desk.say(BEN)
    await desk.say(SARAH)
    form = await desk.say(text)
    assert form.buttons["lead.qualify"]["number"] == 2


async def test_every_way_of_showing_a_record_makes_it_the_one_that_is_spoken_of(desk: Desk) -> None:
    await desk.say(BEN)
    await desk.say(SARAH)
    await desk.say("show 1")
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1
    await desk.press("record.show", {"number": 2})
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2
    await desk.say("find okoro")
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1
    await desk.say("assign Sarah to me")
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2
    await desk.say("2")
    await desk.say("list")
    await desk.say("find no such thing")
    await desk.say("help")
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("won it", "Won. Congratulations!"),
        ("won", "Won. Congratulations!"),
        ("gewonnen", "Won. Congratulations!"),
        ("move it to Proposal", "Moved to Proposal."),
        ("move to Proposal", "Moved to Proposal."),
        ("move proposal", "Moved to Proposal."),
        ("verschiebe es auf Angebot", "Moved to Proposal."),
        ("verschiebe das Angebot", "Moved to Proposal."),
        ("lost it price", "Closed as lost."),
        ("lost price", "Closed as lost."),
        ("lost that one because of price", "Closed as lost."),
        ("verloren wegen Preis", "Closed as lost."),
        ("assign to Kim", "Assigned to Kim."),
        ("assign it to Kim", "Assigned to Kim."),
        ("assign Kim", "Assigned to Kim."),
        ("assign me", "Assigned to Alex."),
        ("weise es Kim zu", "Assigned to Kim."),
        ("gib ihn an Kim", "Assigned to Kim."),
        ("show it", "Opportunity #4"),
        ("zeig mir das nochmal", "Opportunity #4"),
        ("show", "Opportunity #4"),
    ],
)
async def test_commands_on_what_is_spoken_of(desk: Desk, text: str, said: str) -> None:
    await desk.say("hi", "kim")
    await qualified(desk)
    assert said in (await desk.say(text)).text


async def test_a_qualified_lead_stands_for_its_opportunity_where_one_is_needed(desk: Desk) -> None:
    await qualified(desk)
    await desk.say("show 1")
    shown = await desk.say("won it")
    assert "Won. Congratulations!" in shown.text
    assert "Opportunity #4" in shown.text


async def test_words_behind_a_pronoun_are_the_next_argument(desk: Desk) -> None:
    await qualified(desk)
    form = await desk.say("lost it because they moved to the moon")
    assert form.inputs["note"] == "because they moved to the moon"
    assert "“to nirvana”" in (await desk.say("move it to nirvana")).text


async def test_of_the_wrong_kind_it_is_said_what_is_needed(desk: Desk) -> None:
    await desk.say(SARAH)
    assert "#1 is a lead, but this needs an opportunity." in (await desk.say("move it meeting")).text
    # Left out, it is not taken where it cannot be meant.
    assert "<opportunity number>" in (await desk.say("won")).text


async def test_a_name_goes_before_a_pronoun_and_a_stage(desk: Desk) -> None:
    for name in ("Das Keramikhaus", "IT Systems GmbH", "It"):
        await desk.press("lead.capture", {"form": name, "name": name})
    await desk.say(SARAH)
    assert "Lead #1" in (await desk.say("show Das Keramikhaus")).text
    assert (await desk.say("qualify IT Systems")).buttons["lead.qualify"]["number"] == 2
    assert "Assigned to Alex." in (await desk.say("assign IT Systems to me")).text
    assert "Lead #2" in (await desk.say("show it")).text


@pytest.mark.parametrize(
    "text", ["qualify it", "show that one", "assign it to me", "move it to Proposal", "zeig ihn"]
)
async def test_before_anything_was_spoken_of_the_way_on_is_shown(desk: Desk, text: str) -> None:
    shown = await desk.say(text)
    assert "I do not know which record you mean" in shown.text
    assert "For example: " in shown.text
    assert {"lead.new", "help"} <= set(shown.buttons)


async def test_conversations_and_tenants_do_not_share_it(desk: Desk) -> None:
    await desk.say(SARAH)
    await desk.say(BEN, "kim")
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1
    assert (await desk.say("qualify it", "kim")).buttons["lead.qualify"]["number"] == 2
    told = await desk.say("qualify it", conversation_id="elsewhere")
    assert "I do not know which record you mean" in told.text
    # A conversation of another tenant may even bear the same id.
    other = await desk.say("show it", tenant_id="other")
    assert "I do not know which record you mean" in other.text
    assert "Sarah" not in other.text


async def test_in_a_group_it_is_what_each_person_spoke_of(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH, conversation_id="group")
    await desk.say(BEN, "kim", conversation_id="group")
    for _ in ("in memory", "stored"):
        shown = await desk.say("show it", conversation_id="group")
        assert "Lead #1" in shown.text
        shown = await desk.say("show it", "kim", conversation_id="group")
        assert "Lead #2" in shown.text
        await crm._turn_memory.save()


@pytest.mark.parametrize("saved", [False, True])
async def test_who_spoke_of_nothing_there_means_what_others_spoke_of(
    desk: Desk, crm: Crm, saved: bool
) -> None:
    await desk.say("hi", "kim", conversation_id="group")
    await desk.say(SARAH, conversation_id="group")
    await desk.say(BEN, "lee", conversation_id="group")
    await desk.say("pipeline", conversation_id="group")
    if saved:
        await crm._turn_memory.save()
    assert "Lead #2" in (await desk.say("show it", "mia", conversation_id="group")).text
    await desk.say("show 1", conversation_id="group")
    if saved:
        await crm._turn_memory.save()
    shown = await desk.say("assign it to me", "kim", conversation_id="group")
    assert "Assigned to Kim." in shown.text
    assert "Lead #1" in shown.text
    # Nobody else is there in a chat of one's own.
    assert "I do not know which record you mean" in (await desk.say("show it", "lee")).text


async def test_a_button_that_a_colleague_presses_is_what_they_speak_of(desk: Desk) -> None:
    await desk.say(SARAH, conversation_id="group")
    await desk.say(BEN, conversation_id="group")
    await desk.press("record.show", {"number": 1}, "kim", conversation_id="group")
    assert "Lead #1" in (await desk.say("show it", "kim", conversation_id="group")).text
    assert "Lead #2" in (await desk.say("show it", conversation_id="group")).text


async def test_what_is_gone_is_not_spoken_of(desk: Desk) -> None:
    await desk.say(SARAH)
    await desk.say("undo")
    told = await desk.say("show it")
    assert "I do not know which record you mean" in told.text
    assert "Sarah" not in told.text


async def test_what_another_took_away_is_not_spoken_of(desk: Desk) -> None:
    await desk.say(SARAH)
    await desk.say("show 1", "kim")
    await desk.say("undo")
    assert "I do not know which record you mean" in (await desk.say("show it", "kim")).text


async def test_a_repeated_delivery_does_not_change_it(desk: Desk) -> None:
    await desk.say(SARAH, activity_id="first")
    await desk.say(BEN)
    assert await desk.hear(SARAH, activity_id="first") == []
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2
    await desk.say("show 1", activity_id="second")
    await desk.say("show 2")
    assert await desk.hear("show 1", activity_id="second") == []
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2


async def test_a_repeated_press_does_not_change_it(desk: Desk) -> None:
    await desk.press("lead.capture", {"form": "f", "name": "Sarah Meier"})
    await desk.say(BEN)
    await desk.press("lead.capture", {"form": "f", "name": "Sarah Meier"})
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 2


async def test_a_repeated_change_of_it_changes_nothing_else(desk: Desk) -> None:
    """The first answer was lost; meanwhile another record is spoken of."""
    await qualified(desk)
    lost = Outbox(failures=[Undelivered(status=502)])
    assert await desk.hear("assign it to me", activity_id="same", outbox=lost) == []
    await desk.say(BEN, "kim")
    await desk.say("show 5")
    again = await desk.say("assign it to me", activity_id="same")
    assert "Opportunity #4" in again.text
    assert "Kim" in (await desk.say("show 5")).text


async def test_another_host_knows_it_and_the_latest_host_is_believed(
    desk: Desk, crm: Crm, database_url: str
) -> None:
    await desk.say(SARAH)
    await desk.say(BEN)
    await crm._turn_memory.save()
    other = Desk(Crm(Database(database_url), FIRST_OWNS))
    try:
        assert (await other.say("qualify it")).buttons["lead.qualify"]["number"] == 2
        await other.say("show 1")
        await other.crm._turn_memory.save()
        # This host's own memory is older than what the other one has stored.
        assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1
    finally:
        await other.crm.close()


async def test_a_turn_does_not_pay_for_it(desk: Desk, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.say("hi")
    await desk.say(SARAH)
    calls: list[str] = []

    async def counted(kind: str, run: Any, *args: Any, **kwargs: Any) -> Any:
        calls.append(kind)
        return await run(*args, **kwargs)

    write, read = crm.write, crm.read
    monkeypatch.setattr(crm, "write", lambda *args, **kwargs: counted("write", write, *args, **kwargs))
    monkeypatch.setattr(crm, "read", lambda *args, **kwargs: counted("read", read, *args, **kwargs))
    await desk.say(BEN)
    await desk.say("show 1")
    # What was read is asked besides whether it was answered before, as ever.
    assert calls == ["write", "read", "read"]


async def test_a_store_that_fails_a_while_loses_nothing(
    desk: Desk, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.say(SARAH)

    def fail(*_args: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(crm._turn_memory, "_mark", fail)
        with pytest.raises(OSError, match="full"):
            await crm._turn_memory.save()
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1
    await crm._turn_memory.save()
    assert not any(pad.notes() for pad in crm._turn_memory._pads.values())
    assert (await desk.say("qualify it")).buttons["lead.qualify"]["number"] == 1


@pytest.mark.parametrize("text", ["it", "den da", "that one"])
async def test_a_pronoun_alone_shows_what_was_spoken_of(desk: Desk, text: str) -> None:
    assert "I do not know which record you mean" in (await desk.say(text)).text
    await desk.say(SARAH)
    assert "Lead #1" in (await desk.say(text)).text


async def test_a_name_before_free_words_is_found(desk: Desk) -> None:
    await qualified(desk)
    form = await desk.say("lost Tech Innovators they moved to the moon")
    assert form.buttons["opportunity.lose"]["number"] == 4
    assert form.inputs["note"] == "they moved to the moon"
    assert "I found nothing for" in (await desk.say("lost Nobody Corp they moved")).text


@pytest.mark.parametrize(
    "text",
    [
        "call tomorrow Sarah Meier", "ruf morgen Sarah Meier an", "ruf morgen um 10 Sarah Meier an",
        "schedule a call tomorrow with Sarah Meier: prices",
        "plane einen Anruf morgen mit Sarah Meier: Preise",
        "meeting on Friday at 3 with Sarah Meier", "Termin am Freitag um 15 Uhr mit Sarah Meier",
        "set up a meeting for next Tuesday at 3pm with Sarah Meier",
        "Termin für Freitag um 10 mit Sarah Meier",
        "meeting on 20 December #1: prices", "Termin am 20. Dezember mit Sarah Meier",
        "email tomorrow to Sarah Meier: prices", "Mail morgen an Sarah Meier: Preise",
        "task tomorrow for Sarah Meier: prices", "Aufgabe morgen für Sarah Meier: Preise",
        "call yesterday with Sarah Meier: prices", "Anruf gestern mit Sarah Meier: Preise",
        "note on Friday for Sarah Meier: prices", "meeting tomorrow in Berlin with Sarah Meier",
        "schedule a meeting in Berlin with Sarah Meier tomorrow", "Termin in Berlin mit Sarah Meier morgen",
        "task for #1: send the offer", "Aufgabe für #1: Angebot schicken",
        "task tomorrow for 1: send the offer",
    ],
)  # fmt: skip
async def test_when_and_where_may_stand_before_whom_it_is_about(desk: Desk, text: str) -> None:
    await desk.say(SARAH)
    await desk.say(BEN)
    shown = await desk.say(text)
    assert "#1 Sarah Meier" in shown.text
    assert "#2" not in shown.text
    told = {"Preise", "prices"} & set(re.findall(r"\w+", text))
    assert not told or any(line.rpartition(": ")[2] in told for line in shown.text.splitlines())
    if "tomorrow" in text:
        assert "Planned: tomorrow" in shown.text


@pytest.mark.parametrize(
    "text",
    [
        "call tomorrow Quentin Ashby", "ruf morgen Quentin Ashby an",
        "meeting on Friday with Vandelay: prices",
        "Termin am Freitag mit Vandelay: Preise", "task tomorrow for Vandelay: prices",
        "task for Vandelay, the offer", "Aufgabe für Vandelay, das Angebot",
        "task Quentin Ashby: call Sarah Meier tomorrow", "Aufgabe Quentin Ashby: Sarah Meier morgen anrufen",
        'note "Quentin Ashby" likes tea', "Notiz „Quentin Ashby“ mag Tee",
        "remind me Foobar GmbH and call her in two weeks",
        "erinner mich Foobar GmbH und ruf sie in zwei Wochen an",
    ],
)  # fmt: skip
async def test_a_stranger_behind_a_time_or_before_a_colon_changes_nobody_else(desk: Desk, text: str) -> None:
    await desk.say(SARAH)
    shown = await desk.say(text)
    assert "I found nothing for" in shown.text
    with pytest.raises(NotFound):
        await desk.crm.read(Actor(tenant_id="tenant", user_id="alex", name="Alex"), show_record, 2)


@pytest.mark.parametrize("text", ["note Albion the price is high", "Notiz Albion der Preis ist hoch"])
async def test_a_sentence_behind_a_name_says_no_more_of_who_is_meant(desk: Desk, text: str) -> None:
    await desk.say("new lead Tom Price, Albion")
    await desk.say("new lead Ida Preis, Albion")
    shown = await desk.say(text)
    assert "#1 Tom Price" in shown.text
    assert "#2 Ida Preis" in shown.text


async def test_a_name_of_several_before_free_words_is_a_question(desk: Desk) -> None:
    await two_meiers(desk)
    by_text = {data["text"]: data for data in choices(await desk.say("disqualify Meier was rude"))}
    form = await desk.press("command.run", by_text["disqualify #2 was rude"])
    assert form.inputs["note"] == "was rude"


async def two_meiers(desk: Desk) -> None:
    """Leads #1 and #2, both called Meier."""
    await desk.say("new lead Sarah Meier, Acme")
    await desk.say("new lead Tom Meier, Northwind")


async def test_the_one_that_is_chosen_carries_on_with_the_command(desk: Desk) -> None:
    await two_meiers(desk)
    asked = await desk.say("qualify Meier")
    by_text = {data["text"]: data for data in choices(asked)}
    assert set(by_text) == {"qualify #1", "qualify #2"}
    form = await desk.press("command.run", by_text["qualify #1"])
    assert form.buttons["lead.qualify"]["number"] == 1


@pytest.mark.parametrize(
    ("text", "completed", "said"),
    [
        ("assign Meier to Kim", "assign #1 to Kim", "Assigned to Kim."),
        ("weise Meier Kim zu", "assign #1 Kim", "Assigned to Kim."),
        ("disqualify Meier no need", "disqualify #1 no need", "The lead is closed."),
        ("assign Meier", "assign #1", "Who"),
    ],
)
async def test_what_else_was_said_is_kept(desk: Desk, text: str, completed: str, said: str) -> None:
    await desk.say("hi", "kim")
    await two_meiers(desk)
    by_text = {data["text"]: data for data in choices(await desk.say(text))}
    shown = await desk.press("command.run", by_text[completed])
    if said == "Who":
        assert "owner" in shown.inputs
    else:
        assert said in shown.text


@pytest.mark.parametrize(
    ("text", "completed", "said"),
    [
        ("move Acme to Proposal", "move #4 to Proposal", "Moved to Proposal."),
        ("lost Acme price", "lost #4 price", "Closed as lost."),
        ("won Acme", "won #4", "Won. Congratulations!"),
        ("verschiebe Acme auf Angebot", "verschieben #4 auf Angebot", "Verschoben nach Angebot."),
    ],
)
async def test_opportunities_of_one_company(desk: Desk, text: str, completed: str, said: str) -> None:
    locale = "de-DE" if "verschieb" in text else "en-US"
    for name, first in (("Sarah", 1), ("Tom", 5)):
        await desk.press(
            "lead.capture", {"form": name, "name": f"{name} Meier", "company": "Acme", "anyway": "true"}
        )
        await desk.press("lead.qualify", {"form": f"q{name}", "number": first})
    by_text = {data["text"]: data for data in choices(await desk.say(text, locale=locale))}
    assert len(by_text) == 2
    data = by_text[completed]
    assert said in (await desk.press("command.run", data, locale=locale)).text
    # A second press of the same row is known to be one.
    assert said not in (again := await desk.press("command.run", data, locale=locale)).text
    assert "already" not in again.text


async def test_to_show_one_of_several_is_to_open_it(desk: Desk) -> None:
    await two_meiers(desk)
    asked = await desk.say("show Meier")
    assert "record.show" in asked.buttons
    assert choices(asked) == []


async def test_a_long_text_is_not_cut_into_a_button(desk: Desk) -> None:
    await two_meiers(desk)
    asked = await desk.say(f'disqualify "Meier" {"x " * 1700}no need')
    assert all(len(data["text"]) <= 3100 for data in choices(asked))
    assert "record.show" in asked.buttons


async def test_one_of_several_colleagues_is_chosen_with_a_button(desk: Desk) -> None:
    for who in ("kim akers", "kim abel"):
        await desk.say("hi", who, user_name=who.title())
    await desk.say(SARAH)
    asked = await desk.say("assign 1 to Kim")
    texts = [named(data["text"]) for data in choices(asked)]
    assert texts == ["assign #1 Kim Akers", "assign #1 Kim Abel"] or set(texts) == {
        "assign #1 Kim Akers",
        "assign #1 Kim Abel",
    }
    assert "Assigned to Kim Abel." in (await desk.say("assign #1 Kim Abel")).text


async def test_a_viewer_may_speak_of_it_and_change_nothing(desk: Desk, crm: Crm) -> None:
    await desk.say(SARAH)
    await desk.say("hi", "kim")
    await crm.write(Actor(tenant_id="tenant", user_id="alex"), make_viewer, "kim")
    await desk.say("show 1", "kim")
    assert "change nothing" in (await desk.say("assign it to me", "kim")).text


@pytest.mark.parametrize(
    "text", ["it", "Him", "that one", "this lead", "den da", "diesen", "ihn bitte", "the last one"]
)
def test_pronouns(text: str) -> None:
    assert is_pronoun(text)


@pytest.mark.parametrize(
    "text",
    ["", "IT Systems", "Sie & Er", "Das Haus", "Den Haag", "item", "Esther", "it 5", "Dieses und Jenes GmbH"],
)
def test_names_are_none(text: str) -> None:
    assert not is_pronoun(text)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("remind me in 2 weeks to check on the Lumen pilot", "Lumen pilot"),
        ("erinnere mich in zwei Wochen an den Lumen pilot", "Lumen pilot"),
        ("qualify Lumen Freight", "Priya Raman"),
    ],
)
async def test_a_full_name_is_meant_where_a_part_of_it_fits_several(
    desk: Desk, text: str, changed: str
) -> None:
    await desk.say("new lead Priya Raman, Lumen Freight")
    await desk.say("new opportunity Lumen pilot")
    shown = await desk.say(text)
    assert changed in shown.text
    assert "several" not in shown.text
    assert "several" in (await desk.say("note Lumen: likes tea")).text


@pytest.mark.parametrize(
    "text",
    [
        "lost renewal? and call her in 3 days",
        "list leads and call her tomorrow",
        "Betrag 15 auf 73 Tsd. Euro, und ruf sie in zwei Wochen an",
        "mail geschickt Quentin die Oboe kam kaputt an, und ruf sie in 3 Tagen an",
    ],
)
async def test_a_wish_behind_one_that_named_nobody_known_is_about_nobody(desk: Desk, text: str) -> None:
    await desk.say("new lead Nora Thelen, Albion")
    told = await desk.say(text, locale="de-DE" if "ruf" in text else "en-US")
    assert not re.search("Planned|Geplant", told.text)
    with pytest.raises(NotFound):
        await desk.crm.read(Actor(tenant_id="tenant", user_id="alex", name="Alex"), show_record, 2)


async def test_a_word_for_a_kind_points_to_no_other(desk: Desk, crm: Crm) -> None:
    await desk.say("new deal Harbour rollout, £120k, Ashdown Ports")
    await desk.say("new contact Rhea Basu at Ashdown Ports, rhea@ashdown.example")
    await desk.say("note: ask for the PO")
    refused = await desk.say("rename the deal to Harbour phase 1")
    assert "which record you mean" in refused.text
    assert "Take away Note #4" in (await desk.say("delete that note")).text
    await desk.say("show 2")
    await desk.say("note: ask again")
    assert "Harbour phase 1" in (await desk.say("rename the deal to Harbour phase 1")).text


@pytest.mark.parametrize("text", ["change the Halcyon deal to 110k", "set the Halcyon deal to $110,000"])
async def test_the_kind_beside_a_name_tells_a_deal_from_its_company(desk: Desk, text: str) -> None:
    await desk.say("new deal Halcyon rollout, $40k, Halcyon Freight")
    assert "$110,000.00" in (await desk.say(text)).text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the deal", Kind.OPPORTUNITY),
        ("that note", Kind.ACTIVITY),
        ("diesen Kontakt", Kind.CONTACT),
        ("the Acme deal", Kind.OPPORTUNITY),
        ("lead Meier", Kind.LEAD),
        ("it", None),
        ("Dealer Hall", None),
    ],
)
def test_kinds_are_named(text: str, kind: Kind | None) -> None:
    assert kind_named(text) is kind
