"""Messages that are no command and tell of people: several of them, or pasted contact data of one."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Card
from bot.forms.newcomers import answer_several, offer_contact
from bot.parsing.places import is_company
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.contacts import looks_like_contact
from bot.understanding.people import find_people


async def answer_people(turn: Turn, text: str) -> Card | None:
    """What becomes of several people of whom a message tells: "2 new leads: …" are kept at once, others shown
    first, as nobody asked for them to be kept. None where it does not tell of several."""
    people = find_people(text, turn.reader, turn.reader.today())
    if not people.several or not (people.asked or people.sure):
        return None
    return await answer_several(turn, replace(people, sure=people.sure and people.asked), text)


async def answer_contact(turn: Turn, text: str) -> Card | None:
    """The offer to capture pasted contact data, or to keep them as a note on what was spoken of; None where
    a message is something else."""
    line = looks_like_contact(text, turn.reader, turn.reader.today())
    if line is None or _words_command(text):
        return None
    subject = await turn.subject()
    return offer_contact(turn, line, text.strip(), subject.number if subject else None)


def _words_command(text: str) -> bool:
    """Whether the first line is a command, such as "note:" above a signature. A greeting is none, nor is a
    company above a card that is called like one."""
    first, newline, _ = text.strip().partition("\n")
    match = registry.match(first)
    if match is None or match.loose or match.command.verb == "help":
        return False
    return not (newline and is_company(first.strip()))
