"""Inputs of the forms of records, made from the description of the fields."""

from __future__ import annotations

from app.crm.views import Context, RecordView, Ref
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Field, Type
from app.domain.framework import ANSWER_KEYS, LONGEST_ANSWER, answer_of
from app.domain.money import Money
from app.domain.own_fields import revived
from app.languages.reader import Reader
from app.languages.strings import FALLBACK, strings
from bot.cards import layout
from bot.cards.elements import Part
from bot.cards.form import LONGEST_TYPED, Fields

_STYLES = {Type.EMAIL: "email", Type.PHONE: "tel"}
_FLAGS = {True: "true", False: "false"}
"""What the input of a field that is yes or no sends."""
_USUAL_HINTS = {Type.MONEY: "amount", Type.CHOICE: "unknown", Type.OPTION: "unknown", Type.RECORD: "record"}
_OWN_HINTS = {
    name for fields in EDITABLE.values() for name in fields if strings(FALLBACK).has(f"form.hint.{name}")
}
"""What inputs show while they are empty: the field's own hint, else the usual one of what it holds."""


def record_inputs(fields: Fields, kind: Kind, context: Context | None = None) -> list[Part]:
    """All inputs of a form that captures or corrects a record of this kind; `context` has the lists that the
    workspace sets."""
    found: list[Part] = []
    for field in fields.reader.own.asked(kind).values():
        if field.group:
            found.append(layout.subheading(fields.reader.t(f"form.group.{field.group}")))
        found += field_input(fields, field, context=context)
    return found


def field_input(
    fields: Fields, field: Field, label: str = "", hint: str = "", context: Context | None = None
) -> list[Part]:
    """The input of one field; `label` and `hint` say it in other words."""
    hint = hint or _hint(fields.reader, field)
    if field.is_long:
        limit = LONGEST_ANSWER if field.type is Type.ANSWER else LONGEST_TYPED
        return fields.text(field.name, hint, label, limit)
    if field.type is Type.DAY:
        return fields.date(field.name)
    if field.type is Type.RECORD:
        return fields.reference(field.name, hint)
    if field.list or field.entries or field.type is Type.FLAG:
        return fields.choice(field.name, _entries(fields.reader, field, context), hint, label)
    return fields.line(field.name, hint, _STYLES.get(field.type), label)


def stored(reader: Reader, view: RecordView) -> dict[str, str]:
    """What a record holds, as its inputs show it; of answers those that there are."""
    record = view.record
    held = {
        name: named(getattr(view, name))
        if field.type is Type.RECORD
        else as_typed(reader, revived(field, answer_of(record, name)))
        for name, field in reader.own.editable(record.kind).items()
    }
    return {name: said for name, said in held.items() if said or name not in ANSWER_KEYS}


def as_typed(reader: Reader, value: object) -> str:
    """A value as somebody could type it into its input; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _FLAGS[value]
    return reader.money(value) if isinstance(value, Money) else str(value)


def named(ref: Ref | None) -> str:
    """A record as the input for another one shows it: "Acme GmbH (#12)"."""
    return f"{ref.name} (#{ref.number})" if ref else ""


def _entries(reader: Reader, field: Field, context: Context | None) -> list[tuple[str, str]]:
    """What can be picked: key and title."""
    if field.type is Type.FLAG:
        return [(_FLAGS[True], reader.t("tab.yes")), (_FLAGS[False], reader.t("tab.no"))]
    if field.entries:
        return [(entry, entry) for entry in field.entries]
    if field.options is not None:
        return [(one.value, reader.t(f"{field.list}.{one.value}")) for one in field.options]
    listed = context.listed(field.list) if context else ()
    return [(choice.key, reader.choice(choice)) for choice in listed]


def _hint(reader: Reader, field: Field) -> str:
    """What an empty input shows."""
    told = field.name if field.name in _OWN_HINTS else _USUAL_HINTS.get(field.type)
    return reader.t(f"form.hint.{told}") if told else ""
