"""What "add" and "create" ask for: a kind of record, a field, a person for a deal, or something that cannot
be made here. Nothing becomes a lead only because it follows "add"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.languages.strings import LANGUAGES
from app.languages.words import pattern, whole_words, words_of
from bot.parsing.courtesies import without_courtesy_at_end
from bot.understanding.moods import is_period
from bot.understanding.names import leading_name
from bot.understanding.templates import Template, compile_template

LONGEST = 300
_I = re.IGNORECASE
_CONTACT = re.compile(r"@|(?:\D*\d){6}")


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is to be added to a record."""

    who: str
    of: str


def find_foreign(text: str) -> str:
    """The thing that a message wants made and that is none of a CRM's: "create a quote for Ann", "add Ann to
    the newsletter"; "" where it wants none."""
    said = without_courtesy_at_end(" ".join(text[: 2 * LONGEST].split()).rstrip(".!?"))
    if len(said) > LONGEST:
        return ""
    found = next((one for compiled in _foreign() if (one := compiled.match(said))), None)
    return found["noun"] if found else ""


def is_list_wish(text: str) -> bool:
    """Whether what follows "new" asks for those that are new: "leads this week", "deals"."""
    found = whole_words("additions.listed").match(text.strip())
    rest = text.strip()[found.end() :].strip(" ?!.") if found else ""
    return found is not None and (not rest or is_period(rest))


def read_joining(text: str) -> Joining | None:
    """ "Peter Shaw to the Albion renewal": somebody, and what they are added to."""
    found = _joining().fullmatch(" ".join(text[:LONGEST].split()).rstrip(".!"))
    if found is None or not leading_name(found["who"])[0]:
        return None
    return Joining(found["who"].strip(), found["of"].strip())


def looks_like_somebody(text: str) -> bool:
    """Whether what follows "add" can be a lead: contact data, parts behind commas, or a name."""
    if "\n" in text or _CONTACT.search(text[:LONGEST]):
        return True
    name, rest = leading_name(text)
    return bool(name) and (
        not rest or "," in text or text[len(name) :].lstrip()[:1] in ":;|–-(" or len(name.split()) > 1
    )


def wants_existing(text: str) -> bool:
    """Whether a message says that somebody new is the one who was found to be there."""
    return _is_one_of("additions.existing", text)


def wants_anyway(text: str) -> bool:
    """Whether a message says that somebody new is to be kept beside who was found."""
    return _is_one_of("additions.anyway", text)


def _is_one_of(key: str, text: str) -> bool:
    said = " ".join(text[:LONGEST].split()).strip(" .!")
    return any(template.match(said) is not None for template in _templates(key))


@cache
def _foreign() -> tuple[re.Pattern[str], ...]:
    makes, noun = pattern("additions.makes"), pattern("additions.foreign")
    article, link = pattern("additions.articles"), pattern("additions.for")
    to_a = rf"(?:(?:{link})\s+(?:(?:{article})\s+)+|(?:{pattern('additions.for_the')})\s+)"
    thing, particle = rf"(?P<noun>{noun})(?!\w|-)", pattern("additions.particles")
    return (
        re.compile(rf"(?:{makes})\s+(?:(?:{article})\s+)*{thing}", _I),
        re.compile(
            rf"(?:{makes})\s+[^,:;]{{1,60}}?\s+{to_a}{thing}"
            rf"(?=(?:\s+(?:{particle}))?\s*\Z)",
            _I,
        ),
    )


@cache
def _joining() -> re.Pattern[str]:
    to = pattern("additions.joining")
    return re.compile(rf"(?P<who>[^,:;@]{{1,80}}?)\s+(?:{to})\s+(?P<of>[^,:;@]{{1,80}})", _I)


@cache
def _templates(key: str) -> tuple[Template, ...]:
    return tuple(compile_template(text) for one in LANGUAGES for text in words_of(one, key))
