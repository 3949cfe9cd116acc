"""The elements are strict, and plain once they are built."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from adaptivecards.baseobject import PropertyType

from bot.cards import elements as e
from tests.bot.cards import schema
from tests.bot.cards.samples import BARE, BUILDERS, READERS, TYPICAL


@pytest.mark.parametrize(
    "build",
    [
        lambda: e.TextRun(text="x", wieght="bolder"),
        lambda: e.TextBlock(text="x", isSubtle=True),
        lambda: e.Container(items=[], colour="good"),
        lambda: e.ActionExecute(title="x", verb=3),
        lambda: e.Column(width=3),
        lambda: e.InputText(id="x", label="X", value=7),
        lambda: e.InputText(id="x"),  # type: ignore[call-arg]
        lambda: e.InputText(label="X"),  # type: ignore[call-arg]
        lambda: e.Card(body=[]),  # type: ignore[call-arg]
    ],
)
def test_what_the_schema_does_not_know_cannot_be_built(build: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        build()


def test_parts_do_not_change_after_they_are_built() -> None:
    run = e.TextRun(text="x")
    with pytest.raises(TypeError):
        run.weight = "bolder"


def test_nothing_is_written_for_none() -> None:
    assert e.TextRun(text="x", color=None).to_dict() == {"type": "TextRun", "text": "x"}


def test_a_card_is_plain_all_the_way_down() -> None:
    row = e.ColumnSet(
        columns=[e.Column(width="stretch", items=[e.TextBlock(text="x", is_subtle=True)])],
        select_action=e.ActionExecute(title="Open", verb="record.show", data={"number": 1}),
    )
    card = e.Card(
        fallback_text="x",
        body=[row],
    )
    assert card.to_dict() == {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": "x",
        "body": [
            {
                "type": "ColumnSet",
                "columns": [
                    {
                        "type": "Column",
                        "width": "stretch",
                        "items": [{"type": "TextBlock", "text": "x", "isSubtle": True}],
                    }
                ],
                "selectAction": {
                    "type": "Action.Execute",
                    "title": "Open",
                    "verb": "record.show",
                    "data": {"number": 1},
                },
            }
        ],
    }


def test_every_element_is_used_by_a_card() -> None:
    used = {part["type"] for card in all_cards() for part in schema.objects(card)}
    defined = {element.typed.get("type", "None") for element in all_elements()}
    assert defined - {"None"} == used


def test_every_property_that_the_package_lacks_is_used_by_a_card() -> None:
    used = {key for card in all_cards() for key in all_keys(card)}
    added = {
        entry.key_name
        for element in all_elements()
        for entry in vars(element).values()
        if isinstance(entry, PropertyType)
    }
    assert "associatedInputs" in added
    assert added <= used


def all_cards() -> list[dict[str, Any]]:
    return [build(READERS["en"], world).to_dict() for build in BUILDERS.values() for world in (TYPICAL, BARE)]


def all_elements() -> list[type[e.Part]]:
    return [one for one in vars(e).values() if isinstance(one, type) and issubclass(one, e.Part)]


def all_keys(node: object) -> Iterator[str]:
    """What any object of a card has, outside the data of actions."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            if key != "data":
                yield from all_keys(value)
    elif isinstance(node, list):
        for item in node:
            yield from all_keys(item)
