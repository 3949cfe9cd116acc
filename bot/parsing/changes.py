"""Changes of fields as people write them: "amount 50k", "Betrag auf 50k, Termin: Ende März", "phone none"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from app.domain.event import Kind
from app.domain.fields import EDITABLE, LISTS, Type, names_of
from app.domain.matching import fold
from app.domain.own_fields import NO_OWN_FIELDS, OwnFields
from app.languages.amounts import find_amount
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms, forms_of, pattern
from bot.parsing import contacts, phrases
from bot.parsing.dates.decision_time import find_timeline
from bot.parsing.quotes import unquote

_LONG = frozenset(names_of(Kind.LEAD, Type.TEXT))
"""Fields whose values are sentences."""
_NOTHING = re.compile(rf"(?:-|–|—|{pattern('fields.change.nothing')})\Z", re.IGNORECASE)
_FORMER = re.compile(
    rf"(?P<value>[^,;]*\d[^,;]*?)[,;]?\s+(?:{pattern('corrections.instead')})\s+[^,;]*\d[^,;]*", re.IGNORECASE
)
_ARTICLE = rf"(?:(?:{pattern('fields.change.articles')}) )?"
_BETWEEN = rf"(?P<mark>\s*[:=]\s*|\s+(?:=>|→|{pattern('fields.change.becomes')})\s+|\s+|\Z)"


def read_changes(text: str, kind: Kind, reader: Reader, today: dt.date) -> dict[str, str] | None:
    """The values by field as a form takes them, empty where a field is to be cleared; None where the text
    does not begin with a field of this kind nor is telling by itself."""
    found = _cut(text.strip(), kind, reader.own)
    if not found:
        found = _by_shape(text.strip(), kind, reader)
    values = {field: worded(field, value, reader, today) for field, value in dict(found).items()}
    return values or None


def without_more(field: str, value: str) -> tuple[str, str]:
    """A number or an address without what is told besides behind it, and that: "+49 30 1234567 | she
    decides"."""
    found = shape.match(value) if (shape := _SHAPES.get(field)) else None
    more = _MORE.fullmatch(value, found.end()) if found else None
    return (value[: found.end()].rstrip(), more["more"]) if found and more else (value, "")


_SHAPES = {"phone": contacts.LIKE_PHONE, "email": contacts.EMAIL}
_MORE = re.compile(
    rf"\s*(?:[,;]\s+(?:(?:{pattern('clauses.joins')})\s+)?|(?:{pattern('clauses.joins')})\s+)(?P<more>[^\W\d].*)",
    re.IGNORECASE | re.DOTALL,
)


def find_field(text: str, own: OwnFields = NO_OWN_FIELDS, *, certain: bool = False) -> int | None:
    """Where in a text the first field of any kind begins, behind what is changed; where it must be `certain`,
    one with a colon or a word such as "to"."""
    found = _anywhere(certain, own).search(text)
    return found.start() if found else None


@lru_cache(maxsize=1024)
def _anywhere(certain: bool, own: OwnFields) -> re.Pattern[str]:
    words = pattern("fields.change.certainly_becomes")
    value = rf"\s*[:=]|\s+(?:{words})\s" if certain else r"\s*[:=]|\s+\S"
    return re.compile(rf"\s(?={_ARTICLE}(?:{_labels(None, own)[1]})(?:{value}))", re.IGNORECASE)


def _cut(text: str, kind: Kind, own: OwnFields) -> list[tuple[str, str]]:
    fields, _ = _labels(kind, own)
    start, later = _openings(kind, own)
    found: list[tuple[str, str]] = []
    opening = start.match(text)
    while opening:
        field = fields.get(fold(opening["label"]))
        if field is None:
            return []  # Letters of another alphabet that only look like a label.
        rest = text[opening.end() :]
        end = next(
            # In a text of several words only a colon tells that another field begins.
            (
                gap
                for gap in later.finditer(rest)
                if not _is_long(field, own) or gap["mark"].strip() in (":", "=")
            ),
            None,
        )
        found.append((field, rest[: end.start()] if end else rest))
        text = rest[end.end() :] if end else ""
        opening = start.match(text)
    return found


