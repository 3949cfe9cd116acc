"""The command for people who are not interested any more: it shows the form that closes, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from app.crm.open_deals import open_deals
from app.crm.records import show_record
from app.crm.views import Context, RecordView
from app.domain.lead import Lead
from app.domain.opportunity import Opportunity
from bot.binding import Ambiguous, Argument
from bot.cards import Card, notice_card
from bot.cards.literal import shorten
from bot.commands.arguments.kinds import Rest
from bot.commands.arguments.records import MOST_CHOICES, Reference
from bot.forms.drawings import draw_disqualification, draw_loss, new_form
from bot.refusals import way_to
from bot.registry import registry
from bot.turn import Turn

_FITTING = ("no_need", "other")
"""The reasons that say so, the better one first, where the list of a workspace has them."""


class _Courted(Reference):
    """An open lead or opportunity, also by the contact, the company or the activity that it belongs to."""

    async def take(self, turn: Turn, text: str, later: Sequence[Argument]) -> tuple[int, str]:
        try:
            number, rest = await super().take(turn, text, later)
        except Ambiguous as several:
            if not several.hits:
                raise
            found = await turn.read(open_deals, [hit.number for hit in several.hits], MOST_CHOICES)
            if len(found) == 1:
                return found[0].number, several.rest
            raise Ambiguous(several.text, several.rest, hits=found or several.hits) from None
        return await self._open(turn, number, rest), rest

    async def assume(self, turn: Turn) -> int | None:
        """What was spoken of last."""
        subject = await turn.subject()
        return await self._open(turn, subject.number, "") if subject else None

    async def _open(self, turn: Turn, number: int, rest: str) -> int:
        found = await turn.read(open_deals, [number], MOST_CHOICES)
        if len(found) > 1:
            raise Ambiguous(f"#{number}", rest, hits=found)
        return found[0].number if found else number


CourtedNumber = Annotated[int, _Courted("record")]


@registry.command("uninterested", listed=False)
async def uninterested(turn: Turn, record: CourtedNumber, why: Rest = "") -> Card:
    """Nothing is closed at once: a sentence in passing may say no more than that somebody hesitates."""
    view = await turn.read(show_record, record)
    context = await turn.context()
    whom = await _whom(turn, record)
    if isinstance(view.record, Lead):
        form = new_form(_filled(turn, context, "disqualify", why), whom)
        return await draw_disqualification(turn, record, form)
    if isinstance(view.record, Opportunity):
        return await draw_loss(turn, record, new_form(_filled(turn, context, "lost", why), whom))
    return _nothing_open(turn, view)


async def _whom(turn: Turn, record: int) -> str:
    """Who was named, where that is not what would be closed: a contact is, or a company."""
    if not turn.meant or turn.meant == record:
        return ""
    named = (await turn.read(show_record, turn.meant)).record
    return turn.t("reply.uninterested.whom", number=named.number, name=shorten(named.name, 80))


def _filled(turn: Turn, context: Context, verb: str, why: str) -> dict[str, str]:
    """What the form holds: the reason, and in the note what else was said, as "other" cannot do without."""
    keys = {choice.key for choice in context.listed(f"{verb}_reason")}
    reason = next((key for key in _FITTING if key in keys), "")
    said = turn.t("reply.uninterested.note") if reason != "no_need" else ""
    note = ": ".join(part for part in (said, why.strip(" ,.:;–-")) if part)
    return {"reason": reason, "note": note}


def _nothing_open(turn: Turn, view: RecordView) -> Card:
    number, name = view.record.number, shorten(view.record.name, 80)
    sentence = turn.t("reply.uninterested.nothing_open", number=number, name=name)
    return notice_card(turn.reader, sentence, [way_to(turn.reader, number)])
