"""The words of days, times and amounts: the languages have the same keys, or say why not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.languages import words
from app.languages.strings import LANGUAGES

FOLDERS = Path(words.__file__).parent
ROOT = FOLDERS.parents[1]
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


_INVENTED = {
    "dates": """
        [dates]
        order = "day_first"
        next = ["nok[a|i]"]
        [dates.days]
        1 = ["dumé"]
        [dates.weekdays]
        5 = ["Lektag"]
        [dates.months]
        3 = ["Marzu"]
        [dates.numbers.cardinal]
        3 = ["tri"]
        [dates.units]
        week = ["semo[j]"]
        [dates.prepositions]
        in = ["post"]
        by = ["gis"]
        [dates.clock]
        oclock = ["horo"]
        [dates.clock.minutes]
        -30 = ["duon"]
        [delays]
        by = ["je"]
        [dates.sentences]
        starts = ["gis"]
    """,
    "amounts": """
        [amounts]
        decimal_mark = ","
        [amounts.factors]
        3 = ["zek"]
        [currencies]
        EUR = ["uro[j]"]
    """,
}
_ASKED = """
import datetime as dt, json
from app.languages.amounts import find_amount
from app.languages.reader import Reader
from app.languages.dialects import Dialect
from app.dates.days import read_date
from bot.parsing.dates.delays import read_delay
from app.dates.moments import split_when

today = dt.date(2026, 11, 25)
now = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
rest, when = split_when("voku Sarah gis lektag duon tri", Reader("qx"), now)
print(json.dumps({
    "tomorrow": str(read_date("dume", Dialect("qx"), today)),
    "weeks": str(read_date("post tri semoj", Dialect("qx"), today)),
    "month": str(read_date("3. marzu", Dialect("qx"), today)),
    "slashed": str(read_date("11/12/2026", Dialect("qx"), today)),
    "asked of dateparser": str(read_date("11-12-2026", Dialect("qx"), today)),
    "English": str(read_date("next friday", Dialect("qx"), today)),
    "sentence": [rest, str(when.date), str(when.time)],
    "delay": str(read_delay("je tri semoj").days),
    "amount": str(find_amount("12 zek uroj", "qx")),
    "unknown language": str(find_amount("12k", "nobody's").value),
}))
"""


def test_a_third_language_is_a_folder(tmp_path: Path) -> None:
    for room in ("app", "bot"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "app/languages/qx"
    (folder / "words").mkdir(parents=True)
    shutil.copy(FOLDERS / "en" / "catalog.json", folder)
    for file, text in _INVENTED.items():
        (folder / "words" / f"{file}.toml").write_text(text, encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", _ASKED], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == {
        "tomorrow": "2026-11-26",
        "weeks": "2026-12-16",
        "month": "2027-03-03",
        "slashed": "2026-12-11",
        "asked of dateparser": "2026-12-11",
        "English": "2026-11-27",
        "sentence": ["voku Sarah", "2026-11-27", "14:30:00"],
        "delay": "21",
        "amount": "Amount(value=Decimal('12000'), currency='EUR', bare=False, exact=True)",
        "unknown language": "12000",
    }
