"""Changes of fields as people write them: "amount 50k", "Betrag auf 50k, Termin: Ende März", "phone none"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache

from app.crm.fields import EDITABLE
from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.amounts import find_amount
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from bot.parsing import contacts, phrases
from bot.parsing.quotes import unquote
from bot.parsing.timeline import find_timeline

_ALIASES: Mapping[str, str] = {
    "name": "title|titel|call it",
    "company": "firma|unternehmen|organization|organisation|account",
    "organization": "organisation|company|firma|unternehmen|account|kunde|customer",
    "contact": "contact person|main contact|primary contact|ansprechpartner|ansprechpartnerin|hauptkontakt",
    "job_title": "job title|job|function|funktion|rolle|role|position",
    "email": "e-mail|mail|email address|mailadresse",
    "phone": "telefonnummer|phone number|tel|tel.|mobile|mobil|handy",
    "amount": "betrag|wert|value|volume|volumen|summe|deal size",
    "close_date": "close date|closing date|closing|close|date|due|abschluss|abschlussdatum|termin|datum",
    "need": "needs|bedarf|requirement|anforderung",
    "note": "notes|notiz|notizen|bemerkung|comment|kommentar",
    "source": "lead source|quelle|herkunft",
    "authority": "befugnis|entscheidungsbefugnis",
    "timeline": "time frame|timeframe|zeitrahmen",
    "website": "site|webseite|homepage",
    "domain": "email domain|mail-domain",
    "industry": "branche|sector",
    "size": "employees|headcount|mitarbeiter|mitarbeitende|größe|groesse",
}
_LONG = frozenset({"need", "note"})
_NOTHING = re.compile(
    r"(?:-|–|—|none|nothing|empty|clear(?:ed)?|unknown|leer|leeren|nichts|kein(?:e[rns]?)?|unbekannt|löschen)\Z",
    re.IGNORECASE,
)
_ARTICLE = r"(?:the |die |der |das |den |ihre? |seine? |its )?"
_BETWEEN = r"(?P<mark>\s*[:=]\s*|\s+(?:to|auf|nach|zu|is|ist|as|als|=>|→)\s+|\s+|\Z)"


def read_changes(text: str, kind: Kind, reader: Reader, today: dt.date) -> dict[str, str] | None:
    """The values by field as a form takes them, empty where a field is to be cleared; None where the text
    does not begin with a field of this kind nor is telling by itself."""
    found = _cut(text.strip(), kind)
    if not found:
        found = _by_shape(text.strip(), kind, reader)
    values = {field: _worded(field, value, reader, today) for field, value in found}
    return values or None


def find_field(text: str, *, certain: bool = False) -> int | None:
    """Where in a text the first field of any kind begins, behind what is changed; where it must be `certain`,
    one with a colon or a word such as "to"."""
    value = r"\s*[:=]|\s+(?:to|auf)\s" if certain else r"\s*[:=]|\s+\S"
    found = re.search(rf"\s(?={_ARTICLE}(?:{_labels(None)[1]})(?:{value}))", text, re.IGNORECASE)
    return found.start() if found else None


def _cut(text: str, kind: Kind) -> list[tuple[str, str]]:
    fields, labels = _labels(kind)
    start = re.compile(rf"{_ARTICLE}(?P<label>{labels}){_BETWEEN}", re.IGNORECASE)
    later = re.compile(rf"(?:\s*[,;\n]\s*|\s+(?:and|und)\s+)(?=(?:{start.pattern}))", re.IGNORECASE)
    found: list[tuple[str, str]] = []
    opening = start.match(text)
    while opening:
        field = fields[fold(opening["label"])]
        rest = text[opening.end() :]
        end = next(
            # In a text of several words only a colon tells that another field begins.
            (gap for gap in later.finditer(rest) if field not in _LONG or gap["mark"].strip() in (":", "=")),
            None,
        )
        found.append((field, rest[: end.start()] if end else rest))
        text = rest[end.end() :] if end else ""
        opening = start.match(text)
    return found


def _by_shape(text: str, kind: Kind, reader: Reader) -> list[tuple[str, str]]:
    """A value that tells by itself which field it is of."""
    editable = EDITABLE[kind]
    if "email" in editable and contacts.EMAIL.fullmatch(text):
        return [("email", text)]
    if "phone" in editable and contacts.PHONE.fullmatch(text):
        return [("phone", text)]
    if "amount" in editable and find_amount(text, reader.language):
        return [("amount", text)]
    return []


def _worded(field: str, value: str, reader: Reader, today: dt.date) -> str:
    value = unquote(value.strip())
    if not value or _NOTHING.match(value):
        return ""
    if field == "authority":
        authority = phrases.find_authority(value)
        return authority.value if authority else _key_of(field, value)
    if field == "timeline":
        found = find_timeline(value, reader.dialect, today)
        return _key_of(field, value) if found is None else found.timeline.value
    if field == "type":
        return _key_of("activity", value)
    if field == "source":
        return phrases.find_source(value) or _key_of("lead_source", value)
    return value


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


@cache
def _labels(kind: Kind | None) -> tuple[dict[str, str], str]:
    """Fields by folded label, and the labels as a pattern, longest first; None takes those of all kinds."""
    kinds = [kind] if kind else list(EDITABLE)
    names = {name for one in kinds for name in EDITABLE[one]}
    fields: dict[str, str] = {}
    spelled: set[str] = set()
    for name in sorted(names):
        own = [strings(language).t(f"field.{name}") for language in LANGUAGES]
        for label in (*_ALIASES.get(name, "").split("|"), *own, name):
            if label:
                fields.setdefault(fold(label), name)
                spelled.add(label)
    # What the catalogs call a field wins over what people call it.
    for name in names:
        fields |= {fold(strings(language).t(f"field.{name}")): name for language in LANGUAGES}
    pattern = "|".join(re.escape(label) for label in sorted(spelled, key=len, reverse=True))
    return fields, rf"(?:{pattern})(?!\w)"
