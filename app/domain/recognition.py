"""Recognition: the signs by which texts name a person, and how a text reads without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from app.domain.matching import NAME_PARTICLES, fold
from app.domain.traces import dialled_in

ERASED = "⟦×⟧"
"""What stands where something of an erased person stood. It has no words, so nobody finds it; readers see
it in their language."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BETWEEN = r"[\s()./\-–\xa0]*"
_FEWEST_DIGITS = 6
"""Digits of the shortest number that says whose it is."""
_SHORTEST_PART = 2
_LONGEST_GAP = 3
"""Signs between two parts of one name: a blank, a comma and a blank, a dot."""
_SEVERAL = re.compile(rf"{ERASED}(?:[\s,.\-]*{ERASED})+")
_SPECIAL = "%_\\"
_UNDOTTED = re.compile("[aou]e")
_DOUBLE = re.compile("[aou]e|ss")
_MARKED = re.compile("[aeiouyncszl]")
_VOWEL = re.compile("[aeiouy]")
_FEWEST_LETTERS = 3
"""Letters that a pattern has to have: with fewer it would fit nearly every text."""


class Certainty(IntEnum):
    """How surely a text speaks of somebody: not at all, by a part of the name that others may bear too, or by
    the whole name, an address or a number."""

    NONE = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text speaks of somebody."""

    start: int
    end: int
    certain: bool


@dataclass(frozen=True)
class Signs:
    """Names, email addresses and telephone numbers of one person, and `keys` that are theirs alone, such as
    the id of an account; each as somebody wrote it."""

    names: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        names: Iterable[str] = (),
        emails: Iterable[str] = (),
        phones: Iterable[str] = (),
        keys: Iterable[str] = (),
    ) -> Signs:
        """Signs made from texts, which may be empty or of somebody who is erased already."""
        told = ({one.strip() for one in some} - {"", ERASED} for some in (names, emails, phones, keys))
        return cls(*map(frozenset, told))

    def __or__(self, other: Signs) -> Signs:
        return Signs(
            self.names | other.names,
            self.emails | other.emails,
            self.phones | other.phones,
            self.keys | other.keys,
        )

    def __bool__(self) -> bool:
        return bool(self.names or self.emails or self.phones or self.keys)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The folded words of the names, without titles and initials."""
        return frozenset(part for name in self.names for part in parts_of(name))

    @cached_property
    def _spelled(self) -> frozenset[str]:
        """The parts, also as who leaves the dots of umlauts out writes them."""
        undotted = (_UNDOTTED.sub(lambda pair: pair.group()[0], part) for part in self.parts)
        return self.parts.union(part for part in undotted if len(part) >= _SHORTEST_PART)

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers as they are dialled inside their country."""
        found = (dialled_in(phone) for phone in self.phones)
        return frozenset(one for one in found if len(one) >= _FEWEST_DIGITS)

    def certainty(self, text: str) -> Certainty:
        """How surely a text speaks of the person."""
        spans = list(self.spans(text))
        if not spans:
            return Certainty.NONE
        return Certainty.CERTAIN if any(span.certain for span in spans) else Certainty.LIKELY

    def spans(self, text: str) -> Iterator[Span]:
        """Where a text speaks of the person, in order; spans do not overlap."""
        if not text:
            return
        found = sorted([*self._exact(text), *self._named(text)], key=lambda span: (span.start, -span.end))
        end = 0
        for span in found:
            if span.start >= end:
                yield span
                end = span.end

    def redact(self, text: str) -> str:
        """The text without all that speaks of the person."""
        pieces, end = [], 0
        for span in self.spans(text):
            pieces += [text[end : span.start], ERASED]
            end = span.end
        if not pieces:
            return text
        return _SEVERAL.sub(ERASED, "".join([*pieces, text[end:]]))

    def redact_all(self, value: object) -> object:
        """A plain value with all texts in it redacted; the names of fields stay."""
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, dict):
            return {name: self.redact_all(each) for name, each in value.items()}
        return [self.redact_all(each) for each in value] if isinstance(value, list | tuple) else value

    def certainty_of(self, value: object) -> Certainty:
        """How surely any text in a plain value speaks of the person."""
        return max((self.certainty(text) for text in texts_in(value)), default=Certainty.NONE)

    def like_patterns(self) -> list[str]:
        """Patterns of SQL's LIKE, of which each text that speaks of the person fits one at least, whatever
        the case of its letters; letters beyond ASCII are left open, as databases differ in their case."""
        found = {_open(text) for text in (*self.emails, *self.keys)}
        written = {word for name in self.names for word in _WORD.findall(name) if fold(word) in self.parts}
        for part in (*self._spelled, *written):
            found |= _spellings(part)
        return sorted(f"%{one}%" for one in found | {"%".join(digits) for digits in self.digits})

    def _exact(self, text: str) -> Iterator[Span]:
        for pattern in self._patterns:
            for found in pattern.finditer(text):
                yield Span(found.start(), found.end(), certain=True)

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        written = [rf"(?<![\w.+-]){re.escape(one)}(?!\w)" for one in (*self.emails, *self.keys)]
        before = rf"(?:(?:\+|00)\d{{1,3}}{_BETWEEN}(?:\(?0\)?{_BETWEEN})?|\(?0{_BETWEEN})?"
        dialled = [rf"(?<![\d+])\(?{before}{_BETWEEN.join(one)}(?!\d)" for one in self.digits]
        glued = ["".join(order) for name in self.names for order in _orders(parts_of(name))]
        told = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in glued]
        return [re.compile(one, re.IGNORECASE) for one in (*written, *dialled, *told)]

    def _named(self, text: str) -> Iterator[Span]:
        if not self.parts:
            return
        known = [
            (found.start(), found.end(), word)
            for found in _WORD.finditer(text)
            if (word := fold(found.group())) in self._spelled
            or (word.endswith("s") and _bare(word) in self._spelled)
        ]
        for place, (start, end, word) in enumerate(known):
            near = known[max(place - 1, 0) : place + 2]
            # Two different parts beside each other are the name; one alone may be another person's.
            certain = any(
                other != word and max(first - end, start - last) <= _LONGEST_GAP
                for first, last, other in near
            )
            yield Span(start, end, certain)


def parts_of(name: str) -> list[str]:
    """The folded words of a name by which somebody is called."""
    words = [fold(word) for word in _WORD.findall(name)]
    found = [word for word in words if len(word) >= _SHORTEST_PART and word not in NAME_PARTICLES]
    return found or [word for word in words if len(word) >= _SHORTEST_PART]


def texts_in(value: object) -> Iterator[str]:
    """All texts in a plain value, without the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


