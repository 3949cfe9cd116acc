"""Where in a sentence a day or a time may stand, and what is one of its words instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.languages.words import forms, meanings
from bot.parsing.almanac import (
    ANY_WEEKDAY,
    MONTH,
    NEXT,
    NUMBER,
    SHORT_WEEKDAY,
    THIS,
    WEEKDAY,
    either,
    phrase_of,
    words,
)

MOST_WORDS = 9
"""Words of the longest expression that is looked for within a sentence."""
LONGEST_SENTENCE = 60
"""Words of a sentence in which an expression is looked for; beyond, only at its two ends."""

_PARTS = meanings("dates.clock.parts")
_STARTS = re.compile(
    rf"(?:{words('sentences.starts')}|{NEXT}|{THIS}|(?:{WEEKDAY})(?:{either(_PARTS)})?|{ANY_WEEKDAY}|{MONTH}|"
    rf"{words('week_number')}\d*|{words('signs.quarter')}[1-4]|@|@?\d.*|{NUMBER})[.,;:]?\Z"
)
_BOUND = forms("dates.sentences.bound")
"""Behind these words a day or time belongs to the sentence."""
_UNIT = words(*(f"units.{name}" for name in ("day", "week", "month", "quarter", "year")))
_PERIOD = words(*(f"periods.{name}" for name in ("week", "month", "quarter", "year")))
_TELLING = forms("dates.sentences.telling_parts")
_SOME_PART = either({part: name for part, name in _PARTS.items() if part not in _TELLING})
_WEAK = re.compile(
    rf"(?:{words('articles')} )?(?:(?:{MONTH})(?: \d{{4}})?|\d{{4}}|"
    rf"{words('signs.quarter', 'signs.half')} ?[1-4](?:[ /]\d{{2,4}})?|{words('week_number')}\.? ?\d+.*|"
    rf"(?:{words('prepositions.in')} )?{_PERIOD}|{SHORT_WEEKDAY}|\d+[./]\d+|"
    rf"(?:{words('prepositions.at')}|@) ?\d{{3,}}|(?:\d+|{NUMBER}) ?{_UNIT}|"
    rf"(?:{words('ordinals.1', 'ordinals.2', 'ordinals.3', 'ordinals.4')}|[1-4]\.) "
    rf"{words('periods.quarter')}(?: \d+)?|"
    rf"(?:{words('sentences.before_some_part')} )?(?:{_SOME_PART}))"
)
# Where only names are written with a capital, one behind a bare day or time makes it a name.
_NAMING = re.compile(rf"{words('sentences.name_weekdays')}|{words('sentences.name_hours')} \d{{1,2}}")


def windows(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where an expression may stand among words (as sentence_word gives them): at the end, at the beginning,
    inside; longer ones first."""
    count = len(words)
    starts = [start for start in range(count) if _may_begin(words, start)]
    yield from ((start, count) for start in starts if start >= count - MOST_WORDS)
    if 0 in starts:
        yield from ((0, end) for end in range(min(count - 1, MOST_WORDS), 0, -1))
    if count <= LONGEST_SENTENCE:
        for start in starts:
            yield from ((start, end) for end in range(min(count - 1, start + MOST_WORDS), start, -1) if start)


def sentence_word(word: str) -> str:
    """A word as the patterns of this room know it; a full stop or comma behind it stays."""
    end = word[-1]
    return phrase_of(word) + (end if end in ".," else "")


def is_weak(phrase: str) -> bool:
    """Whether a folded phrase needs a preposition, or a time beside it, to be more than words of the
    sentence: "March", "Q1", "two weeks", "1/2"."""
    return _WEAK.fullmatch(phrase) is not None


def is_name_after(word: str, following: str) -> bool:
    """Whether what follows a bare day or time makes it a name: "Friday Harbor", "at 5 High Street"."""
    return _NAMING.fullmatch(word) is not None and following[:1].isupper()


def _may_begin(words: Sequence[str], start: int) -> bool:
    before = words[start - 1].strip(".,;:") if start else ""
    return before not in _BOUND and _STARTS.match(words[start]) is not None
