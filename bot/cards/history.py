"""What happened to a record, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.crm.views import Entry
from app.domain.conversion import Log
from app.languages.reader import Reader
from app.languages.values import Names, event_name, fields_told, say_conversion, say_value
from bot.cards import layout
from bot.cards.activity import taken_place
from bot.cards.elements import Part
from bot.cards.literal import shorten

_SILENT = frozenset({"left_stage", "closed_at", "pipeline", "status", "origin"})
"""Fields that say nothing which the event itself or another field does not say."""

_LONGEST_VALUE = 80
_CHANGES_SHOWN = 4


def history(reader: Reader, entries: Sequence[Entry], limit: int = 8, title: str = "") -> list[Part]:
    """The first `limit` lines of a timeline below their heading; nothing for none."""
    if not entries:
        return []
    rows = [part for entry in entries[:limit] for part in _entry(reader, entry)]
    return [layout.subheading(title or reader.t("card.history")), *layout.fitting(rows, 6000)]


def _entry(reader: Reader, entry: Entry) -> list[Part]:
    recorded = entry.recorded
    when = _when(reader, entry)
    if recorded.undone:
        when = layout.joined(when, reader.t("card.undone"))
    what = event_name(reader, recorded.event.name)
    title = layout.run(what, weight="bolder", strikethrough=recorded.undone or None)
    by = layout.run(f"  {when}", 240, is_subtle=True, size="small")
    changes = [layout.quiet(text, 400, spacing="none") for text in _told(reader, entry)]
    return layout.parts(layout.line(title, by, spacing="small"), *changes)


def _when(reader: Reader, entry: Entry) -> str:
    """When it happened and who tells it; where it was told later, that as well."""
    name, told = shorten(entry.actor.name, 60), reader.moment(entry.recorded.at)
    if entry.happened_at is None:
        return reader.t("card.entry", moment=told, name=name)
    happened = taken_place(reader, entry.happened_at, entry.happened_on)
    return layout.joined(happened, reader.t("card.noted", moment=told, name=name))


def _told(reader: Reader, entry: Entry) -> list[str]:
    """What changed; of an activity, or of a record that went up in this one, also which it was: a timeline
    tells of several."""
    event = entry.recorded.event
    name = entry.names.get((event.kind, event.number))
    title = f"#{event.number} {shorten(str(name), _LONGEST_VALUE)}" if name else ""
    return [*([title] if title else []), *_changes(reader, entry)]


def _changes(reader: Reader, entry: Entry) -> list[str]:
    event = entry.recorded.event
    if event.creates or event.removes:
        return []
    earlier, later = (fields_told(side) for side in (event.before, event.after))
    told = []
    # What a conversion did comes first: the fields that follow from it may find no room.
    # What was called off says by its name that it was not done.
    silent = _SILENT | ({"done_at"} if "cancelled" in event.after else set())
    for field in sorted(earlier | later, key=lambda name: name != "conversion"):
        if field in silent or not reader.has(f"field.{field}") or earlier.get(field) == later.get(field):
            continue
        was, is_ = _apart(earlier.get(field), later.get(field))
        told.append(f"{reader.t(f'field.{field}')}: {_change(reader, entry.names, field, was, is_)}")
    return told[:_CHANGES_SHOWN]


def _change(reader: Reader, names: Names, field: str, was: Any, is_: Any) -> str:
    before, after = (say(reader, names, field, value) for value in (was, is_))
    # A lead that is qualified had no conversion before: that it was none says nothing.
    is_first = field == "conversion" and not was
    return after if is_first else reader.t("card.change", before=before, after=after)


def _apart(before: Any, after: Any) -> tuple[Any, Any]:
    """Two values; of two lists only what the one has and the other has not."""
    if not isinstance(before, list) or not isinstance(after, list):
        return before, after
    return [one for one in before if one not in after], [one for one in after if one not in before]


def say(reader: Reader, names: Names, field: str, value: Any) -> str:
    """A plain value of a field as far as a line of a card holds it, also where there is none."""
    if field == "conversion" and value:
        return say_conversion(reader, Log.read(value))
    said = " ".join(say_value(reader, names, field, value).split())
    return shorten(said, _LONGEST_VALUE) or reader.t("card.nothing")
