"""What answers mention of something that has an answer of its own, or none."""

import datetime as dt
from typing import Annotated, Any, Generic, TypedDict, TypeVar

from app.domain import money
from app.domain.activity import ActivityType
from app.domain.conversion import TARGETS
from app.domain.event import Kind
from tabs.api.shapes import Bounds, Keys

T = TypeVar("T")

Values = dict[str, Any]
"""Values of fields by name."""
Target = Annotated[str, Keys("Target", tuple(kind.value for kind in TARGETS))]
"""The key of a kind that a conversion creates, uses or skips."""


class Page(TypedDict, Generic[T]):
    items: list[T]
    next: Annotated[str | None, "The `cursor` of the page that follows"]


class Money(TypedDict):
    """An exact amount: to the cent, or with as many places as it has."""

    amount: Annotated[str, Bounds(pattern=r"^\d+\.\d{2,4}$")]
    currency: Annotated[str, Bounds(pattern="^[A-Z]{3}$")]


class Person(TypedDict):
    """A colleague."""

    id: int
    name: str


class Reference(TypedDict):
    """Another record, as far as a link needs it."""

    number: int
    name: str


class Participant(TypedDict):
    """A contact that takes part; the role is a key, or what somebody wrote."""

    contact: Reference
    role: str


class Subject(TypedDict):
    """The record that an activity is about."""

    number: int
    name: str
    kind: Kind


class Step(TypedDict):
    """An activity as others mention it."""

    number: int
    type: ActivityType
    name: str
    due: dt.date | None
    due_at: dt.datetime | None


INSTEAD = {money.Money: Money}
"""What is told instead of a type of the core."""