def _spellings(word: str) -> set[str]:
    """Patterns for all spellings of a word: a letter that may bear a mark, or be two for one, is left open,
    and all such letters where enough is left. A word of another alphabet stands in its usual cases."""
    part = _open(word)
    if sum(sign.isalnum() for sign in part) < min(_FEWEST_LETTERS, len(word)) and not word.isascii():
        return {word, word.lower(), word.upper(), word.capitalize()}
    found = {part}
    for marks in (_MARKED, _DOUBLE):
        found |= {f"{part[: one.start()]}_{part[one.end() :]}" for one in marks.finditer(part)}
    for whole in (part, _DOUBLE.sub("_", part)):
        bare = _VOWEL.sub("_", whole)
        if sum(sign.isalnum() for sign in bare) >= _FEWEST_LETTERS:
            found.add(bare)
    return found


def _orders(parts: list[str]) -> list[list[str]]:
    """The first and the last part of a name, as accounts join them."""
    return [[parts[0], parts[-1]], [parts[-1], parts[0]]] if len(parts) > 1 else []


def _bare(word: str) -> str:
    """A word without the ending of a genitive: "Meier's", "Meiers"."""
    return re.sub(r"['’]?s\Z", "", word) if len(word) > _SHORTEST_PART + 1 else word


def _open(text: str) -> str:
    """A text as a pattern. Letters beyond ASCII that have two cases are left open: databases differ there."""
    return "".join(map(_opened, text.lower()))


def _opened(sign: str) -> str:
    if sign.isascii():
        return f"\\{sign}" if sign in _SPECIAL else sign
    return "_" if sign.upper() != sign or sign.lower() != sign else sign
