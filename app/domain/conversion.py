"""Conversion: what a lead becomes or joins when it is qualified, and the log of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.event import Kind, Plain
from app.domain.matching import fold, means_same
from app.domain.own import is_own, value_of
from app.domain.qualification import Authority
from app.domain.record import Record, plain


class Way(StrEnum):
    """What happens where no record that is there is used."""

    NEW = "new"
    NONE = "none"


Target = int | Way | None
"""The number of a record that is there, a way, or None: what matches is used, else it is created."""

TARGETS = (Kind.ORGANIZATION, Kind.CONTACT, Kind.OPPORTUNITY)
"""The kinds that a conversion creates, uses or skips, in the order in which it does so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What somebody chose; an opportunity is never matched, only chosen."""

    organization: Target = None
    contact: Target = None
    opportunity: Target = None

    def of(self, kind: Kind) -> Target:
        """The choice for one of TARGETS."""
        chosen: Target = getattr(self, kind.value)
        return chosen


AUTOMATIC = Targets()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A field in which a record that was used differs from what the lead knew. The record's value was kept;
    both are plain. `field` names an answer that is kept among others by its own name."""

    kind: Kind
    number: int
    field: str
    lead: object
    kept: object


@dataclass(slots=True)
class Log:
    """What a conversion did, by kind: numbers of what it created and used, what it was told to skip, the
    fields that it filled in records that were used, and where it kept theirs."""

    created: dict[Kind, int] = field(default_factory=dict)
    used: dict[Kind, int] = field(default_factory=dict)
    skipped: list[Kind] = field(default_factory=list)
    filled: dict[Kind, list[str]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)

    def plain(self) -> Plain:
        """The log as JSON knows it: what a lead keeps as `conversion`."""
        return {
            "created": {kind.value: number for kind, number in self.created.items()},
            "used": {kind.value: number for kind, number in self.used.items()},
            "skipped": [kind.value for kind in self.skipped],
            "filled": {kind.value: list(names) for kind, names in self.filled.items()},
            "kept": [
                {
                    "kind": one.kind.value,
                    "number": one.number,
                    "field": one.field,
                    "lead": one.lead,
                    "kept": one.kept,
                }
                for one in self.kept
            ],
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Log:
        """The log of a lead's `conversion`."""
        return cls(
            created=_in_order(kept.get("created", {})),
            used=_in_order(kept.get("used", {})),
            skipped=[Kind(kind) for kind in kept.get("skipped", ())],
            filled={Kind(kind): names for kind, names in kept.get("filled", {}).items()},
            kept=[Kept(**{**line, "kind": Kind(line["kind"])}) for line in kept.get("kept", ())],
        )


def _in_order(numbers: Mapping[str, int]) -> dict[Kind, int]:
    """As a conversion goes through them: a database may sort the keys of what it keeps."""
    kinds = (Kind.ORGANIZATION, Kind.CONTACT, Kind.OPPORTUNITY)
    return {kind: numbers[kind.value] for kind in kinds if kind.value in numbers}


def blanks_of(record: Record, known: Mapping[str, object]) -> tuple[dict[str, object], list[Kept]]:
    """What a lead knows of a record that is there: the values for fields that are blank in the record, and
    the fields in which the two differ."""
    filled: dict[str, object] = {}
    kept: list[Kept] = []
    for name, value in known.items():
        if _is_blank(value):
            continue
        there = value_of(record, name)
        if isinstance(value, dict) and not is_own(name):
            missing = {key: answer for key, answer in value.items() if not there.get(key)}
            if missing:
                filled[name] = {**there, **missing}
            kept += [
                _kept(record, key, answer, there[key])
                for key, answer in value.items()
                if key not in missing and fold(there[key]) != fold(answer)
            ]
        elif _is_blank(there):
            filled[name] = value
        elif not means_same(name, there, value):
            kept.append(_kept(record, name, value, there))
    return filled, kept


def _kept(record: Record, name: str, lead: object, there: object) -> Kept:
    return Kept(kind=record.kind, number=record.number, field=name, lead=plain(lead), kept=plain(there))


def _is_blank(value: object) -> bool:
    """Whether a value says nothing; that an authority is unknown does not either."""
    return value is Authority.UNKNOWN or value in _NOTHING


_NOTHING: tuple[object, ...] = (None, "", (), {})
