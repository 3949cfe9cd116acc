"""Job titles, as far as a word gives one away: "IT manager", "Vertriebsleiterin", "Head of Sales"."""

from __future__ import annotations

import re
from functools import lru_cache

from app.languages.words import pattern, spellings

_MORE = spellings("people_lists.job_title")
_TITLES = spellings("job_titles.words") | frozenset(form for form in _MORE if " " not in form)
_TITLE_ENDINGS = tuple(spellings("job_titles.endings"))
_WORD = re.compile(r"\w+")
# One by one: the search is for texts that are known to have a title.
_ANY_TITLE = "|".join(sorted(map(re.escape, _TITLES)))
_ANY_ENDING = "|".join(sorted(map(re.escape, _TITLE_ENDINGS)))
JOB_TITLE = re.compile(
    rf"\b(?:(?:{pattern('job_titles.phrases_with_word')})\s+\w+|{pattern('job_titles.phrases')}"
    rf"|(?:{pattern('job_titles.from_here_on')})\b.*|{_ANY_TITLE}|\w*(?:{_ANY_ENDING}))\b",
    re.IGNORECASE,
)
_CHIEF = re.compile(rf"\b(?:{pattern('job_titles.chiefs')})\Z", re.IGNORECASE)
_NO_CHIEF = re.compile(rf"\b(?:{pattern('job_titles.no_chiefs')})\Z", re.IGNORECASE)


def _is_title(word: str) -> bool:
    return word in _TITLES or word.endswith(_TITLE_ENDINGS)


_HAS_PLAIN_PHRASES = any(
    not any(map(_is_title, _WORD.findall(phrase)))
    for phrase in spellings("job_titles.phrases", "job_titles.phrases_with_word", "job_titles.from_here_on")
)
"""Whether there is a title of several words of which none is one by itself."""


@lru_cache(maxsize=16)
def has_job_title(text: str) -> bool:
    """Whether a word of the text is a job title. Words are looked up: a search would cost several times as
    much, and most parts of a line are none. The same part is asked about several times in a row."""
    for word in _WORD.findall(text.casefold()):
        # As in _is_title, whose call would double the price.
        if word in _TITLES or word.endswith(_TITLE_ENDINGS):
            return True
    return _HAS_PLAIN_PHRASES and JOB_TITLE.search(text) is not None


def find_job_title(text: str) -> re.Match[str] | None:
    """The words in a text that are a job title."""
    return JOB_TITLE.search(text) if has_job_title(text) else None


def ends_with_chief(text: str) -> bool:
    """Whether a text ends with the title of somebody who stands for a company: "founder (of Acme)"."""
    return _CHIEF.search(text) is not None and _NO_CHIEF.search(text) is None
