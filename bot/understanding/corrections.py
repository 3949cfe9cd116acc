"""Corrections of what was just spoken of: "no, it's Jon not John", "the company is X", "sorry, $60k"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.languages.words import first_word, first_words, pattern, spellings
from bot.understanding.moods import Mood, mood_of

LONGEST = 300
"""Characters of the longest correction."""

TOOK_PLACE = "done_at"
"""The field of when something took place."""

_I = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right: a `field` as it was called, "" where the value tells; `old` where it was said
    what it replaces."""

    value: str
    field: str = ""
    old: str = ""


def read_correction(text: str) -> Correction | None:
    """The correction that a whole message is; None where it is none. Whether the value can be one of its
    field is for the caller to say: "the company is happy" corrects nothing."""
    said = " ".join(text.split()).rstrip(".!")
    if not said or len(said) > LONGEST or mood_of(said) is not Mood.PLAIN:
        return None
    opening = _opening_of(said)
    body = said[opening.end() :].strip() if opening else said
    if not body:
        return None
    found = _swap(body, opened=bool(opening)) or _moved(body) or _told(body)
    return found or (Correction(_it_is().sub("", body)) if opening else None)


def after_opening(text: str) -> str:
    """What follows the words by which a message takes something back; "" where it has none: "no, Megan should
    take it" goes on with a wish."""
    opening = _opening_of(text)
    return text[opening.end() :].strip() if opening else ""


def _swap(body: str, *, opened: bool) -> Correction | None:
    for compiled, needs_opening in _swaps():
        found = compiled.fullmatch(body) if opened or not needs_opening else None
        if found:
            return Correction(found["new"].strip(" ,"), old=found["old"].strip(" ,"))
    return None


def _told(body: str) -> Correction | None:
    is_mistyped = any(word in body.casefold() for word in _mistyped())
    for compiled, needs_mistyped in _statements():
        found = compiled.fullmatch(body) if is_mistyped or not needs_mistyped else None
        if found:
            held = found.groupdict()
            return Correction(held["value"].strip(), held.get("field") or "name")
    return None


def _moved(body: str) -> Correction | None:
    """When something took place after all: "that was on Tuesday"."""
    found = _took_place().fullmatch(body)
    return Correction(found["value"].strip(), TOOK_PLACE) if found else None


@cache
def _took_place() -> re.Pattern[str]:
    pronoun, was = pattern("corrections.pronoun"), pattern("corrections.was")
    deed, behind = pattern("corrections.deeds"), pattern("corrections.was_behind")
    who = rf"(?:{pronoun}|(?:(?:{pattern('corrections.possessive')})\s+)?(?:{deed}))"
    return re.compile(rf"{who}\s+(?:{was})\s+(?P<value>\S.*?)(?:\s+(?:{behind}))?", _I)


@cache
def _it_is() -> re.Pattern[str]:
    """ "it's" before a value that is put right."""
    pronoun, be = pattern("corrections.pronoun"), pattern("corrections.be")
    return re.compile(rf"\A(?:(?:{pronoun})\s?(?:{be})|(?:{pattern('corrections.make')}))\s+", _I)


def _opening_of(text: str) -> re.Match[str] | None:
    """The words by which a text takes something back; most texts begin with none of them."""
    begins = first_word(text) in first_words("corrections.openers")
    return _opening().match(text) if begins else None


@cache
def _opening() -> re.Pattern[str]:
    words = pattern("corrections.openers")
    return re.compile(rf"(?:(?:{words})(?!\w)[\s,.:;!–-]+)+(?=\S)", _I)


@cache
def _swaps() -> tuple[tuple[re.Pattern[str], bool], ...]:
    pronoun, be = pattern("corrections.pronoun"), pattern("corrections.be")
    instead, negated = pattern("corrections.instead"), pattern("corrections.negated")
    but, spelled = pattern("corrections.but"), pattern("corrections.spelled")
    it_is = rf"(?:(?:{pronoun})\s?(?:{be})\s+)"
    return (
        (re.compile(rf"{it_is}?(?:{negated})\s+(?P<old>.+?),?\s+(?:{but})\s+(?P<new>.+)", _I), False),
        (re.compile(rf"{it_is}(?P<new>.+?),?\s+(?:{instead})\s+(?P<old>.+)", _I), False),
        (re.compile(rf"(?P<new>.+?),?\s+(?:{instead})\s+(?P<old>.+)", _I), True),
        (re.compile(rf"(?:{negated})\s+(?P<old>[^,]+?),\s+(?P<new>.+)", _I), False),
        (re.compile(rf"(?P<old>\S+)\s+(?:{spelled})\s+[\w ]{{1,12}}:\s*(?P<new>.+)", _I), True),
    )


@cache
def _mistyped() -> frozenset[str]:
    """Words of which one stands in a sentence that says that something was mistyped."""
    return frozenset(max(form.split(), key=len) for form in spellings("corrections.mistyped"))


@cache
def _statements() -> tuple[tuple[re.Pattern[str], bool], ...]:
    owner = rf"(?:(?:{pattern('corrections.possessive')})\s+)?"
    field, be = pattern("slots.field", "corrections.name_parts"), pattern("corrections.be")
    wrong, right = pattern("corrections.wrong"), pattern("corrections.right")
    wrong_before, mistyped = pattern("corrections.wrong_before"), pattern("corrections.mistyped")
    pronoun, called = pattern("corrections.pronoun"), pattern("corrections.called")
    named, value, gap = rf"(?P<field>{field})", r"(?P<value>\S.*)", r"[,;:.–-]?\s+"
    mistyped_ones = (
        rf"[^,;:]{{0,30}}?(?:{mistyped})\s+{owner}{named}{gap}(?:{right}):?\s*{value}",
        rf"[^,;:]{{0,30}}?{owner}{named}\s+(?:{mistyped}){gap}(?:{right}):?\s*{value}",
    )
    patterns = (
        rf"{owner}{named}\s+(?:{wrong}){gap}(?:{right})?:?\s*{value}",
        rf"(?:{wrong_before})\s+{named}{gap}(?:{right})?:?\s*{value}",
        *mistyped_ones,
        rf"(?:{pattern('corrections.possessive')})\s+{named}:?\s+(?P<value>(?:\+|\d|\S+@)\S*.*)",
        rf"{owner}{named}\s+(?:{called})\s+{value}",
        rf"{owner}{named}\s+(?:{be}):?\s+(?:(?:{pattern('corrections.called_only')})\s+)?{value}",
        rf"(?:{pronoun})\s+(?:{called})\s+{value}",
        rf"(?:{pronoun})\s?(?:{be})\s+(?:{pattern('corrections.called_only')})\s+{value}",
    )
    return tuple((re.compile(one, _I), one in mistyped_ones) for one in patterns)
