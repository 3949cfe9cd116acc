"""The reply to what somebody wrote: message → reading → decision → command, or the best way forward."""

from __future__ import annotations

import contextlib

from app.crm.name_lookup import records_named
from app.crm.views import Hit
from app.domain.errors import AlreadyDone, DomainError
from app.domain.event import Kind
from app.sheets.vcards import without_pictures
from bot.binding import Match, NothingFound, told_unused
from bot.bounds import LONGEST_MESSAGE, squeeze
from bot.cards import Card, choose_card, joined_card, notice_card, suggestion_card
from bot.cards.literal import shorten
from bot.commands.additions import answer_addition, answer_foreign, answer_pending
from bot.commands.arguments.colleagues import mark_typed
from bot.commands.arguments.name_tries import LONGEST_NAME, tries_of
from bot.commands.arguments.named_records import find_mentioned, find_numbered, find_stranger
from bot.commands.arguments.records import MOST_CHOICES
from bot.commands.corrections import correct
from bot.commands.newcomers import answer_contact, answer_people
from bot.commands.questions import answer_question, is_about_period
from bot.greeting import greeting_card
from bot.howto import admit, help_with
from bot.pages import go_on
from bot.parsing.manners import asks_for_more
from bot.parsing.marks import MARK, split_called, unwrapped
from bot.parsing.pointers import NUMBER, points_by_number
from bot.parsing.smalltalk import small_talk
from bot.refusals import Action, card_of_refusal, way_back, way_to, ways_forward
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.decision import is_to_answer
from bot.understanding.reading import Wish, find_match, find_other_match, read_message

_SHOWN = 60
_LONGEST_TOLD = 1000
"""Characters of a message that is offered to be kept as a note."""
_OF_COLLEAGUES = frozenset({"assign", "follow", "unfollow", "task", "list"})
"""Commands that may be worded as a sentence about a colleague: "@Megan takes over Acme"."""
_OVER_PEOPLE = frozenset({"new", "show", "list", "find"})
"""Commands that a list of people may look like: "3 new leads from the fair: …" is no record #3."""


async def reply_to(turn: Turn, text: str) -> Card:
    """The card that answers a message."""
    said = await mark_typed(turn, text.strip()) if len(text) <= LONGEST_MESSAGE else text.strip()
    called, turn.text = _without_called(unwrapped(said))
    card = await _reply(turn)
    return told_unused(turn, card, called) if called else card


def _without_called(text: str) -> tuple[str, str]:
    """Colleagues who are called beside the bot, and what is said then, where that words a command and the
    whole does not: it is not about them."""
    if not MARK.match(text) or _is_worded(text):
        return "", text
    return next((split for split in split_called(text) if _is_worded(split[1])), ("", text))


def _is_worded(text: str) -> bool:
    """Whether a text words a command; one that begins with a mention as a sentence about a colleague."""
    other = find_other_match(text)
    is_meant = other is not None and (not MARK.match(text) or other.command.verb in _OF_COLLEAGUES)
    return is_meant or find_match(text) is not None


async def _reply(turn: Turn) -> Card:
    if not turn.text and turn.files:
        return await registry.run(turn, Match(registry.commands["import"], ""))
    if not turn.text:
        return notice_card(turn.reader, turn.t("reply.nonsense_empty"), ways_forward(turn.reader))
    if len(turn.text) > LONGEST_MESSAGE:
        turn.text = without_pictures(turn.text)
    if len(turn.text) > LONGEST_MESSAGE:
        return await _reply_to_long(turn)
    if answer := await _about_the_talk(turn):
        return answer
    match = find_match(turn.text)
    if match is None or match.command.longest == LONGEST_MESSAGE:
        # The cells of a table may well be empty, many in a row; of all else nobody misses the blanks.
        turn.text = squeeze(turn.text)
    return await _answer_pasted(turn) or await _answer_wishes(turn)


