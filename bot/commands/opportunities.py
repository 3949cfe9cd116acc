"""Commands on opportunities: move, next stage, won, lost, close."""

from __future__ import annotations

from app.crm.opportunities import lose_opportunity
from app.crm.records import show_record
from app.crm.views import RecordView
from app.domain.activity import Activity
from app.domain.lead import Lead
from app.domain.matching import fold
from app.domain.opportunity import Opportunity
from app.languages.words import forms
from bot.cards import Card, notice_card
from bot.cards.literal import shorten
from bot.commands.arguments.kinds import (
    LinkedOpportunity,
    LostReason,
    OpportunityNumber,
    OwnedNumber,
    Rest,
    StageOrDay,
)
from bot.commands.arguments.planned_activities import MovedNumber
from bot.forms.activities import postpone_to, when_card
from bot.forms.drawings import draw_disqualification, draw_loss, draw_move, new_form
from bot.forms.opportunities import move_to, moved_card, win_it
from bot.refusals import Action, way_to
from bot.registry import registry
from bot.turn import Turn

_WON = forms("arguments.won")
_LOST = forms("arguments.lost")


@registry.command("move")
async def move(turn: Turn, record: MovedNumber, stage: StageOrDay = "") -> Card:
    """With a stage at once, else by the form. A day or a delay moves an activity, or the next step."""
    if not stage:
        view = await turn.read(show_record, record)
        is_step = isinstance(view.record, Activity)
        return when_card(turn, view) if is_step else await draw_move(turn, record, new_form())
    if isinstance(stage, str):
        return await move_to(turn, record, stage)
    return await postpone_to(turn, record, stage)


@registry.command("advance", listed=False)
async def advance(turn: Turn, opportunity: LinkedOpportunity) -> Card:
    """To the stage that follows; behind the last open one it is asked how the deal ended."""
    view = await turn.read(show_record, opportunity)
    deal, pipeline = view.record, view.pipeline
    if not isinstance(deal, Opportunity) or pipeline is None or deal.status != "open":
        # The form says what stands in the way.
        return await draw_move(turn, opportunity, new_form())
    following = pipeline.next_open(deal.stage)
    if following is None:
        return _ways_to_close(turn, view, "reply.last_stage")
    return await move_to(turn, opportunity, following.key, deal.version)


@registry.command("won")
async def won(turn: Turn, opportunity: OpportunityNumber) -> Card:
    """Closes it as won."""
    return await win_it(turn, opportunity)


@registry.command("lost")
async def lost(turn: Turn, opportunity: OpportunityNumber, reason: LostReason | None = None) -> Card:
    """With a known reason at once, else by the form. The reason "other" wants a word more, so a form too.
    What says more than the reason's name is kept as a note."""
    if reason is None or reason.key in ("", "other"):
        return await draw_loss(turn, opportunity, new_form({"note": reason.text} if reason else None))
    return moved_card(turn, await turn.write(lose_opportunity, opportunity, reason.key, reason.note))


@registry.command("close", listed=False)
async def close(turn: Turn, record: OwnedNumber, how: Rest = "") -> Card:
    """As won or lost where that is said; else it is asked, as a lead closes in another way than a deal."""
    if fold(how.strip(" .!")) in _WON:
        return await win_it(turn, record)
    if fold(how.strip(" .!")) in _LOST:
        return await draw_loss(turn, record, new_form())
    turn.unused = how
    view = await turn.read(show_record, record)
    if isinstance(view.record, Opportunity) and view.record.status != "open":
        return await draw_loss(turn, record, new_form())
    if isinstance(view.record, Lead) and view.record.status != "open":
        return await draw_disqualification(turn, record, new_form())
    return _ways_to_close(turn, view, "reply.close_how")


def _ways_to_close(turn: Turn, view: RecordView, sentence: str) -> Card:
    number, name = view.record.number, shorten(view.record.name, 80)
    seen: dict[str, object] = {"number": number, "version": view.record.version}
    if isinstance(view.record, Opportunity):
        ways: list[Action] = [
            (turn.t("button.won"), "opportunity.win", seen),
            (turn.t("button.lost"), "opportunity.lose.open", seen),
        ]
    else:
        ways = [
            (turn.t("button.qualify"), "lead.qualify.open", seen),
            (turn.t("button.disqualify"), "lead.disqualify.open", seen),
        ]
    ways.append(way_to(turn.reader, number))
    return notice_card(turn.reader, turn.t(sentence, number=number, name=name), ways)
