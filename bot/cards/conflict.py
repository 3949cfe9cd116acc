"""Somebody was quicker: the record as it stands, who changed what, and a button that applies what was
entered."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from app.crm.conflicts import Changes
from app.crm.views import RecordView
from app.domain.fields import LISTS, Type
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.domain.pipeline import Stage
from app.languages.reader import Reader
from app.languages.values import Names
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.form import FormState
from bot.cards.history import history, say
from bot.cards.literal import shorten
from bot.cards.record import changed, record_body, title_of

_MOST_ENTRIES = 5
_MOST_ENTERED = 20
_LISTS = {
    **{name: (list_,) for name, list_ in LISTS.items()},
    "reason": ("disqualify_reason", "lost_reason"),
    "stage": ("stage",),
}
"""What the inputs of forms hold a key of."""


def conflict_card(
    reader: Reader,
    view: RecordView,
    sentence: str,
    form: FormState | None = None,
    changes: Changes | None = None,
) -> Card:
    """The record as it is now, because somebody was quicker, and with `changes` who changed what since. What
    was entered is not lost: it is shown, with a mark where somebody else changed the same, and, where `form`
    has a verb, can be applied on top of the fresh state."""
    show = layout.button(reader.t("button.show"), "record.show", number=view.record.number)
    ways = [*_again(reader, form, view), *_back_to_life(reader, view), show]
    since = changes.entries[-_MOST_ENTRIES:] if changes else ()
    body = [
        *record_body(reader, view, layout.warned(sentence)),
        *history(reader, since, title=reader.t("card.conflict.since")),
        None if since else changed(reader, view),
        *entered(reader, form, changes),
    ]
    return layout.card(reader, title_of(reader, view), body, ways)


def entered(reader: Reader, form: FormState | None, changes: Changes | None = None) -> list[Part]:
    """What was typed, field by field; nothing where nothing was."""
    if form is None:
        return []
    names = changes.names if changes else {}
    typed = [
        (name, _in_words(reader, names, name, value))
        for name, value in form.values.items()
        if reader.has(f"field.{name}") and (value or changes is not None)
    ]
    marks = {name: _mark(reader, changes, name) for name, said in typed[:_MOST_ENTERED] if said}
    plain = [(reader.t(f"field.{name}"), said) for name, said in typed if name in marks and not marks[name]]
    rows: list[Part] = layout.facts(plain)
    for name, said in typed:
        if marks.get(name):
            rows += [*layout.facts([(reader.t(f"field.{name}"), said)]), *layout.parts(marks[name])]
    return [layout.subheading(reader.t("card.conflict.yours")), *rows] if rows else []


def _mark(reader: Reader, changes: Changes | None, name: str) -> Part | None:
    """That somebody else changed the same field, and what it is now."""
    entry = changes.by_field.get(name) if changes else None
    if entry is None:
        return None
    now = say(reader, entry.names, name, entry.recorded.event.after.get(name))
    said = reader.t("card.conflict.both", name=shorten(entry.actor.name, 40), value=shorten(now, 60))
    return layout.line(layout.run(f"▲ {said}", 240, color="attention", weight="bolder"), spacing="none")


def _in_words(reader: Reader, names: Names, name: str, value: str) -> str:
    """What was picked from a list by its name; what was typed as it is; nothing for a member who is not
    known."""
    if not value:
        return reader.t("card.nothing")
    if name == "owner":
        known = names.get(("owner", int(value))) if value.isdecimal() else None
        return "" if known is None else str(known)
    if (field := reader.own.find(name)) is not None and field.type is Type.FLAG:
        return reader.t("tab.yes" if value == "true" else "tab.no")
    for list_ in _LISTS.get(name, ()):
        if reader.has(f"{list_}.{value}"):
            return reader.t(f"{list_}.{value}")
    own = (one for one in names.values() if name == "stage" and isinstance(one, Stage) and one.key == value)
    return next((reader.stage(stage) for stage in own), value)


def _back_to_life(reader: Reader, view: RecordView) -> list[ActionExecute]:
    """Where what is closed goes on: a qualified lead in its opportunity, all else after it is reopened."""
    record = view.record
    if not isinstance(record, Lead | Opportunity) or record.is_open:
        return []
    if isinstance(record, Lead) and record.opportunity:
        return [layout.button(reader.t("button.opportunity"), "record.show", number=record.opportunity)]
    seen = {"number": record.number, "version": record.version}
    return [layout.button(reader.t("button.reopen"), "record.reopen", **seen)]


def _again(reader: Reader, form: FormState | None, view: RecordView) -> list[ActionExecute]:
    """The button that applies what was entered to the record as it is now."""
    if form is None or not form.verb:
        return []
    record = view.record
    data: Mapping[str, object] = {
        **form.values,
        "form": form.form_id,
        "number": record.number,
        "version": record.version,
    }
    if len(orjson.dumps(data)) > layout.LARGEST_CARD // 3:
        return []
    title = reader.t("button.apply" if form.values else "button.go_on")
    return [layout.button(title, form.verb, **data)]
