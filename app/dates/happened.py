"""When something took place, as people tell it: "yesterday at 3pm", "vor drei Tagen", "called Ann on Nov
20"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.dates.almanac import MONTH, phrase_of, words
from app.dates.clock import Doubt
from app.dates.days import LONGEST, read_date
from app.dates.moments import (
    Said,
    When,
    at_place,
    goes_on,
    inside_phrase,
    order_doubts,
    read_calendar,
    rest_of,
)
from app.dates.past import ENDS, STARTS, find_past_day, find_past_span
from app.dates.sentences import LONGEST_SENTENCE, MOST_WORDS, begins, is_meant_for, may_end, sentence_word
from app.dates.stamps import read_stamp
from app.domain.matching import fold
from app.languages.dialects import Dialect
from app.languages.reader import Reader, zone
from app.languages.words import whole_words

LONGEST_TOLD = 600
"""Characters of the longest message from which words are taken to find what it wishes."""
_DAY_NAMED = re.compile(
    rf"(?<![\w.])\d{{1,2}}\.\s?\d{{1,2}}\.(?!\d)|\b(?:{MONTH})\.? \d{{1,2}}\b"
    rf"|(?<![\w#])\d{{1,2}}(?:\.|{words('day_marks')})? (?:{words('prepositions.of')} )?(?:{MONTH})\b"
)
MOST_CLAUSES = 4
"""Clauses of a sentence that may each be nothing but when it was."""
_PART_OF_DAY = dt.timedelta(hours=3)
"""From the beginning of a part of the day to the hour that stands for it, and from there to its end."""


@dataclass(frozen=True, slots=True)
class Happened:
    """When something took place, and by which words that was said. `certain` where these can mean nothing
    that is planned. Of a part of the day only the day is known: its words say more than is understood
    (`loose`). Where only a time of day was said, the last one is meant, and it has no day (`has_day`)."""

    when: When
    words: str = ""
    certain: bool = False
    loose: bool = False
    has_day: bool = True

    @property
    def told(self) -> dt.date | dt.datetime:
        """The moment, or the day where no time is known."""
        return self.when.at or self.when.date

    def cut(self, text: str) -> str:
        """A text without the words that say when it was, if it has them."""
        start = text.find(self.words) if self.words and not self.loose else -1
        return text if start < 0 else rest_of(text, start, start + len(self.words))


def read_happened(text: str, reader: Reader, now: dt.datetime) -> Happened | None:
    """What a whole text says of when something took place, seen from `now` at the reader's place."""
    if not 1 < len(text) <= LONGEST:
        return None
    local = now.astimezone(zone(reader.time_zone))
    phrase = phrase_of(text)
    said = _read(f"{phrase}.", reader.dialect, local) if text.rstrip(" ,;:").endswith(".") else None
    said = said or _read(phrase, reader.dialect, local)
    return _put(said, local, text.strip()) if said else None


def read_past(text: str, reader: Reader, now: dt.datetime) -> dt.date | dt.datetime | None:
    """The day or the moment at which a whole text says that something took place, as programs write it or as
    people do; without a zone where a program wrote none. A day that can only lie ahead is read as well. None
    where it is neither."""
    stamp = read_stamp(text, month_first=reader.dialect.is_month_first)
    if stamp:
        return stamp
    happened = read_happened(text, reader, now)
    if happened:
        return happened.told
    return read_date(text, reader.dialect, now.astimezone(zone(reader.time_zone)).date())


def find_happened(text: str, reader: Reader, now: dt.datetime) -> Happened | None:
    """What a sentence says of when it was: in its first clause, or in one that says nothing else. What
    somebody tells behind a colon or comma has days of its own: "called Ann, she signs on Friday"."""
    local = now.astimezone(zone(reader.time_zone))
    every = list(re.finditer(r"\S+", text))[:LONGEST_SENTENCE]
    head, *clauses = _clauses(every) or ([],)
    found = _search(head, every, reader.dialect, local)
    if found:
        return _put(found[0], local, text[found[1].start() : found[2].end()].strip(" ,;:"))
    for clause in clauses[: MOST_CLAUSES - 1]:
        if not _may_be_when(clause):
            continue
        happened = read_happened(text[clause[0].start() : clause[-1].end()].strip(" ,;:"), reader, now)
        if happened:
            return happened
    return None


def _may_be_when(clause: Sequence[re.Match[str]]) -> bool:
    """Whether a word of a clause may be the last of a day or a time: sooner known than which it says."""
    return any(may_end(sentence_word(word.group()), ENDS) for word in clause)


def split_head(text: str) -> tuple[str, str]:
    """The first clause of a sentence with what ends it, and what follows."""
    clauses = _clauses(list(re.finditer(r"\S+", text))[:LONGEST_SENTENCE])
    end = clauses[0][-1].end() if clauses else 0
    return text[:end], text[end:]


def names_unread_day(text: str, read: str) -> bool:
    """Whether a text names a day that is not among the words that were `read`: one that no calendar has."""
    known = fold(read)
    return any(found.group() not in known for found in _DAY_NAMED.finditer(fold(text)))


