"""Commands on leads: new, qualify, disqualify."""

from __future__ import annotations

import re
from dataclasses import replace

from app.crm.leads import disqualify_lead
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.framework import framework_of
from app.languages.words import pattern
from bot.binding import Effect
from bot.cards import EXPANDED, Card, FormState, record_card, typed_of
from bot.commands.activities import note
from bot.commands.arguments.kinds import Details, DisqualifyReason, FactsText, Joined, LeadNumber
from bot.commands.imports import import_leads
from bot.forms.drawings import draw_disqualification, draw_lead, draw_qualification, new_form
from bot.forms.duplicates import keep_lead
from bot.forms.newcomers import answer_several, draft_of
from bot.refusals import sentences_of
from bot.registry import registry
from bot.turn import Turn
from bot.understanding.contacts import read_person
from bot.understanding.facts import read_facts
from bot.understanding.people import find_people

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


def is_form_wish(details: str) -> bool:
    """Whether what follows "add" names nobody ("a customer"), or a record that something is added to."""
    return not details or bool(_NOBODY.fullmatch(details) or _TO_RECORD.match(details))


@registry.command("new", effect=Effect.MAKES)
async def new(turn: Turn, details: Details = "") -> Card:
    """Without details the form; with details the lead, or a lead for each of several people; the form with
    what keeps it from being one, or who is likely the same."""
    told = _TO_RECORD.match(details)
    if told:
        return await note(turn, int(told["number"]), told["text"])
    if not details and turn.files:
        # "New lead", and a vCard attached.
        return await import_leads(turn)
    if not details or _NOBODY.fullmatch(details):
        return await draw_lead(turn, None, new_form())
    people = find_people(details, turn.reader, turn.reader.today())
    if people.several:
        return await answer_several(turn, people, details)
    line = read_person(_BEFORE_LEAD.sub("", details), turn.reader, turn.reader.today())

    draft = draft_of(turn, line)

    def typed() -> FormState:
        return new_form(typed_of(turn.reader, draft))

    try:
        return await keep_lead(turn, draft, typed, turn.t("reply.captured"), anyway=False)
    except InvalidInput as refused:
        problems = sentences_of(turn.reader, refused, {"name.required": "name_required"})
        return await draw_lead(turn, None, replace(typed(), problems=problems))


@registry.command("qualify")
async def qualify(
    turn: Turn, lead: LeadNumber, opportunity: Joined | None = None, facts: FactsText = ""
) -> Card:
    """The questions before the lead becomes an opportunity, or joins the one that is named; filled with what
    was said of it."""
    found = read_facts(facts, turn.reader, framework_of(turn.member.workspace.framework))
    chosen = {Kind.OPPORTUNITY.value: str(opportunity), EXPANDED: "1"} if opportunity else {}
    turn.unused = ", ".join(found.left)
    return await draw_qualification(turn, lead, new_form({**found.values, **chosen}))


@registry.command("disqualify", listed=False)
async def disqualify(turn: Turn, lead: LeadNumber, reason: DisqualifyReason | None = None) -> Card:
    """With a known reason at once, else by the form."""
    if reason is None or not reason.key:
        return await draw_disqualification(turn, lead, new_form({"note": reason.text} if reason else None))
    view = await turn.write(disqualify_lead, lead, reason.key, reason.note)
    return record_card(turn.reader, view, turn.t("reply.disqualified"))
