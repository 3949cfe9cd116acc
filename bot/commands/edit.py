"""The command edit: with changes at once, else by the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from app.crm.records import AnyRecord, edit_record, show_record
from app.domain.activity import Activity, split_subject
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.lead import Lead
from app.languages.reader import zone
from bot.binding import Mistake, told_unused
from bot.cards import Card, FormState, record_card
from bot.cards.activity import due_day
from bot.commands.arguments.kinds import RecordNumber, WholeRest
from bot.commands.arguments.new_time import read_done, read_moment
from bot.forms.drawings import draw_edit, new_form
from bot.forms.records import read_values
from bot.parsing.changes import find_field, read_changes, without_more
from bot.parsing.references import find_reference
from bot.refusals import sentences_of
from bot.registry import registry
from bot.turn import Turn


@dataclass(frozen=True, slots=True)
class _Changes(WholeRest):
    """Fields and their values: all that is left."""

    label: str = "changes"

    async def split(self, turn: Turn, text: str) -> tuple[str, str] | None:
        start = find_field(text, turn.reader.own)
        return (text[:start].strip(), text[start:].strip()) if start else None

    async def fits(self, turn: Turn, text: str, certain: bool) -> bool:
        """Raises Mistake where fields are told and nobody has spoken of a record: "its amount is 50k"."""
        is_change = find_field(f" {text}", turn.reader.own, certain=certain) == 0
        if is_change and certain and await turn.subject() is None:
            raise Mistake(turn.t("reply.nothing_spoken_of"))
        return is_change


Changes = Annotated[str, _Changes()]
_INPUTS = {"name": "text", "due_at": "time", "done_at": "done"}
_PICKED = frozenset(
    name
    for kind in Kind
    for name in names_of(kind, Type.DAY, Type.MOMENT, Type.PAST, Type.CHOICE, Type.OPTION)
)
"""Fields whose inputs take nothing but what can be picked."""


@registry.command("edit", listed=False)
async def edit(turn: Turn, record: RecordNumber, changes: Changes = "") -> Card:
    """Without changes the form; with changes the record, or the form with what keeps it as it was."""
    if not changes:
        return await draw_edit(turn, record, new_form())
    found = (await turn.read(show_record, record)).record
    values = values_of(turn, changes, found)
    if values and "budget" in values and isinstance(found, Lead) and found.amount is None:
        # What they can spend is what it may become worth, as long as nothing else is known of that.
        values = {"amount": values["budget"], **values}
    if values is None:
        known = ", ".join(turn.t(f"field.{name}") for name in turn.reader.own.editable(found.kind))
        raise Mistake(turn.t("reply.field_unknown", text=changes[:80], fields=known))
    cut = {name: without_more(name, value) for name, value in values.items()}
    card = await change(turn, found, {name: value for name, (value, _) in cut.items()})
    return told_unused(turn, card, ", ".join(more for _, more in cut.values() if more))


def values_of(turn: Turn, changes: str, record: AnyRecord) -> Mapping[str, str] | None:
    """What a text says about the fields of a record; None where it names none of them."""
    return read_changes(changes, record.kind, turn.reader, turn.reader.today())


async def change(turn: Turn, record: AnyRecord, values: Mapping[str, str]) -> Card:
    """Changes fields of a record; where a value cannot be taken, the form with all of them."""
    try:
        if isinstance(record, Activity):
            checked = _of_activity(turn, record, values)
        else:
            checked = await read_values(turn, values)
        view = await turn.write(edit_record, record.number, checked)
    except InvalidInput as refused:
        form = replace(new_form(values), problems=sentences_of(turn.reader, refused))
        card = await draw_edit(
            turn, record.number, _as_inputs(form) if isinstance(record, Activity) else form
        )
        # What no input of the form can hold is shown beside it.
        picked = (name for name in refused.fields if name in _PICKED or _is_picked(turn, name))
        return told_unused(turn, card, ", ".join(values[name] for name in picked))
    return record_card(turn.reader, view, turn.t("reply.saved"))


def _is_picked(turn: Turn, name: str) -> bool:
    """Whether a field that the workspace has described itself takes nothing but what can be picked."""
    own = turn.reader.own.find(name)
    return own is not None and own.type in (Type.DAY, Type.CHOICE, Type.FLAG)


def _of_activity(turn: Turn, activity: Activity, values: Mapping[str, str]) -> dict[str, object]:
    """The fields of an activity: days and times as people say them, and what it is about by its number.
    Raises InvalidInput."""
    changes: dict[str, object] = {name: text for name, text in values.items() if name in ("type", "name")}
    if "text" in values:
        changes["name"], changes["text"] = split_subject(values["text"])
    if "about" in values:
        changes["about"] = find_reference(values["about"])
    if "due" in values or "due_at" in values:
        changes |= _moment(turn, activity, values.get("due"), values.get("due_at"))
    if "done_at" in values:
        changes["done_at"] = _past_moment(turn, activity, values["done_at"])
    return changes


def _as_inputs(form: FormState) -> FormState:
    """The state of an activity's form, which has one input for all words and one for the time."""
    problems = {_INPUTS.get(name, name): said for name, said in form.problems.items()}
    typed = {name: text for name, text in form.values.items() if not (name in _PICKED and name in problems)}
    values = {_INPUTS.get(name, name): text for name, text in typed.items()}
    return replace(form, values=values, problems=problems)


def _past_moment(turn: Turn, activity: Activity, said: str) -> dt.date | dt.datetime:
    """When it took place; a time alone is one of the day on which it did."""
    happened = read_done(turn, said)
    if happened is None:
        raise InvalidInput(done_at="not_yet" if read_moment(turn, said) else "date_invalid")
    time, at = happened.when.time, activity.done_at
    if happened.has_day or time is None or at is None:
        return happened.told
    return dt.datetime.combine(activity.done_on or turn.reader.day_of(at), time, zone(turn.reader.time_zone))


def _moment(turn: Turn, activity: Activity, day: str | None, time: str | None) -> dict[str, object]:
    """The day, and the moment where a time of day is said; a time alone is one of the day that there is."""
    when = read_moment(turn, day) if day else None
    at = read_moment(turn, time) if time else None
    if (day and when is None) or (time and (at is None or at.time is None)):
        raise InvalidInput(
            **({"due": "date_invalid"} if day and when is None else {"due_at": "time_invalid"})
        )
    due = when.date if when else due_day(turn.reader, activity) if day is None else None
    if at is not None and at.time is not None:
        place = zone(turn.reader.time_zone)
        return {"due_at": dt.datetime.combine(due or at.date, at.time, place)}
    return {"due_at": when.at} if when and when.at and time is None else {"due": due}
