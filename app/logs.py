"""Logs: what their lines may tell. Where they go is the host's matter: `app.host.log_output`.

Everybody logs with the standard library. What belongs to an event besides its sentence is given as `extra`,
under the names in TOLD and no others: nothing that somebody typed, and no name of anybody.
"""

from __future__ import annotations

import traceback

TOLD = frozenset(
    {
        *("tenant", "reference", "command", "outcome", "ms", "error", "repeated"),
        *("delivery", "attempts", "count"),
    }
)
"""What may be told besides the sentence."""
TURNS = "leadline.turns"
"""The log that has one line for each turn: none of them is ever left out."""


def place_of(error: BaseException) -> str:
    """What broke and where: the same for every failure of one kind, so that one trace tells of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    if not ours:
        return type(error).__name__
    path = ours[-1].filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(error).__name__} in {path}:{ours[-1].lineno}"
