"""Questions that are worded like a command: they are answered with what is there, and change nothing."""

from __future__ import annotations

from dataclasses import replace

from bot.binding import Command, Match, told_unused
from bot.cards import Card, notice_card
from bot.commands.arguments.new_time import cut_moment
from bot.parsing.pointers import find_number, is_pronoun
from bot.refusals import Action, ways_forward
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.moods import Mood, is_period, mood_of
from bot.understanding.names import names_somebody

_LISTED = {"won": "won opportunities", "lost": "lost opportunities", "qualify": "qualified leads",
           "disqualify": "disqualified leads"}  # fmt: skip
"""What a question after a state is answered with."""
_MADE = {"new": "leads", "new_opportunity": "opportunities", "new_contact": "contacts",
         "new_organization": "organizations"}  # fmt: skip
"""What a question after something new is answered with."""


async def answer_question(turn: Turn, match: Match) -> Card:
    """The record that a question is about, the records in the state that it asks for, or how to have done
    what it words."""
    verb, rest = match.command.verb, match.rest.strip(" ?!.")
    listed = _LISTED.get(verb) or _MADE.get(verb)
    if listed and not _means_record(rest):
        return await _listed(turn, listed, rest)
    if verb == "next":
        # "When is the next step with Acme?" asks; what stands behind a colon would be kept. Before one stands
        # a name, also one that nobody bears; with a day it would be a task.
        named, _ = cut_moment(turn, rest.partition(":")[0])
        card = await registry.run(turn, Match(match.command, f"{named}:" if named else "", turn.text))
        return told_unused(turn, card, rest.replace(named, "", 1))
    if _means_record(rest):
        return await registry.run(turn, Match(_shown_for(match.command), rest, turn.text))
    return _told_question(turn)


def _shown_for(asked: Command) -> Command:
    """ "Show", of the kind that a question after a state is about: what was won is a deal, and no company."""
    show = registry.commands["show"]
    if asked.verb not in _LISTED:
        return show
    return replace(show, arguments=(replace(show.arguments[0], type=asked.arguments[0].type),))


def _means_record(rest: str) -> bool:
    return names_somebody(rest) or find_number(rest) is not None or is_pronoun(rest)


def is_about_period(verb: str, rest: str) -> bool:
    """Whether a command is worded with nothing but a period, and so asks: "won this month"."""
    return verb in _LISTED and bool(rest) and is_period(rest)


async def _listed(turn: Turn, what: str, rest: str) -> Card:
    turn.text = what
    card = await registry.run(turn, Match(registry.commands["list"], what, what))
    return told_unused(turn, card, rest)


def _told_question(turn: Turn) -> Card:
    """Nothing was changed; a press does it, for who asked like that and meant it."""
    said = turn.text.rstrip(" ?!.")
    sentence = turn.t("reply.question", text=turn.text[:80])
    do: Action = (turn.t("reply.question_do"), "command.run", {"text": said})
    # "Should I reopen" asks without its mark as well: a press would be answered with this again.
    offered = [] if mood_of(said) is Mood.QUESTIONED else [do]
    return notice_card(turn.reader, sentence, [*offered, *ways_forward(turn.reader)[1:]])
