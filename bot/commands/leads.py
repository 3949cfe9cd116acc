"""Commands on leads: new, qualify, disqualify."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from app.crm.leads import LeadDraft, disqualify_lead
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.languages.words import pattern
from bot.cards import EXPANDED, Card, FormState, record_card
from bot.commands.activities import note
from bot.commands.arguments import Details, DisqualifyReason, Joined, LeadNumber
from bot.forms.drawings import draw_disqualification, draw_lead, draw_qualification, new_form
from bot.forms.duplicates import keep_lead
from bot.parsing.lead import LeadLine, read_lead
from bot.refusals import sentences_of
from bot.registry import registry
from bot.turn import Turn

_BEFORE_LEAD = re.compile(rf"\A(?:{pattern('lead.new.before')})\b[:,]?\s+(?=\S)")
"""Small words between "new" and the lead: the one that was mistyped, or when it came."""

_TO_RECORD = re.compile(
    rf"(?:{pattern('lead.new.to')})\s+#?(?P<number>\d{{1,9}})\b(?:\s*[:,–-])?\s+(?P<text>\S.*)",
    re.I | re.S,
)
""" "Add to 4: they have the budget" is no lead of that name."""
_NOBODY = re.compile(
    rf"(?:(?:{pattern('lead.new.articles')})\s+)?(?:(?:{pattern('lead.new.new')})\s+)?"
    rf"(?:{pattern('lead.new.somebody')})\s*[.!?]*",
    re.I,
)
"""Who has no name: "I want to add a customer"."""


@registry.command("new")
async def new(turn: Turn, details: Details = "") -> Card:
    """Without details the form; with details the lead, the form with what keeps it from being one, or who is
    likely the same."""
    told = _TO_RECORD.match(details)
    if told:
        return await note(turn, int(told["number"]), told["text"])
    if not details or _NOBODY.fullmatch(details):
        return await draw_lead(turn, None, new_form())
    line = read_lead(_BEFORE_LEAD.sub("", details), turn.reader, turn.reader.today())

    def typed() -> FormState:
        return new_form(_typed(turn, line))

    try:
        return await keep_lead(turn, _draft_of(line), typed, turn.t("reply.captured"), anyway=False)
    except InvalidInput as refused:
        problems = sentences_of(turn.reader, refused, {"name.required": "name_required"})
        return await draw_lead(turn, None, replace(typed(), problems=problems))


@registry.command("qualify")
async def qualify(turn: Turn, lead: LeadNumber, opportunity: Joined | None = None) -> Card:
    """The questions before the lead becomes an opportunity, or joins the one that is named."""
    chosen = {Kind.OPPORTUNITY.value: str(opportunity), EXPANDED: "1"} if opportunity else {}
    return await draw_qualification(turn, lead, new_form(chosen))


@registry.command("disqualify", listed=False)
async def disqualify(turn: Turn, lead: LeadNumber, reason: DisqualifyReason | None = None) -> Card:
    """With a known reason at once, else by the form."""
    if reason is None or not reason.key:
        return await draw_disqualification(turn, lead, new_form({"note": reason.text} if reason else None))
    view = await turn.write(disqualify_lead, lead, reason.key, reason.note)
    return record_card(turn.reader, view, turn.t("reply.disqualified"))


def _draft_of(line: LeadLine) -> LeadDraft:
    return LeadDraft(**{name: getattr(line, name) for name in _FIELDS})


def _typed(turn: Turn, line: LeadLine) -> dict[str, str]:
    """The line as the inputs of the form show it."""
    values = {name: getattr(line, name) for name in _FIELDS}
    values["amount"] = turn.reader.money(line.amount)
    return {name: str(value) for name, value in values.items() if value}


_FIELDS = tuple(field.name for field in fields(LeadLine))
