"""Changes of fields that the workspace has described itself: "set 3 region to North", "Gebiet von Ann: Nord".
Fields that every workspace has stand in the sentences of the languages; these are known by the reader."""

from __future__ import annotations

import re
from functools import lru_cache

from app.domain.own_fields import OWN_KINDS, OwnFields
from app.languages.reader import Reader
from app.languages.strings import LANGUAGES, strings
from app.languages.words import pattern

LONGEST = 4_500
"""Characters of a message that may be such a change: a text of several lines is one value."""


def read_own_change(text: str, reader: Reader) -> str | None:
    """What the command edit takes of a text that changes such a field: the record, as far as one is named,
    the field and its value; None for every other text."""
    if len(text) > LONGEST:
        return None
    found = next(
        (one for compiled in _changes(reader.own) if (one := compiled.fullmatch(text.strip()))), None
    )
    if found is None:
        return None
    of = f"{found['of'].strip()} " if "of" in found.re.groupindex else ""
    return f"{of}{found['label']}: {found['value']}"


@lru_cache(maxsize=1024)
def _changes(own: OwnFields) -> tuple[re.Pattern[str], ...]:
    names = {name for kind in OWN_KINDS for name in own.active(kind)}
    labels = sorted({label for name in names for label in own.labels(name)}, key=lambda one: (-len(one), one))
    if not labels:
        return ()
    label = rf"(?P<label>{'|'.join(map(re.escape, labels))})"
    verb = rf"(?:{'|'.join(map(re.escape, _verbs()))})\s+"
    article = rf"(?:(?:{pattern('fields.change.articles')})\s+)?"
    value = rf"(?:\s*[:=]\s*|\s+(?:{pattern('fields.change.certainly_becomes')})\s+)(?P<value>\S.*)"
    of = r"(?P<of>[^,:;\n]+?)"
    said = (
        rf"{verb}{article}{label}\s+(?:{pattern('fields.change.of')})\s+{of}{value}",
        rf"{verb}{article}{label}{value}",
        rf"{verb}{of}\s+{article}{label}{value}",
    )
    return tuple(re.compile(one, re.IGNORECASE | re.DOTALL) for one in said)


def _verbs() -> list[str]:
    """What the command edit is called in any language, the longest first."""
    said = (
        strings(language).t(f"command.edit.{key}") for language in LANGUAGES for key in ("name", "aliases")
    )
    names = {name.strip() for names in said for name in names.split(",")}
    return sorted(names, key=lambda name: (-len(name), name))
