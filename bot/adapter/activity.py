"""The SDK's activities, and what is in them, over the JSON as which they come and go.

The SDK's own reading and writing takes longer than all the rest of a turn, and loses the tenant of a
conversation. Here an attribute costs nothing until somebody looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from botbuilder import schema
from botbuilder.schema import Activity

_REST = "additional_properties"
"""Where the SDK's models keep what they have no attribute for."""
_SIMPLE = frozenset({"str", "bool", "int"})


class JsonActivity(Activity):  # type: ignore[misc]
    """An activity over its JSON: each attribute is read when it is first asked for. What is set, or changed
    in what was read, counts from then on; the JSON itself stays as it is."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        # The model's own constructor would set every attribute, and none would be missing to be read.
        self._body = body

    def __getattr__(self, name: str) -> Any:
        # Called for missing attributes only, that is for what nobody has read or set.
        body, key = self.__dict__.get("_body"), _KEYS.get(name)
        if body is None or (key is None and name != _REST):
            raise AttributeError(name)
        if key is None:
            value: Any = {one: body[one] for one in body.keys() - _KINDS.keys()}
        else:
            value = decode(body.get(key), _KINDS[key][1])
        self.__dict__[name] = value
        return value

    @classmethod
    def _infer_class_models(cls) -> dict[str, type]:
        # Where the SDK's own writing looks for the classes of what is in an activity.
        return {**Activity._infer_class_models(), cls.__name__: cls}

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than its JSON."""
        body = self._body
        for name, value in self.__dict__.items():
            # Nearly always nobody has looked at more than a word or two.
            if name != "_body" and body.get(_KEYS.get(name, "")) is not value:
                return self.to_json() != body
        return False

    def to_json(self) -> dict[str, Any]:
        """What it says now."""
        body = dict(self._body)
        for name, value in self.__dict__.items():
            key = _KEYS.get(name)
            if key is None:
                body.update(encode(value) if name == _REST else {})
            elif value is None:
                body.pop(key, None)
            elif body.get(key) is not value:
                body[key] = encode(value)
        return body


def decode(value: Any, kind: str) -> Any:
    """What the SDK has for a JSON value; `kind` is as its models name it: "str", "[ChannelAccount]" …"""
    if value is None or kind in _SIMPLE:
        return value
    if kind.startswith("[") and isinstance(value, list):
        return [decode(one, kind[1:-1]) for one in value]
    if kind == "iso-8601" and isinstance(value, str):
        return _moment(value)
    if isinstance(value, dict):
        model = getattr(schema, kind, None)
        # What is free of form is changed in place, and the JSON is to stay.
        return deepcopy(value) if model is None else _decode_model(model, value)
    return value


def encode(value: Any) -> Any:
    """The JSON of something that the SDK has; plain values stay as they are."""
    if type(value) is str:
        return value
    if isinstance(value, dict):
        return {key: encode(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [encode(one) for one in value]
    if hasattr(value, "_attribute_map"):
        return value.to_json() if isinstance(value, JsonActivity) else _encode_model(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _decode_model(model: Any, body: dict[str, Any]) -> Any:
    kinds, made, rest = _kinds(model), model.__new__(model), {}
    # As its constructor would, which takes several times as long.
    attributes = made.__dict__
    attributes.update(_blank(model))
    for key, value in body.items():
        if known := kinds.get(key):
            attributes[known[0]] = decode(value, known[1])
        else:
            rest[key] = value
    attributes[_REST] = rest
    return made


def _encode_model(model: Any) -> dict[str, Any]:
    keys, attributes = _keys(model.__class__), vars(model)
    encoded: dict[str, Any] = encode(attributes.get(_REST) or {})
    for name, value in attributes.items():
        if value is not None and name in keys:
            encoded[keys[name]] = value if type(value) is str else encode(value)
    return encoded


@cache
def _keys(model: Any) -> dict[str, str]:
    """The keys in the JSON, by the attributes of a model."""
    # The models write tenantID where Teams says, and expects, tenantId.
    keys = {name: form["key"] for name, form in model._attribute_map.items() if name != _REST}
    return {name: "tenantId" if key == "tenantID" else key for name, key in keys.items()}


@cache
def _kinds(model: Any) -> dict[str, tuple[str, str]]:
    """By the keys in the JSON, the attributes of a model and their kinds."""
    return {key: (name, model._attribute_map[name]["type"]) for name, key in _keys(model).items()}


@cache
def _blank(model: Any) -> dict[str, Any]:
    """The attributes of a model in which nothing was put."""
    return dict(vars(model()))


_KEYS, _KINDS = _keys(Activity), _kinds(Activity)


def _moment(told: str) -> datetime | str:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return told
