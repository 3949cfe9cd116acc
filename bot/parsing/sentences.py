"""Where in a sentence a day or a time may stand, and what is one of its words instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.parsing.almanac import MONTH, NEXT, NUMBERS, SHORT_WEEKDAYS, THIS, WEEKDAY, phrase_of

MOST_WORDS = 9
"""Words of the longest expression that is looked for within a sentence."""
LONGEST_SENTENCE = 60
"""Words of a sentence in which an expression is looked for; beyond, only at its two ends."""

_SHORT = "|".join(SHORT_WEEKDAYS)
_STARTS = re.compile(
    r"(?:by|bis|until|till|due|faellig|on|am|at|um|in|im|within|innerhalb|binnen|before|vor|ab|gegen|spaetestens|"
    r"no|nach|after|the|zum|zur|@|e(?:od|ow|om|oq|oy)|cob|noon|midnight|mittags|mitternacht|feierabend|tonight|today|heute|"
    r"tomorrow|tmrw|morgen|uebermorgen|day|uebernaechste[rnms]?|end|ende|anfang|mitte|beginning|early|mid|late|"
    r"start|monats?ende|jahresende|quartalsende|wochenende|dreiviertel|viertel|halb|half|quarter|"
    rf"{NEXT}|{THIS}|(?:{WEEKDAY})(?:frueh|morgen|vormittag|mittag|nachmittag|abend)?s?|{_SHORT}|{MONTH}|"
    rf"kw\d*|week|kalenderwoche|q[1-4]|@?\d.*|{'|'.join(NUMBERS)})[.,;:]?\Z"
)
_BOUND = frozenset(
    "for fuer about ueber of von vom since seit from to with mit und and the pro per je".split()
)
"""Behind these words a day or time belongs to the sentence."""
_UNIT = "days?|tage?n?|weeks?|wochen?|months?|monate?n?|quarters?|quartale?n?|years?|jahre?n?"
_ORDINAL = r"first|second|third|fourth|erste[sn]?|zweite[sn]?|dritte[sn]?|vierte[sn]?|[1-4]\."
_WEAK = re.compile(
    rf"(?:(?:the|der|die|das) )?(?:(?:{MONTH})(?: \d{{4}})?|\d{{4}}|[qh] ?[1-4](?:[ /]\d{{2,4}})?|"
    r"(?:kw|week|kalenderwoche)\.? ?\d+.*|"
    rf"(?:in )?(?:year|jahr|quarter|quartals?|month|monats?|week|woche)|{_SHORT}|\d+[./]\d+|"
    rf"(?:at|um|@) ?\d{{3,}}|(?:a |ein )?(?:\d+|{'|'.join(NUMBERS)}) ?(?:{_UNIT})|"
    rf"(?:{_ORDINAL}) (?:quarter|quartals?)(?: \d+)?|"
    r"(?:at |am )?(?:morning|morgens|frueh|vormittags?|midday|lunchtime|mittags?|afternoon|"
    r"nachmittags?|evening|abends?|night|nachts?))"
)


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
    """Whether what follows a bare English day or time makes it a name:
    "Friday Harbor", "at 5 High Street"."""
    return _ENGLISH.fullmatch(word) is not None and following[:1].isupper()


_ENGLISH = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|at \d{1,2}")


def _may_begin(words: Sequence[str], start: int) -> bool:
    before = words[start - 1].strip(".,;:") if start else ""
    return before not in _BOUND and _STARTS.match(words[start]) is not None
