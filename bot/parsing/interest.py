"""Sentences that say that somebody is not interested any more, put into the words of the command."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, pattern

_I = re.IGNORECASE


def find_uninterested(text: str, *, bare: bool = False) -> str | None:
    """A sentence that says so, as the command "not interested"; None for all else. With `bare` only one that
    names nobody but by a number, or whoever was spoken of."""
    found = find_lost(text)
    if found is None:
        return None
    who = (found["of"] or "").strip()
    if bare and not _bare().fullmatch(who):
        return None
    return f'not interested "{who or "it"}" {found["why"] or found["more"] or ""}'.strip()


@lru_cache(maxsize=16)
def find_lost(text: str) -> re.Match[str] | None:
    """What a sentence says of somebody who is not interested; the same is asked twice in a row."""
    return _lost().fullmatch(text) if _hint().search(text) else None


@cache
def _lost() -> re.Pattern[str]:
    subject = rf"(?:(?:{pattern('interest.pronouns')})\b ?|(?P<of>[^,:]+?) ?)?"
    because, still = pattern("interest.because"), pattern("interest.still")
    why = rf"(?:[,:;–-]? (?P<why>(?:{because}) .+?)|[,:;–-] ?(?P<more>.+?))?"
    return re.compile(rf"{subject}(?:{_said()})(?: (?:{still}))*{why}[.!…]*", _I)


def _said() -> str:
    """The phrases that say so, with small words such as "leider" between any two of theirs."""
    ways = rf"(?: (?:{pattern('interest.ways')}))*"
    phrases = {
        form
        for key in ("interest.not_interested", "interest.no_interest")
        for language in LANGUAGES
        for form in forms_of(language, key)
    }
    longest_first = sorted(phrases, key=lambda form: (-len(form), form))
    return "|".join(rf"{ways} ".join(map(re.escape, form.split(" "))) for form in longest_first)


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern('interest.hint')})", _I)


@cache
def _bare() -> re.Pattern[str]:
    """Who is no name: a message that speaks of them is no other command, even where it begins as one."""
    nobody = pattern("interest.nobody")
    return re.compile(rf"|(?:{nobody})? ?#?\d+|(?:{nobody})", _I)
