"""Records that a sentence names somewhere: "ask Tom Becker for the figures", "send the contract to julia"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.matching import fold
from bot.commands.references import MOST_CHOICES, SHORTEST_NAME, is_named, without_converted
from bot.parsing.phrases import has_legal_form
from bot.parsing.pointers import NUMBER
from bot.parsing.questions import question_words
from bot.turn import Turn

MOST_NAMES = 6
"""Names that are looked up for one sentence."""

_CAPITALS = re.compile(r"[^\W\d_a-zäöüß][\w'’.-]+(?: [^\W\d_a-zäöüß][\w'’.-]+){0,2}")
_WORD = re.compile(r"[^\W\d_][\w'’-]+")
_SIGN = re.compile(r"(?<!\w)#(?P<number>\d{1,9})\b")
_BEFORE_NAMES = frozenset(
    "to with for about from call email mail send ask tell meet remind invite visit thank contact an mit fuer "
    "bei von zu ueber ruf frag frage triff besuche lade".split()
)
"""Folded words behind which people name somebody, dictated texts without a capital letter included."""


async def find_mentioned(turn: Turn, text: str, *, anywhere: bool = False) -> tuple[str, list[Hit]]:
    """The first name in a text that records have, and these. `anywhere` takes every word for a possible name
    that is none of the language; else small ones only behind a word such as "to"."""
    names = dict.fromkeys((*_names_in(text), *(_words_in(text) if anywhere else _small_names_in(text))))
    # "AG" alone is no name: every other company has it.
    names = {name: None for name in names if " " in name or not has_legal_form(name)}
    for name in islice(names, MOST_NAMES if not anywhere else 2 * MOST_NAMES):
        found = await turn.read(find_records, name, MOST_CHOICES)
        hits = without_converted([hit for hit in found.hits if is_named(hit, name)])
        if hits:
            return name, hits
    return "", []


async def find_numbered(turn: Turn, text: str) -> Hit | None:
    """The record whose number a text begins with, or names by its sign: "5: prefers email", "see #5"."""
    found = NUMBER.match(text) or _SIGN.search(text)
    if found is None or len(found["number"]) > 7:
        return None
    hits = (await turn.read(find_records, found["number"], 1)).hits
    return hits[0] if hits and hits[0].number == int(found["number"]) else None


def _names_in(text: str) -> Iterator[str]:
    """What may be a name within a text: words that begin with a capital letter, as many as follow each other
    and then each of them."""
    for run in _CAPITALS.finditer(text):
        yield run.group()
        words = run.group().split()
        yield from (words if len(words) > 1 else ())


def _small_names_in(text: str) -> Iterator[str]:
    """Two words, and then one, behind each word that people name somebody after."""
    words = _WORD.findall(text)
    folded = [fold(word) for word in words]
    for at in range(1, len(words)):
        if folded[at - 1] in _BEFORE_NAMES and _may_be_name(folded[at]):
            if at + 1 < len(words) and _may_be_name(folded[at + 1]):
                yield " ".join(words[at : at + 2])
            yield words[at]


def _words_in(text: str) -> Iterator[str]:
    """Two words that follow each other, and then single ones, but for those of the language."""
    words = _WORD.findall(text)
    plain: Sequence[bool] = [_may_be_name(fold(word)) for word in words]
    yield from (f"{words[at]} {words[at + 1]}" for at in range(len(words) - 1) if plain[at] and plain[at + 1])
    yield from (word for word, is_plain in zip(words, plain, strict=True) if is_plain)


def _may_be_name(word: str) -> bool:
    return len(word) >= SHORTEST_NAME and word not in question_words()
