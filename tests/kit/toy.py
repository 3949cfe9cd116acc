"""A language that nobody speaks, made from the English folder: names and whatever people type have a syllable
before each word ("Zormove", "zornew zorlead"), and sentences stand in brackets of their own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.kit.templates import alternatives

TOY, NAME = "xx", "Zorish"
SYLLABLE, OPENED, CLOSED = "zor", "⟦", "⟧"

_LONGEST_NAME = 3
"""Words of a text that is a name, which people may type as well as read."""
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’][^\W\d_]+)*")
_TYPED = re.compile(r"wording\.|command\.[a-z_]+\.(?:name|aliases|sentences|example)\Z")
_KEPT = {"language.locale"}
"""What is no word of the language: it writes numbers and dates as English does."""
_NAME = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")


def write_toy(english: Path, folder: Path) -> None:
    """Writes the folder of the invented language, from that of English."""
    catalog = json.loads((english / "catalog.json").read_text(encoding="utf-8"))
    told = _translated(catalog)
    told["language"]["name"] = NAME
    (folder / "words").mkdir(parents=True)
    (folder / "catalog.json").write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    for path in sorted((english / "words").glob("*.toml")):
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        if "languages" in words:
            words["languages"][TOY] = [plain(NAME)]
        (folder / "words" / path.name).write_text("\n".join(_toml(words)) + "\n", encoding="utf-8")


def typed(text: str) -> str:
    """English words as somebody types them in the invented language."""
    return _WORD.sub(lambda word: _typed(word.group()), text)


def written(text: str) -> str:
    """A text of the English catalog as the invented language has it."""
    is_name = _NAME.fullmatch(text) and len(text.split()) <= _LONGEST_NAME
    return typed(text) if is_name else f"{OPENED}{text}{CLOSED}"


def plain(text: str) -> str:
    """English again."""
    bare = text.removeprefix(OPENED).removesuffix(CLOSED).replace(SYLLABLE, "")
    return re.sub(rf"{SYLLABLE.title()}(\w)", lambda word: word[1].upper(), bare)


def _typed(word: str) -> str:
    # Single letters are marks in every language: the "k" of "12k".
    if len(word) == 1:
        return word
    return SYLLABLE.title() + word.lower() if word.istitle() else SYLLABLE + word


def _translated(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tree.items():
        key = prefix + name
        if isinstance(value, str):
            found[name] = value if key in _KEPT else (typed if _TYPED.match(key) else written)(value)
        else:
            found[name] = _translated(value, f"{key}.")
    return found


def _toml(table: Mapping[str, Any], path: str = "") -> list[str]:
    """The lines of a table of words and of those in it."""
    tables = {name: value for name, value in table.items() if isinstance(value, Mapping)}
    lines = [f"[{path}]"] if path else []
    lines += [f"{_quoted(name)} = {_words(value)}" for name, value in table.items() if name not in tables]
    for name, value in tables.items():
        lines += _toml(value, f"{path}.{_quoted(name)}" if path else _quoted(name))
    return lines


def _words(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_quoted(_template(template)) for template in value)}]"
    # A string holds words; one with an underscore is a setting, such as the order of day and month.
    return _quoted(typed(value) if "_" not in value else value)


def _template(template: str) -> str:
    return "|".join(" ".join(map(_part, parts)) for parts in alternatives(template))


def _part(forms: tuple[str, ...]) -> str:
    told = "|".join(typed(form) for form in forms if form)
    if "" in forms:
        return f"[{told}]"
    return told if len(forms) == 1 else f"({told})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
