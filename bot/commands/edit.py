"""The command edit: with changes at once, else by the form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from app.crm.fields import EDITABLE
from app.crm.records import edit_record, show_record
from app.domain.errors import InvalidInput
from bot.cards import Card, record_card
from bot.commands.arguments import RecordNumber, WholeRest
from bot.forms.drawings import draw_edit, new_form
from bot.forms.records import read_values
from bot.parsing.changes import find_field, read_changes
from bot.refusals import sentences_of
from bot.registry import Mistake, registry
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class _Changes(WholeRest):
    """Fields and their values: all that is left."""

    label: str = "changes"

    async def split(self, _turn: Turn, text: str) -> tuple[str, str] | None:
        start = find_field(text)
        return (text[:start].strip(), text[start:].strip()) if start else None

    async def fits(self, _turn: Turn, text: str, certain: bool) -> bool:
        return find_field(f" {text}", certain=certain) == 0


Changes = Annotated[str, _Changes()]


@registry.command("edit", listed=False)
async def edit(turn: Turn, record: RecordNumber, changes: Changes = "") -> Card:
    """Without changes the form; with changes the record, or the form with what keeps it as it was."""
    if not changes:
        return await draw_edit(turn, record, new_form())
    kind = (await turn.read(show_record, record)).record.kind
    values = read_changes(changes, kind, turn.reader, turn.reader.today())
    if values is None:
        known = ", ".join(turn.t(f"field.{name}") for name in EDITABLE[kind])
        raise Mistake(turn.t("reply.field_unknown", text=changes[:80], fields=known))
    try:
        view = await turn.write(edit_record, record, await read_values(turn, values))
    except InvalidInput as refused:
        form = replace(new_form(values), problems=sentences_of(turn.reader, refused))
        return await draw_edit(turn, record, form)
    return record_card(turn.reader, view, turn.t("reply.saved"))
