"""More: the rarer things that can be done with a record, one row each. To add one, add a line to ROWS and
its words: `button.<key>` and, where that needs saying, `more.<key>`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.crm.views import RecordView
from app.domain.activity import Activity
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.literal import shorten
from bot.cards.record import title_of


def any_record(view: RecordView) -> bool:
    """Fits records of all kinds but activities."""
    return not isinstance(view.record, Activity)


def owned_record(view: RecordView) -> bool:
    """Fits leads and opportunities, whatever their state."""
    return isinstance(view.record, Lead | Opportunity)


@dataclass(frozen=True, slots=True)
class More:
    """One row: the key of its words, the verb that it presses with the record's number and version and
    `data`, and the records that it fits."""

    key: str
    verb: str
    fits: Callable[[RecordView], bool] = any_record
    data: dict[str, object] = field(default_factory=dict)


ROWS = (
    More("note", "activity.new", data={"type": "note"}),
    More("call", "activity.new", data={"type": "call"}),
    More("email", "activity.new", data={"type": "email"}),
    More("meeting", "activity.new", data={"type": "meeting"}),
    More("task", "activity.new", data={"type": "task"}),
    More("participants", "participant.list", owned_record),
    More("followers", "record.followers", owned_record),
    More("assign", "record.assign.open", owned_record),
    More("alike", "lead.alike", lambda view: isinstance(view.record, Lead)),
    More("split_off", "record.split", lambda view: bool(getattr(view.record, "absorbed", ()))),
    More("edit", "record.edit.open", lambda view: isinstance(view.record, Opportunity)),
)
"""What there is, in the order in which it is shown."""


def more_card(reader: Reader, view: RecordView) -> Card:
    """What else can be done with a record; a tap on a row does it, or asks what it needs."""
    record = view.record
    title = reader.t("card.more", title=title_of(reader, view))
    rows = [_row(reader, view, more) for more in ROWS if more.fits(view)]
    back = layout.button(reader.t("button.back"), "record.show", number=record.number)
    return layout.card(reader, title, [layout.band(title), layout.name(record.name), *rows], [back])


def _row(reader: Reader, view: RecordView, more: More) -> Part:
    title = reader.t(f"button.{more.key}")
    hint = reader.t(f"more.{more.key}") if reader.has(f"more.{more.key}") else ""
    left = layout.parts(
        layout.line(layout.run(title, 80, weight="bolder", color="accent")),
        layout.quiet(hint, 160, spacing="none"),
    )
    seen = {"number": view.record.number, "version": view.record.version}
    tap = ActionExecute(title=shorten(title, 80), verb=more.verb, data={**more.data, **seen})
    return layout.row(left, layout.parts(layout.line(layout.run("›", weight="bolder"))), tap)
