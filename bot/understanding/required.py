"""The words that no text which matches a template can do without: the fast way to tell that one does not.

A template is taken apart at its blanks, outside of brackets. A plain word is required; of "(won|lost)" and of
a slot whose type is a list of words, one of their first words is; a slot for a number requires one, one for
a mention the sign of one. What is optional, or grown together with something else, requires nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from app.domain.matching import fold
from app.languages.words import forms
from bot.parsing.marks import MARK
from bot.understanding.slots import is_list

NUMBER, MENTION = "\0number", "\0mention"
"""What stands in a text's words for any number, and for any mention."""

_AROUND = ".,:;!?…–-"
_WORD = re.compile(r"['’]?[^\W_][\w&/'’-]*")
_NUMBER = re.compile(r"#?\d+")
_SLOT = re.compile(r"\{[a-z_]+(?::(?P<type>[a-z_]+))?\}")
_ENDING = re.compile(r"(?:\[(?:[,;:.!?–-]|\s)[^\[\]{}]*\]|\{[a-z_]+:(?:empty|told)\}|[,:;.!?…]|\\[.?!])+\Z")
"""What a word may end with and stays a word: punctuation, an optional part that begins with it or with a
blank, and a slot that takes nothing or begins so."""


def words_in(text: str) -> list[str]:
    """The words of a text as the groups of a template have them, in order; what stands for a number or a
    mention goes beside it."""
    return [said for word in text.split() for said in readings_of(word)]


def required(template: str) -> list[frozenset[str]]:
    """Groups of folded words of which a matching text has one each, in the order of the template."""
    return [group for item in _items(template) if (group := _group(item))] if _is_whole(template) else []


def beginnings(template: str) -> frozenset[str]:
    """The folded words of which a matching text has one as its first, be it one that may be left out; empty
    where it may begin otherwise."""
    found: set[str] = set()
    for item in _items(template) if _is_whole(template) else ():
        is_optional = item[0] == "[" and item[-1] == "]" and _is_one_bracket(item)
        group = _group(f"({item[1:-1]})") if is_optional else _group(item)
        found |= group
        if not group or not is_optional:
            return frozenset(found) if group else frozenset()
    return frozenset()


@lru_cache(maxsize=8192)
def readings_of(word: str) -> tuple[str, ...]:
    """A word of a text as the groups of a template have it, and beside it what stands for a number or a
    mention where it is one."""
    bare = word.strip(_AROUND)
    if _NUMBER.fullmatch(bare):
        return fold(bare), NUMBER
    return (fold(bare), MENTION) if MARK.fullmatch(bare) else (fold(bare),)


def _is_whole(template: str) -> bool:
    return len(list(_split(template, "|"))) == 1


def _items(template: str) -> Iterator[str]:
    return (item for item in _split(template, " ") if item)


def _split(template: str, at: str) -> Iterator[str]:
    """The parts of a template between a sign that stands outside of all brackets."""
    depth, begun = 0, 0
    for place, sign in enumerate(template):
        if place and template[place - 1] == "\\":
            continue
        depth += (sign in "[({") - (sign in "])}")
        if sign == at and not depth:
            yield template[begun:place]
            begun = place + 1
    yield template[begun:]


def _group(item: str) -> frozenset[str]:
    """The words of which a text has one where it has this part of a template; empty where none is certain."""
    bare = _ENDING.sub("", item)
    slot = _SLOT.fullmatch(bare)
    if _WORD.fullmatch(bare):
        return frozenset({fold(bare)})
    if bare.startswith("(") and bare.endswith(")") and _is_one_bracket(bare):
        groups = [_group(next(_items(one), "")) for one in _split(bare[1:-1], "|")]
        return frozenset().union(*groups) if all(groups) else frozenset()
    return _of_slot(slot["type"] or "") if slot else frozenset()


def _is_one_bracket(item: str) -> bool:
    depths = list(accumulate((sign in "[({") - (sign in "])}") for sign in item))
    return depths.index(0) == len(item) - 1


def _of_slot(kind: str) -> frozenset[str]:
    if kind in ("number", "mention"):
        return frozenset({NUMBER if kind == "number" else MENTION})
    if not is_list(kind):
        return frozenset()
    firsts = [form.split()[0] for form in forms(f"slots.{kind}") if form]
    return frozenset(map(fold, firsts)) if all(map(_WORD.fullmatch, firsts)) else frozenset()
