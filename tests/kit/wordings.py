"""How people word the commands that change something: read from the folders of the languages, so that what is
added there is tried as well. A wording is a text with slots: "mark {of} as won"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import app.languages.strings as languages
import bot.commands  # noqa: F401 - fills the registry
from app.domain.event import Kind
from app.languages.strings import strings
from app.languages.words import words_of
from bot.registry import registry

_DEALS = frozenset({Kind.LEAD, Kind.OPPORTUNITY})
_OPPORTUNITIES = frozenset({Kind.OPPORTUNITY})
_LEADS = frozenset({Kind.LEAD})
_PEOPLE = frozenset(Kind) - {Kind.ACTIVITY}
KINDS = {
    **dict.fromkeys(("won", "lost", "move", "advance"), _OPPORTUNITIES),
    **dict.fromkeys(("qualify", "disqualify"), _LEADS),
    **dict.fromkeys(("assign", "reopen", "follow", "unfollow", "participant", "close"), _DEALS),
    **dict.fromkeys(("edit", "note", "call", "email", "meeting", "task", "done", "postpone"), _PEOPLE),
    **dict.fromkeys(("uninterested", "cancel", "next", "delete"), _PEOPLE),
}
"""The kinds that a verb that changes a record is for."""
CAPTURES = ("new", "new_contact", "new_organization", "new_opportunity")
"""The verbs that keep something new."""
_BLANK_BEFORE_MARK = re.compile(r" (?=[:,?])")
_SLOT = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<type>[a-z_]+))?\}")


@dataclass(frozen=True)
class Wording:
    """One way to word a verb; `open_end` where a record's name, or more, may follow."""

    verb: str
    template: str
    open_end: bool = True

    def unfold(self, random: Random) -> str:
        """A text with slots alone: one of the alternatives, with or without what may be left out."""
        return _BLANK_BEFORE_MARK.sub("", " ".join(_unfold(self.template, random).split()))


def slots_in(text: str) -> list[tuple[str, str]]:
    """Name and type ("" for none) of the slots of a text."""
    return [(slot["name"], slot["type"] or "") for slot in _SLOT.finditer(text)]


def fill(text: str, values: dict[str, str]) -> str:
    """A text with values for its slots by name. Raises KeyError."""
    return " ".join(_SLOT.sub(lambda slot: values[slot["name"]], text).split())


@cache
def wordings_of(language: str) -> tuple[Wording, ...]:
    """All wordings of the verbs that change something, in one language."""
    verbs = [verb for verb in (*KINDS, *CAPTURES) if verb in registry.commands]
    return tuple(one for verb in verbs for one in _named(language, verb)) + tuple(_sentences(language, verbs))


def _named(language: str, verb: str) -> Iterator[Wording]:
    catalog = strings(language)
    for key in ("name", "aliases"):
        if catalog.has(f"command.{verb}.{key}"):
            for name in catalog.t(f"command.{verb}.{key}").split(","):
                yield Wording(verb, f"{name.strip()} {{of}}")
    for sentence in words_of(language, f"commands.{verb}"):
        yield Wording(verb, sentence.replace("…", "{of}"), open_end=sentence.endswith("…"))


def _sentences(language: str, verbs: list[str]) -> Iterator[Wording]:
    path = Path(languages.__file__).parent / language / "sentences.toml"
    for sentence in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]:
        if sentence["verb"] in verbs:
            yield from (Wording(sentence["verb"], says, open_end=False) for says in sentence["says"])


def _unfold(text: str, random: Random) -> str:
    built, rest = _branch(text, 0, random)
    assert rest == len(text), text
    return built


def _branch(text: str, at: int, random: Random) -> tuple[str, int]:
    """One of the alternatives from a position to its closing bracket."""
    branches, current = [], ""
    while at < len(text) and text[at] not in "])":
        if text[at] == "|":
            branches.append(current)
            current = ""
        elif text[at] in "[(":
            inner, end = _branch(text, at + 1, random)
            current += inner if text[at] == "(" or random.random() < 0.5 else ""
            at = end
        elif text[at] == "\\":
            at += 1
            current += text[at]
        else:
            current += text[at]
        at += 1
    return random.choice([*branches, current]), at
