"""Every card, in every language, with contents from nothing to the longest there can be."""

from __future__ import annotations

import time
from typing import Any

import orjson
import pytest

from bot.cards.layout import LARGEST_CARD
from tests.bot.cards import schema
from tests.bot.cards.samples import BUILDERS, LANGUAGES, READERS, WORLDS, World

OPENING = {
    "lead.alike",
    "list.more",
    "lead.new",
    "lead.edit.open",
    "lead.qualify.open",
    "lead.disqualify.open",
    "opportunity.lose.open",
    "opportunity.move.open",
    "record.assign.open",
    "record.edit.open",
    "participant.list",
    "participant.open",
    "contact.new",
    "record.merge.open",
    "record.show",
    "record.more",
    "activity.new",
    "activity.edit.open",
    "help",
}
DOING = {
    "activity.cancel",
    "record.remove",
    "lead.capture",
    "lead.add",
    "record.edit",
    "record.merge",
    "record.split",
    "activity.log",
    "activity.edit",
    "activity.done",
    "activity.later",
    "lead.qualify",
    "lead.qualify.choices",
    "lead.disqualify",
    "record.reopen",
    "record.assign",
    "participant.add",
    "participant.role",
    "participant.remove",
    "record.follow",
    "record.unfollow",
    "contact.capture",
    "organization.capture",
    "opportunity.capture",
    "opportunity.enter",
    "opportunity.move",
    "opportunity.win",
    "opportunity.lose",
    "import.run",
    "import.drop",
    "import.revert",
    "undo",
    "command.run",
    "language",
    "framework.choose",
}
MARKS = World("marks", lambda _: "@@a*b", lambda _: "@@a*b")

every_card = pytest.mark.parametrize("name", BUILDERS)
every_world = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def build(name: str, language: str, world: World) -> dict[str, Any]:
    return BUILDERS[name](READERS[language], world).to_dict()


@every_language
@every_world
def test_cards_fit_the_official_schema(language: str, world: World) -> None:
    found = {name: schema.complaints(build(name, language, world)) for name in BUILDERS}
    assert not {name: complaints for name, complaints in found.items() if complaints}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "TextBlock"},
        {"type": "TextBlock", "text": "x", "size": "gigantic"},
        {"type": "Sparkle"},
        {"type": "Container", "items": [{"type": "Input.Text"}]},
        {"type": "ActionSet", "actions": [{"type": "Action.Execute", "verb": 7}]},
    ],
)
def test_the_schema_refuses_what_it_does_not_know(element: dict[str, Any]) -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [element]}
    assert schema.complaints(card)


@every_language
@every_world
@every_card
def test_cards_keep_the_limits(name: str, language: str, world: World) -> None:
    card = build(name, language, world)
    assert len(orjson.dumps(card)) <= LARGEST_CARD
    assert len(schema.buttons(card)) <= 6
    assert card["fallbackText"]
    for action in schema.buttons(card):
        assert action["title"]
        assert action["verb"] in OPENING | DOING
    for part in schema.objects(card):
        if "selectAction" in part:
            assert part["selectAction"]["title"]
    for given in schema.inputs(card).values():
        assert given["label"]
        assert "errorMessage" in given or not given.get("isRequired")


@every_language
@every_card
def test_what_users_wrote_is_never_where_markdown_is_read(name: str, language: str) -> None:
    card = build(name, language, MARKS)
    for part in schema.objects(card):
        if part["type"] in ("TextBlock", "FactSet"):
            assert "@@" not in str(part)
    assert "@@" not in card["fallbackText"] or "@@a\\*b" in card["fallbackText"]


@every_card
def test_cards_do_not_share_what_they_can_change(name: str) -> None:
    before = orjson.dumps(build(name, "en", WORLDS[0]))
    changed = build(name, "en", WORLDS[0])
    changed["body"].clear()
    assert orjson.dumps(build(name, "en", WORLDS[0])) == before


@every_card
def test_both_languages_say_the_same_in_other_words(name: str) -> None:
    english, german = (build(name, language, WORLDS[0]) for language in LANGUAGES)
    assert [part["type"] for part in schema.objects(english)].count("Input.Text") == [
        part["type"] for part in schema.objects(german)
    ].count("Input.Text")
    assert [a["verb"] for a in schema.buttons(english)] == [a["verb"] for a in schema.buttons(german)]
    assert english["body"] != german["body"] or name == "notice"


@pytest.mark.parametrize("name", ["lead", "opportunity", "lead_edit", "list"])
def test_cards_cost_little(name: str) -> None:
    # A hundredth of what a turn may take is meant; ten times that is allowed for busy machines.
    seconds = []
    for _ in range(30):
        start = time.process_time()
        orjson.dumps(build(name, "de", WORLDS[0]))
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.003
