"""Buttons of participants: list, add, change the role, remove."""

from __future__ import annotations

from dataclasses import replace

from app.crm.people.participants import (
    add_new_participant,
    add_participant,
    change_role,
    remove_participant,
    show_deal,
)
from app.crm.views import Hit, Lookalike, Partaker, RecordView
from app.domain.errors import Conflict, InvalidInput
from app.domain.event import Kind
from app.domain.matching import fold
from app.domain.participant import ROLES
from bot.cards import ANYWAY, Card, FormState, participant_form, participants_card, person_card, record_card
from bot.forms.drawings import new_form
from bot.forms.references import find_by_name, with_options
from bot.parsing.people import Partner, read_partner
from bot.parsing.references import find_reference
from bot.registry import registry
from bot.turn import Submission, Turn


async def draw_participants(turn: Turn, number: int | None, form: FormState) -> Card:
    """Who takes part, and the form to add somebody; raises NotFound."""
    view = await turn.read(show_deal, number or 0)
    return participants_card(turn.reader, view, await with_options(turn, form))


async def draw_participant(turn: Turn, number: int | None, form: FormState) -> Card:
    """One participant, or all where that person no longer takes part; raises NotFound."""
    view = await turn.read(show_deal, number or 0)
    contact = find_reference(form.values.get("contact", ""))
    found = [one for one in view.participants if one.contact.number == contact]
    if not found:
        problems = {"contact": turn.t("error.participant_unknown")}
        return participants_card(turn.reader, view, replace(new_form(), problems=problems))
    return participant_form(turn.reader, view, found[0], form)


@registry.form("participant.list")
async def show_list(turn: Turn, given: Submission) -> Card:
    """Who takes part."""
    return await draw_participants(turn, given.number, new_form())


@registry.form("participant.open")
async def show_one(turn: Turn, given: Submission) -> Card:
    """The participant of the row."""
    return await draw_participant(turn, given.number, new_form(_contact_of(given)))


@registry.form("participant.add", again=draw_participants)
async def add(turn: Turn, given: Submission) -> Card:
    """Adds the person of the form; asks first where it is not clear who that is."""
    text = given.values.get("contact", "").strip()
    if not text:
        raise InvalidInput(contact="required")
    partner = read_partner(text, turn.reader, turn.reader.today())
    role = _role_of(given) or partner.role
    form = FormState(form_id=given.form_id, values={"contact": text, **typed_role(role)})
    return await let_in(
        turn, given.number or 0, partner, role, form, version=given.version, anyway=ANYWAY in given.values
    )


@registry.form("participant.role", again=draw_participant)
async def set_role(turn: Turn, given: Submission) -> Card:
    """Another role for a participant."""
    contact = find_reference(given.values.get("contact", "")) or 0
    view = await turn.write(change_role, given.number or 0, contact, _role_of(given), given.version)
    return record_card(turn.reader, view, turn.t("reply.saved"))


@registry.form("participant.remove")
async def remove(turn: Turn, given: Submission) -> Card:
    """A participant is none any more."""
    contact = find_reference(given.values.get("contact", "")) or 0
    return await let_go(turn, given.number or 0, contact, given.version)


async def let_in(
    turn: Turn,
    number: int,
    partner: Partner,
    role: str,
    form: FormState,
    *,
    version: int | None = None,
    anyway: bool = False,
) -> Card:
    """Adds a person to a lead or an opportunity: a known contact, or a new one. Where it is not clear who is
    meant nothing is saved and the card asks, unless a new contact is wanted `anyway`."""
    contact = partner.number
    if contact is None and not anyway:
        hits = await find_by_name(turn, Kind.CONTACT, partner.name)
        same = [hit for hit in hits if set(fold(partner.name).split()) <= set(fold(hit.name).split())]
        if len(same) != 1 and hits:
            return person_card(turn.reader, number, [(hit, ()) for hit in hits], form)
        contact = same[0].number if same else None
    if contact is not None:
        return await _let_in_known(turn, number, contact, role, version)
    try:
        view = await turn.write(
            add_new_participant,
            number,
            partner.fields,
            role,
            version,
            company=partner.company,
            unless_duplicate=not anyway,
        )
    except Conflict as conflict:
        if conflict.code != "likely_duplicate":
            raise
        return person_card(turn.reader, number, _reasons(conflict), form)
    return _added(turn, view, view.participants[-1])


async def let_go(turn: Turn, number: int, contact: int, version: int | None = None) -> Card:
    """Removes a participant."""
    view = await turn.write(remove_participant, number, contact, version)
    return record_card(turn.reader, view, turn.t("reply.participant_removed"))


async def _let_in_known(turn: Turn, number: int, contact: int, role: str, version: int | None) -> Card:
    view = await turn.read(show_deal, number)
    already = [one for one in view.participants if one.contact.number == contact]
    if already and role and role != already[0].role:
        # "participant 104 Anna Roth, CEO" for somebody who is there says what the role is now.
        view = await turn.write(change_role, number, contact, role, version)
        return record_card(turn.reader, view, turn.t("reply.saved"))
    view = await turn.write(add_participant, number, contact, role, version)
    return _added(turn, view, view.participants[-1])


def _added(turn: Turn, view: RecordView, one: Partaker) -> Card:
    return record_card(turn.reader, view, turn.t("reply.participant_added", name=one.contact.name[:80]))


def _reasons(conflict: Conflict) -> list[tuple[Hit, tuple[str, ...]]]:
    found: tuple[Lookalike, ...] = conflict.details["candidates"]  # type: ignore[assignment]
    return [(one.hit, tuple(one.reasons)) for one in found]


def _contact_of(given: Submission) -> dict[str, str]:
    return {"contact": given.values.get("contact", "")}


def typed_role(role: str) -> dict[str, str]:
    """A role as the inputs of a form hold it."""
    return {"role": role, "other_role": ""} if role in ROLES else {"role": "", "other_role": role}


def _role_of(given: Submission) -> str:
    """What was written wins over what was picked."""
    return given.values.get("other_role", "").strip() or given.values.get("role", "").strip()
