"""Conflicts: a button of an outdated card is answered with the fresh state and what was entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.crm.conflicts import Changes, changes_since
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.errors import Conflict, NotFound
from app.domain.event import Kind
from app.domain.fields import Type, names_of
from app.domain.framework import answer_of
from app.domain.lead import Lead
from app.domain.member import Member
from app.domain.opportunity import Opportunity
from app.domain.own import value_of
from app.domain.own_fields import revived
from app.domain.record import Record
from app.languages.reader import Reader
from app.store.work import Work
from bot.cards import Card, FormState, conflict_card
from bot.parsing.references import find_reference
from bot.parsing.typed import Typed
from bot.refusals import card_of_refusal, sentence_of
from bot.turn import Submission, Turn

_REFERENCES = frozenset(name for kind in Kind for name in names_of(kind, Type.RECORD))
"""Fields that hold the number of a record, and whose inputs show its name as well."""
_NEVER_AGAIN = frozenset({"undo"})
"""What these do depends on the state that they were pressed on."""
_OF_OPEN = frozenset(
    {"lead.qualify", "lead.disqualify", "opportunity.move", "opportunity.win", "opportunity.lose"}
)
"""What would be refused again where the record was closed meanwhile."""


async def card_of_conflict(turn: Turn, conflict: Conflict, given: Submission, *, prefilled: bool) -> Card:
    """The card for a button that somebody else was quicker than. Where the record is only in another version,
    what was entered can be applied to it as it is now: of a `prefilled` form what was really typed, so that
    nothing else is overwritten."""
    turn.was_refused = True
    number, version = conflict.details.get("number"), conflict.details.get("version")
    form = FormState(form_id=given.form_id, values=given.values)
    if conflict.code == "person_erased":
        return await card_of_refusal(turn, conflict, given.number)
    if not isinstance(number, int) or not isinstance(version, int):
        return await card_of_refusal(turn, conflict, given.number, form if given.values else None)
    try:
        view, changes = await turn.read(_since, number, version)
    except NotFound:
        return await card_of_refusal(turn, conflict, given.number)
    if view.record.is_erased:
        # What was typed before is not to bring the person back.
        return await card_of_refusal(turn, Conflict("person_erased", number=number), number)
    form = replace(form, values=_entered(turn.reader, given.values, changes, prefilled=prefilled))
    record = view.record
    is_over = given.verb in _OF_OPEN and isinstance(record, Lead | Opportunity) and not record.is_open
    if given.verb not in _NEVER_AGAIN and not is_over and (form.values or not given.values):
        form = replace(form, verb=given.verb)
    return conflict_card(turn.reader, view, sentence_of(turn.reader, conflict), form, changes)


def _since(work: Work, actor: Member, number: int, version: int) -> tuple[RecordView, Changes]:
    return show_record(work, actor, number), changes_since(work, actor, number, version)


def _entered(
    reader: Reader, values: Mapping[str, str], changes: Changes, *, prefilled: bool
) -> dict[str, str]:
    if not prefilled:
        return {name: value for name, value in values.items() if value}
    return {name: text for name, text in values.items() if _is_typed(reader, changes.seen, name, text)}


def _is_typed(reader: Reader, seen: Record, name: str, text: str) -> bool:
    """Whether an input holds something else than the record when the form was shown."""
    field = reader.own.editable(seen.kind).get(name)
    if field is None:
        return bool(text)
    if name in _REFERENCES:
        return bool((find_reference(text) or text.strip() or None) != getattr(seen, name))
    typed = Typed({name: text}, reader)
    value = typed.value(name)
    known = answer_of(seen, name) if isinstance(seen, Lead | Opportunity) else value_of(seen, name)
    return bool(typed.problems) or _plain(value) != _plain(revived(field, known))


def _plain(value: object) -> object:
    """A value without the differences that a form makes: line ends, space around, numbers as texts."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return str(value) if isinstance(value, int) else value
