"""Mentions are people: whoever is mentioned is found by the id, and kept and shown by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from app.crm.crm import Crm
from app.crm.records import show_record
from app.domain.activity import Activity
from app.domain.errors import NotFound
from app.domain.lead import Lead
from app.domain.member import Actor, Member
from app.store.work import Work
from bot.bounds import MOST_MENTIONS
from bot.chat import Chat
from bot.inbound import Inbound, Person, read_activity
from bot.parsing.marks import MARK
from tests.bot.desk import SERVICE, Outbox, Shown, parts_of
from tests.kit.activities import ALEX, BOT, CHANNEL, MEGAN, TENANT, card_action, channel_message

OTHER = {"id": "29:other", "name": "Megan Bowen", "aadObjectId": "other"}
JO = {"id": "29:jo", "name": "Bowen, Jo (EXT)", "aadObjectId": "jo"}
KIM = {"id": "29:kim", "name": "Kim Lee", "aadObjectId": "kim"}
NEW = {"id": "29:new", "name": "Dr. Eva-Maria von der Heide", "aadObjectId": "new"}
LOST = {"id": "29:lost", "name": "Lost Person"}
TAG = {"id": "MjQzMmI1", "name": "Kim Lee", "type": "tag"}
PEOPLE: dict[str, dict[str, str]] = {
    **{"alex": ALEX, "megan": MEGAN, "other": OTHER, "jo": JO, "kim": KIM, "new": NEW},
    **{"lost": LOST, "tag": TAG, "bot": BOT},
}
NORA, WES = 1, 2
_WHO = re.compile(r"\{(?P<who>\w+)(?::(?P<said>[^}]*))?\}")


@dataclass(frozen=True)
class Told:
    """What is kept of a record: the directory ids of its owner and followers, and its words."""

    owner: str
    followers: tuple[str, ...]
    words: str
    about: int


class Room:
    """A channel with colleagues who mention each other as "{megan}", or "{megan:Megan}" by another name."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self.asked: list[str] = []
        self.chat = Chat(crm, roster=self._roster)
        self.card: Mapping[str, Any] = {}

    async def say(self, text: str, who: str = "alex") -> Shown:
        """Writes to the bot; the card it answers with, in which no tag and no mark is left."""
        entities: list[dict[str, Any]] = []

        def tagged(found: re.Match[str]) -> str:
            one = PEOPLE[found["who"]]
            tag = f"<at>{found['said'] or one['name']}</at>"
            told = {name: value for name, value in one.items() if name != "aadObjectId"}
            entities.append({"type": "mention", "text": tag, "mentioned": told})
            return tag

        said = _WHO.sub(tagged, text if "{bot" in text else f"{{bot}} {text}")
        body = channel_message(SERVICE, text=said, from_=PEOPLE[who], entities=entities)
        # One thread, so that "more" goes on in it.
        body["conversation"]["id"] = CHANNEL
        outbox = Outbox()
        await self.chat.handle(read_activity(body), outbox)
        return self._shown(outbox.sent[-1]["attachments"][0]["content"])

    async def press(self, title: str) -> Shown:
        """Presses a button of the newest card."""
        actions = [part for part in parts_of(self.card) if part["type"] == "Action.Execute"]
        button = next(one for one in actions if title.lower() in one["title"].lower())
        body = card_action(SERVICE, button["verb"], button["data"])
        answer = await self.chat.handle(read_activity(body), Outbox())
        assert answer
        return self._shown(answer.body["value"])

    async def told(self, number: int) -> Told:
        """What is kept of a record."""
        actor = Actor(tenant_id=TENANT, user_id=ALEX["aadObjectId"])
        return await self.crm.read(actor, _told, number)

    async def _roster(self, _inbound: Inbound, chat_id: str) -> Person | None:
        self.asked.append(chat_id)
        found = [one for one in PEOPLE.values() if one["id"] == chat_id and "aadObjectId" in one]
        return Person(chat_id, found[0]["aadObjectId"], found[0]["name"]) if found else None

    def _shown(self, content: Any) -> Shown:
        self.card = orjson.loads(orjson.dumps(content))
        raw = orjson.dumps(self.card).decode()
        assert "<at" not in raw
        assert not MARK.search(raw)
        return Shown(self.card)


