"""Adaptive Card 1.5 elements: the `adaptivecards` package, made strict, safe and complete.

Every part is built whole, by keyword: `TextRun(text=name, weight="bolder")`. Keywords are the snake case of
the schema's names; an unknown one is a TypeError, `None` leaves a property out. Texts show literally what
they hold, whatever a user typed into a name. What a part contains is folded into plain dicts as it is built,
so that `to_dict` costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from adaptivecards import containers, elements
from adaptivecards.adaptivecard import AdaptiveCard
from adaptivecards.baseobject import BareObject, Element, PropertyType

from bot.cards.literal import literal, without_markdown

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"

_CAPITAL = re.compile(r"(?=[A-Z])")
_LISTS = (list, tuple)
_SIMPLE = frozenset({str, bool, int})


class Part(BareObject):  # type: ignore[misc] # the package has no types
    """One object of a card; see the module for how it is built."""

    accepted: ClassVar[dict[str, tuple[str, Any]]] = {}
    typed: ClassVar[dict[str, Any]] = {}
    cleaned: ClassVar[Any] = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.accepted = {_snake(p.key_name): (p.key_name, p.type) for p in _properties(cls)}
        element_type = next((vars(c)["element_type"] for c in cls.__mro__ if "element_type" in vars(c)), "")
        cls.typed = {"type": element_type} if element_type else {}

    def __init__(self, **given: Any) -> None:
        data = self.__dict__["_data"] = self.typed.copy()
        accepted = self.accepted
        if self.cleaned is not None:
            given["text"] = self.cleaned(given["text"])
        # Cards are built on the way of every answer: what is nearly always the case is asked first.
        for name, value in given.items():
            if value is None:
                continue
            if name not in accepted:
                raise TypeError(f"{type(self).__name__} has no property {name!r}")
            key, kind = accepted[name]
            if value.__class__ is kind and kind in _SIMPLE:
                data[key] = value
            elif not isinstance(value, kind):
                raise TypeError(f"{name} of {type(self).__name__} must be {kind} (got {value!r})")
            elif isinstance(value, _LISTS):
                data[key] = [item._data if isinstance(item, Part) else item for item in value]
            else:
                data[key] = value._data if isinstance(value, Part) else value

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError(f"{type(self).__name__} is built whole: give {name!r} when it is made")

    def to_dict(self) -> dict[str, Any]:
        """The part as JSON knows it."""
        return self._data  # type: ignore[no-any-return]


def _properties(cls: type) -> Iterable[Any]:
    for ancestor in reversed(cls.__mro__):
        yield from (entry for entry in vars(ancestor).values() if isinstance(entry, PropertyType))


def _snake(key: str) -> str:
    return _CAPITAL.sub("_", key).lower().lstrip("$")


class TextBlock(Part, elements.TextBlock):  # type: ignore[misc]
    """One text. Clients read Markdown here; it is taken out of the text as far as they let us, so what
    users typed belongs into a RichTextBlock."""

    style = PropertyType(type=str)

    cleaned = staticmethod(without_markdown)


class TextRun(Part, elements.TextRun):  # type: ignore[misc]
    """A piece of a RichTextBlock. There is no Markdown in it, on any client."""

    cleaned = staticmethod(literal)


class RichTextBlock(Part, elements.RichTextBlock):  # type: ignore[misc]
    """A paragraph of text runs; it always wraps."""


class Container(Part, containers.Container):  # type: ignore[misc]
    pass


class ColumnSet(Part, containers.ColumnSet):  # type: ignore[misc]
    select_action = PropertyType(type=Part, key_name="selectAction")


class Column(Part, containers.Column):  # type: ignore[misc]
    pass


class ActionSet(Part, containers.ActionSet):  # type: ignore[misc]
    pass


class Input(Part, Element):  # type: ignore[misc]
    """What all inputs share. An input without an id and a label cannot be built."""

    label = PropertyType(type=str)
    error_message = PropertyType(type=str, key_name="errorMessage")
    is_required = PropertyType(type=bool, key_name="isRequired")

    # `id` is what the schema calls it.
    def __init__(self, *, id: str, label: str, **given: Any) -> None:  # noqa: A002
        super().__init__(id=id, label=without_markdown(label), **given)


class InputText(Input):
    element_type = "Input.Text"
    value = PropertyType(type=str)
    placeholder = PropertyType(type=str)
    is_multiline = PropertyType(type=bool, key_name="isMultiline")
    max_length = PropertyType(type=int, key_name="maxLength")
    style = PropertyType(type=str)


class InputDate(Input):
    """`value` is an ISO date."""

    element_type = "Input.Date"
    value = PropertyType(type=str)


class InputTime(Input):
    """`value` is a time of day as "14:30"."""

    element_type = "Input.Time"
    value = PropertyType(type=str)


class InputChoiceSet(Input):
    element_type = "Input.ChoiceSet"
    choices = PropertyType(type=_LISTS)
    value = PropertyType(type=str)
    placeholder = PropertyType(type=str)
    style = PropertyType(type=str)
    is_multi_select = PropertyType(type=bool, key_name="isMultiSelect")
    wrap = PropertyType(type=bool)


class Choice(Part):
    title = PropertyType(type=str)
    value = PropertyType(type=str)


class ActionExecute(Part):
    """A button that the bot answers with the next card. It carries no Action.Submit to fall back to: a
    client that cannot Execute (before 1.4) does not show a card of version 1.5 but its fallback text."""

    element_type = "Action.Execute"
    title = PropertyType(type=str)
    verb = PropertyType(type=str)
    data = PropertyType(type=dict)
    associated_inputs = PropertyType(type=str, key_name="associatedInputs")


class Card(Part, AdaptiveCard):  # type: ignore[misc]
    """A whole card. `fallback_text` is what clients show that cannot draw it."""

    element_type = "AdaptiveCard"
    version = PropertyType(type=str)
    schema = PropertyType(type=str, key_name="$schema")

    def __init__(self, *, fallback_text: str, **given: Any) -> None:
        plain = without_markdown(fallback_text)
        super().__init__(schema=SCHEMA, version=VERSION, fallback_text=plain, **given)
