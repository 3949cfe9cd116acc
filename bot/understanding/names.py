"""Where names stand in a text, by grammar alone: nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.domain.matching import bare_words, fold
from app.languages.words import forms, pattern
from bot.understanding.lexicon import (
    company_marks,
    is_ordinary,
    particles,
    plain,
    roles,
    salutations,
)

MOST_WORDS = 6
"""Words of the longest name that is looked for."""
SEPARATORS = ",:;"
_WORD = re.compile(r"\S+")
_AMPERSAND = frozenset({"&", "+"})


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first words of a text, and what follows them. `apart` where punctuation stands between."""

    name: str
    rest: str
    apart: bool


def beginnings(text: str, most: int = MOST_WORDS) -> Iterator[Beginning]:
    """The beginnings of a text that may be a name, longest first: none goes beyond a comma or a colon, and
    none is followed by a word that may belong to the name ("Acme" in "Acme Kiosk")."""
    ends: list[tuple[int, bool]] = []
    for found in _WORD.finditer(text):
        ends.append((found.end(), bool(_ends(found.group()))))
        if ends[-1][1] or len(ends) == most:
            break
    for end, apart in reversed(ends):
        rest = text[end:].strip()
        name = text[:end].strip().strip(SEPARATORS + "!?… ")
        # An article at the end belongs to what follows: "Ruiz | the price is too high".
        is_open = not name or plain(name.split()[-1]) in _determiners()
        if not is_open and not _tells(name) and (apart or not rest or not _belongs(rest)):
            yield Beginning(name, rest.lstrip(SEPARATORS + "–- "), apart or rest[:1] in SEPARATORS + "–-")


def _tells(name: str) -> bool:
    """Whether what may be a name goes on with a sentence: "Albion the price" is no name, though somebody of
    Albion may be called Price; "Bank of the West" is one."""
    words = name.split()
    return any(
        plain(article) in _determiners() and is_ordinary(following)
        for before, article, following in zip(words, words[1:], words[2:], strict=False)
        if not is_ordinary(before)
    )


def _belongs(rest: str) -> bool:
    """Whether a text begins with a word that may go on with the name before it."""
    first = rest.split(None, 1)[0]
    return first[:1].isalnum() and not is_ordinary(first)


def leading_name(text: str) -> tuple[str, str]:
    """The name that a text begins with, by its shape, and what follows it; "" where it begins with none:
    "Frau Wiesner: will ein Angebot" is "Frau Wiesner", "the Foobar deal" is "Foobar"."""
    words = list(_WORD.finditer(text))
    start = _skip_openings(words)
    end = start
    while end < len(words) and end - start < MOST_WORDS:
        word = words[end].group()
        if not (_is_name(word) or _opens_name(words, start, end) or _goes_on(words, start, end)):
            break
        end += 1
        if _ends(word):
            break
    if end == start:
        return "", text
    name = text[words[start].start() : words[end - 1].end()].rstrip(SEPARATORS + "!?….")
    return name, text[words[end - 1].end() :].strip().lstrip(SEPARATORS + " ")


def _ends(word: str) -> bool:
    """Whether the punctuation behind a word ends a name: a full stop does, but not that of "Dr." and "J."."""
    if word[-1] in ",:;!?…":
        return True
    bare = fold(word.rstrip("."))
    return word.endswith(".") and len(bare) > 1 and bare not in forms("names.degrees")


def names_somebody(text: str) -> bool:
    """Whether a text begins with what has the shape of a name."""
    return bool(leading_name(text)[0])


def meaningful(name: str) -> list[str]:
    """The folded words of a name that tell one from another: without articles, salutations and what kind of
    thing it is; all of them where no other are left."""
    dropped = salutations() | _determiners()
    kept = [word for word in bare_words(name) if word not in dropped]
    while len(kept) > 1 and kept[0] in company_marks():
        kept.pop(0)
    return kept


def is_role(text: str) -> bool:
    """Whether a text names somebody only by what they are: "the customer", "der Chef", "the CFO"."""
    words = [plain(word) for word in text.split()]
    return bool(words) and all(word in roles() or word in _determiners() for word in words)


@cache
def _determiners() -> frozenset[str]:
    return forms("names.determiners")


