"""The words that no text which matches a template can do without: the fast way to tell that one does not.

A template is taken apart at its blanks, outside of brackets. A plain word is required; of "(won|lost)" and of
a slot whose type is a list of words, one of their first words is; a slot for a number requires one, one for
a mention the sign of one. A slot of a type that holds a list of words among others requires one of these.
What is optional, or grown together with something else, requires nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from app.domain.matching import fold
from app.languages.words import forms
from bot.parsing.marks import MARK
from bot.understanding.slots import VALUE_START, is_list

NUMBER, MENTION, VALUE = "\0number", "\0mention", "\0value"
"""What stands in a text's words for any number, for any mention, and for what begins as a value does."""

_AROUND = ".,:;!?…–-"
_WORD = re.compile(r"['’]?[^\W_][\w&/'’-]*")
_NUMBER = re.compile(r"#?\d+")
_SLOT = re.compile(r"\{[a-z_]+(?::(?P<type>[a-z_]+))?\}")
_VALUE = re.compile(VALUE_START)
_ENDING = re.compile(
    r"(?:\[(?:[,;:.!?–-]|\s)[^\[\]{}]*(?:\[[^\[\]{}]*\][^\[\]{}]*)*\]|\{[a-z_]+:(?:empty|told|from_place)\}"
    r"|:(?:\[ \])?\{[a-z_]+:rest\}|[,:;.!?…]|\\[.?!])+\Z"
)
"""What a word may end with and stays a word: punctuation, an optional part that begins with it or with a
blank, a slot that takes nothing or begins so, and a colon with all that follows it."""
_HOLDS = {
    "deed": ("deeds", "deeds_behind"),
    "planned": ("plan",),
    **dict.fromkeys(("of_somebody", "listed_of", "owned_list"), ("listed",)),
}
"""Types that hold a word of some lists, not at their beginning."""


def words_in(text: str) -> list[str]:
    """The words of a text as the groups of a template have them, in order; what stands for a number or a
    mention goes beside it."""
    return [said for word in text.split() for said in readings_of(word)]


def required(template: str) -> list[frozenset[str]]:
    """Groups of folded words of which a matching text has one each, in the order of the template."""
    items = _items(template) if _is_whole(template) else ()
    return [group for item in items if (group := _group(item, inside=True))]


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
    """A word of a text as the groups of a template have it, and beside it what stands before a colon in it,
    and what stands for a number, a mention or a value where it is one."""
    bare = word.strip(_AROUND)
    found = [fold(bare)]
    if ":" in bare:
        found.append(fold(bare.partition(":")[0]))
    if _NUMBER.fullmatch(bare):
        found.append(NUMBER)
    if MARK.fullmatch(bare):
        found.append(MENTION)
    if _VALUE.match(word):
        found.append(VALUE)
    return tuple(found)


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


def _group(item: str, *, inside: bool = False) -> frozenset[str]:
    """The words of which a text has one where it has this part of a template, as its first one or somewhere
    `inside`; empty where none is certain."""
    bare = _ENDING.sub("", item)
    slot = _SLOT.fullmatch(bare)
    if _WORD.fullmatch(bare):
        return frozenset({fold(bare)})
    if bare.startswith("(") and bare.endswith(")") and _is_one_bracket(bare):
        groups = [_group(next(_items(one), ""), inside=inside) for one in _split(bare[1:-1], "|")]
        return frozenset().union(*groups) if all(groups) else frozenset()
    return _of_slot(slot["type"] or "", inside=inside) if slot else frozenset()


def _is_one_bracket(item: str) -> bool:
    depths = list(accumulate((sign in "[({") - (sign in "])}") for sign in item))
    return depths.index(0) == len(item) - 1


_SIGNS = {"number": NUMBER, "mention": MENTION, "value": VALUE}


def _of_slot(kind: str, *, inside: bool) -> frozenset[str]:
    if kind in _SIGNS:
        return frozenset({_SIGNS[kind]})
    lists = (kind,) if is_list(kind) else _HOLDS.get(kind, ()) if inside else ()
    firsts = [form.split()[0] for one in lists for form in forms(f"slots.{one}") if form]
    return frozenset(map(fold, firsts)) if all(map(_WORD.fullmatch, firsts)) else frozenset()
