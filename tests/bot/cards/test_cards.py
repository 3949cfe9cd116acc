"""Every card, in every language, with contents from nothing to the longest there can be."""

from __future__ import annotations

import time
from typing import Any

import orjson
import pytest

from app.languages.strings import LANGUAGES, strings
from bot import cards
from bot.cards.layout import LARGEST_CARD, title_of
from tests.bot.cards import schema
from tests.bot.cards.samples import BARE, BUILDERS, LONGEST, READERS, TYPICAL, WORLDS, World

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
    "person.show",
    "person.erase.open",
    "activity.new",
    "activity.edit.open",
    "help",
}
DOING = {
    "activity.cancel",
    "record.remove",
    "lead.capture",
    "lead.add",
    "leads.capture",
    "leads.anyway",
    "leads.one",
    "leads.drop",
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
    "settings.form",
    "settings.propose",
    "settings.change",
    "settings.show",
    "person.erase",
    "person.leave",
    "erasure.confirm",
    "erasure.withdraw",
}
ANSWERS = {"joined": 2}
"""Cards that answer several wishes, each with the buttons of its own."""
MARKS = World("marks", lambda _: "@@a*b", lambda _: "@@a*b")

every_card = pytest.mark.parametrize("name", BUILDERS)
every_world = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def build(name: str, language: str, world: World) -> dict[str, Any]:
    return BUILDERS[name](READERS[language], world).to_dict()


# It knows no words: of the contents only those count of which a card has more or fewer parts.
@pytest.mark.parametrize(
    ("language", "world"),
    [*((language, TYPICAL) for language in LANGUAGES), *((LANGUAGES[0], world) for world in (BARE, LONGEST))],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
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


# A build takes less time than a test has to itself: all cards of a world are looked at in one.
@every_language
@every_world
def test_cards_keep_the_limits(language: str, world: World) -> None:
    for name in BUILDERS:
        _assert_limits(name, build(name, language, world))


def _assert_limits(name: str, card: dict[str, Any]) -> None:
    assert len(orjson.dumps(card)) <= LARGEST_CARD, name
    assert len(schema.buttons(card)) <= 6 * ANSWERS.get(name, 1), name
    assert all(len(part.get("actions", [])) <= 6 for part in schema.objects(card)), name
    assert card["fallbackText"], name
    for action in schema.buttons(card):
        assert action["title"], name
        assert action["verb"] in OPENING | DOING, name
    for part in schema.objects(card):
        if "selectAction" in part:
            assert part["selectAction"]["title"], name
    for given in schema.inputs(card).values():
        assert given["label"], name
        assert "errorMessage" in given or not given.get("isRequired"), name


@every_language
def test_what_users_wrote_is_never_where_markdown_is_read(language: str) -> None:
    for name in BUILDERS:
        card = build(name, language, MARKS)
        for part in schema.objects(card):
            if part["type"] in ("TextBlock", "FactSet"):
                assert "@@" not in str(part), name
        assert "@@" not in card["fallbackText"] or "@@a\\*b" in card["fallbackText"], name


def test_cards_do_not_share_what_they_can_change() -> None:
    for name in BUILDERS:
        before = orjson.dumps(build(name, "en", WORLDS[0]))
        changed = build(name, "en", WORLDS[0])
        changed["body"].clear()
        assert orjson.dumps(build(name, "en", WORLDS[0])) == before, name


@pytest.mark.parametrize("language", LANGUAGES[1:])
@every_card
def test_all_languages_say_the_same_in_other_words(name: str, language: str) -> None:
    first, other = (build(name, one, WORLDS[0]) for one in (LANGUAGES[0], language))
    assert [part["type"] for part in schema.objects(first)].count("Input.Text") == [
        part["type"] for part in schema.objects(other)
    ].count("Input.Text")
    assert [a["verb"] for a in schema.buttons(first)] == [a["verb"] for a in schema.buttons(other)]
    assert first["body"] != other["body"] or name == "notice"


@every_language
def test_every_language_has_a_button_by_its_own_name(language: str) -> None:
    buttons = schema.buttons(build("language", language, WORLDS[0]))
    named = [(button["title"], button["data"]["language"]) for button in buttons]
    assert named == [(strings(one).t("language.name"), one) for one in LANGUAGES]


@every_language
@pytest.mark.parametrize("name", ["welcome", "help"])
def test_a_reader_is_offered_the_languages_that_are_not_theirs(name: str, language: str) -> None:
    buttons = schema.buttons(build(name, language, WORLDS[0]))
    [data] = [button["data"] for button in buttons if button["verb"] == "language"]
    others = [one for one in LANGUAGES if one != language]
    assert data.get("language", "") == (others[0] if len(others) == 1 else "")


@pytest.mark.parametrize("name", ["lead", "opportunity", "lead_edit", "list"])
def test_cards_cost_little(name: str) -> None:
    # A hundredth of what a turn may take is meant; ten times that is allowed for busy machines.
    seconds = []
    for _ in range(30):
        start = time.process_time()
        orjson.dumps(build(name, "de", WORLDS[0]))
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.003


def test_of_answers_that_do_not_fit_beside_each_other_the_later_ones_are_told_in_brief() -> None:
    reader, heaviest = READERS["en"], next(world for world in WORLDS if world.name == "heaviest")
    one = BUILDERS["lead_saved"](reader, heaviest)
    joined = cards.joined_card(reader, [one] * 8, ["show 104"] * 8).to_dict()
    assert len(orjson.dumps(joined)) <= LARGEST_CARD
    assert joined["body"][0] == one.to_dict()["body"][0]
    title = title_of(reader, one.to_dict()["fallbackText"])
    assert joined["body"][-1]["inlines"][0]["text"] == title


def test_what_is_offered_next_to_a_form_writes_the_wish_as_it_was_typed() -> None:
    reader, world = READERS["en"], WORLDS[0]
    form = BUILDERS["lose"](reader, world)
    joined = cards.joined_card(reader, [form, BUILDERS["move"](reader, world)], ["lost 4", "move *4* on"])
    names = set(schema.inputs(joined.to_dict()))
    assert names == set(schema.inputs(form.to_dict()))
    offered = schema.buttons(joined.to_dict())[-1]
    assert (offered["verb"], offered["data"]["text"]) == ("command.run", "move *4* on")
