"""Schemas are made from the types of answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, NotRequired, TypedDict, TypeVar

import pytest

from tabs.api.shapes import ALL, Bounds, Keys, Named, Shapes, copied, told_of

T = TypeVar("T")
Side = Annotated[str, Keys("Side", ("left", "right"))]
HELD = {"type": "integer", "minimum": 0}


class Colour(StrEnum):
    RED = "red"


class Cup(TypedDict):
    """What holds."""

    colour: Colour | None
    made: NotRequired[int]


class Pair(TypedDict, Generic[T]):
    both: list[T]


@dataclass
class Vessel:
    name: str
    size: int
    secret: str


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (int, HELD),
        (Annotated[int, Bounds(maximum=9), "So many"], {**HELD, "maximum": 9, "description": "So many"}),
        (Literal["a"], {"const": "a"}),
        (Literal["a", "b"], {"enum": ["a", "b"]}),
        (list[Any], {"type": "array", "items": {}}),
        (tuple[int, ...], {"type": "array", "items": HELD}),
        (dict[str, Any], {"type": "object"}),
        (dict[str, int], {"type": "object", "additionalProperties": HELD}),
        (int | None, {"anyOf": [HELD, {"type": "null"}]}),
    ],
)
def test_plain_types_are_told_where_they_stand(hint: Any, schema: Any) -> None:
    shapes = Shapes()
    assert shapes.of(hint) == schema
    assert shapes.named == {}


def test_objects_and_keys_have_names() -> None:
    shapes = Shapes()
    assert shapes.of(Pair[Cup]) == {"$ref": "#/components/schemas/CupPair"}
    shapes.of(Annotated[Cup | Literal["none"], Named("Drink")])
    assert shapes.named["CupPair"]["properties"]["both"]["items"] == {"$ref": "#/components/schemas/Cup"}
    assert shapes.named["Colour"] == {"enum": ["red"]}
    assert shapes.named["Drink"]["anyOf"][1] == {"const": "none"}
    cup = shapes.named["Cup"]
    assert (cup["required"], cup["description"], set(cup["properties"])) == (
        ["colour"],
        "What holds.",
        {"colour", "made"},
    )


def test_a_dict_of_keys_may_lack_some_unless_it_has_all() -> None:
    shapes = Shapes()
    assert shapes.of(dict[Side, int])["required"] == []
    assert shapes.of(Annotated[dict[Side, int], ALL])["required"] == ["left", "right"]
    assert shapes.of(Side) == {"$ref": "#/components/schemas/Side"}
    assert shapes.named["Side"] == {"enum": ["left", "right"]}


def test_an_answer_can_be_made_from_what_the_core_has() -> None:
    answer = told_of("VesselAnswer", Vessel, without=("secret",), size=str)
    assert copied(answer, Vessel("Mug", 3, "gold"), size="small") == {"name": "Mug", "size": "small"}
    shapes = Shapes()
    shapes.of(answer)
    assert shapes.named["VesselAnswer"]["properties"] == {
        "name": {"type": "string"},
        "size": {"type": "string"},
    }


def test_what_cannot_be_described_is_refused() -> None:
    with pytest.raises(KeyError):
        Shapes().of(complex)
