"""vCards (RFC 2426, RFC 6350, and 2.1 as phones still write it): one lead for each."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from bot.parsing.line import LeadLine

MOST_LINES = 400
"""Lines that are read of one card: pictures and keys take many, and are none of ours."""

_CARD = re.compile(r"BEGIN:VCARD\s*\n(?P<inside>.*?)(?:\n\s*END:VCARD|\Z)", re.IGNORECASE | re.DOTALL)
_FOLDED = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"(?:item\d+\.)?(?P<name>[A-Z][A-Z0-9-]{0,30})(?P<options>(?:;[^:\n]{1,200})?):(?P<value>.*)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_SEPARATOR = re.compile(r"(?<!\\);")
_NOTED = ("ADR", "NOTE", "URL", "BDAY", "X-SOCIALPROFILE", "ROLE", "NICKNAME")


def split_vcards(text: str) -> tuple[str, ...]:
    """The vCards of a text, each as it is written; what stands around them is left out."""
    return tuple(found.group() for found in _CARD.finditer(text.replace("\r\n", "\n")))


def read_vcard(text: str) -> LeadLine | None:
    """The lead that the first vCard of a text describes; None where there is none. What has no field of its
    own is in the note."""
    found = _CARD.search(text.replace("\r\n", "\n"))
    if found is None:
        return None
    line = LeadLine()
    structured = ""
    for name, value in _fields(found["inside"]):
        if name == "N":
            structured = _full_name(value)
        elif value.strip(" ;"):
            _take(line, name, value)
    line.name = line.name or structured
    return line


def _take(line: LeadLine, name: str, value: str) -> None:
    plain = _joined(value)
    if name == "FN":
        line.add("name", plain)
    elif name == "ORG":
        line.add("company", _joined(_SEPARATOR.split(value)[0]))
        for unit in _SEPARATOR.split(value)[1:]:
            line.add("note", _joined(unit)) if unit.strip() else None
    elif name == "TITLE":
        line.add("job_title", plain)
    elif name == "EMAIL":
        line.add("email", plain.removeprefix("mailto:"))
    elif name == "TEL":
        line.add("phone", plain.removeprefix("tel:"))
    elif name in _NOTED:
        line.add("note", plain)


def _fields(inside: str) -> Iterator[tuple[str, str]]:
    for row in _FOLDED.sub("", inside).split("\n")[:MOST_LINES]:
        found = _LINE.match(row.strip())
        if found:
            value = found["value"].strip()
            if "quoted-printable" in found["options"].casefold():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            yield found["name"].upper(), value


def _full_name(value: str) -> str:
    """ "Roth;Anna;Maria;Dr.;MBA" is "Dr. Anna Maria Roth MBA"."""
    family, given, more, before, after = (*map(_plain, _SEPARATOR.split(value)), "", "", "", "", "")[:5]
    return " ".join(part for part in (before, given, more, family, after) if part)


def _joined(value: str) -> str:
    """The parts of a value on one line: an address has seven."""
    return ", ".join(part for part in map(_plain, _SEPARATOR.split(value)) if part)


def _plain(value: str) -> str:
    """A value without escapes."""
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()
