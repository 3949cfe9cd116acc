"""Reading what somebody wrote into a field that the workspace has described itself and that holds no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.domain.fields import Field, Type
from app.domain.matching import fold
from app.languages.strings import LANGUAGES, strings

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly."""
_WHOLE = re.compile(r"-?(?:[0-9]{1,16}|[0-9]{1,3}(?:(?P<mark>[.,'’\s])[0-9]{3})(?:(?P=mark)[0-9]{3}){0,3})")


def read_number(_: Field, said: object) -> int | None:
    """A whole number, with or without the same mark between all its thousands; None where it is none."""
    if isinstance(said, str):
        text = said.strip()
        said = int(re.sub(r"[.,'’\s]", "", text)) if _WHOLE.fullmatch(text) and text.isascii() else None
    is_whole = isinstance(said, int) and not isinstance(said, bool) and abs(said) <= LARGEST
    return said if is_whole else None  # type: ignore[return-value]


def read_entry(field: Field, said: object) -> str | None:
    """The entry of a choice, however its letters are written; None where it is none."""
    if not isinstance(said, str):
        return None
    wanted = fold(" ".join(said.split()))
    return next((entry for entry in field.entries if fold(entry) == wanted), None)


def read_flag(_: Field, said: object) -> bool | None:
    """Yes or no in any language; None where it is neither."""
    if isinstance(said, bool):
        return said
    return _flags().get(fold(said.strip())) if isinstance(said, str) else None


def _flags() -> Mapping[str, bool]:
    said = {"true": True, "false": False}
    for language in LANGUAGES:
        said |= {fold(strings(language).t(f"tab.{word}")): word == "yes" for word in ("yes", "no")}
    return said


READ: Mapping[Type, tuple[Callable[[Field, object], object], str]] = {
    Type.NUMBER: (read_number, "number_invalid"),
    Type.CHOICE: (read_entry, "choice_unknown"),
    Type.FLAG: (read_flag, "choice_unknown"),
}
"""How they are read, and the problem of what cannot be."""
