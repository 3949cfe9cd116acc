"""The shapes of contact data: addresses of every kind, telephone numbers, and their labels."""

from __future__ import annotations

import re

from app.languages.words import pattern

_I = re.IGNORECASE

EMAIL = re.compile(
    r"<?(?:mailto:)?(?P<email>[^\s@<>,;:()\[\]\"„“”]{1,64}@[^\s@<>,;()\[\]\"„“”]+\.[^\s@<>,;.()\[\]\"„“”]{2,})>?"
)
EMAIL_LABEL = re.compile(r"(?:e-?mail|mail|e)\b\s*[:.]*\s*(?=[^\s@]+@)", _I)
_EXTENSION = r"(?:\s*(?:ext\.?|extension|x|dw|durchwahl)\s*\d{1,6})?"
_AMERICAN = r"(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}"
PHONE = re.compile(rf"(?:(?:\+|\b00)\d[\d ()/.\-\xa0]{{5,24}}\d|(?<![\d+]){_AMERICAN}\b){_EXTENSION}", _I)
BARE_PHONE = re.compile(rf"\(?0?\d[\d ()/.\-\xa0]{{4,24}}\d{_EXTENSION}\Z", _I)
_LABELS = (
    rf"(?:{pattern('people_lists.phone_label')}|"
    r"tel(?:efon|ephone|\.?-?nr|\.)?|phone|mobil(?:e|funk|telefon)?|handy|cell(?:phone)?|fon|ph|"
    r"office|direct|"
    r"durchwahl|zentrale|büro|t|m|p|d)"
)
PHONE_LABEL = re.compile(rf"{_LABELS}\b\s*(?:\([^()]*\))?\s*[.:]*\s*(?=[+(\d])", _I)
# A number without a country's code counts inside other words only where it is long enough and no date.
PHONE_INSIDE = re.compile(
    rf"\b(?:{_LABELS}\b\s*[.:]*\s*)?(?<![\d.,\-/])"
    r"(?P<phone>(?!\d{1,2}\.\s?\d{1,2}\.)0[1-9]\d{1,4}[ /\-]{1,3}\d[\d \-]{3,14}\d)\b",
    _I,
)
TRAILING_LABEL = re.compile(rf"(?:\b{_LABELS}|\be-?mail|\bmail)\s*[.:]*\s*\Z", _I)
FAX = re.compile(r"(?:tele)?fax\b|\bf\s?[:.]?\s?(?=\+)", _I)
WEB = re.compile(r"(?:web(?:site)?\s*[:.]\s*)?(?:https?://|www\.)\S+\Z", _I)
URL = re.compile(r"(?:https?://|\bwww\.)[^\s|<>\"]+", _I)
DOMAIN = re.compile(r"(?:[a-z0-9äöüß-]+\.)+[a-z]{2,}(?:/\S*)?\Z")
DATE_SHAPE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?\Z")
STREET = re.compile(
    r"(?:\w[\w.\- ]*(?:stra(?:ß|ss)e|str\.|str|weg|platz|allee|gasse|ring|damm|ufer|markt|chaussee|"
    r"promenade|hof)"
    r"\s+\d+\s?[a-z]?(?:\s?[-–/]\s?\d+\s?[a-z]?)?\Z"
    r"|(?:am|an der|an den|auf dem|auf der|im|in der|zum|zur|unter den)\s[\w.\- ]+\s\d+\s?[a-z]?\Z"
    r"|\d+[a-z]?\s+[\w.' ]*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|square|"
    r"sq|court|"
    r"ct|place|pl|parkway|pkwy|highway|hwy|row|terrace|close|rue)\b\.?(?:\s.{0,30})?\Z"
    r"|(?:p\.?\s?o\.?\s?box|postfach)\s+[\d ]+\Z"
    r"|(?:suite|floor|unit|room)\s+\w{1,6}\Z)",
    _I,
)
TOWN = re.compile(
    r"(?:(?:[A-Z]{1,3}[-–])?\d{4,5}\s+[^\W\d_][\w.\-/() ]*\Z|(?:[\w.\- ]+\s)?[A-Z]{2}\s+\d{5}(?:-\d{4})?\Z"
    r"|(?:[\w.\- ]+\s)?[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\Z)"
)