def _told(work: Work, actor: Member, number: int) -> Told:
    view = show_record(work, actor, number)
    ids = {member.id: member.user_id for member in work.members.all()}
    record = view.record
    assert isinstance(record, Lead | Activity)
    words = f"{record.name} {record.text}" if isinstance(record, Activity) else record.note
    about = record.about if isinstance(record, Activity) else 0
    assert record.owner
    return Told(ids[record.owner], tuple(ids[one.id] for one in view.followers), words.strip(), about)


@pytest.fixture
async def room(crm: Crm) -> Room:
    """Nora's lead #1 and Wes's #2 are Alex's; two Megans, Jo and Kim have written."""
    room = Room(crm)
    for who in ("alex", "megan", "other", "jo", "kim"):
        await room.say("hello", who)
    await room.say("new lead Nora Thelen, Thelen Kran GmbH")
    await room.say("new lead Wes Tan, Tan Tech")
    return room


MEGAN_ID, ALEX_ID = MEGAN["aadObjectId"], ALEX["aadObjectId"]
GIVEN = [
    ("assign 1 to {megan}", MEGAN_ID),
    ("assign #1 to {other}.", "other"),
    ("assign Nora Thelen to ({other:Megan})", "other"),
    ("assign {jo} to 1", "jo"),
    ("give {jo} the lead Nora Thelen", "jo"),
    ("hand Nora over to {new}", "new"),
    ("{new} takes over Nora Thelen", "new"),
    ("{bot} {megan} takes over Nora Thelen", MEGAN_ID),
    ("{megan}, {bot}: {other} takes over Nora Thelen", "other"),
    ("{kim}, take over Nora Thelen {bot}", "kim"),
    ("Nora Thelen goes to {kim}", "kim"),
    ("please assign Nora Thelen to {kim}, thanks", "kim"),
    ("assign 1 to @Kim Lee", "kim"),
    ("assign 1 to @Kim.", "kim"),
    ("@Kim Lee takes over Nora Thelen", "kim"),
    ("assign 1 to Kim Lee.", "kim"),
    ("weise #1 {megan} zu", MEGAN_ID),
    ("weise {other} den Lead Nora Thelen zu", "other"),
    ("Nora Thelen an {jo} zuweisen", "jo"),
    ("1 an {other:Megan}", "other"),
    ("{bot} {new} übernimmt Nora Thelen", "new"),
    ("{kim} soll sich um Nora kümmern", "kim"),
    ("{kim} ist zuständig für Nora Thelen", "kim"),
    ("1 an @Kim zuweisen", "kim"),
    ("weise Nora Thelen @Kim Lee zu.", "kim"),
]


@pytest.mark.parametrize(("text", "owner"), GIVEN)
async def test_a_record_goes_to_whom_the_mention_points_to(room: Room, text: str, owner: str) -> None:
    await room.say(text)
    assert [(await room.told(number)).owner for number in (NORA, WES)] == [owner, ALEX_ID]


@pytest.mark.parametrize(
    ("text", "followers"),
    [
        ("follow 1 {other}", ("other",)),
        ("{jo} follows Nora Thelen", ("jo",)),
        ("folge Nora für {kim}", ("kim",)),
        ("{kim} soll Nora folgen", ("kim",)),
    ],
)
async def test_a_colleague_who_is_mentioned_follows_and_follows_no_longer(
    room: Room, text: str, followers: tuple[str, ...]
) -> None:
    await room.say(text)
    assert (await room.told(NORA)).followers == followers
    mentioned = next(one["who"] for one in _WHO.finditer(text))
    shown = await room.say(f"unfollow 1 {{{mentioned}}}")
    assert (await room.told(NORA)).followers == ()
    assert PEOPLE[mentioned]["name"] in shown.text


