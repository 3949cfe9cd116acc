"""Undo: what would be taken back next, and taking it back."""

from __future__ import annotations

from app.crm.undoing import Undoable, next_undo, undo_of_today
from app.domain.errors import AlreadyDone
from tabs.api.answers import history
from tabs.api.answers.history import NextUndo, Undone
from tabs.api.call import Call, Route
from tabs.api.fields import BOOLEAN, VERSION, WHOLE
from tabs.api.presenters import present_entry, present_reference, present_undone


async def show_undo(call: Call) -> NextUndo:
    """What the member would take back next."""
    call.query()
    found = await call.read(next_undo)
    return {"undo": None if found is None else _present(found)}


async def undo(call: Call) -> Undone:
    """Takes it back."""
    asked = await call.body()
    try:
        return present_undone(await call.write(undo_of_today, **asked))
    except AlreadyDone:
        # Repeated: whatever it took back is back already.
        return {"undone": []}


def _present(found: Undoable) -> history.Undoable:
    return {
        "change": found.change,
        "entries": [present_entry(entry) for entry in found.entries],
        "records": [present_reference(one) for one in found.records],
        "removes": [present_reference(one) for one in found.removes],
    }


ROUTES = (
    Route(
        method="GET",
        path="/undo",
        answer=show_undo,
        summary="What you would take back next of what you changed here today; null where nothing is left",
    ),
    Route(
        method="POST",
        path="/undo",
        answer=undo,
        summary="Take back your own last change of today: that `change`, or one of the record with this"
        " `number` and `version`, or nothing. What would remove records asks for `remove`. Repeated with the"
        " same key, nothing more",
        body={"change": WHOLE, "number": WHOLE, **VERSION, "remove": BOOLEAN},
    ),
)
