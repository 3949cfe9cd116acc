"""The reply to what somebody wrote: message → reading → decision → command, or the best way forward."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

from app.crm.naming import records_named
from app.crm.views import Hit
from app.domain.event import Kind
from bot.binding import LONGEST_MESSAGE, Match, NothingFound
from bot.cards import Card, choose_card, joined_card, notice_card, suggestion_card
from bot.cards.literal import shorten
from bot.commands.additions import answer_addition, answer_foreign, answer_pending
from bot.commands.contacts import answer_contact, answer_people
from bot.commands.corrections import correct
from bot.commands.mentions import find_mentioned, find_numbered, find_stranger
from bot.commands.moments import cut_moment
from bot.commands.questions import answer_question, is_about_period
from bot.commands.references import LONGEST_NAME, MOST_CHOICES, tries_of
from bot.pages import go_on
from bot.parsing.interest import find_uninterested
from bot.parsing.manners import asks_for_more
from bot.parsing.pointers import NUMBER, POLITE_END, find_number, is_pronoun, points_by_number
from bot.parsing.smalltalk import small_talk
from bot.refusals import Action, way_back, way_to, ways_forward
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.corrections import after_opening, read_correction
from bot.understanding.decision import Decision, decide, is_past
from bot.understanding.moods import Mood, mood_of, without_opening, without_time
from bot.understanding.sentences import find_sentence
from bot.understanding.wishes import Opening, split_wishes

_SHOWN = 60
_LONGEST_TOLD = 1000
"""Characters of a message that is offered to be kept as a note."""
_OVER_PEOPLE = frozenset({"new", "show", "list", "find"})
"""Commands that a list of people may look like: "3 new leads from the fair: …" is no record #3."""
_SIGNS_AT_END = re.compile(r"[^\w\s.,;:!?\"'()#€$%…“”„«»+/-]+\s*\Z")


async def reply_to(turn: Turn, text: str) -> Card:
    """The card that answers a message."""
    turn.text = text.strip()
    if not turn.text and turn.files:
        return await registry.run(turn, Match(registry.commands["import"], ""))
    if not turn.text:
        return notice_card(turn.reader, turn.t("reply.nonsense_empty"), ways_forward(turn.reader))
    if len(turn.text) > LONGEST_MESSAGE:
        return await _reply_to_long(turn)
    if asks_for_more(turn.text):
        return await go_on(turn, await turn.shown_last())
    return await _answer_pasted(turn) or await _answer_wishes(turn)


async def _answer_pasted(turn: Turn) -> Card | None:
    """What becomes of people who were pasted as a whole: several, or one without a word of what is wanted."""
    match = find_match(turn.text)
    if match and not match.loose and match.command.verb not in _OVER_PEOPLE:
        return None
    several = await answer_people(turn, turn.text)
    if several or (match and match.command.verb == "new"):
        return several
    return await answer_contact(turn, turn.text)


async def _answer_wishes(turn: Turn) -> Card:
    wishes = split_wishes(turn.text, lambda part: _opening(turn, part))
    if len(wishes) == 1:
        return await _answer(turn, turn.text)
    return await _answer_each(turn, [wish.text for wish in wishes])


async def _reply_to_long(turn: Turn) -> Card:
    """Only some commands take so much: a table of an import."""
    match = find_match(turn.text[:LONGEST_MESSAGE])
    longest = match.command.longest if match else LONGEST_MESSAGE
    if len(turn.text) > longest:
        sentence = turn.t("error.text_too_long", limit=longest)
        return notice_card(turn.reader, sentence, ways_forward(turn.reader))
    return await _run(turn, registry.match(turn.text)) or _nonsense(turn)


async def _answer_each(turn: Turn, wishes: list[str]) -> Card:
    """One answer to several wishes, in their order: each is a change of its own, and speaks of what the one
    before spoke of where it names nobody."""
    cards = [await _answer(turn, wishes[0])]
    for place, wish in enumerate(wishes[1:], start=2):
        step = turn.next_wish(place)
        cards.append(await _answer(step, wish))
        turn.take_over(step)
    return joined_card(turn.reader, cards, wishes)


async def _answer(turn: Turn, text: str) -> Card:
    """What becomes of one wish."""
    turn.text, turn.mood = text, mood_of(text)
    match = find_match(text)
    answer = await answer_pending(turn, text) or await correct(turn, text) or await answer_foreign(turn, text)
    answer = answer or await _run(turn, match) or await _run(turn, _match_other(text))
    bare = _trimmed(text)
    if answer is None and bare != text and find_number(bare) is None:
        answer = await _run(turn, find_match(bare)) or await _run(turn, _match_other(bare))
    if answer is None and (meant := after_opening(text)) and not small_talk(text):
        answer = await _run(turn, find_match(meant)) or await _run(turn, _match_other(meant))
    if answer is None and (kind := small_talk(text)):
        return await _answer_small_talk(turn, kind)
    return answer or await _called(turn) or await _ways_on(turn)


async def _run(turn: Turn, match: Match | None) -> Card | None:
    """What a command answers; None for none, and where it turns out to speak of no record."""
    if match is None:
        return None
    said = turn.text
    with contextlib.suppress(NothingFound):
        if decide(match.command.verb, reads=match.command.reads, mood=turn.mood) is Decision.ANSWER:
            return await answer_question(turn, match)
        if is_about_period(match.command.verb, match.rest):
            return await answer_question(turn, match)
        return await answer_addition(turn, match) or await registry.run(turn, match)
    turn.text = said
    return None


