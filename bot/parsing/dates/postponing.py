"""Sentences that postpone: which activity, and to when: "the call with 4 | to Friday"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from app.dates.moments import When, read_when, split_when
from app.domain.activity import ActivityType
from app.domain.delay import Delay
from app.languages.reader import Reader
from app.languages.words import pattern
from bot.parsing.courtesies import without_courtesy_at_end
from bot.parsing.dates.delays import read_delay, split_delay
from bot.parsing.quotes import take_quoted

Shift = Delay | When
"""When something is to happen instead: so much later, or at a day or moment."""

LONGEST = 150
"""Characters of the longest text that says when something is to be instead."""

_I = re.IGNORECASE


def _words(*keys: str) -> str:
    return f"(?:{pattern(*(f'postponing.{key}' for key in keys))})"


_TO = re.compile(rf"(?:{_words('directions')}\s+)?(?:(?:{_words('to')}|->|→)\s+)+", _I)
_ON = re.compile(rf"{_words('on')}\s+(?=\S)", _I)
_LED = re.compile(rf"(?<=\s)(?:{_TO.pattern})(?=\S)", _I)
_LED_WEAKLY = re.compile(rf"(?<=\s)(?:{_ON.pattern})", _I)
_SO_FAR = re.compile(rf"\s{_words('so_far')}\s+(?=\S)", _I)
_AT_END = re.compile(rf"\s{_words('at_end')}[.!]*\Z", _I)

_KIND = "|".join(
    rf"(?P<{kind}>{_words(f'kinds.{kind}')})" for kind in (*(kind.value for kind in ActivityType), "any")
)
# Possessive: a text of articles alone is tried once, not once for each of them.
_DETERMINED = rf"(?:{_words('determiners')}\s+)*+"
_LINK = rf"{_words('links')}\s+(?:{_words('articles')}\s+)?"
_NAMED = re.compile(rf"{_DETERMINED}(?:{_KIND})(?:[\s:]+(?:{_LINK})?(?P<record>\S.*))?", _I | re.DOTALL)
_OWNED = re.compile(rf"(?P<record>\S.*?){_words('possessives')}\s+(?:{_KIND})", _I | re.DOTALL)
_BEHIND = re.compile(rf"{_DETERMINED}(?P<record>\S.*?)(?<![\s-])[\s-]+(?:{_KIND})", _I | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """An activity as it is named: its type, None for any, and what names its record, "" for none."""

    type: ActivityType | None
    record: str


def read_shift(text: str, reader: Reader, now: dt.datetime) -> Shift | None:
    """When a whole text says that something is to be instead: "by a week", "auf Freitag 14 Uhr"."""
    if len(text) > LONGEST:
        return None
    delay = read_delay(text)
    if delay:
        return delay
    said = _AT_END.sub("", text.strip()).rstrip()
    led = _TO.match(said)
    when = read_when(said[led.end() :], reader, now) if led else None
    return when or read_when(said, reader, now)


def split_shift(text: str, reader: Reader, now: dt.datetime) -> tuple[str, str] | None:
    """What a text names and when it is to be instead, as written; the first is "" where it names nothing. The
    day that it has so far is no part of its name: "the call on Friday | to Monday"."""
    cut = _split(without_courtesy_at_end(f" {text.strip()}").strip(), reader, now)
    if cut is None:
        return None
    named, shift = cut
    for found in _SO_FAR.finditer(named):
        if read_when(named[found.end() :], reader, now):
            return named[: found.start()].rstrip(), shift
    return cut


def _split(text: str, reader: Reader, now: dt.datetime) -> tuple[str, str] | None:
    quoted = take_quoted(text)
    if quoted and quoted[1]:
        return quoted if read_shift(quoted[1], reader, now) else None
    if read_delay(text) or ((_TO.match(text) or _ON.match(text)) and read_shift(text, reader, now)):
        return "", text
    cut = split_delay(text)
    if cut:
        return cut
    for lead in (_LED, _LED_WEAKLY):
        for found in lead.finditer(text):
            if read_shift(text[found.start() :], reader, now):
                return text[: found.start()].strip(), text[found.start() :]
    rest, when = split_when(_AT_END.sub("", text), reader, now)
    return (rest, text[len(rest) :].strip()) if when and text.startswith(rest) else None


def find_named(text: str) -> Named | None:
    """The activity that a text names by its kind: "the call with 4", "Müllers Anruf", "my next meeting";
    None where it names none."""
    text = _AT_END.sub("", text.strip()).rstrip()
    for way in (_NAMED, _OWNED, _BEHIND):
        found = way.fullmatch(text)
        if found:
            kind = next((kind for kind in ActivityType if found.groupdict().get(kind.value)), None)
            return Named(kind, (found["record"] or "").strip(" ,.:"))
    return None
