"""The pieces that cards are laid out from, so that all of them look alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson

from app.domain.event import Kind
from app.languages.reader import Reader
from bot.cards.elements import (
    ActionExecute,
    ActionSet,
    Card,
    Column,
    ColumnSet,
    Container,
    Part,
    RichTextBlock,
    TextBlock,
    TextRun,
)
from bot.cards.literal import shorten, without_markdown

_ESCAPED = re.compile(r"\\(\W)")

More = Callable[[str], ActionExecute | None]
"""Makes the button that leads to what a list does not show, of the cursor for that; "" where it shows all."""

LARGEST_CARD = 28_000
"""Bytes of JSON in UTF-8. Below every limit that Teams publishes for a message."""

ROOM_FOR_ROWS = 22_000
"""Bytes that the rows of a list may take together."""

_MOST_ROWS = 60
"""No row is so small that more of them would fit."""

LONGEST_SHOWN = 120
"""Characters that are shown of a line; what is longer ends in an ellipsis."""

_KINDS = {kind: f"card.{kind.value}" for kind in Kind}

_LABELS = "104px"
"""Holds the longest label of a fact, and leaves most of a phone's width to the value."""

_LONGEST_TITLE = 34
_ROW_OF_BUTTONS, _BUTTON_FRAME, _NARROW, _WIDE, _LATIN = 288 + 8, 24 + 8, 7.4, 14.5, 0x24F
"""CSS pixels: a row inside a card of 320, a button's frame and gap, and letters."""


def card(
    reader: Reader, title: str, body: Sequence[Part | None], actions: Iterable[ActionExecute] = ()
) -> Card:
    """A card of what is there of `body`. `title` starts the text for clients that cannot draw it."""
    return Card(
        fallback_text=f"{title}. {reader.t('card.fallback')}",
        body=[*(part for part in body if part is not None), *_button_rows(actions)],
    )


def title_of(reader: Reader, fallback: str) -> str:
    """The title of a card, by its text for clients that cannot draw it."""
    return _ESCAPED.sub(r"\1", fallback).removesuffix(f". {reader.t('card.fallback')}")


def buttons(actions: Iterable[ActionExecute]) -> ActionSet:
    """Buttons in the middle of a card, at most as many as fit beside each other on a phone."""
    return _button_rows(actions)[0]


def _button_rows(actions: Iterable[ActionExecute]) -> list[ActionSet]:
    """Buttons in rows that are whole on a phone: clients do not break a row, they cut the titles."""
    rows: list[list[ActionExecute]] = []
    room = 0.0
    for action in actions:
        width = _width(action.title)
        if width > room:
            rows.append([])
            room = _ROW_OF_BUTTONS
        rows[-1].append(action)
        room -= width
    return [ActionSet(actions=row, spacing="small" if i else "medium") for i, row in enumerate(rows)]


@lru_cache(maxsize=256)
def _width(title: str) -> float:
    return _BUTTON_FRAME + sum(_WIDE if ord(letter) > _LATIN else _NARROW for letter in title)


def button(title: str, verb: str, /, **data: object) -> ActionExecute:
    """A button for `verb`, whose data come back with it."""
    return ActionExecute(title=shorten(title, _LONGEST_TITLE), verb=verb, data=data)


def aside(title: str, verb: str, /, **data: object) -> ActionExecute:
    """A button that leaves a form: nothing that was entered is checked or sent."""
    return ActionExecute(title=shorten(title, _LONGEST_TITLE), verb=verb, data=data, associated_inputs="none")


def nothing_more(_cursor: str) -> None:
    """The `More` of a list that nobody pages through."""


def opening(title: str, number: int, text: str = "") -> ActionExecute:
    """What a tap on a row does: shows its record, or writes a `text`."""
    if text:
        return ActionExecute(title=shorten(title, 80), verb="command.run", data={"text": text})
    return ActionExecute(title=shorten(title, 80), verb="record.show", data={"number": number})


def run(text: str, limit: int = LONGEST_SHOWN, **look: Any) -> TextRun:
    """A text as it was typed, shortened to `limit` characters."""
    return TextRun(text=shorten(text, limit), **look)


def line(*runs: TextRun | None, **look: Any) -> RichTextBlock | None:
    """A paragraph of what is there of `runs`; nothing where nothing is."""
    inlines = [inline for inline in runs if inline is not None]
    return RichTextBlock(inlines=inlines, **look) if inlines else None


def parts(*found: Part | None) -> list[Part]:
    """What is there."""
    return [part for part in found if part is not None]


def band(title: str, badge: str = "", style: str = "emphasis") -> Container:
    """The top of a card: what it is, and its state."""
    left = Column(width="stretch", items=[heading(title)])
    row = ColumnSet(columns=[left, _badge(badge)] if badge else [left])
    return Container(style=style, bleed=True, items=[row])


@lru_cache(maxsize=256)
def _badge(text: str) -> Column:
    return Column(width="auto", items=parts(line(run(text, 28, weight="bolder"))))


