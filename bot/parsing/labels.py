"""Words before a colon that name a field: "Firma: Müller GmbH", "phone = +49 30 1234567"."""

from __future__ import annotations

import re

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


def field_of(label: str) -> str | None:
    """The field that a label of LABEL names; None where only letters of another alphabet look like one."""
    said = " ".join(label.casefold().split())
    return _FIELDS.get(said) or _OWN.get(said)
