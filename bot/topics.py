"""Topics: which commands belong together where somebody asks what can be written."""

from __future__ import annotations

from collections.abc import Mapping

from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.languages.words import meanings
from bot.cards import CommandHelp, Topic
from bot.parsing.manners import plain_words
from bot.registry import registry

TOPICS: Mapping[str, tuple[str, ...]] = {
    "leads": ("new", "qualify", "disqualify", "uninterested", "close", "duplicates"),
    "deals": ("pipeline", "new_opportunity", "move", "advance", "won", "lost"),
    "activities": ("note", "call", "email", "meeting", "task", "next", "done", "postpone", "cancel"),
    "lists": ("find", "list", "work", "overdue", "stale", "following"),
    "people": (
        *("new_contact", "new_organization", "participant", "remove_participant"),
        *("assign", "follow", "unfollow", "followers"),
    ),
    "records": ("show", "edit", "undo", "reopen", "delete", "merge", "split"),
    "import": ("import",),
    "settings": (
        *("help", "language", "settings", "framework", "require", "currency", "time_zone", "country"),
        *("working_days", "holidays", "free_days", "guests", "my_time_zone", "retention", "expired"),
        *("personal_data", "forget", "erasures", "audit"),
    ),
}
"""Verbs of commands by topic: a command belongs to one."""

LISTS = "lists"
_NAMED = 3
"""Commands that the overview names of a topic."""


def topics(reader: Reader) -> list[Topic]:
    """All topics, each with the names of its first commands."""
    return [
        Topic(
            key=key,
            title=title_of(reader, key),
            names=tuple(reader.t(f"command.{verb}.name") for verb in verbs[:_NAMED]),
        )
        for key, verbs in TOPICS.items()
    ]


def title_of(reader: Reader, topic: str) -> str:
    """What a topic is called."""
    return reader.t(f"help.topic.{topic}")


def lines_of(reader: Reader, topic: str) -> list[CommandHelp]:
    """How each command of a topic is written, and what it does."""
    besides = [more_line(reader)] if topic == LISTS else []
    return [*(line_of(reader, verb) for verb in TOPICS[topic]), *besides]


def more_line(reader: Reader) -> CommandHelp:
    """How the next page of a list is asked for, which is no command."""
    return CommandHelp(reader.t("help.more.usage"), reader.t("help.more.description"))


def line_of(reader: Reader, verb: str, *, with_example: bool = False) -> CommandHelp:
    """How a command is written, and what it does."""
    told = reader.t(f"command.{verb}.description")
    if with_example:
        told += " " + reader.t("reply.usage_example", example=reader.t(f"command.{verb}.example"))
    return CommandHelp(registry.commands[verb].usage(reader), told)


def topic_of(verb: str) -> str:
    """The topic to which a command belongs."""
    return next(key for key, verbs in TOPICS.items() if verb in verbs)


def topic_named(text: str) -> str | None:
    """The topic that is called so, in any language, or by one of the words that people use for it."""
    said = " ".join(plain_words(text))
    titles = {
        " ".join(plain_words(strings(language).t(f"help.topic.{key}"))): key
        for language in reversed(LANGUAGES)
        for key in TOPICS
    }
    return titles.get(said) or meanings("help.topics").get(said)
