"""Several people and pasted contact data in the chat: each with their own facts, nobody twice, all undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from app.crm.records import list_records, show_record
from app.domain.event import Kind
from app.domain.lead import Lead
from app.domain.member import Actor, Member
from app.store.work import Work
from bot.adapter import Undelivered
from bot.cards import Card
from bot.commands.newcomers import answer_contact, answer_people
from bot.turn import Colleagues, Turn, begin_turn
from tests.bot.desk import TOM, Desk, Outbox, Shown

TWO = (
    "new lead Tina Rowe, Quartz Inc, tina@quartz.example\nnew lead Omar Said, Basalt Ltd, omar@basalt.example"
)
SIGNATURE = (
    "Kind regards\nCharlotte Hughes\nHead of IT\nBexmoor Water plc\nDD: +44 161 496 0123\nch@bexmoor.example"
)
UNSURE = "new lead Anna Roth and Ben Lee, Acme"
Answer = Callable[[Turn, str], Awaitable[Card | None]]


def actor() -> Actor:
    return Actor(tenant_id="tenant", user_id="alex", name="Alex", turn=("a:alex", ""))


async def leads(desk: Desk) -> list[Lead]:
    def read(work: Work, actor: Member) -> list[Lead]:
        hits = list_records(work, actor, Kind.LEAD).hits
        found = [show_record(work, actor, hit.number).record for hit in hits]
        return sorted((one for one in found if isinstance(one, Lead)), key=lambda one: one.number)

    return await desk.crm.read(actor(), read)


async def names(desk: Desk) -> list[str]:
    return [lead.name for lead in await leads(desk)]


async def told(desk: Desk, answer: Answer, text: str, locale: str = "en-US") -> Shown | None:
    """What an entry for messages without a command answers."""
    turn = await begin_turn(desk.crm, Colleagues(), actor(), locale)
    card = await answer(turn, text)
    return Shown(card.to_dict()) if card else None


async def test_each_is_kept_with_their_own_facts_and_named(desk: Desk) -> None:
    shown = await desk.say(TWO)
    assert [(one.name, one.company, one.email, one.note) for one in await leads(desk)] == [
        ("Tina Rowe", "Quartz Inc", "tina@quartz.example", ""),
        ("Omar Said", "Basalt Ltd", "omar@basalt.example", ""),
    ]
    for said in ("2 leads captured", "Tina Rowe", "Lead #1", "Omar Said", "Lead #2", "Basalt Ltd", "omar@"):
        assert said in shown.text


async def test_undo_takes_all_of_them_back(desk: Desk) -> None:
    await desk.say(TOM)
    shown = await desk.say(TWO)
    undone = await desk.press("undo", shown.buttons["undo"])
    assert "Tina Rowe" in undone.text
    assert "Omar Said" in undone.text
    assert await names(desk) == ["Tom Becker"]


async def test_the_word_undo_takes_all_of_them_back(desk: Desk) -> None:
    await desk.say(TWO)
    await desk.say("undo")
    assert await names(desk) == []


async def test_it_is_none_of_several(desk: Desk) -> None:
    """Nobody knows which of them is meant, and least of all the one before them."""
    await desk.say(TOM)
    await desk.say(TWO)
    await desk.say("call her tomorrow at 3pm")
    assert [lead.version for lead in await leads(desk)] == [1, 1, 1]
    assert (await desk.crm.read(actor(), list_records, Kind.ACTIVITY)).hits == ()


@pytest.mark.parametrize("times", [2, 3])
async def test_a_message_that_comes_again_captures_once(desk: Desk, times: int) -> None:
    lost = Outbox(failures=[Undelivered(status=502)])
    assert await desk.hear(TWO, activity_id="same", outbox=lost) == []
    for _ in range(times - 1):
        answers = await desk.hear(TWO, activity_id="same")
        assert len(await leads(desk)) == 2
    assert answers == [] if times > 2 else "2 leads captured" in answers[0].text


async def test_what_was_lost_is_told_again_with_those_who_were_not_kept(desk: Desk) -> None:
    await desk.say("new lead Tina Rowe, Quartz Inc, tina@quartz.example")
    lost = Outbox(failures=[Undelivered(status=502)])
    await desk.hear(TWO, activity_id="same", outbox=lost)
    (shown,) = await desk.hear(TWO, activity_id="same")
    assert "1 lead captured" in shown.text
    assert "Likely there already" in shown.text
    assert await names(desk) == ["Tina Rowe", "Omar Said"]


async def test_who_is_there_already_is_told_and_can_be_saved_anyway(desk: Desk) -> None:
    await desk.say("new lead Tina Rowe, Quartz Inc, tina@quartz.example")
    shown = await desk.say(TWO)
    assert await names(desk) == ["Tina Rowe", "Omar Said"]
    assert "same email" in shown.text
    assert "Open #1" in shown.text
    for _ in range(2):
        saved = await desk.press("leads.anyway", shown.buttons["leads.anyway"])
        assert await names(desk) == ["Tina Rowe", "Omar Said", "Tina Rowe"]
    assert "2 leads captured" in saved.text
    assert "Likely there already" not in saved.text


async def test_of_several_who_are_there_those_that_are_picked_are_saved(desk: Desk) -> None:
    await desk.say(TWO)
    shown = await desk.say(f"{TWO}\nnew lead Gail Ostrow, Ostrow Farms")
    data = shown.buttons["leads.anyway"]
    asked = await desk.press("leads.anyway", data)
    assert "Choose first" in asked.text
    assert len(await leads(desk)) == 3
    saved = await desk.press("leads.anyway", {**data, "chosen": "1"})
    assert await names(desk) == ["Tina Rowe", "Omar Said", "Gail Ostrow", "Omar Said"]
    assert "Tina Rowe" in saved.text
    await desk.press("undo", saved.buttons["undo"])
    assert await names(desk) == ["Tina Rowe", "Omar Said", "Gail Ostrow"]


async def test_who_cannot_be_a_lead_is_told_and_can_be_corrected(desk: Desk) -> None:
    shown = await desk.say("new leads: Tina Rowe, Quartz Inc, tina@quartz.example; Omar Said, omar@basalt")
    assert await names(desk) == ["Tina Rowe"]
    assert "1 lead captured" in shown.text
    form = await desk.press("lead.new", shown.buttons["lead.new"])
    assert (form.inputs["name"], form.inputs["email"]) == ("Omar Said", "omar@basalt")


async def test_where_it_is_not_sure_nothing_is_saved_until_somebody_says_so(desk: Desk) -> None:
    shown = await desk.say(UNSURE)
    assert "Anna Roth" in shown.text
    assert "Ben Lee" in shown.text
    assert await leads(desk) == []
    for _ in range(2):
        kept = await desk.press("leads.capture", shown.buttons["leads.capture"])
        assert [(one.name, one.company) for one in await leads(desk)] == [
            ("Anna Roth", "Acme"),
            ("Ben Lee", "Acme"),
        ]
        assert "2 leads captured" in kept.text


async def test_a_preview_can_be_one_lead_or_nothing(desk: Desk) -> None:
    shown = await desk.say(UNSURE)
    assert "nothing was saved" in (await desk.press("leads.drop", shown.buttons["leads.drop"])).text
    assert await leads(desk) == []
    await desk.press("leads.one", shown.buttons["leads.one"])
    assert len(await leads(desk)) == 1


async def test_more_people_than_fit_are_sent_to_the_import(desk: Desk) -> None:
    rows = [f"Ann{chr(97 + at)} Hall{chr(97 + at)}, Firm{at} Ltd" for at in range(21)]
    shown = await desk.say("new leads:\n" + "\n".join(f"- {row}" for row in rows))
    assert "at most 20" in shown.text
    assert shown.buttons["command.run"] == {"text": "import"}
    assert await leads(desk) == []


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("3 new leads from the expo:\n1. Tina Rowe, Quartz\n2. Omar Said, Basalt\n3. Gail Ostrow, Onda", ""),
        ("zwei neue Leads: Tina Rowe, Quartz AG, 089 111222 und Omar Said, Basalt KG, o@basalt.example", ""),
        ("neue Leads:\n- Tina Rowe, Quartz AG\n- Omar Said, Basalt KG", "de-DE"),
    ],
)
async def test_a_list_that_calls_itself_leads_needs_no_command(desk: Desk, text: str, locale: str) -> None:
    shown = await told(desk, answer_people, text, locale)
    assert shown is not None
    assert (await names(desk))[:2] == ["Tina Rowe", "Omar Said"]


async def test_a_list_nobody_asked_for_is_shown_first(desk: Desk) -> None:
    shown = await told(
        desk, answer_people, "Tina Rowe, Quartz, tina@quartz.example\nOmar Said, Basalt, o@b.example"
    )
    assert shown is not None
    assert "2 people?" in shown.text
    assert await leads(desk) == []


@pytest.mark.parametrize(
    "text", ["list my leads", "won this month", "call Tom, Ann and Bob", "2 new leads?", ""]
)
async def test_other_messages_tell_of_nobody(desk: Desk, text: str) -> None:
    assert await told(desk, answer_people, text) is None
    assert await told(desk, answer_contact, text) is None


async def test_pasted_contact_data_are_offered_and_captured_as_they_are(desk: Desk) -> None:
    await desk.say(TOM)
    shown = await told(desk, answer_contact, SIGNATURE)
    assert shown is not None
    for said in (
        "Capture as a lead",
        "Charlotte Hughes",
        "Head of IT",
        "Bexmoor Water plc",
        "ch@bexmoor.example",
    ):
        assert said in shown.text
    assert await names(desk) == ["Tom Becker"]
    card = await desk.press("leads.one", shown.buttons["leads.one"])
    (_, lead) = await leads(desk)
    assert (lead.name, lead.job_title, lead.company) == (
        "Charlotte Hughes",
        "Head of IT",
        "Bexmoor Water plc",
    )
    assert (lead.email, lead.phone) == ("ch@bexmoor.example", "+44 161 496 0123")
    assert "Lead #2" in card.text


async def test_pasted_contact_data_can_be_a_note_on_what_was_spoken_of(desk: Desk) -> None:
    await desk.say(TOM)
    shown = await told(desk, answer_contact, SIGNATURE)
    assert shown is not None
    assert "Keep as a note on #1" in shown.text
    await desk.press("command.run", shown.buttons["command.run"])
    (note,) = (await desk.crm.read(actor(), list_records, Kind.ACTIVITY)).hits
    view = await desk.crm.read(actor(), show_record, note.number)
    assert view.about is not None
    assert view.about.number == 1


async def test_pasted_contact_data_of_somebody_who_is_there_are_asked_about(desk: Desk) -> None:
    await desk.say("new lead Charlotte Hughes, Bexmoor Water plc, ch@bexmoor.example")
    shown = await told(desk, answer_contact, SIGNATURE, "de-DE")
    assert shown is not None
    assert "Als Lead erfassen" in shown.text
    asked = await desk.press("leads.one", shown.buttons["leads.one"])
    assert "same email" in asked.text
    assert len(await leads(desk)) == 1


@pytest.mark.parametrize(("said", "people"), [("save anyway", 2), ("it's the same person", 1)])
async def test_what_a_press_asked_can_be_answered_in_words_once(desk: Desk, said: str, people: int) -> None:
    await desk.say("new lead Charlotte Hughes, Bexmoor Water plc, ch@bexmoor.example")
    shown = await desk.say(SIGNATURE)
    await desk.press("leads.one", shown.buttons["leads.one"])
    for _ in ("the answer", "the same again"):
        await desk.say(said)
        found = await leads(desk)
        assert [one.name for one in found] == ["Charlotte Hughes"] * people
        assert (found[-1].job_title, found[-1].phone) == ("Head of IT", "+44 161 496 0123")


async def test_what_the_card_has_done_is_not_done_again_in_words(desk: Desk) -> None:
    await desk.say(TOM)
    asked = await desk.say(TOM)
    await desk.press("lead.capture", {**asked.buttons["lead.capture"], "anyway": "1"})
    assert len(await leads(desk)) == 2
    await desk.say("save anyway")
    assert len(await leads(desk)) == 2


async def test_a_name_that_is_written_the_other_way_round_is_saved_anyway_as_it_was_read(desk: Desk) -> None:
    await desk.say("new lead Anna Roth, Acme AG, anna@acme.example")
    await desk.say("new lead Roth, Anna; Acme AG; anna@acme.example")
    await desk.say("save anyway")
    assert await names(desk) == ["Anna Roth", "Anna Roth"]


COMMANDS = [
    f"note:\n{SIGNATURE}",
    "import\nName;Company;Email\nTom Roe;Acme Inc.;tom@acme.example",
    "lost Acme GmbH, Tom Roe, tom@acme.example",
]


@pytest.mark.parametrize("text", COMMANDS)
async def test_a_command_above_contact_data_wins(desk: Desk, text: str) -> None:
    assert await told(desk, answer_contact, text) is None


async def test_a_greeting_or_a_company_above_contact_data_is_no_command(desk: Desk) -> None:
    for text in (
        f"Hallo Alex,\nsee below.\n{SIGNATURE}",
        "Call Systems GmbH\nTom Roe\nCTO\ntom@call.example",
    ):
        assert await told(desk, answer_contact, text) is not None


async def test_a_vcard_behind_a_command_is_read_by_its_fields(desk: Desk) -> None:
    await desk.say(
        "new lead BEGIN:VCARD\nVERSION:3.0\nN:Roth;Anna;;Dr.;\nORG:Acme, Inc.\nTEL:+49 30 1234567\nEND:VCARD"
    )
    (lead,) = await leads(desk)
    assert (lead.name, lead.company, lead.phone) == ("Dr. Anna Roth", "Acme, Inc.", "+49 30 1234567")
