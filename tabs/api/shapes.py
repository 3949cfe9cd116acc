"""The pieces that JSON schemas are made from."""

from __future__ import annotations

import datetime as dt
from enum import EnumType
from typing import Any

from tabs.api.fields import Schema

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MOMENT: Schema = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
PLAIN: dict[Any, Schema] = {
    str: TEXT,
    int: COUNT,
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    dt.datetime: MOMENT,
}


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(**properties: Schema) -> Schema:
    """An object that has exactly these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Schema) -> Schema:
    """A list of any length."""
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    """That, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def page_of(name: str) -> Schema:
    """A page of what a schema of the document describes."""
    return object_of(items=list_of(ref(name)), next=nullable(TEXT))


def enum_of(options: EnumType) -> Schema:
    """One of the values of an enumeration."""
    return {"enum": [option.value for option in options]}  # type: ignore[var-annotated]
