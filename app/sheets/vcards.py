"""vCards (RFC 2426, RFC 6350, and 2.1 as phones still write it) and the MECARD of QR codes: a person each.

Libraries read what keeps to the standard; phones break lines of quoted-printable where they like, and leave
out what ends a card. Here such a card is read as far as it goes."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.languages.salutations import without_salutation

LONGEST_VALUE = 4_000
"""Characters of a value that is read as text."""

_CARD = re.compile(r"BEGIN:VCARD[ \t]*\n(?P<inside>.*?)(?:\n[ \t]*END:VCARD|\Z|(?=BEGIN:VCARD))", re.I | re.S)
_BEGIN = re.compile(r"BEGIN:VCARD", re.IGNORECASE)
_PICTURE = re.compile(
    r"^(?:[\w\-]{1,40}\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:][^\n]*+\n(?:[ \t][^\n]*+\n|[A-Za-z0-9+/=]{20,}+\n)*+",
    re.IGNORECASE | re.MULTILINE,
)
_MECARD = re.compile(r"MECARD:(?P<inside>(?:[^;\\\n]|\\.|;(?!;))*+);{0,2}", re.I)
_NAME = re.compile(r"(?:[\w\-]{1,40}\.)?(?P<name>[A-Z][A-Z0-9\-]{0,40})(?=[;:])", re.I)
_OPTION = re.compile(r';(?P<option>(?:[^;:"\n]|"[^"\n]*+")*+)')
_ESCAPED = re.compile(r"\\([\\;,:nN])")
_COMPONENT = re.compile(r"(?<!\\);")
_CHARSET = re.compile(r"charset=\"?([\w\-]{1,30})", re.I)
_QUOTED = re.compile(r"(?:^|=|;)quoted-printable\Z", re.I)
_CODECS = {"utf-8": "utf-8", "utf8": "utf-8", "iso-8859-15": "iso8859-15", "us-ascii": "cp1252"}
_LATIN = re.compile(r"iso-8859-1|latin-?1|(?:windows-|cp)1252", re.I)
_OTHERS = re.compile(
    r"(?:windows-|cp)125\d|iso-8859-\d{1,2}|utf-16(?:[lb]e)?|shift[_-]jis|gb\w{2,6}|big5|koi8-r|euc-\w\w",
    re.I,
)
_TECHNICAL = frozenset(
    "VERSION PRODID REV UID SOURCE PHOTO LOGO SOUND KEY CLASS SORT-STRING MAILER CLIENTPIDMAP KIND N X-ABUID "
    "X-ABSHOWAS X-ABADR X-ABLABEL X-IMAGEHASH X-IMAGETYPE X-SHARED-PHOTO-DISPLAY-PREF CALURI XML "
    "X-MS-OL-DESIGN X-MS-CARDPICTURE X-ACTIVITY-ALIAS BEGIN END PROFILE NAME".split()
)
"""What says nothing of a person, or holds a picture."""


@dataclass(slots=True)
class Card:
    """What a card says: several numbers and addresses, the preferred one first, and in `notes` all that is
    neither."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def without_pictures(text: str) -> str:
    """A text whose cards have no pictures and keys any more, which are most of what they hold."""
    return _PICTURE.sub("", _of_lines(text)) if _BEGIN.search(text) else text


def has_cards(text: str) -> bool:
    """Whether a text begins with a card."""
    return (
        _CARD.match(_of_lines(text[:100]).lstrip()) is not None
        or _MECARD.match(text.lstrip()[:1_000]) is not None
    )


def split_cards(text: str) -> tuple[str, ...]:
    """The cards of a text, each as it is written; what stands around them is left out."""
    plain = _of_lines(text)
    return tuple(found.group().strip() for found in _CARD.finditer(plain)) or tuple(
        found.group() for found in _MECARD.finditer(plain)
    )


def read_card(text: str) -> Card | None:
    """The first card of a text; None where there is none."""
    plain = _of_lines(text)
    found = _CARD.search(plain)
    if found is None:
        short = _MECARD.search(plain)
        return _read(_short_properties(short["inside"])) if short else None
    return _read(_properties(found["inside"]))


