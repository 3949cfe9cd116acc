"""The elements are strict, and plain once they are built."""

from collections.abc import Callable

import pytest

from bot.cards import elements as e


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
        refresh=e.Refresh(action=e.ActionExecute(title="r", verb="v"), user_ids=["29:x"]),
        msteams={"width": "Full"},
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
        "refresh": {
            "type": "Refresh",
            "action": {"type": "Action.Execute", "title": "r", "verb": "v"},
            "userIds": ["29:x"],
        },
        "msteams": {"width": "Full"},
    }
