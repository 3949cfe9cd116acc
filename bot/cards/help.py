"""What the bot can do, and what somebody may have meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.language import other_language
from bot.cards.literal import shorten

_MOST_SUGGESTIONS = 6


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command's line in the help: how it is written and what it does."""

    usage: str
    description: str


def welcome(reader: Reader) -> Card:
    """The first words after the bot was added: what it is for, what to write, what to press."""
    title = reader.t("card.welcome.title")
    examples = [reader.t(f"command.{name}.example") for name in ("new", "qualify", "pipeline")]
    body: list[Part | None] = [
        layout.band(title, style="accent"),
        layout.line(layout.run(reader.t("card.welcome.value"), 600)),
        layout.heading(reader.t("card.welcome.try"), spacing="medium"),
        *(layout.line(layout.run(text, color="accent"), spacing="small") for text in examples),
        layout.quiet(reader.t("card.welcome.scope"), 600, spacing="medium"),
    ]
    actions = [
        layout.button(reader.t("button.new_lead"), "lead.new"),
        _typed(reader.t("button.pipeline"), reader.t("command.pipeline.name")),
        layout.button(reader.t("button.help"), "help"),
        *other_language(reader),
    ]
    return layout.card(reader, title, body, actions)


def help_card(commands: Sequence[CommandHelp], reader: Reader) -> Card:
    """Every command with what it does."""
    title = reader.t("card.help.title")
    rows = layout.fitting(_command(command) for command in commands)
    body = [layout.band(title), layout.told(reader.t("card.help.intro")), *rows]
    actions = [
        layout.button(reader.t("button.new_lead"), "lead.new"),
        _typed(reader.t("button.pipeline"), reader.t("command.pipeline.name")),
        *other_language(reader),
    ]
    return layout.card(reader, title, body, actions)


def suggestion_card(reader: Reader, text: str, suggestions: Sequence[tuple[str, str]]) -> Card:
    """Nothing fits what somebody wrote; a button for each suggestion (label, what to write instead)."""
    title = reader.t("card.suggest.title")
    intro = layout.told(reader.t("card.suggest.intro", text=shorten(text, 120)))
    actions = [_typed(label, command) for label, command in suggestions[:_MOST_SUGGESTIONS]]
    return layout.card(reader, title, [layout.band(title), intro], actions)


def _command(command: CommandHelp) -> Part:
    usage = layout.run(command.usage, 200, weight="bolder")
    return layout.group(
        layout.parts(layout.line(usage), layout.quiet(command.description, 200, spacing="none"))
    )


def _typed(label: str, text: str) -> ActionExecute:
    return layout.button(label, "command.run", text=text)