@pytest.mark.parametrize(
    "text",
    [
        "list leads of {other}",
        "{other}'s leads",
        "show {other}",
        "welche Leads hat {other}?",
        "Leads von {other}.",
    ],
)
async def test_the_list_is_that_of_whom_is_mentioned(room: Room, text: str) -> None:
    await room.say("new lead Udo Pech, Pech Bau", "other")
    await room.say("new lead Ole Kran, Kran Bau", "megan")
    shown = await room.say(text)
    assert "Udo Pech" in shown.text
    assert "Ole Kran" not in shown.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("remind Quentin about the demo", "Quentin"),
        ("remind Quentin Ashby to send the NDA", "Quentin Ashby"),
        ("task for Quentin: prepare the slides", "Quentin"),
        ("assign Quentin a task: prepare the slides", "Quentin"),
        ("erinnere Quentin daran, die Folien vorzubereiten", "Quentin"),
        ("Aufgabe für Quentin Ashby: Folien vorbereiten", "Quentin Ashby"),
        # German names them before the verb.
        ("Aufgabe Quentin anrufen", "Quentin"),
        ("bitte nicht vergessen, Quentin morgen anzurufen", "Quentin"),
        ("Aufgabe: Quentin das Angebot schicken", "Quentin"),
        ("task: send Quentin the deck", "Quentin"),
        ("Aufgabe: Unterlagen für Sarah vorbereiten", "Sarah"),
        ("task: prepare the papers for Sarah", "Sarah"),
    ],
)
async def test_what_is_for_nobody_known_is_no_task_of_what_was_spoken_of(
    room: Room, text: str, name: str
) -> None:
    await room.say("show 1")
    told = await room.say(text)
    assert f"“{name}”" in told.text
    with pytest.raises(NotFound):
        await room.told(WES + 1)
    # A press keeps it there all the same.
    await room.press("#1")
    assert (await room.told(WES + 1)).about == NORA


async def test_the_next_page_is_that_of_the_same_colleague(room: Room) -> None:
    for place in range(12):
        await room.say(f"new lead Person{place} Pech, Firm{place} AG", "other")
    await room.say("list leads of {other}")
    assert "Person1 Pech" in (await room.say("more")).text
    await room.say("list leads of {other}")
    assert "Person1 Pech" in (await room.press("more")).text


@pytest.mark.parametrize(
    ("text", "owner", "about", "words"),
    [
        ("task for {other}: send the NDA to Wes Tan", "other", WES, "send the NDA to Wes Tan"),
        ("task 1 {jo} send the NDA by Friday", "jo", NORA, "send the NDA"),
        ("remind {kim} to call Nora tomorrow at 9", "kim", NORA, "call Nora"),
        ("{kim} should call Nora by Friday", "kim", NORA, "call Nora"),
        ("task for Kim Lee: send the NDA to Nora", "kim", NORA, "send the NDA to Nora"),
        ("task for me: send the NDA to Nora", ALEX_ID, NORA, "send the NDA to Nora"),
        ("call for {kim} with Nora tomorrow 10am", "kim", NORA, ""),
        (
            "Aufgabe für {new}: Vertrag an Nora Thelen schicken",
            "new",
            NORA,
            "Vertrag an Nora Thelen schicken",
        ),
        ("erinnere {kim} daran, Nora morgen anzurufen", "kim", NORA, "Nora anzurufen"),
        ("{kim} soll Nora bis Freitag anrufen", "kim", NORA, "Nora anrufen"),
        ("{kim} please call Nora tomorrow", "kim", NORA, "call Nora"),
        ("{kim}, kannst du bitte Nora morgen anrufen?", "kim", NORA, "Nora anrufen"),
        ("remind Kim Lee to call Nora tomorrow", "kim", NORA, "call Nora"),
        # What a colleague did or is told of is no task of theirs.
        ("note #1 {megan} called the customer", ALEX_ID, NORA, "Megan Bowen called the customer"),
        ("call Nora: {megan} was glad", ALEX_ID, NORA, "Megan Bowen was glad"),
        ("note 1 cc {tag} {jo}", ALEX_ID, NORA, "cc Kim Lee Bowen, Jo (EXT)"),
        ("note 1 @Kim Lee called", ALEX_ID, NORA, "@Kim Lee called"),
        ("meeting with {kim} and Nora tomorrow 10am", ALEX_ID, NORA, "with Kim Lee"),
        (
            "Notiz zu Nora Thelen: Empfehlung von {megan:Megan}",
            ALEX_ID,
            NORA,
            "Empfehlung von Megan",
        ),
        ("{megan} {bot} note 1: likes tea", ALEX_ID, NORA, "likes tea"),
    ],
)
async def test_what_is_to_be_done_is_theirs_and_what_is_told_has_their_names(
    room: Room, text: str, owner: str, about: int, words: str
) -> None:
    await room.say(text)
    assert await room.told(3) == Told(owner, (), words, about)