async def _about_the_talk(turn: Turn) -> Card | None:
    """The answer to what is known by its whole sentence: "more", "how do I …?"."""
    if asks_for_more(turn.text):
        return await go_on(turn, await turn.shown_last())
    return help_with(turn)


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
    """One answer to all wishes of a message, in their order: each is a change of its own, and speaks of what
    the one before spoke of where it names nobody."""
    reading = read_message(turn.text, turn.reader)
    # What was refused the first time must not be done by a repetition, when "it" is something else.
    if len(reading.wishes) > 1 and await turn.was_answered():
        return await card_of_refusal(turn, AlreadyDone())
    cards = [await _answer(turn, reading.wishes[0])]
    for place, wish in enumerate(reading.wishes[1:], start=2):
        step = turn.next_wish(place)
        cards.append(await _answer(step, wish))
        turn.take_over(step)
    wishes = [wish.text for wish in reading.wishes]
    return joined_card(turn.reader, cards, wishes) if len(cards) > 1 else cards[0]


async def _reply_to_long(turn: Turn) -> Card:
    """Only some commands take so much: a table of an import."""
    match = find_match(turn.text[:LONGEST_MESSAGE])
    longest = match.command.longest if match else LONGEST_MESSAGE
    if len(turn.text) > longest:
        sentence = turn.t("error.text_too_long", limit=longest)
        return notice_card(turn.reader, sentence, ways_forward(turn.reader))
    match = registry.match(turn.text)
    return (await _run(turn, match) if match else None) or _nonsense(turn)


async def _answer(turn: Turn, wish: Wish) -> Card:
    """What becomes of one wish."""
    turn.text, turn.said, turn.mood = wish.text, wish.text, wish.mood
    answer = await _answer_first(turn, wish)
    kind = small_talk(wish.text)
    for match in () if answer else wish.matches:
        if answer is None and (kind is None or await _is_meant(turn, match)):
            answer = await _run(turn, match)
    if answer is None and kind:
        return await _answer_small_talk(turn, kind)
    return answer or await _called(turn) or await _ways_on(turn)


async def _is_meant(turn: Turn, match: Match) -> bool:
    """Whether what may be small talk is a command: "cancel that" gives up what one is about to do, but where
    a plan is spoken of."""
    if match.command.verb != "cancel":
        return not match.loose
    subject = await turn.subject()
    return subject is not None and subject.kind is Kind.ACTIVITY


async def _answer_first(turn: Turn, wish: Wish) -> Card | None:
    """What is looked at before commands: an answer to what was asked, a correction, a foreign thing."""
    try:
        answer = await answer_pending(turn, wish.text) or await correct(turn, wish.correction)
        return answer or await answer_foreign(turn, wish.foreign)
    except DomainError as refused:
        return await card_of_refusal(turn, refused)


async def _run(turn: Turn, match: Match) -> Card | None:
    """What a command answers; None where it turns out to speak of no record."""
    said = turn.text
    with contextlib.suppress(NothingFound):
        turn.command = turn.command or match.command.verb
        is_asked = is_to_answer(reads=match.command.reads, mood=turn.mood)
        if is_asked or is_about_period(match.command.verb, match.rest):
            return await answer_question(turn, match)
        return await answer_addition(turn, match) or await registry.run(turn, match)
    turn.text = said
    return None


async def _ways_on(turn: Turn) -> Card:
    """What else may have been meant."""
    suggestions = [] if points_by_number(turn.text) else registry.suggest(turn.text, turn.reader)
    if suggestions:
        return suggestion_card(turn.reader, turn.text, suggestions)
    return await _about(turn) or admit(turn) or _nonsense(turn)


async def _about(turn: Turn) -> Card | None:
    """What is not understood but names a record may be kept there; nothing is kept unasked, and a guess is
    not spoken of."""
    if len(turn.text) > _LONGEST_TOLD:
        return None
    numbered = await find_numbered(turn, turn.text)
    hits = [numbered] if numbered else await find_mentioned(turn, turn.text)
    if len(hits) > 1:
        card = choose_card(turn.reader, hits, shorten(turn.text, _SHOWN))
        return told_unused(turn, card, turn.text) if len(turn.text) > _SHOWN else card
    if not hits:
        return None
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
