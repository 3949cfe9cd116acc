"""Traces: email addresses, telephone numbers and ids of companies in a text. Their keys are the same however
people write them."""

from __future__ import annotations

import re

MOST = 40
"""Traces of one kind in a text; nobody has more, and each is a row of the index."""

_EMAIL = re.compile(
    r"[^\s@<>,;:()\[\]\"„“”]{1,64}@[^\s@<>,;:()\[\]\"„“”]{1,190}\.[^\s@<>,;:.()\[\]\"„“”]{2,24}"
)
_RUN = re.compile(r"(?<![\w@+])(?:\+|\(\+?)?\d[\d()./\- \xa0–]{2,60}\d(?![\w@])")
_NEXT = re.compile(r"(?<=\d)[ \xa0)/]+(?=[+(]{0,2}0)|(?<=\d) [/–-] ")
_WRITTEN_AS_PHONE = re.compile(r"[(]?(?:\+|0)|(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}\Z|\d{10,12}\Z")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\Z|\d{4}-\d\d-\d\d\Z")
# The codes of countries before VAT ids; in capitals, since "at 2026" and "it" are words.
_COMPANY_ID = re.compile(
    r"(?<!\w)(?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)"
    r"[ .\-]?U?\d(?:[ .\-]?\d){6,11}(?:[A-Z]\d{0,2})?(?!\w)"
)
_NO_DIGITS = re.compile(r"\D+")
_NO_SIGNS = re.compile(r"[\W_]+")
_FEWEST = 6
"""Digits of the shortest number that says whose it is."""
_FEWEST_FOUND = 5
"""Digits of the shortest number that is found in any writing."""
# ITU-T E.164: these begin a code of one digit, and of two; all others have three.
_ONE = frozenset("17")
_TWO = frozenset(
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
    "81 82 84 86 90 91 92 93 94 95 98".split()
)


def keys_in(text: str) -> frozenset[str]:
    """What a text tells of who somebody is: addresses in lower case, the digits of telephone numbers as
    people dial them inside their country, without the 0 in front, ids of companies without blanks."""
    if not text:
        return frozenset()
    found = {*emails_in(text), *ids_in(text)}
    for said in _numbers(text):
        number = dialled_in(said)
        if len(number) >= _FEWEST and _WRITTEN_AS_PHONE.match(said) and not _DAY.match(said):
            found.add(number)
    return frozenset(found)


def emails_in(text: str) -> list[str]:
    """The email addresses in a text, in lower case."""
    return [one.rstrip(".").lower() for one in _EMAIL.findall(text)[:MOST]] if "@" in text else []


def ids_in(text: str) -> list[str]:
    """Ids such as "DE 812 345 678", in lower case and without what stands between."""
    return [_NO_SIGNS.sub("", one).lower() for one in _COMPANY_ID.findall(text)[:MOST]]


def digits_in(text: str) -> set[str]:
    """The digits of all numbers in a text, without needless ones in front: they are found by their beginning,
    with the country's code and without."""
    found = set()
    for said in _numbers(text):
        digits = _NO_DIGITS.sub("", said).lstrip("0")
        found |= {one for one in (digits, dialled_in(said)) if len(one) >= _FEWEST_FOUND}
    return found


def dialled_in(number: str) -> str:
    """The digits of a number that is written in any way, without the country's code that a + or 00 tells, and
    without the 0 in front."""
    digits = _NO_DIGITS.sub("", number)
    if number.lstrip("( ").startswith("+"):
        return _without_country(digits)
    return _without_country(digits[2:]) if digits.startswith("00") else digits.lstrip("0")


def _without_country(digits: str) -> str:
    length = 1 if digits[:1] in _ONE else 2 if digits[:2] in _TWO else 3
    return digits[length:].lstrip("0")


def _numbers(text: str) -> list[str]:
    """The numbers in a text. Of two beside each other the second begins with a 0 or +; so may a group within
    one: both ways are given."""
    found: list[str] = []
    for run in _RUN.findall(text)[:MOST]:
        pieces = [piece for piece in _NEXT.split(run) if piece]
        if len(_NO_DIGITS.sub("", run)) <= _MOST_DIGITS:
            found.append(run)
        if len(pieces) > 1:
            found += _put_together(pieces)
    return found


def _put_together(pieces: list[str]) -> list[str]:
    """Numbers of the pieces of a row of digits: one that is long enough ends before the next."""
    found, begun = [], ""
    for piece in pieces:
        begun = f"{begun} {piece}".strip()
        if len(_NO_DIGITS.sub("", begun)) > _FEWEST:
            found.append(begun)
            begun = ""
    return [*found, begun] if begun else found


_MOST_DIGITS = 15
"""Digits of the longest telephone number (ITU-T E.164)."""
