"""Who owns the workspaces of tests: whoever comes first, unless a test is about that."""

from __future__ import annotations

from app.domain.member import Entrance

FIRST_OWNS = Entrance(first_owns=True)