def heading(title: str, **look: Any) -> Part:
    """A heading to people and to screen readers; where the title quotes what could be read as Markdown, only
    to people."""
    if without_markdown(title) == title:
        return TextBlock(text=title, style="heading", size="default", weight="bolder", wrap=True, **look)
    return RichTextBlock(inlines=[run(title, weight="bolder")], **look)


def subheading(title: str) -> Part:
    """The title of a group within a card."""
    return heading(title, spacing="large", separator=True)


def name(text: str, **look: Any) -> RichTextBlock | None:
    """What the card is about, large."""
    return line(run(text, size="large", weight="bolder"), **look)


def quiet(text: str, limit: int = LONGEST_SHOWN, **look: Any) -> RichTextBlock | None:
    """A line that steps back; nothing for no text."""
    return line(run(text, limit, is_subtle=True) if text else None, **look)


def joined(*texts: str) -> str:
    """Texts on one line; each is shortened, so that a long one leaves room for the next."""
    return " · ".join(shorten(text, 80) for text in texts if text)


LONGEST_UNBROKEN = 30
"""Characters that fit beside each other on a phone."""


def unbroken(text: str) -> str:
    """A short text that stays on one line, such as a phone number; a long one may break."""
    return text.replace(" ", "\xa0") if len(text) <= LONGEST_UNBROKEN else text


def told(text: str) -> RichTextBlock | None:
    """A sentence from us, with whatever it quotes."""
    return line(run(text, 600)) if text else None


@lru_cache(maxsize=256)
def noticed(text: str) -> RichTextBlock | None:
    """What has just been done."""
    return line(run(text, 600, weight="bolder", color="accent")) if text else None


def warned(text: str) -> Container | None:
    """What needs attention before anything else is read."""
    return Container(style="attention", items=parts(line(run(text, 600)))) if text else None


def refused(text: str) -> RichTextBlock | None:
    """What cannot be taken as it was entered."""
    return line(run(text, 300, weight="bolder", color="attention")) if text else None


def facts(pairs: Iterable[tuple[str, str]]) -> list[Part]:
    """Labels with values, one below the other; pairs without a value are left out."""
    rows = [_fact(label, value) for label, value in pairs if value]
    return [Container(items=rows, spacing="medium")] if rows else []


@lru_cache(maxsize=1024)
def _fact(label: str, value: str) -> ColumnSet:
    right = Column(width="stretch", items=[RichTextBlock(inlines=[run(value)])])
    return ColumnSet(columns=[_label(label), right], spacing="small")


@lru_cache(maxsize=256)
def _label(label: str) -> Column:
    return Column(width=_LABELS, items=[RichTextBlock(inlines=[run(label, is_subtle=True)])])


def prose(label: str, text: str, limit: int = 600) -> list[Part]:
    """A text of several lines below its label; nothing for no text."""
    lines = [piece for piece in shorten(text.strip(), limit).splitlines() if piece.strip()]
    if not lines:
        return []
    title = quiet(label, spacing="medium")
    shown = [line(run(piece, limit), spacing="none" if i else "small") for i, piece in enumerate(lines[:12])]
    rest = quiet("…", spacing="none") if len(lines) > 12 else None
    return parts(title, *shown, rest)


def columns(left: Sequence[Part], right: Sequence[Part], **look: Any) -> ColumnSet:
    """Two sides; the right one is as wide as it needs."""
    sides = [Column(width="stretch", items=list(left))]
    if right:
        sides.append(Column(width="auto", items=list(right)))
    return ColumnSet(columns=sides, **look)


def row(left: Sequence[Part], right: Sequence[Part], select: ActionExecute | None = None) -> ColumnSet:
    """One entry of a list."""
    return columns(left, right, select_action=select, separator=True, spacing="medium")


def going_on(reader: Reader, more: ActionExecute | None) -> RichTextBlock | None:
    """How to see the rest of a list, where there is more."""
    return quiet(reader.t("card.more_rows"), 300, separator=True) if more else None


def group(items: Sequence[Part]) -> Container:
    """One entry of a list that has one side only."""
    return Container(items=list(items), separator=True, spacing="medium")


def shaded(*items: Part) -> Container:
    """The bottom line of a card."""
    return Container(items=list(items), style="emphasis", bleed=True, spacing="medium")


def kind_and_number(reader: Reader, kind: Kind, number: int) -> str:
    """ "Lead #104"."""
    return f"{reader.t(_KINDS[kind])} #{number}"


def fitting(rows: Iterable[Part], room: int = ROOM_FOR_ROWS) -> list[Part]:
    """The first rows that fit into `room` bytes together."""
    candidates = list(islice(rows, _MOST_ROWS))
    if len(orjson.dumps([candidate.to_dict() for candidate in candidates])) <= room:
        return candidates
    kept: list[Part] = []
    for candidate in candidates:
        room -= len(orjson.dumps(candidate.to_dict()))
        if room < 0:
            break
        kept.append(candidate)
    return kept
