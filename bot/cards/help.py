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


@dataclass(frozen=True, slots=True)
class Topic:
    """What the help tells together: the key by which a button asks for it, its title, and the names of some
    of its commands."""

    key: str
    title: str
    names: Sequence[str]


def welcome(reader: Reader, unowned: str = "") -> Card:
    """The first words after the bot was added: what it is for, what to write, what to press. `unowned` says
    what is to be done where nobody owns the workspace."""
    title = reader.t("card.welcome.title")
    examples = [reader.t(f"command.{name}.example") for name in ("new", "qualify", "pipeline")]
    body: list[Part | None] = [
        layout.band(title, style="accent"),
        layout.line(layout.run(reader.t("card.welcome.value"), 600)),
        layout.heading(reader.t("card.welcome.try"), spacing="medium"),
        *(layout.line(layout.run(text, color="accent"), spacing="small") for text in examples),
        layout.quiet(reader.t("card.welcome.scope"), 600, spacing="medium"),
        layout.warned(unowned) if unowned else None,
    ]
    actions = [
        layout.button(reader.t("button.new_lead"), "lead.new"),
        _typed(reader.t("button.pipeline"), reader.t("command.pipeline.name")),
        layout.button(reader.t("button.help"), "help"),
        *other_language(reader),
    ]
    return layout.card(reader, title, body, actions)


def help_card(reader: Reader, topics: Sequence[Topic], told: str = "") -> Card:
    """What can be asked about: a tap on a topic tells its commands. `told` is said instead of how records are
    named."""
    title = reader.t("card.help.title")
    body = [
        layout.band(title),
        layout.told(told or reader.t("card.help.intro")),
        *(_topic(topic) for topic in topics),
    ]
    actions = [layout.button(reader.t("button.new_lead"), "lead.new"), *other_language(reader)]
    return layout.card(reader, title, body, actions)


def topic_card(
    reader: Reader,
    title: str,
    commands: Sequence[CommandHelp],
    told: str = "",
    topic: tuple[str, str] | None = None,
) -> Card:
    """Commands with what they do, and the way back to all topics; or the answer to a question, with a way to
    the `topic` (its key and title) to which it belongs."""
    rows = layout.fitting(_command(command) for command in commands)
    whole = [layout.button(topic[1], "help", topic=topic[0])] if topic else []
    actions = [*whole, layout.button(reader.t("button.all_topics" if topic else "button.back"), "help")]
    return layout.card(reader, title, [layout.band(title), layout.told(told), *rows], actions)


def suggestion_card(reader: Reader, text: str, suggestions: Sequence[tuple[str, str]]) -> Card:
    """Nothing fits what somebody wrote; a button for each suggestion (label, what to write instead)."""
    title = reader.t("card.suggest.title")
    intro = layout.told(reader.t("card.suggest.intro", text=shorten(text, 120)))
    actions = [_typed(label, command) for label, command in suggestions[:_MOST_SUGGESTIONS]]
    return layout.card(reader, title, [layout.band(title), intro], actions)


def _topic(topic: Topic) -> Part:
    title = layout.run(topic.title, 80, weight="bolder", color="accent")
    lines = layout.parts(layout.line(title), layout.quiet(layout.joined(*topic.names), 200, spacing="none"))
    opening = ActionExecute(title=topic.title, verb="help", data={"topic": topic.key})
    return layout.row(lines, [], opening)


def _command(command: CommandHelp) -> Part:
    usage = layout.run(command.usage, 200, weight="bolder")
    return layout.group(
        layout.parts(layout.line(usage), layout.quiet(command.description, 200, spacing="none"))
    )


def _typed(label: str, text: str) -> ActionExecute:
    return layout.button(label, "command.run", text=text)
