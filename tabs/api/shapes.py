"""JSON schemas, made from the types of the answers: a TypedDict is an object, and named after its class."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import EnumType
from typing import Annotated, Any, Final, Literal, NotRequired

from tabs.api.fields import OWN, Schema, object_of

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
MOMENT: Schema = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}

_PLAIN: dict[Any, Schema] = {
    str: TEXT,
    int: COUNT,
    bool: {"type": "boolean"},
    dt.date: DAY,
    dt.datetime: MOMENT,
    Any: {},
    object: {},
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Marks a text, or the keys of a dict, as one of these: `Annotated[str, Keys("Weekday", WEEKDAYS)]`. A
    dict may lack some of its keys, unless it is marked as ALL."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Gives a type that has no name of its own one: `Annotated[Lead | Contact, Named("Somebody")]`."""

    name: str


class Bounds:
    """What a schema says besides its type: `Annotated[int, Bounds(maximum=100)]`."""

    def __init__(self, **schema: Any) -> None:
        self.schema = schema


ALL: Final = "has all of its keys"
"""Marks a dict of Keys that lacks none of them."""


def named(name: str, told: Mapping[str, Any]) -> Any:
    """A TypedDict that is known at run time only."""
    return typing.TypedDict(name, dict(told))  # type: ignore[operator]


def told_of(name: str, model: type, *, without: Iterable[str] = (), **told: Any) -> Any:
    """The type of an answer that has the fields of a dataclass of the core `without` some; `told` are types
    that differ, or of what is told besides."""
    hints = typing.get_type_hints(model)
    shown = {one.name: hints[one.name] for one in fields(model) if one.name not in set(without)}
    return named(name, {**shown, **told})


def copied(answer: Any, source: object, **told: object) -> dict[str, Any]:
    """An answer with the values that `source` has under its names, but for those that are `told`."""
    return {name: told[name] if name in told else getattr(source, name) for name in answer.__annotations__}


class Shapes:
    """The schemas that were asked for, and of what they mention, by name."""

    def __init__(self, instead: dict[Any, Any] | None = None) -> None:
        """`instead` are types that are told as another one."""
        self.named: dict[str, Schema] = {}
        self._instead = instead or {}
        self._composed: dict[Any, Callable[..., Schema]] = {
            Annotated: self._noted,
            NotRequired: self.of,
            Literal: _literal,
            typing.Union: self._either,
            types.UnionType: self._either,
            list: self._list,
            tuple: self._list,
            dict: self._dict,
        }

    def of(self, hint: Any) -> Schema:
        """The schema of a type; a reference where it has a name."""
        hint = self._instead.get(hint, hint) if isinstance(hint, type) else hint
        origin = typing.get_origin(hint)
        if origin in self._composed:
            return self._composed[origin](*typing.get_args(hint))
        if typing.is_typeddict(origin or hint):
            return self._ref(_name(hint), hint, self._object)
        if isinstance(hint, EnumType):
            return self._ref(hint.__name__, hint, lambda enum: {"enum": [each.value for each in enum]})
        return _PLAIN[hint]

    def _noted(self, base: Any, *notes: Any) -> Schema:
        """A type with its keys, what is said of it, and further bounds."""
        schema: Schema = {}
        for note in notes:
            if isinstance(note, Keys):
                schema = self._ref(note.name, note, lambda keys: {"enum": list(keys.keys)})
            elif isinstance(note, Named):
                schema = self._ref(note.name, base, self.of)
        schema = schema or self.of(base)
        for note in notes:
            if note is ALL:
                schema = {**schema, "required": list(schema["properties"])}
            elif isinstance(note, str):
                schema = {**schema, "description": note}
            elif isinstance(note, Bounds):
                schema = {**schema, **note.schema}
        return schema

    def _either(self, *options: Any) -> Schema:
        null = [{"type": "null"}] if types.NoneType in options else []
        return {"anyOf": [*(self.of(one) for one in options if one is not types.NoneType), *null]}

    def _list(self, item: Any, *_: Any) -> Schema:
        return {"type": "array", "items": self.of(item)}

    def _dict(self, key: Any, value: Any) -> Schema:
        keys = next((note for note in typing.get_args(key)[1:] if isinstance(note, Keys)), None)
        if keys is None:
            return {"type": "object"} if value is Any else _object_of(additional=self.of(value))
        return {**_object_of({name: self.of(value) for name in keys.keys}), "required": []}

    def _object(self, answer: Any) -> Schema:
        origin, inner = typing.get_origin(answer) or answer, typing.get_args(answer)
        hints = typing.get_type_hints(origin, include_extras=True)
        if inner:
            [variable] = origin.__parameters__
            hints = {name: _filled(hint, variable, inner[0]) for name, hint in hints.items()}
        schema = _object_of({name: self.of(hint) for name, hint in hints.items()})
        # Where its module postpones annotations, a TypedDict has not seen which of them are not required.
        loose = {name for name, hint in hints.items() if typing.get_origin(hint) is NotRequired}
        required = origin.__required_keys__ - loose - {OWN}
        schema["required"] = [name for name in hints if name in required]
        if origin.__doc__:
            schema["description"] = " ".join(origin.__doc__.split())
        return schema

    def _ref(self, name: str, told: Any, make: Any) -> Schema:
        if name not in self.named:
            self.named[name] = {}  # It may mention itself.
            self.named[name] = make(told)
        return ref(name)


def ref(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def _name(answer: Any) -> str:
    """A page of leads is a `LeadPage`."""
    return "".join(one.__name__ for one in (*typing.get_args(answer), typing.get_origin(answer) or answer))


def _filled(hint: Any, variable: Any, by: Any) -> Any:
    if hint is variable:
        return by
    return hint[by] if variable in getattr(hint, "__parameters__", ()) else hint


def _literal(*values: Any) -> Schema:
    return {"const": values[0]} if len(values) == 1 else {"enum": list(values)}


def _object_of(properties: dict[str, Schema] | None = None, additional: Schema | bool = False) -> Schema:
    return (
        {"type": "object", "additionalProperties": additional}
        if properties is None
        else object_of(properties)
    )
