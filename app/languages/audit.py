"""The audit in words: who did what, and what that was about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.crm.audit import Line
from app.domain.erasure import SubjectKind
from app.domain.member import SETTINGS
from app.languages.reader import Reader
from app.languages.settings import say_own_fields, say_setting
from app.languages.values import say_value
from app.store.audit import REFUSED, Details


def line_title(reader: Reader, line: Line) -> str:
    """What happened, and who did it."""
    said = _said(reader, "name", line.note.name)
    return f"{said} · {actor_of(reader, line)}" if actor_of(reader, line) else said


def actor_of(reader: Reader, line: Line) -> str:
    """Who did it: a colleague, or whoever runs the host; nobody where strangers were refused."""
    if line.actor is not None:
        return line.actor.name
    return "" if line.note.name == REFUSED else reader.t("audit.operator")


def line_details(reader: Reader, line: Line) -> list[str]:
    """What it was about."""
    if line.event is not None:
        return _settings(reader, line)
    # A database may sort the keys of what it keeps.
    details = line.note.details
    told = [_detail(reader, line, name, details[name]) for name in Details.__annotations__ if name in details]
    if line.note.count > 1:
        told.append(reader.t("audit.times", count=line.note.count))
    return [one for one in told if one]


def _settings(reader: Reader, line: Line) -> list[str]:
    assert line.event is not None  # noqa: S101 - as it was asked
    event = line.event.event
    told = []
    for name in SETTINGS:
        if name in event.after:
            # The parts of a country are called as those of the one that was set along with them.
            before, after = (
                say_setting(reader, name, side[name], str(side.get("country") or line.country))
                for side in (event.before, event.after)
            )
            changed = reader.t("card.change", before=before, after=after)
            told.append(f"{reader.t(f'field.{name}')}: {changed}")
    own = (f"{reader.t('field.own_fields')}: {said}" for said in say_own_fields(reader, event))
    return [*told, *own]


def _detail(reader: Reader, line: Line, name: str, value: Any) -> str:
    """One of Details in words; nothing for one that says nothing by itself."""
    if value in ("", None, []):
        return ""
    if name in _WORDED:
        return _WORDED[name](reader, line, value)
    return reader.t(f"audit.detail.{name}", value=value, count=value)


def _said(reader: Reader, of: str, name: str) -> str:
    """A word of the audit, or that it is another one, which a later release told."""
    key = f"audit.{of}.{name}"
    return reader.t(key if reader.has(key) else f"audit.{of}.other")


def _person(reader: Reader, line: Line, number: int) -> str:
    """Whom it was about: a colleague by name, the person of a record by its number."""
    if line.note.details.get("kind") == SubjectKind.MEMBER:
        return str(line.names.get(("owner", number), ""))
    return reader.t("audit.detail.number", value=number)


def _fields(reader: Reader, _line: Line, names: list[str]) -> str:
    return ", ".join(reader.t(f"audit.field.{one}") for one in names if reader.has(f"audit.field.{one}"))


def _role(reader: Reader, _line: Line, role: str) -> str:
    return reader.t("audit.detail.role", value=reader.t(f"member_role.{role}"))


def _stage(reader: Reader, line: Line, stage: int) -> str:
    return reader.t("audit.detail.stage", value=say_value(reader, line.names, "stage", stage))


_WORDED: Mapping[str, Callable[[Reader, Line, Any], str]] = {
    "kind": lambda _reader, _line, _value: "",
    "number": _person,
    "member": lambda _reader, line, member: str(line.names.get(("owner", member), "")),
    "role": _role,
    "reason": lambda reader, _line, reason: _said(reader, "reason", reason),
    "door": lambda reader, _line, door: reader.t(f"audit.door.{door}"),
    "fields": _fields,
    "stage": _stage,
    "framework": lambda reader, _line, framework: reader.t(f"framework.{framework}.name"),
}
