"""The shapes of contact data: addresses of every kind, telephone numbers, and their labels."""

from __future__ import annotations

import re

from app.languages.words import pattern

_I = re.IGNORECASE

EMAIL = re.compile(
    r"<?(?:mailto:)?(?P<email>[^\s@<>,;:()\[\]\"„“”]{1,64}@[^\s@<>,;()\[\]\"„“”]+\.[^\s@<>,;.()\[\]\"„“”]{2,})>?"
)
# A colon or a space ends a label: "e.kuhn@…", "mail.roth@…" and "e-mail@…" are addresses.
EMAIL_LABEL = re.compile(
    rf"(?:{pattern('contact_data.email_labels', 'contact_data.email_letters')})(?=\.?[:\s])"
    r"[\s:.]*+(?=[^\s@]+@)",
    _I,
)
_EXTENSION = rf"(?:\s*(?:{pattern('contact_data.extensions')})\s*\d{{1,6}})?"
_AMERICAN = r"(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}"
PHONE = re.compile(rf"(?:(?:\+|\b00)\d[\d ()/.\-\xa0]{{5,24}}\d|(?<![\d+]){_AMERICAN}\b){_EXTENSION}", _I)
BARE_PHONE = re.compile(rf"\(?0?\d[\d ()/.\-\xa0]{{4,24}}\d{_EXTENSION}\Z", _I)
_LABELS = rf"(?:{pattern('contact_data.phone_labels', 'people_lists.phone_label')})"
PHONE_LABEL = re.compile(rf"{_LABELS}\b\s*(?:\([^()]*\)\s*)?(?:[.:]+\s*)?(?=[+(\d])", _I)
# A number without a country's code counts inside other words only where it is long enough and no date.
PHONE_INSIDE = re.compile(
    rf"\b(?:{_LABELS}\b\s*(?:[.:]+\s*)?)?(?<![\d.,\-/])"
    r"(?P<phone>(?!\d{1,2}\.\s?\d{1,2}\.)0[1-9]\d{1,4}[ /\-]{1,3}\d[\d \-]{3,14}\d)\b",
    _I,
)
TRAILING_LABEL = re.compile(
    rf"\b(?:{pattern('contact_data.phone_labels', 'contact_data.email_labels')})\s*(?:[.:]+\s*)?\Z", _I
)
FAX = re.compile(
    rf"(?:{pattern('contact_data.fax_labels')})\b"
    rf"|\b(?:{pattern('contact_data.fax_letters')})\s?[:.]?\s?(?=\+)",
    _I,
)
WEB = re.compile(rf"(?:(?:{pattern('contact_data.web_labels')})\s*[:.]\s*)?(?:https?://|www\.)\S+\Z", _I)
URL = re.compile(r"(?:https?://|\bwww\.)[^\s|<>\"]+", _I)
DOMAIN = re.compile(r"(?:[a-z0-9äöüß-]+\.)+[a-z]{2,}(?:/\S*)?\Z")
_LABELLED_PHONE = re.compile(rf"[+(]{{0,2}}\d[\d ()/.\-\xa0]{{4,24}}\d{_EXTENSION}", _I)
LIKE_PHONE = re.compile(
    r"[+(]{0,2}\d[\d ()/.\-–\xa0]{4,30}"
    rf"(?:(?<=[\d )]),?\s?(?:{pattern('phones.extension')})\b[ .:]*\d{{1,6}}"
    r"|\s?\([^\d()]{2,40}\))?",
    _I,
)
"""What has the shape of a number without a label; the plan of its country knows whether it is one."""
DATE_SHAPE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?\Z")
# Which end such a part has is looked at first: to go back over all its words takes long.
_NUMBER_AT_END = r"(?=[\s\S]*\d\s?[a-z]?\Z)"
STREET = re.compile(
    rf"(?:{_NUMBER_AT_END}\w[\w.\- ]*(?:{pattern('contact_data.streets.endings')})\s+\d+\s?[a-z]?"
    r"(?:\s?[-–/]\s?\d+\s?[a-z]?)?\Z"
    rf"|(?:{pattern('contact_data.streets.first_words')})\s[\w.\- ]+\s\d+\s?[a-z]?\Z"
    rf"|\d+[a-z]?\s++[\w.' ]*\b(?:{pattern('contact_data.streets.behind_number')})\b\.?(?:\s.{{0,30}})?\Z"
    rf"|(?:{pattern('contact_data.streets.post_boxes')})\s++[\d ]+\Z"
    rf"|(?:{pattern('contact_data.streets.rooms')})\s+\w{{1,6}}\Z)",
    _I,
)
TOWN = re.compile(
    r"(?:(?:[A-Z]{1,3}[-–])?\d{4,5}\s+[^\W\d_][\w.\-/() ]*\Z"
    r"|(?=[\s\S]*\d\Z)(?:[\w.\- ]+\s)?[A-Z]{2}\s+\d{5}(?:-\d{4})?\Z"
    r"|(?=[\s\S]*\d[A-Z]{2}\Z)(?:[\w.\- ]+\s)?[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\Z)"
)
_END_OF_PART = re.compile(r"[ \t]*(?:[\n,;|]|\Z)")


def begins_with_address(text: str) -> bool:
    """Whether a text begins with a labelled email address or telephone number that is all of its line or
    part: "E-mail: ann@acme.example"."""
    for label, shape in ((EMAIL_LABEL, EMAIL), (PHONE_LABEL, _LABELLED_PHONE)):
        found = label.match(text)
        value = shape.match(text, found.end()) if found else None
        if value and _END_OF_PART.match(text, value.end()):
            return True
    return False


_PIECES = re.compile(r"[,;|\n]")
_POSTCODE = re.compile(r"(?:[A-Z]{1,3}[-–])?\d{4,6}")
LONGEST_PIECE = 100
"""Characters of the longest part of an address."""


def find_postcodes(text: str) -> frozenset[str]:
    """The parts of a text that are nothing but a postcode: a number, where there is a street whose town has
    none beside it. "Hauptstr. 1, Bonn, 53111" offers no 53,111."""
    pieces = [piece for piece in map(str.strip, _PIECES.split(text)) if len(piece) <= LONGEST_PIECE]
    found = frozenset(piece for piece in pieces if _POSTCODE.fullmatch(piece))
    if found and any(map(STREET.match, pieces)) and not any(map(TOWN.match, pieces)):
        return found
    return frozenset()
