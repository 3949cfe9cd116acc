"""What records show."""

from typing import TYPE_CHECKING, Annotated, TypedDict

from app.domain.event import Kind
from app.domain.own_fields import OWN_KINDS, OWN_TYPES
from tabs.api.shapes import Keys

OwnType = Annotated[str, Keys("OwnType", tuple(one.value for one in OWN_TYPES))]
OwnKind = Annotated[str, Keys("OwnKind", tuple(one.value for one in OWN_KINDS))]


class Field(TypedDict):
    """What a record shows."""

    name: str
    long: Annotated[bool, "May have several lines"]
    list: Annotated[str | None, "The section of names for what it holds"]
    label: Annotated[str | None, "What the workspace calls a field that it has described itself"]


class OwnField(TypedDict):
    """A field that the workspace has described itself."""

    name: Annotated[str, "Under which records tell and take what it holds"]
    type: OwnType
    kinds: list[OwnKind]
    label: Annotated[str, "What it is called in the reader's language"]
    labels: Annotated[dict[str, str], "What it is called, by language; the empty one stands for all others"]
    entries: Annotated[list[str], "What can be chosen"]
    retired: Annotated[bool, "It is shown and asked for no more; all that it holds is kept"]


class OwnFields(TypedDict):
    """The fields that the workspace has described itself, in the order in which it did."""

    items: list[OwnField]
    version: Annotated[int, "That of the settings of the workspace"]


if TYPE_CHECKING:
    Fields = dict[str, list[Field]]
else:
    Fields = TypedDict("Fields", dict.fromkeys((kind.value for kind in Kind), list[Field]))
