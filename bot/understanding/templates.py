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

from app.languages.words import TemplateError
from bot.understanding.required import beginnings, required
from bot.understanding.slots import slot_pattern

_SLOT = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<type>[a-z_]+))?\}")
_END = r"[.!…]*"


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be matched. `groups` are sets of words of which a text must have one each, `begins`
    those that one must begin with, if any (see required.py)."""

    pattern: re.Pattern[str]
    groups: tuple[frozenset[str], ...]
    begins: frozenset[str]

    def may_match(self, words: frozenset[str]) -> bool:
        """Whether a text of these words, as `words_in` gives them, has what the template requires."""
        return not any(map(words.isdisjoint, self.groups))

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
    expression = re.compile(compiled + _END, re.IGNORECASE)
    return Template(expression, tuple(required(text)), beginnings(text))


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
    if parts and parts[-1] == r"\ " and after in ("", " ", "?", ",", ")", "]", "|", "[", ":", "("):
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
