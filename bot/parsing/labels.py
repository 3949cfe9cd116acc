"""Words before a colon that name a field: "Firma: Müller GmbH", "phone = +49 30 1234567"."""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.event import Kind
from app.domain.matching import fold
from app.domain.own_fields import OwnFields
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.languages.words import alternatives, forms_of, names_under
from bot.parsing.changes import called
from bot.parsing.contacts import URL
from bot.parsing.line import LABELLED

_FIELDS = {
    form.casefold(): field
    for language in reversed(LANGUAGES)
    for field in names_under(language, "lead.labels")
    for form in forms_of(language, f"lead.labels.{field}")
}
_OWN = {
    label.casefold(): field
    for field in sorted(LABELLED)
    for label in (*called(field), *(strings(language).t(f"field.{field}") for language in LANGUAGES), field)
    if label.casefold() not in _FIELDS
}
"""Names of the fields that nothing else tells."""

LABEL = re.compile(
    rf"(?P<label>{alternatives({*_FIELDS, *_OWN})})\s*[:=]\s*(?P<value>\S.*)\Z", re.IGNORECASE | re.DOTALL
)
OWN = re.compile(
    rf"(?:(?<=[,;\n])|^)\s*(?P<label>{alternatives(set(_OWN))})\s*[:=]\s*(?P<value>[^,;\n]*{URL.pattern}[^,;\n]*)",
    re.IGNORECASE,
)
"""Such a field with the address of a page."""


def find(text: str, reader: Reader) -> tuple[str, str] | None:
    """The field of a lead that a text names before a colon, and its value; None where it names none."""
    found = LABEL.match(text)
    name = _field_of(found["label"]) if found else None
    if found and name:
        return name, found["value"].strip()
    if not reader.own:
        return None
    names, pattern = _own_labels(reader.own, Kind.LEAD)
    own = pattern.fullmatch(text) if names else None
    return (names[fold(own["label"])], own["value"].strip()) if own and fold(own["label"]) in names else None


def cut(text: str, reader: Reader, kind: Kind) -> tuple[dict[str, str], str]:
    """The values of the fields that the workspace has described itself and that are named in a line about a
    record of a kind, by field; and the line without them."""
    if not reader.own:
        return {}, text
    names, pattern = _own_labels(reader.own, kind)
    values: dict[str, str] = {}
    for found in pattern.finditer(text) if names else ():
        name = names.get(fold(found["label"]))
        if name and name not in values:
            values[name] = found["value"].strip()
            text = text.replace(found.group(), "", 1)
    return values, text.strip(" ,;\n") if values else text


def _field_of(label: str) -> str | None:
    """The field that a label names; None where only letters of another alphabet look like one."""
    said = " ".join(label.casefold().split())
    return _FIELDS.get(said) or _OWN.get(said)


@lru_cache(maxsize=1024)
def _own_labels(own: OwnFields, kind: Kind) -> tuple[dict[str, str], re.Pattern[str]]:
    """The fields of a kind that the workspace has described itself, by what it calls them, folded; and the
    pattern of such a label with a value in a line."""
    spelled = {label: name for name in own.active(kind) for label in own.labels(name)}
    labels = "|".join(re.escape(label) for label in sorted(spelled, key=lambda label: (-len(label), label)))
    pattern = rf"(?:(?<=[,;\n])|^)\s*(?P<label>{labels})\s*[:=]\s*(?P<value>[^,;\n]*\S)"
    return {fold(label): name for label, name in spelled.items()}, re.compile(pattern, re.IGNORECASE)
