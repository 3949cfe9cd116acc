"""What records of each kind show: the described fields, in reading order."""

from __future__ import annotations

from app.crm.people.members import me
from app.domain.event import Kind
from app.domain.fields import Field, Type
from app.languages.reader import Reader
from tabs.api.answers import fields as answers
from tabs.api.call import Call

_DERIVED = {Kind.LEAD: {"next_step": ""}, Kind.OPPORTUNITY: {"next_step": "", "probability": "amount"}}
"""What is shown besides the fields, each with the one that it stands behind; nothing for the first."""


async def show_fields(call: Call) -> answers.Fields:
    """The fields of each kind."""
    call.query()
    await call.read(me)
    return {kind.value: _shown(kind, call.reader) for kind in Kind}


def _shown(kind: Kind, reader: Reader) -> list[answers.Field]:
    fields = [field for name, field in reader.own.of(kind).items() if name != "name"]
    # Texts are read last, and last of all why it is closed.
    told = {
        one.name: _present(one, reader) for one in sorted(fields, key=lambda one: one.is_long or _closes(one))
    }
    order = list(told)
    moved = {one.name: one.behind for one in fields if one.behind} | _DERIVED.get(kind, {})
    for name, behind in moved.items():
        if name in told:
            order.remove(name)
        order.insert(order.index(behind) + 1 if behind else 0, name)
    return [told.get(name) or {"name": name, "long": False, "list": None, "label": None} for name in order]


def _closes(field: Field) -> bool:
    return field.type is Type.CHOICE and not field.editable


def _present(field: Field, reader: Reader) -> answers.Field:
    own = reader.own.find(field.name)
    label = own.label(reader.language) if own else None
    return {"name": field.name, "long": field.is_long, "list": field.list or None, "label": label}
