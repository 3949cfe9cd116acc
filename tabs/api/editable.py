"""The fields of each kind that people fill in, as requests give them."""

from __future__ import annotations

from typing import Any

from app.domain.errors import Problem
from app.domain.event import Kind
from app.domain.fields import EDITABLE, Type
from app.domain.fields import Field as Described
from app.domain.own_fields import OWN_KINDS
from app.languages.written import Written
from tabs.api.fields import (
    DAY,
    MOMENT,
    MONEY,
    OWN,
    PAST,
    TEXT,
    WHOLE,
    Field,
    Fields,
    Wrong,
    clean,
    one_of,
    read_amount,
)

_TYPES: dict[Type, Field] = {
    Type.MONEY: MONEY,
    Type.NUMBER: WHOLE,
    Type.RECORD: WHOLE,
    Type.DAY: DAY,
    Type.MOMENT: MOMENT,
    Type.PAST: PAST,
}


def _field_of(told: Described) -> Field:
    return one_of(told.options) if told.options else _TYPES.get(told.type, TEXT)


def _given(value: Any) -> object:
    """What a field of a workspace may be given, whatever it holds."""
    if isinstance(value, dict):
        return read_amount(value)
    if value is None or isinstance(value, bool) or type(value) is int:
        return value
    if not isinstance(value, str):
        raise Wrong(Problem("text_expected"))
    return Written(clean(value))


GIVEN = Field(
    _given,
    {
        "description": "A field that the workspace has described itself: text, a number, true or false, or "
        "an amount with its currency; amounts and days also as people write them",
        "anyOf": [
            {"$ref": "#/components/schemas/Money"},
            *({"type": one} for one in ("string", "integer", "boolean", "null")),
        ],
    },
)
_OWN: Fields = {OWN: GIVEN}
EDITABLE_FIELDS: dict[Kind, Fields] = {
    kind: {
        **{name: _field_of(told) for name, told in fields.items()},
        **(_OWN if kind in OWN_KINDS else {}),
    }
    for kind, fields in EDITABLE.items()
}
"""The fields of each kind that people fill in; what has no type above is text."""
