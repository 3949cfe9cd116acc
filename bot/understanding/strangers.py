"""Strangers: names in a text that must be people, though no record has them."""

from __future__ import annotations

import re

from app.languages.words import pattern
from bot.parsing.quotes import QUOTES
from bot.understanding.lexicon import is_ordinary
from bot.understanding.names import MOST_WORDS, is_role, leading_name

_PERSON_LINK = re.compile(rf"(?:{pattern('links.person')})\Z", re.IGNORECASE)


def stranger_in(text: str, link: str, *, direct: bool) -> str:
    """The name at the beginning of a text that must be somebody's: behind "with", before a colon, behind a
    verb that takes a person, or of two words. Nobody is named by "the customer"."""
    name, rest = leading_name(text)
    if not name or is_role(text[: text.find(name) + len(name)]):
        return ""
    behind = text[text.find(name) + len(name) :].lstrip()
    if _PERSON_LINK.match(link) or behind.startswith(":"):
        return name
    if direct and not link:
        return name
    several = _is_full_name(name)
    if not rest and name[:1].isupper() and text == name:
        # Who is named and nothing said of them: "note Tesco".
        return name
    is_sentence = bool(rest) and name[:1].isupper() and is_ordinary(rest.split(None, 1)[0])
    if link:
        return name if several or (name[:1].isupper() and (behind[:1] in ",;" or not rest)) else ""
    return name if several or (is_sentence and text.startswith(name)) else ""


def opening_stranger(text: str) -> str:
    """The name that a text begins with and that can be nothing else: before a colon or a comma, or of several
    words with capital letters: "Quentin Ashby: send the offer"."""
    name, _ = leading_name(text)
    head, colon, _ = text.partition(":")
    if name and colon and head.startswith(name) and len(head.split()) <= MOST_WORDS:
        # "Innovators licence: water the orchids": what stands before the colon is whom it is about.
        return head.strip()
    if name == text and name[:1].isupper():
        return name
    behind = text[text.find(name) + len(name) :].lstrip() if name else ""
    several = _is_full_name(name)
    return name if behind[:1] == ":" or (behind[:1] == "," and name[:1].isupper()) or several else ""


def _is_full_name(name: str) -> bool:
    """Whether a name has several words, all with a capital letter; quotes around it are none of it."""
    words = [word.lstrip(QUOTES) for word in name.split()]
    return len(words) > 1 and all(word[:1].isupper() for word in words)
