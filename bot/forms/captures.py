"""Buttons that keep new contacts, organizations and opportunities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from app.crm.contacts import capture_contact
from app.crm.opportunities import capture_opportunity
from app.crm.organizations import capture_organization
from app.crm.views import Lookalike, RecordView
from app.domain.errors import Conflict, Problem
from app.domain.event import Kind
from bot.cards import ANYWAY, Card, FormState, capture_form, duplicate_card, record_card
from bot.forms.drawings import new_form
from bot.forms.references import look_up, with_options
from bot.parsing.typed import Typed
from bot.registry import FormDrawing, registry
from bot.turn import Submission, Turn

KINDS = (Kind.CONTACT, Kind.ORGANIZATION, Kind.OPPORTUNITY)
"""What is kept here; leads have ways of their own."""


async def draw_capture(kind: Kind, turn: Turn, number: int | None, form: FormState) -> Card:
    """The form of a new record of this kind."""
    return capture_form(turn.reader, kind, await with_options(turn, form))


async def keep(
    turn: Turn, kind: Kind, typed: Mapping[str, str], form: FormState, notice: str, *, anyway: bool
) -> Card:
    """Keeps a new record and shows it; where it is likely there already nothing is saved and the card asks,
    unless it is wanted `anyway`. `form` is what was typed. Raises InvalidInput."""
    try:
        view = await _capture(turn, kind, typed, anyway=anyway)
    except Conflict as conflict:
        if conflict.code != "likely_duplicate":
            raise
        found: tuple[Lookalike, ...] = conflict.details["candidates"]  # type: ignore[assignment]
        return duplicate_card(turn.reader, found, form, kind)
    return record_card(turn.reader, view, notice)


async def _capture(turn: Turn, kind: Kind, values: Mapping[str, str], *, anyway: bool) -> RecordView:
    typed = Typed(values, turn.reader)
    fields = {name: typed.value(name) for name in values}
    company = ""
    for name in ("organization", "contact"):
        if name in fields:
            found = await look_up(turn, name, values[name])
            if isinstance(found, Problem) and found.code == _NEW:
                # Whoever writes the name of an organization that is not there means a new one.
                company, found = values[name].strip(), None
            if isinstance(found, Problem):
                typed.problems[name] = found
            else:
                fields[name] = found
    typed.check()
    if kind is Kind.CONTACT:
        return await turn.write(capture_contact, fields, company, unless_duplicate=not anyway)
    if kind is Kind.ORGANIZATION:
        return await turn.write(capture_organization, fields, unless_duplicate=not anyway)
    return await turn.write(capture_opportunity, fields, company)


_NEW = "organization_unknown"


def _register(kind: Kind) -> None:
    draw: FormDrawing = partial(draw_capture, kind)

    @registry.form(f"{kind.value}.new")
    async def open_form(turn: Turn, given: Submission) -> Card:
        return await draw(turn, None, new_form(given.values))

    @registry.form(f"{kind.value}.capture", again=draw)
    async def capture(turn: Turn, given: Submission) -> Card:
        values = {name: value for name, value in given.values.items() if name != ANYWAY}
        # The same id again: whichever of the card's buttons comes first, the others then do nothing.
        form = FormState(form_id=given.form_id, values=values) if given.form_id else new_form(values)
        anyway = ANYWAY in given.values
        return await keep(turn, kind, values, form, turn.t("reply.saved"), anyway=anyway)


for _kind in KINDS:
    _register(_kind)
