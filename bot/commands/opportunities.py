"""Commands on opportunities: move, won, lost."""

from __future__ import annotations

from app.crm.opportunities import lose_opportunity
from bot.cards import Card
from bot.commands.arguments import LostReason, OpportunityNumber, StageOrDay
from bot.forms.activities import reschedule
from bot.forms.drawings import draw_loss, draw_move, new_form
from bot.forms.opportunities import move_to, moved_card, win_it
from bot.parsing.moments import When
from bot.registry import registry
from bot.turn import Turn


@registry.command("move")
async def move(turn: Turn, opportunity: OpportunityNumber, stage: StageOrDay = "") -> Card:
    """With a stage at once, else by the form. A day moves an activity, or the next step, to that day."""
    if isinstance(stage, When):
        return await reschedule(turn, opportunity, stage)
    if not stage:
        return await draw_move(turn, opportunity, new_form())
    return await move_to(turn, opportunity, stage)


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
