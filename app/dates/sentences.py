"""The words of a sentence: which of them may belong to a day or a time, and which never do."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from app.dates.almanac import (
    ANY_WEEKDAY,
    DAYS,
    MONTH,
    NEXT,
    NUMBER,
    ORDINALS,
    SHORT_WEEKDAY,
    THIS,
    WEEKDAY,
    either,
    phrase_of,
    words,
)
from app.dates.holidays import HOLIDAYS
from app.dates.spans import SPAN
from app.languages.words import all_forms, forms, meanings

MOST_WORDS = 9
"""Words of the longest expression that is looked for within a sentence."""
LONGEST_SENTENCE = 60
"""Words of a sentence in which an expression is looked for; beyond, only at its two ends."""

_PARTS = meanings("dates.clock.parts")
_FIRST_OF_NAMES = either({name.split()[0] for name in HOLIDAYS})
_STARTS = re.compile(
    rf"(?:{words('sentences.starts')}|{NEXT}|{THIS}|(?:{WEEKDAY})(?:{either(_PARTS)})?|{ANY_WEEKDAY}|{MONTH}|"
    rf"{words('week_number')}\d*|{words('signs.quarter')}[1-4]|@|@?\d.*|{NUMBER}|{either(ORDINALS)}|"
    rf"{_FIRST_OF_NAMES})[.,;:]?\Z"
)
_DAY = re.compile(rf"(?:{WEEKDAY}|{either(DAYS)})[.,]?")
_ENDING = """
    days weekdays short_weekdays months weekend midweek holidays public_holidays seasons urgent
    units periods period_ends half_of_year half_year quarter_year three_quarter_year hour_parts
    numbers.cardinal week_counted a_week_later after_next_behind from_now and_half
    clock.oclock clock.midnight clock.end_of_work clock.first_thing clock.after_lunch clock.today_part
    clock.halves clock.parts
""".split()
"""Keys of `dates` whose words may end an expression; else a number does, or words that are joined."""
_LAST_WORDS = {form.split()[-1] for key in _ENDING for form in all_forms(f"dates.{key}")}
_END = re.compile(
    rf".*\d.*|(?:{either(_LAST_WORDS)})|(?:{WEEKDAY})(?:{either(_PARTS)})|(?:{MONTH}){words('week_in_month')}|"
    rf".*-(?:{MONTH})"
)
_BOUND = forms("dates.sentences.bound")
"""Behind these words a day or time belongs to the sentence."""
_MEANT_FOR = forms("dates.sentences.meant_for")
_PLANNED = frozenset(form.split()[-1] for form in all_forms("postponing.kinds"))
_PERIOD = words(*(f"periods.{name}" for name in ("week", "month", "quarter", "year")))
_TELLING = forms("dates.sentences.telling_parts")
_SOME_PART = either({part: name for part, name in _PARTS.items() if part not in _TELLING})
_MINUTES_TO_HOUR = re.compile(rf"(?:{NUMBER}) {words('clock.beside.before')} (?:{NUMBER})")
_WEAK = re.compile(
    rf"\d+(?: \d+)*|(?:{words('articles')} )?(?:{_MINUTES_TO_HOUR.pattern}|(?:{MONTH})(?: \d{{4}})?|\d{{4}}|"
    rf"{words('signs.quarter', 'signs.half')} ?[1-4](?:[ /]\d{{2,4}})?|{words('week_number')}\.? ?\d+.*|"
    rf"(?:{words('prepositions.in')} )?{_PERIOD}|{SHORT_WEEKDAY}|\d+[./]\d+|"
    rf"(?:{words('prepositions.at')}|@) ?\d{{3,}}|{SPAN}|{words('urgent')}|"
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
    starts = [start for start in range(count) if begins(words, start)]
    if not starts:
        return
    ends = {end for end in range(1, count + 1) if may_end(words[end - 1])}
    if count in ends:
        yield from ((start, count) for start in starts if start >= count - MOST_WORDS)
    if 0 in starts:
        yield from ((0, end) for end in range(min(count - 1, MOST_WORDS), 0, -1) if end in ends)
    if count <= LONGEST_SENTENCE:
        for start in filter(None, starts):
            last = min(count - 1, start + MOST_WORDS)
            yield from ((start, end) for end in range(last, start, -1) if end in ends)


def may_end(word: str, also: Container[str] = ()) -> bool:
    """Whether a word may be the last of a day or a time, one of `also` included."""
    bare = word.strip(".,;:!?")
    return bare in also or _is_end(bare)


@lru_cache(maxsize=8192)
def _is_end(word: str) -> bool:
    return _END.fullmatch(word) is not None


def sentence_word(word: str) -> str:
    """A word as the patterns of this room know it; a full stop or comma behind it stays."""
    word = word.rstrip(":;!?") or word
    end = word[-1]
    return phrase_of(word) + (end if end in ".," else "")


def is_weak(phrase: str) -> bool:
    """Whether a folded phrase needs a preposition, or a time beside it, to be more than words of the
    sentence: "March", "Q1", "two weeks", "1/2", "104"."""
    return _WEAK.fullmatch(phrase) is not None


def is_name_after(word: str, following: str) -> bool:
    """Whether what follows a bare day or time makes it a name: "Friday Harbor", "at 5 High Street"."""
    return _NAMING.fullmatch(word) is not None and following[:1].isupper()


def is_bound(before: str) -> bool:
    """Whether a day or time belongs to the sentence behind this word: "the report for March"."""
    return before.strip(".,;:") in _BOUND


def is_meant_for(words: Sequence[str], start: int) -> bool:
    """Whether a day or time stands behind "for"."""
    return start > 0 and words[start - 1].strip(".,;:") in _MEANT_FOR


def is_planned_for(words: Sequence[str], start: int) -> bool:
    """Whether the day at a place among words is the one that something is planned for: "for Friday", "a call
    for Friday"; but "the report for Friday" may be due on another."""
    before = words[start - 2].strip(".,;:") if start > 1 else ""
    return is_meant_for(words, start) and (start == 1 or before in _PLANNED)


def is_minutes_to_hour(phrase: str) -> bool:
    """Whether a folded phrase may be a time of day, but as well two numbers: "ten to twelve"."""
    return _MINUTES_TO_HOUR.fullmatch(phrase) is not None


def begins(words: Sequence[str], start: int, also: Container[str] = ()) -> bool:
    """Whether a day or a time may begin at a place among words, one of `also` included."""
    if start and is_bound(words[start - 1]) and not is_meant_for(words, start):
        return False
    if start > 1 and is_bound(words[start - 2]) and _DAY.fullmatch(words[start - 1]):
        # "The notes of Friday 9am": the time is of that day.
        return False
    return words[start].strip(".,;:") in also or _is_start(words[start])


@lru_cache(maxsize=8192)
def _is_start(word: str) -> bool:
    return _STARTS.match(word) is not None
