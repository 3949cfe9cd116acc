"""A language that nobody speaks, made from the English folder: names and whatever people type have a syllable
before each word ("zorMove", "zornew zorlead"), and sentences stand in brackets of their own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.languages.words import expand

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
            words["languages"][TOY] = [TOY, NAME]
        (folder / "words" / path.name).write_text("\n".join(_toml(words)) + "\n", encoding="utf-8")


def typed(text: str) -> str:
    """English words as somebody types them in the invented language."""
    # Single letters are marks in every language: the "k" of "12k".
    return _WORD.sub(lambda word: (SYLLABLE if len(word.group()) > 1 else "") + word.group(), text)


def written(text: str) -> str:
    """A text of the English catalog as the invented language has it."""
    is_name = _NAME.fullmatch(text) and len(text.split()) <= _LONGEST_NAME
    return typed(text) if is_name else f"{OPENED}{text}{CLOSED}"


def plain(text: str) -> str:
    """English again."""
    return text.replace(OPENED, "").replace(CLOSED, "").replace(SYLLABLE, "")


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
    """The lines of a table of words and of those in it; its templates are written out, form by form."""
    tables = {name: value for name, value in table.items() if isinstance(value, Mapping)}
    lines = [f"[{path}]"] if path else []
    lines += [f"{_quoted(name)} = {_words(value)}" for name, value in table.items() if name not in tables]
    for name, value in tables.items():
        lines += _toml(value, f"{path}.{_quoted(name)}" if path else _quoted(name))
    return lines


def _words(value: Any) -> str:
    # What is no list is a setting, such as the order of day and month.
    if not isinstance(value, list):
        return json.dumps(value)
    forms = dict.fromkeys(typed(form) for template in value for form in expand(template))
    return f"[{', '.join(map(_quoted, forms))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
