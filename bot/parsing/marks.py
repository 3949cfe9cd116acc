"""Marks: who is mentioned in a message is one sign in it while it is read.

"assign 1 to <at>Megan Bowen</at>" is read as "assign 1 to 𓀀". To all that reads the text such a sign is a
word, and no name of a record: it goes whole through wishes, sentences and arguments, two people of one name
stay two, and a name with a comma in it cuts nothing. A command that takes a colleague is told by the table to
whom the sign points. In all that is kept or shown the name stands again.

The signs are hieroglyphs, which nobody writes; those that a message holds itself are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

_FIRST, _LAST = "\U00013000", "\U000133ff"
MARK = re.compile(f"[{_FIRST}-{_LAST}]")
_WRAPPED = re.compile(rf"[(\[\"'„“”‚‘»«]\s?(?P<mark>{MARK.pattern})\s?[)\]\"'“”‘’«»]")
_CALLED = re.compile(rf"{MARK.pattern}(?=\W)[\s,;:&+–-]*+(?=\S)")
_BEGIN, _THEN, _END = "\ufff9", "\ufffa", "\ufffb"
"""Around a name that is kept with its pointers behind a button: signs that Unicode has for annotations."""
_KEPT = re.compile(
    f"{_BEGIN}(?P<name>[^{_BEGIN}-{_END}]*+){_THEN}(?P<chat>[^{_BEGIN}-{_END}]*+)"
    f"{_THEN}(?P<user>[^{_BEGIN}-{_END}]*+){_END}"
)
_OURS = re.compile(f"[{_FIRST}-{_LAST}{_BEGIN}-{_END}]")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom or what a message mentions. `name` is what was written, `chat_id` and `user_id` are the ids in the
    chat and in the directory, "" where they were not told, `member` the id of a colleague who is known
    already. A tag, a channel and a team are no person."""

    name: str
    chat_id: str = ""
    user_id: str = ""
    is_person: bool = True
    member: int = 0


class Marks:
    """The signs in a text, and whom each stands for."""

    def __init__(self, table: Mapping[str, Mentioned] | None = None) -> None:
        self._table = dict(table or {})

    def __bool__(self) -> bool:
        return bool(self._table)

    def find(self, mark: str) -> Mentioned | None:
        """Whom a sign stands for; None for one that somebody has written."""
        return self._table.get(mark)

    def people_in(self, text: str) -> list[re.Match[str]]:
        """Where people are mentioned in a text, in order."""
        found = MARK.finditer(text) if self._table else ()
        return [one for one in found if (who := self.find(one.group())) and who.is_person]

    def and_of(self, people: Iterable[Mentioned], text: str) -> tuple[Marks, list[str]]:
        """These marks, and those of more people, for which a text gets the signs."""
        signs = (sign for sign in free_signs(text) if sign not in self._table)
        added = dict(zip(signs, people, strict=False))
        return Marks({**self._table, **added}), list(added)

    def named(self, text: str, written: Callable[[str], str] = str) -> str:
        """A text with the names in it; `written` says how a name is written there."""
        return self._replaced(text, lambda who: written(who.name))

    def kept(self, text: str) -> str:
        """A text from which `revive` makes the marks again in another turn: names with their pointers."""
        return self._replaced(text, _annotated)

    def named_in(self, value: T) -> T:
        """As `named`, for all texts of a value."""
        return _mapped(value, self.named) if self._table else value

    def kept_in(self, value: T) -> T:
        """As `kept`, for all texts of a value."""
        return _mapped(value, self.kept) if self._table else value

    def _replaced(self, text: str, told: Callable[[Mentioned], str]) -> str:
        if not self._table or text.isascii():
            return text
        return MARK.sub(lambda one: told(who) if (who := self.find(one.group())) else one.group(), text)


def free_signs(*texts: str) -> Iterator[str]:
    """Signs that none of the texts holds."""
    written = {sign for text in texts if not text.isascii() for sign in MARK.findall(text)}
    return (sign for sign in map(chr, range(ord(_FIRST), ord(_LAST) + 1)) if sign not in written)


def revive(text: str, marks: Marks) -> tuple[str, Marks]:
    """The text with marks that was kept by `Marks.kept`, and the marks that there are now."""
    if text.isascii() or _BEGIN not in text:
        return text, marks
    people = [Mentioned(one["name"], one["chat"], one["user"]) for one in _KEPT.finditer(text)]
    marks, signs = marks.and_of(people, text)
    left = iter(signs)
    return _KEPT.sub(lambda one: next(left, one["name"]), text), marks


def unwrapped(text: str) -> str:
    """A text without the brackets or quotes around the mention that it begins with."""
    found = _WRAPPED.match(text)
    return found["mark"] + text[found.end() :] if found else text


def split_called(text: str) -> Iterator[tuple[str, str]]:
    """Those whom a message may call before it says anything, and what it then says: of two who are mentioned
    first it may be the second of whom it speaks."""
    at = 0
    while found := _CALLED.match(text, at):
        at = found.end()
        yield text[:at].strip(), text[at:]


def without_signs(name: str) -> str:
    """A name without the signs that have a meaning here."""
    return name if name.isascii() else _OURS.sub("", name)


def _annotated(who: Mentioned) -> str:
    if not (who.is_person and (who.chat_id or who.user_id)):
        return who.name
    return f"{_BEGIN}{who.name}{_THEN}{who.chat_id}{_THEN}{who.user_id}{_END}"


def _mapped(value: Any, told: Callable[[str], str]) -> Any:
    """A value with each text in it changed; what holds no text is the same object."""
    if type(value) is str:
        return told(value)
    if isinstance(value, Mapping):
        return {name: _mapped(one, told) for name, one in value.items()}
    if type(value) in (list, set, frozenset):
        return type(value)(_mapped_all(value, told))
    if isinstance(value, tuple):
        parts = _mapped_all(value, told)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        held = ((one.name, getattr(value, one.name)) for one in fields(value) if one.init)
        changed = {name: new for name, old in held if (new := _mapped(old, told)) != old}
        return replace(value, **changed) if changed else value
    return value


def _mapped_all(values: Iterable[Any], told: Callable[[str], str]) -> list[Any]:
    return [_mapped(one, told) for one in values]
