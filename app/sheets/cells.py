"""Cells with several values: one goes to the field, the others go to the note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.errors import Problem
from app.domain.matching import fold
from app.domain.names import GIVEN
from app.languages.addresses import bare_address
from app.languages.salutations import without_academic
from app.languages.words import pattern
from app.sheets.columns import SheetColumn, field_of, key_of

_BETWEEN_VALUES = ":::"
"""What Google writes between several values of one cell."""
_BETWEEN = rf"\s(?:{pattern('sheets.format.between')})\s"
_PHONES = re.compile(rf"[;|\n,]|:::|\s/\s|{_BETWEEN}", re.IGNORECASE)
_EMAILS = re.compile(rf"[;|\n,/]|:::|{_BETWEEN}", re.IGNORECASE)
_NAMES = re.compile(r"[;|\n]|:::")
_MARK = re.compile(_BETWEEN_VALUES)
_SLASH = re.compile(r"/")
_ADDRESS = re.compile(r"(?:mailto:)?(?P<email>[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+)", re.IGNORECASE)
_AROUND = " \t<>()[]\"'"
_LAST_FIRST = ("name", SheetColumn.LAST_NAME)
LONGEST_WITH_ADDRESS = 400
"""Characters of a text in which an address is looked for."""
FEWEST_DIGITS = 5
"""Digits of the shortest number, where none is certainly one."""
_TURNED = re.compile(r"(?P<last>[^\W\d_][^,\d]{0,60}),\s*(?P<first>[^\W\d_][^,\d]{0,60})")


@dataclass(frozen=True, slots=True)
class Fields:
    """What fields can hold, as it is known at every door: `problem` of a value that a field cannot hold,
    whether a text `is_phone`: certainly a number, with all that stands beside it, and the `past` day or
    moment that a cell in a language tells, or what is wrong with it. `own` are the fields of leads that the
    workspace has described itself, by what they are called."""

    problem: Callable[[str, object], Problem | None]
    is_phone: Callable[[str], bool]
    past: Callable[[str, str], dt.date | Problem]
    own: Mapping[str, str] = field(default_factory=dict)

    def field_of(self, title: str) -> str | None:
        """The field of a lead, or the Column, that a title names; None where it names none."""
        return field_of(title) or self.own.get(key_of(title))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a cell goes into its field, if anything, and what does not; `problem` where nothing can."""

    value: str = ""
    rest: tuple[str, ...] = ()
    problem: Problem | None = None


def fit(cell: str, field: str, fields: Fields) -> Fitted:
    """The first value in a cell that its field can hold."""
    if field == "email":
        return _fit_email(cell, fields)
    if field == "phone":
        return _fit_phone(cell, fields)
    pieces = _pieces(cell, _MARK) if _BETWEEN_VALUES in cell else [cell]
    for at, piece in enumerate(pieces):
        if fields.problem(field, piece) is None:
            return Fitted(piece, _without(pieces, at))
    return Fitted(rest=(cell,), problem=fields.problem(field, cell))


def cut_names(cell: str) -> tuple[str, str, tuple[str, ...]]:
    """The first name in a cell, the address beside it ("Eva Lind (eva@lind.example)"), and the others."""
    first, *others = _pieces(cell, _NAMES) or [cell]
    email, name = _cut_address(first)
    return (name, email, tuple(others)) if email and name else (first, "", tuple(others))


def says_turned(title: str) -> bool:
    """Whether a column holds last names before first names: "Last name, first name"."""
    first, comma, second = title.partition(",")
    return bool(comma) and field_of(first) in _LAST_FIRST and field_of(second) == SheetColumn.FIRST_NAME


def in_order(name: str, *, turned: bool) -> str:
    """ "Lind, Eva" as "Eva Lind": where the column says that its names are `turned`, or only the second word
    is known as a first name."""
    found = _TURNED.fullmatch(name)
    if found is None:
        return name
    last, first = found["last"].strip(), found["first"].strip()
    is_plain = len(last.split()) < 4 and len(first.split()) < 5
    is_known = _is_given(first) and not _is_given(last)
    return f"{first} {last}" if is_plain and (turned or is_known) else name


def with_first_name(first: str, name: str) -> str | None:
    """The whole name where a column of names stands beside one of first names: "Eva" and "Lind" is "Eva
    Lind", and "Eva Lind" is whole. None where the two tell of different people."""
    words, firsts = fold(name).replace(",", " ").split(), fold(first).split()
    if set(firsts) <= set(words):
        return name
    return None if len(words) > 1 and _is_given(name) else f"{first} {name}"


def _is_given(name: str) -> bool:
    words = fold(without_academic(name)).replace("-", " ").split()
    return bool(words) and words[0] in GIVEN


def _fit_email(cell: str, fields: Fields) -> Fitted:
    problem = fields.problem("email", cell)
    if problem is None:
        return Fitted(bare_address(cell))
    pieces = _pieces(cell, _EMAILS)
    for at, piece in enumerate(pieces):
        email, said = _cut_address(piece)
        if email and fields.problem("email", email) is None:
            return Fitted(email, (*([piece] if said else []), *_without(pieces, at)))
    return Fitted(rest=(cell,), problem=problem)


def _fit_phone(cell: str, fields: Fields) -> Fitted:
    if (_PHONES.search(cell) or "/" in cell) and not fields.is_phone(cell):
        for separator in (_PHONES, _SLASH):
            pieces = _pieces(cell, separator)
            known = next((at for at, piece in enumerate(pieces) if fields.is_phone(piece)), None)
            if known is not None:
                return Fitted(pieces[known], _without(pieces, known))
        pieces = _pieces(cell, _PHONES)
        like = (at for at, piece in enumerate(pieces) if sum(map(str.isdigit, piece)) >= FEWEST_DIGITS)
        first = next(like, None) if len(pieces) > 1 else None
        if first is not None and fields.problem("phone", pieces[first]) is None:
            return Fitted(pieces[first], _without(pieces, first))
    problem = fields.problem("phone", cell)
    return Fitted(rest=(cell,), problem=problem) if problem else Fitted(cell)


def _cut_address(text: str) -> tuple[str, str]:
    """The address in a text, and what else it says; two empty texts where it has none."""
    found = _ADDRESS.search(text) if "@" in text and len(text) <= LONGEST_WITH_ADDRESS else None
    if found is None:
        return "", ""
    rest = f"{text[: found.start()].strip(_AROUND)} {text[found.end() :].strip(_AROUND)}"
    return found["email"].rstrip("."), rest.strip()


def _pieces(cell: str, separator: re.Pattern[str]) -> list[str]:
    return [piece for piece in map(str.strip, separator.split(cell)) if piece]


def _without(pieces: Sequence[str], at: int) -> tuple[str, ...]:
    return (*pieces[:at], *pieces[at + 1 :])
