"""Tries: the parts of a text that may be the name of a record, each with the rest of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.name_lookup import Words
from app.crm.views import Hit
from app.domain.matching import bare_words, fold
from bot.parsing.courtesies import without_courtesy_at_end
from bot.parsing.pointers import KIND_WORD, bare_name
from bot.understanding.lexicon import is_ordinary
from bot.understanding.names import beginnings, leading_name, meaningful, without_degrees

LONGEST_NAME, SHORTEST_NAME = 4, 3
"""Words and characters of a name that is looked for at the beginning of a longer text."""


@dataclass(frozen=True, slots=True)
class Try:
    """What may be a name, and what would then follow it."""

    name: str
    rest: str
    words: Words


def tries_of(name: str, rest: str) -> list[Try]:
    """A name as it was said, and without what people say around one: the kind of record, "the … deal", a
    degree, a courtesy."""
    owned = [re.sub(r"['’]?s\Z", "", name.strip())] if len(name.strip()) > SHORTEST_NAME else []
    # Before more words "thanks" may be one of them: "call Tom, thanks to his tip".
    polite = [] if rest else [without_courtesy_at_end(name)]
    spoken = (name, KIND_WORD.sub("", name, 1), bare_name(name), *polite, *owned)
    found: dict[Words, Try] = {}
    for said in dict.fromkeys(spoken):
        words = tuple(meaningful(said))
        for form in (words, without_degrees(words)):
            if form and _may_be_meant(said, form):
                found.setdefault(form, Try(said.strip(), rest, form))
    return list(found.values())


def called_in_full(text: str, name: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The one of several records that a text calls by its full name where it says a part of it: of what
    "Lumen" means, "Lumen pilot"; all where it does so with none, or with several."""
    said, part = bare_words(text), bare_words(name)
    starts = (at for at in range(len(said)) if said[at : at + len(part)] == part)
    at = next(starts, None) if len(hits) > 1 and part else None
    if at is None:
        return hits
    full = [
        hit
        for hit in hits
        if len(words := bare_words(hit.name)) > len(part) and said[at:][: len(words)] == words
    ]
    return full if len(full) == 1 else hits


def tries_in(text: str, cut: tuple[str, str]) -> list[Try]:
    """The phrase where a name is expected, and the beginnings of it that may be one."""
    found = tries_of(*cut)
    for one in beginnings(cut[0]):
        if any(not is_ordinary(word) for word in one.name.split()):
            rest = f"{one.rest} {cut[1]}".strip()
            found += [each for each in tries_of(one.name, rest) if all(each.words != t.words for t in found)]
    return found


def _may_be_meant(said: str, words: Words) -> bool:
    """Whether words are more than words of the language: "this month" names nobody, though a deal may be
    called "Closing month promo"; "Price" with a capital letter may."""
    if any(not is_ordinary(word) for word in words):
        return True
    capital = [word for word in said.split() if word[:1].isupper() and fold(word).strip(".,:;!?") in words]
    return len(capital) == len(words)


def said_name(text: str, cut: tuple[str, str]) -> tuple[str, str]:
    """The part of a text that is told not to be known, and what follows it."""
    name, rest = leading_name(cut[0])
    if not name:
        return cut
    return name, f"{rest} {cut[1]}".strip()
