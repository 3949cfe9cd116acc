"""The reply to sentences that call off what is planned, whichever words they begin with."""

from __future__ import annotations

from app.domain.event import Kind
from bot.binding import Match, NothingFound
from bot.cards import Card
from bot.parsing.cancelling import read_calling_off
from bot.parsing.pointers import is_pronoun
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.moods import Mood, mood_of


async def call_off(turn: Turn) -> Card | None:
    """The card that answers "cancel …"; None for other sentences and for questions. Where nothing is called
    so, an order is answered with that, and no other command may take its words for something to be kept; what
    is only told may mean something else. "Cancel that" gives up what one is about to do, but where a plan is
    spoken of."""
    if mood_of(turn.text) is Mood.QUESTIONED:
        return None
    sentence = read_calling_off(turn.text)
    if sentence is None or (is_pronoun(sentence.what) and not await _speaks_of_a_plan(turn)):
        return None
    said = turn.text
    try:
        match = Match(registry.commands["cancel"], sentence.what, said, loose=not sentence.order)
        return await registry.run(turn, match)
    except NothingFound:
        turn.text = said
        return None


async def _speaks_of_a_plan(turn: Turn) -> bool:
    subject = await turn.subject()
    return subject is not None and subject.kind is Kind.ACTIVITY