async def test_a_colleague_is_no_record(room: Room) -> None:
    for text in ("call {kim} tomorrow", "Termin mit {kim} morgen 10 Uhr", "show {kim}"):
        await room.say(text)
        with pytest.raises(NotFound):
            await room.told(3)


async def test_which_record_is_asked_with_the_colleague_kept(room: Room) -> None:
    await room.say("new lead Nora Beck, Beck AG")
    await room.say("assign Nora to {other}")
    await room.press("Beck")
    assert [(await room.told(number)).owner for number in (NORA, 3)] == [ALEX_ID, "other"]


async def test_of_two_of_one_name_the_button_points_to_one(room: Room) -> None:
    shown = await room.say("assign 1 to @Megan Bowen")
    assert "Several colleagues" in shown.text
    await room.press("Megan Bowen")
    assert (await room.told(NORA)).owner == MEGAN_ID


async def test_who_has_not_written_is_met_once(room: Room) -> None:
    for text in ("assign 1 to {new}", "assign 2 to {new}"):
        await room.say(text)
    assert room.asked == [NEW["id"]]
    # The same person writes later, and is nobody else.
    await room.say("new lead Udo Pech, Pech Bau", "new")
    assert {(await room.told(number)).owner for number in (NORA, WES, 3)} == {"new"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("assign 1 to {lost}", "I do not know yet who Lost Person is"),
        ("weise 1 {lost} zu", "I do not know yet who Lost Person is"),
        ("assign 1 to {tag}", "“Kim Lee” is no person"),
        ("task for {tag}: call Nora", "“Kim Lee” is no person"),
        ("list leads of {tag}", "“Kim Lee” is no person"),
        ("assign 1 to @Nobody Here", "I know no colleague called “Nobody Here”"),
        ("add {kim} as champion to 1", "Kim Lee is a colleague."),
    ],
)
async def test_who_cannot_be_meant_is_told_and_nothing_changes(room: Room, text: str, said: str) -> None:
    assert said in (await room.say(text)).text
    assert await room.told(NORA) == Told(ALEX_ID, (), "", 0)
    with pytest.raises(NotFound):
        await room.told(3)


async def test_of_several_one_is_taken_and_the_others_are_told(room: Room) -> None:
    shown = await room.say("assign 1 to {other} and {kim}")
    assert "Not used: “and Kim Lee”" in shown.text
    assert (await room.told(NORA)).owner == "other"
    await room.say("assign 1 to {megan} and 2 to {jo}")
    assert [(await room.told(number)).owner for number in (NORA, WES)] == [MEGAN_ID, "jo"]


async def test_a_name_is_shown_as_it_is_and_no_mark_up(room: Room) -> None:
    shown = await room.say("note 1 thanks to {kim:*Kim* [x](y)}")
    assert "thanks to *Kim* [x](y)" in shown.text
    notice = await room.say("assign 1 to {lost:*Lost*}")
    blocks = [part["text"] for part in parts_of(room.card) if part["type"] == "TextBlock"]
    assert "Lost" in notice.text
    assert not any("*Lost*" in text for text in blocks)


async def test_many_mentions_are_read_and_too_many_are_told(room: Room) -> None:
    shown = await room.say("note 1 " + " ".join(f"{{kim:K{place}}}" for place in range(MOST_MENTIONS - 1)))
    assert "K0 K1" in shown.text
    told = await room.say("note 1 " + " ".join(["{kim}"] * 800))
    assert f"more than {MOST_MENTIONS} people" in told.text
    with pytest.raises(NotFound):
        await room.told(4)
