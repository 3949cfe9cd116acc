"""Job titles, as far as a word gives one away: "IT manager", "Vertriebsleiterin", "Head of Sales"."""

from __future__ import annotations

import re

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of

_PHRASES = (
    "head of",
    r"vice president of \w+",
    "vice president",
    "managing director",
    "co-?founder",
    r"lead\b.*",
)
_WORDS = """
    director chief ceo coo cfo cto cio cmo cpo cso ciso cdo cro vp head svp evp president owner
    founder cofounder partner consultant engineer developer architect analyst assistant
    administrator admin buyer officer lead specialist supervisor coordinator executive secretary
    accountant representative technician teacher nurse lawyer attorney scientist recruiter editor
    trainer producer operator associate advisor adviser chairman chair principal dean professor
    doctor geschäftsführung vorstand vorständin bereichsvorstand einkauf assistenz beauftragte
    beauftragter verantwortliche verantwortlicher teamlead rechtsanwalt anwalt
""".split()
_WORDS_WITH_IN = """
    direktor präsident controller geschäftsführer inhaber gründer prokurist einkäufer berater
    ingenieur entwickler assistent sachbearbeiter referent gesellschafter verkäufer architekt lehrer
    bürgermeister disponent planer planner designer student rechtsanwält anwält rechtsanwalt anwalt
""".split()
_ENDINGS = "leitung kaufmann kauffrau ärztin arzt".split()
_ENDINGS_WITH_IN = "leiter chef techniker meister manager".split()


def _both(words: list[str]) -> list[str]:
    return [form for word in words for form in (word, f"{word}in")]


_MORE = [form.casefold() for one in LANGUAGES for form in forms_of(one, "people_lists.job_title")]
_TITLES = frozenset((*_WORDS, *_both(_WORDS_WITH_IN), *(form for form in _MORE if " " not in form)))
_TITLE_ENDINGS = (*_ENDINGS, *_both(_ENDINGS_WITH_IN))
_WORD = re.compile(r"\w+")
JOB_TITLE = re.compile(
    rf"\b(?:{'|'.join((*_PHRASES, *sorted(_TITLES)))}|\w*(?:{'|'.join(_TITLE_ENDINGS)}))\b", re.IGNORECASE
)


def has_job_title(text: str) -> bool:
    """Whether a word of the text is a job title. Words are looked up: a search would cost several times as
    much, and most parts of a line are none."""
    for word in _WORD.findall(text.casefold()):  # noqa: SIM110 - a generator would double the price
        if word in _TITLES or word.endswith(_TITLE_ENDINGS):
            return True
    return False


def find_job_title(text: str) -> re.Match[str] | None:
    """The words in a text that are a job title."""
    return JOB_TITLE.search(text) if has_job_title(text) else None
