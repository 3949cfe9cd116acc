"""Buttons that stand for a word: help, a language."""

from __future__ import annotations

from app.crm.people.members import choose_language
from bot.cards import Card, help_card, language_card, notice_card, topic_card
from bot.refusals import ways_forward
from bot.registry import registry
from bot.topics import TOPICS, lines_of, title_of, topics
from bot.turn import Submission, Turn


@registry.form("help")
async def show_help(turn: Turn, given: Submission) -> Card:
    """What can be written: all topics, or the commands of one."""
    topic = given.values.get("topic", "")
    if topic not in TOPICS:
        return help_card(turn.reader, topics(turn.reader))
    return topic_card(turn.reader, title_of(turn.reader, topic), lines_of(turn.reader, topic))


@registry.form("language")
async def set_language(turn: Turn, given: Submission) -> Card:
    """Speaks the language of the button from now on."""
    wanted = given.values.get("language", "")
    return await speak(turn, wanted) if wanted else language_card(turn.reader)


async def speak(turn: Turn, language: str) -> Card:
    """Changes the language; the answer is in the new one already. Raises InvalidInput."""
    turn.meet(await turn.write(choose_language, language))
    return notice_card(turn.reader, turn.t("reply.language_set"), ways_forward(turn.reader))
