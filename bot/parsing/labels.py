"""Words before a colon that name a field: "Firma: Müller GmbH", "phone = +49 30 1234567"."""

from __future__ import annotations

import re

from app.languages.strings import LANGUAGES
from app.languages.words import forms_of, names_under, pattern

_FIELDS = {
    form.casefold(): field
    for language in reversed(LANGUAGES)
    for field in names_under(language, "lead.labels")
    for form in forms_of(language, f"lead.labels.{field}")
}
LABEL = re.compile(
    rf"(?P<label>{pattern(*(f'lead.labels.{field}' for field in sorted(set(_FIELDS.values()))))})"
    r"\s*[:=]\s*(?P<value>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)


def field_of(label: str) -> str | None:
    """The field that a label of LABEL names; None where only letters of another alphabet look like one."""
    return _FIELDS.get(" ".join(label.casefold().split()))
