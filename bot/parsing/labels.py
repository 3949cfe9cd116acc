"""Words before a colon that name a field: "Firma: Müller GmbH", "phone = +49 30 1234567"."""

from __future__ import annotations

import re

_LABELS = {
    "name": "name|full name|contact|contact person|kontakt|ansprechpartner|ansprechpartnerin|"
    "kontaktperson|person|"
    "from|von",
    "first_name": "first name|firstname|vorname|given name",
    "last_name": "last name|lastname|surname|nachname|family name",
    "company": "company|firma|unternehmen|organisation|organization|customer|client|account|kunde|kundin|"
    "arbeitgeber",
    "job_title": "title|job|job title|role|position|funktion|rolle|titel|beruf",
    "email": "email|e-mail|mail|e",
    "phone": "phone|telefon|tel|tel.|mobil|mobile|handy|cell|telephone|telefonnummer|phone number|rufnummer",
    "source": "source|lead source|quelle|herkunft",
    "need": "need|needs|bedarf|bedürfnis|wunsch|interest|interesse",
    "note": "note|notes|notiz|notizen|comment|comments|kommentar|bemerkung",
    "amount": "budget|amount|betrag|wert|value|volumen|deal|umsatz",
    "timeline": "timeline|timeframe|time frame|zeitrahmen|zeitpunkt|decision|entscheidung|deadline|start|"
    "when|wann",
    "authority": "authority|befugnis|entscheidungsbefugnis",
}
_FIELDS = {label: field for field, labels in _LABELS.items() for label in labels.split("|")}
LABEL = re.compile(
    rf"(?P<label>{'|'.join(re.escape(label) for label in sorted(_FIELDS, key=len, reverse=True))})"
    r"\s*[:=]\s*(?P<value>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)


def field_of(label: str) -> str:
    """The field that a label of LABEL names."""
    return _FIELDS[label.casefold()]
