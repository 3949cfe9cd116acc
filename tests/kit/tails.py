"""What a command takes behind the record, as people say it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.kit import phrases
from tests.kit.phrases import NOTHING, Phrase, Piece

_TO = {"en": "to", "de": "an"}
_ONTO = {"en": "to", "de": "auf"}
Tail = Callable[[Random, str], Phrase]
"""What follows, in a language."""


def tail_of(random: Random, verb: str, language: str) -> Phrase:
    """What a command takes behind the record."""
    make = _TAILS.get(verb)
    return make(random, language) if make else NOTHING


def told_of(random: Random, language: str) -> Phrase:
    """News of whoever was named."""
    return _behind(": ", phrases.news(random, language))


def _because(verb: str) -> Tail:
    def say(random: Random, language: str) -> Phrase:
        said = phrases.reason(random, language, verb)
        return random.choice([said, _behind(", ", said)])

    return say


def _field(random: Random, language: str) -> Phrase:
    name, value = phrases.fact(random, language, "field")
    return _behind(f"{name} ", value)


def _told(random: Random, language: str) -> Phrase:
    said = phrases.news(random, language)
    return random.choice([_behind(": ", said), said])


def _told_or_planned(random: Random, language: str) -> Phrase:
    return random.choice([_told, _told, phrases.day])(random, language)


def _to_do(random: Random, language: str) -> Phrase:
    said, when = phrases.deed(random, language), phrases.day(random, language)
    return Phrase(f": {said.text} {when.text}", (*said.pieces, *when.pieces))


_TAILS: dict[str, Tail] = {
    "lost": _because("lost"),
    "disqualify": _because("disqualify"),
    "move": lambda random, language: _behind(f"{_ONTO[language]} ", phrases.stage(random, language)),
    "assign": lambda _random, language: Phrase(f"{_TO[language]} Megan", (Piece("Megan"),)),
    "edit": _field,
    **dict.fromkeys(("note", "done"), _told),
    **dict.fromkeys(("call", "email", "meeting"), _told_or_planned),
    **dict.fromkeys(("task", "next"), _to_do),
    "postpone": phrases.day,
    "participant": lambda random, _language: _behind(": ", phrases.partner(random)),
    "qualify": lambda random, language: _behind(", ", phrases.facts(random, language)),
}


def _behind(words: str, phrase: Phrase) -> Phrase:
    return Phrase(f"{words}{phrase.text}", phrase.pieces)