def _is_long(field: str, own: OwnFields) -> bool:
    """Whether its values are sentences."""
    described = own.find(field)
    return field in _LONG or (described is not None and described.type is Type.TEXT)


@lru_cache(maxsize=1024)
def _openings(kind: Kind, own: OwnFields) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A field with what stands before its value; and what stands between a value and a further field."""
    start = rf"{_ARTICLE}(?P<label>{_labels(kind, own)[1]}){_BETWEEN}"
    line = r"\s(?<!\s\s)(?:(?<=\n)|(?=[^\S\n]*\n))\s*+"
    gap = rf"(?:{line}|{phrases.GAP}(?:(?:{pattern('fields.change.and')})\s+|[,;]\s*+)|[,;]\s*+)"
    return re.compile(start, re.IGNORECASE), re.compile(rf"{gap}(?={start})", re.IGNORECASE)


def _by_shape(text: str, kind: Kind, reader: Reader) -> list[tuple[str, str]]:
    """A value that tells by itself which field it is of."""
    editable = EDITABLE[kind]
    if "email" in editable and contacts.EMAIL.fullmatch(text):
        return [("email", text)]
    if "phone" in editable and contacts.PHONE.fullmatch(text):
        return [("phone", text)]
    if "amount" in editable and find_amount(text, reader.language, reader.currency):
        return [("amount", text)]
    return []


def worded(field: str, value: str, reader: Reader, today: dt.date) -> str:
    """What was written for a field as its input takes it: of a list the key; empty for what empties it."""
    value = _without_former(unquote(value.strip()))
    if not value or _NOTHING.match(value):
        return ""
    if field not in LISTS:
        return value
    recognised = _RECOGNISED.get(field)
    return (recognised(value, reader, today) if recognised else None) or _key_of(LISTS[field], value)


def _find_timeline(value: str, reader: Reader, today: dt.date) -> str | None:
    found = find_timeline(value, reader.dialect, today)
    return found.timeline.value if found else None


_RECOGNISED: dict[str, Callable[[str, Reader, dt.date], str | None]] = {
    "authority": lambda value, _, __: phrases.find_authority(value),
    "timeline": _find_timeline,
    "source": lambda value, _, __: phrases.find_source(value),
}
"""Fields whose entries people call by other words than their names."""


def _without_former(value: str) -> str:
    """A figure without the one that it is instead of: "55k, not 40", "42.000 statt 35.000"."""
    found = _FORMER.fullmatch(value)
    return found["value"] if found else value


def _key_of(list_: str, value: str) -> str:
    """The key of an entry by what it is called in any language; else what was written, which is then told to
    be none."""
    wanted = fold(value)
    for language in LANGUAGES:
        catalog = strings(language)
        for key in sorted(catalog.keys()):
            if key.startswith(f"{list_}.") and fold(catalog.t(key)) == wanted:
                return key.partition(".")[2]
    return value


def called(name: str) -> list[str]:
    """What people call a field besides its names in the catalogs."""
    return [label for language in LANGUAGES for label in forms_of(language, f"fields.names.{name}")]


@lru_cache(maxsize=1024)
def _labels(kind: Kind | None, own: OwnFields) -> tuple[dict[str, str], str]:
    """Fields by folded label, and the labels as a pattern, longest first; None takes those of all kinds. What
    the workspace has described itself is among them."""
    kinds = [kind] if kind else list(EDITABLE)
    names = {name for one in kinds for name in EDITABLE[one]}
    fields: dict[str, str] = {}
    spelled: set[str] = set()
    for name in sorted(names):
        usual = [strings(language).t(f"field.{name}") for language in LANGUAGES]
        for label in (*called(name), *usual, name):
            fields.setdefault(fold(label), name)
            spelled.add(label)
    # What the catalogs call a field wins over what people call it.
    for name in names:
        fields |= {fold(strings(language).t(f"field.{name}")): name for language in LANGUAGES}
    for name in dict.fromkeys(name for one in kinds for name in own.active(one)):
        fields |= {fold(label): name for label in own.labels(name)}
        spelled.update(own.labels(name))
    if "job_title" in names and kind is not None:
        fields |= dict.fromkeys(forms("fields.titles.title"), "job_title")
    longest_first = sorted(spelled, key=lambda label: (-len(label), label))
    return fields, rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
