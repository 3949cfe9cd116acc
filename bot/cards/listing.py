"""Lists of records: results, and the question which one is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from app.crm.views import Found, Hit
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.elements import Card, Part
from bot.cards.literal import shorten


def list_card(reader: Reader, found: Found, title: str, more: layout.More = layout.nothing_more) -> Card:
    """A page of records; a tap on one shows it. `more` leads to the rest."""
    button = more(found.cursor or "")
    if not found.hits:
        return _empty(reader, title)
    body = [layout.band(title), *hit_rows(reader, found.hits), layout.going_on(reader, button)]
    return layout.card(reader, title, body, [button] if button else [])


def choose_card(
    reader: Reader, hits: Sequence[Hit], text: str, completed: Callable[[str], str] | None = None
) -> Card:
    """Several records fit what somebody wrote: which one? A tap writes what `completed` makes of the chosen
    number; without it the record is shown."""
    title = reader.t("card.choose.title")
    intro = layout.told(reader.t("card.choose.intro", text=shorten(text, 80)))
    return layout.card(reader, title, [layout.band(title), intro, *hit_rows(reader, hits, completed)])


def hit_rows(
    reader: Reader,
    hits: Sequence[Hit],
    completed: Callable[[str], str] | None = None,
    remarks: Mapping[int, str] | None = None,
    room: int = layout.ROOM_FOR_ROWS,
) -> list[Part]:
    """One row for each hit as far as they fit into `room` bytes, and how many do not; `remarks` are said of
    some, by number."""
    said = remarks or {}
    rows = layout.fitting((_row(reader, hit, completed, said.get(hit.number, "")) for hit in hits), room)
    missing = len(hits) - len(rows)
    rest = layout.quiet(reader.t("card.list_more", count=missing)) if missing else None
    return [*rows, *layout.parts(rest)]


def _row(reader: Reader, hit: Hit, completed: Callable[[str], str] | None, remark: str) -> Part:
    title = layout.kind_and_number(reader, hit.kind, hit.number)
    name = hit.name or reader.t(f"activity.{hit.activity.value}" if hit.activity else "card.unnamed")
    left = layout.parts(
        layout.line(layout.run(name, 80, weight="bolder", color="accent")),
        layout.quiet(
            layout.joined(remark, title, hit.detail, hit.owner.name if hit.owner else ""), 240, spacing="none"
        ),
    )
    state, amount = _state(reader, hit), reader.money(hit.amount)
    right = layout.parts(_at_right(state) if state else None, _amount(amount) if amount else None)
    text = completed(f"#{hit.number}") if completed else ""
    return layout.row(left, right, layout.opening(f"{title} {name}", hit.number, text))


def _state(reader: Reader, hit: Hit) -> str:
    if hit.stage and hit.status in ("", "open"):
        return reader.stage(hit.stage)
    return reader.t(f"status.{hit.status}") if hit.status else ""


@lru_cache(maxsize=256)
def _at_right(state: str) -> Part | None:
    return layout.line(layout.run(state, 24), horizontal_alignment="right")


def _amount(amount: str) -> Part | None:
    return layout.line(layout.run(amount, 30, weight="bolder"), horizontal_alignment="right", spacing="none")


def _empty(reader: Reader, title: str) -> Card:
    body = [
        layout.band(title),
        layout.told(reader.t("card.empty_list")),
        layout.quiet(reader.t("card.empty_hint"), spacing="small"),
    ]
    actions = [
        layout.button(reader.t("button.new_lead"), "lead.new"),
        layout.button(reader.t("button.help"), "help"),
    ]
    return layout.card(reader, title, body, actions)
