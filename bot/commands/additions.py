"""What follows "add", "create" and "new", unless it is a lead."""

from __future__ import annotations

import orjson

from app.languages.words import forms
from bot.binding import Effect, Match
from bot.cards import Card, notice_card
from bot.cards.literal import shorten
from bot.commands.arguments.records import LONGEST_TOLD
from bot.commands.leads import is_form_wish
from bot.forms.drawings import new_form
from bot.forms.duplicates import PENDING, add_to, keep_lead
from bot.forms.leads import draft_of_form
from bot.parsing.typed import Typed
from bot.refusals import Action, ways_forward
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.additions import (
    is_list_wish,
    looks_like_somebody,
    read_joining,
    wants_anyway,
    wants_existing,
)
from bot.understanding.lexicon import plain


async def answer_foreign(turn: Turn, noun: str) -> Card | None:
    """What is told where somebody wants a thing made that is none of a CRM's."""
    if not noun:
        return None
    sentence = turn.t("reply.foreign", noun=shorten(noun, 40))
    subject = await turn.subject()
    actions: list[Action] = []
    if subject is not None:
        number = subject.record
        for verb in ("task", "note"):
            line = f"{turn.t(f'command.{verb}.name')} #{number} {turn.text}"
            actions.append((turn.t(f"reply.as_{verb}"), "command.run", {"text": line}))
    return notice_card(turn.reader, sentence, [*actions, *ways_forward(turn.reader)[2:]])


async def answer_pending(turn: Turn, text: str) -> Card | None:
    """What becomes of somebody new who was found to be there, where it is said in words which of the two it
    is; None where nothing is asked or the message says something else."""
    if not (wants_existing(text) or wants_anyway(text)):
        return None
    shown = await turn.shown_last()
    if shown is None or shown.of != PENDING:
        return None
    form = new_form(orjson.loads(shown.text))
    draft = draft_of_form(Typed(form.values, turn.reader))
    if wants_anyway(text):
        return await keep_lead(turn, draft, lambda: form, turn.t("reply.captured"), anyway=True)
    number = int(shown.cursor)
    return await add_to(turn, number, draft) if number else None


async def answer_addition(turn: Turn, match: Match) -> Card | None:
    """What becomes of "add …" and "new …" where nobody said "lead": a list, somebody for a deal; None where
    it is somebody new."""
    if match.command.effect is not Effect.MAKES:
        return None
    if is_list_wish(match.rest):
        turn.text = match.rest
        return await registry.run(turn, Match(registry.commands["list"], match.rest, match.rest))
    if match.command.verb != "new" or _says_lead(match) or is_form_wish(match.rest):
        return None
    joining = read_joining(match.rest)
    if joining:
        rest = f'"{joining.of}" {joining.who}' if joining.of else ""
        return await registry.run(turn, Match(registry.commands["participant"], rest, turn.text))
    if looks_like_somebody(match.rest):
        return None
    return notice_card(
        turn.reader,
        turn.t("reply.addition_unknown", text=shorten(match.rest, LONGEST_TOLD)),
        ways_forward(turn.reader),
    )


def _says_lead(match: Match) -> bool:
    """Whether the words of the command name a lead: then all that follows is one."""
    before = match.text[: len(match.text) - len(match.rest)] if match.text.endswith(match.rest) else ""
    return any(plain(word) in forms("additions.lead") for word in before.split())