def _skip_openings(words: list[re.Match[str]]) -> int:
    """How many words at the beginning stand before a name and are none of it."""
    start = 0
    while start < len(words) and start < MOST_WORDS:
        word = plain(words[start].group())
        bare = words[start].group().strip(",:;").casefold()
        if not (
            word in _determiners()
            or word in salutations()
            or bare in salutations()
            or word in company_marks()
        ):
            break
        start += 1
    return start


def _is_name(word: str) -> bool:
    return not is_ordinary(word) and word[:1] not in "(["


def _links(words: list[re.Match[str]], at: int) -> bool:
    """ "von", "&": inside a name, where another part of it follows."""
    word, following = words[at].group(), words[at + 1].group() if at + 1 < len(words) else ""
    links = word in _AMPERSAND or plain(word) in particles()
    return links and (_is_name(following) or (plain(following) in particles() and at + 2 < len(words)))


def _opens_name(words: list[re.Match[str]], start: int, at: int) -> bool:
    """ "Nobody Corp": a word of the language with a capital letter before a name with one."""
    if at != start or at + 1 >= len(words) or _ends(words[at].group()):
        return False
    return all(words[one].group()[:1].isupper() for one in (at, at + 1)) and _is_name(words[at + 1].group())


def _goes_on(words: list[re.Match[str]], start: int, at: int) -> bool:
    """Whether a word of the language goes on with the name or the salutation before it: "von", "&", "Sam
    Price"."""
    if at == start:
        return at > 0 and plain(words[at - 1].group()) in salutations() and _links(words, at)
    return _links(words, at) or _is_second_name(words, start, at)


def _is_second_name(words: list[re.Match[str]], start: int, at: int) -> bool:
    """ "Sam Price": a word of the language with a capital letter behind a first name, in a text of small
    letters."""
    if at == start or at - start > 1:
        return False
    word = words[at].group()
    return word[:1].isupper() and word[1:2].islower() and _ends_name(words, at)


def _ends_name(words: list[re.Match[str]], at: int) -> bool:
    following = words[at + 1].group() if at + 1 < len(words) else ""
    return bool(_ends(words[at].group())) or not following or following[:1].islower()


def without_degrees(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without "Dr" and "Prof", which need not be typed to find somebody; as they are where
    nothing else is left."""
    return tuple(word for word in words if word not in forms("names.degrees")) or words


def is_certain_name(text: str) -> bool:
    """Whether a text begins with a name that is written as one: with a capital letter and no article."""
    name, _ = leading_name(text)
    return bool(name) and name[:1].isupper() and text.lstrip("\"'„“").startswith(name[:1])


def without_opening_words(text: str) -> str:
    """What is to be done without "to" and "that" before it: "to call Ann" is "call Ann"."""
    found = re.match(rf"(?:{pattern('slots.deed_opener')})[,:]?\s+(?=\S)", text, re.IGNORECASE)
    return text[found.end() :] if found else text


_ASIDE = re.compile(r"[,;\s](?:(?<=[,;])\s+|(?<=\s)(?<!\s\s)\s*+[–-]\s+)")
"""Where a run of blanks begins, and all of it: each is looked at once. What it may begin with stands first
and alone: only such a set is searched for fast."""

_BEHIND_COMMA = re.compile(r"[,;]\s+")


_TWO_WORDS = re.compile(r"\s*(\S+)\s+\S")


def split_aside(text: str) -> tuple[str, str]:
    """What a command is about, and what is added behind punctuation as a sentence of its own: "Rita to Megan,
    she knows them"; "" where nothing is."""
    alone = text != text.lower()
    asides = _ASIDE if "-" in text or "–" in text else _BEHIND_COMMA
    for found in asides.finditer(text):
        if _opens_aside(text, found.end(), alone):
            return text[: found.start()].strip(), text[found.end() :].strip()
    return text, ""


def is_aside(text: str, *, alone: bool = False) -> bool:
    """Whether a text behind punctuation is a sentence that is added: several words, the first in small
    letters and a word of the language; `alone` where small letters say enough."""
    return _opens_aside(text, 0, alone)


def _opens_aside(text: str, at: int, alone: bool) -> bool:
    words = _TWO_WORDS.match(text, at)
    return words is not None and words[1][0].islower() and (alone or is_ordinary(words[1]))


def tells_more(text: str) -> bool:
    """Whether a text behind a command that takes nothing is a message of its own: it names somebody, or has
    many words."""
    words = text.split()
    return len(words) > MOST_WORDS or any(not is_ordinary(word) for word in words)
