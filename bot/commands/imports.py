"""Commands that bring many leads along: import."""

from __future__ import annotations

import re

from app.crm.imports.intake import File, check_import, offer_import
from app.domain.imports import ImportState
from app.sheets.encoding import LARGEST_FILE
from bot.bounds import LONGEST_TABLE
from bot.cards import Card, import_card, import_guide
from bot.commands.arguments.kinds import Rows
from bot.parsing.tables import find_table
from bot.registry import registry
from bot.turn import Turn

_DELIMITERS = re.compile(r"\n([\t,;]+)\Z")


@registry.command("import", listed=False, longest=LONGEST_TABLE)
async def import_leads(turn: Turn, rows: Rows = "") -> Card:
    """With pasted rows or an attached file what would become of each row, else how to bring some."""
    table = find_table(turn.markup)
    if table or rows:
        # The plain text of a table no longer tells its cells apart.
        file = File("", (table or _whole(turn.text, rows)).encode(), turn.reader.language)
    elif turn.files:
        attached = turn.files[0]
        file = File(attached.name, await turn.fetch(attached, LARGEST_FILE), turn.reader.language)
    else:
        return import_guide(turn.reader)
    sheet, view = await turn.read(check_import, file)
    if view.file.state is ImportState.CHECKED:
        view = await turn.write(offer_import, sheet, view)
    return import_card(turn.reader, view)


def _whole(text: str, rows: str) -> str:
    """The rows with the delimiters before the first title, which say that its column has none."""
    before = _DELIMITERS.search(text[: max(text.find(rows), 0)])
    return before[1] + rows if before else rows
