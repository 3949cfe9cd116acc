"""The reading of a message: its wishes in their order, each with the command that it words, what it says
about it, how it is meant, and where it stands in the text. A reading is data; nothing is looked up for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.activity import WORDED
from app.languages.reader import Reader
from bot.binding import Match
from bot.parsing.courtesies import without_flourish
from bot.parsing.interest import find_uninterested
from bot.parsing.moments import split_when
from bot.parsing.pointers import find_number, is_pronoun
from bot.registry import registry
from bot.understanding.additions import Foreign, find_foreign
from bot.understanding.corrections import Correction, after_opening, read_correction
from bot.understanding.decision import is_past
from bot.understanding.moods import Mood, mood_of, without_opening, without_time
from bot.understanding.names import split_aside
from bot.understanding.sentences import LONGEST, find_sentence
from bot.understanding.wishes import Opening, Said, split_wishes

REMEMBERED = 512
"""Texts whose command is remembered: within a turn the same is asked several times."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish of a message. `matches` are the commands that it may word, the surest first: the later ones
    only count where those before turn out to speak of no record. `correction` is what it puts right of what
    was spoken of, `foreign` a thing that is made nowhere here."""

    said: Said
    mood: Mood
    matches: tuple[Match, ...]
    correction: Correction | None = None
    foreign: Foreign | None = None

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
    parts = split_wishes(text, lambda part: _opening(part, reader, now))
    return Reading(text, tuple(map(_read_wish, parts)))


def _read_wish(said: Said) -> Wish:
    text = said.text
    matches, correction = tuple(_matches(text)), read_correction(text)
    return Wish(said, _mood(text, matches), matches, correction, find_foreign(text))


def _mood(text: str, matches: tuple[Match, ...]) -> Mood:
    """How a wish is meant. "Note: will she buy?" asks nothing: what is kept stands behind a colon."""
    match, (before, colon, _) = next(iter(matches), None), text.partition(":")
    keeps = match is not None and not match.loose and match.command.verb in WORDED
    return mood_of(before if keeps and colon else text)


def _matches(text: str) -> dict[Match, None]:
    """The commands that a text may word: as it stands, without flourishes, and behind "no, …"."""
    bare = without_flourish(text)
    said = [text, *((bare,) if bare != text and find_number(bare) is None else ()), after_opening(text)]
    found = (match for one in said if one for match in (find_match(one), find_other_match(one)) if match)
    return dict.fromkeys(found)


@lru_cache(maxsize=REMEMBERED)
def find_match(text: str) -> Match | None:
    """The command that a message words, or "show" where it is nothing but a record."""
    bare = registry.without_courtesy(text)
    for said, aside in dict.fromkeys(((text, ""), (bare, ""), split_aside(bare))):
        meant = find_sentence(said, before=True)
        if meant:
            rest = f"{meant.rest}, {aside}" if aside else meant.rest
            return Match(registry.commands[meant.verb], rest, text)
    match = registry.match(find_uninterested(_line(text), bare=True) or text)
    if match is None and (find_number(text) is not None or is_pronoun(text)):
        return Match(registry.commands["show"], text)
    if match is None and (told := without_time(text)) != text:
        # "Yesterday spoke to Ann": when it was does not change what was done.
        return find_match(told) or find_other_match(told)
    if match is None and mood_of(text) is not Mood.PLAIN:
        # "I need to ring Sarah" words what "ring Sarah" does.
        wanted = without_opening(text)
        meant = find_sentence(wanted, before=True)
        match = Match(registry.commands[meant.verb], meant.rest, wanted) if meant else None
    return match


@lru_cache(maxsize=REMEMBERED)
def find_other_match(text: str) -> Match | None:
    """The command that a message means whose own words are none; nothing is lost where no record is meant."""
    other = find_uninterested(_line(text))
    match = registry.match(other) if other else None
    if match:
        return replace(match, loose=True)
    for said, aside in dict.fromkeys(((text, ""), split_aside(text))):
        meant = find_sentence(said, before=False)
        if meant:
            rest = f"{meant.rest}, {aside}" if aside else meant.rest
            return Match(registry.commands[meant.verb], rest, text, loose=True)
    return None


def _opening(part: str, reader: Reader, now: dt.datetime) -> Opening | None:
    """What a part of a message words as a wish of its own: none where it only asks to be shown something."""
    match = find_match(part) or find_other_match(part)
    correction = read_correction(part) if match is None else None
    if correction and correction.field:
        return Opening("edit", has_time=lambda: False, loose=False, past=False)
    if match is None or match.command.reads:
        return None
    return Opening(
        match.command.verb,
        has_time=lambda: split_when(part, reader, now)[1] is not None,
        loose=match.loose,
        past=is_past(part),
    )


def _line(text: str) -> str:
    """A text in one line; nothing of one that is too long for such a sentence."""
    said = " ".join(text[: 2 * LONGEST].split())
    return said if len(said) <= LONGEST and len(text) <= 2 * LONGEST else ""
