"""Records that are named inside a sentence: "ask Tom Becker for the figures", "send the contract to
julia"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.crm.name_lookup import records_named
from app.crm.records import find_records
from app.crm.views import Hit
from app.domain.event import Kind
from app.domain.names import GIVEN
from app.languages.words import forms
from bot.commands.arguments.name_tries import called_in_full, tries_of
from bot.commands.arguments.records import MOST_CHOICES
from bot.parsing.phrases import has_legal_form
from bot.parsing.pointers import NUMBER
from bot.turn import Turn
from bot.understanding.lexicon import is_ordinary, plain
from bot.understanding.names import is_role
from bot.understanding.personal_names import is_person_name

MOST_NAMES = 8
"""Names that are looked up for one sentence."""
LONGEST_SENTENCE = 80
"""Words of a sentence in which names are looked for."""

_WORD = re.compile(r"\S+")
_SIGN = re.compile(r"(?<!\w)#(?P<number>\d{1,9})\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """What may be a name within a sentence; `certain` where it can be nothing else: behind "to" or "call"."""

    name: str
    certain: bool


async def find_mentioned(turn: Turn, text: str) -> list[Hit]:
    """The records that the first name in a text means which any bears."""
    tries = [one for mention in mentions_in(text) for one in tries_of(mention.name, "")]
    kinds = frozenset(Kind) - {Kind.ACTIVITY}
    found = await turn.look(records_named, [one.words for one in tries], kinds, MOST_CHOICES)
    return list(called_in_full(text, tries[found.place].name, found.hits)) if found else []


def find_stranger(text: str) -> str:
    """The name in a text that is looked for nowhere else, "" where nothing in it has the shape of one: of
    several words, or one with a capital letter where nouns have none, or behind a word such as "with"."""
    mentions = mentions_in(text)
    return next((one.name for one in mentions if one.certain or " " in one.name), "")


async def find_numbered(turn: Turn, text: str) -> Hit | None:
    """The record whose number a text begins with, or names by its sign: "5: prefers email", "see #5"."""
    found = NUMBER.match(text) or _SIGN.search(text)
    if found is None or len(found["number"]) > 7:
        return None
    hits = (await turn.look(find_records, found["number"], 1)).hits
    return hits[0] if hits and hits[0].number == int(found["number"]) else None


def mentions_in(text: str) -> list[Mention]:
    """What may be names in a text, in their order: runs of words that are none of the language, whole before
    each of them; at most MOST_NAMES. "AG" alone is no name: every other company has it."""
    words = [found.group() for found in _WORD.finditer(text)][:LONGEST_SENTENCE]
    found: dict[str, Mention] = {}
    for start, end in _runs(words):
        certain = _is_certain(words, start, end)
        run = [word.strip(".,:;!?()\"'„“”") for word in words[start:end]]
        for name in (" ".join(run), *(run if len(run) > 1 else ())):
            if " " in name or not (has_legal_form(name) or is_ordinary(name)):
                found.setdefault(name, Mention(name, certain))
    return list(found.values())[:MOST_NAMES]


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where names may stand: words that are none of the language, with those of a capital letter beside them
    ("Sam Price"), and pairs of words with capital letters ("Will Grant")."""
    at = 0
    while at < len(words):
        if is_ordinary(words[at]) and not _opens_pair(words, at):
            at += 1
            continue
        end = at + 1
        while (
            end < len(words)
            and not _is_closed(words[end - 1])
            and (
                not is_ordinary(words[end])
                or (words[end][:1].isupper() and words[at][:1].isupper() and _is_plain_text(words))
            )
        ):
            end += 1
        yield at, end
        at = end


def _opens_pair(words: list[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    pair = words[at][:1].isupper() and following[:1].isupper() and not _is_closed(words[at])
    return pair and at > 0 and _is_plain_text(words)


def _is_plain_text(words: list[str]) -> bool:
    """Whether capital letters tell names apart here: in a German sentence every noun has one."""
    capitals = sum(word[:1].isupper() and is_ordinary(word) for word in words[1:])
    return capitals <= 2


def _is_certain(words: list[str], start: int, end: int) -> bool:
    """Whether what stands there must be somebody: behind a word such as "to" or "call", before one such as
    "anrufen", or before what is given ("Quentin das Angebot schicken"); a thing has an article, and the
    customer is no name."""
    name = words[start:end]
    if is_role(" ".join(name)) or not any(len(plain(word)) > 1 for word in name):
        return False
    before = plain(words[start - 1]) if start else ""
    behind = plain(words[end]) if end < len(words) and not _is_closed(words[end - 1]) else ""
    if before in _before_names() or (name[0][:1].isupper() and behind in forms("speech.direct_behind")):
        return True
    if before in forms("links.topic"):
        return is_person_name(" ".join(name).rstrip(".,:;!?")) or plain(name[0]) in GIVEN
    is_given = start == 0 and behind in forms("names.determiners") and name[0][:1].isupper()
    return is_given and plain(words[-1]) in forms("speech.giving")


def _is_closed(word: str) -> bool:
    return word[-1] in ",:;!?"


@cache
def _before_names() -> frozenset[str]:
    return forms("links.person") | forms("speech.direct") | forms("salutations.words")
