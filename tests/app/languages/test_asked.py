"""No sentence is left in the catalogs that nobody asks for any more.

A key is asked for where it is written out, or where a text with gaps makes it of words that the code knows:
f"card.{kind}" makes "card.lead", as there is a "lead" in some enumeration.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from app.domain.fields import FIELDS
from app.domain.pipeline import DEFAULT_CHOICES
from app.languages.strings import strings
from tests.app.languages.test_catalogs import PLURAL, ROOT

GAP = "(.+)"
_TEMPLATE = re.compile(r"`([a-z]+[.:][^`\n ]*\$\{[^`\n ]*)`")
_QUOTED = re.compile(r'"([a-z_]+(?:[.:][A-Za-z_.]+)*)"')
_SHORTEST = 3
"""Letters of a text with gaps that says something."""


class Code:
    """What the Python of the product and the front end write out."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self._known: dict[str, bool] = {}
        gaps: set[str] = set()
        for room in ("app", "bot", "tabs", "manifest"):
            for path in (ROOT / room).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    self._read(node, gaps)
        pages = "\n".join(path.read_text(encoding="utf-8") for path in self._pages())
        self.quoted = {found.replace(":", ".") for found in _QUOTED.findall(pages)}
        self.templates = [
            re.compile("[A-Za-z_]+".join(map(re.escape, re.split(r"\$\{[^}]*\}", found.replace(":", ".")))))
            for found in _TEMPLATE.findall(pages)
        ]
        told = [gap for gap in gaps if len(gap.replace(GAP, "")) >= _SHORTEST]
        # "decision_criteria_missing" and "timeline_half_year" are cut at the last mark and at the first.
        told += [gap.replace(GAP, "(.+?)") for gap in told if gap.count(GAP) > 1]
        self.gaps = [re.compile(gap) for gap in told]
        self.keys = [one for one in self.gaps if "." in one.pattern.partition("(")[0]]

    def _pages(self) -> list[Path]:
        found = (ROOT / "tabs/web/src").rglob("*.ts*")
        return [path for path in found if ".test." not in path.name]

    def _read(self, node: ast.AST, gaps: set[str]) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.words.add(node.value)
        elif isinstance(node, ast.keyword) and node.arg:
            self.words.add(node.arg)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self.words.add(node.target.id)
        elif isinstance(node, ast.JoinedStr):
            pieces = (one.value if isinstance(one, ast.Constant) else None for one in node.values)
            gaps.add("".join(GAP if one is None else re.escape(str(one)) for one in pieces))

    def knows(self, word: str) -> bool:
        """Whether a word is written out, or made of such words."""
        if word not in self._known:
            self._known[word] = word in self.words or any(self._fills(gap, word) for gap in self.gaps)
        return self._known[word]

    def asks_for(self, key: str) -> bool:
        """Whether anything makes this key. The front end asks for its own by what follows "tab."."""
        if key in self.words or key in self.quoted:
            return True
        for gap in self.keys:
            found = gap.fullmatch(key)
            if found and all(map(self.knows, found.groups())):
                return True
        own = key.removeprefix("tab.")
        return own in self.quoted or any(one.fullmatch(own) or one.fullmatch(key) for one in self.templates)

    def _fills(self, gap: re.Pattern[str], word: str) -> bool:
        found = gap.fullmatch(word)
        return found is not None and self.words.issuperset(found.groups())


@cache
def code() -> Code:
    return Code()


def is_asked_for(key: str) -> bool:
    return code().asks_for(key) or code().asks_for(PLURAL.sub("", key))


def test_every_sentence_is_asked_for() -> None:
    # Entries of lists are called by the list and their key, whatever these are.
    listed = {f"{name}.{key}" for name, keys in DEFAULT_CHOICES.items() for key in keys}
    fields = [field for of_kind in FIELDS.values() for field in of_kind.values()]
    listed |= {f"{field.list}.{option.value}" for field in fields for option in field.options or ()}
    assert sorted(key for key in strings("en").keys() - listed if not is_asked_for(key)) == []


@pytest.mark.parametrize(
    "key",
    ["tab.offline.kept_body", "tab.board.unheard", "audit.reason.guest", "reply.unheard", "card.unheard",
     "error.unheard_code", "unheard.saved", "button.unheard_other"],
)  # fmt: skip
def test_one_that_is_not_is_found(key: str) -> None:
    assert not is_asked_for(key)
