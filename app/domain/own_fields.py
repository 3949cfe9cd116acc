"""The fields that a workspace has described itself, beside those that every workspace has."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self

from app.domain.event import Kind
from app.domain.fields import ASKED, EDITABLE, FIELDS, Field, Fields, Type
from app.domain.money import Money

OWN_KINDS = (Kind.LEAD, Kind.OPPORTUNITY, Kind.CONTACT, Kind.ORGANIZATION)
"""Kinds of records that can have such fields."""
OWN_TYPES = (Type.LINE, Type.TEXT, Type.MONEY, Type.NUMBER, Type.DAY, Type.CHOICE, Type.FLAG)
"""What they can hold; a choice is kept as it is called."""
_FILTERED = (Type.LINE, Type.NUMBER, Type.DAY, Type.CHOICE, Type.FLAG)
_PEOPLE = (Kind.LEAD, Kind.CONTACT)
ANY_LANGUAGE = ""
"""The language of what a field is called in all that have no name of their own."""
_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A field that a workspace has described: a name means the same in all of its `kinds`. `labels` are what
    it is called, by language; `entries` what can be chosen. What is `retired` is offered, shown and found no
    more, and keeps all its values."""

    name: str
    type: Type
    kinds: tuple[Kind, ...]
    labels: Mapping[str, str]
    entries: tuple[str, ...] = ()
    retired: bool = False

    def label(self, language: str) -> str:
        """What it is called in a language, else in the first one that it has a name in."""
        known = self.labels
        return known.get(language) or known.get(ANY_LANGUAGE) or next(iter(known.values()))

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "name": self.name,
            "type": self.type.value,
            "kinds": [kind.value for kind in self.kinds],
            "labels": dict(self.labels),
            "entries": list(self.entries),
            "retired": self.retired,
        }

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """A field again from what `plain` made of it."""
        return cls(
            name=told["name"],
            type=Type(told["type"]),
            kinds=tuple(map(Kind, told["kinds"])),
            labels=dict(told["labels"]),
            entries=tuple(told["entries"]),
            retired=told["retired"],
        )

    def described(self, kind: Kind) -> Field:
        """As the fields that every workspace has are described; of somebody it goes with the person."""
        return Field(
            self.name,
            self.type,
            entries=self.entries,
            personal=kind in _PEOPLE,
            filtered=self.type in _FILTERED,
        )


class OwnFields:
    """All fields of one workspace: those of every workspace, then its own. Two are equal whose own are."""

    def __init__(self, own: Iterable[OwnField] = ()) -> None:
        self.all = tuple(own)
        """Those that the workspace has described, retired ones included, in the order in which it did."""
        self.text = json.dumps([one.plain() for one in self.all], ensure_ascii=False) if self.all else ""
        """As they are stored; "" for none."""
        self._by_name = {one.name: one for one in self.all}
        self._active: dict[Kind, Fields] = {
            kind: {one.name: one.described(kind) for one in self.all if kind in one.kinds and not one.retired}
            for kind in Kind
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnFields) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __bool__(self) -> bool:
        return bool(self.all)

    def find(self, name: str) -> OwnField | None:
        """The field of this name that the workspace has described, also where it is retired."""
        return self._by_name.get(name)

    def labels(self, name: str) -> Iterable[str]:
        """What one of its own fields is called, in any language."""
        return dict.fromkeys(self._by_name[name].labels.values())

    def active(self, kind: Kind) -> Fields:
        """Its own fields of a kind that are in use."""
        return self._active[kind]

    def filters(self, kind: Kind) -> frozenset[str]:
        """Those by which lists of a kind can be filtered."""
        return frozenset(name for name, field in self._active[kind].items() if field.filtered)

    def of(self, kind: Kind) -> Fields:
        """All fields of a kind."""
        return self._with(FIELDS, kind)

    def editable(self, kind: Kind) -> Fields:
        """Those that people fill in."""
        return self._with(EDITABLE, kind)

    def asked(self, kind: Kind) -> Fields:
        """Those that the form of a record offers whatever it is qualified by."""
        return self._with(ASKED, kind)

    def changed(self, field: OwnField) -> OwnFields:
        """With a further field, or another description of one that is there."""
        return OwnFields((self._by_name | {field.name: field}).values())

    def put_back(self, told: Iterable[Mapping[str, Any]]) -> OwnFields:
        """As they were told once; what did not exist then keeps its values, and is retired."""
        earlier = {one.name: one for one in map(OwnField.read, told)}
        later = (one for one in self.all if one.name not in earlier)
        return OwnFields((*earlier.values(), *(replace(one, retired=True) for one in later)))

    def plain(self) -> list[dict[str, Any]]:
        """As events tell them."""
        return [one.plain() for one in self.all]

    def _with(self, every: Mapping[Kind, Fields], kind: Kind) -> Fields:
        active = self._active[kind]
        return {**every[kind], **active} if active else every[kind]


NO_OWN_FIELDS = OwnFields()


@lru_cache(maxsize=_REMEMBERED)
def read_own_fields(text: str) -> OwnFields:
    """The fields of a workspace from what is stored of its own; made once, as it is read with every
    transaction."""
    return OwnFields(map(OwnField.read, json.loads(text))) if text else NO_OWN_FIELDS


def revived(field: Field, value: Any) -> Any:
    """What a field holds from the plain value that is kept of it."""
    if field.type is Type.MONEY and isinstance(value, dict):
        return Money(Decimal(value["amount"]), value["currency"])
    return dt.date.fromisoformat(value) if field.type is Type.DAY and isinstance(value, str) else value
