"""Greetings: one sentence, and three buttons that lead on."""

from __future__ import annotations

from bot.cards import Card, notice_card
from bot.refusals import Action, ways_forward
from bot.turn import Turn


def greeting_card(turn: Turn, kind: str) -> Card:
    """The answer to a "greeting" or a "goodbye"."""
    new, _, help_ = ways_forward(turn.reader)
    work: Action = (turn.t("button.my_work"), "command.run", {"text": turn.t("command.work.name")})
    return notice_card(turn.reader, turn.t(f"reply.talk.{kind}"), [new, work, help_])
