"""The reply to what somebody wrote: the command it begins with, or the best way forward."""

from __future__ import annotations

import contextlib

from bot.cards import Card, notice_card, suggestion_card
from bot.parsing.pointers import find_number, is_pronoun
from bot.refusals import Action, ways_forward
from bot.registry import LONGEST_MESSAGE, Match, NothingFound, registry
from bot.turn import Turn

_SHOWN = 60


async def reply_to(turn: Turn, text: str) -> Card:
    """The card that answers a message."""
    turn.text = text.strip()
    if not turn.text and turn.files:
        return await registry.run(turn, Match(registry.commands["import"], ""))
    if not turn.text:
        return notice_card(turn.reader, turn.t("reply.nonsense_empty"), ways_forward(turn.reader))
    match = registry.match(turn.text[:LONGEST_MESSAGE])
    longest = match.command.longest if match else LONGEST_MESSAGE
    if len(turn.text) > longest:
        sentence = turn.t("error.text_too_long", limit=longest)
        return notice_card(turn.reader, sentence, ways_forward(turn.reader))
    if len(turn.text) > LONGEST_MESSAGE:
        match = registry.match(turn.text)
    if match is None and (find_number(turn.text) is not None or is_pronoun(turn.text)):
        match = Match(registry.commands["show"], turn.text)
    if match is not None:
        with contextlib.suppress(NothingFound):
            return await registry.run(turn, match)
        turn.text = text.strip()
    suggestions = registry.suggest(turn.text, turn.reader)
    if suggestions:
        return suggestion_card(turn.reader, turn.text, suggestions)
    return _nonsense(turn)


def _nonsense(turn: Turn) -> Card:
    shown = turn.text[:_SHOWN]
    find, new = (turn.t(f"command.{verb}.name") for verb in ("find", "new"))
    actions: list[Action] = [
        (turn.t("reply.search_for", text=shown), "command.run", {"text": f"{find} {turn.text[:200]}"}),
        (turn.t("reply.as_lead"), "command.run", {"text": f"{new} {turn.text}"}),
        *ways_forward(turn.reader)[1:],
    ]
    return notice_card(turn.reader, turn.t("reply.nonsense", text=shown), actions)
