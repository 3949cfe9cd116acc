"""How commands are worded: their names and aliases in all languages, and what looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from app.domain.matching import fold
from app.strings.reader import Reader
from app.strings.strings import LANGUAGES, strings

LONGEST_NAME = 4
"""Words of the longest name of a command."""
CLOSE_ENOUGH = 72
"""How alike (of 100) a name must be to what was written to be suggested."""

_GAP = " \t\r\n:,;–—-"
_WORD = re.compile(r"\S+")
_PUNCTUATION = ".,:;!?…()[]\"'„“”/"


class Wording:
    """The names of some commands. The catalogs hold them: `command.<verb>.name` and `.aliases`."""

    def __init__(self, verbs: Iterable[str]) -> None:
        self._of = verbs

    def match(self, text: str) -> tuple[str, str] | None:
        """The verb with the longest name that the text begins with, in any letter case and language, and
        what follows."""
        words, ends = _head(text)
        for count in range(len(words), 0, -1):
            verb = self._verbs.get(" ".join(words[:count]))
            if verb:
                return verb, text[ends[count - 1] :].strip(_GAP)
        return None

    def suggest(self, text: str, reader: Reader) -> list[tuple[str, str]]:
        """Names that look like what was written: (label, what to write instead), best first."""
        # Late: it is only needed once somebody has mistyped, and every start of the host would pay for it.
        from rapidfuzz import fuzz

        words, ends = _head(text)
        scored: dict[str, tuple[float, str]] = {}
        for name, verb in self._verbs.items():
            count = name.count(" ") + 1
            if count > len(words):
                continue
            score = fuzz.ratio(" ".join(words[:count]), name)
            if score >= CLOSE_ENOUGH and score > scored.get(verb, (0.0, ""))[0]:
                scored[verb] = (score, text[ends[count - 1] :].strip())
        best = sorted(scored.items(), key=lambda item: -item[1][0])[:3]
        lines = [f"{reader.t(f'command.{verb}.name')} {rest}".strip() for verb, (_, rest) in best]
        return [(line, line) for line in lines]

    @cached_property
    def _verbs(self) -> dict[str, str]:
        """Verbs by folded name, all languages and aliases."""
        names: dict[str, str] = {}
        for language in reversed(LANGUAGES):
            catalog = strings(language)
            for verb in self._of:
                aliases = catalog.t(f"command.{verb}.aliases")
                for name in (catalog.t(f"command.{verb}.name"), *aliases.split(",")):
                    names[" ".join(fold(name).split())] = verb
        return names


def _head(text: str) -> tuple[list[str], list[int]]:
    """The first words of a text, folded and without punctuation, and where each of them ends."""
    words, ends = [], []
    for found in _WORD.finditer(text[:400]):
        words.append(fold(found.group().strip(_PUNCTUATION)))
        ends.append(found.end())
        if len(words) == LONGEST_NAME:
            break
    return words, ends
