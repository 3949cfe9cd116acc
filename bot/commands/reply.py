"""The reply to what somebody wrote: the command it begins with, or the best way forward."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

from app.crm.records import find_records
from bot.cards import Card, choose_card, notice_card, suggestion_card
from bot.cards.literal import shorten
from bot.commands.cancelling import call_off
from bot.commands.lists import SHOWN
from bot.commands.mentions import find_mentioned, find_numbered
from bot.commands.references import LONGEST_NAME, is_named
from bot.greeting import greeting_card
from bot.howto import admit, help_with
from bot.pages import go_on
from bot.parsing.manners import asks_for_more
from bot.parsing.pointers import NUMBER, POLITE_END, find_number, is_pronoun, points_by_number
from bot.parsing.rewording import reword, reword_other
from bot.parsing.smalltalk import small_talk
from bot.refusals import Action, way_back, way_to, ways_forward
from bot.registry import LONGEST_MESSAGE, Match, NothingFound, registry
from bot.turn import Turn

_SHOWN = 60
_LONGEST_TOLD = 1000
"""Characters of a message that is offered to be kept as a note."""
_SIGNS_AT_END = re.compile(r"[^\w\s.,;:!?\"'()#€$%…“”„«»+/-]+\s*\Z")


async def reply_to(turn: Turn, text: str) -> Card:
    """The card that answers a message."""
    turn.text = text.strip()
    if not turn.text and turn.files:
        return await registry.run(turn, Match(registry.commands["import"], ""))
    if not turn.text:
        return notice_card(turn.reader, turn.t("reply.nonsense_empty"), ways_forward(turn.reader))
    if answer := await _about_the_talk(turn):
        return answer
    match = _match(turn.text[:LONGEST_MESSAGE])
    longest = match.command.longest if match else LONGEST_MESSAGE
    if len(turn.text) > longest:
        sentence = turn.t("error.text_too_long", limit=longest)
        return notice_card(turn.reader, sentence, ways_forward(turn.reader))
    if len(turn.text) > LONGEST_MESSAGE:
        match = _match(turn.text)
    answer = await _run(turn, match) or await _run(turn, _match_other(turn.text))
    bare = _trimmed(turn.text)
    if answer is None and bare != turn.text and find_number(bare) is None:
        answer = await _run(turn, _match(bare)) or await _run(turn, _match_other(bare))
    if answer is None and (kind := small_talk(turn.text)):
        return await _answer_small_talk(turn, kind)
    return answer or await _called(turn) or await _ways_on(turn)


async def _about_the_talk(turn: Turn) -> Card | None:
    """The answer to what is known by its whole sentence: "more", "how do I …?", "cancel the demo with …"."""
    if asks_for_more(turn.text):
        return await go_on(turn, await turn.shown_last())
    return help_with(turn) or await call_off(turn)


async def _run(turn: Turn, match: Match | None) -> Card | None:
    """What a command answers; None for none, and where it turns out to speak of no record."""
    said = turn.text
    with contextlib.suppress(NothingFound):
        return await registry.run(turn, match) if match else None
    turn.text = said
    return None


async def _ways_on(turn: Turn) -> Card:
    """What else may have been meant."""
    suggestions = [] if points_by_number(turn.text) else registry.suggest(turn.text, turn.reader)
    if suggestions:
        return suggestion_card(turn.reader, turn.text, suggestions)
    return await _about(turn) or admit(turn) or _nonsense(turn)


async def _about(turn: Turn) -> Card | None:
    """What is not understood but names a record may be kept there; nothing is kept unasked."""
    if len(turn.text) > _LONGEST_TOLD:
        return None
    numbered = await find_numbered(turn, turn.text)
    hits = [numbered] if numbered else (await find_mentioned(turn, turn.text, anywhere=True))[1]
    if len(hits) != 1:
        return choose_card(turn.reader, hits, turn.text[:_SHOWN]) if hits else None
    number, name = hits[0].number, shorten(hits[0].name, 80)
    found = NUMBER.match(turn.text)
    told = turn.text[found.end() :].strip() if found and numbered else turn.text
    actions = [way_to(turn.reader, number)]
    for verb in ("note", "task") if told else ():
        said: dict[str, object] = {"text": f"{turn.t(f'command.{verb}.name')} #{number} {told}"}
        actions.append((turn.t(f"reply.as_{verb}"), "command.run", said))
    sentence = turn.t("reply.about", text=shorten(turn.text, _SHOWN), number=number, name=name)
    return notice_card(turn.reader, sentence, [*actions, *ways_forward(turn.reader)[2:]])


def _trimmed(text: str) -> str:
    """A message without what is added out of politeness: "7 done ✅", "5 qualifizieren danke"."""
    shorter = POLITE_END.sub("", _SIGNS_AT_END.sub("", text)).strip()
    return shorter if shorter == text else _trimmed(shorter)


def _match(text: str) -> Match | None:
    """The command that a message words, or "show" where it is nothing but a record."""
    match = registry.match(reword(text) or text)
    if match is None and (find_number(text) is not None or is_pronoun(text)):
        return Match(registry.commands["show"], text)
    return match


def _match_other(text: str) -> Match | None:
    """The command that a message means whose own words are none; nothing is lost where no record is meant."""
    other = reword_other(text)
    match = registry.match(other) if other else None
    return replace(match, loose=True) if match else None


async def _answer_small_talk(turn: Turn, kind: str) -> Card:
    """A short friendly word and a way forward: back to what was spoken of, or to what is to be done."""
    if kind in ("greeting", "goodbye"):
        return greeting_card(turn, kind)
    work: Action = (turn.t("button.my_work"), "command.run", {"text": turn.t("command.work.name")})
    subject = await turn.subject()
    shown = [way_to(turn.reader, subject.number)] if subject else []
    first = [way_back(turn.reader)] if kind in ("declined", "mistaken") else []
    ways = [*first, *shown, work, *ways_forward(turn.reader)[::2]]
    return notice_card(turn.reader, turn.t(f"reply.talk.{kind}"), ways)


async def _called(turn: Turn) -> Card | None:
    """Who is called as the message says and nothing more: one is shown, of several the list."""
    if len(turn.text.split()) > LONGEST_NAME:
        return None
    found = await turn.read(find_records, turn.text, SHOWN)
    hits = [hit for hit in found.hits if is_named(hit, turn.text)]
    if not hits:
        return None
    match = registry.commands["show" if len(hits) == 1 else "find"]
    return await registry.run(turn, Match(match, turn.text))


def _nonsense(turn: Turn) -> Card:
    shown = turn.text[:_SHOWN]
    find, new = (turn.t(f"command.{verb}.name") for verb in ("find", "new"))
    actions: list[Action] = [
        (turn.t("reply.search_for", text=shown), "command.run", {"text": f"{find} {turn.text[:200]}"}),
        (turn.t("reply.as_lead"), "command.run", {"text": f"{new} {turn.text}"}),
        *ways_forward(turn.reader)[1:],
    ]
    return notice_card(turn.reader, turn.t("reply.nonsense", text=shown), actions)
