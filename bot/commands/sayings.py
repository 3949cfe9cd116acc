"""The kind of argument that is what somebody says of a record, which may be left out: "note she was glad"."""

from __future__ import annotations

from typing import Annotated

from app.crm.records import find_records
from app.domain.event import Kind
from bot.commands.arguments import WholeRest
from bot.commands.references import LONGEST_NAME, SHORTEST_NAME
from bot.turn import Turn


class _Words(WholeRest):
    """All that is left, and all there is where nothing it begins with is the name of a record."""

    label = "text"

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        if certain:
            return False
        words = text.split(None, LONGEST_NAME)
        for count in range(min(len(words) - 1, LONGEST_NAME), 0, -1):
            name = " ".join(words[:count])
            if len(name) >= SHORTEST_NAME:
                found = await turn.read(find_records, name, 1)
                if any(hit.kind is not Kind.ACTIVITY for hit in found.hits):
                    return False
        return True


Words = Annotated[str, _Words()]
