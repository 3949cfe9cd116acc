"""Plain values of records and their events, in the reader's words: on cards and on the page that is handed
over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.conversion import Kept, Log
from app.domain.event import Kind
from app.domain.fields import FIELDS, LISTS, Field, Type, names_of
from app.domain.framework import unfolded
from app.domain.money import Money
from app.domain.own import is_own
from app.domain.own_fields import OwnField, revived
from app.domain.participant import ROLES
from app.domain.pipeline import ListEntry, Stage
from app.languages.reader import Reader

Names = Mapping[tuple[str, object], object]
"""What fields point to: ("owner", 3) → "Alex", ("stage", 2) → its Stage; see app.crm.views.Entry."""


def _named(*types: Type) -> frozenset[str]:
    return frozenset(name for kind in FIELDS for name in names_of(kind, *types))


_LISTS = {**LISTS, "status": "status"}
_DAYS = _named(Type.DAY) | {"done_on"}
_MOMENTS = _named(Type.MOMENT, Type.PAST) | {"cancelled_at", "closed_at"}
_NUMBERS = _named(Type.RECORD) | {"origin", "merged_into", "absorbed"}
_FOLLOWING = frozenset({"lead", "participants", "followers"})
"""Fields that are filled without saying what was blank."""


def fields_told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain fields as they are read: answers that are kept together one by one, and the day on which
    something was done in the place of a time that nobody knows."""
    told = unfolded(values)
    day = told.pop("done_on", None)
    return {**told, "done_at": day} if day and "done_at" in told else told


def say_value(reader: Reader, names: Names, field: str, value: Any) -> str:
    """A plain value of a field, all of it; nothing for none. What `names` does not resolve is told by its
    number."""
    if value is None or value in ("", {}, []):
        return ""
    if (own := reader.own.find(field)) is not None:
        return say_field(reader, own.described(own.kinds[0]), value)
    if field == "own_fields":
        return ", ".join(say_described(reader, one) for one in value)
    if isinstance(value, list | tuple):
        return ", ".join(_say_one(reader, names, field, one) for one in value)
    if isinstance(value, Mapping):
        return _say_mapping(reader, names, field, value)
    named = names.get((_LISTS.get(field, field), value))
    return _say_plain(reader, field, value) if named is None else _say_named(reader, named)


def say_field(reader: Reader, field: Field, value: object) -> str:
    """A value as the record holds it, in words; nothing for none."""
    if value is None or value == "":
        return ""
    value = revived(field, value)
    if isinstance(value, bool):
        said = reader.t("tab.yes" if value else "tab.no")
    elif isinstance(value, Money):
        said = reader.money(value)
    elif field.list:
        said = reader.choice(ListEntry(field.list, str(value)))
    elif isinstance(value, dt.datetime):
        said = reader.moment(value)
    elif isinstance(value, dt.date):
        said = reader.date(value)
    else:
        said = reader.count(value) if isinstance(value, int) and is_own(field.name) else str(value)
    return said


def say_described(reader: Reader, told: Mapping[str, Any]) -> str:
    """A field of the workspace as an event tells it: what it is called, and whether it is retired."""
    field = OwnField.read(told)
    label = field.label(reader.language)
    return reader.t("setting.retired", name=label) if field.retired else label


def role_of(reader: Reader, role: str) -> str:
    """A participant's role in the reader's words."""
    return reader.t(f"participant_role.{role}") if role in ROLES else role


def event_name(reader: Reader, name: str) -> str:
    """What an event says happened: "Lead captured"."""
    return reader.t(f"event.{name}" if reader.has(f"event.{name}") else "event.changed")


def kind_name(reader: Reader, kind: str) -> str:
    """What a kind of records is called: "Contact"."""
    return reader.t(f"card.{kind}")


def say_conversion(reader: Reader, log: Log) -> str:
    """A conversion in brief, by numbers."""
    return _joined(reader, _brief(reader, log))


def filled_in(reader: Reader, log: Log) -> str:
    """The fields that a conversion filled in what was there: "Contact: Phone, Email"."""
    said = []
    for kind, fields in log.filled.items():
        filled = [_field_name(reader, name) for name in fields if name not in _FOLLOWING]
        if filled:
            said.append(f"{kind_name(reader, kind)}: {', '.join(filled)}")
    return "; ".join(said)


def _say_named(reader: Reader, named: object) -> str:
    if isinstance(named, Stage):
        return reader.stage(named)
    return reader.choice(named) if isinstance(named, ListEntry) else str(named)


def _say_plain(reader: Reader, field: str, value: Any) -> str:
    if field in _LISTS:
        said = reader.choice(ListEntry(_LISTS[field], str(value)))
    elif field in _NUMBERS:
        said = f"#{value}"
    elif isinstance(value, dt.datetime):
        said = reader.moment(value)
    elif field in _DAYS or (field in _MOMENTS and len(value) == len("2026-11-23")):
        said = reader.date(dt.date.fromisoformat(value))
    elif field in _MOMENTS:
        said = reader.moment(dt.datetime.fromisoformat(value))
    else:
        said = reader.count(value) if isinstance(value, int) else str(value)
    return said


def _say_mapping(reader: Reader, names: Names, field: str, value: Mapping[str, Any]) -> str:
    if value.keys() == {"amount", "currency"}:
        return reader.money(Money(Decimal(value["amount"]), value["currency"]))
    if field == "conversion":
        log = Log.read(value)
        kept = (_differs(reader, names, one) for one in log.kept)
        return _joined(reader, {**_brief(reader, log), "filled": filled_in(reader, log)}, *kept)
    told = ((name, say_value(reader, names, name, one)) for name, one in value.items())
    return "; ".join(f"{_field_name(reader, name)}: {said}" for name, said in told if said)


def _say_one(reader: Reader, names: Names, field: str, one: Any) -> str:
    """One of a list: a participant, a follower, a number."""
    if not isinstance(one, Mapping):
        return say_value(reader, names, "owner" if field == "followers" else field, one)
    name = say_value(reader, names, "contact", one["contact"])
    role = role_of(reader, one["role"])
    return f"{name} ({role})" if role else name


def _brief(reader: Reader, log: Log) -> dict[str, str]:
    return {
        "created": _numbered(reader, log.created),
        "used": _numbered(reader, log.used),
        "skipped": ", ".join(kind_name(reader, kind) for kind in log.skipped),
    }


def _numbered(reader: Reader, numbers: Mapping[Kind, int]) -> str:
    return ", ".join(f"{kind_name(reader, kind)} #{number}" for kind, number in numbers.items())


def _joined(reader: Reader, parts: Mapping[str, str], *more: str) -> str:
    told = (f"{reader.t(f'conversion.{name}')}: {said}" for name, said in parts.items() if said)
    return "; ".join((*told, *more))


def _differs(reader: Reader, names: Names, one: Kept) -> str:
    lead, kept = (say_value(reader, names, one.field, value) for value in (one.lead, one.kept))
    said = reader.t("conversion.differs", lead=lead, kind=kind_name(reader, one.kind), kept=kept)
    return f"{_field_name(reader, one.field)}: {said}"


def _field_name(reader: Reader, name: str) -> str:
    return reader.t(f"field.{name}") if reader.has(f"field.{name}") else name
