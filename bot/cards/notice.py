"""Short answers: something to know, something undone, something that went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.crm.views import Undone
from app.domain.event import Setting
from app.languages.reader import Reader
from app.languages.values import event_name
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.literal import shorten

_MOST_ACTIONS = 6
_MOST_UNDONE = 8


def notice_card(
    reader: Reader, text: str, actions: Sequence[tuple[str, str, Mapping[str, object]]] = ()
) -> Card:
    """A sentence, and ways forward: buttons as (label, verb, data)."""
    said = layout.line(layout.run(text, 1000))
    buttons = [layout.button(label, verb, **data) for label, verb, data in actions[:_MOST_ACTIONS]]
    return layout.card(reader, shorten(text, 200), [said], buttons)


def undone_card(reader: Reader, undone: Undone) -> Card:
    """What an undo took back, and how things are now."""
    title = reader.t("card.undo.title")
    happened = [event_name(reader, recorded.event.name) for recorded in undone.events[:_MOST_UNDONE]]
    rest = "…" if len(undone.events) > _MOST_UNDONE else ""
    said = layout.line(layout.run(layout.joined(*dict.fromkeys(happened), rest), 600, strikethrough=True))
    actions = [
        layout.button(
            reader.t("button.show_record", number=view.record.number),
            "record.show",
            number=view.record.number,
        )
        for view in undone.remaining[:3]
    ]
    if any(isinstance(recorded.event.kind, Setting) for recorded in undone.events):
        actions.append(layout.button(reader.t("button.settings"), "settings.show"))
    actions.append(layout.button(reader.t("button.new_lead"), "lead.new"))
    actions.append(
        layout.button(reader.t("button.pipeline"), "command.run", text=reader.t("command.pipeline.name"))
    )
    return layout.card(reader, title, [layout.band(title), said, *_results(reader, undone)], actions)


def _results(reader: Reader, undone: Undone) -> list[Part]:
    there = [("back", view.record.name, view.record.number) for view in undone.remaining[:_MOST_UNDONE]]
    gone = [("removed", ref.name, ref.number) for ref in undone.removed[:_MOST_UNDONE]]
    return layout.parts(
        *(
            layout.line(
                layout.run(reader.t(f"card.undo.{key}", name=shorten(name, 80), number=number), 240),
                spacing="small",
            )
            for key, name, number in [*there, *gone]
        )
    )


def error_card(reader: Reader, reference: str) -> Card:
    """Something broke on our side; `reference` finds it in the log."""
    title = reader.t("card.error.title")
    body = [
        layout.band(title, style="attention"),
        layout.told(reader.t("card.error.text")),
        layout.line(layout.run(reference, 60, font_type="monospace", weight="bolder")),
    ]
    return layout.card(reader, title, body, [layout.button(reader.t("button.help"), "help")])
