"""What records of each kind show: the described fields, in reading order."""

from __future__ import annotations

from app.domain.event import Kind
from app.domain.fields import FIELDS, Field, Type
from tabs.api.answers import fields as answers
from tabs.api.call import Call

_DERIVED = {Kind.LEAD: {"next_step": ""}, Kind.OPPORTUNITY: {"next_step": "", "probability": "amount"}}
"""What is shown besides the fields, each with the one that it stands behind; nothing for the first."""


async def show_fields(call: Call) -> answers.Fields:
    """The fields of each kind."""
    call.query()
    return _FIELDS


def _shown(kind: Kind) -> list[answers.Field]:
    fields = [field for name, field in FIELDS[kind].items() if name != "name"]
    # Texts are read last, and last of all why it is closed.
    told = {one.name: _present(one) for one in sorted(fields, key=lambda one: one.is_long or _closes(one))}
    order = list(told)
    moved = {one.name: one.behind for one in fields if one.behind} | _DERIVED.get(kind, {})
    for name, behind in moved.items():
        if name in told:
            order.remove(name)
        order.insert(order.index(behind) + 1 if behind else 0, name)
    return [told.get(name) or {"name": name, "long": False, "list": None} for name in order]


def _closes(field: Field) -> bool:
    return field.type is Type.CHOICE and not field.editable


def _present(field: Field) -> answers.Field:
    return {"name": field.name, "long": field.is_long, "list": field.list or None}


_FIELDS = {kind.value: _shown(kind) for kind in Kind}
