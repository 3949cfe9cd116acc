"""What becomes of an activity when it is read, and of the mention of the bot in its text."""

from typing import Any

import pytest

from bot.inbound import ActivityRefused, read_activity
from bot.parsing.marks import MARK
from tests.kit.activities import (
    ALEX,
    BOT,
    CHANNEL,
    MEGAN,
    PERSONAL,
    TEAM,
    TENANT,
    card_action,
    channel_message,
    group_message,
    installation,
    invoke,
    members_added,
    mention,
    message,
)

URL = "https://smba.trafficmanager.net/emea/"


def test_a_personal_message() -> None:
    body = message(URL, "new lead Sarah Meier")
    inbound = read_activity(body)
    assert inbound.kind == "message"
    assert inbound.text == "new lead Sarah Meier"
    assert (inbound.tenant_id, inbound.user_id) == (TENANT, ALEX["id"])
    assert (inbound.aad_object_id, inbound.user_name) == (ALEX["aadObjectId"], "Alex Wilber")
    assert (inbound.conversation_id, inbound.conversation_kind) == (PERSONAL, "personal")
    assert (inbound.activity_id, inbound.service_url, inbound.locale) == (body["id"], URL, "en-US")
    assert (inbound.bot_id, inbound.bot_name) == (BOT["id"], BOT["name"])
    assert inbound.raw is body


def test_a_group_message() -> None:
    inbound = read_activity(group_message(URL, "show 104"))
    assert (inbound.conversation_kind, inbound.text) == ("groupChat", "show 104")


def test_a_channel_message_keeps_its_thread() -> None:
    body = channel_message(URL, "show 104")
    inbound = read_activity(body)
    assert inbound.conversation_kind == "channel"
    assert inbound.conversation_id == f"{CHANNEL};messageid={body['id']}"
    assert (inbound.team_id, inbound.channel_id) == (TEAM, CHANNEL)
    assert inbound.text == "show 104\n"


def test_a_card_action() -> None:
    inbound = read_activity(card_action(URL, "lead.qualify", {"number": 104}))
    assert (inbound.kind, inbound.invoke_name) == ("invoke", "adaptiveCard/action")
    assert inbound.value["action"]["data"] == {"number": 104}
    assert inbound.reply_to_id == "1699999999999"


def test_updates() -> None:
    assert read_activity(members_added(URL)).members_added == (BOT["id"],)
    gone = members_added(URL, membersAdded=None, membersRemoved=[dict(MEGAN)])
    assert read_activity(gone).members_removed == (MEGAN["id"],)
    assert read_activity(installation(URL, "remove-upgrade")).action == "remove-upgrade"


def test_a_button_may_send_a_text_but_an_invoke_an_object() -> None:
    assert read_activity(message(URL, value="plain")).value == {}
    assert read_activity(message(URL, text=None, value={"verb": "x"})).value == {"verb": "x"}
    with pytest.raises(ActivityRefused):
        read_activity(invoke(URL, "task/fetch", "plain"))


def test_a_conversation_without_a_kind() -> None:
    assert read_activity(message(URL, conversation={"id": "a:1"})).conversation_kind == "personal"
    assert (
        read_activity(message(URL, conversation={"id": "19:1", "isGroup": True})).conversation_kind
        == "groupChat"
    )
    assert read_activity(channel_message(URL, conversation={"id": "19:1"})).conversation_kind == "channel"


NAMESAKE = {**MEGAN, "name": BOT["name"]}
OF_BOT = mention(BOT)

