"""Commands that keep new contacts, organizations and opportunities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.matching import fold
from app.languages.reader import Reader
from bot.binding import Effect
from bot.cards import Card
from bot.commands.arguments.kinds import Details
from bot.forms.captures import draw_capture, keep
from bot.forms.drawings import new_form
from bot.forms.references import find_by_name
from bot.parsing.captures import CUSTOMER, Values, read_contact, read_opportunity, read_organization
from bot.refusals import sentences_of
from bot.registry import registry
from bot.turn import Turn


@registry.command("new_contact", listed=False, effect=Effect.MAKES)
async def new_contact(turn: Turn, details: Details = "") -> Card:
    """Without details the form; with details the contact, or who is likely the same."""
    return await _keep(turn, Kind.CONTACT, details, read_contact)


@registry.command("new_organization", listed=False, effect=Effect.MAKES)
async def new_organization(turn: Turn, details: Details = "") -> Card:
    """Without details the form; with details the organization, or which is likely the same."""
    return await _keep(turn, Kind.ORGANIZATION, details, read_organization)


@registry.command("new_opportunity", listed=False, effect=Effect.MAKES)
async def new_opportunity(turn: Turn, details: Details = "") -> Card:
    """Without details the form; with details the opportunity."""
    return await _keep(turn, Kind.OPPORTUNITY, details, read_opportunity)


async def _keep(
    turn: Turn, kind: Kind, details: str, read: Callable[[str, Reader, dt.date], tuple[Values, str]]
) -> Card:
    if not details:
        return await draw_capture(kind, turn, None, new_form())
    values, left = read(details, turn.reader, turn.reader.today())
    customer = values.pop(CUSTOMER, "")
    if customer:
        values["organization"] = customer
        known = await find_by_name(turn, Kind.ORGANIZATION, customer)
        if len(known) != 1 or fold(known[0].name) != fold(customer):
            # Whoever is no known customer may be a part of the name: nothing is founded on a guess.
            return await draw_capture(kind, turn, None, new_form(values, _asks(turn, customer, left)))
    form = new_form(values)
    notice = turn.t("reply.saved_without", text=left[:200]) if left else turn.t("reply.captured")
    try:
        return await keep(turn, kind, values, form, notice, anyway=False)
    except InvalidInput as refused:
        return await draw_capture(
            kind, turn, None, replace(form, problems=sentences_of(turn.reader, refused))
        )


def _asks(turn: Turn, customer: str, left: str) -> str:
    """Whether the customer is meant, and what else was written and stands in no field."""
    asked = turn.t("reply.is_customer", name=customer)
    return f"{asked} {turn.t('reply.unused', text=left[:200])}" if left else asked
