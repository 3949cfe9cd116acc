"""Sentences as templates: "(add|put) {who} as [a|an|the] {role} (to|on) {of:number}", compiled to patterns.

The format is that of Home Assistant's intents (github.com/home-assistant/intents): "[…]" is optional, "(…|…)"
are alternatives, "{name}" is a slot, "\\(" a bracket that is written. A slot may be of a type (slots.py):
`number` of a record, `rest` of the text, or the key of a list of words under `slots` in the language folders.
The matcher `hassil` was not taken: its wildcard takes all that follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from app.domain.matching import fold
from app.languages.words import TemplateError
from bot.understanding.slots import slot_pattern

_SLOT = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<type>[a-z_]+))?\}")
_END = r"[.!…]*"


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be matched. `needs` are folded words without which no text matches: the fast way to
    tell that one does not."""

    pattern: re.Pattern[str]
    needs: frozenset[str]
    begins: frozenset[str]

    def match(self, text: str) -> dict[str, str] | None:
        """What the slots hold where a whole text, with single blanks, matches; "" for a slot left out."""
        found = self.pattern.fullmatch(text)
        return {name: held or "" for name, held in found.groupdict().items()} if found else None


@cache
def compile_template(text: str) -> Template:
    """Compiles a template. Raises TemplateError."""
    compiled, end = _sequence(text, 0)
    if end != len(text):
        raise TemplateError(f"a bracket too many in {text!r}")
    return Template(re.compile(compiled + _END, re.IGNORECASE), _needed(text), _beginnings(text))


def _sequence(text: str, at: int) -> tuple[str, int]:
    parts: list[str] = []
    while at < len(text) and text[at] not in "])":
        if text[at] == "[":
            at = _optional(text, at, parts)
        elif text[at] == "(":
            inner, end = _sequence(text, at + 1)
            _expect(text, end, ")")
            parts.append(f"(?:{inner})")
            at = end + 1
        elif text[at] == "\\":
            parts.append(re.escape(text[at + 1]))
            at += 2
        elif slot := _SLOT.match(text, at):
            parts.append(_slot(slot))
            at = slot.end()
        else:
            parts.append("|" if text[at] == "|" else re.escape(text[at]))
            at += 1
    return "".join(parts), at


def _optional(text: str, at: int, parts: list[str]) -> int:
    """Adds an optional group; the blank before it, or at the beginning the one behind it, goes with it."""
    inner, end = _sequence(text, at + 1)
    _expect(text, end, "]")
    after = text[end + 1 : end + 2]
    if parts and parts[-1] == r"\ " and after in ("", " ", "?", ",", ")", "]", "|", "[", ":"):
        parts[-1] = rf"(?:\ (?:{inner}))?"
    elif after == " " and (not parts or parts[-1] in ("|", "(?:") or parts[-1].endswith(r"\ )?")):
        parts.append(rf"(?:(?:{inner})\ )?")
        return end + 2
    else:
        parts.append(f"(?:{inner})?")
    return end + 1


def _slot(slot: re.Match[str]) -> str:
    kind = slot["type"]
    return f"(?P<{slot['name']}>{slot_pattern(kind) if kind else '.+?'})"


def _expect(text: str, at: int, bracket: str) -> None:
    if text[at : at + 1] != bracket:
        raise TemplateError(f"a bracket is not closed in {text!r}")


def _needed(text: str) -> frozenset[str]:
    """Whole words outside brackets and slots."""
    bare = re.sub(r"\{[^}]*\}|\\.", " \0 ", text)
    while (shorter := re.sub(r"[\[(][^\[\]()]*[\])]", "\0", bare)) != bare:
        bare = shorter
    if "|" in bare:
        return frozenset()
    return frozenset(fold(word) for word in bare.split() if word.isalpha())


def _beginnings(text: str) -> frozenset[str]:
    """The words that a text must begin with, where the template begins with a plain word or a group of
    plain words."""
    group = re.match(r"\((?P<words>[\w|'’-]+)\)(?=\s|\Z)", text)
    if group:
        return frozenset(fold(word) for word in group["words"].split("|"))
    word = re.match(r"[\w'’-]+(?=\s|\Z|[:,?])", text)
    return frozenset({fold(word.group())}) if word else frozenset()