def without_past(text: str) -> str:
    """A sentence without the words that say when it was, wherever that was said."""
    if len(text) > LONGEST_TOLD:
        return text
    happened = find_happened(text, Reader(), dt.datetime.now(dt.UTC))
    head, _ = split_head(text)
    vague = None if happened else whole_words("past.vague").search(head)
    words = happened.words if happened else vague.group() if vague else ""
    before, found, behind = text.partition(words) if words else (text, "", "")
    # A comma behind the words stays: another clause follows it.
    return f"{before.rstrip()}{behind}".lstrip(" ,:;–-") if found else text


def tells_no_time(text: str) -> bool:
    """Whether a text says of something done that it was at a time that nobody can tell: "recently"."""
    return whole_words("past.vague").search(text[:LONGEST_TOLD]) is not None


def _clauses(words: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    clauses: list[list[re.Match[str]]] = [[]]
    for word in words:
        clauses[-1].append(word)
        if _ends_clause(word.group()):
            clauses.append([])
    return [clause for clause in clauses if clause]


def _ends_clause(word: str) -> bool:
    """Whether the punctuation of a word ends a clause: a full stop does, but not that of "20." and "…"."""
    if word[-1] == ".":
        return not (word[-2:-1].isdecimal() or word.endswith(".."))
    return word[-1] in ":;,!?)" or word in ("–", "—", "-")


_Found = tuple[Said, re.Match[str], re.Match[str]]


def _search(
    head: Sequence[re.Match[str]], words: Sequence[re.Match[str]], dialect: Dialect, local: dt.datetime
) -> _Found | None:
    """The first day or moment that begins in a clause; a time at another place of it belongs to it."""
    first: _Found | None = None
    for start, end, said in _readings(head, words, dialect, local):
        if first is None:
            first = (said, words[start], words[end - 1])
            if said.span is not None or (said.day and said.time):
                return first
        elif (first[0].day is None) != (said.day is None) and said.span is None and said.day != said.time:
            day, time = first[0].day or said.day, first[0].time or said.time
            both = Said(day, time, None, first[0].doubts + said.doubts, first[0].past or said.past)
            return (both, first[1], first[2]) if first[0].day else (both, words[start], words[end - 1])
    return first


def _readings(
    head: Sequence[re.Match[str]], words: Sequence[re.Match[str]], dialect: Dialect, local: dt.datetime
) -> Iterator[tuple[int, int, Said]]:
    phrases = [sentence_word(word.group()) for word in words]
    behind = 0
    for start in range(len(head)):
        if start < behind or is_meant_for(phrases, start) or not begins(phrases, start, STARTS):
            continue
        for end in range(min(len(words), start + MOST_WORDS), start, -1):
            if not may_end(phrases[end - 1], ENDS):
                continue
            if end < len(words) and goes_on(phrases[start:end], words[end].group()):
                continue
            phrase = inside_phrase(phrases[start:end])
            said = _read(phrase, dialect, local) if phrase else None
            is_inside = said is not None and said.span == dt.timedelta() and start and end < len(head)
            if said and not is_inside:
                yield start, end, said
            if said or (phrase and read_calendar(phrase, dialect, local)):
                # Of "next Friday" the Friday alone is no last one.
                behind = end
                break


def _read(phrase: str, dialect: Dialect, local: dt.datetime) -> Said | None:
    span = find_past_span(phrase)
    if span is not None:
        return Said(None, span=-span, past=bool(span))
    return read_calendar(phrase, dialect, local, _find_day)


def _find_day(phrase: str, dialect: Dialect, local: dt.datetime, _time: dt.time | None) -> Said | None:
    found = find_past_day(phrase, dialect, local.date())
    return Said(found.day, doubts=order_doubts(phrase), past=found.certain) if found else None


def _put(said: Said, local: dt.datetime, words: str) -> Happened | None:
    """Puts what was said on the calendar of the place; None where it would lie ahead."""
    if said.span is not None:
        at = (local.astimezone(dt.UTC) + said.span).replace(second=0, microsecond=0)
        there = at.astimezone(local.tzinfo)
        return Happened(When(there.date(), there.time(), at), words, certain=said.past)
    if said.time is None:
        return Happened(When(said.day or local.date(), doubts=said.doubts), words, certain=said.past)
    moment, doubts = at_place(said.day or local.date(), said.time, local)
    is_part = Doubt.ASSUMED in said.doubts
    if moment > local:
        if said.day is not None:
            # The hour that stands for the morning is not its first one.
            has_begun = is_part and moment - _PART_OF_DAY <= local
            return Happened(When(said.day), words, loose=True) if has_begun else None
        moment, doubts = at_place(local.date() - dt.timedelta(days=1), said.time, local)
    is_over = moment + (_PART_OF_DAY if is_part else dt.timedelta()) < local
    certain = said.past or (said.day == local.date() and is_over)
    if is_part:
        return Happened(When(moment.date()), words, certain=certain, loose=True)
    when = When(moment.date(), moment.time(), moment.astimezone(dt.UTC), (*said.doubts, *doubts))
    return Happened(when, words, certain=certain, has_day=said.day is not None)
