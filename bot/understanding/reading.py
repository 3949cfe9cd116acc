"""The reading of a message: its wishes in order. A wish has its command, what it says, how it is meant, and
its place in the text. A reading is data; nothing is looked up for it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from app.dates.happened import LONGEST_TOLD, without_past
from app.dates.moments import split_when
from app.domain.activity import WORDED
from app.languages.reader import Reader
from bot.binding import Effect, Match
from bot.bounds import LONGEST_MESSAGE
from bot.parsing.courtesies import without_courtesy_inside, without_flourish
from bot.parsing.interest import find_lost, find_uninterested
from bot.parsing.pointers import find_number, is_pronoun, points_by_number
from bot.parsing.titles import has_job_title
from bot.registry import registry
from bot.understanding.additions import find_foreign
from bot.understanding.corrections import Correction, after_opening, read_correction
from bot.understanding.decision import is_past
from bot.understanding.moods import Mood, mood_of, without_opening, without_time
from bot.understanding.names import split_aside
from bot.understanding.own_fields import read_own_change
from bot.understanding.sentences import LONGEST, find_sentence, may_mean, said_as_sentence
from bot.understanding.wishes import Opening, Said, split_wishes

_SENTENCE_END = re.compile(r"[;!?\n]|(?<=\w{4})\.\s")
"""Not behind an abbreviation: "with Dr. Hall"."""
LONGEST_COURTEOUS = 1000
"""Characters of a message whose command may hide behind a courtesy at its end; longer ones are told as they
are."""
KEPT = 16
"""Texts of which all is kept while they are read: the same is looked at several times in a row."""
REMEMBERED = 512
"""Texts whose command is remembered: within a turn the same is asked several times."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish of a message. `matches` are the commands that it may word, the surest first: the later ones
    only count where those before turn out to speak of no record. `correction` is what it puts right of what
    was spoken of, `foreign` the thing that it wants made and that is made
    nowhere here."""

    said: Said
    mood: Mood
    matches: tuple[Match, ...]
    correction: Correction | None = None
    foreign: str = ""

    @property
    def text(self) -> str:
        """The wish as it was typed."""
        return self.said.text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says."""

    text: str
    wishes: tuple[Wish, ...]


def read_message(text: str, reader: Reader) -> Reading:
    """Reads a message of at most some thousand characters; one that says nothing known has one wish without a
    command."""
    now = dt.datetime.now(dt.UTC)

    @cache
    def read(part: str, /, *, verb: str = "", planned: bool = False) -> Opening | None:
        return _opening(part, verb, planned, reader, now)

    parts = split_wishes(text, read)
    before = ("", *(said.text for said in parts))
    wishes = (
        _read_wish(said, _on_the_day_of(last, said.text, reader, now) if said.verb else said.text, reader)
        for last, said in zip(before, parts, strict=False)
    )
    return Reading(text, tuple(wishes))


def _on_the_day_of(before: str, text: str, reader: Reader, now: dt.datetime) -> str:
    """A wish that leaves out what the one before it says of the day as well: "call Ann tomorrow at 10 and Hal
    at 11" is about tomorrow twice."""
    said, day = split_when(text, reader, now)[1], split_when(before, reader, now)[1]
    return f"{text} {day.date.isoformat()}" if said and said.any_day and day and not day.any_day else text


def _read_wish(said: Said, text: str, reader: Reader) -> Wish:
    if said.verb:
        return Wish(said, mood_of(text), (Match(registry.commands[said.verb], text, text),))
    if reader.own and (change := read_own_change(registry.without_courtesy(text), reader)) is not None:
        return Wish(said, mood_of(text), (Match(registry.commands["edit"], change, text),))
    matches = tuple(_matches(text))
    is_numbered = matches and not matches[0].loose and points_by_number(matches[0].rest)
    # Which record it changes is said: "the amount of 9 to 48k" puts nothing right of what was spoken of.
    correction = None if is_numbered else read_correction(text)
    return Wish(said, _mood(text, matches), matches, correction, find_foreign(text))


def _mood(text: str, matches: tuple[Match, ...]) -> Mood:
    """How a wish is meant. "Note: will she buy?" asks nothing: what is kept stands behind a colon."""
    match, (before, colon, _) = next(iter(matches), None), text.partition(":")
    keeps = match is not None and not match.loose and match.command.verb in WORDED
    return mood_of(before if keeps and colon else text)


def _matches(text: str) -> list[Match]:
    """The commands that a text may word: as it stands, without flourishes, and behind "no, …"."""
    bare = without_flourish(text) if len(text) <= LONGEST_COURTEOUS else text
    said = [text, *((bare,) if bare != text and find_number(bare) is None else ()), after_opening(text)]
    found: list[Match] = []
    for match in (match for one in said if one for match in (find_match(one), find_other_match(one))):
        if match and match not in found:
            found.append(match)
    return found


def forget() -> None:
    """Forgets the texts whose command is remembered: read again, they take as long as the first time."""
    for remembering in (find_match, find_other_match, _ways_of, _named, _line):
        remembering.cache_clear()
    for keeping in (said_as_sentence, without_courtesy_inside, find_lost, has_job_title):
        keeping.cache_clear()


