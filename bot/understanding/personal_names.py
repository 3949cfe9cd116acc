"""Names: whether a text is written like a person's name, and which mail address is whose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from app.domain.matching import fold
from app.domain.names import GIVEN
from app.languages.salutations import is_addressed, is_salutation_before, without_academic, without_salutation
from app.languages.words import forms
from bot.parsing import phrases
from bot.parsing.titles import has_job_title

LONGEST_NAME = 60
MOST_WORDS = 6

_ELSEWHERE = re.compile(r" \((?:[^\W\d_A-Za-zÀ-ɏ]|\s)+\)\Z")
"""The same name in another script, behind the first."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*\Z")


@lru_cache(maxsize=512)
def is_person_name(text: str) -> bool:
    """Whether a text is written like the name of a person: "Ann Hall", "Dr. Becker", "Otto von der Heydt".
    A single word is one only behind "Mr" or "Dr."."""
    if len(text) > LONGEST_NAME or "," in text or phrases.has_legal_form(text):
        return False
    words = without_academic(without_salutation(text.strip())).split()
    if not 1 <= len(words) <= MOST_WORDS or not all(_WORD.match(word) for word in words):
        return False
    capitals = [word for word in words if word[0].isupper() or not word[0].islower()]
    others = [word for word in words if word[0].islower()]
    if (
        not capitals
        or words[-1] in others
        or not all(fold(word) in forms("people_lists.particle") for word in others)
    ):
        return False
    if is_addressed(text):
        return True
    is_known = fold(words[0]) in GIVEN
    return len(capitals) > 1 and (is_known or not _is_of_work(text, [words[0], *capitals]))


def names_person(name: str, text: str) -> bool:
    """Whether a name that was read in a text is a person's: by how it is written, or by "Mr" before it."""
    if is_person_name(_ELSEWHERE.sub("", name)):
        return True
    place = text.find(name) if name else -1
    return place > 0 and is_salutation_before(text[:place])


def similarity(email: str, name: str) -> int:
    """How much an address looks like that of a person: 0 not at all, 3 with first and last name."""
    local = _letters(email.partition("@")[0])
    words = [_letters(word) for word in without_academic(without_salutation(name)).split()]
    words = [word for word in words if word]
    if not local or not words:
        return 0
    inside = [word for word in words if len(word) > 1 and word in local]
    if len(inside) > 1:
        return 3
    if inside:
        return 2
    return int(local == "".join(word[0] for word in words) and len(words) > 1)


def deal_out(emails: Sequence[str], names: Sequence[str]) -> list[str] | None:
    """The address of each name, in order of the names; None where it is not plain whose each one is."""
    dealt: dict[int, str] = {}
    for email in emails:
        scores = [similarity(email, name) for name in names]
        best = max(scores, default=0)
        if not best or scores.count(best) > 1 or scores.index(best) in dealt:
            return None
        dealt[scores.index(best)] = email
    return [dealt.get(position, "") for position in range(len(names))]


def _is_of_work(text: str, words: Sequence[str]) -> bool:
    """Whether a word of the text is of a job, a company or a message; people are called Hofmeister and Hall,
    too, so this counts only behind a first name that is not known."""
    if any(fold(word.strip(".")) in forms("people_lists.no_person") for word in words):
        return True
    return phrases.has_company_word(text) or has_job_title(text)


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
