"""Words that sound like a day or a time and name none for certain: "30 February", "25:00", "soon"; or numbers
that may mean something else, such as "KW 12" at the end of a sentence."""

from __future__ import annotations

import re

from app.dates.almanac import words
from app.dates.holidays import is_holiday
from app.dates.sentences import is_bound, is_minutes_to_hour, sentence_word
from app.languages.words import all_forms, forms, pattern

_MOST_WORDS = 6
"""Words of the longest expression that is looked for."""
LONGEST = 2000
"""Characters of a text in which one is looked for."""
_VAGUE = forms("dates.vague") | forms("dates.urgent")
_PARTS_OF_DAY = all_forms("dates.clock.parts")
_UNCERTAIN = re.compile(
    rf"{words('week_number')}\.? ?\d{{1,2}}(?:[ /]\d{{2,4}})?|"
    rf"{words('signs.quarter', 'signs.half')}[1-4](?:[ /]\d{{2,4}})?|"
    r"\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{1,2}"
)
_MONTH = rf"(?:{pattern(*(f'dates.months.{month}' for month in range(1, 13)))})"
_OF = rf"(?:(?:{pattern('dates.prepositions.of')})\s)?"
_MARK = rf"(?:\.|{pattern('dates.day_marks')})?"
_EXACT = re.compile(
    rf"(?<![\w.,:/-])(?:\d{{1,2}}:\d{{2}}(?![\d:])|\d{{4}}-\d{{1,2}}-\d{{1,2}}|"
    rf"\d{{1,2}}([./-])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})?(?!\d)|"
    rf"\d{{1,2}}\s?(?:{pattern('dates.clock.oclock', 'dates.clock.halves.pm')})|"
    rf"\d{{1,2}}{_MARK}\s?{_OF}{_MONTH}|{_MONTH}\.?\s\d{{1,2}}{_MARK})(?![\w/])",
    re.IGNORECASE,
)
"""Days and times by the clock and the calendar, whether there are such or not."""


def find_unread(text: str) -> str:
    """The words of a text that say when something is to be in a way that cannot be read for certain, as they
    were typed; "" where none do. What can be read has been taken out of the text before."""
    text = text[:LONGEST]
    found = list(re.finditer(r"\S+", text))
    phrases = [sentence_word(word.group()).rstrip(",") for word in found]
    count = len(found)
    for length in range(min(_MOST_WORDS, count), 0, -1):
        for start in dict.fromkeys((count - length, 0, max(0, count - length - 1))):
            end = start + length
            phrase = " ".join(phrases[start:end])
            # German has its verb behind "soon"; but "Christmas cards" are cards.
            at_end = start == 0 or end == count
            sounds_so = phrase.rstrip(".") in _VAGUE or (at_end and _may_be_one(phrase))
            if sounds_so and not (start and is_bound(phrases[start - 1])):
                return text[found[start].start() : found[end - 1].end()].strip(" ,;:.!?")
    for exact in _EXACT.finditer(text):
        before = next((word.group() for word in reversed(found) if word.end() <= exact.start()), "")
        if not (before and is_bound(sentence_word(before))):
            return exact.group()
    return ""


def _may_be_one(phrase: str) -> bool:
    bare = phrase.rstrip(".")
    return (
        bare in _PARTS_OF_DAY
        or _UNCERTAIN.fullmatch(phrase) is not None
        or is_minutes_to_hour(bare)
        or is_holiday(bare)
    )