@lru_cache(maxsize=REMEMBERED)
def find_match(text: str, *, told: bool = True) -> Match | None:
    """The command that a message words, or "show" where it is nothing but a record. Whether it tells of a
    talk without the words of a command takes longest: only asked where it may be `told`."""
    # "I need to ring Sarah" words what "ring Sarah" does; before all else, as a name may stand first as well.
    ways = _ways_of(text)
    wanted = ways.wanted
    for said, aside in ways.commands:
        meant = find_sentence(said, before=True)
        if meant:
            rest = f"{meant.rest}, {aside}" if aside else meant.rest
            return Match(registry.commands[meant.verb], rest, wanted if said is wanted else text)
    uninterested = find_uninterested(_line(text), bare=True)
    match = registry.match(uninterested) if uninterested else _named(text)
    if match and match.command.tells and match.rest.startswith('"'):
        # "Mit Ann gestern telefoniert": what stands around the name is no part of it.
        match = registry.match(without_past(text)) or match
    if wanted != text and "\n" not in text and (match is None or match.loose):
        # Who is called "Will" on a card plans nothing.
        match = _named(wanted) or match
    if match is None and (find_number(text) is not None or is_pronoun(text)):
        return Match(registry.commands["show"], text)
    if match is None and (untimed := without_time(text)) != text:
        # "Yesterday spoke to Ann": when it was does not change what was done. "On Friday task: call Ann" says
        # when it is to be.
        match = find_match(untimed) or find_other_match(untimed)
        if match and match.command.effect is Effect.PLANS and not is_past(text):
            when = text.removesuffix(untimed).strip(" ,:")
            return replace(match, rest=f"{match.rest} {when}".strip(), text=text)
        return match
    if match is None and told and (untimed := _without_talk_time(text)) != text:
        # "I have spoken on Friday with Ann": the command has no room for a day.
        match = find_match(untimed) or find_other_match(untimed)
        return match if match and match.command.tells else None
    return match


def _without_talk_time(text: str) -> str:
    """A text whose first sentence says that somebody was spoken with, without what it says of when."""
    if len(text) > LONGEST_TOLD:
        return text
    end = _SENTENCE_END.search(text)
    first = text[: end.start()] if end else text
    return without_past(first) + text[len(first) :] if is_past(first) else text


@lru_cache(maxsize=REMEMBERED)
def find_other_match(text: str) -> Match | None:
    """The command that a message means whose own words are none; nothing is lost where no record is meant."""
    ways = _ways_of(text)
    other = find_uninterested(_line(text))
    match = registry.match(other) if other else None
    if match:
        return replace(match, loose=True)
    for said, aside in ways.others:
        meant = find_sentence(said, before=False)
        if meant:
            rest = f"{meant.rest}, {aside}" if aside else meant.rest
            return Match(registry.commands[meant.verb], rest, text, loose=True)
    return None


def _opening(part: str, verb: str, planned: bool, reader: Reader, now: dt.datetime) -> Opening | None:
    """What a part of a message words as a wish of its own: none where it only asks to be shown something, nor
    where it is a table. See `Read`."""

    def has_time() -> bool:
        return split_when(part, reader, now)[1] is not None

    if verb:
        return Opening(verb, registry.commands[verb].effect, has_time)
    if planned and not may_plan(part):
        return None
    # Written as where a wish is read: what is remembered is told apart by how it was asked for.
    match = (find_match(part, told=False) if planned else find_match(part)) or find_other_match(part)
    correction = read_correction(part) if match is None else None
    if correction and correction.field:
        return Opening("edit", Effect.CHANGES, lambda: False)
    if match is None or match.command.reads or match.command.longest > LONGEST_MESSAGE:
        return None
    command = match.command
    return Opening(
        command.verb, command.effect, has_time, lambda: is_past(part), match.loose, bare=not match.rest
    )


def may_plan(text: str) -> bool:
    """Whether the command that a text words may be one that plans something. Never denied where `find_match`
    or `find_other_match` find such a command, but for a talk that is told without a command's words."""
    ways, verbs = _ways_of(text), registry.planning
    for said in dict.fromkeys((text, ways.wanted)):
        named = _named(said) if registry.may_match(said, verbs) else None
        if named and named.command.verb in verbs:
            return True
    if any(may_mean(said, verbs) for said in dict.fromkeys(said for said, _ in ways.commands + ways.others)):
        return True
    untimed = without_time(text)
    return untimed != text and (is_past(untimed) or may_plan(untimed))


class _Ways(NamedTuple):
    """The ways in which a text may word a command: without the words by which it asks or plans (`wanted`),
    and what may be a sentence, with what is added to it: one that begins as a command (`commands`), or one
    that only speaks where no command is named (`others`)."""

    wanted: str
    commands: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


@lru_cache(maxsize=KEPT)
def _ways_of(text: str) -> _Ways:
    bare, wanted = registry.without_courtesy(text), without_opening(text)
    asked, aside = without_courtesy_inside(wanted), split_aside(text)
    cut = (aside if said == text else split_aside(said) for said in (bare, asked))
    commands = dict.fromkeys([*((said, "") for said in dict.fromkeys((wanted, text, bare, asked))), *cut])
    return _Ways(wanted, tuple(commands), tuple(dict.fromkeys(((wanted, ""), (text, ""), aside))))


@lru_cache(maxsize=KEPT)
def _named(text: str) -> Match | None:
    """The command that a text names as it stands."""
    return registry.match(text)


@lru_cache(maxsize=KEPT)
def _line(text: str) -> str:
    """A text in one line; nothing of one that is too long for such a sentence."""
    said = " ".join(text[: 2 * LONGEST].split())
    return said if len(said) <= LONGEST and len(text) <= 2 * LONGEST else ""
