"""Buttons that make one record of two, and two of one."""

from __future__ import annotations

from app.crm.duplicates.duplicates import find_pairs_of
from app.crm.merge.merging import compared_fields, merge_records, preview_merge
from app.crm.merge.splitting import split_record
from app.crm.merge.views import Merged, Split
from app.domain.errors import Conflict
from bot.cards import Card, FormState, merge_form, pairs_card, record_card, told_moves, told_split
from bot.forms.drawings import new_form
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn


async def draw_merge(turn: Turn, number: int | None, form: FormState) -> Card:
    """The record `number` beside the one that the form names as `other`. Raises NotFound, Conflict."""
    return await lay_side_by_side(turn, number or 0, whole_number(form.values.get("other")) or 0, form)


@registry.form("record.merge.open")
async def open_merge(turn: Turn, given: Submission) -> Card:
    """Which values stay?"""
    other = whole_number(given.values.get("other")) or 0
    return await lay_side_by_side(turn, given.number or 0, other, new_form())


@registry.form("record.merge", again=draw_merge)
async def merge(turn: Turn, given: Submission) -> Card:
    """Makes one record of the two that the card shows; where one of them has changed since, shows them
    again."""
    number, other = given.number or 0, whole_number(given.values.get("other")) or 0
    chosen = {name: value for name, value in given.values.items() if name not in _OWN}
    try:
        merged = await turn.write(
            merge_records,
            number,
            other,
            chosen,
            given.version,
            whole_number(given.values.get("other_version")),
        )
    except Conflict as conflict:
        if conflict.code != "changed_meanwhile":
            raise
        # Not the conflict's own card: that one shows a single record, and it takes two to decide.
        form = new_form(given.values, turn.t("card.merge.changed"))
        return await lay_side_by_side(turn, number, other, form)
    return merged_card(turn, merged)


@registry.form("record.split")
async def split(turn: Turn, given: Submission) -> Card:
    """Lets the record of the button live again."""
    return split_card(turn, await turn.write(split_record, given.number or 0, given.version))


@registry.form("lead.alike")
async def show_alike(turn: Turn, given: Submission) -> Card:
    """Who is likely the same as a lead, each with a way to merge the two."""
    return pairs_card(turn.reader, await turn.read(find_pairs_of, given.number or 0))


async def lay_side_by_side(turn: Turn, kept: int, gone: int, form: FormState) -> Card:
    """Two records with what differs between them."""
    preview = await turn.read(preview_merge, kept, gone)
    values = {
        name: value
        for name, value in form.values.items()
        if name in compared_fields(turn.member.workspace, preview.kept.record.kind)
    }
    state = FormState(form_id=form.form_id, values=values, problems=form.problems, notice=form.notice)
    return merge_form(turn.reader, preview, state)


def merged_card(turn: Turn, merged: Merged) -> Card:
    """The survivor, and what became of the other one."""
    said = [turn.t("reply.merged", gone=merged.gone.number, kept=merged.record.number)]
    if moved := told_moves(turn.reader, merged.moved):
        said.append(turn.t("reply.merged_moved", moved=moved))
    return record_card(turn.reader, merged.view, " ".join(said))


def split_card(turn: Turn, split: Split) -> Card:
    """The record that lives again, and what could not be given back to it."""
    return record_card(turn.reader, split.view, told_split(turn.reader, split))


_OWN = frozenset({"other", "other_version"})