MENTIONS: dict[str, tuple[str | None, Any, str]] = {
    "in front": ("<at>Leadline</at> show report", [OF_BOT], "show report"),
    "with a hard blank": ("<at>Leadline</at>&nbsp;show", [OF_BOT], "show"),
    "with a hard blank as a character": ("<at>Leadline</at>\xa0show", [OF_BOT], "show"),
    "inside": ("hey <at>Leadline</at> help", [OF_BOT], "hey help"),
    "at the end": ("help <at>Leadline</at>", [OF_BOT], "help"),
    "before a comma": ("<at>Leadline</at>, help", [OF_BOT], "help"),
    "before a colon": ("<at>Leadline</at>: help", [OF_BOT], "help"),
    "before a dash": ("<at>Leadline</at> – help", [OF_BOT], "help"),
    "before a smile": ("<at>Leadline</at> :) help", [OF_BOT], ":) help"),
    "before a full stop": ("show 1, <at>Leadline</at>.", [OF_BOT], "show 1."),
    "between commas": ("hey <at>Leadline</at>, help", [OF_BOT], "hey, help"),
    "in brackets": ("(<at>Leadline</at>) help", [OF_BOT], "help"),
    "in two words": (
        "<at>Lead</at> <at>line</at> help",
        [mention(BOT, "<at>Lead</at>"), mention(BOT, "<at>line</at>")],
        "help",
    ),
    "alone": ("<at>Leadline</at>", [OF_BOT], ""),
    "with an id": ('<at id="0">Leadline</at> help', [OF_BOT], "help"),
    "with an id in the entity": (
        "<at>Leadline</at> help",
        [mention(BOT, '<at id="0">Leadline</at>')],
        "help",
    ),
    "other letter case": ("<AT>leadline</AT> help", [OF_BOT], "help"),
    "twice": ("<at>Leadline</at> a <at>Leadline</at> b", [OF_BOT, OF_BOT], "a b"),
    "name repeated in the text": ("<at>Leadline</at> show Leadline deals", [OF_BOT], "show Leadline deals"),
    "a colleague": (
        "<at>Leadline</at> assign 7 <at>Megan Bowen</at>",
        [OF_BOT, mention(MEGAN)],
        "assign 7 Megan Bowen",
    ),
    "a colleague in front": (
        "<at>Megan Bowen</at> <at>Leadline</at> show 7",
        [mention(MEGAN), OF_BOT],
        "Megan Bowen show 7",
    ),
    "a colleague beside punctuation": (
        "note 7 (<at>Megan Bowen</at>), ask her",
        [mention(MEGAN)],
        "note 7 (Megan Bowen), ask her",
    ),
    "a colleague beside a word": ("to<at>Megan</at>", [mention(MEGAN, "<at>Megan</at>")], "to Megan"),
    "a colleague behind a sign": ("to @<at>Megan Bowen</at>", [mention(MEGAN)], "to Megan Bowen"),
    "a colleague without tags": ("to @Megan Bowen", [mention(MEGAN, "@Megan Bowen")], "to @Megan Bowen"),
    "a name with an ampersand": (
        "ask <at>R&amp;D</at>",
        [mention(MEGAN, "<at>R&D</at>")],
        "ask R&D",
    ),
    "a tag without its entity": ("ask <at>Megan</at>", [], "ask Megan"),
    "a namesake first": (
        "<at>Leadline</at> meet <at>Leadline</at>",
        [mention(NAMESAKE), OF_BOT],
        "Leadline meet",
    ),
    "a pattern as a name": ("<at>C(R+M)*</at> help", [mention(BOT, "<at>C(R+M)*</at>")], "help"),
    "without tags": ("@Leadline help", [mention(BOT, "@Leadline")], "help"),
    "without tags, later": ("show Leadline", [mention(BOT, "Leadline")], "show Leadline"),
    "not in the text": ("help", [OF_BOT], "help"),
    "no entities": ("<at>Leadline</at> help", None, "help"),
    "odd entities": (
        "<at>Leadline</at> help",
        [
            None,
            7,
            "mention",
            {},
            {"type": 3},
            {"type": "mention"},
            {"type": "mention", "mentioned": []},
            OF_BOT,
        ],
        "help",
    ),
    "entity without text": ("<at>Leadline</at> help", [{**OF_BOT, "text": None}], "help"),
    "entities are an object": ("help", {"type": "mention"}, "help"),
    "no text": (None, [OF_BOT], ""),
    "quotes and marks stay": ('<at>Leadline</at> note 7 "a  <b> & c"', [OF_BOT], 'note 7 "a  <b> & c"'),
    "line breaks stay": ("<at>Leadline</at> note 7\nfirst\n\nsecond", [OF_BOT], "note 7\nfirst\n\nsecond"),
}


@pytest.mark.parametrize("name", MENTIONS)
def test_the_mention_of_the_bot_is_cut_out_and_nothing_else(name: str) -> None:
    text, entities, expected = MENTIONS[name]
    inbound = read_activity(message(URL, text, entities=entities))
    assert inbound.marks.named(inbound.text) == expected


OTHER_MEGAN = {**MEGAN, "id": "29:other"}


