"""Delays as people write them: "by a week", "um zwei Tage", "an hour later", "einen Tag früher"."""

from __future__ import annotations

import re

from app.domain.delay import Delay
from bot.parsing.almanac import count_of, phrase_of

MOST_WORDS = 8
"""Words of the longest delay."""
LONGEST = 60

_SHARES = {
    "half an": 0.5,
    "a half": 0.5,
    "half a": 0.5,
    "eine halbe": 0.5,
    "einer halben": 0.5,
    "ne halbe": 0.5,
    "ein halbes": 0.5,
    "a quarter of an": 0.25,
    "eine viertel": 0.25,
    "eine dreiviertel": 0.75,
    "one and a half": 1.5,
    "anderthalb": 1.5,
    "eineinhalb": 1.5,
}
_BEFORE = (
    r"(?:(?:back|out|nach hinten|forward|nach vorne?|ahead) )?"
    r"(?:(?:by|um|for|fuer|noch(?: ?mal)?|about|etwa|ca\.?) )*"
    r"(?:(?:another|further|weitere[nrs]?) )?"
)
_AFTER = (
    r"(?: (?P<after>later|spaeter|back|nach hinten|zurueck|laenger|longer|more|mehr|earlier|frueher|sooner|"
    r"nach vorne?|vor|eher))?"
)
_EARLIER = frozenset("earlier frueher sooner vor eher".split())
_DELAY = re.compile(
    rf"(?:[+] ?|{_BEFORE})(?:(?P<share>{'|'.join(_SHARES)}) ?|(?:(?:a|ein) (?=couple))?"
    r"(?P<count>\d{1,3}|[a-z]+) ?(?:of )?)"
    r"(?P<unit>minutes?|mins?|minuten?|hours?|hrs?|h|stunden?|std\.?|days?|tage?n?|weeks?|wochen?|fortnights?|"
    r"months?|monate?n?s?|quarters?|quartale?n?s?|years?|jahre?n?s?|"
    rf"(?:work(?:ing)?|business) ?days?|(?:werk|arbeits)tage?n?){_AFTER}\Z"
)
_HOURS_AND = re.compile(r"an hour and a half")
_AT = re.compile(r"um \d{1,2}h\Z")
"""That is a time of day, as "um 14h"."""
_MORE = frozenset("another further weitere weiteren weiterer weiteres".split())
_MONTHS = {"m": 1, "q": 3, "y": 12, "j": 12}


def read_delay(text: str) -> Delay | None:
    """How much later (or earlier) a whole text means; None where it says no such thing. "In two weeks" is
    none: it counts from now."""
    if not 3 <= len(text) <= LONGEST:
        return None
    phrase = _HOURS_AND.sub("one and a half hours", phrase_of(text))
    found = _DELAY.match(phrase)
    if found is None or _AT.match(phrase):
        return None
    sign = -1 if _is_earlier(phrase, found["after"] or "") else 1
    count = _SHARES[found["share"]] if found["share"] else _count_of(found["count"])
    return _delay(count * sign, found["unit"]) if count else None


def split_delay(text: str) -> tuple[str, str] | None:
    """A text and the delay at its end, as written: "the call with 4 | by a week"."""
    gaps = [gap.start() for gap in re.finditer(r"\s+", text)][-MOST_WORDS:]
    for gap in gaps:
        if read_delay(text[gap:].strip()):
            return text[:gap].strip(), text[gap:].strip()
    return None


def _is_earlier(phrase: str, after: str) -> bool:
    return after in _EARLIER or "nach vorn" in phrase or phrase.startswith(("forward ", "ahead "))


def _count_of(word: str) -> int | None:
    return 1 if word in _MORE else count_of(word)


def _delay(count: float, unit: str) -> Delay | None:
    if unit.startswith(("min", "h", "st")):
        return Delay(minutes=round(count * (1 if unit.startswith("min") else 60)))
    if unit[0] in "yj":
        count, unit = count * 12, "months"
    if count != int(count):
        return None
    whole = int(count)
    if unit.startswith(("work", "business", "werk", "arbeits")):
        return Delay(working_days=whole)
    if unit[0] in "dt":
        return Delay(days=whole)
    if unit[0] in "wf":
        return Delay(days=whole * (14 if unit[0] == "f" else 7))
    return Delay(months=whole * _MONTHS[unit[0]])
