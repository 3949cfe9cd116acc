"""What becomes of an activity when it is read, and of the mention of the bot in its text."""

from typing import Any

import pytest

from bot.inbound import Refused, read_activity
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
    with pytest.raises(Refused):
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
    "before a comma": ("<at>Leadline</at>, help", [OF_BOT], ", help"),
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
        "assign 7 <at>Megan Bowen</at>",
    ),
    "a namesake first": (
        "<at>Leadline</at> meet <at>Leadline</at>",
        [mention(NAMESAKE), OF_BOT],
        "<at>Leadline</at> meet",
    ),
    "a pattern as a name": ("<at>C(R+M)*</at> help", [mention(BOT, "<at>C(R+M)*</at>")], "help"),
    "without tags": ("@Leadline help", [mention(BOT, "@Leadline")], "help"),
    "without tags, later": ("show Leadline", [mention(BOT, "Leadline")], "show Leadline"),
    "not in the text": ("help", [OF_BOT], "help"),
    "no entities": ("<at>Leadline</at> help", None, "<at>Leadline</at> help"),
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
    "entity without text": ("<at>Leadline</at> help", [{**OF_BOT, "text": None}], "<at>Leadline</at> help"),
    "entities are an object": ("help", {"type": "mention"}, "help"),
    "no text": (None, [OF_BOT], ""),
    "quotes and marks stay": ('<at>Leadline</at> note 7 "a  <b> & c"', [OF_BOT], 'note 7 "a  <b> & c"'),
    "line breaks stay": ("<at>Leadline</at> note 7\nfirst\n\nsecond", [OF_BOT], "note 7\nfirst\n\nsecond"),
}


@pytest.mark.parametrize("name", MENTIONS)
def test_the_mention_of_the_bot_is_cut_out_and_nothing_else(name: str) -> None:
    text, entities, expected = MENTIONS[name]
    assert read_activity(message(URL, text, entities=entities)).text == expected


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