def _read(properties: Iterator[tuple[str, str, str]]) -> Card:
    card = Card()
    structured = ""
    is_company = False
    for name, options, value in properties:
        if name == "N" and not structured:
            structured = _full_name(value)
        is_company = is_company or (name in ("KIND", "X-ABSHOWAS") and value.lower() in ("org", "company"))
        if name not in _TECHNICAL and value.strip(" ;"):
            _take(card, name, options.lower(), value)
    whole = card.name or structured
    card.name = without_salutation(whole)
    card.notes += [whole] if card.name != whole else []
    if is_company and not card.company:
        card.name, card.company = "", card.name
    return card


def _take(card: Card, name: str, options: str, value: str) -> None:
    plain = _joined(value)
    if name in ("FN", "TITLE"):
        held = "name" if name == "FN" else "job_title"
        if getattr(card, held):
            card.notes.append(plain)
        else:
            setattr(card, held, plain)
    elif name == "ORG":
        company, *units = filter(None, map(_plain, _COMPONENT.split(value)))
        card.notes += [company, *units] if card.company else units
        card.company = card.company or company
    elif name == "EMAIL":
        _add(card.emails, plain.removeprefix("mailto:"), options)
    elif name == "TEL" and "fax" not in options:
        _add(card.phones, plain.removeprefix("tel:").replace(", ext=", " ext. "), options)
    elif name == "TEL":
        card.notes.append(f"Fax: {plain}")
    elif name in ("ADR", "NOTE", "URL", "ROLE", "LABEL"):
        card.notes.append(plain)
    else:
        card.notes.append(f"{name.removeprefix('X-').capitalize()}: {plain}")


def _add(held: list[str], value: str, options: str) -> None:
    """Puts a value behind the others, the preferred one before them."""
    if value not in held:
        held.insert(0 if re.search(r"\bpref\b", options) else len(held), value)


def _properties(inside: str) -> Iterator[tuple[str, str, str]]:
    """Name, options and value of each line of a card."""
    for row in _unfolded(inside.split("\n")):
        found = _NAME.match(row)
        if found is None:
            continue
        at, options = found.end(), []
        while (option := _OPTION.match(row, at)) is not None:
            options.append(option["option"])
            at = option.end()
        if row[at : at + 1] == ":":
            value = _decoded(row[at + 1 :][:LONGEST_VALUE].strip(), options)
            yield found["name"].upper(), ";".join(options), value


def _unfolded(lines: list[str]) -> Iterator[str]:
    """The logical lines: a blank goes on with the line before, and so does what follows a soft break of
    quoted-printable."""
    row: list[str] = []
    soft = False
    for line in lines:
        if soft or (row and line[:1] in (" ", "\t")):
            row.append(line.strip() if soft else line[1:])
        else:
            if row:
                yield "".join(row)
            row, soft = [line.strip()], False
        soft = (soft or "quoted-printable" in row[0].partition(":")[0].lower()) and row[-1].endswith("=")
        if soft:
            row[-1] = row[-1][:-1]
    if row:
        yield "".join(row)


def _decoded(value: str, options: list[str]) -> str:
    if not any(_QUOTED.search(option) for option in options):
        return value
    charset = next((found[1] for option in options if (found := _CHARSET.match(option))), "utf-8").lower()
    raw = quopri.decodestring(value.encode())
    named = _CODECS.get(charset) or ("cp1252" if _LATIN.fullmatch(charset) else "")
    if not named and _OTHERS.fullmatch(charset):
        named = charset
    for codec in dict.fromkeys((named or "utf-8", "utf-8", "cp1252")):
        try:
            return raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _short_properties(inside: str) -> Iterator[tuple[str, str, str]]:
    """Name, options and value of each part of a MECARD, in which a name is "Lind,Eva"."""
    for part in _COMPONENT.split(inside):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            name = name.strip().upper()
            yield name, "", value.replace(",", ";", 1) if name == "N" else value


def _full_name(value: str) -> str:
    """ "Roth;Anna;Maria;Dr.;MBA" is "Dr. Anna Maria Roth MBA"."""
    family, given, more, before, after = (*map(_plain, _COMPONENT.split(value)), "", "", "", "", "")[:5]
    return " ".join(part for part in (before, given, more, family, after) if part)


def _joined(value: str) -> str:
    """The parts of a value on one line: an address has seven."""
    return ", ".join(part for part in map(_plain, _COMPONENT.split(value)) if part)


def _plain(value: str) -> str:
    """A value without escapes."""
    text = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return " ".join(text.split())


def _of_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
