"""The words of days, times and amounts: the languages have the same keys, or say why not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.languages import words
from app.languages.strings import LANGUAGES

FOLDERS = Path(words.__file__).parent
FILES = ("amounts", "dates", "decisions", "postponing")
_REASON = re.compile(r"^# ([\w., -]+): +\w", re.MULTILINE)


def _text(language: str, file: str) -> str:
    return (FOLDERS / language / "words" / f"{file}.toml").read_text(encoding="utf-8")


def _keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _keys(value, f"{prefix}{name}.")


def _excused(text: str) -> set[str]:
    """The keys that comments name: "# dates.units.fortnight: German says …"."""
    return {key.strip() for found in _REASON.finditer(text) for key in found[1].split(",")}


def _is_excused(key: str, excused: set[str]) -> bool:
    parts = key.split(".")
    return any(".".join(parts[:end]) in excused for end in range(1, len(parts) + 1))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_key_or_a_reason(language: str, file: str) -> None:
    texts = {each: _text(each, file) for each in LANGUAGES}
    wanted = {key for text in texts.values() for key in _keys(tomllib.loads(text))}
    own, excused = set(_keys(tomllib.loads(texts[language]))), _excused(texts[language])
    assert [key for key in sorted(wanted - own) if not _is_excused(key, excused)] == []
    assert sorted(excused & own) == [], "a reason for a key that is there"
    assert sorted(excused - wanted) == [], "a reason for a key that no language has"


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_a_template(language: str, file: str) -> None:
    def entries(table: Mapping[str, Any]) -> Iterator[str]:
        for value in table.values():
            if isinstance(value, Mapping):
                yield from entries(value)
            else:
                yield from [value] if isinstance(value, str) else value

    for template in entries(tomllib.loads(_text(language, file))):
        assert all(form for form in words.expand(template)), template
