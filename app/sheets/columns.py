"""Columns: the titles by which the tables of other programs name the fields of a lead."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from app.domain.event import Kind
from app.domain.fields import EDITABLE
from app.domain.matching import fold
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms, forms_of, names_under, words_of


class SheetColumn(StrEnum):
    """What a column can hold besides the fields of a lead that have the same name: a `TITLE` is a job or what
    stands before a name, a `PREFIX` the latter, a `LAST_CONTACT` when somebody spoke with the lead."""

    PREFIX = "prefix"
    TITLE = "title"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    OTHER_EMAIL = "other_email"
    MOBILE = "mobile"
    CURRENCY = "currency"
    DEAL = "deal"
    LAST_CONTACT = "last_contact"


LONGEST_TITLE = 100
"""Characters beyond which a cell is no title of a column."""

_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def field_of(title: str) -> str | None:
    """The field of a lead, or the SheetColumn, that a title names; None where it names none. "Person - Email"
    is known by what follows the person."""
    key = key_of(title) if len(title) <= LONGEST_TITLE else ""
    owner, _, rest = key.partition(" ")
    return _FIELDS.get(key) or (_FIELDS.get(rest) if owner in forms("sheets.format.owners") else None)


def language_of_titles(titles: tuple[str, ...]) -> str:
    """In which language most of the titles are that belong to one alone; "" where that is undecided."""
    keys = {key_of(title) for title in titles}
    counts = {language: len(keys & own) for language, own in _OWN.items()}
    most = max(counts.values())
    best = [language for language, count in counts.items() if count == most]
    return best[0] if len(best) == 1 else ""


def language_of_delimiter(delimiter: str, language: str) -> str:
    """In which language a spreadsheet separates columns so: in `language`, if in several or in none."""
    using = [one for one in LANGUAGES if delimiter in words_of(one, "sheets.format.delimiters")]
    return language if language in using or not using else using[0]


def key_of(title: str) -> str:
    """A title as it is compared with others, however its words are joined."""
    # "leadSource" and "Lead_Source" are "lead source".
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    return _SEPARATORS.sub(" ", fold(apart)).strip()


def _names(language: str) -> dict[str, str]:
    return {
        key_of(name): field
        for field in names_under(language, "sheets.columns")
        for name in forms_of(language, f"sheets.columns.{field}")
    }


_NAMES = {language: _names(language) for language in LANGUAGES}
_CALLED = {field for language in LANGUAGES for field in names_under(language, "sheets.columns")}
_FIELDS = {
    key_of(name): field
    for field in EDITABLE[Kind.LEAD]
    if field not in _CALLED
    for language in LANGUAGES
    for name in (field, strings(language).t(f"field.{field}"), *forms_of(language, f"fields.names.{field}"))
} | {name: field for names in _NAMES.values() for name, field in names.items()}
"""Fields that no list of columns knows are known by their own names."""
_OWN = {
    language: names.keys() - {name for other in LANGUAGES if other != language for name in _NAMES[other]}
    for language, names in _NAMES.items()
}
"""Titles that belong to one language alone."""
