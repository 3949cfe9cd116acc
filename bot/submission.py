"""Presses of buttons as Teams sends them, and how a repetition of one is recognised."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from typing import Any, TypeGuard

from app.domain.identity import is_id, plain_text
from app.domain.record import LONGEST_TEXT
from bot.turn import Submission

LARGEST_NUMBER = 2**53
"""Numbers beyond are none that a card of ours showed."""
LONGEST_FORM_ID = 64

# These change something at once, without a form of their own.
_AT_ONCE = frozenset(
    {
        "undo",
        "record.reopen",
        "record.split",
        "opportunity.win",
        "opportunity.move",
        "language",
        "command.run",
        "activity.done",
        "activity.later",
        "activity.cancel",
        "record.remove",
        "settings.change",
        "erasure.confirm",
        "erasure.withdraw",
    }
)
_HOLDERS = frozenset({"ActionSet", "ColumnSet"})
_OWN = frozenset({"form", "number", "version", "verb", "msteams"})


def read_submission(action: Mapping[str, Any]) -> Submission | None:
    """The submission of an `Action.Execute` ({"verb", "data"}), or None where it is malformed."""
    verb, data = action.get("verb"), action.get("data")
    if not isinstance(verb, str) or not verb or not isinstance(data, dict | None):
        return None
    data = data or {}
    form_id = data.get("form")
    return Submission(
        verb=verb,
        form_id=form_id if _is_form_id(form_id) else "",
        number=whole_number(data.get("number")),
        version=whole_number(data.get("version")),
        values=_values(data),
    )


def whole_number(value: object) -> int | None:
    """The whole number that a button carries, as a number or in digits; None for anything else, and for one
    that no card of ours showed."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_NUMBER:
        return value
    return None


def _is_form_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= LONGEST_FORM_ID and is_id(value)


def with_form_ids(card: dict[str, Any]) -> dict[str, Any]:
    """The card with an id in each button that changes something at once: a double press is then known to be
    one, while the same button on the next card is not taken for it."""
    body = [_with_id_in(part) if _holds_actions(part) else part for part in card.get("body", ())]
    return _with_ids({**card, "body": body})


def _holds_actions(part: dict[str, Any]) -> bool:
    return part.get("type") in _HOLDERS or "selectAction" in part


def _with_id_in(part: dict[str, Any]) -> dict[str, Any]:
    if part.get("type") == "ActionSet":
        return _with_ids(part)
    if part.get("type") == "ColumnSet":
        # The row of a list may hold a button of its own.
        columns = [{**one, "items": [_with_ids(item) for item in one["items"]]} for one in part["columns"]]
        part = {**part, "columns": columns}
    select = part.get("selectAction")
    return {**part, "selectAction": _with_id(select)} if select and _lacks_id(select) else part


def _with_ids(part: dict[str, Any]) -> dict[str, Any]:
    actions = part.get("actions", ())
    if not any(_lacks_id(action) for action in actions):
        return part
    return {**part, "actions": [_with_id(action) if _lacks_id(action) else action for action in actions]}


def _lacks_id(action: Mapping[str, Any]) -> bool:
    return action.get("verb") in _AT_ONCE and "form" not in (action.get("data") or {})


def _with_id(action: dict[str, Any]) -> dict[str, Any]:
    return {**action, "data": {**(action.get("data") or {}), "form": new_form_id()}}


def new_form_id() -> str:
    """An id that no other form has. It need not be secret: rights are checked again at every press."""
    return f"{_PROCESS}{next(_FORMS):x}"


_PROCESS = secrets.token_urlsafe(12) + "."
_FORMS = itertools.count()


def _values(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, as texts that every database keeps. One that is longer than any input allows is cut: it
    is refused anyway."""
    return {
        name: plain_text(_text(value)[: LONGEST_TEXT + 1])
        for name, value in data.items()
        if name not in _OWN and isinstance(value, str | int | float)
    }


def _text(value: str | float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
