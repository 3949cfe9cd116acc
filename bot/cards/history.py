"""What happened to a record, in the reader's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.crm.views import Entry
from app.domain.conversion import Log
from app.domain.framework import unfolded
from app.domain.money import Money
from app.domain.pipeline import Choice, Stage
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Part
from bot.cards.literal import shorten
from bot.cards.people import role_of

_SILENT = frozenset({"left_stage", "closed_at", "pipeline", "status", "origin"})
"""Fields that say nothing which the event itself or another field does not say."""

_LISTS = {
    "source": "lead_source",
    "type": "activity",
    "disqualify_reason": "disqualify_reason",
    "lost_reason": "lost_reason",
    "status": "status",
    "authority": "authority",
    "timeline": "timeline",
}
_DAYS = frozenset({"close_date", "due"})
_MOMENTS = frozenset({"due_at", "done_at"})
_RECORDS = frozenset({"lead", "contact", "organization", "opportunity", "about", "merged_into"})
_LONGEST_VALUE = 80
Names = Mapping[tuple[str, object], object]
_CHANGES_SHOWN = 4


def history(reader: Reader, entries: Sequence[Entry], limit: int = 8, title: str = "") -> list[Part]:
    """The first `limit` lines of a timeline below their heading; nothing for none."""
    if not entries:
        return []
    rows = [part for entry in entries[:limit] for part in _entry(reader, entry)]
    return [layout.subheading(title or reader.t("card.history")), *layout.fitting(rows, 6000)]


def event_name(reader: Reader, name: str) -> str:
    """What an event says happened: "Lead captured"."""
    return reader.t(f"event.{name}" if reader.has(f"event.{name}") else "event.changed")


def _entry(reader: Reader, entry: Entry) -> list[Part]:
    recorded = entry.recorded
    when = reader.t("card.entry", moment=reader.moment(recorded.at), name=shorten(entry.actor.name, 60))
    if recorded.undone:
        when = layout.joined(when, reader.t("card.undone"))
    what = event_name(reader, recorded.event.name)
    title = layout.run(what, weight="bolder", strikethrough=recorded.undone or None)
    by = layout.run(f"  {when}", 240, is_subtle=True, size="small")
    changes = [layout.quiet(text, 400, spacing="none") for text in _told(reader, entry)]
    return layout.parts(layout.line(title, by, spacing="small"), *changes)


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
    earlier, later = unfolded(event.before), unfolded(event.after)
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
    """A plain value of a field as the reader knows it; `names` resolves what it points to."""
    if field == "absorbed" and value:
        return ", ".join(f"#{number}" for number in value[:_CHANGES_SHOWN])
    if isinstance(value, list):
        said = ", ".join(_say_one(reader, names, one) for one in value)
        return shorten(said, _LONGEST_VALUE) or say(reader, names, field, None)
    if value is None or value in ("", {}):
        return reader.t("card.nothing")
    named = names.get((_LISTS.get(field, field), value)) if isinstance(value, int | str) else None
    if isinstance(named, Stage):
        text = reader.stage(named)
    elif isinstance(named, Choice):
        text = reader.choice(named)
    elif named is not None:
        text = str(named)
    elif field in _LISTS:
        text = reader.choice(Choice(_LISTS[field], str(value)))
    elif isinstance(value, dict) and field == "conversion":
        return _summary(reader, Log.read(value))
    elif isinstance(value, dict):
        text = reader.money(Money(Decimal(value["amount"]), value["currency"]))
    elif field in _DAYS:
        text = reader.date(dt.date.fromisoformat(value))
    elif field in _MOMENTS:
        text = reader.moment(dt.datetime.fromisoformat(value))
    else:
        text = f"#{value}" if field in _RECORDS else str(value)
    return shorten(" ".join(text.split()), _LONGEST_VALUE)


def _say_one(reader: Reader, names: Names, one: Any) -> str:
    """One participant or follower of a list."""
    if not isinstance(one, dict):
        return say(reader, names, "owner", one)
    name = say(reader, names, "contact", one["contact"])
    role = role_of(reader, one["role"])
    return f"{name} ({role})" if role else name


def _summary(reader: Reader, log: Log) -> str:
    """A conversion on one line, by numbers."""
    parts = {
        "created": ", ".join(f"{reader.t(f'card.{kind}')} #{number}" for kind, number in log.created.items()),
        "used": ", ".join(f"{reader.t(f'card.{kind}')} #{number}" for kind, number in log.used.items()),
        "skipped": ", ".join(reader.t(f"card.{kind}") for kind in log.skipped),
    }
    return "; ".join(f"{reader.t(f'conversion.{name}')}: {said}" for name, said in parts.items() if said)
