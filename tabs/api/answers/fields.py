"""What records show."""

from typing import TYPE_CHECKING, Annotated, TypedDict

from app.domain.event import Kind


class Field(TypedDict):
    """What a record shows."""

    name: str
    long: Annotated[bool, "May have several lines"]
    list: Annotated[str | None, "The section of names for what it holds"]


if TYPE_CHECKING:
    Fields = dict[str, list[Field]]
else:
    Fields = TypedDict("Fields", dict.fromkeys((kind.value for kind in Kind), list[Field]))