def pointers(text: str, *entities: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Who is mentioned in a message, in order: name, id, and whether it is a person."""
    inbound = read_activity(message(URL, text, entities=list(entities)))
    people = [inbound.marks.find(sign) for sign in MARK.findall(inbound.text)]
    return [(one.name, one.chat_id, one.is_person) for one in people if one]


def test_who_is_mentioned_is_known_by_the_id() -> None:
    two = "<at>Megan Bowen</at> and <at>Megan Bowen</at>"
    assert pointers(two, mention(OTHER_MEGAN), mention(MEGAN)) == [
        ("Megan Bowen", "29:other", True),
        ("Megan Bowen", MEGAN["id"], True),
    ]
    apart = (
        "<at>Megan</at>&nbsp;<at>Bowen</at>",
        mention(MEGAN, "<at>Megan</at>"),
        mention(MEGAN, "<at>Bowen</at>"),
    )
    assert pointers(*apart) == [("Megan Bowen", MEGAN["id"], True)]
    assert pointers("ask @Megan Bowen", mention(MEGAN, "@Megan Bowen")) == [
        ("@Megan Bowen", MEGAN["id"], True)
    ]
    inbound = read_activity(
        message(
            URL,
            "ask <at>Megan Bowen</at>",
            entities=[{**mention(MEGAN), "mentioned": {**MEGAN, "aadObjectId": "A4"}}],
        )
    )
    assert [one.user_id for sign in inbound.text if (one := inbound.marks.find(sign))] == ["a4"]


@pytest.mark.parametrize(
    "mentioned",
    [
        {"id": "19:f1@thread.tacv2", "name": "General"},
        {"id": "28:another-bot", "name": "Helper"},
        {"id": "MjQzMmI1", "name": "Sales", "type": "tag"},
        {"id": "anything", "name": "Sales", "type": "Channel"},
    ],
)
def test_tags_channels_and_bots_are_no_people(mentioned: dict[str, str]) -> None:
    entity = {"type": "mention", "mentioned": mentioned, "text": "<at>x</at>"}
    assert pointers("ask <at>x</at>", entity) == [("x", mentioned["id"], False)]


def test_lines_and_addresses_are_read_from_the_formatted_message() -> None:
    markup = (
        '<p><span itemtype="http://schema.skype.com/Mention" itemscope itemid="0">Leadline</span>'
        '&nbsp;new lead Ann Hall<br>Ruby Ltd<br><a href="mailto:ann@ruby.example">Mail</a></p>'
    )
    attached = [{"contentType": "text/html", "content": markup}]
    plain = "<at>Leadline</at> new lead Ann Hall Ruby Ltd Mail"
    inbound = read_activity(message(URL, plain, entities=[OF_BOT], attachments=attached))
    assert inbound.text == "new lead Ann Hall\nRuby Ltd\nMail ann@ruby.example"


def test_marked_up_text_is_unescaped_and_plain_text_is_not() -> None:
    escaped = "note R&amp;D &lt;3&nbsp;x"
    assert read_activity(message(URL, escaped, textFormat="xml")).text == "note R&D <3 x"
    assert read_activity(message(URL, escaped)).text == "note R&amp;D &lt;3 x"


def test_attached_files_are_known_and_what_is_odd_is_left_out() -> None:
    url = "https://contoso-my.sharepoint.com/personal/alex/download.aspx?UniqueId=1&tempauth=secret"
    file = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "contentUrl": "https://contoso-my.sharepoint.com/leads.csv",
        "name": "leads.csv",
        "content": {"downloadUrl": url, "uniqueId": "1", "fileType": "csv"},
    }
    odd: list[Any] = [
        None,
        "file",
        {"contentType": "text/html", "content": "<div>import</div>"},
        {**file, "content": None},
        {**file, "content": {"downloadUrl": 7}},
    ]
    inbound = read_activity(message(URL, None, attachments=[*odd, {**file, "name": None}, file]))
    assert [(one.name, one.url) for one in inbound.files] == [("", url), ("leads.csv", url)]
    assert "secret" not in repr(inbound.files)
    nothing: tuple[Any, ...] = (None, {}, "x", [])
    for attached in nothing:
        assert read_activity(message(URL, attachments=attached)).files == ()


def test_a_formatted_message_is_known_with_its_markup() -> None:
    html: list[Any] = [None, {"contentType": "text/html", "content": 7}]
    told = {"contentType": "text/html", "content": "<table></table>"}
    assert read_activity(message(URL, "import", attachments=[*html, told])).markup == "<table></table>"
    assert read_activity(message(URL, "import", attachments=html)).markup == ""
