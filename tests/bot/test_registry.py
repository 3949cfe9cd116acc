"""The registry: names in all languages, usage lines from signatures, suggestions, the app package's list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.commands  # noqa: F401 - fills the registry
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from bot.cards import Card, notice_card
from bot.commands.arguments.kinds import LeadNumber, Rest
from bot.commands.offered import command_lists
from bot.parsing.pointers import find_number
from bot.registry import Registry, registry
from bot.turn import Submission, Turn

ENGLISH, GERMAN = Reader("en"), Reader("de")


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("help", "help", ""),
        ("HELP", "help", ""),
        ("/help", "help", ""),
        ("new lead Sarah Meier, CEO", "new", "Sarah Meier, CEO"),
        ("new Sarah", "new", "Sarah"),
        ("Neuer Lead\n Sarah  Meier", "new", "Sarah  Meier"),
        ("neu", "new", ""),
        ("qualify 104", "qualify", "104"),
        ("QUALIFIZIERE #104", "qualify", "#104"),
        ("disqualify 104 spam", "disqualify", "104 spam"),
        ("mach rückgängig", "undo", ""),
        ("rueckgaengig", "undo", ""),
        ("open 104", "show", "104"),
        ("open leads", "list", ""),
        ("zeige leads", "list", ""),
        ("zeige 104", "show", "104"),
        ("wieder öffnen 104", "reopen", "104"),
        ("  undo  ", "undo", ""),
    ],
)
def test_dispatch(text: str, verb: str, rest: str) -> None:
    match = registry.match(text)
    assert match is not None
    assert (match.command.verb, match.rest) == (verb, rest)


@pytest.mark.parametrize("text", ["", "   ", "asdf", "newsletter", "?!", "104", "\U0001f600", "إدارة"])
def test_nothing_else_is_a_command(text: str) -> None:
    assert registry.match(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_names_and_aliases_lead_to_their_command(language: str) -> None:
    catalog = strings(language)
    for verb in registry.commands:
        names = [catalog.t(f"command.{verb}.name"), *catalog.t(f"command.{verb}.aliases").split(",")]
        for name in names:
            match = registry.match(name.strip().upper())
            assert match is not None, name
            assert match.command.verb == verb, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_real_commands(language: str) -> None:
    for verb in registry.commands:
        match = registry.match(strings(language).t(f"command.{verb}.example"))
        assert match is not None
        assert match.command.verb == verb


@pytest.mark.parametrize(
    ("text", "reader", "suggested"),
    [
        ("qualfy 104", ENGLISH, "qualify 104"),
        ("qualfy 104", GERMAN, "qualifizieren 104"),
        ("verschibe 104 Angebot", ENGLISH, "move 104 Angebot"),
        ("pipelin", ENGLISH, "pipeline"),
        ("helpp", ENGLISH, "help"),
    ],
)
def test_a_typo_gets_a_suggestion(text: str, reader: Reader, suggested: str) -> None:
    labels = [label for label, _ in registry.suggest(text, reader)]
    assert suggested in labels
    for _, command in registry.suggest(text, reader):
        assert registry.match(command) is not None


@pytest.mark.parametrize(
    "text",
    ["done with the proposal for Rachel", "Done with the proposal for Rachel.",
     "exportiere meine Leads nach Excel",
     "du bist doof", "lead Jürg Zürcher Zürcher Treuhand AG 0041 44 123", "helpp me with that other thing",
     "won the Acme deal", "Import"],
)  # fmt: skip
def test_nothing_is_suggested_that_says_the_same_or_leads_nowhere(text: str) -> None:
    for reader in (ENGLISH, GERMAN):
        assert registry.suggest(text, reader) == []


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("new laed Sarah Meier, IT manager, Tech Innovators Inc.", "new lead Sarah Meier, IT manager"),
        ("noet 104 she wants it before the summer", "note 104 she wants it before the summer"),
        ("importt Name; Company; Email; Phone number; Note", "import Name; Company"),
        ("lisst open leads", "list open leads"),
    ],
)
def test_what_a_command_has_use_for_is_suggested_along(text: str, suggested: str) -> None:
    assert any(label.startswith(suggested) for label, _ in registry.suggest(text, ENGLISH))


@given(st.sampled_from(sorted(registry.commands)), st.sampled_from(LANGUAGES), st.text(max_size=40))
def test_no_suggestion_repeats_what_was_typed(verb: str, language: str, rest: str) -> None:
    typed = f"{strings(language).t(f'command.{verb}.name')} {rest}"
    for reader in (ENGLISH, GERMAN):
        labels = [label for label, _ in registry.suggest(typed, reader)]
        assert typed.split() not in [label.split() for label in labels]


@pytest.mark.parametrize("text", ["asdf qwer", "coffee would be nice", "x" * 10_000, "", "???"])
def test_nonsense_gets_none(text: str) -> None:
    assert registry.suggest(text, ENGLISH) == []


def test_the_usage_line_comes_from_the_signature() -> None:
    usages = {command.usage(ENGLISH) for command in registry.commands.values()}
    assert {
        "qualify <lead number> [opportunity number] [facts]",
        "move <opportunity number> [stage]",
        "pipeline",
    } <= usages
    assert len(usages) == len(registry.commands)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_app_package_gets_a_list_that_teams_accepts(language: str) -> None:
    listed = command_lists(language)
    assert 1 <= len(listed) <= 12
    assert len({title for title, _ in listed}) == len(listed)
    for title, description in listed:
        assert 0 < len(title) <= 32
        assert 0 < len(description) <= 128
        assert not title.startswith("/")
        assert registry.match(title) is not None


def test_what_cannot_be_registered_is_refused() -> None:
    own = Registry()

    @own.command("help")
    async def show(turn: Turn, text: Rest = "") -> Card:
        return notice_card(turn.reader, text)

    @own.form("help")
    async def press(turn: Turn, given: Submission) -> Card:
        return notice_card(turn.reader, given.verb)

    assert [argument.required for argument in own.commands["help"].arguments] == [False]
    with pytest.raises(ValueError, match="help"):
        own.command("help")(show)
    with pytest.raises(ValueError, match="help"):
        own.form("help")(press)
    with pytest.raises(TypeError, match="number"):

        @own.command("qualify")
        async def untyped(turn: Turn, number: int) -> Card:
            return notice_card(turn.reader, str(number))


def test_an_optional_argument_may_be_none() -> None:
    own = Registry()

    @own.command("show")
    async def show(turn: Turn, lead: LeadNumber | None = None) -> Card:
        return notice_card(turn.reader, str(lead))

    assert own.commands["show"].usage(ENGLISH) == "show [lead number]"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("104", 104),
        ("#104", 104),
        (" nr. 104 ", 104),
        ("Nr 104", 104),
        ("no. 104", 104),
        ("lead 104", 104),
        ("Opportunity #104", 104),
        ("104.", 104),
        ("1e4", None),
        ("10 4", None),
        ("-104", None),
        ("9" * 30, None),
        ("Tech 104", None),
        ("", None),
    ],
)
def test_numbers_of_records(text: str, number: int | None) -> None:
    assert find_number(text) == number