def find_match(text: str) -> Match | None:
    """The command that a message words, or "show" where it is nothing but a record."""
    for said in dict.fromkeys((text, registry.without_courtesy(text))):
        meant = find_sentence(said, before=True)
        if meant:
            return Match(registry.commands[meant.verb], meant.rest, said)
    match = registry.match(find_uninterested(_line(text), bare=True) or text)
    if match is None and (find_number(text) is not None or is_pronoun(text)):
        return Match(registry.commands["show"], text)
    if match is None and (told := without_time(text)) != text:
        # "Yesterday spoke to Ann": when it was does not change what was done.
        return find_match(told) or _match_other(told)
    if match is None and mood_of(text) is not Mood.PLAIN:
        # "I need to ring Sarah" words what "ring Sarah" does.
        wanted = without_opening(text)
        meant = find_sentence(wanted, before=True)
        match = Match(registry.commands[meant.verb], meant.rest, wanted) if meant else None
    return match


def _match_other(text: str) -> Match | None:
    """The command that a message means whose own words are none; nothing is lost where no record is meant."""
    other = find_uninterested(_line(text))
    match = registry.match(other) if other else None
    if match:
        return replace(match, loose=True)
    meant = find_sentence(text, before=False)
    return Match(registry.commands[meant.verb], meant.rest, text, loose=True) if meant else None


def _line(text: str) -> str:
    """A text in one line; nothing of one that is too long for such a sentence."""
    said = " ".join(text[:400].split())
    return said if len(said) <= 200 and len(text) <= 400 else ""


def _opening(turn: Turn, part: str) -> Opening | None:
    match = find_match(part) or _match_other(part)
    correction = read_correction(part) if match is None else None
    if correction and correction.field:
        return Opening("edit", timed=False, loose=False, past=False)
    if match is None or match.command.reads:
        return None
    timed = cut_moment(turn, part)[1] is not None
    return Opening(match.command.verb, timed=timed, loose=match.loose, past=is_past(part))


async def _ways_on(turn: Turn) -> Card:
    """What else may have been meant."""
    suggestions = [] if points_by_number(turn.text) else registry.suggest(turn.text, turn.reader)
    if suggestions:
        return suggestion_card(turn.reader, turn.text, suggestions)
    return await _about(turn) or _nonsense(turn)


async def _about(turn: Turn) -> Card | None:
    """What is not understood but names a record may be kept there; nothing is kept unasked, and a guess is
    not spoken of."""
    if len(turn.text) > _LONGEST_TOLD:
        return None
    numbered = await find_numbered(turn, turn.text)
    hits = [numbered] if numbered else await find_mentioned(turn, turn.text)
    if len(hits) != 1:
        return choose_card(turn.reader, hits, turn.text[:_SHOWN]) if hits else None
    return _ask_about(turn, hits[0], is_numbered=numbered is not None)


def _ask_about(turn: Turn, hit: Hit, *, is_numbered: bool) -> Card:
    found = NUMBER.match(turn.text)
    told = turn.text[found.end() :].strip() if found and is_numbered else turn.text
    actions = [way_to(turn.reader, hit.number)]
    for verb in ("note", "task") if told else ():
        said: dict[str, object] = {"text": f"{turn.t(f'command.{verb}.name')} #{hit.number} {told}"}
        actions.append((turn.t(f"reply.as_{verb}"), "command.run", said))
    name = shorten(hit.name, 80)
    sentence = turn.t("reply.about", text=shorten(turn.text, _SHOWN), number=hit.number, name=name)
    return notice_card(turn.reader, sentence, [*actions, *ways_forward(turn.reader)[2:]])


def _trimmed(text: str) -> str:
    """A message without what is added out of politeness: "7 done ✅", "5 qualifizieren danke"."""
    shorter = POLITE_END.sub("", _SIGNS_AT_END.sub("", text)).strip()
    return shorter if shorter == text else _trimmed(shorter)


async def _answer_small_talk(turn: Turn, kind: str) -> Card:
    """A short friendly word and a way forward: back to what was spoken of, or to what is to be done."""
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
    names = [one.words for one in tries_of(turn.text.rstrip("?!. "), "")]
    found = await turn.look(records_named, names, frozenset(Kind) - {Kind.ACTIVITY}, MOST_CHOICES)
    if not found:
        return None
    command = registry.commands["show" if len(found.hits) == 1 else "find"]
    rest = f"#{found.hits[0].number}" if len(found.hits) == 1 else turn.text
    return await registry.run(turn, Match(command, rest))


def _nonsense(turn: Turn) -> Card:
    """Nothing was understood and nothing done; a name in it that nobody bears is told not to be known."""
    shown = turn.text[:_SHOWN]
    stranger = find_stranger(turn.text) if len(turn.text) <= _LONGEST_TOLD else ""
    find, new = (turn.t(f"command.{verb}.name") for verb in ("find", "new"))
    actions: list[Action] = [
        (turn.t("reply.search_for", text=shown), "command.run", {"text": f"{find} {turn.text[:200]}"}),
        (turn.t("reply.as_lead"), "command.run", {"text": f"{new} {turn.text}"}),
        *ways_forward(turn.reader)[1:],
    ]
    if stranger:
        sentence = turn.t("reply.nonsense_stranger", text=shown, name=stranger[:_SHOWN])
        return notice_card(turn.reader, sentence, actions)
    return notice_card(turn.reader, turn.t("reply.nonsense", text=shown), actions)
